#!/bin/sh
# img-from-csv: workbooks, made here part by part.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

perl -MIO::Compress::Zip -e 1 2>/dev/null || skip_all "no IO::Compress::Zip"

# pack FILE PART...: a zip file of parts, as they are in this folder.
pack() {
	perl -MIO::Compress::Zip=:all -e '
		my $zip = shift;
		zip [@ARGV] => $zip, Minimal => 1 or die $ZipError' "$@"
}

relation=http://schemas.openxmlformats.org/officeDocument/2006/relationships

# book NAME...: the parts of a workbook with these sheets, all but the sheets.
book() {
	mkdir -p _rels xl/_rels xl/worksheets
	cat >_rels/.rels <<END
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="$relation/officeDocument" Target="xl/workbook.xml"/></Relationships>
END
	{
		echo "<workbook xmlns:r=\"$relation\"><workbookPr $calendar/><sheets>"
		i=0
		for name; do
			i=$((i + 1))
			echo "<sheet name=\"$name\" sheetId=\"$i\" r:id=\"rId$i\"/>"
		done
		echo '</sheets></workbook>'
	} >xl/workbook.xml
	{
		echo '<Relationships>'
		i=0
		for name; do
			i=$((i + 1))
			echo "<Relationship Id=\"rId$i\" Type=\"$relation/worksheet\" Target=\"worksheets/sheet$i.xml\"/>"
		done
		echo "<Relationship Id=\"rIdS\" Type=\"$relation/sharedStrings\" Target=\"sharedStrings.xml\"/>"
		echo "<Relationship Id=\"rIdT\" Type=\"$relation/styles\" Target=\"/xl/styles.xml\"/>"
		echo '</Relationships>'
	} >xl/_rels/workbook.xml.rels
	cat >xl/sharedStrings.xml <<'END'
<sst><si><t>catalogNumber</t></si><si><t>originalUrl</t></si><si><t>notes</t></si>
<si><r><t>00</t></r><r><rPr/><t xml:space="preserve">123 </t></r><rPh><t>ignored</t></rPh></si>
<si><t>a&amp;b &#x2014; &lt;c&gt;</t></si><si><t/></si></sst>
END
	cat >xl/styles.xml <<'END'
<styleSheet><numFmts><numFmt numFmtId="170" formatCode="00000"/>
<numFmt numFmtId="171" formatCode="&quot;UCR-&quot;0000"/>
<numFmt numFmtId="172" formatCode="[$-409]d\-mmm\-yy;@"/>
<numFmt numFmtId="173" formatCode="0.00"/>
<numFmt numFmtId="174" formatCode="[h]:mm"/></numFmts>
<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
<cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="172"/>
<xf numFmtId="22"/><xf numFmtId="173"/><xf numFmtId="14"/><xf numFmtId="174"/></cellXfs></styleSheet>
END
}
parts="_rels/.rels xl/workbook.xml xl/_rels/workbook.xml.rels xl/sharedStrings.xml xl/styles.xml"

# A cell: v TEXT [STYLE], or s TEXT (inline), or i INDEX (shared).
v() { printf '<c s="%s"><v>%s</v></c>' "${2:-0}" "$1"; }
s() { printf '<c t="inlineStr"><is><t>%s</t></is></c>' "$1"; }
i() { printf '<c t="s"><v>%s</v></c>' "$1"; }
# sheet N: a sheet with the rows of standard input, <row> around each line.
sheet() {
	{
		echo '<worksheet><dimension ref="A1"/><sheetData>'
		sed 's,.*,<row>&</row>,'
		echo '</sheetData><mergeCells/></worksheet>'
	} >"xl/worksheets/sheet$1.xml"
}
# notes: what came out of the column notes.
notes() { awk -F '\t' 'NR > 1 { print $3 }' out; }

