#!/bin/sh
# SPDX-License-Identifier: MIT
# Every program, and each thing that people give in place of what it reads: it
# is refused in one line, with the word for what to do.
# shellcheck source=tests/lib.sh disable=SC2016,SC2086,SC2088,SC2094,SC1110
. "$(dirname "$0")/lib.sh"
perl -MIO::Compress::Zip -e 1 2>/dev/null || skip_all 'no IO::Compress::Zip'

mkdir photos portal empty
"$BUILD/draw" seed=1 >photos/UCR0001.jpg
cp photos/UCR0001.jpg a.jpg
perl -MIO::Compress::Zip=:all -e '
	zip(\"x" => "book.xlsx", Name => "[Content_Types].xml");
	zip(\"x" => "pictures.zip", Name => "photos/a.jpg");
	zip(\"application/vnd.oasis.opendocument.spreadsheet" => "book.ods",
	    Name => "mimetype", Method => ZIP_CM_STORE, Minimal => 1)'
printf '\320\317\021\340\241\261\032\341 and more' >old.xls
printf 'Barcode;Name\r\nUCR0001;Poa\r\n' >sheet.csv
printf '%%PDF-1.4\n1 0 obj\n' >a.pdf
printf '<!DOCTYPE html>\n<html>404</html>\n' >page.html
printf '<?xml version="1.0"?>\n<a/>\n' >page.xml
printf '[{"name": "a"}]\n' >a.json
printf -- '-- Written by img-emit-sql\nSELECT 1;\n' >load.sql
printf '\177ELF\2\1\1\0\0\0\0\0\n' >binary
printf 'photos/UCR0001.jpg\nphotos/UCR0002.jpg\n' >list.txt
printf 'https://img.example.org/1\n' >urls.txt
: >empty.tsv
img-scan photos >photos.tsv
img-check -q photos.tsv >checked.tsv
mkdir -p portal archive
printf '<archive xmlns="http://rs.tdwg.org/dwc/text/"/>' >archive/meta.xml
printf 'occid\tcollid\tcatalogNumber\n1\t1\tUCR0001\n' >portal/occurrences.tsv
img-scan -u https://img.example.org/ photos | img-check -q |
	img-match -q -r portal/occurrences.tsv >matched.tsv
gzip -k photos.tsv
bzip2 -k photos.tsv 2>/dev/null || printf 'BZh91AY' >photos.tsv.bz2
xz -k photos.tsv 2>/dev/null || printf '\3757zXZ\0\0' >photos.tsv.xz
sed 's/$/\r/' photos.tsv >windows.tsv
iconv -f UTF-8 -t UTF-16 photos.tsv >utf16.tsv
printf 'mediaID\toccid\toriginalUrl\trecordID\n1\t1\t%s\t%s\n' \
	https://a.example/1.jpg 5f0c2b3e-0b5c-4a5c-9d1e-2f1f4a1b2c3d \
	>portal/media.tsv

# What is given, and what is said in place of a stream.
cat >kinds <<'END'
a.jpg	a picture, not a stream: img-scan lists
book.xlsx	a workbook, not a stream: img-from-csv
book.ods	a workbook, not a stream: img-from-csv
old.xls	old Excel workbook.*save it as .xlsx
sheet.csv	a spreadsheet, it seems, not a stream: img-from-csv
photos	a folder: img-scan lists
portal	a folder: its records are in occurrences.tsv
pictures.zip	a zip file, not a stream: img-from-dwca.*img-scan
a.pdf	a PDF, not a stream
page.html	a web page
page.xml	a web page or XML
a.json	JSON, not a stream: .mlr
load.sql	SQL, not a stream
binary	binary data, not a stream
list.txt	a list of names or URLs, not a stream: img-scan -f
urls.txt	a list of names or URLs, not a stream: img-scan -f
empty.tsv	empty, without a header.*failed
photos.tsv.gz	compressed, not a stream: unpack it with gzip -d
photos.tsv.bz2	compressed, not a stream: unpack it with bzip2 -d
photos.tsv.xz	compressed, not a stream: unpack it with xz -d
windows.tsv	as on Windows.*tr -d
utf16.tsv	UTF-16 text.*iconv
END
tab=$(printf '\t')

