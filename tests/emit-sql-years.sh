# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2154
# What img-emit-sql's statements do with pictures that are in a portal for
# years: sourced after emit-sql.sh by the tests for MariaDB and SQLite.

# The portal of these tests: see fill(); a batch is loaded and exported.
loaded() {
	portal "$1"
	export_portal
	stream originalUrl thumbnailUrl name mediaMD5 occid match \
		occurrenceRecordID <<ROWS >y.tsv
$u/y/1.jpg _ 1.jpg 11111111111111111111111111111111 1 matched $(uuid 1)
$u/y/2.jpg $u/y/2_tn.jpg 2.jpg _ 2 matched $(uuid 2)
/imglib/5.jpg _ 5.jpg _ 5 matched $(uuid 5)
ROWS
	emit -l y -P portal --user 1,ada y.tsv >y.sql
	emit -l y -P portal --user 1,ada --undo y.tsv >undo-y.sql
	dump bare
	apply y.sql >out
	export_portal
}

# told WORDS: the number of the line of the report that begins with them.
told() { grep "^$1" out | sed 's/.*[|	]//'; }

# Another spelling of a URL is no other picture.
spelled() {
	stream originalUrl occid match occurrenceRecordID <<ROWS >s.tsv
http://IMG.example.org:80/y/./1.jpg 1 matched $(uuid 1)
https://img.example.org/%79/2.jpg 2 matched $(uuid 2)
http://portal.example.org/imglib/5.jpg 5 matched $(uuid 5)
https://img.example.org/y/new.jpg 5 matched $(uuid 5)
ROWS
	dump before
	emit -l s -P portal s.tsv >s.sql
	apply s.sql >out
	like "$(report)" 'inserted=1;pictures already there=3;' \
		"$1: other spellings are there already"
	is "$(told known)" 3 "$1: and told"
	emit -l s -P portal --undo s.tsv >undo.sql
	apply undo.sql >out
	unchanged "$1: the rest is taken back"
	img-emit-sql -c 1 --dialect "$dialect" -l s -P portal \
		--media-domain https://other.example.org s.tsv >s.sql
	apply s.sql >out
	like "$(report)" 'inserted=2;' "$1: --media-domain says whose paths"
	apply undo.sql >out
	unchanged "$1: taken back, too"
	apply y.sql >out
	is "$(told inserted)" 0 "$1: a second run inserts nothing"
	# What an export knew is not believed if it is gone.
	query "DELETE FROM $media WHERE originalUrl = '$u/y/2.jpg'"
	emit -l s -P portal s.tsv >s.sql
	apply s.sql >out
	like "$(report)" 'inserted=2;pictures already there=2;' \
		"$1: a picture that has been deleted is put in"
	is "$(told inserted)" 0 "$1: of another batch"
	apply undo.sql >out
	apply y.sql >out
	is "$(told inserted)" 1 "$1: or by its own script again, which says so"
	export_portal
	# In one batch.
	stream originalUrl occid match <<ROWS >t.tsv
http://img.example.org/t/a%20b.jpg 6 matched
https://img.example.org:443/t/%61%20b.jpg 6 matched
ROWS
	emit -l t -P portal --rejects left t.tsv >t.sql 2>err
	is "$(tail -n 1 left | cut -f 4)" duplicate \
		"$1: in one batch it is a duplicate"
}

