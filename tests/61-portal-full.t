#!/bin/sh
# img-portal-export: whole records, all collections, two exports at once.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

command -v sqlite3 >/dev/null || skip_all 'needs sqlite3'
"$here/portal/ddl" 3.4 sqlite | sqlite3 -bail s.db
sqlite3 -bail s.db <<'SQL'
INSERT INTO omoccurrences(occid, collid, catalogNumber, sciname, county,
	recordID, recordedBy, recordSecurity, dbpk, observerUid, institutionCode)
VALUES
	(1, 1, 'A1', 'Quercus alba', 'a' || char(10) || 'b', 'r1', 'X "y", Z',
		0, NULL, NULL, NULL),
	(2, 1, 'A2', NULL, NULL, 'r2', NULL, 5, NULL, NULL, NULL),
	(3, 1, 'A3', NULL, 'c\d', NULL, NULL, NULL, 'own 3', NULL, NULL),
	(4, 1, 'A4', NULL, 'c\"', 'r4', NULL, 0, NULL, NULL, NULL),
	(5, 1, NULL, NULL, NULL, 'r5', NULL, 0, NULL, NULL, NULL),
	(6, 1, 'A6', NULL, NULL, 'r6', NULL, 0, NULL, NULL, NULL),
	(7, 1, 'a6', NULL, NULL, 'r7', NULL, 0, NULL, NULL, NULL),
	(8, 1, 'A8', NULL, NULL, 'r8', NULL, 0, NULL, NULL, 'OTHER'),
	(9, 1, ' A9', NULL, NULL, 'r9', NULL, 0, NULL, NULL, NULL),
	(10, 2, 'A1', 'Acer', NULL, 'r10', NULL, 0, 'key 10', NULL, NULL),
	(11, 2, 'B1', 'Acer', NULL, 'r11', NULL, 0, NULL, NULL, NULL);
INSERT INTO media(occid, originalUrl) VALUES
	(1, 'https://img.example.org/1.jpg'), (10, 'https://img.example.org/10.jpg');
SQL

# values NAME FILE: of a column, in a line.
values() { column "$2" "$1" | paste -s -d , -; }

status 0 'whole records' img-portal-export -c 1 -o live --full --sqlite s.db
like "$(cat err)" 'live/full: 1 record left out: protected' \
	'protected ones are left out'
like "$(cat err)" '3 records left out: an import would not find them' \
	'and those without a number of their own'
like "$(cat err)" '1 record left out: an import would empty a column' \
	'those with what no archive can bring'
like "$(cat err)" '2 records left out: an import would change a value' \
	'and those that an import would change'
status 0 'they are an archive' img-from-dwca --occurrences live/full
is "$(values catalogNumber out)" 'A1,A3' 'of the records'
is "$(values coreid out)" 'r1,3' 'by an id that is no key of the portal'
is "$(values county out)" 'a\nb,c\\d' 'line breaks and backslashes are kept'
is "$(values recordedBy out)" 'X "y", Z,' 'quotes too'
is "$(values scientificName out)" 'Quercus alba,' 'names have their usual term'
if command -v xmllint >/dev/null; then
	status 0 'meta.xml is XML' xmllint --noout live/full/meta.xml
else
	skip 'no xmllint' 'meta.xml is XML'
fi
status 0 'protected ones on request' img-portal-export -q -c 1 -o live --full \
	--include-protected --sqlite s.db
is "$(cat err)" '' '-q says nothing'
is "$(grep -c A2 live/full/occurrences.csv)" 0 \
	'not those that an import would lock'
sqlite3 s.db "UPDATE omoccurrences SET securityReason = 'rare' WHERE occid = 2"
img-portal-export -q -c 1 -o live --full --include-protected --sqlite s.db
is "$(grep -c A2 live/full/occurrences.csv)" 1 'those with a reason'
status 0 'a Snapshot' img-portal-export -c 2 -o snapshot --full --sqlite s.db
img-from-dwca -q --occurrences snapshot/full >out
is "$(values coreid out)" 'key 10' 'has its own keys as ids'
for wrong in '-c 1,2 --full' '-c 1 -c 2 --full' '-c all --full' \
	'-c 1 --include-protected' '-c all,1' '-c 1,all'; do
	# shellcheck disable=SC2086 # several words
	status 2 "$wrong" img-portal-export $wrong -o none --sqlite s.db
done

status 0 'all collections' img-portal-export -c all -o all --sqlite s.db
is "$(values collid all/occurrences.tsv | tr ',' '\n' | sort | uniq -c |
	tr -s ' \n' ' ')" ' 9 1 2 2 ' 'have their records'
is "$(values collid all/media.tsv)" '1,2' 'media say whose they are'
is "$(values recordSecurity all/media.tsv)" '0,0' 'and if that is protected'
is "$(values recordSecurity all/occurrences.tsv)" '0,5,,0,0,0,0,0,0,0,0' \
	'records say if they are protected'
is "$(values scientificName all/occurrences.tsv)" \
	'Quercus alba,,,,,,,,,Acer,Acer' 'and what they are'

mkdir busy
if command -v flock >/dev/null; then
	status 2 'a second export into one folder' flock busy \
		img-portal-export -c 1 -o busy --sqlite s.db
	like "$(cat err)" 'busy: another img-portal-export' 'is told so'
	is "$(ls -A busy)" '' 'and writes nothing'
	status 0 'afterwards it may' img-portal-export -c 1 -o busy --sqlite s.db
	is "$(ls -A busy)" 'media.tsv
occurrences.tsv
schema.tsv' 'and leaves no lock'
else
	skip 'no flock' 'a second export into one folder'
fi
# Without flock(1) there is a folder as a lock.
mkdir bin old
for program in awk cat cp dirname head kill mkdir mktemp mv printf rm sed sort \
	sqlite3 tr uniq wc; do
	ln -s "$(command -v $program)" bin/
done
mkdir old/.img-portal-export.lock
echo $$ >old/.img-portal-export.lock/pid
status 2 'another lock' env PATH="$tmp/bin" "$BUILD/bin/img-portal-export" \
	-c 1 -o old --sqlite s.db
sh -c 'echo $$ >old/.img-portal-export.lock/pid'
status 0 'that of a dead process' env PATH="$tmp/bin" \
	"$BUILD/bin/img-portal-export" -c 1 -o old --sqlite s.db
is "$(ls -A old)" 'media.tsv
occurrences.tsv
schema.tsv' 'is taken over, and removed'

escape=$(printf '\033')
for option in "--x${escape}[31m" "-c1$escape" "x$escape" "--y$escape=1"; do
	status 2 'an escape sequence' img-portal-export "$option"
	is "$(grep -c "$escape" err)" 0 'is not sent to the terminal'
	like "$(cat err)" '\\x1B' 'but shown'
done

# Records of observers: an import would take them away.
is "$(head -n 1 live/occurrences.tsv | tr '\t' '\n' | grep -c observerUid)" 0 \
	'nobody has an observer: no column'
sqlite3 s.db "UPDATE omoccurrences SET observerUid = 7 WHERE occid = 1;
	INSERT INTO omoccuridentifiers(occid, identifierName, identifierValue,
		modifiedUid) VALUES (1, 'field', 'F-1', 7)"
status 0 'one has' img-portal-export -q -c 1 -o observed --sqlite s.db
is "$(values observerUid observed/occurrences.tsv | cut -d , -f 1-3)" 7,, \
	'its value, not of the rows of its other numbers'
status 0 'it can be read' img-match -q -r observed/occurrences.tsv - <<END
originalUrl	catalogNumber
https://img.example.org/1.jpg	A1
END
done_testing
