# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2154
# What img-emit-sql's statements must do in every portal: sourced by the tests
# for MariaDB and SQLite, which call use_mariadb or use_sqlite for
#	portal VERSION		a new portal of that version, filled
#	apply FILE		runs a script, as the restricted user
#	query SQL		as root
#	dump FILE		the content of all tables
#	query_hex		captions of the pictures with hostile names
#	export_portal		to the folder portal

# table VERSION: its name, its key, its creator.
names_of() {
	case $1 in
	3.0 | 3.1) media=images key=imgid creator=photographer ;;
	*) media=media key=mediaID creator=creator ;;
	esac
}

uuid() { printf '%08d-1111-4111-8111-111111111111' "$1"; }

# Records 1 to 6 and 60 of collection 1, 9 of collection 2; two pictures.
fill() {
	for i in 1 2 3 5 6 60; do
		echo "INSERT INTO omoccurrences(occid, collid, catalogNumber,
			recordID, tidInterpreted) VALUES ($i, 1, 'UCR000$i',
			'$(uuid $i)', $([ $i = 5 ] && echo NULL || echo 2));"
	done
	cat <<SQL
INSERT INTO omoccurrences(occid, collid, catalogNumber) VALUES
	(4, 1, 'UCR0004'), (9, 2, 'XYZ9');
INSERT INTO $media($key, occid, tid, originalUrl, url, caption, recordID,
	initialTimestamp) VALUES
	(1, 2, 1, 'https://img.example.org/OLD_2.jpg', NULL, 'mine',
		'$(uuid 901)', '2025-01-01 00:00:00'),
	(2, 3, 1, NULL, '/imglib/3.jpg', NULL, NULL, '2025-01-01 00:00:00');
UPDATE $media SET mediaMD5 = '33333333333333333333333333333333',
	format = 'image/png' WHERE $key = 2;
UPDATE $media SET format = 'it''s; --' WHERE $key = 1;
INSERT INTO imagetag($key, keyValue) VALUES (1, 'HasLabel');
UPDATE omcollectionstats SET recordcnt = 7,
	dynamicProperties = '{"imgcnt":"2:2","geo":{"a b":"x / y"}}'
	WHERE collid = 1;
SQL
}

# stream COLUMN... then rows on stdin, cells separated by blanks, _ for empty.
stream() {
	printf '%s' "$1"
	shift
	printf '\t%s' "$@"
	printf '\n'
	sed 's/ /	/g; s/\(^\|	\)_\(	\|$\)/\1\2/g; s/\(^\|	\)_\(	\|$\)/\1\2/g'
}

u=https://img.example.org
batch_a() {
	stream originalUrl thumbnailUrl name bytes format pixelXDimension \
		pixelYDimension creator mediaMD5 verdict occid match \
		occurrenceRecordID recordCatalogNumber sortOccurrence <<ROWS
$u/1a.jpg $u/t/1a.jpg 1a.jpg 1001 image/jpeg 600 400 Ada 1111111111111111111111111111111a ok 1 matched $(uuid 1) UCR0001 1
$u/1b.jpg _ 1b.jpg 1002 image/jpeg 600 400 _ 1111111111111111111111111111111B warn 1 matched $(uuid 1) UCR0001 2
$u/OLD_2.jpg _ OLD_2.jpg 1003 image/jpeg 601 401 _ 22222222222222222222222222222222 ok 2 matched $(uuid 2) UCR0002 1
$u/old_2.jpg _ old_2.jpg 1004 image/jpeg 602 402 _ 22222222222222222222222222222223 ok 2 matched $(uuid 2) UCR0002 2
$u/3.jpg _ 3.jpg 1005 image/png 603 403 _ 33333333333333333333333333333333 ok 3 matched $(uuid 3) UCR0003 _
$u/4.jpg _ 4.jpg _ image/jpeg _ _ _ _ _ 4 matched _ UCR0004 _
$u/5.jpg _ 5.jpg 1006 image/jpeg 604 404 _ 55555555555555555555555555555555 ok 5 _ _ _ _
$u/6.jpg _ 6.jpg 1007 image/jpeg 605 405 _ 66666666666666666666666666666666 ok 6 matched $(uuid 7) UCR0006 _
$u/9.jpg _ 9.jpg 1008 image/jpeg 606 406 _ 99999999999999999999999999999999 ok 9 matched _ XYZ9 _
$u/n1.jpg _ n1.jpg 1009 image/jpeg 607 407 _ 77777777777777777777777777777777 ok 777 matched _ UCR777 _
ROWS
}

