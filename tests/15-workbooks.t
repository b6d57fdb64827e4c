#!/bin/sh
# Workbooks as programs write them: formulas that link, formats of numbers and
# texts, charts between the sheets, results that were not saved.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/from-csv.sh
. "$here/from-csv.sh"

perl -MIO::Compress::Zip -e 1 2>/dev/null || skip_all "no IO::Compress::Zip"

main=http://schemas.openxmlformats.org/spreadsheetml/2006/main
relation=http://schemas.openxmlformats.org/officeDocument/2006/relationships

# book FILE: from parts on standard input, each "== NAME" and its text.
book() {
	perl -MIO::Compress::Zip=:all -e '
		my ($file, $zip, $name, %part, @names) = shift;
		while (<STDIN>) {
			if (/^== (\S+)/) { push @names, $name = $1 }
			else { $part{$name} .= $_ }
		}
		for (@names) {
			my @name = (Name => $_, Minimal => 1);
			$zip ? $zip->newStream(@name)
			    : ($zip = IO::Compress::Zip->new($file, @name));
			$zip->print($part{$_});
		}
		$zip->close' "$1"
}

# sheet FILE [LINKS [RELATIONS]]: a workbook of one sheet, whose rows are on
# standard input; formats are those of $formats, a line each, for s="1" and on.
formats=
edit= # of sed, for what is written
sheet() {
	{
		printf '== xl/workbook.xml\n<workbook xmlns="%s" xmlns:r="%s"><sheets>' $main $relation
		echo '<sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>'
		printf '== xl/_rels/workbook.xml.rels\n<Relationships>'
		echo "<Relationship Id=\"r1\" Type=\"$relation/worksheet\" Target=\"sheet.xml\"/>"
		echo "<Relationship Id=\"r2\" Type=\"$relation/styles\" Target=\"styles.xml\"/></Relationships>"
		printf '== xl/styles.xml\n<styleSheet xmlns="%s"><numFmts>\n' $main
		printf '%s\n' "$formats" | awk '$0 != "" { gsub(/&/, "\\&amp;"); gsub(/"/, "\\&quot;"); gsub(/</, "\\&lt;")
			printf "<numFmt numFmtId=\"%d\" formatCode=\"%s\"/>", 163 + ++n, $0 }'
		echo '</numFmts><cellXfs><xf numFmtId="0"/>'
		printf '%s\n' "$formats" | awk '$0 != "" { printf "<xf numFmtId=\"%d\"/>", 163 + ++n }'
		echo '</cellXfs></styleSheet>'
		printf '== xl/sheet.xml\n<worksheet xmlns="%s" xmlns:r="%s"><sheetData>\n' $main $relation
		cat
		echo "</sheetData><hyperlinks>${2:-}</hyperlinks></worksheet>"
		[ -z "${3:-}" ] || printf '== xl/_rels/sheet.xml.rels\n<Relationships>%s</Relationships>\n' "$3"
	} | sed "${edit:-}" | book "$1"
}

# t TEXT, n NUMBER [STYLE], f FORMULA [RESULT]: cells; row CELL...
t() { printf '<c t="inlineStr"%s><is><t>%s</t></is></c>' "${2:+ s=\"$2\"}" "$1"; }
n() { printf '<c%s><v>%s</v></c>' "${2:+ s=\"$2\"}" "$1"; }
f() { printf '<c t="str"><f>%s</f>%s</c>' "$1" "${2:+<v>$2</v>}"; }
row() { printf '<row>%s</row>\n' "$*"; }

# links NAME EXPECTED FORMULA: where the formula in C4 links to, beside the
# number 123 in A4 (as 0000123), "b x" in B4 and a folder in B1.
formats='0000000'
links() {
	{
		row "$(t Pictures)" "$(t https://img.example.org/ucr/)"
		row "$(t '')"
		row "$(t catalogNumber)" "$(t 'My name')" "$(t originalUrl)"
		row "$(n 123 1)" "$(t 'b x')" "$(f "$3" view)"
	} | sheet links.xlsx
	img-from-csv -q --skip 2 links.xlsx >out 2>err
	is "$(rows originalUrl)" "$2" "$1"
}
u=https://img.example.org
links 'a text' $u/1.jpg "HYPERLINK(\"$u/1.jpg\",\"view\")"
links 'a cell of the row' $u/123.jpg "HYPERLINK(\"$u/\"&amp;A4&amp;\".jpg\",\"view\")"
links 'fixed by \$' $u/123.jpg "HYPERLINK(\"$u/\"&amp;\$A4&amp;\".jpg\",\"view\")"
links 'a cell above' $u/ucr/123.jpg "HYPERLINK(\$B\$1&amp;A4&amp;\".jpg\")"
links 'CONCATENATE' $u/123-b%20x.jpg \
	"HYPERLINK(CONCATENATE(\"$u/\",A4,\"-\",SUBSTITUTE(B4,\" \",\"%20\"),\".jpg\"),\"v\")"
