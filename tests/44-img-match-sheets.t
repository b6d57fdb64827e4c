#!/bin/sh
# img-match: records and names as people have them in sheets.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/sheets.sh
. "$here/sheets.sh"

tsv() { printf '%b' "$1" | tr '|' '\t'; }

# columns NAMES: cut by name, without the header.
columns() {
	mlr --itsv --otsv --headerless-csv-output cut -o -f "$1" | tr '\t' '|'
}
command -v mlr >/dev/null || skip_all 'needs mlr'

tsv 'name\nUCR0001001.jpg\nUCR0001002.jpg\n' >photos.tsv
both='1|UCR0001001
2|UCR0001002'

# Workbooks.
tsv 'OccID|Barcode\n1|UCR0001001\n2|UCR0001002\n' | xlsx records.xlsx
status 0 'records in a workbook' img-match -r records.xlsx photos.tsv
is "$(columns occid,matchKey <out)" "$both" 'are found'
tsv 'occid|Catalog #\n1|UCR0001001\n2|UCR0001002\n' | xlsx records.xlsx
is "$(img-match -r records.xlsx photos.tsv | columns occid,matchKey)" "$both" \
	'Catalog # is the number'
status 0 'records from a pipe, with an option for sheets' \
	img-match -s 1 -r - photos.tsv <records.xlsx
is "$(columns occid,matchKey <out)" "$both" 'are found, too'
status 2 'a sheet that is not there' img-match -s Other -r records.xlsx photos.tsv
like "$(cat err)" "no sheet 'Other'; there are 'Sheet1'" 'the sheets are named'
tsv 'occid|catalogNumber\n1|0001\n' >portal.tsv
tsv 'name\nIMG_1.JPG\nIMG_2.JPG\n' >camera.tsv
tsv 'File name|Barcode\nIMG_1.JPG|UCR0001001\nIMG_2.JPG|UCR0001002\n' | xlsx names.xlsx
status 0 'names in a workbook' img-match -r records.xlsx --names names.xlsx camera.tsv
is "$(columns occid,matchKey <out)" "$both" 'give the numbers'
printf 'PK\003\004\024\000' >broken.xlsx
status 2 'half a workbook' img-match -r broken.xlsx photos.tsv
like "$(cat err)" '^img-match: broken.xlsx: ' 'is an error'

# One bad row, and a way to read it.
printf 'occid,catalogNumber,sciname,author\n1,UCR0001001,Abies,M\201ller\n2,UCR0001002,Abies,\n' \
	>portal.csv
status 0 'a byte without meaning that nobody reads' img-match -r portal.csv photos.tsv
is "$(columns occid,matchKey <out)" "$both" 'costs nothing'
like "$(cat err)" 'portal.csv: 1 character is not Windows-1252' 'but is reported'
printf 'occid,catalogNumber\n1,UCR\20101\n2,UCR0001002\n' >portal.csv
status 1 'the same in a number' img-match -r portal.csv photos.tsv
is "$(columns occid,matchKey <out)" '|
2|UCR0001002' 'costs its row'
like "$(cat err)" 'portal.csv: 1 row left out, the first on line 2: .*--encoding' \
	'which is reported with what to do'
printf 'occid,catalogNumber,sciname\n1,UCR0001001,\203A\203B\203C\203D\203E\203F\n2,UCR0001002,x\n' \
	>japanese.csv
status 0 'text in an encoding that nobody knows' img-match -r japanese.csv photos.tsv
is "$(columns occid,matchKey <out)" "$both" 'is not looked at'
printf 'occid,catalogNumber\n1,\303\345\360\341\340\360\350\351-1\n2,UCR0001002\n' >cyrillic.csv
status 1 'numbers in an encoding that nobody knows' img-match -r cyrillic.csv photos.tsv
like "$(cat err)" '1 row left out, the first on line 2: .*--encoding' 'are left out'
printf 'occid,catalogNumber\n1,\203A\203C1\n2,UCR0001002\n' >japanese.csv
tsv 'name\n\0343\0202\0242\0343\0202\02441.jpg\n' >kana.tsv
is "$(img-match -e CP932 -r japanese.csv -p '/^(.+)\.jpg/u' kana.tsv | columns occid)" 1 \
	'letters of the encoding given are compared'

printf 'occid,catalogNumber\n1,UCR0001001,x\n2,UCR0001002\n' >wide.csv
status 1 'a cell too many' img-match -r wide.csv photos.tsv
is "$(columns occid,matchKey <out)" '|
2|UCR0001002' 'costs its row'
like "$(cat err)" 'wide.csv: 1 row left out, the first on line 2: 3 cells where .* 2 (--lenient' \
	'which is reported'