calendar=''
book Liste 'Zweite &amp; letzte'
{
	i 0; i 1; i 2; echo
	i 3; s 'https://i.example/1.jpg'; i 4; echo
	v 42 1; s 'https://i.example/2.jpg'; v 17.100000000000001; echo
	v 42 2; s 'https://i.example/3.jpg'; v 43831 3; echo
	v 1E5; s 'https://i.example/4.jpg'; v 43831.25 4; echo
	v 12345678901; s 'https://i.example/5.jpg'; v 1.50 5; echo
	echo
	i 5; s ' '; echo
	v 7; s 'https://i.example/6.jpg'; printf '<c t="b"><v>1</v></c>'; echo
	v 8; s 'https://i.example/7.jpg'; printf '<c t="e"><v>#N/A</v></c>'; echo
	v 9; s 'https://i.example/8.jpg'; printf '<c t="str"><f>A1</f><v>made</v></c>'; echo
	v 10; s 'https://i.example/9.jpg'; v 1.23456789012346E+17; echo
	v 11; s 'https://i.example/10.jpg'; v 60 6; echo
	v 12; s 'https://i.example/11.jpg'; v 1 6; echo
	v 13; s 'https://i.example/12.jpg'; v 0.5 7; echo
	v 14; s 'https://i.example/13.jpg'; v 0.1; echo
	v 15; s 'https://i.example/14.jpg'; v xyz 6; echo
	v 16; s 'https://i.example/15.jpg'; v 2958465 6; echo
} | sheet 1
{ s originalUrl; s caption; echo; s 'https://i.example/x.jpg'; s second; echo; } | sheet 2
# shellcheck disable=SC2086 # parts are words
pack book.xlsx $parts xl/worksheets/sheet1.xml xl/worksheets/sheet2.xml
status 0 "a workbook" img-from-csv -v book.xlsx
# Of rows without a number of their own, the blank ones are counted too.
like "$(cat err)" "workbook, sheet 'Liste'" "the first sheet"
like "$(cat err)" 'book.xlsx: 2 blank rows left out' "blank rows"
is "$(awk -F '\t' 'NR > 1 { print $5 }' out | head -n 5 | tr '\n' ' ')" \
	'00123 00042 UCR-0042 100000 12345678901 ' "identifiers"
is "$(notes | tr '\n' '~')" \
	"a&b $(printf '\342\200\224') <c>~17.1~2020-01-01~2020-01-01T06:00:00~1.50~TRUE~#N/A~made~1.23456789012346E+17~1900-02-28~1900-01-01~12:00:00~0.1~xyz~9999-12-31~" \
	"strings, numbers, dates, booleans, errors, formulas"
cp out expected
status 0 "from standard input" sh -c 'img-from-csv <book.xlsx'
same out expected "the same"
status 0 "from a pipe" sh -c 'tail -c +1 book.xlsx | img-from-csv'
same out expected "the same"
cp book.xlsx misnamed.csv
status 0 "whatever it is called" img-from-csv misnamed.csv
same out expected "the same"
status 0 "--sheet by name" img-from-csv -s 'Zweite & letzte' book.xlsx
is "$(tail -n 1 out | cut -f 3)" second "is that sheet"
status 0 "--sheet by number" img-from-csv -s 2 book.xlsx
is "$(tail -n 1 out | cut -f 3)" second "is that sheet"
status 2 "--sheet that is not there" img-from-csv -s Nirgends book.xlsx
is "$(cat err)" "img-from-csv: book.xlsx: no sheet 'Nirgends'; there are 'Liste', 'Zweite & letzte'" \
	"lists those that are"

# remake: packs what the sheet is now.
remake() {
	# shellcheck disable=SC2086 # parts are words
	pack book.xlsx $parts xl/worksheets/sheet1.xml
}