links 'TEXT' $u/UCR0000123.jpg "HYPERLINK(\"$u/UCR\"&amp;TEXT(A4,\"0000000\")&amp;\".jpg\")"
links 'a function of later programs' $u/b%20x.jpg \
	"HYPERLINK(\"$u/\"&amp;_xlfn.ENCODEURL(LOWER(UPPER(TRIM(B4))))&amp;\".jpg\")"
links 'within another function' $u/123.jpg "IF(A4=\"\",\"\",HYPERLINK(\"$u/\"&amp;(A4)&amp;\".jpg\",\"view\"))"
links 'a column of a table' "$u/b x.jpg" "HYPERLINK(\"$u/\"&amp;Table1[[#This Row],[My name]]&amp;\".jpg\",\"view\")"
links 'quotes' "$u/a\"b.jpg" "HYPERLINK(\"$u/a\"\"b.jpg\",\"view\")"
# A picture in the cell, as Google Sheets and Excel have it.
links 'IMAGE' $u/1.jpg "IMAGE(\"$u/1.jpg\")"
links 'IMAGE of Excel' $u/123.jpg "_xlfn.IMAGE(\"$u/\"&amp;A4&amp;\".jpg\",\"alt\",1)"
links 'IMAGE in a file from Google' $u/1.jpg \
	"IFERROR(__xludf.DUMMYFUNCTION(\"IMAGE(\"\"$u/1.jpg\"\")\"),\"\")"
links 'IMAGE that leads to a page' $u/1.jpg "HYPERLINK(\"$u/page\",IMAGE(\"$u/1.jpg\"))"
links 'another sheet is not known' view "HYPERLINK(Other!A4&amp;A4,\"view\")"
links 'nor is a function' view "HYPERLINK(VLOOKUP(A4,B1:C9,2),\"view\")"
links 'nor is half a formula' view "HYPERLINK(\"$u/\"&amp;"
links 'nor are calls without end' view "HYPERLINK($(printf 'LOWER(%.0s' $(seq 100)))"
links 'nor two links' view "IF(A4=1,HYPERLINK(\"$u/1\"),HYPERLINK(\"$u/2\"))"
links 'a text that only says so' view '"HYPERLINK("&amp;A4'

# Filled down: one formula for several cells.
{
	row "$(t catalogNumber)" "$(t originalUrl)"
	row "$(n 1)" "<c t=\"str\"><f t=\"shared\" ref=\"B2:B4\" si=\"0\">HYPERLINK(\"$u/\"&amp;A2&amp;\".jpg\",\"view\")</f><v>view</v></c>"
	row "$(n 2)" '<c t="str"><f t="shared" si="0"/><v>view</v></c>'
	row "$(n 3)" '<c t="str"><f t="shared" si="0"/><v>view</v></c>'
	row "$(n 4)" '<c t="str"><f t="shared" si="7"/><v>view</v></c>'
} | sheet shared.xlsx
img-from-csv -q shared.xlsx >out 2>err
is "$(rows originalUrl)" "$u/1.jpg $u/2.jpg $u/3.jpg view" 'a formula filled down'

# Results that were not saved.
{
	row "$(t catalogNumber)" "$(t originalUrl)" "$(t notes)"
	row "$(n 1)" "$(f "HYPERLINK(\"$u/\"&amp;A2)")" "$(f 'A2+1')"
	row "$(n 2)" "<c><f>HYPERLINK(\"$u/\"&amp;A3,\"view\")</f><v>0</v></c>" "$(f 'A3+1')"
} | sheet unsaved.xlsx
status 1 'formulas without results' img-from-csv unsaved.xlsx
is "$(rows originalUrl notes)" "$u/1| $u/2|" 'links are found'
like "$(cat err)" 'unsaved.xlsx: 2 formulas have no result in the file, the first in C2' \
	'the rest is reported'