# A row with a picture's id is that picture: move, replace, undo.
by_id() {
	sed "1!s|https://img.example.org/y/|http://new.example.net/p/|g" \
		portal/media.tsv >moved.tsv
	dump before
	query "INSERT INTO imagetag($key, keyValue) SELECT $key, 'HasLabel'
		FROM $media WHERE originalUrl = '$u/y/1.jpg'"
	dump tagged
	for how in skip update; do
		emit -q -l m -P portal --existing $how moved.tsv >m-$how.sql
	done
	apply m-skip.sql >out
	like "$(report)" 'inserted=0;' "$1: by its id a picture is there"
	dump after
	same after tagged "$1: and nothing changes"
	apply m-update.sql >out
	like "$(report)" 'inserted=0;pictures updated=2;' "$1: moved"
	is "$(query "SELECT originalUrl, thumbnailUrl FROM $media
		WHERE originalUrl LIKE '%/p/%' ORDER BY $key" | paste -sd ' ' -)" \
		'http://new.example.net/p/1.jpg| http://new.example.net/p/2.jpg|http://new.example.net/p/2_tn.jpg' \
		"$1: the new URLs"
	dump after
	apply m-update.sql >out
	like "$(report)" 'inserted=0;pictures updated=0;' "$1: moved once"
	emit -q -l m -P portal --existing update --undo moved.tsv >undo.sql
	apply undo.sql >out
	dump after
	same after tagged "$1: moved back, tags and all"
	emit -q -l m -P portal --existing update \
		--map "$u/y/=http://new.example.net/p/" portal/media.tsv >map.sql
	grep -v '^-- ' map.sql >map
	grep -v '^-- ' m-update.sql | cmp - map
	ok $? "$1: --map writes the same"
	query "DELETE FROM imagetag WHERE $key > 2"
	# Without mediaID, by recordID; and by the sourceIdentifier alone.
	awk -F '\t' -v OFS='\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
		{ print $at["occid"], $at["originalUrl"], $at["recordID"] }' \
		moved.tsv | sed '1!s/\([^	]*\)$/urn:uuid:\U\1/' >guid.tsv
	emit -q -l m -P portal --existing update guid.tsv >m.sql
	apply m.sql >out
	like "$(report)" 'inserted=0;pictures updated=2;' "$1: by recordID"
	emit -q -l m -P portal --existing update --undo guid.tsv >undo.sql
	apply undo.sql >out
	awk -F '\t' -v OFS='\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
		{ print $at["occid"], $at["originalUrl"],
			$at["sourceIdentifier"] }' moved.tsv >source.tsv
	emit -q -l m -P portal --existing update source.tsv >m.sql
	apply m.sql >out
	like "$(report)" 'inserted=0;pictures updated=2;' \
		"$1: by sourceIdentifier"
	apply undo.sql >out
	# The number of another portal's picture says nothing.
	stream mediaID recordID originalUrl occid <<ROWS >other.tsv
1 $(uuid 555) $u/z.jpg 2
ROWS
	emit -q -l m -P portal --existing update other.tsv >m.sql
	apply m.sql >out
	like "$(report)" 'inserted=1;pictures updated=0;' \
		"$1: another recordID is another picture"
	emit -q -l m -P portal --existing update --undo other.tsv >undo.sql
	apply undo.sql >out
	unchanged "$1: all as before"
}

# A better picture takes an old one's place, and mediametadata follows.
replaced() {
	[ "$1" = 3.4 ] || return 0
	for f in originalUrl thumbnailUrl; do
		query "INSERT INTO mediametadata(mediaID, field, bytes, md5sum,
			created_at, updated_at) SELECT mediaID, '$f', 41,
			'11111111111111111111111111111111',
			'2025-02-03 04:05:06', '2025-02-03 04:05:07' FROM media
			WHERE originalUrl = '$u/y/2.jpg'"
	done
	query "INSERT INTO mediametadata(mediaID, field, bytes, md5sum,
		created_at) SELECT mediaID, 'thumbnailUrl', 43,
		'22222222222222222222222222222222', '2025-02-03 04:05:06'
		FROM media WHERE originalUrl = '$u/y/1.jpg'"
	export_portal
	stream mediaID occid originalUrl thumbnailUrl bytes mediaMD5 \
		thumbnailMD5 <<ROWS >better.tsv
