#!/bin/sh
# SPDX-License-Identifier: MIT
# The three people's days on real files: photographs of herbarium sheets, and
# the records and pictures of a portal.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
command -v sqlite3 >/dev/null || skip_all 'needs sqlite3'
sheets=$shared/unclear-licence/barcode
portal=$shared/unclear-licence/specimen-lists/seinet-pere-derived
[ -f "$sheets/numbers.tsv" ] || skip_all 'needs ../shared'
[ -f "$portal/pairs.tsv" ] || skip_all 'needs ../shared'
unset MAKEFLAGS MAKELEVEL MFLAGS
where='-p /NY_(\d+)/'

# The manager: photographs, a sheet, no database.
mkdir photos
cp "$sheets"/herb__*NY_0*.jpg "$sheets"/ent__*.jpg photos
awk -F '\t' 'NR > 1 && /NY_0/ { print $2 ";herbarium sheet" }
	BEGIN { print "Barcode;Remarks" }' "$sheets/numbers.tsv" >records.csv
n=$(find photos -name '*NY_0*' | wc -l | tr -d ' ')
all=$(find photos -type f | wc -l | tr -d ' ')
ok "$([ "$n" -gt 5 ] && [ "$all" -gt "$n" ]; echo $?)" \
	"$n sheets with numbers, $((all - n)) other photographs"
find photos -type f -exec cksum {} + | sort >before
# shellcheck disable=SC2086 # two words
status 0 'quickstart' "$root/scripts/quickstart" --no-install -o first \
	$where photos records.csv
is "$(fields match <first/matched.tsv | grep -cx matched)" "$n" \
	'all that have a number are linked'
is "$(awk -F '\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
	$at["match"] == "matched" &&
	index($at["name"], $at["recordCatalogNumber"]) == 0' \
	first/matched.tsv)" '' 'each to its own'
ok "$([ -s first/page.html ]; echo $?)" 'there is a page'
find photos -type f -exec cksum {} + | sort >after
same after before 'the photographs are as they were'

# The technician: new ones every day, stopped, and gone on with.
"$root/scripts/make-portal" records.csv portal.db >/dev/null
img-portal-export -q -c 1 -o portal --sqlite portal.db
mkdir -p days/monday days/tuesday
cp photos/*NY_0* days/monday
batch() {
	make -s -f "$root/scripts/batch.mk" PHOTOS=days COLLID=1 PORTAL=portal \
		URL=https://img.example.org/ucr/ MATCH="-p '/NY_(\\d+)/'" \
		EMIT='--dialect sqlite' "$@"
}
day() { batch today="$1" daily >out 2>err && sqlite3 portal.db <"daily/$1/load.sql" >/dev/null; }
day 2026-01-01
is "$? $(sqlite3 portal.db 'SELECT COUNT(*) FROM media')" "0 $n" \
	'the first day: all are in the portal'
cp "$sheets"/lich__*NY* days/tuesday 2>/dev/null ||
	cp photos/ent__* days/tuesday
new=$(find days/tuesday -type f | wc -l | tr -d ' ')
rm -f daily/2026-01-01/summary
day 2026-01-02
is "$? $(($(wc -l <daily/2026-01-02/checked.tsv) - 1))" "0 $new" \
	'the second day: what is new is checked, and nothing else'
is "$(sqlite3 portal.db 'SELECT COUNT(*) - COUNT(DISTINCT originalUrl) FROM media')" \
	0 'no picture is there twice'

# The portal's manager: its records, and URLs of all its collections.
"$root/scripts/make-portal" "$portal/occurrences.csv" big.db >/dev/null
img-portal-export -q -c 1 -o big --sqlite big.db
awk -F '\t' 'BEGIN { print "name\toriginalUrl" } NR > 1 && $6 ~ /^https?:\/\// {
	print $7 "\t" $6 }' "$portal/pairs.tsv" >urls.tsv
img-match -q -r big/occurrences.tsv urls.tsv >matched.tsv
img-emit-sql -q -c 1 -l all -P big --dialect sqlite --rejects left.tsv \
	matched.tsv >load.sql
sqlite3 big.db <load.sql >/dev/null
some=$(sqlite3 big.db 'SELECT COUNT(*) FROM media')
ok "$([ "$some" -gt 200 ]; echo $?)" "$some pictures of real URLs are in"
is "$((some + $(wc -l <left.tsv) - 1))" "$(($(wc -l <matched.tsv) - 1))" \
	'what was left out has its reason'
sqlite3 big.db .dump >once
sqlite3 big.db <load.sql >/dev/null
sqlite3 big.db .dump >twice
same twice once 'twice is once'
img-emit-sql -q -c 1 -l all -P big --dialect sqlite --undo matched.tsv |
	sqlite3 big.db >/dev/null
is "$(sqlite3 big.db 'SELECT COUNT(*) FROM media')" 0 'and taken back'
done_testing
