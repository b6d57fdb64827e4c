#!/bin/sh
# Pictures in portals of every schema over years: loaded, loaded again, moved,
# replaced, removed, and each of it undone; protected records, two collections,
# the portal's own paths, numbers with names.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/mariadb.sh
. "$here/mariadb.sh"
# shellcheck source=tests/emit-sql.sh
. "$here/emit-sql.sh"

# told WORDS: the number of the line of the report that begins with them.
told() { grep "^$1" out | sed 's/.*[|	]//'; }

# Each of several further numbers has a row and a name.
named_numbers() {
	portal "$1"
	export_portal
	dump before
	stream originalUrl occid match catalogNumber otherCatalogNumbers \
		<<-ROWS | sed 's/+/ /g' >i.tsv
	$u/i1.jpg _ none I1 Acc:+500;+Field:+8/2020;+acc:+500;+7
	$u/i2.jpg _ none _ Acc:+501
	$u/i3.jpg _ none I3 http://x.org/a
	ROWS
	emit -q -l i -P portal --user 1,ada --create i.tsv >i.sql
	emit -q -l i -P portal --user 1,ada --create --undo i.tsv >undo.sql
	status 0 "$1: new records with several numbers" apply i.sql
	is "$(query "SELECT i.identifierName, i.identifierValue
		FROM omoccuridentifiers i JOIN omoccurrences o ON o.occid = i.occid
		WHERE o.recordEnteredBy = 'ada' ORDER BY i.identifierName,
		i.identifierValue" | paste -sd ' ' -)" \
		'|7 |http://x.org/a Acc|500 Acc|501 Field|8/2020' \
		"$1: each has a row and its name"
	dump loaded
	apply i.sql >out
	dump after
	same after loaded "$1: once"
	query "UPDATE omoccuridentifiers SET identifierName = 'Accession'
		WHERE identifierValue = '500'"
	apply undo.sql >out
	like "$(report)" 'records deleted=2;records kept  worked on since=1' \
		"$1: a record with another name for a number is kept"
	query "UPDATE omoccuridentifiers SET identifierName = 'Acc'
		WHERE identifierValue = '500'"
	apply undo.sql >out
	unchanged "$1: taken back"
}

# A portal with what real ones have: relative paths, words in place of URLs, a
# picture twice on one record, one on two records, a protected record.
lived_in() {
	portal "$1" "$2" "$3"
	case $1 in
	3.[0-2]) security=localitySecurity ;;
	*) security=recordSecurity ;;
	esac
	sql p <<-SQL
	UPDATE omoccurrences SET $security = 1 WHERE occid = 3;
	INSERT INTO $media($key, occid, originalUrl, url, thumbnailUrl,
		recordID, caption, initialTimestamp) VALUES
	(11, 1, '$u/a b (1).jpg', 'empty', NULL, '$(uuid 911)', 'a "b"', '2025-01-01'),
	(12, 2, 'http://img.example.org/twice.jpg', NULL, 'bad url',
		'$(uuid 912)', 'É', '2025-01-01'),
	(13, 2, 'http://img.example.org/twice.jpg', NULL, NULL, '$(uuid 913)',
		NULL, '2025-01-01'),
	(14, 5, '/imglib/5.jpg', '/imglib/5_web.jpg', '/imglib/5_tn.jpg',
		'$(uuid 914)', NULL, '2025-01-01'),
	(15, 6, '$u/shared.jpg', NULL, NULL, '$(uuid 915)', NULL, '2025-01-01'),
	(16, 9, '$u/shared.jpg', NULL, NULL, '$(uuid 916)', NULL, '2025-01-01');
	INSERT INTO imagetag($key, keyValue, notes)
		VALUES (12, 'HasOrganism', 'a note');
	SQL
	export_portal 1,2
}

# both: img-emit-sql for both collections
both() { img-emit-sql -q --dialect "$dialect" -P portal "$@"; }

