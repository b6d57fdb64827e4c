#!/bin/bash
# SPDX-License-Identifier: MIT
# The commands of the pages of img-portal(7): what each way brings into a portal
# by its importer's rules, what a second time does, and the way back.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
command -v sqlite3 >/dev/null || skip_all 'needs sqlite3'
perl -MIO::Uncompress::Unzip -e 1 2>/dev/null || skip_all 'no IO::Uncompress'

# run_page NAME: its commands, but those that need what is not here.
run_page() {
	awk '/^\.Sh/ { inside = /EXAMPLES/ }
		inside && /^\.Bd -literal/ { copying = first = 1; next }
		/^\.Ed/ { copying = 0 }
		copying && first && /^# not run: / { copying = 0 }
		copying { first = 0; gsub(/\\e/, "\\"); print }' \
		"$root/man/$1.7" >"$1.sh"
	[ -s "$1.sh" ] && bash -e -o pipefail "$1.sh" >out 2>err
}
# in_portal SQL
in_portal() { sqlite3 -bail -separator ' ' portal.db "$1"; }
# tables: records and media of the portal as the importers' rules take them
tables() {
	for table in omoccurrences media; do
		sqlite3 -readonly -header -separator '	' portal.db \
			"SELECT * FROM $table ORDER BY 1" |
			sed 's/\\/\\\\/g'
	done >all
	awk '/^mediaID\t/ { out = "media" } !out { out = "records" }
		{ print >out }' all
	sed -i '1s/^mediaID\t/mediaid\t/' media
}
# entered: what the importer has added to the table goes into the portal
entered() {
	sed '1d; /^[^	]/d' media >new
	sqlite3 -bail portal.db <<-'SQL'
	CREATE TEMP TABLE n AS SELECT * FROM media WHERE 0;
	.mode tabs
	.import new n
	INSERT INTO media(occid, originalUrl, url, thumbnailUrl, mediaType)
		SELECT occid, originalUrl, nullif(url, ''),
			nullif(thumbnailUrl, ''), 'image' FROM n;
	SQL
}
pictures() { in_portal 'SELECT * FROM media ORDER BY mediaID'; }
records() { in_portal 'SELECT * FROM omoccurrences ORDER BY occid'; }
upload() {
	case $1 in
	archive)
		rm -rf archive && mkdir archive
		perl -MIO::Uncompress::Unzip -e '
			my $u = IO::Uncompress::Unzip->new($ARGV[0]) or die;
			for (my $more = 1; $more > 0; $more = $u->nextStream) {
				open my $out, ">", "archive/" . $u->getHeaderInfo->{Name} or die;
				print $out $_ while <$u>;
			}' upload.zip
		"$here/portal/import-dwca" archive records media 'Live Data'
		;;
	*) "$here/portal/import-csv" "$1" "$2" upload.csv records media ;;
	esac
}

"$root/scripts/make-sample" . >/dev/null
"$root/scripts/make-portal" records.csv start.db >/dev/null
cp start.db portal.db
u=https://img.example.org/box12
img-scan -q -u $u/ photos >photos.tsv
img-check -q photos.tsv >checked.tsv
img-portal-export -q -c 1 -o portal --sqlite portal.db
img-match -q -r portal/occurrences.tsv checked.tsv >matched.tsv
# One of the pictures has been there before.
read -r occid url <<EOF
$(paste -d ' ' <(column matched.tsv occid) <(column matched.tsv originalUrl) |
	grep '^[0-9]' | head -n 1)
EOF
sqlite3 start.db "INSERT INTO media(occid, originalUrl, thumbnailUrl, mediaType)
	VALUES ($occid, '$url', '$url', 'image')"

# start: the portal as it was, and an export of it
start() {
	rm -rf portal after upload.* ./*.sql
	cp start.db portal.db
	img-portal-export -q -c 1 -o portal --sqlite portal.db
	records >records.before
	pictures >pictures.before
}

start
run_page img-portal-sql
ok $? 'SQL: the commands of its page' || sed 's/^/# /' err
# MariaDB's and SQLite's scripts are two: the same commands for this one.
sed 's/img-emit-sql/& --dialect sqlite/' img-portal-sql.sh >here.sh
bash -e -o pipefail here.sh >out 2>err
for script in rehearsal load load undo; do
	sqlite3 portal.db <$script.sql >"$script.report"
	case $script in
	load)
		n=$(($(pictures | wc -l) - 1))
		[ -n "${first-}" ] || first=$n
		is "$n" "$first" 'SQL: loaded, once'
		ok "$([ "$n" -ge 10 ]; echo $?)" 'SQL: all that have matched'
		;;
	*)
		pictures >now
		same now pictures.before "SQL: $script leaves what was there"
		;;
	esac
done
records >now
same now records.before 'SQL: the records are as before'

while read -r page way version second; do
	start
	run_page img-portal-"$page"
	ok $? "$way: the commands of its page" || sed 's/^/# /' err
	tables
	cp records once
	like "$(upload "$way" "$version")" \
		'1[0-9] \(pictures \)\?added\|, 1[0-9] pictures added' \
		"$way: the pictures are entered"
	same records once "$way: the records are as they were"
	cp media first.media
	entered
	like "$(upload "$way" "$version")" "$second" "$way: a second upload"
	# The portal's thumbnails; a picture that somebody works on; the way back.
	in_portal "UPDATE media SET thumbnailUrl = '/imglib/' || mediaID
		WHERE thumbnailUrl IS NULL"
	run_page img-portal
	ok $? "$way: the commands for the way back" || sed 's/^/# /' err
	sed 's/img-emit-sql/& --dialect sqlite/' img-portal.sh >here.sh
	bash -e -o pipefail here.sh >out 2>err
	ok "$([ "$(pictures | wc -l)" -gt 10 ]; echo $?)" "$way: they are there"
	sqlite3 portal.db <back.sql >report
	pictures >now
	same now pictures.before "$way: taken back, and what was there has stayed"
done <<'END'
import media-import 3.4 ^1[0-9] added
skeletal skeletal 3.4 ^0 added
url-map url-map 3.2.4 ^0 added.* 1[0-9] updated
archive archive 3.4 , 0 pictures added
END
done_testing
