#!/bin/sh
# img-emit-sql: tags of pictures, from columns and names, put in and taken back.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/mariadb.sh
. "$here/mariadb.sh"
# shellcheck source=tests/emit-sql.sh
. "$here/emit-sql.sh"

# told WORDS: the number of the line of the report that begins with them.
told() { grep "^$1" out | sed 's/.*[|	]//'; }
# tagged: "picture:tag …", of the pictures below /t/
tagged() {
	query "SELECT m.originalUrl, x.keyValue FROM imagetag x
		JOIN $media m ON m.$key = x.$key WHERE m.originalUrl LIKE '%/t/%'
		ORDER BY m.originalUrl, x.keyValue" |
		sed 's|.*/t/||; s/|/:/' | paste -sd ' ' -
}
# tags: a stream of pictures with tags; _ is empty, + a blank
tags() {
	stream originalUrl name occid match occurrenceRecordID tags view \
		catalogNumber <<-ROWS | sed 's/+/ /g'
	$u/t/1.jpg 1.jpg 1 matched $(uuid 1) haslabel+|+HASORGANISM _ _
	$u/t/2_label.jpg 2_label.jpg 2 matched $(uuid 2) _ _ _
	$u/t/3.jpg 3.jpg 3 matched $(uuid 3) _ dorsal+view _
	$u/t/4.jpg 4.jpg 4 matched _ Portal's+own;NoSuchTag,HasLabel dorsal+view _
	$u/t/5.jpg 5.jpg 5 matched $(uuid 5) NoSuchTag _ _
	$u/t/n.jpg n_front.jpg _ none _ HasLabel _ N1
	ROWS
}

# What a portal knows, goes in with the pictures, and comes out again.
tags_come_and_go() {
	portal "$1"
	query "INSERT INTO imagetagkey(tagkey, shortlabel, description_en,
		sortorder) VALUES ('Portal''s own', 'own', 'a key of its own', 99)"
	export_portal
	is "$(awk -F '\t' '$1 == "imagetagkey" && $2 == "tagkey"' \
		portal/schema.tsv | grep -c "HasLabel\|Portal's own")" 2 \
		"$1: the export has the portal's keys"
	is "$(awk -F '\t' 'NR == 2 { print $1, $NF }' portal/media.tsv)" \
		'1 HasLabel' "$1: and the tags of its pictures"
	tags >t.tsv
	dump before
	status 1 "$1: tags that the portal has not" img-emit-sql -c 1 \
		--dialect "$dialect" -l t -P portal --user 1,ada --create \
		-o t.sql t.tsv
	like "$(cat err)" "not have are left out: 'NoSuchTag' (2)\$" \
		"$1: are told"
	emit -q -l t -P portal --user 1,ada --create --undo t.tsv >undo.sql
	status 0 "$1: load" apply t.sql
	is "$(tagged)" "1.jpg:HasLabel 1.jpg:HasOrganism 3.jpg:HasOrganism 4.jpg:HasLabel 4.jpg:Portal's own n.jpg:HasLabel" \
		"$1: tags by columns"
	is "$(told 'tags added')" 6 "$1: are reported"
	dump loaded
	apply t.sql >out
	is "$(told 'tags added') $(told 'pictures inserted')" '0 0' \
		"$1: once"
	dump after
	same after loaded "$1: loading twice changes nothing"
	apply undo.sql >out
	is "$(report)" 'pictures deleted=6;pictures kept  worked on since=0;records deleted=1;records kept  worked on since=0' \
		"$1: our own tags are nobody's work"
	unchanged "$1: all is as before"
}

# What somebody did with the tags counts.
tags_of_people() {
	apply t.sql >out
	query "DELETE FROM imagetag WHERE keyValue = 'HasOrganism' AND $key IN
		(SELECT $key FROM $media WHERE originalUrl LIKE '%/t/3.jpg')"
	query "INSERT INTO imagetag($key, keyValue) SELECT $key, 'Handwriting'
		FROM $media WHERE originalUrl LIKE '%/t/1.jpg'"
	query "UPDATE imagetag SET notes = 'mine' WHERE keyValue = 'HasLabel'
		AND $key IN (SELECT $key FROM $media
		WHERE originalUrl LIKE '%/t/4.jpg')"
	apply t.sql >out
	is "$(told 'tags added')" 0 \
		"$1: a tag that was taken away does not come back"
	apply undo.sql >out
	like "$(report)" 'deleted=4;pictures kept  worked on since=2' \
		"$1: pictures with tags of somebody's stay"
	query "DELETE FROM imagetag WHERE keyValue = 'Handwriting' OR notes = 'mine'"
	apply undo.sql >out
	unchanged "$1: and go without them"
}