# content: of all tables, wherever their rows are; statistics are counted again,
# and tags that come back have a new key
content() {
	dump all
	grep -v omcollectionstats all |
		sed "s/^\(INSERT INTO \`imagetag\` VALUES (\)[0-9]*/\1/" | sort >"$1"
}
same_content() {
	content after
	same after "$1" "$2"
}

arrivals() {
	stream originalUrl name occid collid match occurrenceRecordID \
		recordCatalogNumber tags catalogNumber sortOccurrence <<-ROWS
	$u/v/1.jpg 1.jpg 1 1 matched $(uuid 1) UCR0001 HasLabel _ 1
	$u/v/1b.jpg 1b.jpg 1 1 matched $(uuid 1) UCR0001 _ _ 2
	http://IMG.example.org/a%20b%20%281%29.jpg ab.jpg 1 1 matched $(uuid 1) UCR0001 _ _ _
	https://portal.example.org/imglib/5.jpg 5.jpg 5 1 matched $(uuid 5) UCR0005 _ _ _
	https://img.example.org/twice.jpg twice.jpg 2 1 matched $(uuid 2) UCR0002 _ _ _
	$u/v/9.jpg 9.jpg 9 2 matched _ XYZ9 HasOrganism _ _
	/imglib/v/6.jpg 6.jpg 6 1 matched $(uuid 6) UCR0006 _ _ _
	$u/v/n.jpg n.jpg _ 1 none _ _ HasLabel N-1 _
	$u/shared.jpg shared.jpg 60 1 matched $(uuid 60) UCR00060 _ _ _
	ROWS
}

loads_and_again() {
	arrivals >v.tsv
	content before
	both -l v --user 1,ada --create --rejects left v.tsv >v.sql
	both -l v --user 1,ada --create --undo v.tsv >undo-v.sql
	is "$(awk -F '\t' 'NR > 1 { print $1, $(NF - 1) }' left)" \
		"$u/shared.jpg same-picture-other-record" \
		"$1: another record's picture is left out"
	status 0 "$1: load" apply v.sql
	like "$(report)" 'inserted=5;pictures already there=3;.*=0;records created=1' \
		"$1: what is new is put in, what is there in another spelling is not"
	is "$(told 'tags added')" 3 "$1: with tags"
	content loaded
	apply v.sql >out
	like "$(report)" 'inserted=0;pictures already there=8;.*records created=0' \
		"$1: the second time nothing is new"
	same_content loaded "$1: and nothing changes"
	apply undo-v.sql >out
	same_content before "$1: undone"
	apply v.sql >out
	# The portal's thumbnails, statistics and names.
	query "UPDATE $media SET thumbnailUrl = CONCAT('/imglib/tn/', $key),
		tid = 1 WHERE originalUrl LIKE '%/v/%'"
	apply v.sql >out
	like "$(report)" 'inserted=0;' "$1: nor after the thumbnails"
	export_portal 1,2
	both -l v2 --user 1,ada v.tsv >again.sql 2>err
	content before
	apply again.sql >out
	like "$(report)" 'inserted=0;' "$1: nor under another label"
	same_content before "$1: nothing changes"
}

moves_and_replaces() {
	content before
	for step in move replace; do
		case $step in
		move)
			cp portal/media.tsv in.tsv
			set -- "$1" --map "$u/=https://new.example.net/x/"
			;;
		replace)
			awk -F '\t' -v OFS='\t' -v u=$u 'NR == 1 {
				for (i = 1; i <= NF; i++) at[$i] = i
				print "mediaID", "occid", "collid", "originalUrl",
				    "bytes", "mediaMD5"; next }
				$at["originalUrl"] ~ /\/v\// {
				print $at["mediaID"], $at["occid"],
				    $at["collid"], u "/better/" $at["mediaID"] \
				    ".jpg", 1000 + NR,
				    sprintf("%032d", NR) }' \
				portal/media.tsv >in.tsv
			set -- "$1"
			;;
		esac
		v=$1
		shift
		both -l w --existing update "$@" in.tsv >w.sql
		both -l w --existing update --undo "$@" in.tsv >undo-w.sql
		set -- "$v"
		status 0 "$1: $step" apply w.sql
		like "$(report)" 'inserted=0;pictures updated=[4-9]' \
			"$1: $step: pictures are changed"
		is "$(query "SELECT COUNT(*) FROM $media")" \
			"$(sed 1d portal/media.tsv | wc -l)" "$1: $step: none is new"
		content loaded
		apply w.sql >out
		like "$(report)" 'inserted=0;pictures updated=0' \
			"$1: $step again: nothing to do"
		same_content loaded "$1: $step: once"
		apply undo-w.sql >out
		same_content before "$1: $step: undone"
	done
}