# Overlaps with batch_a in records and pictures.
batch_b() {
	stream originalUrl name mediaMD5 verdict occid match \
		occurrenceRecordID <<ROWS
$u/1b.jpg 1b.jpg _ ok 1 matched $(uuid 1)
$u/moved/1a.jpg 1a.jpg 1111111111111111111111111111111a ok 1 matched $(uuid 1)
$u/1c.jpg 1c.jpg 1111111111111111111111111111111c ok 1 matched $(uuid 1)
$u/60.jpg 60.jpg 60606060606060606060606060606060 ok 60 matched $(uuid 60)
ROWS
}

# New specimens: two pictures of N1 (in two letter cases), one each of N2, of
# another number only, and of UCR0006, which is there by now.
batch_c() {
	stream originalUrl name mediaMD5 bytes verdict occid match matchKey \
		catalogNumber otherCatalogNumbers <<ROWS
$u/N1a.jpg N1a.jpg aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1 2001 ok _ none N1 _ _
$u/N1b.jpg N1b.jpg aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2 2002 ok _ none n1 _ _
$u/N1c.jpg N1c.jpg aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa6 2006 ok _ none Ñ1 _ _
$u/N2.jpg N2.jpg aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa3 2003 ok _ none x N2 F-2
$u/N3.jpg N3.jpg aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa4 2004 ok _ none _ _ F-3
$u/N6.jpg N6.jpg aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa5 2005 ok _ none ucr0006 _ _
ROWS
}

# What --existing update is for: batch_a's pictures 1a and 1b loaded, then
# moved, with a web version, with another file behind the URL.
batch_d() {
	stream originalUrl url name format pixelXDimension mediaMD5 verdict \
		occid match occurrenceRecordID caption <<ROWS
$u/new/1a.jpg $u/w/1a.jpg 1a.jpg image/jpeg 6000 1111111111111111111111111111111A ok 1 matched $(uuid 1) no
$u/1b.jpg _ 1b.jpg image/png _ 111111111111111111111111111111bb ok 1 matched $(uuid 1) no
$u/OLD_2.jpg _ OLD_2.jpg image/jpeg 601 _ ok 2 matched $(uuid 2) no
$u/fresh.jpg _ fresh.jpg image/jpeg _ _ ok 2 matched $(uuid 2) no
ROWS
}

# report: "inserted=1 …" of the file out, in the order of the report.
report() {
	grep -E '^(pictures|records|updates)' out |
		sed 's/[|	]/=/; s/,/ /' | paste -sd ';' -
}

emit() { img-emit-sql -c 1 --dialect "$dialect" "$@"; }

# unchanged NAME: the portal is as it was at the last `dump before`.
unchanged() {
	dump after
	same after before "$1"
}

loads_once() {
	batch_a >a.tsv
	dump before
	emit -l a -P portal --user 1,ada a.tsv >a.sql
	emit -l a -P portal --user 1,ada --rehearse a.tsv >r.sql
	status 0 "$1: rehearsal" apply r.sql
	is "$(report)" "$2" "$1: report of the rehearsal"
	unchanged "$1: a rehearsal changes nothing"
	status 0 "$1: load" apply a.sql
	is "$(report)" "$2" "$1: report of the load"
	query "SELECT m.occid, m.tid, m.originalUrl, m.thumbnailUrl, m.format,
		m.pixelXDimension, m.pixelYDimension, m.$creator, m.username,
		m.imageType, m.sourceIdentifier, m.mediaMD5, m.sortOccurrence,
		m.recordID, m.url FROM $media m WHERE $key > 2
		ORDER BY m.occid, m.originalUrl" >rows
	same rows "$golden/img-emit-sql/rows-$1" "$1: rows of $media"
	is "$(query 'SELECT dynamicProperties FROM omcollectionstats
		WHERE collid = 1')" \
		'{"imgcnt":"7:5","geo":{"a b":"x / y"}}' "$1: imgcnt"
	[ "$1" = 3.1 ] || is "$(query "SELECT m.occid, d.field, d.bytes, d.md5sum
		FROM mediametadata d JOIN media m ON m.mediaID = d.mediaID
		ORDER BY m.originalUrl" | paste -sd ' ' -)" \
		"1|originalUrl|1001|1111111111111111111111111111111a 1|originalUrl|1002|1111111111111111111111111111111b 5|originalUrl|1006|55555555555555555555555555555555 2|originalUrl|1004|22222222222222222222222222222223" \
		"$1: mediametadata"
	dump loaded
	status 0 "$1: load again" apply a.sql
	like "$(report)" 'inserted=0;pictures already there=7;' \
		"$1: nothing is new the second time"
	dump after
	same after loaded "$1: loading twice changes nothing"
	emit -l a -P portal --user 1,ada --undo a.tsv >undo.sql
	status 0 "$1: undo" apply undo.sql
	is "$(report)" 'pictures deleted=5;pictures kept  worked on since=0' \
		"$1: report of the undo"
	unchanged "$1: after undo all tables are as before"
	status 0 "$1: undo again" apply undo.sql
	like "$(report)" 'deleted=0;' "$1: nothing to undo any more"
	unchanged "$1: undo twice changes nothing"
}