$(query "SELECT mediaID FROM media WHERE originalUrl = '$u/y/2.jpg'") 2 \
$u/better/2.jpg $u/y/2_tn.jpg 9000 9999999999999999999999999999999A \
99999999999999999999999999999999
$(query "SELECT mediaID FROM media WHERE originalUrl = '$u/y/1.jpg'") 1 \
$u/y/1.jpg _ 9001 9999999999999999999999999999999B _
ROWS
	dump before
	emit -l b -P portal --existing update better.tsv >b.sql
	emit -l b -P portal --existing update --undo better.tsv >undo.sql
	status 0 "$1: better pictures" apply b.sql
	like "$(report)" 'pictures updated=2;' "$1: take the place of old ones"
	is "$(query "SELECT m.originalUrl, d.field, d.bytes, d.md5sum FROM media m
		JOIN mediametadata d ON d.mediaID = m.mediaID
		ORDER BY d.bytes" | sed "s|$u/||" | paste -sd ' ' -)" \
		'y/1.jpg|thumbnailUrl|43|22222222222222222222222222222222 better/2.jpg|originalUrl|9000|9999999999999999999999999999999a y/1.jpg|originalUrl|9001|9999999999999999999999999999999b' \
		"$1: mediametadata follows"
	dump loaded
	apply b.sql >out
	dump after
	same after loaded "$1: once"
	apply undo.sql >out
	like "$(report)" 'restored=2;' "$1: restored"
	# A row that was gone may be at another place.
	dump after
	sort before >sorted-before
	sort after >sorted-after
	same sorted-after sorted-before "$1: with mediametadata"
	# As img-check asks for the size of a URL alone.
	stream mediaID originalUrl bytes <<ROWS >sized.tsv
$(query "SELECT mediaID FROM media WHERE originalUrl = '$u/y/2.jpg'") \
$u/better/2.jpg 9000
ROWS
	emit -l b -P portal --existing update sized.tsv >b.sql
	emit -l b -P portal --existing update --undo sized.tsv >undo.sql
	apply b.sql >out
	is "$(query "SELECT d.field FROM media m JOIN mediametadata d
		ON d.mediaID = m.mediaID
		WHERE m.originalUrl = '$u/better/2.jpg'")" thumbnailUrl \
		"$1: what it has of a file of another size goes"
	apply undo.sql >out
	dump after
	sort after >sorted-after
	same sorted-after sorted-before "$1: and comes back"
	query 'DELETE FROM mediametadata'
	export_portal
}

# A hash is not kept of a file that has become another one, if only its size or
# a problem says so.
outdated() {
	old=mediaMD5=\'11111111111111111111111111111111\'
	query "UPDATE $media SET $old, hashFunction = 'SHA-1',
		hashValue = 'abc' WHERE originalUrl LIKE '$u/y/%'"
	[ "$1" != 3.4 ] || query "INSERT INTO mediametadata(mediaID, field,
		bytes, md5sum, created_at) SELECT mediaID, 'originalUrl', 41,
		'11111111111111111111111111111111', '2025-02-03 04:05:06'
		FROM media WHERE originalUrl = '$u/y/2.jpg'"
	query "UPDATE $media SET pixelXDimension = 640, pixelYDimension = 480
		WHERE originalUrl = '$u/y/1.jpg'"
	export_portal
	id1=$(query "SELECT $key FROM $media WHERE originalUrl = '$u/y/1.jpg'")
	id2=$(query "SELECT $key FROM $media WHERE originalUrl = '$u/y/2.jpg'")
	hashes="SELECT COALESCE(mediaMD5, hashFunction, hashValue, '-')
		FROM $media WHERE originalUrl LIKE '$u/y/%' ORDER BY originalUrl"
	dump before
	# As it is; by its width; by img-check's code; by its bytes.
	while IFS='|' read -r id n cells expected name; do
		[ -n "$id" ] || continue
		stream "$key" originalUrl bytes pixelXDimension problems \
			caption <<ROWS | sed '1s/imgid/mediaID/' >sized.tsv
$id $u/y/$n.jpg $cells _
ROWS
		emit -q -l b -P portal --existing update sized.tsv >b.sql
		emit -q -l b -P portal --existing update --undo sized.tsv >undo.sql
		apply b.sql >out
		is "$(query "$hashes" | cut -c 1-3 | paste -sd ' ' -)" \
			"$expected" "$1: $name"
		apply b.sql >out
		like "$(report)" 'pictures updated=0;' "$1: once"
		[ "$1" != 3.4 ] || is "$(query "SELECT COUNT(*) FROM
			mediametadata")" "$([ "$expected" = '111 -' ]; echo $?)" \
			"$1: so does mediametadata"
		apply undo.sql >out
		unchanged "$1: and it comes back"
	done <<ROWS