calendar='date1904="1"'
book Liste
{ s originalUrl; s notes; echo; s http://a/; v 0 6; echo; s http://b/; v 42369 6; echo; } | sheet 1
remake
img-from-csv book.xlsx >out 2>err
is "$(notes | tr '\n' ' ')" '1904-01-01 2020-01-01 ' "the calendar from 1904"
calendar=''

# Cells by their references, with gaps; rows by their numbers.
book Liste
cat >xl/worksheets/sheet1.xml <<'END'
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="3"><c r="B3" t="inlineStr"><is><t>originalUrl</t></is></c><c r="D3" t="inlineStr"><is><t>notes</t></is></c></row>
<row r="7"><c r="D7"><v>4</v></c><c r="B7" t="inlineStr"><is><t>http://a/1.jpg</t></is></c></row>
<row r="9"><c r="A9"><v>9</v></c><c r="E9" t="inlineStr"><is><t> </t></is></c></row>
</sheetData></worksheet>
END
remake
status 0 "cells by their references" img-from-csv book.xlsx
is "$(sed 1d out | tr '\t\n' '|~')" 'http://a/1.jpg|1.jpg|4|||~|||url-none|9|~' \
	"gaps, any order, blanks beyond the header"
like "$(cat err)" 'book.xlsx:9: a row without a URL' "rows by their numbers"
sed -i 's/<t> </<t>x</' xl/worksheets/sheet1.xml
remake
status 0 "a cell beyond the header" img-from-csv book.xlsx
is "$(tr '\t\n' '|~' <out)" \
	'originalUrl|name|notes|problems|column1|column3|column5~http://a/1.jpg|1.jpg|4||||~|||url-none|9||x~' \
	"is in a column of its own"
like "$(cat err)" '1 column right of the last heading' "which is reported"
sed -i 's/<t>x</<t>\xC2\xA0</' xl/worksheets/sheet1.xml
remake
img-from-csv -q book.xlsx >out
is "$(head -n 1 out | tr '\t' '|')" 'originalUrl|name|notes|problems|column1|column3' \
	"a no-break space is nothing"
sed -i 's,<sheetData>,<dimension ref="A3:XFD9"/>&,; s/<t>\xC2\xA0</<t>y</' xl/worksheets/sheet1.xml
remake
img-from-csv -q book.xlsx >out
is "$(awk -F '\t' 'END { print NF $NF }' out)" 7y "a dimension that is too large"

# What extensions put between has other namespaces.
main=http://schemas.openxmlformats.org/spreadsheetml/2006/main
calendar='date1904="1"'
book Liste
calendar=''
sed -i "s,<workbook ,&xmlns=\"$main\" xmlns:x15=\"urn:x15\" ,
	s,</workbook>,<extLst><ext><x15:workbookPr chartTrackingRefBase=\"1\"/></ext></extLst>&," xl/workbook.xml
cat >xl/worksheets/sheet1.xml <<END
<worksheet xmlns="$main" xmlns:x="urn:x"><sheetData>
<row><c t="inlineStr"><is><t>originalUrl</t></is></c><c t="inlineStr"><is><t>notes</t></is></c></row>
<row><c t="inlineStr"><v>7</v><is><t>http://a/1.jpg</t></is></c><c s="6"><v>40724</v><x:v>8</x:v></c></row>
<row><c t="inlineStr"><is><t>http://a/2.jpg</t></is><v>7</v></c><c><is><t>x</t></is><v>1001</v></c></row>
<row><c t="str"><v>http://a/3.jpg</v><is><t>7</t></is></c><c t="inlineStr"><v>9</v></c></row>
<x:row><x:c><x:v>nothing</x:v></x:c></x:row></sheetData></worksheet>
END
remake
status 0 "extensions, and cells with two values" img-from-csv -q book.xlsx
is "$(cut -f 1,3 out | tr '\t\n' '|~')" \
	'originalUrl|notes~http://a/1.jpg|2015-07-01~http://a/2.jpg|1001~http://a/3.jpg|9~' \
	"are read as what they are"

# Cells that are links.
book Liste
cat >xl/worksheets/sheet1.xml <<END
<worksheet xmlns="$main" xmlns:r="$relation"><dimension ref="A1:B7"/><sheetData>
<row><c t="inlineStr"><is><t>originalUrl</t></is></c><c t="inlineStr"><is><t>catalogNumber</t></is></c></row>
<row><c t="inlineStr"><is><t>photo 1</t></is></c><c><v>1</v></c></row>
<row><c t="str"><f>HYPERLINK("https://i.example/2.jpg?a=""b""&amp;c", "photo 2")</f><v>photo 2</v></c><c><v>2</v></c></row>
<row><c t="inlineStr"><is><t>https://i.example/3.jpg</t></is></c><c><v>3</v></c></row>
<row><c t="inlineStr"><is><t>photo 4</t></is></c><c><v>4</v></c></row>
<row><c t="inlineStr"><is><t>photo 5</t></is></c><c><v>5</v></c></row>
<row><c t="str"><f>HYPERLINK("https://i.example/"&amp;B7,"photo 6")</f><v>photo 6</v></c><c><v>6</v></c></row>
</sheetData><hyperlinks><hyperlink ref="A2" r:id="rId1"/><hyperlink ref="B2" r:id="rId9"/>
<hyperlink ref="A4" r:id="rId1"/><hyperlink ref="A5:A6" r:id="rId2"/><hyperlink ref="B6" location="A1"/></hyperlinks></worksheet>
END
mkdir -p xl/worksheets/_rels
cat >xl/worksheets/_rels/sheet1.xml.rels <<END
<Relationships><Relationship Id="rId2" Type="$relation/hyperlink" Target="https://i.example/4.jpg" TargetMode="External"/>
<Relationship Id="rId1" Type="$relation/hyperlink" Target="https://i.example/1.jpg" TargetMode="External"/>
<Relationship Id="rId9" Type="$relation/hyperlink" Target="https://portal.example/occ=1" TargetMode="External"/></Relationships>
END
parts="$parts xl/worksheets/_rels/sheet1.xml.rels"
remake
status 0 "links of cells" img-from-csv -q book.xlsx
is "$(cut -f 1,4 out | tr '\t\n' '|~')" \
	'originalUrl|catalogNumber~https://i.example/1.jpg|1~https://i.example/2.jpg?a="b"&c|2~https://i.example/3.jpg|3~https://i.example/4.jpg|4~https://i.example/4.jpg|5~https://i.example/6|6~' \
	"are URLs where the text is none"
parts=${parts% *}
rm -r xl/worksheets/_rels

# Merged cells.
{
	s originalUrl; s catalogNumber; echo
	s 'https://i.example/1.jpg'; v 1; echo
	s 'https://i.example/2.jpg'; echo
} | sheet 1
sed -i 's,<mergeCells/>,<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="B2:B3"/></mergeCells>,' xl/worksheets/sheet1.xml
remake
status 1 "a number merged over rows" img-from-csv book.xlsx
like "$(cat err)" '1 merged cell spans several rows, the first B2:B3' "is reported"

# More formats than any program makes.
{
	echo '<styleSheet><numFmts>'
	i=164
	while [ $i -lt 2500 ]; do
		echo "<numFmt numFmtId='$i' formatCode='\"$i-\"0'/>"
		i=$((i + 1))
	done
	echo '</numFmts><cellXfs>'
	i=164
	while [ $i -lt 2500 ]; do
		echo "<xf numFmtId='$i'/>"
		i=$((i + 1))
	done
	echo '</cellXfs></styleSheet>'
} >xl/styles.xml
{ s originalUrl; s notes; echo; s http://a/; v 5 2335; echo; } | sheet 1
remake
img-from-csv -q book.xlsx >out
is "$(notes)" 2499-5 "2,336 formats"

# Numbers as other programs than Excel write them.
book Liste
{
	s catalogNumber; s originalUrl; s notes; echo
	for number in 123.0 1.2345678E7 1e+05 1.23456789012E11 1.0E-5 -1.0E7 \
		4.0000000000000001E-3 1.2345678901234567E+16; do
		s 1; s 'https://i.example/1.jpg'; v $number; echo
	done
	s 1; s 'https://i.example/1.jpg'; v 1.23E2 1; echo
	s 1; s 'https://i.example/1.jpg'; v ' 7 '; echo
	s 1; s 'https://i.example/1.jpg'; i ' 4 '; echo
} | sheet 1
remake
img-from-csv -q book.xlsx >out 2>err
is "$(notes | tr '\n' ' ')" \
	'123 12345678 100000 123456789012 0.00001 -10000000 0.004 1.23456789012346E+16 00123 7 a&b — <c> ' \
	"numbers as Java, R and C write them"
# format CODE EXPECTED
format() {
	echo "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='$1'/></numFmts><cellXfs><xf numFmtId='164'/></cellXfs></styleSheet>" \
		>xl/styles.xml
	remake
	img-from-csv -q book.xlsx >out 2>err
	is "$(notes)" "$2" "the format $1"
}
{ s originalUrl; s notes; echo; s http://a/; v 123.5; echo; } | sheet 1
format '[Magenta]0' 123.5
format '[hh]:mm' 2964:00:00
format '[mm]:ss' 177840:00
format '[ss]' 10670400
format 'd [h]:mm' 1900-05-02T12:00:00
{ s originalUrl; s notes; echo; s http://a/; v 42; echo; } | sheet 1
format '\U\C\R0000' UCR0042
format '"UCR"\-0000' UCR-0042
format '"UCR"-0000 "a"' 'UCR-0042 a'
format '00\-00' 00-42
format '000-000' 000-042
format '0-0' 4-2
format '0\.0 "m"' '4.2 m'
format '00"x"#' 04x2

# What XML cannot hold.
book Liste
echo '<sst><si><t>a_x000D_
b_x005F_x0041_</t></si><si><r><t>_x0041_</t></r><r><t>_xD83D__xDE00_</t></r></si><si><t>_xZZZZ_ _x1_ _xD83D_ _x0000_</t></si></sst>' \
	>xl/sharedStrings.xml
{
	s originalUrl; s notes; echo
	for string in 0 1 2; do s 'https://i.example/a_x0020_b.jpg'; i $string; echo; done
} | sheet 1
remake
img-from-csv -q book.xlsx >out 2>err
is "$(notes | tr '\n' '~')" \
	"a\\r\\nb_x0041_~A$(printf '\360\237\230\200')~_xZZZZ_ _x1_ _xD83D_ _x0000_~" \
	"_x000D_ and the like"
is "$(tail -n 1 out | cut -f 1)" 'https://i.example/a b.jpg' "in a cell, too"

# Rows of a sheet that is read in several blocks.
book Liste
perl -e 'my ($n, $c) = (0, 0);
	print "<worksheet><sheetData><row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c>",
		"<c t=\"s\"><v>2</v></c></row>";
	while ($n++ < 5000) {
		print "<row><c><v>$n</v></c><c t=\"inlineStr\"><is><t>http://a/$n</t></is></c>",
			"<c t=\"s\"><v>4</v></c><c/></row>";
	}
	print "</sheetData></worksheet>"' >xl/worksheets/sheet1.xml
remake
status 0 "a long sheet" img-from-csv book.xlsx
is "$(awk -F '\t' '$1 == "http://a/" $5 && $3 == "a&b \342\200\224 <c>"' out | wc -l)" 5000 \
	"has all cells of all rows"

# Where the parts are.
# target TARGET NAME [STATUS]
target() {
	book Liste
	sed -i "s,worksheets/sheet1.xml,$1," xl/_rels/workbook.xml.rels
	remake
	status "${3:-0}" "$2" img-from-csv book.xlsx
}
{ s originalUrl; s notes; echo; s http://a/; s x; echo; } | sheet 1
target ./worksheets/sheet1.xml "a part beside the workbook"
target ../xl/worksheets/sheet1.xml "a part by way of the folder above"
target ../../../xl/worksheets/sheet1.xml "a part from the top"
target worksheets/Sheet1.XML "a part in other letter case"
target worksheets/sheet2.xml "a part that is not there" 2
like "$(cat err)" 'the sheet is missing' "is told"

# What somebody else must open.
book Leer 'Daten'
echo | sheet 2
: | sheet 1
# shellcheck disable=SC2086 # parts are words
pack book.xlsx $parts xl/worksheets/sheet1.xml xl/worksheets/sheet2.xml
status 2 "an empty sheet" img-from-csv book.xlsx
like "$(cat err)" "book.xlsx: the sheet 'Leer' is empty" "is named"
sed -i 's/workbook.xml/workbook.bin/' _rels/.rels
remake
status 2 "a binary workbook" img-from-csv book.xlsx
like "$(cat err)" 'xlsb): save it as' "says what to do"
echo application/vnd.oasis.opendocument.spreadsheet | tr -d '\n' >mimetype
perl -MIO::Compress::Zip=:all -e \
	'zip "mimetype" => "sheet.ods", Minimal => 1, Method => ZIP_CM_STORE or die'
status 2 "an OpenDocument sheet" img-from-csv sheet.ods
like "$(cat err)" 'no workbook in this zip file' "without its sheets"
book Liste

# What is hostile.
# hostile WHAT NAME: sheet1.xml as it is now is an error with this text.
hostile() {
	remake
	status 2 "$2" img-from-csv book.xlsx
	like "$(cat err)" "^img-from-csv: book.xlsx: .*$1" "$2: says why"
}
echo secret >secret
cat >xl/worksheets/sheet1.xml <<END
<!DOCTYPE x [<!ENTITY e SYSTEM "file://$tmp/secret">]>
<worksheet><sheetData><row><c t="inlineStr"><is><t>&e;</t></is></c></row></sheetData></worksheet>
END
hostile 'an entity of its own' "an external entity"
is "$(grep -c secret out err)" "out:0
err:0" "is never loaded"
cat >xl/worksheets/sheet1.xml <<'END'
<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>
<worksheet><sheetData><row><c t="inlineStr"><is><t>&d;</t></is></c></row></sheetData></worksheet>
END
hostile 'an entity of its own' "a billion laughs"
echo '<worksheet><sheetData><row><c><v>1</c></row>' >xl/worksheets/sheet1.xml
hostile 'line 1: .*mismatch' "XML that is not well-formed"
echo '<worksheet><sheetData><row><c r="ZZZZ1"><v>1</v></c></row></sheetData></worksheet>' \
	>xl/worksheets/sheet1.xml
hostile 'beyond the last column' "a column that cannot be"
echo '<worksheet><sheetData><row><c t="s"><v>99999</v></c><c t="inlineStr"><is><t>url</t></is></c></row></sheetData></worksheet>' \
	>xl/worksheets/sheet1.xml
hostile 'text is missing in the workbook' "a shared string that is not there"
# 280 MB of shared strings in a small file.
perl -e 'print "<sst>"; print "<si><t>", "x" x 1000000, "</t></si>" for 1 .. 280;
	print "</sst>"' >xl/sharedStrings.xml
remake
rm xl/sharedStrings.xml
status 2 "a zip bomb" img-from-csv book.xlsx
like "$(cat err)" 'larger than allowed when unpacked' "is stopped"
book Liste
remake
size=$(wc -c <book.xlsx)
for n in $((size / 2)) $((size / 4)) 40; do
	head -c $n book.xlsx >cut.xlsx
	status 2 "a workbook cut at $n of $size bytes" img-from-csv cut.xlsx
done
pack other.xlsx xl/styles.xml
status 2 "a zip file that is no workbook" img-from-csv other.xlsx
like "$(cat err)" 'no workbook in this zip file' "is told"
rm -rf xl _rels
book Liste
cat >xl/worksheets/sheet1.xml <<'END'
<worksheet><sheetData><row r="1"><c t="inlineStr"><is><t>Box 12</t></is></c></row>
<row r="3"><c t="inlineStr"><is><t>Nr</t></is></c><c t="inlineStr"><is><t>Image URL</t></is></c></row>
<row r="4"><c><v>17</v></c><c t="inlineStr"><is><t>https://i.example/17.jpg</t></is></c></row>
</sheetData></worksheet>
END
remake
status 0 "--skip" img-from-csv --skip 2 -m Nr=catalogNumber book.xlsx
is "$(tail -n 1 out | cut -f 1,4)" 'https://i.example/17.jpg	17' \
	"--skip: rows above the header"
done_testing