# By names only where asked for, and only by the words after the number.
tags_by_names() {
	stream originalUrl name occid match <<-ROWS >n.tsv
	$u/t/UCR0001_label.jpg UCR0001_label.jpg 1 matched
	$u/t/UCR-0002-Front.JPG UCR-0002-Front.JPG 2 matched
	$u/t/label_3.jpg label_3.jpg 3 matched
	$u/t/labels.jpg labels.jpg 5 matched
	$u/t/6_habitat_dorsal.jpg 6_habitat_dorsal.jpg 6 matched
	$u/t/60_d.jpg 60_d.jpg 60 matched
	ROWS
	dump before
	emit -l n -P portal n.tsv >n.sql
	is "$(grep -c imagetag n.sql)" 0 "$1: without --tag-views none"
	emit -l n -P portal --tag-views n.tsv >n.sql
	emit -l n -P portal --tag-views --undo n.tsv >undo-n.sql
	apply n.sql >out
	is "$(tagged)" '6_habitat_dorsal.jpg:HasOrganism 6_habitat_dorsal.jpg:ShowsHabitat UCR-0002-Front.JPG:HasOrganism UCR0001_label.jpg:HasLabel' \
		"$1: with it by words that can mean nothing else"
	apply undo-n.sql >out
	unchanged "$1: and back"
	img-emit-sql -c 1 --dialect "$dialect" -l n --schema "$1" --tag-views \
		n.tsv >n.sql
	img-emit-sql -c 1 --dialect "$dialect" -l n --schema "$1" --tag-views \
		--undo n.tsv >undo-n.sql
	apply n.sql >out
	is "$(told 'tags added')" 4 "$1: without an export, too"
	apply undo-n.sql >out
	unchanged "$1: and back"
}

# Tags for pictures that the portal has, where it is asked to update.
tags_of_known() {
	stream mediaID originalUrl url occid match tags <<-ROWS >k.tsv
	1 $u/OLD_2.jpg _ 2 matched HasLabel|Handwriting
	2 _ /imglib/3.jpg 3 matched Handwriting
	_ $u/t/new.jpg _ 3 matched Diagnostic
	ROWS
	dump before
	emit -l k -P portal k.tsv >k.sql
	apply k.sql >out
	is "$(told 'tags added')" 1 "$1: --existing skip: of the new one only"
	emit -l k -P portal --undo k.tsv >undo-k.sql
	apply undo-k.sql >out
	unchanged "$1: and back"
	emit -l k -P portal --existing update k.tsv >k.sql
	emit -l k -P portal --existing update --undo k.tsv >undo-k.sql
	apply k.sql >out
	is "$(told 'tags added') $(told 'pictures updated')" '3 0' \
		"$1: --existing update: what each did not have"
	is "$(query "SELECT keyValue FROM imagetag WHERE $key = 1
		ORDER BY keyValue" | paste -sd ' ' -)" 'Handwriting HasLabel' \
		"$1: beside what it has"
	apply k.sql >out
	is "$(told 'tags added') $(told 'pictures updated')" '0 0' "$1: once"
	apply undo-k.sql >out
	is "$(told 'tags taken')" 2 "$1: taken back"
	unchanged "$1: and nothing else"
	cut -f 1-"$(($(awk -F '\t' '{ print NF; exit }' portal/media.tsv) - 1))" \
		portal/media.tsv >old.tsv
	mkdir -p old
	mv old.tsv old/media.tsv
	cp portal/schema.tsv old/
	emit -v -l k -P old --existing update k.tsv 2>err >k.sql
	like "$(cat err)" "no column 'tags'" "$1: an export without tags"
	apply k.sql >out
	is "$(told 'tags added')" 1 "$1: leaves those of the portal alone"
	apply undo-k.sql >out
	unchanged "$1: and back"
}

