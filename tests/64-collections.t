#!/bin/sh
# SPDX-License-Identifier: MIT
# Pictures of five collections of a portal: linked, put into one SQL or one for
# each, and removed again.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
command -v sqlite3 >/dev/null || skip_all 'needs sqlite3'

"$here/portal/ddl" 3.4 sqlite | sqlite3 -bail empty.db
sqlite3 -bail empty.db "DELETE FROM omcollections;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5)
INSERT INTO omcollections(collID, collectionName, institutionCode, collectionCode,
		collType, managementType)
	SELECT i, 'Collection ' || i, 'HERB' || i, NULL, 'Preserved Specimens',
		'Live Data' FROM n;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 125)
INSERT INTO omoccurrences(occid, collid, catalogNumber)
	SELECT 100 + i, i % 5 + 1, char(65 + i % 5, 65, 66) || 1000 + i FROM n;
-- One number in two collections.
INSERT INTO omoccurrences(occid, collid, catalogNumber) VALUES (901, 1, 'ZZZ7'),
	(902, 5, 'ZZZ7');"
cp empty.db portal.db
status 0 'all collections are exported' \
	img-portal-export -q -c all -o portal --sqlite portal.db
{
	printf 'name\toriginalUrl\n'
	sed 1d portal/occurrences.tsv | cut -f 3 | sort -u |
		sed 's,.*,&.jpg\thttps://img.example.org/&.jpg,'
} >urls.tsv
is "$(($(wc -l <urls.tsv) - 1))" 126 '126 pictures'

like "$(img-match -r portal/occurrences.tsv urls.tsv 2>&1 >/dev/null)" \
	'several collections.*-c N takes one, -c all all' 'img-match says how'
status 0 'img-match -c all' img-match -c all -r portal/occurrences.tsv \
	-o matched.tsv urls.tsv
is "$(cat err)" '' 'does not'
is "$(fields match <matched.tsv | sort | uniq -c | tr -s ' ' | tr '\n' ' ')" \
	' 1 ambiguous  125 matched ' 'a number that two collections have is ambiguous'
for wrong in all,1 1,all 'all ' ALL; do
	status 2 "img-match -c '$wrong'" img-match -c "$wrong" \
		-r portal/occurrences.tsv urls.tsv
	status 2 "img-emit-sql -c '$wrong'" img-emit-sql -c "$wrong" -l a \
		--schema 3.4 matched.tsv
done

# What the database has in the end, but for when.
pictures() {
	sqlite3 "$1" 'SELECT o.collid, m.occid, m.originalUrl FROM media m
		JOIN omoccurrences o ON o.occid = m.occid ORDER BY m.originalUrl'
}
status 0 'one SQL for all' img-emit-sql --attention-ok -c all -l may -P portal \
	--dialect sqlite --rejects left.tsv -o load.sql matched.tsv
is "$(fields reason <left.tsv)" ambiguous 'but for what is ambiguous'
img-emit-sql -q --attention-ok -l may -P portal --dialect sqlite matched.tsv >same.sql
same same.sql load.sql 'as it is without -c'
sqlite3 portal.db <load.sql >said
is "$(pictures portal.db | cut -d '|' -f 1 | sort -u | wc -l | tr -d ' ') $(
	sqlite3 portal.db 'SELECT group_concat(n) FROM (SELECT count(*) AS n FROM media
	JOIN omoccurrences USING (occid) GROUP BY collid)')" \
	'5 25,25,25,25,25' '25 pictures in each collection'
sqlite3 portal.db .dump >once
sqlite3 portal.db <load.sql >said
sqlite3 portal.db .dump >twice
same twice once 'twice is once'
pictures portal.db >one-sql

# The loop of the manual: one for each.
awk '/^of\(\) \{/ { copying = 1 } /^\.Ed/ { copying = 0 }
	copying { gsub(/\\e/, "\\"); print }' "$root/man/img-batch.7" |
	sed 's/ -P portal/& --dialect sqlite -q/' >loop.sh
cp empty.db each.db
status 0 'a loop: one SQL for each' sh -e loop.sh
set -- load-*.sql
is $# 5 'are five'
for file in load-*.sql; do sqlite3 each.db <"$file" >said; done
pictures each.db >five-sqls
same five-sqls one-sql 'with the same pictures'
is "$(cat left-?.tsv | grep -c other-collection)" 0 'and nothing said of others'

# A portal with other collections under these numbers takes none of it.
cp empty.db other.db
sqlite3 other.db "UPDATE omcollections SET institutionCode = 'OTHER' WHERE collID = 3"
sqlite3 other.db <load.sql >said 2>&1
is "$(pictures other.db)" '' 'another collection 3: nothing is loaded'

# Dead ones of several collections go by one SQL, and come back.
rm -rf portal
img-portal-export -q -c all -o portal --sqlite portal.db
for day in 01 02 03; do
	awk -F '\t' -v OFS='\t' -v day="$day" 'NR == 1 {
			for (i = 1; i <= NF; i++) at[$i] = i
			print $0, "verdict", "problems", "checked"; next }
		{ dead = ++n[$at["collid"]] == 3
			print $0, dead ? "bad" : "ok", dead ? "http-404" : "",
			"2026-05-" day "T00:00:00Z" }' portal/media.tsv >"week$day.tsv"
done
img-audit -q -P portal --remove-after 3 --days 2 week01.tsv week02.tsv week03.tsv \
	>gone.tsv
is "$(fields collid <gone.tsv | sort | tr '\n' ' ')" '1 2 3 4 5 ' \
	'one picture of each collection was dead three times'
img-emit-sql -c all -l rot -P portal --remove --dialect sqlite \
	--rejects kept.tsv -o remove.sql gone.tsv
sqlite3 portal.db <remove.sql >said
is "$(pictures portal.db | wc -l | tr -d ' ')" 120 'removed from all'
img-emit-sql -q -c all -l rot -P portal --remove --undo --dialect sqlite gone.tsv |
	sqlite3 portal.db >said
pictures portal.db >back
same back one-sql 'and brought back'
done_testing
