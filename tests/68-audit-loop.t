#!/bin/sh
# SPDX-License-Identifier: MIT
# A portal with twenty pictures of every finding of img-audit: found, checked
# again, mended or removed by img-emit-sql, and found no more.
# shellcheck source=tests/lib.sh disable=SC2154,SC2034
. "$(dirname "$0")/lib.sh"
. "$here/nginx.sh"

nginx_access=off
command -v sqlite3 >/dev/null || skip_all 'needs sqlite3'
nginx_start || skip_all 'needs nginx and openssl'

# numbered FILE NUMBER: the picture, with a comment that no other has.
"$BUILD/draw" seed=1 size=64x64 >base.jpg 2>/dev/null ||
	"$BUILD/draw" seed=1 >base.jpg
numbered() {
	perl -e 'binmode STDIN; binmode STDOUT; local $/; my $b = <STDIN>;
		my $text = "picture $ARGV[0]";
		print substr($b, 0, 2), "\xff\xfe", pack("n", 2 + length $text), $text,
		    substr($b, 2)' "$2" <base.jpg >"$1"
}
mkdir -p "$nginx_www/u" "$nginx_www/tn"
cp base.jpg "$nginx_www/picture.jpg"
# 1-20 changed since, 21-40 gone, 41-60 by http, 61-80 one URL on two records,
# 81-100 one picture on two, 101-120 never checked, 121-140 without thumbnail,
# 141-160 of a host that is silent, 161-180 not on the disk; the rest is well.
i=1
while [ $i -le 180 ]; do
	case $i in
	2[1-9] | 3? | 4? | 5? | 60 | 14[1-9] | 15? | 160) ;;
	6[2468] | 7[02468] | 80) ;;
	8[1-9] | 9? | 100) numbered "$nginx_www/u/$i.jpg" pair$(((i + 1) / 2)) ;;
	*) numbered "$nginx_www/u/$i.jpg" $i ;;
	esac
	i=$((i + 1))
done
i=1
{
	echo 'occid,catalogNumber'
	while [ $i -le 1100 ]; do
		printf '%d,UCR%07d\n' $i $i
		i=$((i + 1))
	done
} >records.csv
"$root/scripts/make-portal" records.csv portal.sqlite >out 2>&1 ||
	skip_all 'no portal'
md5_of() { md5sum <"$1" | cut -c 1-32; }
{
	echo 'BEGIN;'
	i=1
	while [ $i -le 1100 ]; do
		url=$https_url/u/$i.jpg md5='' thumbnail=https://localhost:$https_port/any/$i.jpg
		[ ! -e "$nginx_www/u/$i.jpg" ] || md5=$(md5_of "$nginx_www/u/$i.jpg")
		case $i in
		? | 1? | 20) md5=$(printf %032d "$i") ;;
		4[1-9] | 5? | 60) url=http${https_url#https}/any/$i.jpg md5='' ;;
		6[1-9] | 7? | 80) url=$https_url/u/$((61 + (i - 61) / 2 * 2)).jpg md5='' ;;
		12[1-9] | 13? | 140) thumbnail=$https_url/tn/$i.jpg ;;
		14[1-9] | 15? | 160) url=http://127.0.0.2:1/u/$i.jpg ;;
		esac
		[ $i -le 180 ] || url=https://localhost:$https_port/any/$i.jpg
		echo "INSERT INTO media(mediaID, occid, originalUrl, thumbnailUrl,
			mediaMD5, format) VALUES ($i, $i, '$url',
			nullif('$thumbnail', ''), nullif('$md5', ''), 'image/jpeg');"
		i=$((i + 1))
	done
	echo 'COMMIT;'
} | sqlite3 -bail portal.sqlite
export_portal() {
	rm -rf portal
	img-portal-export -q --sqlite portal.sqlite -c 1 -o portal
}
check() {
	img-check -q --allow-private --cacert "$nginx_ca" --retry 0 \
		--connect-timeout 2s "$@"
}
first_rows() {
	awk -F '\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
		NR == 1 || !($at["mediaID"] >= 101 && $at["mediaID"] <= 120)' \
		portal/media.tsv
}
# The disk: what the server has below /u, but 161 to 180, and twenty others.
mkdir disk
cp -R "$nginx_www/u" disk/u
for i in $(seq 161 180); do
	rm "disk/u/$i.jpg"
	numbered "disk/u/more$i.jpg" "more$i"
done
export_portal
is "$(wc -l <portal/media.tsv)" 1101 'a portal of 1100 pictures'
first_rows >some.tsv
check --full --also thumbnailUrl --record-time some.tsv >now.tsv
img-scan -q -u "$https_url/" disk | img-check -q >disk.tsv
img-audit -v -P portal -d disk.tsv now.tsv >audit.tsv 2>err
# found CODE: the pictures, as "first-last: how many".
found() {
	fields mediaID problems <"${2:-audit.tsv}" |
		awk -F '|' -v code="$1" '{ n = split($2, c, " ")
			for (i = 1; i <= n; i++) if (c[i] == code) {
				if (!k++ || $1 < least) least = $1
				if ($1 > most) most = $1 } }
			END { print k ? least "-" most ": " k : "none" }' |
		sed 's/^-: /files: /'
}
while read -r code expected; do
	is "$(found "$code")" "$expected" "$code"
done <<END
audit-drift 1-20: 20
audit-dead 21-40: 20
audit-same-url 61-80: 20
audit-same-picture 81-100: 20
audit-unchecked 101-120: 20
audit-thumbnail 121-140: 20
audit-silent 141-160: 20
audit-no-file 21-180: 60
audit-orphan files: 20
audit-https none
END

