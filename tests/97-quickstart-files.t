#!/bin/sh
# SPDX-License-Identifier: MIT
# scripts/quickstart with the records that people have, and with the wrong ones.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
command -v sqlite3 >/dev/null || skip_all 'needs sqlite3'
# shellcheck source=tests/sheets.sh
. "$here/sheets.sh"

# pack FILE NAME...: a zip file of them.
pack() {
	perl -MIO::Compress::Zip=:all -e '
		my $to = shift;
		zip([@ARGV] => $to) or die $ZipError' "$@"
}
# ods FILE: the rows of standard input, cells split by TABs.
ods() {
	perl -MIO::Compress::Zip=:all -e '
		my $o = "urn:oasis:names:tc:opendocument:xmlns";
		my $rows = join "", map { chomp; "<table:table-row>" . join("", map
		    { "<table:table-cell office:value-type=\"string\"><text:p>" .
		    "$_</text:p></table:table-cell>" } split /\t/) .
		    "</table:table-row>" } <STDIN>;
		my $zip = IO::Compress::Zip->new($ARGV[0], Name => "mimetype",
		    Method => ZIP_CM_STORE, Minimal => 1);
		$zip->print("application/vnd.oasis.opendocument.spreadsheet");
		$zip->newStream(Name => "content.xml", Minimal => 1);
		$zip->print("<office:document-content " .
		    "xmlns:office=\"$o:office:1.0\" xmlns:table=\"$o:table:1.0\" " .
		    "xmlns:text=\"$o:text:1.0\"><office:body><office:spreadsheet>" .
		    "<table:table table:name=\"S\">$rows</table:table>" .
		    "</office:spreadsheet></office:body></office:document-content>");
		$zip->close' "$1"
}
quickstart() {
	rm -rf results
	"$root/scripts/quickstart" --no-install -o results "$@" >out 2>err
	quickstart_status=$?
	[ $quickstart_status -le 1 ] || sed 's/^/# /' err
	return $quickstart_status
}

mkdir photos
for number in 7101 7102 7103; do
	"$BUILD/draw" seed=$number number=UCR000$number >photos/UCR000$number.jpg
done
printf 'Barcode\tScientific Name\tCollector\n' >sheet.tsv
printf 'UCR000%s\tPoa annua\tMüller\n' 7101 7102 7120 >>sheet.tsv

# Sheets of the collection's own: no occid, so the importer's file.
xlsx sheet.xlsx <sheet.tsv
ods sheet.ods <sheet.tsv
tr '\t' ';' <sheet.tsv >semicolons.csv
tr '\t' , <sheet.tsv | iconv -f UTF-8 -t ISO-8859-1 >latin1.csv
{ printf '\357\273\277' && tr '\t' ';' <sheet.tsv | sed 's/$/\r/'; } >excel.csv
tr '\t' ';' <sheet.tsv | iconv -f UTF-8 -t UTF-16 >utf16.csv
{ printf 'Our list\t\t\n\t\t\n' && cat sheet.tsv; } | tr '\t' , >title.csv
pack sheet.zip sheet.tsv
# A second number in it.
sed '1s/Collector/Accession No./; s/Müller/40001/' sheet.tsv | xlsx two.xlsx
for sheet in sheet.xlsx two.xlsx sheet.ods sheet.tsv semicolons.csv latin1.csv \
	excel.csv utf16.csv '--skip 2 title.csv'; do
	options=${sheet% *}
	[ "$options" != "$sheet" ] || options=
	# shellcheck disable=SC2086 # words
	quickstart $options -u https://img.example.org/a photos "${sheet##* }"
	is $? 0 "$sheet"
	like "$(cat out)" '^2 of 3 photographs are linked' "$sheet: linked"
	is "$(sed 1d results/import.csv | cut -d , -f 1,2,4)" \
		',UCR0007101,https://img.example.org/a/UCR0007101.jpg
,UCR0007102,https://img.example.org/a/UCR0007102.jpg' \
		"$sheet: the file for the importer"
	ok "$([ ! -e results/load.sql ]; echo $?)" "$sheet: and no SQL"
done
is "$(sed -n '/^== What next/{n;n;p;}' out)" \
	"Look at this page first, open it in a browser: $tmp/results/page.html" \
	'the closing words begin with the page'
ok "$([ -s results/page.html ]; echo $?)" 'which is there'
like "$(cat out)" 'type "Media Field Map"' 'and say what to choose'
like "$(cat out)" 'box for new blank records unticked' 'and what not'

# With the portal's keys: SQL.
url='https://portal.example.org/collections/individual/index.php?occid='
printf 'id,catalogNumber,scientificName,recordID,references\n' >occurrences.csv
printf '%s,UCR000%s,Poa,r%s,%s%s\n' 41 7101 1 "$url" 41 42 7102 2 "$url" 42 \
	>>occurrences.csv