# refuses PROGRAM FILE PATTERN ARGUMENT...
refuses() {
	refused=$1 file=$2 pattern=$3
	shift 3
	"$@" >out 2>err </dev/null
	rc=$?
	if [ $rc -eq 2 ] && [ "$(wc -l <err)" -eq 1 ] &&
		grep -q "^$refused: $file:.* *$pattern" err; then
		ok 0 "$refused: $file"
	else
		ok 1 "$refused: $file"
		echo "# status $rc, expected: $pattern"
		sed 's/^/# /' err
	fi
}
# Each program that reads a stream, first and as a further operand.
while read -r program arguments; do
	while IFS=$tab read -r file pattern; do
		rm -rf parts store target
		refuses $program $file "$pattern" $program $arguments $file
	done <kinds
	[ "$program" != img-emit-dwca ] || continue
	refuses $program a.jpg 'a picture, not a stream' \
		$program $arguments matched.tsv a.jpg
	refuses $program photos 'a folder: img-scan' \
		$program $arguments matched.tsv photos
done <<'END'
img-audit -P portal
img-audit --since matched.tsv
img-barcode
img-check
img-derive -s store
img-emit-csv --for media-import -q
img-emit-dwca -q
img-emit-sql -q -c 1 -l a --schema 3.4
img-group
img-match -q -r portal/occurrences.tsv
img-put -q --dry-run --root photos -t target
img-report
img-split --replace -d parts
img-suspect
END
is "$(for program in "$BUILD"/bin/*; do basename "$program"; done |
	grep -vE 'scan|from|export|audit|barcode|check|derive|emit|group|match|put|report|split|suspect')" \
	'' 'no program is forgotten here'

# Sheets and archives.
while IFS=$tab read -r program file pattern; do
	refuses ${program%% *} $file "$pattern" $program $file