$id1|1|41 640 _|111 111|a hash stays where nothing speaks against it
$id2|2|41 640 changed-since|111 -|img-check's changed-since ends it
$id1|1|_ 639 rotated|- 111|another width ends it
$([ "$1" = 3.4 ] && echo "$id2|2|42 640 _|111 -|another size ends it")
ROWS
	query "UPDATE $media SET mediaMD5 = NULL, hashFunction = NULL,
		hashValue = NULL, pixelXDimension = NULL, pixelYDimension = NULL
		WHERE originalUrl LIKE '$u/y/%'"
	if [ "$1" = 3.4 ]; then
		export_portal
		dump before
		stream mediaID originalUrl bytes <<ROWS >sized.tsv
$id2 $u/y/2.jpg 42
ROWS
		emit -q -l b -P portal --existing update sized.tsv >b.sql
		emit -q -l b -P portal --existing update --undo sized.tsv >undo.sql
		apply b.sql >out
		is "$(query 'SELECT COUNT(*) FROM mediametadata')" 0 \
			"$1: mediametadata alone"
		apply undo.sql >out
		unchanged "$1: which comes back"
		query 'DELETE FROM mediametadata'
	fi
	query "UPDATE $media SET mediaMD5 = '11111111111111111111111111111111'
		WHERE originalUrl = '$u/y/1.jpg'"
	export_portal
}

# What somebody has given to another record does not come back.
given_away() {
	dump before
	query "UPDATE $media SET occid = 6 WHERE originalUrl = '$u/y/1.jpg'"
	dump moved
	apply y.sql >out
	like "$(report)" 'inserted=0;pictures already there=2;' \
		"$1: a picture that was remapped is not entered again"
	is "$(told given)" 1 "$1: and told"
	emit -q -l y -P portal --existing update --map "$u/=https://x.org/" \
		portal/media.tsv >m.sql
	apply m.sql >out
	is "$(told given)" 1 "$1: nor is it updated"
	emit -q -l y -P portal --existing update --undo \
		--map "$u/=https://x.org/" portal/media.tsv >undo.sql
	apply undo.sql >out
	query "DELETE FROM $media WHERE originalUrl = '$u/y/2.jpg'"
	apply m.sql >out
	is "$(told given) $(told deleted)" '1 1' "$1: deleted ones are told"
	apply undo.sql >out
	query "UPDATE $media SET occid = 1 WHERE originalUrl = '$u/y/1.jpg'"
	export_portal
	query "UPDATE $media SET occid = 6 WHERE originalUrl = '$u/y/1.jpg'"
	export_portal
	emit -l other -P portal --rejects left y.tsv >o.sql 2>err
	is "$? $(tail -n 1 left | rev | cut -f 2 | rev)" \
		'1 same-picture-other-record' \
		"$1: another label: the picture is another record's"
	emit -l other -P portal --shared-pictures y.tsv >o.sql
	apply o.sql >out
	like "$(report)" 'inserted=2;' "$1: --shared-pictures"
	emit -l other -P portal --undo y.tsv >undo.sql
	apply undo.sql >out
	query "DELETE FROM $media WHERE originalUrl = '$u/y/1.jpg'"
	apply undo-y.sql >out
	dump after
	same after bare "$1: all taken back"
}

