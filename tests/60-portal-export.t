#!/bin/sh
# img-portal-export on portals in MariaDB (schema 3.4, 3.1) and SQLite.
. "$(dirname "$0")/lib.sh"
. "$here/mariadb.sh"

# rows VERSION: records with everything that hurts; the two backslashes are
# one where backslashes escape.
rows() {
	case $1 in
	3.1) media=images creator=photographer ;;
	*) media=media creator=creator ;;
	esac
	cat <<SQL
INSERT INTO omoccurrences(occid, collid, catalogNumber, otherCatalogNumbers,
	occurrenceID, recordID) VALUES
	(7, 1, 'UCR0000007', NULL, 'urn:catalog:7', 'r-7'),
	(5, 1, 'NULL', '', NULL, 'r-5'),
	(6, 1, X'61095C740A0D62', 'a: 1; b: 2', NULL, NULL),
	(8, 1, '  0012 ', 'quote '' and " and ; -- x', NULL, 'r-8'),
	(9, 2, 'UCR0000007', NULL, NULL, 'r-9'),
	(10, 1, X'4100420043', NULL, NULL, 'r-10'),
	(11, 1, X'C3A5CC8A', X'E5AD97', NULL, 'r-11'),
	(123456, 1, NULL, NULL, NULL, 'r-123456');
INSERT INTO omoccuridentifiers(occid, identifierValue, identifierName,
	modifiedUid) VALUES
	(6, 'Z9', 'barcode', 1), (6, 'A1', 'accession', 1),
	(6, X'41095C09', '', 1), (9, 'other', '', 1), (123456, 'NULL', 'x', 1);
INSERT INTO $media(occid, originalUrl, url, $creator, caption, sortOccurrence,
	recordID, initialTimestamp) VALUES
	(7, 'https://img.example.org/7.jpg', NULL, 'A. Curator', 'NULL', 1,
		'm-1', '2026-05-04 10:00:00'),
	(9, 'https://img.example.org/9.jpg', NULL, NULL, NULL, 5, 'm-2',
		'2026-05-04 10:00:00'),
	(5, NULL, '/imglib/5.jpg', NULL, X'630A645C', NULL, NULL,
		'2026-05-04 23:59:59');
SQL
}

# A stream's columns in the order asked for: cells COLUMN... <FILE
cells() {
	awk -F '\t' -v names="$*" '
		NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i
			n = split(names, name, " ") }
		{ for (i = 1; i <= n; i++)
			printf "%s%s", $at[name[i]], i < n ? "\t" : "\n" }'
}

# What every schema and database must give alike, by name of the files in $1.
same_everywhere() {
	same "$1/occurrences.tsv" "$golden/img-portal-export/occurrences.tsv" \
		"$1: occurrences.tsv"
	cells mediaID occid originalUrl url creator caption sortOccurrence \
		recordID initialTimestamp <"$1/media.tsv" >media
	same media "$golden/img-portal-export/media.tsv" "$1: media.tsv"
	is "$(awk -F '\t' 'NR > 1 && NF != 10' "$1/schema.tsv")" '' \
		"$1: schema.tsv has ten columns everywhere"
	is "$(ls "$1")" "media.tsv
occurrences.tsv
schema.tsv" "$1: nothing else is there"
}

# schema FILE TABLE COLUMN: its row, without the names
schema() {
	awk -F '\t' -v t="$2" -v c="$3" \
		'$1 == t && tolower($2) == tolower(c)' "$1/schema.tsv" |
		cut -f 3-
}

command -v sqlite3 >/dev/null || skip_all 'needs sqlite3'
"$here/portal/ddl" 3.4 sqlite | sqlite3 -bail s.db
rows 3.4 | sed "s/X'/CAST(X'/g; s/\(CAST(X'[0-9A-F]*'\)/\1 AS TEXT)/g" |
	sqlite3 -bail s.db
status 0 'SQLite' img-portal-export -c 1 -o sqlite --sqlite s.db
# The client of SQLite cannot print what follows a NUL.
sed -i 's/^\(10	1	A\)\(\xef\xbf\xbd\)	/\1\2B\2C	/' \
	sqlite/occurrences.tsv
same_everywhere sqlite
is "$(schema sqlite media originalUrl)" \
	'varchar	255	utf8mb4		yes			' \
	'sqlite: a column in schema.tsv'
is "$(schema sqlite imagetag mediaID)" \
	'int				no	media.mediaID	CASCADE	' \
	'sqlite: a foreign key in schema.tsv'

status 0 'the same again' img-portal-export --collid=1 --output=again \
	--sqlite s.db -v
like "$(cat err)" 'again: schema 3.4, 7 records, 4 further identifiers, 2 pictures' \
	'-v says what there was'
ok "$(cmp -s again/media.tsv sqlite/media.tsv; echo $?)" 'gives the same'
status 0 'two collections' img-portal-export -c1,2 -o two --sqlite s.db
is "$(cut -f 1 two/occurrences.tsv | sort -n | uniq | wc -l)" 9 \
	'have all their records'
is "$(schema two omcollections institutionCode | cut -f 8 | tr '\n' ' ')" \
	'UCR XYZ ' 'and both rows of omcollections'
# A folder of any name.
for name in 'a b' 'back\test' '-dash' "quote'\"" 'a=b'; do
	status 0 "a folder $name" img-portal-export -c 1 -o "$name" --sqlite s.db
	ok "$(cmp -s "./$name/media.tsv" sqlite/media.tsv; echo $?)" \
		"what is in $name"
