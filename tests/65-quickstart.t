#!/bin/sh
# scripts/quickstart, and what it is made of: make-sample, make-portal.
. "$(dirname "$0")/lib.sh"
command -v sqlite3 >/dev/null || skip_all 'needs sqlite3'
scripts=$root/scripts

# The sample collection.
status 0 'make-sample' "$scripts/make-sample" "one collection"
"$scripts/make-sample" another
ok "$(diff -r 'one collection' another >&2; echo $?)" 'is always the same'
status 2 'make-sample, where there is one' "$scripts/make-sample" another
status 2 'make-sample without a folder' "$scripts/make-sample"
big=$(find another/photos -size +8388607c | sed 's/.*\///')
is "$big" UCR0001006.jpg 'one picture is larger than 8 MB'

# From another directory, into a path with blanks.
status 0 'quickstart' "$scripts/quickstart" --no-install -o "the results"
is "$(cat err)" \
	'img-emit-sql: 6 of 19 rows left out: 2 bad, 1 needs-derive, 1 ambiguous, 2 none' \
	'says what was left out'
cp out first
like "$(cat out)" '^13 of 19 photographs are linked' 'and how many are linked'
like "$(cat out)" 'a second time has changed nothing' 'and that it is repeatable'
like "$(cat out)" "in a browser: .*/page.html$" 'and where the page is'
ok "$([ -s 'the results/page.html' ]; echo $?)" 'which is there'
like "$(cat out)" 'UCR0001011.jpg  *-  *NOT linked: several records' \
	'and why one is not'
like "$(cat out)" '^  camera-name\|^  no-number ' 'and explains a code'
portal() { sqlite3 -init /dev/null -batch 'the results/portal.sqlite' "$1"; }
is "$(portal 'SELECT count(*) FROM media')" 13 'the portal has them'
is "$(portal "SELECT o.catalogNumber FROM media m JOIN omoccurrences o
	ON o.occid = m.occid WHERE m.originalUrl LIKE '%JEPS81290.jpg'")" \
	UCR0001012 'one by its other number'
is "$(portal "SELECT mediaType, imageType, mediaMD5 IS NOT NULL, sortOccurrence
	FROM media WHERE occid = 1")" \
	"image|specimen|1|1
image|specimen|1|2" 'as the portal wants them'
portal .dump >loaded
(cd 'the results' && sqlite3 portal.sqlite <load.sql) >out 2>err
portal .dump >again
same again loaded 'a third load changes nothing'
(cd 'the results' && img-emit-sql -c 1 -l quickstart -P portal \
	--dialect sqlite --undo matched.tsv | sqlite3 portal.sqlite) >out 2>err
is "$(portal 'SELECT count(*) FROM media')" 0 'the batch can be taken back'
status 0 'quickstart, the second time' "$scripts/quickstart" --no-install \
	-o "the results"
same out first 'says the same'

# One's own files, which are only read.
mkdir own 'own/my photos'
"$BUILD/draw" number=X1 >"own/my photos/ABC-0001.jpg"
"$BUILD/draw" number=X2 seed=2 >"own/my photos/it's me.jpg"
printf '\357\273\277Barcode;Scientific Name;occurrenceID\r\nABC-0001;Poa;g\r\nABC-0002;"Poa; x";g\r\n' \
	>'own/my records.csv'
find own -type f -exec cksum {} + >before
find own -ls >listed
chmod -R a-w own
status 0 'quickstart with own files' "$scripts/quickstart" --no-install \
	-o results -u https://img.example.org/abc 'own/my photos' \
	'own/my records.csv'
chmod -R u+w own
like "$(cat out)" '^1 of 2 photographs are linked' 'links what can be'
is "$(head -n 2 results/import.csv | cut -d , -f 1,2,4)" \
	'occid,catalogNumber,originalUrl
,ABC-0001,https://img.example.org/abc/ABC-0001.jpg' 'into the file of the importer'
find own -type f -exec cksum {} + >after
ok "$(cmp -s before after; echo $?)" 'the files are as they were'
find own -ls >listed_after
same listed_after listed 'and so is the folder'
status 2 'a folder that is somebody else' "$scripts/quickstart" --no-install \
	-o own 'own/my photos' 'own/my records.csv'
like "$(cat err)" 'holds something else' 'is not written to'
status 2 'photographs among the results' "$scripts/quickstart" --no-install \
	-o 'the results' 'the results/sample/photos' 'own/my records.csv'
ok "$([ -e 'the results/sample/photos/box12/UCR0001002.jpg' ]; echo $?)" \
	'they are still there'
status 2 'photographs without records' "$scripts/quickstart" --no-install own
status 2 'no such folder' "$scripts/quickstart" --no-install nowhere own
status 2 'no such option' "$scripts/quickstart" --no-such
printf 'name,place\na,b\n' >no-numbers.csv
status 2 'records without numbers' "$scripts/quickstart" --no-install \
	-o results 'own/my photos' no-numbers.csv
like "$(cat err)" 'no column.*there are: name, place' 'lists the columns'

# Records of all kinds.
make_portal() {
	# shellcheck disable=SC2059 # escapes for printf
	printf "$1" >records
	"$scripts/make-portal" records p.sqlite >out 2>err &&
		sqlite3 p.sqlite "SELECT occid, coalesce(catalogNumber, '-'),
			coalesce(otherCatalogNumbers, '-'),
			coalesce(occurrenceID, '-') FROM omoccurrences" |
		tr '\n' ' '
}
is "$(make_portal 'id\tcatalogNumber\n7\t007\n3\t 1e5 \n')" \
	'3|1e5|-|- 7|007|-|- ' 'tabs; numbers stay text; the keys are kept'
is "$(make_portal 'occid\tid\tcatalogNumber\n\t7\tA1\n')" '7|A1|-|- ' \
	'the key is where it is filled'
is "$(make_portal 'id,dwc:catalogNumber\n7,a\n7,b\n')" \
	'1|a|-|- 2|b|-|- ' 'keys that repeat are not keys'
is "$(make_portal 'catalogNumber,occurrenceID\na,g\nb,G\nc,h\n')" \
	'1|a|-|g 2|b|-|- 3|c|-|h ' 'an identifier that repeats is kept once'
is "$(make_portal 'catalogNumber,otherCatalogNumbers\n"a ""b"", c","x\ny"\n')" \
	'1|a "b", c|x y|- ' 'quotes'
is "$(make_portal 'catalogNumber\nabcdefghijklmnopqrstuvwxyz0123456789\nb\n')" \
	'2|b|-|- ' 'a number that no portal holds is left out'
like "$(cat out)" '1 record left out' 'and counted'
is "$(make_portal 'catalogNumber,sciname\n\304\3001,Carex f\374rcata\n')" \
	'1|ÄÀ1|-|- ' 'Windows-1252'
is "$(make_portal '\377\376c\0a\0t\0a\0l\0o\0g\0N\0u\0m\0b\0e\0r\0\n\0A\0001\0\n\0')" \
	'1|A1|-|- ' 'UTF-16'
done_testing