# Links of cells: to files, and to places in the workbook.
link="Type=\"$relation/hyperlink\" TargetMode=\"External\""
{
	row "$(t catalogNumber)" "$(t originalUrl)" "$(t File)"
	row "$(n 1)" "$(t 'photo 1')" "$(t open)"
	row "$(n 2)" "$(t "$u/2.jpg")" "$(t open)"
	row "$(n 3)" "$(t here)" "$(t c.jpg)"
} | sheet files.xlsx '<hyperlink ref="B2" r:id="a" location="x=1"/><hyperlink ref="C2" r:id="b"/><hyperlink ref="C3" r:id="c"/><hyperlink ref="B4" location="A!A1"/><hyperlink ref="C4" r:id="b"/>' \
	"<Relationship Id=\"a\" $link Target=\"$u/1.jpg\"/><Relationship Id=\"b\" $link Target=\"../my%20photos/a%20b.jpg\"/><Relationship Id=\"c\" $link Target=\"file:///C:\\x\\b.jpg\"/>"
img-from-csv -q files.xlsx >out 2>err
is "$(rows originalUrl name problems)" \
	"$u/1.jpg#x=1|a b.jpg| $u/2.jpg|b.jpg| here|c.jpg|url-scheme" 'links to files and places'

# A chart before the sheets. workbook ROWS ROWS: of Hidden and Data.
workbook() {
	cat <<END
== xl/workbook.xml
<workbook xmlns="$main" xmlns:r="$relation"><sheets><sheet name="Chart" r:id="c"/>
<sheet name="Hidden" state="hidden" r:id="h"/><sheet name="Data" r:id="d"/></sheets></workbook>
== xl/_rels/workbook.xml.rels
<Relationships><Relationship Id="c" Type="$relation/chartsheet" Target="chart.xml"/>
<Relationship Id="h" Type="$relation/worksheet" Target="h.xml"/>
<Relationship Id="d" Type="$relation/worksheet" Target="d.xml"/></Relationships>
== xl/chart.xml
<chartsheet xmlns="$main"/>
== xl/h.xml
<worksheet xmlns="$main"><sheetData>$1</sheetData></worksheet>
== xl/d.xml
<worksheet xmlns="$main"><sheetData>$2</sheetData></worksheet>
END
}
h=$(row "$(t notes)" "$(t name)" && row "$(t h)" "$(t x)")
d=$(row "$(t notes)" "$(t name)" && row "$(t d)" "$(t x)")
workbook "$h" "$d" | book chart.xlsx
img-from-csv -q chart.xlsx >out 2>err
is "$(rows notes)" d 'a chart and a hidden sheet are passed over'
img-from-csv -q -s 2 chart.xlsx >out 2>err
is "$(rows notes)" h 'but count as sheets'
status 2 'a chart that was asked for' img-from-csv -s Chart chart.xlsx
is "$(cat err)" 'img-from-csv: chart.xlsx: Chart: a chart, not a sheet with cells (--sheet NAME chooses another)' \
	'is said to be one'

like "$(cat err)" 'not a sheet' 'and nothing is read'
status 0 'several sheets' img-from-csv -s Data -s Hidden chart.xlsx
is "$(rows notes)" 'd h' 'one after the other'
is "$(cat err)" '' 'nothing is reported'
workbook "$d" "$h" | sed 's/state="hidden"/state="show"/' | book show.xlsx
status 0 'a state that is no word for hidden' img-from-csv -q show.xlsx
workbook "$h" "$d" | sed 's/<sheet name="Data"/& state="veryHidden"/' | book none.xlsx
status 2 'all sheets hidden' img-from-csv none.xlsx
like "$(cat err)" "none.xlsx: all sheets are hidden (--sheet NAME chooses one): .*'Hidden', 'Data'" 'is said'
workbook "$h" "$d" | sed 's/state="hidden" //' | book both.xlsx
status 0 'a second sheet that a person sees' img-from-csv both.xlsx
like "$(cat err)" "both.xlsx: only the sheet 'Hidden' is read; further sheets: 'Data' (--sheet" \
	'is reported'
workbook "$h" '' | sed 's/state="hidden" //' | book empty.xlsx
img-from-csv empty.xlsx >out 2>err
is "$(cat err)" '' 'but not if it has no cells'

# Options of a run that are for one of its files.
printf 'occid\tcatalogNumber\n1\tUCR0001001\n2\tUCR0001002\n' >portal.tsv
printf 'name\n%s\n' IMG_1.JPG >photos.tsv
printf 'A title\nname;Barcode\nIMG_1.JPG;UCR0001001\n' >names.csv
# match TEXT ARGUMENT...: IMG_1.JPG is that of record 1.
match() {
	match_text=$1
	shift
	img-match "$@" photos.tsv >out 2>err
	is "$? $(rows occid)" '0 1' "$match_text"
}
match 'options of the sheet of names' -r portal.tsv --names names.csv -d ';' --skip 1
match 'before a stream of records' --names names.csv -d ';' --skip 1 -r portal.tsv
match 'or for all files' -d ';' --skip 1 -e WINDOWS-1252 -r portal.tsv --names names.csv
formats=
{ row "$(t occid)" "$(t Barcode)"; row "$(n 1)" "$(t UCR0001001)"; } | sheet records.xlsx
workbook "$(row "$(t name)" "$(t Barcode)" && row "$(t IMG_1.JPG)" "$(t UCR0001001)")" "$d" |
	book names.xlsx