status 0 '--lenient reads it' img-match --lenient -r wide.csv photos.tsv
is "$(columns occid,matchKey <out)" "$both" 'without the cell'
printf 'occid,catalogNumber\n,UCR0001001\n2,UCR0001002\n3.0,UCR0001003\n' >empty.csv
status 1 'an empty occid' img-match -r empty.csv photos.tsv
is "$(columns occid,matchKey <out)" '|
2|UCR0001002' 'costs its row'
like "$(cat err)" "empty.csv: 2 rows left out, the first on line 2: column 'occid'" 'is counted'
tr , '\t' <empty.csv >empty.tsv
status 1 'the same in a stream' img-match -r empty.tsv photos.tsv
like "$(cat err)" "empty.tsv: 2 rows left out, the first on line 2: column 'occid'" 'is counted'
printf 'occid,catalogNumber\nabc,UCR0001001\nabd,UCR0001002\n' >none.csv
status 2 'no row is a record' img-match -r none.csv photos.tsv
like "$(cat err)" "none.csv:2: column 'occid' .*not a record's number: 'abc'" 'is an error'
tr , '\t' <none.csv >none.tsv
status 2 'nor in a stream' img-match -r none.tsv photos.tsv
printf 'occid\tcatalogNumber\tauthor\n1\tUCR0001001\tM\374ller\n2\tUCR0001002\t\n' >latin.tsv
status 0 'TABs and a byte that is not UTF-8' img-match -r latin.tsv photos.tsv
is "$(columns occid,matchKey <out)" "$both" 'is a sheet'
printf 'occid,catalogNumber\n1,="UCR0001001"\n2," UCR0001002 "\n' >excel.csv
is "$(img-match -q --lenient -r excel.csv photos.tsv | columns occid)" '1
2' 'what keeps a number text is no part of it'
printf 'Herbarium UCR\n\noccid;catalogNumber\n1;UCR0001001\n2;UCR0001002\n' >titled.csv
status 0 'lines before the header' img-match --skip 2 -d semicolon -r titled.csv photos.tsv
is "$(columns occid,matchKey <out)" "$both" 'are skipped'

# The doubts about numbers are those of img-from-csv.
printf 'occid,catalogNumber\n1,UCR0001001\n2,1.23E+05\n3,2019-03-12\n4,4.0\n5,5.0\n' >ruined.csv
status 0 'records with ruined numbers' img-match -r ruined.csv photos.tsv
like "$(cat err)" "ruined.csv:3: column 'catalogNumber': .*'1.23E+05'" 'are reported'
like "$(cat err)" "ruined.csv:5: column 'catalogNumber': .*'4.0'" 'each kind once'
like "$(cat err)" 'number-fraction: 2 rows in all; the first 1 shown' 'with its count'
printf 'name,catalogNumber\nIMG_1.JPG,12-Mar\nIMG_2.JPG,0012\nIMG_3.JPG,14\n' >doubts.csv
tsv 'name\nIMG_1.JPG\nIMG_2.JPG\nIMG_3.JPG\n' >camera3.tsv
status 0 'names with ruined numbers' img-match -r portal.tsv --names doubts.csv camera3.tsv
is "$(columns problems <out)" 'unknown-number number-date
unknown-number
unknown-number number-zeros' 'have the codes of img-from-csv'
like "$(cat err)" "doubts.csv:2: column 'catalogNumber': .*'12-Mar'" 'and are reported'
printf 'name,catalogNumber\nIMG_3.JPG,14\nIMG_2.JPG,0012\n' >doubts.csv
is "$(img-match -q -r portal.tsv --names doubts.csv camera3.tsv | columns problems)" \
	'unlisted-name
unknown-number
unknown-number number-zeros' 'zeros that later rows have'
is "$(img-match -q -r portal.tsv --names doubts.csv camera3.tsv |
	img-match -q -r portal.tsv --names doubts.csv --again | columns problems)" \
	'unlisted-name
unknown-number
number-zeros unknown-number' 'a second run adds nothing'

# Several numbers in a cell, and blanks around names.
printf 'name,catalogNumber\nIMG_1.JPG,UCR0001001; UCR0001002\n IMG_2.JPG,UCR0001002\n' >list.csv
status 0 'two numbers in a cell' img-match -r records.xlsx --names list.csv camera.tsv
is "$(columns name,occid,match <out)" 'IMG_1.JPG|1|matched
IMG_1.JPG|2|matched
IMG_2.JPG|2|matched' 'are two rows; blanks before a name are nothing'
# cut CELL: the numbers that a cell gives.
cut_cell() {
	printf 'name,catalogNumber\nIMG_1.JPG,"%s"\n' "$1" >cell.csv
	printf 'name\nIMG_1.JPG\n' | img-match -q -r portal.tsv --names cell.csv |
		columns matchKey,problems
}
unknown='unknown-number' two='unknown-number name-two-numbers'
is "$(cut_cell 'UCR1001|UCR1002')" "UCR1001|$two
UCR1002|$two" 'cut at a bar'
is "$(cut_cell 'UCR1001, UCR1002 and UCR1003')" "UCR1001|$two
UCR1002|$two
UCR1003|$two" 'at commas and "and" between numbers of one form'
is "$(cut_cell 'UCR1001, Smith 12')" "UCR1001, Smith 12|$unknown" 'not between others'
is "$(cut_cell '1001, 1002')" "1001, 1002|$unknown number-list" 'digits alone get a code'
is "$(cut_cell '12,345')" "12,345|$unknown" 'a thousand is one number'
is "$(cut_cell 'UCR1001; s.n.')" "UCR1001; s.n.|$unknown" 'what has no digit is no number'