# Batches that overlap are undone each on its own, in either order.
overlaps() {
	batch_b >b.tsv
	dump before
	for order in 'a b' 'b a'; do
		for l in a b; do
			emit -l $l -P portal $l.tsv >$l.sql
			emit -l $l -P portal --undo $l.tsv >undo-$l.sql
		done
		apply a.sql >out && apply b.sql >out
		like "$(report)" 'inserted=2;pictures already there=2' \
			"$1: the second batch adds what is new"
		for l in $order; do
			apply undo-$l.sql >out
			[ "$order" != 'a b' ] || dump "without-$l"
		done
		unchanged "$1: undone in the order $order"
	done
	is "$(grep -c 1c.jpg without-a)" 1 \
		"$1: undoing one batch leaves the other's pictures"
}

# What somebody has worked on is kept and counted.
keeps() {
	emit -l a -P portal a.tsv >a.sql
	emit -l a -P portal --undo a.tsv >undo.sql
	apply a.sql >out
	query "UPDATE $media SET caption = 'A label' WHERE originalUrl =
		'$u/1a.jpg'"
	query "INSERT INTO imagetag($key, keyValue) SELECT $key, 'HasLabel'
		FROM $media WHERE originalUrl = '$u/1b.jpg'"
	query "INSERT INTO specprocessorrawlabels($key, rawStr) SELECT $key,
		'text' FROM $media WHERE originalUrl = '$u/old_2.jpg'"
	status 0 "$1: undo of what was worked on" apply undo.sql
	is "$(report)" 'pictures deleted=2;pictures kept  worked on since=3' \
		"$1: what was worked on is kept and counted"
	is "$(query "SELECT COUNT(*) FROM $media WHERE originalUrl LIKE
		'%/1_.jpg'")" 2 "$1: kept with the caption and the tag"
	query "DELETE FROM imagetag WHERE $key > 2"
	query "DELETE FROM specprocessorrawlabels"
	query "UPDATE $media SET caption = NULL WHERE originalUrl =
		'$u/1a.jpg'"
	apply undo.sql >out
	unchanged "$1: and goes when that is taken back"
}

creates() {
	batch_c >c.tsv
	dump before
	emit -l c -P portal --user 1,ada --create c.tsv >c.sql
	emit -l c -P portal --user 1,ada --create --undo --batch 1 c.tsv \
		>undo.sql
	status 0 "$1: create records" apply c.sql
	is "$(report)" "pictures inserted=5;pictures already there=0;records changed or gone=1;records created=3" \
		"$1: three pictures of a new specimen make one record"
	query "SELECT o.collid, o.catalogNumber, o.basisOfRecord,
		o.processingStatus, o.recordEnteredBy, o.recordID,
		i.identifierValue, i.modifiedUid, COUNT(m.$key)
		FROM omoccurrences o LEFT JOIN $media m ON m.occid = o.occid
		LEFT JOIN omoccuridentifiers i ON i.occid = o.occid
		WHERE o.recordEnteredBy = 'ada'
		GROUP BY o.occid, i.identifierValue, i.modifiedUid
		ORDER BY o.catalogNumber, i.identifierValue" >rows
	same rows "$golden/img-emit-sql/created" "$1: the records"
	is "$(query 'SELECT recordcnt FROM omcollectionstats
		WHERE collid = 1')" 10 "$1: recordcnt"
	dump loaded
	apply c.sql >out
	like "$(report)" 'inserted=0;.*records created=0' \
		"$1: none is created twice"
	dump after
	same after loaded "$1: creating twice changes nothing"
	query "INSERT INTO omoccurcomments(occid, comment, uid) SELECT occid,
		'mine', 1 FROM omoccurrences WHERE catalogNumber = 'N1'"
	query "UPDATE omoccurrences SET country = 'USA'
		WHERE catalogNumber = 'N2'"
	apply undo.sql >out
	is "$(report)" "pictures deleted=5;pictures kept  worked on since=0;records deleted=1;records kept  worked on since=2" \
		"$1: records that were worked on are kept"
	query "DELETE FROM omoccurcomments"
	query "UPDATE omoccurrences SET country = NULL
		WHERE catalogNumber = 'N2'"
	apply undo.sql >out
	unchanged "$1: undo of what was created"
}