# What has changed: asked again in full, the portal takes the facts of now.
with() {
	awk -F '\t' -v code="$1" 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
		NR == 1 || $at["problems"] ~ code' audit.tsv
}
emit() {
	img-emit-sql -c 1 -P portal --dialect sqlite "$@"
}
with audit-drift | check --full >drift.tsv
emit -q -l drift --existing update drift.tsv >drift.sql
status 0 'the changed ones are mended' sqlite3 -bail portal.sqlite <drift.sql
is "$(sqlite3 portal.sqlite "SELECT count(*), min(mediaID), max(mediaID)
	FROM media WHERE mediaMD5 GLOB '000000*'")" '0||' 'the portal has their MD5'
is "$(sqlite3 portal.sqlite 'SELECT count(*) FROM media')" 1100 \
	'as the pictures that they were'

# By http, where https serves the same.
awk -F '\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
	NR == 1 || $at["originalUrl"] ~ /^http:.*\/any\//' portal/media.tsv |
	check --try-https --record-time >twins.tsv
img-audit -q -P portal twins.tsv >audit.tsv
is "$(found audit-https)" '41-60: 20' 'those that https serves, too'
emit -q -l https --existing update twins.tsv >https.sql
status 0 'are mended' sqlite3 -bail portal.sqlite <https.sql
is "$(sqlite3 portal.sqlite "SELECT count(*) FROM media
	WHERE originalUrl LIKE 'http:%'")" 20 'but those of the silent host'

# What is gone: in two checks, a month apart, and asked once more.
export_portal
check --record-time portal/media.tsv >later.tsv
awk -F '\t' -v OFS='\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
	NR > 1 { $at["checked"] = "2026-01-02T00:00:00Z" } 1' later.tsv >earlier.tsv
removable() {
	img-audit "$@" 2>err >gone.tsv
	fields mediaID <gone.tsv | sort -n | sed -n '1p;$p' | tr '\n' ' '
}
is "$(removable -P portal --remove-after 2 --days 30 earlier.tsv later.tsv)" \
	'21 40 ' 'the dead of two checks'
is "$(wc -l <gone.tsv)" 21 'all of them, and no other, of a silent host neither'
is "$(removable -P portal --remove-after 3 --days 30 earlier.tsv later.tsv)" '' \
	'not with fewer checks'
is "$(removable -P portal --remove-after 2 --days 3000 earlier.tsv later.tsv)" '' \
	'not in a shorter time'
cp "$nginx_www/picture.jpg" "$nginx_www/u/21.jpg"
check --record-time later.tsv >back.tsv
is "$(removable -P portal --remove-after 2 --days 0 earlier.tsv later.tsv back.tsv)" \
	'22 40 ' 'what is there again stays'
awk -F '\t' -v OFS='\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
	$at["mediaID"] == 22 { $at["verdict"] = "retry"; $at["problems"] = "timeout" }
	1' back.tsv >slow.tsv
is "$(removable -P portal --remove-after 2 --days 0 earlier.tsv later.tsv slow.tsv)" \
	'23 40 ' 'so does what has not answered now'
awk -F '\t' -v OFS='\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
	NR > 1 { $at["verdict"] = "bad"; $at["problems"] = "also-bad" }
	1' back.tsv >also.tsv
is "$(removable -P portal --remove-after 2 --days 0 also.tsv also.tsv)" '' \
	'and all whose thumbnails alone are gone'
head -n 310 portal/media.tsv >small.tsv
is "$(removable -P small.tsv --remove-after 2 --days 0 earlier.tsv later.tsv)" '' \
	'and 20 of 309, as more than 5 % of a collection'
like "$(cat err)" '20 dead pictures are kept' 'which is said'

removable -P portal --remove-after 2 --days 0 earlier.tsv later.tsv back.tsv >out
check --full gone.tsv >asked.tsv
is "$(fields problems <asked.tsv | grep -vc http-404)" 0 'asked once more'
emit -l rot --remove gone.tsv >gone.sql 2>err
sqlite3 portal.sqlite .dump >before
status 0 'they are taken out' sqlite3 -bail portal.sqlite <gone.sql
is "$(sqlite3 portal.sqlite "SELECT count(*), count(CASE WHEN mediaID BETWEEN 22
	AND 40 THEN 1 END) FROM media")" '1081|0' 'and no other'
sqlite3 -bail portal.sqlite <gone.sql >out
is "$(sqlite3 portal.sqlite 'SELECT count(*) FROM media')" 1081 'once'
emit -q -l rot --remove --undo gone.tsv >back.sql
status 0 'taken back' sqlite3 -bail portal.sqlite <back.sql
is "$(sqlite3 portal.sqlite 'SELECT count(*) FROM media')" 1100 'all are there again'
sqlite3 -bail portal.sqlite <gone.sql >out

# Looked at once more, what was mended is good and what was removed unknown.
export_portal
check --full --also thumbnailUrl --record-time portal/media.tsv >now.tsv
img-audit -q -P portal now.tsv >audit.tsv
while read -r code expected; do
	is "$(found "$code")" "$expected" "afterwards: $code"
done <<END
audit-drift none
audit-dead none
audit-https none
audit-unchecked none
audit-same-url 61-80: 20
audit-same-picture 81-100: 20
audit-thumbnail 121-140: 20
audit-silent 141-160: 20
END
kill "$nginx_pid"
done_testing