done
status 2 'a collection that is not there' img-portal-export -c 1 -c 99 \
	-o none --sqlite s.db
is "$(ls none)" '' 'leaves nothing'
status 2 'no database' img-portal-export -c 1 -o none --sqlite no.db
echo 'this is no database' >no.db
status 2 'not a database' img-portal-export -c 1 -o none --sqlite no.db
status 2 'an empty database' img-portal-export -c 1 -o none \
	--sqlite /dev/null
sqlite3 s.db "INSERT INTO omoccurrences(collid, catalogNumber)
	VALUES (1, CAST(X'41FF42' AS TEXT))"
status 2 'invalid UTF-8' img-portal-export -c 1 -o sqlite --sqlite s.db
like "$(cat err)" 'not valid UTF-8.* occid 123457$' 'is called so'
same_everywhere sqlite
status 2 'a number that is none' img-portal-export -c 1,x --sqlite s.db
status 2 'no number' img-portal-export --sqlite s.db
status 2 'no argument' img-portal-export -c
status 2 'two sources' img-portal-export -c1 --sqlite s.db -- x
"$here/portal/ddl" 3.3 sqlite | sqlite3 -bail half.db
sqlite3 half.db "INSERT INTO schemaversion(versionnumber) VALUES ('3.4')"
status 2 'a version ahead of its tables' img-portal-export -c1 -o none \
	--sqlite half.db
like "$(cat err)" "half-patched.*'3.4'.*3.3" 'is called half-patched'
"$here/portal/ddl" 3.1 sqlite | sqlite3 -bail half31.db
sqlite3 half31.db 'CREATE TABLE mediametadata(mediaID INTEGER)'
status 2 'images beside mediametadata' img-portal-export -c1 -o none \
	--sqlite half31.db
is "$(ls none)" '' 'all of them leave nothing'

if mariadb_start; then
	for version in 3.4 3.1; do
		db=portal${version#3.}
		mariadb_portal "$db" $version
		rows $version | sql "$db"
		status 0 "MariaDB, $version" img-portal-export -c 1 \
			-o $version -- "$db_reader" "$db"
		same_everywhere $version
	done
	is "$(head -n 1 3.1/media.tsv)" "$(head -n 1 3.4/media.tsv |
		sed 's/	mediaType//')" '3.1: columns under the names of 3.4'
	is "$(schema 3.4 media originalUrl)" \
		'varchar	255	utf8mb3	utf8mb3_general_ci	yes			' \
		'3.4: a column in schema.tsv'
	is "$(schema 3.4 media occid)" \
		'int				yes	omoccurrences.occid	RESTRICT	' \
		'3.4: a foreign key'
	is "$(schema 3.4 imagetag keyValue | cut -f 6,7)" \
		'imagetagkey.tagkey	NO ACTION' '3.4: another'
	is "$(schema 3.4 tmattributes mediaID | cut -f 6,7)" \
		'media.mediaID	SET NULL' '3.4: a table that refers to media'
	is "$(schema 3.4 omoccurcomments occid | cut -f 6,7)" \
		'omoccurrences.occid	CASCADE' '3.4: and one to the records'
	is "$(schema 3.1 images photographer | cut -f 2)" 100 '3.1: images'
	is "$(schema 3.1 schemaversion versionnumber | cut -f 8)" 3.1 \
		'3.1: the version'
	is "$(schema 3.4 omcollections collectionName | cut -f 8)" \
		'Example Herbarium' '3.4: the value of the collection'

	sql portal4 <<'SQL'
ALTER TABLE media MODIFY originalUrl varchar(500) CHARACTER SET utf8mb4;
UPDATE media SET originalUrl = CONCAT('https://img.example.org/',
	_utf8mb4 X'F09F8CB5') WHERE mediaID = 1;
SET GLOBAL sql_mode = 'NO_BACKSLASH_ESCAPES,ANSI_QUOTES';
SQL
	TZ=America/Lima status 0 'another sql_mode and time zone' \
		img-portal-export -c 1 -o wide -- "$db_user" portal4
	same wide/occurrences.tsv "$golden/img-portal-export/occurrences.tsv" \
		'do not matter'
	is "$(schema wide media originalUrl | cut -f 2,3)" '500	utf8mb4' \
		'a widened column is told'
	is "$(cells originalUrl <wide/media.tsv | sed -n 2p)" \
		"https://img.example.org/$(printf '\360\237\214\265')" \
		'four-byte characters'
	status 2 'a wrong password' img-portal-export -c 1 -o none -- \
		"$db_user" --password=wrongsecret portal4
	like "$(cat err)" 'Access denied' 'is called so'
	is "$(grep -c secret err)" 0 'and never printed'
	status 2 'no database named' img-portal-export -c 1 -o none -- \
		"$db_user"
	status 2 'a database that is none' img-portal-export -c 1 -o none -- \
		"$db_user" --force nowhere
	sql portal4 <<'SQL'
RENAME TABLE omoccuridentifiers TO gone;
SQL
	status 2 'a failing statement, with --force' img-portal-export -c 1 \
		-o 3.4 -- "$db_root" --force portal4
	same_everywhere 3.4
	is "$(ls none)" '' 'nothing is left behind'
else
	skip 'needs mariadb-server' 'MariaDB'
fi
done_testing
