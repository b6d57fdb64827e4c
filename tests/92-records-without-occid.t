#!/bin/sh
# SPDX-License-Identifier: MIT
# Records that have no occid: a collection's own spreadsheet, another archive.
# shellcheck source=tests/lib.sh disable=SC2086
. "$(dirname "$0")/lib.sh"

tab=$(printf '\t')
u=https://img.example.org
columns() { mlr --itsv --otsv --headerless-tsv-output cut -o -f "$1"; }
command -v mlr >/dev/null || skip_all 'no mlr'

cat >records.csv <<'END'
Barcode;Other Catalog Numbers;occurrenceID;scientificName
UCR0001;;urn:x:1;Abies
UCR0002;"field: 77; JEPS9";;Picea
UCR0003;;;Pinus
UCR0003;;;Larix
UCR0200;;;Taxus
END
{
	echo "name${tab}originalUrl"
	for n in UCR0001 UCR0002_b UCR3 UCR0003 UCR0208 IMG_0042; do
		echo "$n.jpg$tab$u/$n.jpg"
	done
} >photos.tsv
status 0 'no occid' img-match -r records.csv photos.tsv
like "$(cat err)" "records.csv: no column 'occid'.* img-emit-csv .* not img-emit-sql .*img-portal-export" \
	'says what the links are good for'
cp out matched.tsv
columns match,occid,recordCatalogNumber,occurrenceRecordID,candidates,problems \
	<out >got
cat >expected <<END
matched${tab}${tab}UCR0001${tab}urn:x:1${tab}${tab}
matched${tab}${tab}UCR0002${tab}${tab}${tab}
ambiguous${tab}${tab}${tab}${tab}${tab}several-records
ambiguous${tab}${tab}${tab}${tab}${tab}several-records
none${tab}${tab}${tab}${tab}${tab}no-number
none${tab}${tab}${tab}${tab}${tab}camera-name
END
same got expected 'numbers, no occid, no running number, the double one ambiguous'
img-match -q -j4 -r records.csv photos.tsv | cmp -s - matched.tsv
is $? 0 'the same with several threads'
img-match -q -r records.csv matched.tsv | cmp -s - matched.tsv
is $? 0 'what is matched so is settled'
img-match -q --again -r records.csv matched.tsv | cmp -s - matched.tsv
is $? 0 'and matched again is the same'
img-match -q --on otherCatalogNumbers -p '/(JEPS\d+)/' -r records.csv - <<END |
name
JEPS9.jpg
END
	columns match,matchedOn,recordCatalogNumber >got
is "$(cat got)" "matched${tab}otherCatalogNumbers${tab}UCR0002" \
	'by another number'
img-match -q --suggest -r records.csv photos.tsv |
	columns name,suggested | grep -v "$tab\$" >got
is "$(cat got)" "UCR0208.jpg${tab}UCR0200" 'suggestions go by number'

# An occid of the picture's own is none that such records can confirm.
printf 'name\toccid\tcatalogNumber\nUCR0001.jpg\t2\tUCR0001\n' >own.tsv
is "$(img-match -q -r records.csv own.tsv | columns occid,match,problems)" \
	"2${tab}contradictory${tab}identifiers-disagree" \
	'an occid of its own is not looked up by running numbers'

# The sinks.
status 1 'img-emit-csv takes them' \
	img-emit-csv --for media-import -q --rejects rejects.tsv matched.tsv
is "$(cut -d , -f 1-4 out)" "occid,catalogNumber,otherCatalogNumbers,originalUrl
,UCR0001,,$u/UCR0001.jpg
,UCR0002,,$u/UCR0002_b.jpg" 'Extended Data Import, by number'
img-emit-csv --for url-map -q matched.tsv | cut -d , -f 1-3 >got
is "$(sed -n 2p got)" "UCR0001,,$u/UCR0001.jpg" 'URL mapping file'
img-emit-csv --for skeletal -q matched.tsv >got
is "$(sed -n 2p got)" "UCR0001,,$u/UCR0001.jpg" 'skeletal upload'
img-emit-dwca -q -o a.zip matched.tsv 2>err
is "$(unzip -p a.zip '*occurrence*' | sed 1d | cut -f 2)" 'urn:x:1
UCR0002' 'img-emit-dwca, by occurrenceID or number'
img-emit-sql -c 1 -l a --schema 3.4 --rejects rejects.tsv matched.tsv \
	>out 2>err
like "$(cat err)" '6 of 6 rows left out: .*2 no-occid' 'img-emit-sql does not'

# With the portal's records the rows get their occids.
printf 'occid\tcatalogNumber\n41\tUCR0001\n' >portal.tsv
is "$(img-match -q -r portal.tsv matched.tsv | columns match,occid | head -n 1)" \
	"matched${tab}41" 'matched again with occids'

# Mixed rows: the file's columns go by its first picture.
printf 'originalUrl\tmatch\toccid\trecordCatalogNumber\n' >mixed.tsv
printf '%s\n' "$u/a.jpg${tab}matched${tab}7${tab}A1" \
	"$u/b.jpg${tab}matched${tab}${tab}A2" >>mixed.tsv
img-emit-csv --for media-import -q --rejects rejects.tsv mixed.tsv >out 2>err
is "$(head -n 1 out | cut -d , -f 1-2) $(columns reason <rejects.tsv)" \
	'occid,originalUrl no-occid' 'a number among occids is left out, and told'
mlr --tsv tac mixed.tsv >turned.tsv
img-emit-csv --for media-import -q turned.tsv >out 2>err
is "$(cut -d , -f 1-2 out)" 'occid,catalogNumber
,A2
7,' 'an occid among numbers is taken'

# Files of both kinds; ids that are nobody's business; several files.
status 2 'both kinds of files' img-match -r portal.tsv -r records.csv photos.tsv
like "$(cat err)" 'portal.tsv has occids and records.csv has none' 'are told'
printf 'id,catalogNumber,references\n%s\n' 'x1,UCR0001,https://a.example/x1' \
	'x2,UCR0002,https://a.example/x2' >other.csv
status 0 'ids that are no numbers' img-match -r other.csv photos.tsv
is "$(columns match,recordCatalogNumber <out | head -n 1)" \
	"matched${tab}UCR0001" 'are not looked at'
{
	printf 'id\tcatalogNumber\treferences\n'
	printf '%s\tUCR%04d\thttps://a.example/\n' 1 1 2 2 3 3
} >other.tsv
status 0 'in a stream, too' img-match -r other.tsv photos.tsv
is "$(columns match,recordCatalogNumber <out | head -n 1)" \
	"matched${tab}UCR0001" 'in a stream, too: linked'
printf 'catalogNumber\nUCR0208\nUCR0001\n' >more.csv
img-match -q -r records.csv -r more.csv photos.tsv |
	columns match,recordCatalogNumber >got
is "$(sed -n '1p;5p' got)" "ambiguous$tab
matched${tab}UCR0208" 'records of two files are two records'
done_testing