# What the portal's machines fill in is nobody's work.
machines() {
	query "UPDATE $media SET thumbnailUrl = '/imglib/1_tn.jpg',
		url = '/imglib/1_web.jpg', format = 'image/jpeg', tid = 1
		WHERE originalUrl = '$u/y/1.jpg'"
	query "UPDATE $media SET thumbnailUrl = 'processing 2026-11-29'
		WHERE originalUrl = '/imglib/5.jpg'"
	query "UPDATE $media SET caption = 'mine' WHERE originalUrl =
		'$u/y/2.jpg'"
	apply undo-y.sql >out
	is "$(report)" 'pictures deleted=2;pictures kept  worked on since=1' \
		"$1: what the portal's machines fill in is nobody's work"
	query "UPDATE $media SET caption = NULL, thumbnailUrl = 'mine'
		WHERE originalUrl = '$u/y/2.jpg'"
	apply undo-y.sql >out
	is "$(report)" 'pictures deleted=0;pictures kept  worked on since=1' \
		"$1: another thumbnail than ours is somebody's"
	query "INSERT INTO imagetag($key, keyValue) SELECT $key, 'HasLabel'
		FROM $media WHERE originalUrl = '$u/y/2.jpg'"
	query "INSERT INTO specprocessorrawlabels($key, rawStr) SELECT $key,
		'text' FROM $media WHERE originalUrl = '$u/y/2.jpg'"
	apply undo-y.sql >out
	like "$(report)" 'kept  worked on since=1' "$1: kept"
	query "UPDATE $media SET occid = 6 WHERE originalUrl = '$u/y/2.jpg'"
	apply undo-y.sql >out
	like "$(report)" 'deleted=0;' "$1: and on another record"
	emit -l y -P portal --user 1,ada --force-undo y.tsv >force.sql
	apply force.sql >out
	is "$(report)" 'pictures deleted=1;pictures kept  worked on since=0' \
		"$1: --force-undo takes it"
	like "$(cat out)" "taken, though worked on.*$u/y/2.jpg" \
		"$1: and says which"
	query 'DELETE FROM specprocessorrawlabels'
	dump after
	same after bare "$1: nothing is left of it"
}

# How many pictures nobody sees yet.
without_thumbnails() {
	apply y.sql >out
	is "$(told without)" "$(query "SELECT COUNT(*) FROM $media m
		JOIN omoccurrences o ON o.occid = m.occid WHERE o.collid = 1
		AND m.thumbnailUrl IS NULL $([ "$media" = images ] ||
		echo "AND m.mediaType = 'image'")")" \
		"$1: pictures without a thumbnail"
	stream originalUrl mediaMD5 occid match <<ROWS >p.tsv
$u/p1.jpg 77777777777777777777777777777777 1 matched
$u/p2.jpg 77777777777777777777777777777777 2 matched
$u/p3.jpg _ 1 matched
http://img.example.org/p3.jpg _ 2 matched
ROWS
	emit -l p -P portal p.tsv >p.sql 2>err
	like "$(cat err)" '2 of 4 pictures .*same-picture-other-record' \
		"$1: one picture on several records of a batch"
	emit -l p -P portal --rehearse p.tsv >p.sql 2>err
	apply p.sql >out
	is "$(told same-picture)" 2 "$1: also in the report"
}

years() {
	loaded "$1"
	spelled "$1"
	by_id "$1"
	replaced "$1"
	outdated "$1"
	given_away "$1"
	loaded "$1"
	machines "$1"
	without_thumbnails "$1"
	removes "$1"
	named "$1"
}