# Folders, from the innermost outwards. in_folders ROWS PICTURES: the numbers.
tsv 'occid|catalogNumber\n1|UCR0001001\n2|UCR0001002\n' >two.tsv
in_folders() {
	{ echo name,catalogNumber && tsv "$1" | tr '\t' ,; } >folders.csv
	{ printf 'path\tname\n' && tsv "$2" | sed 's|\(.*/\)*\(.*\)|&\t\2|'; } >pictures.tsv
	img-match -q -r two.tsv --names folders.csv pictures.tsv |
		columns recordCatalogNumber | paste -sd' ' - | sed 's/  */ /g'
}
is "$(in_folders "day1/1.jpg|UCR0001001\nx/day1/1.jpg|UCR0001002\n" \
	'photos/day1/1.jpg\nx/day1/1.jpg\n./day1/1.jpg\n/srv/x/day1/1.jpg\n')" \
	'UCR0001001 UCR0001002 UCR0001001 UCR0001002' 'a path that is the end of the picture'\''s'
is "$(in_folders 'day1/1.jpg|UCR0001001\nday2/2.jpg|UCR0001002\n' \
	'b/day1/1.jpg\nb/day2/2.jpg\nb/day2/1.jpg\n')" \
	'UCR0001001 UCR0001002 ' 'a folder that the sheet knows has no other folder'\''s picture'
is "$(in_folders 'a/IMG_1.CR2|UCR0001001\nb/IMG_1.CR2|UCR0001002\n' \
	'b/IMG_1.JPG\na/img_1.jpeg\nc/IMG_1.JPG\n')" \
	'UCR0001002 UCR0001001 ' 'the same picture in another format'
is "$(in_folders 'IMG_1.CR2|UCR0001001\nIMG_1.tif|UCR0001002\nIMG_2.CR2|UCR0001001\nIMG_2.tif|UCR0001001\n' \
	'IMG_2.JPG\nIMG_1.JPG\nIMG_2_b.JPG\n')" 'UCR0001001 ' 'formats that disagree'
is "$(in_folders 'IMG_1.JPG|UCR0001001\nM\0303\0274ller.jpg|UCR0001002\n' \
	'img_1.jpg\nMu\0314\0210ller.jpg\nIMG_1 (1).jpg\nIMG_1-1.jpg\nIMG_1_edited.jpg\nCopy of IMG_1.jpg\nIMG_1 copy.jpg\n')" \
	'UCR0001001 UCR0001002 ' 'case and Unicode form; copies are other pictures'
# One name in very many folders: each is found by halves.
awk 'BEGIN { print "name,catalogNumber" >"many.csv"; print "path\tname" >"many.tsv"
	print "occid\tcatalogNumber" >"many-records.tsv"
	for (i = 1; i <= 60000; i++) {
		printf "box%d/IMG_0042.JPG,UCR%07d\n", i, i >"many.csv"
		printf "/srv/box%d/IMG_0042.JPG\tIMG_0042.JPG\n", i >"many.tsv"
		printf "%d\tUCR%07d\n", i, i >"many-records.tsv"
	} }'
status 0 'one name in 60,000 folders' timeout 60 img-match -q -j4 -r many-records.tsv --names many.csv many.tsv
is "$(columns path,occid <out | awk -F '[|/]' '$3 == "box" $5 { n++ } END { print n }')" 60000 'each has its own number'
cp out many.out
img-match -q -j1 -r many-records.tsv --names many.csv many.tsv >out
same out many.out 'whatever -j'

# The portal of scripts/quickstart, from a workbook.
if command -v sqlite3 >/dev/null; then
	tsv 'Barcode|Species|Notes\nUCR0001001|Abies alba|a "quoted" word\nUCR0001002|Acer|\n' |
		xlsx records.xlsx
	status 0 'make-portal reads a workbook' "$root/scripts/make-portal" records.xlsx portal.sqlite
	is "$(sqlite3 portal.sqlite 'SELECT catalogNumber FROM omoccurrences ORDER BY occid')" \
		'UCR0001001
UCR0001002' 'its records are in the portal'
fi
done_testing
