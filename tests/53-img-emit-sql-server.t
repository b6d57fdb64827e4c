#!/bin/sh
# img-emit-sql's script for MariaDB on servers of all kinds, on connections
# that end, and beside other work.
. "$(dirname "$0")/lib.sh"
. "$here/mariadb.sh"
. "$here/emit-sql.sh"
mariadb_start || skip_all 'needs mariadb-server'
use_mariadb
batch_a >a.tsv

# The server's own mode does not matter.
for mode in "''" "'NO_BACKSLASH_ESCAPES,ANSI_QUOTES'" "'ORACLE'"; do
	echo "SET GLOBAL sql_mode = $mode" | sql
	portal 3.4
	export_portal
	hostile "sql_mode $mode" 3.4
	echo "SET GLOBAL sql_mode = DEFAULT" | sql
done

# Other character sets and collations: é and a number that is not ASCII.
foreign() {
	portal 3.4 "$1" "$2"
	export_portal
	printf 'originalUrl\tname\tcaption\tverdict\tmatch\tcatalogNumber\toccid\n' >f.tsv
	printf "$u/%s\t%s\t%s\tok\t%s\t%s\t%s\n" \
		f1 é.jpg "it's é" none É1 '' f2 e.jpg ee none É1 '' \
		f3 x.jpg "$3" matched '' 1 f4 ascii.jpg x none N9 '' >>f.tsv
	dump before
	emit -l f -P portal --create --user 1,ada f.tsv >f.sql
	emit -l f -P portal --create --user 1,ada --undo f.tsv >undo.sql
	status 0 "$2: create and load" apply f.sql
	like "$(report)" 'inserted=4;.*created=2' "$2: report"
	is "$(query "SELECT HEX(CONVERT(caption USING utf8mb4)) FROM media
		WHERE originalUrl LIKE '%/f3'")" \
		"$(printf %s "$3" | od -An -tx1 | tr -d ' \n' | tr a-f A-F)" \
		"$2: a caption as it was"
	dump loaded
	apply f.sql >out
	dump after
	same after loaded "$2: loading twice changes nothing"
	apply undo.sql >out
	unchanged "$2: undo"
}
foreign utf8mb4 utf8mb4_unicode_ci 'é 😀 字'
foreign latin1 latin1_swedish_ci 'é € “x”'
printf "%s/f9\tx\t字\tok\tmatched\t\t1\n" "$u" >>f.tsv
emit -l f -P portal f.tsv --rejects left.tsv >out 2>err
is "$(awk -F '\t' 'END { print $(NF - 1), $NF }' left.tsv)" 'charset caption' \
	'latin1: what does not fit is left out'

# A column that the portal has widened, one that it has narrowed.
portal 3.4
query 'ALTER TABLE media MODIFY caption varchar(200), MODIFY notes varchar(5)'
export_portal
printf 'originalUrl\toccid\tcaption\tnotes\n%s\t1\t%0200d\t\n%s\t1\t\t123456\n' \
	$u/w1 0 $u/w2 >w.tsv
emit -l w -P portal --rejects left.tsv w.tsv >w.sql 2>err
is "$(tail -n 1 left.tsv | cut -f 5-)" 'too-long	notes' \
	"the portal's own lengths decide"
status 0 'and hold' apply w.sql

# The client goes on after an error: nothing is kept all the same.
dump before
emit -l a -P portal --batch 2 a.tsv | awk '{ print }
	/^INSERT INTO media / && ++seen == 2 { print "this is no SQL;" }' >bad.sql
mariadb "$db_user" --force p <bad.sql >out 2>err
like "$(cat err)" 'nothing is kept' '--force: the end refuses'
unchanged '--force: nothing is kept'

# The server ends the connection in the middle, the client goes on.
emit -l a -P portal --batch 2 a.tsv | awk '
	/^INSERT INTO media / && ++seen == 2 { print "KILL CONNECTION_ID();" }
	{ print }' >kill.sql
mariadb "$db_user" --force --reconnect p <kill.sql >out 2>err
unchanged 'a connection lost: nothing is kept'

# Two loads of the same at once.
emit -l a -P portal a.tsv >a.sql
emit -l b -P portal a.tsv >b.sql
apply a.sql >out-a &
one=$!
apply b.sql >out-b
wait $one
is "$(cat out-a out-b | awk '/inserted/ { n += $NF } END { print n }')" 5 \
	'two loads at once: each picture once'
is "$(query 'SELECT COUNT(*) FROM media')" 8 'and not more rows'
portal 3.4

# While a load runs, others can edit records that it does not touch.
sed 's/^EXECUTE IMMEDIATE IF(@ok, .COMMIT.*/SELECT SLEEP(30);\n&/' a.sql >slow.sql
apply slow.sql >out 2>err &
one=$!
sleeping() { sql -e 'SHOW PROCESSLIST' | grep -q 'SELECT SLEEP'; }
wait_for sleeping
status 0 'an editor is free while a load runs' sql p -e \
	"SET SESSION innodb_lock_wait_timeout = 1;
	UPDATE omoccurrences SET country = 'USA' WHERE occid = 60"
sql -e "$(sql -e "SELECT CONCAT('KILL ', id) FROM
	information_schema.processlist WHERE info LIKE 'SELECT SLEEP%'")"
wait $one
is "$(query "SELECT COUNT(*) FROM media")" 2 'a load that is killed leaves nothing'

done_testing