updates() {
	emit -l a -P portal a.tsv >a.sql
	apply a.sql >out
	export_portal
	batch_d >d.tsv
	dump before
	emit -l d -P portal --existing update d.tsv >d.sql
	emit -l d -P portal --existing update --undo d.tsv >undo.sql
	status 0 "$1: update" apply d.sql
	is "$(report)" "$2" "$1: report of the update"
	query "SELECT occid, originalUrl, url, thumbnailUrl, format,
		pixelXDimension, mediaMD5, caption, tid, recordID,
		sourceIdentifier FROM $media WHERE occid IN (1, 2)
		ORDER BY $key" >rows
	same rows "$golden/img-emit-sql/updated-$1" "$1: rows after the update"
	dump loaded
	apply d.sql >out
	like "$(report)" 'inserted=0;pictures updated=0;' \
		"$1: nothing to update the second time"
	dump after
	same after loaded "$1: updating twice changes nothing"
	apply undo.sql >out
	like "$(report)" 'pictures restored=3;updates kept  changed since=0' \
		"$1: the update is taken back"
	unchanged "$1: undo of an update"
	query "UPDATE $media SET format = 'image/webp'
		WHERE originalUrl = '$u/1b.jpg'"
	dump before
	apply d.sql >out
	like "$(report)" 'pictures updated=2;.*since the export=1' \
		"$1: what has changed since the export is kept"
	query "UPDATE $media SET pixelXDimension = 7
		WHERE originalUrl = '$u/new/1a.jpg'"
	apply undo.sql >out
	like "$(report)" 'restored=1;updates kept  changed since=2' \
		"$1: and what has changed since the update, too"
	query "UPDATE $media SET pixelXDimension = 6000
		WHERE originalUrl = '$u/new/1a.jpg'"
	apply undo.sql >out
	unchanged "$1: the rest is taken back"
	emit -l a -P portal --undo a.tsv >undo.sql
	query "UPDATE $media SET format = 'image/jpeg'
		WHERE originalUrl = '$u/1b.jpg'"
	apply undo.sql >out
}

# The portal has a large and a web version in one row, the stream has one in
# each: the web version must not take the large one's place. Nor may two rows
# refresh one picture.
versions() {
	query "UPDATE $media SET url = '$u/w/OLD_2.jpg' WHERE $key = 1"
	export_portal
	stream originalUrl mediaMD5 occid match occurrenceRecordID >v.tsv <<ROWS
$u/w/OLD_2.jpg 22222222222222222222222222222222 2 matched $(uuid 2)
$u/OLD_2.jpg _ 2 matched $(uuid 2)
$u/n/3.jpg 33333333333333333333333333333333 3 matched _
/imglib/3.jpg 44444444444444444444444444444444 3 matched _
ROWS
	dump before
	emit -q -l v -P portal --existing update --rejects left v.tsv >v.sql
	emit -q -l v -P portal --existing update --undo v.tsv >undo.sql
	status 0 "$1: versions" apply v.sql
	like "$(report)" 'inserted=0;pictures updated=1;pictures already there=2;' \
		"$1: a web version leaves the large one alone"
	is "$(cut -f 1,6 left | sed 1d)" '/imglib/3.jpg	duplicate' \
		"$1: two rows for one picture of the portal"
	dump loaded
	apply v.sql >out
	dump after
	same after loaded "$1: versions, applied twice"
	apply undo.sql >out
	unchanged "$1: versions are taken back"
	query "UPDATE $media SET url = NULL WHERE $key = 1"
	export_portal
}