# Pictures that are taken out take the tags along that they came with.
tags_that_go() {
	apply t.sql >out
	export_portal
	dump before
	{ head -n 1 portal/media.tsv && grep '/t/' portal/media.tsv; } >gone.tsv
	for how in gone t; do
		emit -q -l r -P portal --remove $how.tsv >r.sql
		emit -q -l r -P portal --remove --undo $how.tsv >undo-r.sql
		apply r.sql >out
		like "$(report)" "pictures removed=$([ $how = t ] && echo 5 || echo 6)" \
			"$1: by $how.tsv they go"
		apply r.sql >out
		like "$(report)" 'pictures removed=0' "$1: once"
		apply undo-r.sql >out
		is "$(tagged)" "1.jpg:HasLabel 1.jpg:HasOrganism 3.jpg:HasOrganism 4.jpg:HasLabel 4.jpg:Portal's own n.jpg:HasLabel" \
			"$1: and come back with them"
		export_portal
	done
	# What somebody has tagged later, has noted, or has taken away, counts.
	case $dialect in
	sqlite) later="DATETIME(initialTimestamp, '+1 second')" ;;
	*) later='initialTimestamp + INTERVAL 1 SECOND' ;;
	esac
	query "UPDATE imagetag SET initialTimestamp = $later
		WHERE keyValue = 'HasOrganism' AND $key IN (SELECT $key FROM
		$media WHERE originalUrl LIKE '%/t/1.jpg')"
	query "UPDATE imagetag SET notes = 'mine' WHERE $key IN (SELECT $key
		FROM $media WHERE originalUrl LIKE '%/t/3.jpg')"
	query "UPDATE $media SET recordID = 'c0ffee00-1111-4111-8111-111111111111'
		WHERE originalUrl LIKE '%/t/n.jpg'"
	export_portal
	{ head -n 1 portal/media.tsv && grep '/t/' portal/media.tsv; } >gone.tsv
	query "INSERT INTO imagetag($key, keyValue) SELECT $key, 'Diagnostic'
		FROM $media WHERE originalUrl LIKE '%/t/2_label.jpg'"
	query "DELETE FROM imagetag WHERE keyValue = 'HasLabel' AND $key IN
		(SELECT $key FROM $media WHERE originalUrl LIKE '%/t/4.jpg')"
	emit -q -l r -P portal --remove gone.tsv >r.sql
	emit -q -l r -P portal --remove --undo gone.tsv >undo-r.sql
	apply r.sql >out
	like "$(report)" 'removed=2;pictures kept  changed since the export or in use=4;' \
		"$1: pictures that somebody has tagged, or that are the portal's, stay"
	query "DELETE FROM imagetag WHERE notes = 'mine'"
	apply undo-r.sql >out
	is "$(tagged)" "1.jpg:HasLabel 1.jpg:HasOrganism 2_label.jpg:Diagnostic 4.jpg:HasLabel 4.jpg:Portal's own n.jpg:HasLabel" \
		"$1: those that stay get no tag back"
}

everything_of_tags() {
	tags_come_and_go "$1"
	tags_of_people "$1"
	tags_by_names "$1"
	tags_of_known "$1"
	tags_that_go "$1"
}

use_sqlite
if command -v sqlite3 >/dev/null; then
	for version in 3.1 3.4; do everything_of_tags $version; done
else
	skip 'needs sqlite3' 'tags in SQLite'
fi
use_mariadb
if mariadb_start; then
	for version in 3.0 3.2 3.4; do everything_of_tags $version; done
else
	skip 'needs mariadb-server' 'tags in MariaDB'
fi

# In archives, tags are what Audiovisual Core calls so.
printf 'catalogNumber,originalUrl,tags\nA1,%s/1.jpg,HasLabel | HasOrganism\n' $u |
	img-from-csv -q | tee sheet.tsv | img-emit-dwca -q -o tags.zip -
is "$(img-from-dwca -q tags.zip |
	awk -F '\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
		NR > 1 { print $at["tag"] }')" 'HasLabel | HasOrganism' \
	'tags go through an archive'
is "$(awk -F '\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
	NR > 1 { print $at["tags"] }' sheet.tsv)" 'HasLabel | HasOrganism' \
	'and come from a sheet'
done_testing
