#!/bin/sh
# What the sheet of --names brings, what it lacks, and where it has slipped.
. "$(dirname "$0")/lib.sh"

tsv() { printf '%b' "$1" | tr '|' '\t'; }
awk 'BEGIN { print "occid\tcatalogNumber"
	for (i = 1; i <= 20; i++) printf "%d\tUCR%04d\n", i, i }' >records.tsv
pictures() { printf 'path\tname\n' && printf 'p/%s\n' "$@" | sed 's/.*\/\(.*\)/&\t\1/'; }

# What describes a picture.
cat >sheet.csv <<'END'
File Name,Catalog Number,Photographer,Title,License,Order,Date,Tags,Notes,weather
D_1.JPG,UCR0001,A. Person,"sheet, whole",CC BY 4.0,1,2026-05-01,a | b,n1,rain
D_2.JPG,UCR0001,B. Person,label,CC0,2,,,,
D_3.JPG,UCR0002,,,,Rosales,,,,
UCR0004.jpg,,C. Person,,,,,,,
D_5.JPG,UCR0005,E1,,,,,,,
D_5.JPG,UCR0006,E2,,,,,,,
D_9.JPG,UCR0009,,,,,,,,
END
pictures D_1.JPG D_2.JPG D_3.JPG UCR0004.jpg D_5.JPG D_8.JPG >in.tsv
img-match -r records.tsv --names sheet.csv in.tsv >out.tsv 2>err
is "$(fields occid creator caption rights sortOccurrence createDate keywords notes <out.tsv)" \
	'1|A. Person|sheet, whole|CC BY 4.0|1|2026-05-01|a | b|n1
1|B. Person|label|CC0|2|||
2|||||||
4|C. Person|||1|||
5|E1||||||
6|E2||||||
|||||||' 'the sheet describes its pictures'
is "$(head -n 1 out.tsv | grep -c weather)" 0 'but not what no portal has'
is "$(awk -v OFS='\t' 'NR == 1 { print $0, "creator", "caption" }
	NR == 2 { print $0, "OLYMPUS", "CAMERA" } NR == 4 { print $0, "X", "Y" }' FS='\t' \
	in.tsv | img-match -q -r records.tsv --names sheet.csv | fields creator caption)" \
	'A. Person|sheet, whole
X|Y' 'what it says replaces what is there'
img-match -q -r records.tsv --names sheet.csv out.tsv >again.tsv
same again.tsv out.tsv 'twice is once'
printf 'name,caption\nUCR0003.jpg,three\n' >captions.csv
is "$(pictures UCR0003.jpg UCR0004.jpg | img-match -r records.tsv \
	--names captions.csv | fields occid caption problems)" '3|three|
4||' 'a sheet without numbers'
is "$(tsv 'name|catalogNumber\nUCR0003.jpg|UCR0003\n' | img-match -r records.tsv \
	--names captions.csv | fields occid caption)" '3|three' \
	"beside the row's own number"

# Rows without pictures, pictures without rows.
like "$(cat err)" "sheet.csv: no picture for 1 of 7 rows: 'D_9.JPG' (line 8)" \
	'rows without a picture are told'
status 0 '--unused' img-match -v -r records.tsv --names sheet.csv \
	--unused unused.tsv in.tsv
is "$(cat unused.tsv)" "$(tsv 'name|catalogNumber|line\nD_9.JPG|UCR0009|8\n')" \
	'and listed'
like "$(cat err)" '1 picture is not in the sheet' 'pictures without a row are counted'
is "$(cut -f 2 in.tsv | img-match -r records.tsv --names sheet.csv 2>&1 >/dev/null)" \
	"img-match: sheet.csv: no picture for 1 of 7 rows: 'D_9.JPG' (line 8)" \
	'without paths too'
status 2 '--unused needs a sheet' img-match -r records.tsv --unused x in.tsv
status 2 '--unused is no input' img-match -r records.tsv --names sheet.csv \
	--unused in.tsv in.tsv

# A sheet that has slipped by a row.
slipped() {
	awk -v by="$1" -v from="$2" -v to="$3" 'BEGIN { print "name,catalogNumber"
		for (i = 1; i <= 12; i++) printf "UCR%04d.jpg,UCR%04d\n", i,
			(i >= from && i <= to ? i + by : i) }' >slipped.csv
	{ img-match -r records.tsv --names slipped.csv all.tsv >/dev/null; } 2>&1
}
# shellcheck disable=SC2046 # names without blanks
pictures $(awk 'BEGIN { for (i = 12; i >= 1; i--) printf "UCR%04d.jpg ", i }') >all.tsv
is "$(slipped 1 5 12)" "img-match: slipped.csv:6: from this row on the numbers are those of the next row's picture (8 rows): the sheet has slipped by a row" \
	'one that has slipped down'
is "$(slipped -1 2 9)" "img-match: slipped.csv:3: from this row on the numbers are those of the previous row's picture (8 rows): the sheet has slipped by a row" \
	'and up'
is "$(slipped 3 5 12)" "img-match: slipped.csv:6: from this row on the numbers are those of the picture 3 rows after it (8 rows): the sheet has slipped by 3 rows" \
	'by three'
is "$(slipped -2 5 12)" "img-match: slipped.csv:6: from this row on the numbers are those of the picture 2 rows before it (8 rows): the sheet has slipped by 2 rows" \
	'by two, up'
{
	echo name,catalogNumber
	seq 1 20 | awk '{ printf "UCR%04d.jpg,UCR%04d\n", $1, $1 * 7 % 20 + 1 }'
} >sorted.csv
{ echo name && cut -d, -f1 sorted.csv | sed 1d; } >twenty.tsv
like "$(img-match -r records.tsv --names sorted.csv twenty.tsv 2>&1 >/dev/null)" \
	"sorted.csv:2: from this row on [0-9]* rows have each other's numbers: one column of the sheet may have been sorted" \
	'a column that was sorted alone'
status 1 'is status 1' img-match -q -r records.tsv --names sorted.csv twenty.tsv
is "$(slipped 1 5 5)" '' 'one wrong number is no slip'
slipped 1 2 9 >/dev/null
status 1 'and that is status 1' img-match -r records.tsv --names slipped.csv all.tsv
awk 'BEGIN { print "name\tcatalogNumber"
	for (i = 1; i <= 12; i++) printf "UCR%04d.jpg\tUCR%04d\n", i, (i > 3 ? i + 1 : i) }' >own.tsv
status 1 'a column that has slipped' img-match -r records.tsv own.tsv
like "$(cat err)" 'own.tsv:5: from this row on' 'with the row where it begins'
is "$(img-match -j1 -r records.tsv own.tsv 2>&1 >/dev/null)" "$(cat err)" \
	'whatever the threads'

# Nothing at all.
awk 'BEGIN { print "name"; for (i = 1; i <= 12; i++) printf "LSU-%04d.jpg\n", i }' >lsu.tsv
is "$(img-match -r records.tsv lsu.tsv 2>&1 >/dev/null)" \
	"img-match: none of 12 rows matched: a row has 'LSU-0001.jpg', a record 'UCR0001'" \
	'no match: both sides are shown'
is "$(head -n 4 lsu.tsv | img-match -r records.tsv 2>&1 >/dev/null)" \
	"img-match: none of 3 rows matched: a row has 'LSU-0001.jpg', a record 'UCR0001'" \
	'of a few rows, too'
done_testing