match 'a sheet of one workbook' -r records.xlsx --names names.xlsx -s Hidden
match 'a sheet of workbooks beside a stream' -s Hidden -r portal.tsv --names names.xlsx
status 2 'a sheet of what is no workbook' img-match -r portal.tsv --names names.csv -s Hidden photos.tsv
like "$(cat err)" 'names.csv: not a workbook' 'is an error'
status 2 'also if it is the only file' img-match -s 1 -r names.csv photos.tsv

# Numbers and texts as their formats show them.
formats='"UCR-"#
"UCR-"General
0.00
"UCR "@
"n° "0
#,##0.00
000-000
###-###
\C00000\-\A
[<100]"A"0;"B"0
0%
"UCR-"0;"UCR-"0;;"ABC-"@'
i=0
{
	row "$(t originalUrl)" "$(t catalogNumber)"
	for style in 1 2 3 4 5 6 7 8 9 10 11 12; do
		i=$((i + 1))
		row "$(t $u/$i.jpg)" "$(n 4711 $style)"
	done
	for number in 1234.5 1234.567 12; do
		row "$(t $u/$number.jpg)" "$(n $number 3)"
	done
	row "$(t $u/d.jpg)" "$(n 12.5 2)"
	row "$(t $u/e.jpg)" "$(n 12.5 7)"
	row "$(t $u/f.jpg)" "$(t 0077 4)"
	row "$(t $u/g.jpg)" "$(t 77 12)"
	row "$(t $u/h.jpg)" "$(t 77 1)"
} | sheet formats.xlsx
img-from-csv -q formats.xlsx >out 2>err
is "$(rows catalogNumber | cut -d' ' -f1-14)" \
	'UCR-4711 UCR-4711 4711 UCR 4711 n° 4711 4711 004-711 4-711 C04711-A B4711 471100% UCR-4711' \
	'numbers with what is shown around them'
is "$(rows catalogNumber | cut -d' ' -f15-)" \
	'1234.50 1234.567 12 UCR-12.5 12.5 UCR 0077 ABC-77 77' 'fractions, and texts'

# shown NUMBER FORMAT EXPECTED
shown() {
	formats=$2
	{
		row "$(t originalUrl)" "$(t notes)"
		row "$(t $u/1.jpg)" "$(n "$1" 1)"
	} | sheet shown.xlsx
	img-from-csv -q shown.xlsx >out 2>err
	is "$(rows notes)" "$3" "$1 as $2"
}
shown 0.5 0% 50%
shown 0.125 0.00% 12.50%
shown 0.125 0% 12.5%
shown 0.01234567890123456 General 0.0123456789012346
shown 0.06688884219206164 0.0000000000000000 0.0668888421920616
shown 1 0% 100%
shown 1234 "[\$-409]0000000" 0001234
shown 1234 "[\$EUR-407] 0000000" 1234
shown 12345678 '0.0,,"M"' 12345678
shown 12345678 '#,##0" kg"' '12345678 kg'
shown 1.25 '[h]:mm:ss' 30:00:00
# Sections for numbers below 0, for 0 and by conditions.
shown -7 00000 -00007
shown -7 '"UCR-"0' -UCR-7
shown -0.5 0% -50%
shown -7 '0_);(0)' '(7)'
shown -1.5 '0;(0)' -1.5
shown -1.5 '0.00;(0.00)' '(1.50)'
shown -7 '0;"minus "0;"nil"' 'minus 7'
shown 0 '0;"minus "0;"nil"' nil
shown 0 '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)' -
shown 0 '0;-0;;@' ''
shown 7 ';;;' 7
shown 12 '[<100]"A"000;"B"000' A012
shown 123 '[<100]"A"000;"B"000' B123
shown 100 '[<100]"A"000;"B"000' B100
shown 100 '[Red][<=100]"A"000;"B"000' A100
shown -7 '[>=1000]"big "0;[<0]"neg "0;"small "0' 'neg 7'
shown 7 '[>=1000]"big "0;[<0]"neg "0;"small "0' 'small 7'
shown 2 '[=1]"male";[=2]"female";0' female
shown 3 '[=1]"male";[=2]"female";0' 3
shown 5551234567 '[<=9999999]000-0000;(000) 000-0000' '(555) 123-4567'
shown 5551234 '[<=9999999]000-0000;(000) 000-0000' 555-1234
shown 7 '[<10]"a;b"0;0' 'a;b7'
# Fractions, as inches have them.
shown 1.25 '# ?/?' '1 1/4'
shown 0.5 '# ?/?' 1/2
shown 2 '# ?/?' 2
shown -1.25 '# ?/?' '-1 1/4'
shown 0.0625 '# ??/??' 1/16
shown 3.14159265 '# ???/???' '3 16/113'
shown 1.1875 '# ??/16" in"' '1 3/16 in'
shown 0.999 '# ?/8' 1
shown 1.5 '?/?' 3/2
shown -360 'd/m/yyyy' -360
shown 43536 'd/m/yyyy' 2019-03-12
# No more than fifteen digits are what a program has kept of a longer number.
shown 1234567890123450 General 1.23456789012345E+15
shown 1.23456789012345E+15 0 1.23456789012345E+15
shown 1234567890123456 General 1234567890123456
shown 123456789012345 General 123456789012345
shown 12345678901234567890 0 12345678901234567890
# Formats that have a number instead of a code.
edit='s|<xf numFmtId="164"/>|<xf numFmtId="46"/><xf numFmtId="9"/>|'
{
	row "$(t originalUrl)" "$(t notes)"
	row "$(t $u/1.jpg)" "$(n 1.25 1)"
	row "$(t $u/2.jpg)" "$(n 0.5 2)"
} | sheet own.xlsx
edit=
img-from-csv -q own.xlsx >out 2>err
is "$(rows notes)" '30:00:00 50%' 'hours beyond a day, per cent'