pack download.zip occurrences.csv
cat >meta.xml <<'END'
<archive xmlns="http://rs.tdwg.org/dwc/text/"><core fieldsTerminatedBy=","
 linesTerminatedBy="\n" fieldsEnclosedBy="&quot;" ignoreHeaderLines="1"
 rowType="http://rs.tdwg.org/dwc/terms/Occurrence">
 <files><location>occurrences.csv</location></files><id index="0"/>
 <field index="1" term="http://rs.tdwg.org/dwc/terms/catalogNumber"/>
 <field index="3" term="https://symbiota.org/terms/recordID"/>
 <field index="4" term="http://purl.org/dc/terms/references"/></core></archive>
END
pack archive.zip meta.xml occurrences.csv
mkdir folder && cp meta.xml occurrences.csv folder
printf 'occid\tcollid\tcatalogNumber\n41\t1\tUCR0007101\n42\t1\tUCR0007102\n' \
	>with-occid.tsv
mkdir portal && cp with-occid.tsv portal/occurrences.tsv
for records in download.zip archive.zip folder with-occid.tsv portal; do
	quickstart photos $records
	is $? 0 "$records"
	like "$(cat out)" '^2 of 3 photographs are linked' "$records: linked"
	is "$(sqlite3 results/portal.sqlite 'SELECT occid FROM media' |
		tr '\n' ' ')" '41 42 ' "$records: by the portal's keys"
done
like "$(cat out)" '^No access.*web importer' 'the form is named beside the SQL'
like "$(cat out)" 'are made up: say with -u' 'and that the addresses are made up'

# An archive of somebody else's numbers has no keys.
sed 's/,r[12],.*/,,/; 1s/recordID,references/a,b/' occurrences.csv >other.csv
pack gbif.zip other.csv
quickstart photos gbif.zip
is $? 0 'an archive without keys'
ok "$([ -s results/import.csv ] && [ ! -e results/load.sql ]; echo $?)" \
	'ends in the file for the importer'

# Nothing matched: why, with examples of both sides.
# none RECORDS PATTERN NAME
none() {
	quickstart photos "$1"
	is $? 0 "$3"
	like "$(cat out)" 'File names, for example: *UCR0007101.jpg, UCR0007102.jpg' \
		"$3: the names"
	like "$(cat out)" "$2" "$3: why"
	ok "$([ ! -e results/load.sql ] && [ ! -e results/import.csv ] &&
		[ -s results/page.html ]; echo $?)" "$3: a page, and nothing to load"
}
printf 'catalogNumber\n7101\n7102\n' >digits.csv
none digits.csv 'one to the other: -p .*UCR(.d+)' 'the same digits, no letters'
like "$(cat out)" 'Numbers of records, for example: *7101, 7102' 'the numbers'
quickstart -p '/^UCR(\d+)/i' photos digits.csv
like "$(cat out)" '^2 of 3 photographs are linked' 'what it advises links them'
printf 'catalogNumber\nNY0007101\n' >letters.csv
none letters.csv "but the letters before them" 'the same digits, other letters'
printf 'catalogNumber\nUCR-0007101\nUCR-0007102\n' >hyphens.csv
none hyphens.csv "one to the other: .* --with 'UCR-'" 'a hyphen that the names lack'
quickstart -p '/(\d+)/' --replace '/^/' --with 'UCR-' photos hyphens.csv
like "$(cat out)" '^2 of 3 photographs are linked' 'what it advises links them'
printf 'catalogNumber\nNY01\nNY02\n' >nothing.csv
none nothing.csv 'No number of the records is in the names' 'other numbers'
# Some linked, some with a blank or a hyphen, or among other words: what links
# each of them is said, and does.
mkdir mixed
cp photos/UCR0007101.jpg mixed
cp photos/UCR0007102.jpg 'mixed/UCR 0007102.jpg'
cp photos/UCR0007103.jpg mixed/ucr-0007103.jpg
printf 'A list\t\t\nas of\t2026-05-04\t\nNo.\tBarcode Nr. \tTaxon\n' >mixed.tsv
printf '%s\tUCR000710%s\tPoa\n' 1 1 2 2 3 3 >>mixed.tsv
xlsx mixed.xlsx <mixed.tsv
status 0 'a workbook with titles, and a heading with Nr.' quickstart mixed mixed.xlsx
like "$(cat out)" '^1 of 3 photographs .* linked' 'one is linked as it is'
like "$(sed 's/<[^>]*>//g' results/page.html)" '^1 of 3 pictures' 'on the page, too'
like "$(cat out)" 'UCR 0007102.jpg and UCR0007102. This links them, too' \
	'a blank that the records have not'
