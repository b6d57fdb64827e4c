#!/bin/sh
# SPDX-License-Identifier: MIT
# OpenDocument workbooks, made here cell by cell.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
perl -MIO::Compress::Zip -e 1 2>/dev/null || skip_all "no IO::Compress::Zip"

# ods FILE: standard input is what stands within office:spreadsheet.
ods() {
	perl -MIO::Compress::Zip=:all -e '
		my ($file, $styles) = @ARGV;
		local $/;
		my $o = "urn:oasis:names:tc:opendocument:xmlns";
		my %part = ("content.xml" => "<?xml version=\"1.0\"?>" .
		    "<office:document-content xmlns:office=\"$o:office:1.0\" " .
		    "xmlns:table=\"$o:table:1.0\" xmlns:text=\"$o:text:1.0\" " .
		    "xmlns:style=\"$o:style:1.0\" xmlns:draw=\"$o:drawing:1.0\" " .
		    "xmlns:calcext=\"urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0\" " .
		    "xmlns:xlink=\"http://www.w3.org/1999/xlink\">" .
		    "<office:automatic-styles>" . ($styles // "") .
		    "</office:automatic-styles><office:body><office:spreadsheet>" .
		    <STDIN> . "</office:spreadsheet></office:body>" .
		    "</office:document-content>");
		my $zip = IO::Compress::Zip->new($file, Name => "mimetype",
		    Method => ZIP_CM_STORE, Minimal => 1);
		$zip->print("application/vnd.oasis.opendocument.spreadsheet");
		$zip->newStream(Name => "content.xml", Method => ZIP_CM_DEFLATE,
		    Minimal => 1);
		$zip->print($part{"content.xml"});
		$o = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0";
		$zip->newStream(Name => "META-INF/manifest.xml", Minimal => 1);
		$zip->print("<m:manifest xmlns:m=\"$o\" m:version=\"1.2\">",
		    map { "<m:file-entry m:full-path=\"$$_[0]\" " .
		    "m:media-type=\"$$_[1]\"/>" } ["/",
		    "application/vnd.oasis.opendocument.spreadsheet"],
		    ["content.xml", "text/xml"]);
		$zip->print("</m:manifest>");
		$zip->close' "$@"
}
# sheet NAME [ATTRIBUTE...]: rows on standard input, a cell for each TAB; one
# that begins with "<" is XML.
sheet() {
	perl -ne '
		BEGIN { my $n = shift; print "<table:table table:name=\"$n\" @ARGV>";
			@ARGV = () }
		chomp;
		if (/^<table:table-row/) { print "$_\n"; next }
		print "<table:table-row>", map({
			/^</ ? $_ : $_ eq "" ? "<table:table-cell/>" :
			"<table:table-cell office:value-type=\"string\"><text:p>$_</text:p></table:table-cell>"
		} split(/\t/, $_, -1)), "</table:table-row>\n";
		END { print "</table:table>" }' "$@"
}
cell() { echo "<table:table-cell $1>${2+<text:p>$2</text:p>}</table:table-cell>"; }
number() { cell "office:value-type=\"float\" office:value=\"$1\"" "$2"; }
# show FILE OPTION...: the rows that img-from-csv reads.
show() {
	img-from-csv -q "$@" >out 2>err
	rc=$?
	sed 1d out
}
u=https://img.example.org

{
	printf 'catalogNumber\toriginalUrl\tnotes\n'
	printf '%s\t%s\t%s\n' \
		UCR1 $u/1.jpg 'a&amp;b' \
		"$(number 123 00123)" $u/2.jpg "$(number 1234 1,234)" \
		"$(number 12 UCR-0012)" $u/3.jpg "$(number 0.30000000000000004 0.30)" \
		"$(number 1234567890123 1.23E+12)" $u/4.jpg "$(number 0.5 '50%')" \
		"$(number 5 '005')" $u/5.jpg \
		"$(cell 'office:value-type="date" office:date-value="2024-05-01T00:00:00"' '01.05.24')" \
		UCR6 $u/6.jpg \
		"$(cell 'office:value-type="date" office:date-value="2024-05-01T12:30:00.000000000"' 'May')" \
		UCR7 $u/7.jpg \
		"$(cell 'office:value-type="boolean" office:boolean-value="true"' 'WAHR')" \
		UCR8 $u/8.jpg \
		"$(cell 'office:value-type="string" office:string-value="by its value"')" \
		UCR9 $u/9.jpg \
		'<table:table-cell><office:annotation><text:p>a comment</text:p></office:annotation><draw:frame><text:p>shape</text:p></draw:frame><text:p> two   <text:span>blanks</text:span><text:s text:c="3"/>x </text:p><text:p>second<text:line-break/>line</text:p></table:table-cell>' \
		UCR10 "<table:table-cell><text:p><text:a xlink:href=\"$u/10.jpg\">photo</text:a></text:p></table:table-cell>" '' \
		UCR11 "<table:table-cell table:formula=\"of:=HYPERLINK(&quot;$u/11.jpg&quot;;&quot;photo&quot;)\"><text:p>photo</text:p></table:table-cell>" ''
} | sheet First | ods a.ods
show a.ods >got
is $rc 0 'a workbook is read'
awk -F '\t' 'NR == 1 { for (i = 1; i <= NF; i++) c[$i] = i; next }
	{ print $c["catalogNumber"] "|" $c["originalUrl"] "|" $c["notes"] }' out >got
cat >expected <<END
UCR1|$u/1.jpg|a&b
00123|$u/2.jpg|1234
UCR-0012|$u/3.jpg|0.3
1234567890123|$u/4.jpg|50%
005|$u/5.jpg|2024-05-01
UCR6|$u/6.jpg|2024-05-01T12:30:00
UCR7|$u/7.jpg|TRUE
UCR8|$u/8.jpg|by its value
UCR9|$u/9.jpg|two blanks   x\\nsecond\\nline
UCR10|$u/10.jpg|
UCR11|$u/11.jpg|
END
same got expected 'cells as a person sees them, and links'

# shown VALUE TEXT EXPECTED: a number's value, what is shown, what is read.
shown() {
	{
		printf 'originalUrl\tnotes\n%s\t%s\n' $u/1.jpg "$(number "$1" "$(printf '%b' "$2")")"
	} | sheet First | ods shown.ods
	show shown.ods >/dev/null
	is "$(fields notes <out)" "$3" "$1 shown as '$2'"
}
shown 1.25 '1 1/4' '1 1/4'
shown 1.25 '1  <text:s text:c="2"/>1/4' '1 1/4'
shown 0.5 '<text:s/>1/2' 1/2
shown 0.5 1/2/3 0.5
shown 4711 00.47.11 00.47.11
shown 12 '0 012' '0 012'
shown 1234567 1.234.567 1234567
shown 1234567 12,34,567 1234567
shown 12345 "12'345" 12345
shown -7 '(7)' '(7)'
shown -7 -00007 -00007
shown -7 7 7
shown -7 'neg 7' 'neg 7'
shown 7.5 '7.50 cm' '7.50 cm'
shown -1.5 '(1.50)' '(1.50)'
shown 1.005 '1.01 cm' 1.005
shown 0 nil nil
shown 1 male male
shown 0 '#DIV/0!' '#DIV/0!'
shown 0 '-' -
shown 12 '\331\241\331\242' 12
shown 0 '' 0
shown 0.125 13% 12.5%
printf 'originalUrl\tnotes\n%s\t%s\n' $u/1.jpg \
	"$(cell 'office:value-type="boolean" office:boolean-value="1"' 1)" |
	sheet First | ods shown.ods
show shown.ods >/dev/null
is "$(fields notes <out)" TRUE 'a truth value that is written as a number'
shown -4711 '(4,711)' -4711

# Repeats, hidden and several sheets.
{
	sheet Hidden 'table:style-name="h"' <<'END'
catalogNumber	originalUrl
NO	https://img.example.org/no.jpg
END
	sheet 2 <<END
originalUrl	catalogNumber
<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
$u/a.jpg	<table:table-cell table:number-columns-repeated="2"><text:p>A1</text:p></table:table-cell>
<table:table-row table:number-rows-repeated="2"><table:table-cell><text:p>$u/b.jpg</text:p></table:table-cell><table:table-cell><text:p>B1</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="1073741824"><table:table-cell table:number-columns-repeated="1073741824"/></table:table-row>
END
	sheet Other <<'END'
catalogNumber	originalUrl
C1	https://img.example.org/c.jpg
END
} | ods b.ods '<style:style style:name="h" style:family="table"><style:table-properties table:display="false"/></style:style>'
show b.ods | cut -f 1,3 >got
mlr --itsv --onidx cut -of originalUrl,catalogNumber <out >got
is "$(cat got)" "$u/a.jpg A1
$u/b.jpg B1
$u/b.jpg B1" 'the first visible sheet; rows and cells repeated'
img-from-csv b.ods >/dev/null 2>err
like "$(cat err)" "only the sheet '2' is read; further sheets: 'Other' (--sheet NAME chooses)" 'other sheets are reported'
like "$(cat err)" '3 blank rows left out' 'blank rows between are counted, those after not'
like "$(cat err)" '1 column right of the last heading' 'a cell beyond the headings'
show --sheet Other b.ods >/dev/null
is "$(mlr --itsv --onidx cut -f catalogNumber <out)" C1 'a sheet by its name'
show --sheet 2 b.ods >/dev/null
is "$(sed -n 2p out | cut -f 1)" "$u/a.jpg" 'a name before a number'
show --sheet 3 b.ods >/dev/null
is "$(mlr --itsv --onidx cut -f catalogNumber <out)" C1 'a sheet by its number'
show --sheet none b.ods >/dev/null
is "$rc $(cat err)" "2 img-from-csv: b.ods: no sheet 'none'; there are 'Hidden', '2', 'Other'" \
	'the sheets that are there'
img-from-csv -q --sheet 1 <b.ods | grep -c no.jpg >got
is "$(cat got)" 1 'from a pipe, and a hidden one when asked for'

{
	sheet Empty </dev/null
	sheet Data <<END
catalogNumber	originalUrl	notes
UCR1	$u/1.jpg	$(number 0.30000000000000004 0.30000000000000004)
<table:table-row table:visibility="filter"><table:table-cell><text:p>UCR2</text:p></table:table-cell><table:table-cell><text:p>$u/2.jpg</text:p></table:table-cell>$(number 1.0 1.0)</table:table-row>
<table:table-row table:visibility="collapse" table:number-rows-repeated="2"><table:table-cell><text:p>UCR3</text:p></table:table-cell><table:table-cell><text:p>$u/3.jpg</text:p></table:table-cell></table:table-row>
END
} | ods filter.ods
img-from-csv filter.ods >out 2>err
is "$(mlr --itsv --onidx --ofs '|' cut -of catalogNumber,notes <out | paste -sd' ' -)" \
	'UCR1|0.3 UCR2|1 UCR3| UCR3|' 'an empty sheet is passed over; values that are nothing but values'
like "$(cat err)" 'filter.ods: 3 rows are hidden, perhaps by a filter, the first on line 3' 'hidden rows are reported'

# Merged cells.
sheet M <<'END' | ods m.ods
catalogNumber	originalUrl
<table:table-row><table:table-cell table:number-rows-spanned="2"><text:p>A1</text:p></table:table-cell><table:table-cell><text:p>https://img.example.org/1.jpg</text:p></table:table-cell></table:table-row>
<table:table-row><table:covered-table-cell><text:p>A1</text:p></table:covered-table-cell><table:table-cell><text:p>https://img.example.org/2.jpg</text:p></table:table-cell></table:table-row>
END
status 1 'cells merged over rows' img-from-csv m.ods
like "$(cat err)" '1 merged cell spans several rows, the first A2' 'are told'
is "$(mlr --itsv --ojson cut -f catalogNumber <out | grep -c A1)" 1 'what is covered is not there'

# Wherever a sheet is taken.
printf 'name\nUCR0001.jpg\nIMG_1.jpg\n' >photos.tsv
printf 'Barcode\tcollid\tid\nUCR0001\t1\t7\nUCR0002\t1\t8\n' | sheet R | ods r.ods
printf 'file name\tcatalogNumber\nIMG_1.jpg\tUCR0002\n' | sheet N | ods n.ods
img-match -q -r r.ods --names n.ods photos.tsv >out 2>err
is "$(mlr --itsv --onidx cut -f occid <out | tr '\n' ' ')" '7 8 ' \
	'img-match: records and names'

# Hostile ones.
bad() {
	sheet S | ods h.ods
	show h.ods >/dev/null
	like "$rc $(cat err)" "$1" "$2"
}
head='catalogNumber	originalUrl'
bad '^2 .*a cell beyond the last column' 'a cell repeated 2^30 times' <<END
$head
<table:table-row><table:table-cell table:number-columns-repeated="1073741824"><text:p>x</text:p></table:table-cell></table:table-row>
END
bad '^2 .*a row beyond the last' 'a row repeated 2^30 times' <<END
$head
<table:table-row table:number-rows-repeated="1073741824"><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>
END
bad '^2 .*a row that is too large' 'a row of 16384 long cells' <<END
$head
<table:table-row><table:table-cell table:number-columns-repeated="16000"><text:p><text:s text:c="65000"/>x</text:p></table:table-cell></table:table-row>
END
bad '^0 $' 'odd repeats count as one' <<END
$head
<table:table-row table:number-rows-repeated="-1"><table:table-cell table:number-columns-repeated="x"><text:p>x</text:p></table:table-cell><table:table-cell table:number-columns-repeated="0"><text:p>$u/x.jpg</text:p></table:table-cell></table:table-row>
END
printf '<table:table table:name="S"><table:table-row><table:table-cell>' |
	ods cut.ods
show cut.ods >/dev/null
like "$rc $(cat err)" '^2 img-from-csv: cut.ods: line' 'broken XML'
echo '<text:p>no sheet</text:p>' | ods text.ods
show text.ods >/dev/null
is "$rc $(cat err)" '2 img-from-csv: text.ods: no sheets in this OpenDocument file' \
	'a document without sheets'
perl -e 'print "<table:table table:name=\"S\">", "<table:table-row><table:table-cell table:number-columns-repeated=\"100\"><text:p>$_</text:p></table:table-cell></table:table-row>" x 20000,
	"</table:table>"' | ods big.ods
img-from-csv -q -m 1=catalogNumber big.ods >out 2>err
head -c $(($(wc -c <big.ods) / 2)) big.ods >half.ods
show half.ods >/dev/null
ok $((rc != 2)) 'half a file is an error'

# What LibreOffice makes of it, where it is.
if command -v soffice >/dev/null; then
	HOME=$tmp timeout 120 soffice --headless --convert-to csv a.ods \
		>/dev/null 2>&1
	is "$(sed -n 2p a.csv)" "UCR1,$u/1.jpg,a&b" 'LibreOffice sees the same'
else
	skip 'no LibreOffice' 'LibreOffice sees the same'
fi
done_testing