# Rows that a filter hides are read, and reported.
formats=
{
	row "$(t catalogNumber)" "$(t originalUrl)"
	row "$(t UCR1)" "$(t $u/1.jpg)"
	row "$(t UCR2)" "$(t $u/2.jpg)" | sed 's/<row>/<row hidden="1">/'
	echo '<row hidden="true"/>'
	row "$(t UCR3)" "$(t $u/3.jpg)" | sed 's/<row>/<row hidden="true">/'
	row "$(t UCR4)" "$(t $u/4.jpg)" | sed 's/<row>/<row hidden="0">/'
} | sheet hidden.xlsx
status 0 'hidden rows' img-from-csv hidden.xlsx
is "$(rows catalogNumber)" 'UCR1 UCR2 UCR3 UCR4' 'are read'
like "$(cat err)" 'hidden.xlsx: 2 rows are hidden, perhaps by a filter, the first on line 3' \
	'and reported'

# A row of nothing but formulas that nobody has calculated is not silently blank.
{
	row "$(t catalogNumber)" "$(t originalUrl)"
	row '<c r="A2"><f>"UCR"&amp;1</f><v></v></c>' '<c r="B2"><f>"x"&amp;A2</f><v/></c>'
	row "$(t UCR2)" "$(t $u/2.jpg)" '<c t="str"><f>IF(A3="","x","")</f><v></v></c>'
} | sheet formulas.xlsx
status 1 'formulas with an empty result' img-from-csv formulas.xlsx
like "$(cat err)" '2 formulas have no result in the file, the first in A2' 'are reported'

# The first sheet is empty, or has notes: prefixes are no hindrance.
workbook "$(row '<c s="1"/>')" "$d" | sed 's/state="hidden" //' | book first.xlsx
status 0 'an empty sheet before the one with cells' img-from-csv first.xlsx
is "$(rows notes) $(cat err)" 'd ' 'is passed over'
workbook "$h" "$d" | sed -e 's/state="hidden" //' -e '/<worksheet/,/<.worksheet/s|<\(/\?\)\([a-z]\)|<\1x:\2|g' \
	-e '/<x:worksheet/s| xmlns="| xmlns:x="|' | book prefix.xlsx
status 0 'sheets whose elements have a prefix' img-from-csv prefix.xlsx
like "$(rows notes) $(cat err)" "^h .*further sheets: 'Data' (--sheet" 'are seen as well'
workbook "$(row "$(t 'Please fill in the next sheet')")" "$d" | sed 's/state="hidden" //' | book notes.xlsx
status 2 'a sheet of notes before the one with cells' img-from-csv notes.xlsx
like "$(cat err)" "further sheets: 'Data' (--sheet NAME chooses)" 'the other sheet is named'
status 2 'by img-match too' img-match -r notes.xlsx photos.tsv
like "$(cat err)" "further sheets: 'Data' (--sheet NAME chooses)" 'the other sheet is named'

done_testing