sed -n 's/^  \(img-match .*--replace.*matched.tsv\) >more.tsv$/\1/p' out >again.sh
is "$(cd results && sh ../again.sh | fields recordCatalogNumber | tr '\n' ' ')" \
	'UCR0007102 UCR0007101 UCR0007103 ' 'and does, each to its own'
status 2 'what is wrong with a workbook is said' quickstart mixed "$(
	printf 'List\t\t\nPoa\tpratensis\t\n' | xlsx none.xlsx && echo none.xlsx)"
like "$(cat err)" 'a title, it seems: --skip N' 'with the way out'
is "$(grep -c 'not an archive' err)" 0 'and it is no archive'

printf 'catalogNumber,scientificName\n,Poa\n' >blank.csv
none blank.csv 'records have no number in catalogNumber' 'no numbers at all'
printf 'catalogNumber\nUCR0007101\nUCR0007101\n' >twice.csv
none twice.csv 'Several records have the same number' 'every number twice'
mkdir camera && cp photos/UCR0007101.jpg camera/IMG_0042.JPG
quickstart camera sheet.tsv
like "$(cat out)" 'give it to img-match with --names' 'a camera called them'

# Some are linked: what would link more is said, and does.
cp photos/UCR0007101.jpg photos/box_JEPS42_sheet.jpg
cp photos/UCR0007102.jpg photos/NY_00007103.jpg
printf 'catalogNumber\nUCR0007101\nJEPS42\n7103\n' >mixed.csv
quickstart photos mixed.csv
like "$(cat out)" '^1 of 5 photographs are linked' 'a part is linked'
like "$(cat out)" 'The names of 1 hold the number of a record among other words' \
	'a number among other words has a second look'
like "$(cat out)" 'differ: NY_00007103.jpg and 7103' 'other letters have one'
sed -n 's/^  \(img-match .*\) >more.tsv$/\1/p' out >advice
is "$(wc -l <advice)" 2 'each as a command'
cp results/matched.tsv more.tsv
while read -r line; do
	line="${line% matched.tsv} more.tsv"
	eval "$line" >next.tsv 2>err || cat err
	mv next.tsv more.tsv
done <advice
is "$(fields match <more.tsv | sort | tr '\n' ' ')" \
	'matched matched matched none none ' 'which link them, and keep the others'
rm photos/box_JEPS42_sheet.jpg photos/NY_00007103.jpg

# The wrong files.
# wrong PATTERN NAME ARGUMENT...
wrong() {
	wrong_pattern=$1 wrong_name=$2
	shift 2
	status 2 "$wrong_name" "$root/scripts/quickstart" --no-install -o results "$@"
	like "$(cat err)" "$wrong_pattern" "$wrong_name: is said"
}
pack pictures.zip photos/UCR0007101.jpg
wrong 'a picture, not a sheet' 'a picture as records' photos \
	photos/UCR0007101.jpg
wrong 'no Darwin Core Archive' 'a zip of pictures as records' photos \
	pictures.zip
wrong 'unpack it, and give the folder' 'a zip of photographs' pictures.zip \
	sheet.tsv
wrong 'comes first, then the records' 'the two the wrong way round' sheet.tsv \
	photos
wrong 'give the folder that it is in' 'one photograph' \
	photos/UCR0007101.jpg sheet.tsv
mkdir empty
wrong 'no pictures in this folder' 'a folder without pictures' empty sheet.tsv
printf '\320\317\021\340\241\261\032\341' >old.xls
wrong 'save it as .xlsx or CSV' 'an old workbook' photos old.xls

# Records whose occid is never filled, in a sheet and as the stream of an archive.
printf 'name\nUCR0007101.jpg\n' >photos.tsv
for records in 'occid,catalogNumber\n,UCR0007101\n' \
	'occid\tcatalogNumber\n\tUCR0007101\n'; do
	# shellcheck disable=SC2059 # with escapes
	printf "$records" >blank-occid.csv
	status 0 'an empty column occid' img-match -r blank-occid.csv photos.tsv
	like "$(cat err)" "no column 'occid'.*empty in every row" 'is said'
	is "$(tail -n 1 out | cut -f 2-4)" '	matched	UCR0007101' \
		'and linked by number'
done
printf 'occid\tid\tcatalogNumber\trecordID\n\t7\tUCR0007101\tr\n' >blank-occid.tsv
status 0 'an empty column occid beside the id' img-match -r blank-occid.tsv photos.tsv
is "$(tail -n 1 out | cut -f 2-3)" '7	matched' 'is passed over'
done_testing