# imgcnt from nothing, from an empty text, from broken JSON.
counts() {
	emit -l a -P portal a.tsv >a.sql
	emit -l a -P portal --undo a.tsv >undo.sql
	for text in NULL "''" "'{broken'" "'[1]'" "'{\"imgcnt\":\"0\"}'"; do
		query "UPDATE omcollectionstats SET dynamicProperties = $text
			WHERE collid = 1"
		apply a.sql >out
		is "$(query 'SELECT dynamicProperties FROM omcollectionstats
			WHERE collid = 1')" '{"imgcnt":"7:5"}' \
			"$1: imgcnt from $text"
		apply undo.sql >out
	done
	query "UPDATE omcollectionstats SET dynamicProperties =
		'{\"imgcnt\":\"2:2\",\"geo\":{\"a b\":\"x / y\"}}'
		WHERE collid = 1"
}

# Whatever is in a file name stays data.
hostile() {
	{
		printf 'originalUrl\tname\tcaption\tverdict\toccid\tmatch\n'
		i=0
		while IFS= read -r name; do
			i=$((i + 1))
			printf "%s\t%s\t%s\tok\t1\tmatched\n" \
				"$u/h$i.jpg?x=a'b;c--#*/" "$name" "$name"
		done <<'NAMES'
a'b
a''b'
a"b`c
a\\b
a\\\\'; DROP TABLE omcollections; -- x
'); DELETE FROM omcollections; --
a\nb
\n.quit
\r\na\rb
\ndelimiter //
\\q
\\! touch pwned
x\n\\! touch pwned\n.shell touch pwned
/*! DROP TABLE taxa */
-- x
# x
;
?
${x} $(touch pwned) `touch pwned`
NULL
\\N
\\0
_utf8mb4 X'41'
a\tb
é è 字
 blanks 
%s%n%d
NAMES
	} >h.tsv
	dump before
	emit -l "it's; -- \"odd\" \\ */" --schema "$2" h.tsv >h.sql
	is "$(LC_ALL=C grep -c '[^ -~]' h.sql)" 0 \
		"$1: a script is plain ASCII"
	status 0 "$1: hostile names" apply h.sql
	ok "$([ ! -e pwned ] && echo 0 || echo 1)" "$1: nothing ran"
	query_hex >got
	awk -F '\t' 'NR > 1 { print $3 }' h.tsv | unescape_hex >expected
	same got expected "$1: names arrive byte for byte"
	emit -l "it's; -- \"odd\" \\ */" --schema "$2" --undo h.tsv \
		>undo.sql
	apply undo.sql >out
	unchanged "$1: and are undone"
}

# Lines of an img-stream as hexadecimal of their values.
unescape_hex() {
	perl -ne 'chomp; s/\\([tnr\\])/{t=>"\t",n=>"\n",r=>"\r","\\"=>"\\"}->{$1}/ge;
		print uc(unpack("H*", $_)), "\n"'
}

# A portal that is not the one exported, a collection that is not there.
wrong_portal() {
	dump before
	emit -l a -P portal a.tsv >a.sql
	query "UPDATE omcollections SET institutionCode = 'ABC'
		WHERE collID = 1"
	apply a.sql >out 2>err
	ok "$([ $? -ne 0 ] && echo 0 || echo 1)" "$1: another portal is refused"
	like "$(cat err)" 'collection.that.was.exported' "$1: and it says why"
	query "UPDATE omcollections SET institutionCode = 'UCR'
		WHERE collID = 1"
	unchanged "$1: nothing was changed"
}

# A statement that fails: nothing of the batch stays.
failing() {
	dump before
	for n in 1 2; do
		emit -l a --schema "$2" --batch 2 a.tsv |
			awk -v n=$n '{ print } /^INSERT INTO (media|images)/ &&
				++seen > n { print "this is no SQL;" }' >bad.sql
		apply bad.sql >out 2>err
		ok "$([ $? -ne 0 ] && echo 0 || echo 1)" \
			"$1: an error in statement $n ends the script"
		unchanged "$1: and leaves nothing of it"
	done
}

# The writer dies: no COMMIT, whatever the client does with the rest.
dead_writer() {
	head -c -1 a.tsv >cut.tsv
	status 2 "$1: a stream without its end" \
		emit -l a --schema "$2" cut.tsv
	is "$(grep -c "'COMMIT'\|^COMMIT" out)" 0 "$1: has no COMMIT"
	apply out >out2 2>err2
	unchanged "$1: and changes nothing"
	emit -l a --schema "$2" a.tsv >a.sql
	size=$(wc -c <a.sql)
	for percent in 10 40 60 80 90 95; do
		head -c $((size * percent / 100)) a.sql >cut.sql
		apply cut.sql >out 2>err
		unchanged "$1: a script cut at $percent %"
	done
}