done <<'END'
img-from-csv	a.jpg	a picture, not a sheet: img-scan
img-from-csv	photos	a folder: img-scan
img-from-csv	a.pdf	a PDF, not a sheet
img-from-csv	page.html	a web page or XML, not a sheet
img-from-csv	a.json	JSON, not a sheet
img-from-csv	load.sql	SQL, not a sheet
img-from-csv	list.txt	a list of names or URLs, not a sheet: img-scan -f
img-from-csv	old.xls	old Excel workbook.*save it as
img-from-csv	pictures.zip	no workbook in this zip file.*img-from-dwca.*img-scan
img-from-csv	photos.tsv.gz	compressed, not a sheet: unpack it with gzip -d
img-from-csv	empty.tsv	empty
img-from-dwca	a.jpg	a picture, not an archive: img-scan
img-from-dwca	book.xlsx	a workbook, not an archive: img-from-csv
img-from-dwca	book.ods	a workbook, not an archive: img-from-csv
img-from-dwca	archive/meta.xml	the description of an archive: give the folder
img-from-dwca	photos	no Darwin Core Archive.*img-scan
img-from-dwca	pictures.zip	no Darwin Core Archive.*img-scan
img-from-dwca	a.pdf	a PDF, not an archive
img-from-dwca	page.html	a web page or XML, not an archive
img-from-dwca	photos.tsv.gz	compressed, not an archive
img-from-dwca	sheet.csv	no Darwin Core Archive.*img-from-csv
img-match photos.tsv -r	a.jpg	a picture, not a sheet
img-match photos.tsv -r	photos	a folder
img-match photos.tsv -r	portal	a folder: its records are in occurrences.tsv
img-match photos.tsv -r	a.pdf	a PDF, not a sheet
img-match photos.tsv -r	portal/media.tsv	these are the pictures of a portal
img-match -q -r portal/occurrences.tsv photos.tsv --names	a.jpg	a picture, not a sheet
img-match -q -r portal/occurrences.tsv photos.tsv --names	list.txt	a list of names
img-audit checked.tsv -P	portal/occurrences.tsv	no column 'mediaID' (img-portal-export
img-audit checked.tsv -P	a.jpg	a picture, not a stream
img-suspect checked.tsv -r	a.pdf	a PDF, not a sheet
img-scan -f	photos	a folder, not a list
END

# img-scan lists what is called a picture; the rest has its program.
# not_listed FILE PATTERN
while IFS=$tab read -r file pattern; do
	status 1 "img-scan: $file" img-scan $file
	like "$(cat err)" "^img-scan: $file: $pattern" "img-scan: $file: why"
	is "$(wc -l <out)" 1 "img-scan: $file: not listed"
	status 0 "img-scan -a: $file" img-scan -a $file
	is "$(wc -l <out)" 2 "img-scan -a: $file: listed"
done <<'END'
book.xlsx	a workbook, not a picture: img-from-csv
book.ods	a workbook, not a picture: img-from-csv
sheet.csv	a spreadsheet, it seems, not a picture: img-from-csv
photos.tsv	a sheet or a stream, not a picture
list.txt	a sheet or a stream, not a picture.*-f
pictures.zip	a zip file, not a picture.*unpack
page.html	a web page
photos.tsv.gz	compressed, not a picture
load.sql	SQL
END
status 0 'a picture by any name' img-scan binary a.pdf
printf 'a.jpg\nbook.xlsx\n' >mixed.txt
status 1 'a list with a workbook in it' img-scan -f mixed.txt
like "$(cat err)" 'mixed.txt:2: book.xlsx: a workbook' 'is told with its line'

# Missing files and columns.
# told PATTERN COMMAND...
told() {
	told_pattern=$1
	shift
	"$@" >out 2>err </dev/null
	rc=$?
	[ $rc -gt 0 ] && grep -q -- "$told_pattern" err
	ok $? "$*"
	[ $rc -gt 0 ] || echo '# status 0'
	grep -q -- "$told_pattern" err || sed 's/^/# /' err
}
told 'img-portal-export writes it' img-emit-sql -c 1 -l a -P nosuch checked.tsv
told 'img-portal-export writes it' img-emit-sql -c 1 -l a -P empty checked.tsv
told 'img-portal-export writes it' img-match -r nosuch/occurrences.tsv checked.tsv
told 'a path of Windows: drive C: is /mnt/c' img-scan 'C:\Photos'
told 'a path of Windows: drive C: is /mnt/c' img-check 'D:\photos.tsv'
told 'a path of Windows' img-put -t 'C:\web' checked.tsv
told 'a share of Windows' img-scan '\\server\share'
told "no column 'occid' (img-match writes it)" \
	img-emit-sql -c 1 -l a --schema 3.4 checked.tsv
printf 'catalogNumber\tcollid\nUCR0001\t1\n' >numbers.tsv
told "no column 'path' (img-scan lists" img-check numbers.tsv
printf 'path\tname\ngone.jpg\tgone.jpg\n' >gone.tsv
told '1 file could not be read: gone.jpg: No such file' img-check gone.tsv
told 'no such file' img-portal-export --sqlite nosuch.sqlite -c 1 -o x

# Options.
told "invalid --fail-on: 'warning' (warn, fix, retry or bad)" \
	img-check --fail-on warning photos.tsv
told "invalid --on: 'barcode' (catalogNumber, otherCatalogNumbers or occurrenceID)" \
	img-match -r portal/occurrences.tsv --on barcode photos.tsv
told "'1400px' (pixels without a unit, or WIDTHxHEIGHT)" \
	img-derive -s store --web 1400px photos.tsv
told "ambiguous option '--ver': --verbose, --version" img-scan --ver photos
told "option '--all' takes no argument: '--all=3'" img-scan --all=3 photos
told 'sftp://user@host/www' img-put -t user@host:www photos.tsv
told "the server 'no.such.host.invalid' is not known.*--no-verify" \
	img-put -t target --root photos -u https://no.such.host.invalid/ checked.tsv
ok "$([ ! -e target ]; echo $?)" 'nothing was sent'
img-derive -s store --web 200 --thumbnail 1400 --dry-run checked.tsv >out 2>err
like "$(cat err)" 'thumbnail is larger than --web' 'a large thumbnail is told'
img-emit-dwca --rights CC-BY -o a.zip checked.tsv 2>err
like "$(cat err)" 'not a URL.*creativecommons.org/licenses/by/4.0' \
	'a licence that is no URL'

# What the shell, Word and other tools make of a command line.
told 'is a folder\|a folder: the output is a file' img-check -o photos photos.tsv
told 'a picture, which the output would be written over' \
	img-scan -o photos/UCR0001.jpg photos
told 'a workbook, which the output' img-report -o book.xlsx matched.tsv
is "$(cksum <photos/UCR0001.jpg)" "$(cksum <a.jpg)" 'the picture is as it was'
cp photos.tsv same.tsv
img-check -q same.tsv >same.tsv 2>err
is $? 2 '> of the file that is read'
like "$(cat err)" "'same.tsv' is read, and standard output.*emptied" 'and why'
cp photos.tsv same.tsv
img-check -q same.tsv >>same.tsv 2>err
is "$?$(cmp same.tsv photos.tsv 2>&1)" 2 '>> of it'
told 'your home folder in place of ~' img-scan '~/photos'
told 'your home folder in place of ~' img-derive -s '~/store' checked.tsv
told 'your home folder in place of ~' img-put -r photos -t '~/web' checked.tsv
ok "$([ ! -e '~' ]; echo $?)" 'no folder ~ is made'
told 'no file meets this pattern' img-scan 'photos/*.JPEG'
told 'quotes as Word writes them' img-match -r “portal/occurrences.tsv” photos.tsv
told 'quotes as Word writes them' \
	img-match -r portal/occurrences.tsv -p '“(UCR)”' photos.tsv
told 'a dash as Word writes it' img-scan –u https://img.example.org/ photos
told 'a no-break or unseen blank' img-scan "$(printf 'photos\302\240')"
told 'the quotes have come along' img-scan "'photos'"
told 'without file://' img-scan "file://$tmp/photos"
told "folders are split by '/' here" img-scan 'photos\box'
told 'a long option begins with two dashes' \
	img-match -records portal/occurrences.tsv photos.tsv
status 0 '-help is help' img-scan -help
told 'files are named without an option' img-check --input=photos.tsv
told 'files are named without an option' img-check -i photos.tsv
told 'folders are listed with all folders in them' img-scan -r photos
told "did you mean '--records'" img-match --recods portal/occurrences.tsv photos.tsv
told "did you mean '--jobs'" img-check --threads 2 photos.tsv
told "did you mean '--rehearse'" img-emit-sql -n matched.tsv
told 'nothing is there to be tried first' img-check --dry-run photos.tsv
told "did you mean '--help'" img-check '-?'
told 'the folder that img-portal-export has written is meant' \
	img-emit-csv --for media-import -P portal/media.tsv matched.tsv
told 'sftp://web.example.org/www' img-put -t sftp:web.example.org:/www photos.tsv
told '(a mail address or a URL)' img-check --contact photos.tsv
told "did you mean 'rights'" img-emit-sql -c 1 -l a --defaults rigths=CC0 matched.tsv
told "did you mean 'rights'" img-emit-csv --for url-map --defaults licence=CC0 matched.tsv
told "did you mean 'owner'" img-emit-dwca --defaults rights=CC0,onwer=B matched.tsv
told 'columns that it fills: creator,' \
	img-emit-sql -c 1 -l a --defaults format=image/jpeg matched.tsv
told "did you mean 'no-number'" img-check --explain no-nubmer
status 0 'a code with blanks' img-check --explain 'no number'
told "did you mean 'code39'" img-barcode --symbology code-39 photos.tsv
told "'camera' (date-outside, name-disagrees" img-suspect --hold camera photos.tsv
told "did you mean 'originalUrl'" img-from-csv -m url=orignalUrl sheet.csv
told "the sheet's column comes first: 'link=originalUrl'" \
	img-from-csv -m originalUrl=link sheet.csv
told 'a semicolon seems to be the delimiter' img-from-csv -d , sheet.csv
told 'a semicolon seems to be the delimiter' img-match -r sheet.csv -d , photos.tsv
told "ends in '/i' but does not begin with '/'" \
	img-match -r portal/occurrences.tsv -p '(UCR\d+).jpg/i' photos.tsv
told '--days goes with --remove-after' img-audit -P portal --days 3 checked.tsv
told "no column 'checked' (img-check --record-time" \
	img-audit -P portal --remove-after 2 checked.tsv
cat photos.tsv checked.tsv >joined.tsv
told 'joined.tsv:3: a second header line' img-check joined.tsv
is "$(img-scan -q -e '*.jpg;png' photos | wc -l)" 2 'extensions as globs'

# What office programs and the web leave in a folder.
perl -MIO::Compress::Zip=:all -e '
	zip(\"x" => "letter.docx", Name => "[Content_Types].xml");
	zip(\"x" => "letter.docx", Name => "word/document.xml", Append => 1);
	zip(\"x" => "list.numbers", Name => "Index/Document.iwa")'
printf '\014Curator Name%-41s\014\0C\0u\0r\0a\0t\0o\0r\0 \0N\0a\0m\0e\0' '' >'~$book.xlsx'
printf ',anna,laptop,28.11.2026 10:00,file:///home/anna/.config/libreoffice/4;' \
	>'.~lock.book.ods#'
printf '{"url":"https://docs.google.com/spreadsheets/d/1abc/edit"}' >list.gsheet
printf '[InternetShortcut]\r\nURL=https://docs.google.com/x\r\n' >list.url
for program in img-check img-from-csv 'img-match -r portal/occurrences.tsv' \
	img-from-dwca; do
	told 'letter.docx: a document' $program letter.docx
	told 'list.numbers: a workbook of Numbers.*export it' $program list.numbers
	told 'a workbook that is open' $program '~$book.xlsx'
	told 'a workbook that is open' $program '.~lock.book.ods#'
	told 'list.gsheet: a link to a page.*download the sheet' $program list.gsheet
	told 'list.url: a link to a page' $program list.url
done
told 'a page of Google: download the sheet' img-from-csv https://docs.google.com/x/edit
told 'a URL: download it first' img-match -r https://example.org/a.csv photos.tsv
told 'a drive, card or share that is not connected' img-from-csv /Volumes/CARD/a.csv
told 'there is a blank before or after the name' img-from-csv 'sheet.csv '
status 1 'a drive that is not there' img-scan /media/anna/CARD
like "$(cat err)" 'a drive, card or share that is not connected' 'is said'
status 1 'the mark of an open workbook' img-scan '~$book.xlsx'
like "$(cat err)" 'a workbook that is open' 'is no picture'

# Names: other machines, slips, several in one, none.
for pair in 'smb://nas/photos|mount the share' 's3://bucket/a|its https:// address' \
	'me@nas:/photos|on another machine' 'www.example.org/a|begins with https://' \
	"PHOTOS|did you mean 'photos'" "phtos|did you mean 'photos'" \
	"photos/UCR001.jpg|did you mean 'UCR0001.jpg'" '|an empty name'; do
	status 1 "img-scan '${pair%%|*}'" img-scan "${pair%%|*}"
	like "$(cat err)" "^img-scan: .*${pair#*|}" 'has a word'
done
told "No such file or directory (did you mean 'photos.tsv'?)" img-check photo.tsv
told 'an empty name: is a variable' img-check ''
told 'an empty name: is a variable' img-derive -s '' checked.tsv
told 'a unit follows its number without a blank' img-check --max-bytes 8 MB
told "no column 'Name': did you mean 'name'" \
	img-match -r portal/occurrences.tsv --from Name photos.tsv
told "no column 'mediaID' (img-portal-export" img-audit -P checked.tsv checked.tsv
told 'nowhere: no such folder' img-check -o nowhere/checked.tsv photos.tsv
told 'photos.tsv: a stream, not a list' img-scan -f photos.tsv
told 'a.jpg: a picture, not a list' img-scan -f a.jpg
told 'book.xlsx: a workbook, not a list' img-scan -f book.xlsx

# What is read is not written over, but for a stream that stays one.
cp sheet.csv mine.csv
cp list.txt mine.txt
cp matched.tsv mine.tsv
told "'mine.csv' is also read" img-match -r mine.csv -o mine.csv photos.tsv
told "'mine.csv' is also read" \
	img-match -r portal/occurrences.tsv --names mine.csv -o mine.csv photos.tsv
told "'mine.csv' is also read" img-from-csv -o mine.csv mine.csv
told "'mine.csv' is also read" img-from-dwca -o mine.csv --occurrences mine.csv
told "'mine.txt' is also read" img-scan -f mine.txt -o mine.txt
told "'mine.tsv' is also read" img-scan -o mine.tsv mine.tsv
for sink in 'img-report' 'img-emit-sql -c 1 -l a --schema 3.4' 'img-emit-dwca' \
	'img-emit-csv --for url-map' 'img-audit -P portal' 'img-split -d parts'; do
	told "mine.tsv' is also read" $sink -o ./mine.tsv mine.tsv
done
for file in sheet.csv:mine.csv list.txt:mine.txt matched.tsv:mine.tsv; do
	same ${file#*:} ${file%:*} "${file#*:} is as it was"
done
status 0 'a stream in place' img-check -q -o mine.tsv mine.tsv
status 0 'a check taken up in place' img-check -q --recheck mine.tsv -o mine.tsv photos.tsv
for name in a.xlsx a.ods a.docx new.pdf new.jpg new.sqlite; do
	told "$name: by its name .*, which is not what is written" \
		img-emit-csv --for url-map -o other/../$name matched.tsv
	[ ! -e "$name" ] || [ "$name" = a.pdf ]
	ok $? "$name is not made"
done

# Options, once more.
told "invalid --collid: 'UCR' (the number of a collection" \
	img-emit-sql -c UCR -l a --schema 3.4 matched.tsv
told 'exclude each other' img-emit-sql -c 1 -l a -P portal --schema 3.4 matched.tsv
told "invalid --label: '.*' (1 to 100 printable" img-emit-sql -l "$(printf 'a\001')" \
	--schema 3.4 matched.tsv
told "invalid --thumbnail: '200x' (pixels" img-derive -s s --thumbnail 200x checked.tsv
told "invalid --web: 'x200' (pixels" img-derive -s s --web x200 checked.tsv
told "a regular expression is meant, not a pattern of file names" \
	img-match -r portal/occurrences.tsv -p '*.jpg' photos.tsv
status 0 'blanks in a list' img-match -q -r portal/occurrences.tsv \
	--on 'catalogNumber, occurrenceID' photos.tsv

# The store among the photographs.
find photos >before
told "is in the store 'photos'.*another folder with -s" \
	img-derive -s photos checked.tsv
told "is in the store '.'" img-derive -s . checked.tsv
(cd photos && img-scan . >../here.tsv && img-derive -s "$tmp/photos" ../here.tsv) \
	>out 2>err
is $? 2 'by another path'
find photos >after
same after before 'nothing was written'
ln -s photos link
img-scan link >linked.tsv
told 'is in the store' img-derive -s photos linked.tsv
status 0 'below the photographs' img-derive -q -s photos/derived checked.tsv
status 0 'the next scan' img-scan photos
is "$(sed 1d out | cut -f 1)" photos/UCR0001.jpg 'lists the photograph only'
like "$(cat err)" 'photos/derived: a store of img-derive, left out' 'and says so'
is "$(img-scan photos/derived | sed 1d | wc -l | tr -d ' ')" 3 \
	'as an operand it is listed'
done_testing