# Rows that say which picture of the portal they are, and not whose.
named() {
	loaded "$1"
	id=$(query "SELECT $key FROM $media WHERE originalUrl = '$u/y/2.jpg'")
	guid=$(query "SELECT recordID FROM $media
		WHERE originalUrl = '$u/y/1.jpg'")
	dump before
	stream mediaID recordID originalUrl <<ROWS >named.tsv
$id _ $u/better/2.jpg
_ urn:uuid:$guid $u/better/1.jpg
99999 _ $u/better/4.jpg
$id $guid $u/better/5.jpg
ROWS
	status 1 "$1: pictures by their ids alone" emit -l n -P portal \
		--existing update --rejects left named.tsv
	mv out n.sql
	is "$(sed 1d left | cut -f 4 | paste -sd ' ' -)" 'not-there not-there' \
		"$1: one that the portal has not, one by two ids"
	emit -q -l n -P portal --existing update --undo named.tsv >undo.sql
	apply n.sql >out
	is "$(query "SELECT COUNT(*) FROM $media WHERE originalUrl IN
		('$u/better/2.jpg', '$u/better/1.jpg')")" 2 \
		"$1: get their new URLs"
	apply undo.sql >out
	unchanged "$1: and their old ones back"
	cut -f 1 named.tsv >ids.tsv
	status 1 "$1: a list of ids" emit -q -l n -P portal --remove \
		--rejects left ids.tsv
	apply out >out2
	is "$(query "SELECT COUNT(*) FROM $media WHERE $key = $id")" 0 \
		"$1: to remove"
	unnumbered "$1"
}

# Rows that have no id either: by what only one picture has, whosever it is.
unnumbered() {
	loaded "$1"
	query "UPDATE $media SET sourceIdentifier = 'their own 1'
		WHERE originalUrl = '$u/y/1.jpg'"
	query "INSERT INTO $media(occid, originalUrl, sourceIdentifier)
		VALUES (5, '$u/both.jpg', 'twice'), (6, '$u/both.jpg', 'twice')"
	apply y.sql >out
	export_portal
	dump before
	stream sourceIdentifier originalUrl <<ROWS >own.tsv
their+own+1 $u/better/1.jpg
_ http://IMG.example.org:80/%79/2.jpg
_ /imglib/5.jpg
twice $u/new/both.jpg
_ $u/both.jpg
_ $u/nowhere.jpg
ROWS
	sed 's/+/ /g' own.tsv >text && mv text own.tsv
	for how in remove update; do
		case $how in
		remove) set -- "$1" --remove ;;
		update) set -- "$1" --existing update ;;
		esac
		img-emit-sql -q -c 1 --dialect "$dialect" -l o -P portal \
			"$2" ${3:+"$3"} --rejects left own.tsv >o.sql
		is "$? $(sed 1d left | rev | cut -f 2 | rev | paste -sd ' ' -)" \
			"1 $(echo not-there ambiguous not-there | if [ $how = remove ]
			then cat; else sed 's/not-there/no-record/g'; fi)" \
			"$1: $how: neither what two have, nor what none has"
		img-emit-sql -q -c 1 --dialect "$dialect" -l o -P portal \
			"$2" ${3:+"$3"} --undo own.tsv >undo.sql
		apply o.sql >out
		like "$(report)" "removed=3;\|inserted=0;pictures updated=2;pictures already there=1" \
			"$1: $how: by sourceIdentifier, or a URL in any spelling"
		apply undo.sql >out
		unchanged "$1: $how: and back"
		set -- "$1"
	done
}

# Pictures are taken out, and brought back with all that they had.
removes() {
	loaded "$1"
	query "UPDATE $media SET caption = 'it''s é', notes = '',
		sortOccurrence = 7, url = 'empty' WHERE originalUrl =
		'$u/y/1.jpg'"
	[ "$1" != 3.4 ] || query "INSERT INTO mediametadata(mediaID, field,
		bytes, md5sum, created_at) SELECT mediaID, 'url', 42,
		'11111111111111111111111111111111', '2025-02-03 04:05:06'
		FROM media WHERE originalUrl = '$u/y/1.jpg'"
	export_portal
	query "UPDATE $media SET notes = NULL WHERE notes = ''"
	dump before
	status 0 "$1: all of the export" emit -l r -P portal --remove \
		portal/media.tsv
	mv out r.sql
	emit -l r -P portal --remove --undo portal/media.tsv >undo.sql
	apply r.sql >out
	is "$(report)" 'pictures removed=4;pictures kept  changed since the export or in use=1;records changed or gone=0' \
		"$1: all but the tagged one are removed"
	is "$(query "SELECT COUNT(*) FROM $media")" 1 "$1: they are gone"
	apply r.sql >out
	like "$(report)" 'removed=0;' "$1: once"
	is "$(told deleted)" 4 "$1: which is told"
	apply undo.sql >out
	like "$(report)" 'brought back=4;pictures already there=1' \
		"$1: brought back"
	unchanged "$1: with every column"
	apply undo.sql >out
	unchanged "$1: bringing back twice changes nothing"
	query "UPDATE $media SET caption = 'newer' WHERE originalUrl =
		'$u/y/2.jpg'"
	stream mediaID originalUrl verdict occid <<ROWS >bad.tsv
_ http://img.example.org/y/1.jpg bad 1
_ $u/y/2.jpg bad 2
_ $u/y/none.jpg bad 2
ROWS
	status 1 "$1: rows that are bad, one not there" emit -l r -P portal \
		--remove --rejects left bad.tsv
	is "$(tail -n 1 left | cut -f 5)" not-there "$1: which is said"
	apply out >out2
	mv out2 out
	is "$(report)" 'pictures removed=1;pictures kept  changed since the export or in use=1;records changed or gone=0' \
		"$1: what has changed since is kept"
}