commits_every() {
	dump before
	emit -l a --schema "$2" --commit-every 2 a.tsv >a.sql
	is "$(grep -c "'COMMIT'\|^COMMIT" a.sql)" 6 \
		"$1: --commit-every 2 of ten pictures"
	sed '/[/]5.jpg/,$d' a.sql >cut.sql
	apply cut.sql >out 2>err
	is "$(query "SELECT COUNT(*) FROM $media WHERE $key > 2")" 4 \
		"$1: what was committed before the end stays"
	apply a.sql >out
	is "$(report)" "$3" "$1: and the next run goes on"
	emit -l a --schema "$2" --commit-every 3 --undo a.tsv >undo.sql
	apply undo.sql >out
	unchanged "$1: undone"
}

# A column says the collection of each row.
several() {
	stream originalUrl name collid occid match matchKey bytes mediaMD5 \
		>e.tsv <<ROWS
$u/1x.jpg 1x.jpg 1 1 matched _ 1 1111111111111111111111111111111e
$u/9x.jpg 9x.jpg 2 9 matched _ 2 9999999999999999999999999999999e
$u/2x.jpg 2x.jpg 2 2 matched _ 3 2222222222222222222222222222222e
$u/new.jpg new.jpg 2 _ none N1 4 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaae
$u/none.jpg none.jpg _ 1 matched _ 5 _
ROWS
	dump before
	for undo in '' --undo; do
		# shellcheck disable=SC2086 # nothing or a word
		img-emit-sql -q -l e -P portal --dialect "$dialect" --create \
			--user 1,ada $undo e.tsv >e$undo.sql
	done
	status 0 "$1: two collections" apply e.sql
	is "$(report)" "pictures inserted=3;pictures already there=0;records changed or gone=1;records created=1" \
		"$1: a record of the other collection is not taken"
	is "$(query 'SELECT collid, recordcnt, dynamicProperties FROM
		omcollectionstats WHERE collid = 2')" '2|2|{"imgcnt":"2:2"}' \
		"$1: statistics of the second"
	apply e--undo.sql >out
	query "UPDATE omcollectionstats SET recordcnt = 0,
		dynamicProperties = NULL WHERE collid = 2"
	unchanged "$1: undo in both"
}

everything() {
	portal $1
	export_portal
	loads_once $1 "pictures inserted=5;pictures already there=2;records changed or gone=3"
	overlaps $1
	keeps $1
	creates $1
	updates $1 "pictures inserted=1;pictures updated=3;pictures already there=0;pictures kept  changed since the export=0;records changed or gone=0"
	versions $1
	export_portal 1,2
	several $1
	export_portal
	counts $1
	hostile $1 $1
	wrong_portal $1
	failing $1 $1
	dead_writer $1 $1
	commits_every $1 $1 "pictures inserted=1;pictures already there=6;records changed or gone=3"
}

use_mariadb() {
	dialect=mariadb
	portal() {
		names_of "$1"
		mariadb_portal p "$1" "${2:-}" "${3:-}" && fill | sql p
	}
	apply() { mariadb "$db_user" p <"$1"; }
	query() { sql p -e "$1" | sed 's/	/|/g; s/NULL//g'; }
	dump() {
		mariadb-dump "$db_root" --skip-comments --skip-extended-insert \
			--no-create-info --hex-blob --order-by-primary p >"$1"
	}
	query_hex() {
		query "SELECT HEX(CONVERT(caption USING utf8mb4)) FROM $media
			WHERE originalUrl LIKE '%/h%' ORDER BY $key"
	}
	export_portal() {
		rm -rf portal
		img-portal-export -q -c "${1:-1}" -o portal -- "$db_reader" p
	}
}

use_sqlite() {
	dialect=sqlite
	portal() {
		names_of "$1"
		rm -f portal.db
		{ "$here/portal/ddl" "$1" sqlite && fill; } | sqlite3 -bail portal.db
	}
	apply() { sqlite3 portal.db <"$1"; }
	query() { sqlite3 portal.db "$1"; }
	# Numbers once given are not given again; that is no content.
	dump() { sqlite3 portal.db .dump | grep -v sqlite_sequence >"$1"; }
	query_hex() {
		query "SELECT HEX(caption) FROM $media WHERE originalUrl LIKE '%/h%'
			ORDER BY $key"
	}
	export_portal() {
		rm -rf portal
		img-portal-export -q -c "${1:-1}" -o portal --sqlite portal.db
	}
}