removes_and_brings_back() {
	content before
	both -l r --remove portal/media.tsv >r.sql
	both -l r --remove --undo portal/media.tsv >undo-r.sql
	status 0 "$1: remove all" apply r.sql
	is "$(query "SELECT COUNT(*) FROM $media m WHERE NOT EXISTS
		(SELECT 1 FROM imagetag x WHERE x.$key = m.$key)")" 0 \
		"$1: only those that have tags are left"
	apply r.sql >out
	like "$(report)" 'removed=0;' "$1: once"
	apply undo-r.sql >out
	same_content before "$1: brought back"
}

# A curator gives one away, deletes one, doubles one.
people_work() {
	query "UPDATE $media SET occid = 60 WHERE originalUrl = '$u/v/1.jpg'"
	query "DELETE FROM $media WHERE originalUrl = '$u/v/1b.jpg'"
	query "INSERT INTO $media(occid, originalUrl, recordID, tid) SELECT occid,
		originalUrl, '$(uuid 990)', tid FROM $media
		WHERE originalUrl = '/imglib/v/6.jpg'"
	content worked
	both -l w --existing update --map "$u/=https://new.example.net/x/" \
		portal/media.tsv >w.sql
	both -l w --existing update --undo \
		--map "$u/=https://new.example.net/x/" portal/media.tsv \
		>undo-w.sql
	apply w.sql >out
	is "$(told 'given to') $(told 'deleted by')" '1 1' \
		"$1: what a curator gave away or deleted is told"
	apply undo-w.sql >out
	same_content worked "$1: and stays as it is"
	export_portal 1,2
	both -l w3 v.tsv >w3.sql 2>err
	apply w3.sql >out
	is "$(query "SELECT COUNT(*) FROM $media WHERE occid = 1
		AND originalUrl = '$u/v/1.jpg'")" 0 \
		"$1: it does not come back under another label"
	both -l w3 --undo v.tsv >undo-w3.sql 2>err
	apply undo-w3.sql >out
	same_content worked "$1: undone"
	apply undo-v.sql >out
	like "$(report)" 'pictures deleted=3;pictures kept  worked on since=1' \
		"$1: the batch is undone, but for what was given away"
}

# What is protected goes into no public file.
protected() {
	printf 'originalUrl\toccid\tmatch\n%s/p.jpg\t3\tmatched\n' $u >p.tsv
	status 1 "$1: a protected record" img-emit-dwca -q -P portal \
		--rejects left -o p.zip p.tsv
	is "$(awk -F '\t' 'NR == 2 { print $(NF - 1) }' left)" protected \
		"$1: stays out of archives"
}

life() {
	lived_in "$1" "$2" "$3"
	protected "$1 $2"
	loads_and_again "$1 $2"
	moves_and_replaces "$1 $2"
	removes_and_brings_back "$1 $2"
	people_work "$1 $2"
}

mariadb_start || skip_all 'needs mariadb-server'
use_mariadb
named_numbers 3.4
named_numbers 3.1
for version in 3.0 3.1 3.2 3.3 3.4; do
	life $version utf8mb3 utf8mb3_general_ci
	life $version utf8mb4 utf8mb4_unicode_ci
done
if command -v sqlite3 >/dev/null; then
	use_sqlite
	named_numbers 3.4
fi
done_testing
