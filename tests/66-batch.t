#!/bin/sh
# scripts/batch.mk: in parts, the same as in one go; taken up again.
. "$(dirname "$0")/lib.sh"
command -v sqlite3 >/dev/null || skip_all 'needs sqlite3'
make=$(command -v gmake || command -v make) || skip_all 'needs make'
unset MAKEFLAGS MAKELEVEL MFLAGS
"$root/scripts/make-sample" sample
"$root/scripts/make-portal" sample/records.csv portal.sqlite >/dev/null
img-portal-export -c 1 --sqlite portal.sqlite -o portal
batch() {
	"$make" -f "$root/scripts/batch.mk" -s -j2 PHOTOS=sample/photos ROWS=4 \
		URL=https://img.example.org/ LABEL=b MATCH="-p '/^(UCR\d+)/i'" \
		EMIT='--dialect sqlite' "$@"
}
status 0 'a batch in parts' batch
is "$(find parts -name '*.checked' | wc -l)" 5 'is in five parts'
img-scan -q -u https://img.example.org/ sample/photos | img-check |
	img-match -r portal/occurrences.tsv -p '/^(UCR\d+)/i' >expected.tsv
same matched.tsv expected.tsv 'gives the same as in one go'
img-emit-sql -c 1 -l b -P portal --dialect sqlite --rejects expected.rejects \
	expected.tsv >expected.sql 2>err
same load.sql expected.sql 'and the same SQL'
same rejects.tsv expected.rejects 'and the same rejects'

status 0 'again' batch
is "$(cat out)" '' 'does nothing'
rm load.sql matched.tsv parts/000003.checked
touch -d '2026-01-01' parts/000001.checked parts/000001.tsv
status 0 'taken up' batch
same load.sql expected.sql 'ends with the same'
is "$(find parts/000001.checked ! -newer parts/000001.tsv | wc -l)" 1 \
	'without what was complete'
rm portal/occurrences.tsv load.sql matched.tsv
status 2 'a stage that fails' batch
ok "$([ ! -e matched.tsv ] && [ ! -e load.sql ]; echo $?)" 'leaves nothing'

# What is missed at the end is missed at the beginning.
mkdir missing
for target in all daily; do
	status 2 "$target: a drive that is not connected" \
		batch -C missing PHOTOS=/media/card PORTAL="$tmp/portal" $target
	like "$(cat err)" '^batch.mk: PHOTOS=/media/card: no such folder' 'is said'
	status 2 "$target: no export" \
		batch -C missing PHOTOS="$tmp/sample/photos" PORTAL=none $target
	like "$(cat err)" '^batch.mk: PORTAL=none: not what img-portal-export' 'is said'
	is "$(find missing -name '*.tsv')" '' 'and nothing is begun'
done

# Every day: what is new, and nothing twice.
rm -rf portal && img-portal-export -c 1 --sqlite portal.sqlite -o portal
day() { batch today="$1" daily; }
status 0 'a first day' day 2026-01-01
like "$(cat out)" '^2026-01-01: 19 new pictures, ' 'with its summary'
like "$(cat out)" '^[1-9][0-9]* none: no record matches' 'which says why in words'
cp out first
is "$(grep -c img.example.org daily/2026-01-01/load.sql)" \
	"$(grep -c img.example.org expected.sql)" 'and its SQL'
status 0 'the same day again' day 2026-01-01
same out first 'says the same'
status 0 'a day without new pictures' day 2026-01-02
like "$(cat out)" '^2026-01-02: 0 new pictures, 0 of' 'has none'
name=$(find sample/photos -name 'UCR*.jpg' | sort | head -n 1)
cp "$name" "${name%.jpg}_2.jpg"
status 0 'a day with one' day 2026-01-03
like "$(cat out)" '^2026-01-03: 1 new picture, ' 'has one'
is "$(($(wc -l <daily/2026-01-03/checked.tsv) - 1))" 1 'and checks no other'
rm daily/2026-01-03/load.sql daily/2026-01-03/summary daily/2026-01-03/matched.tsv
touch -d 2020-01-01 daily/2026-01-03/photos.tsv daily/2026-01-03/checked.tsv
status 0 'a day that was stopped' day 2026-01-03
is "$(find daily/2026-01-03/checked.tsv ! -newer first)$(wc -l <daily/2026-01-03/load.sql | grep -c '[1-9]')" \
	daily/2026-01-03/checked.tsv1 'is taken up'

# With derivatives, put onto a server.
served() { rm -rf daily && batch STORE=store TARGET="$tmp/www" PUT=--no-verify "$@"; }
status 0 'a day with derivatives' served today=2026-02-01 daily
like "$(cat out)" '^to look at: daily/2026-02-01/report.html' 'names the page'
ok "$([ -s daily/2026-02-01/report.html ]; echo $?)" 'which is there'
is "$(find www -name '*_tn.jpg' | wc -l)" "$(find store -name '*_tn.jpg' | wc -l)" \
	'what was made is on the server'
like "$(cat daily/2026-02-01/load.sql)" 'https://img.example.org/UCR0001/UCR0001001_1_lg.jpg' \
	'and its URLs are in the SQL'
cp daily/2026-02-01/load.sql whole.sql
# Stopped in each stage, and taken up: the same SQL.
for stage in checked matched derived put load.sql report.html; do
	case $stage in *.*) ;; *) stage=$stage.tsv ;; esac
	served today=2026-02-01 "daily/2026-02-01/$stage" >/dev/null 2>&1
	[ "$stage" != checked.tsv ] || {
		head -n 5 daily/2026-02-01/checked.tsv >daily/2026-02-01/checked.tsv.partial
		rm daily/2026-02-01/checked.tsv
	}
	batch STORE=store TARGET="$tmp/www" PUT=--no-verify today=2026-02-01 daily \
		>out 2>err
	is "$? $(cmp daily/2026-02-01/load.sql whole.sql 2>&1)" '0 ' \
		"stopped after $stage, it ends with the same"
done
# And taken up a day later: finished as its own day, and not in the next one.
rm daily/2026-02-01/summary daily/2026-02-01/load.sql daily/2026-02-01/put.tsv
cp "${name%.jpg}_2.jpg" "${name%.jpg}_3.jpg"
status 0 'taken up a day later' batch STORE=store TARGET="$tmp/www" \
	PUT=--no-verify today=2026-02-02 daily
same daily/2026-02-01/load.sql whole.sql 'the earlier day ends with the same'
like "$(cat out)" '^2026-02-02: 1 new picture, ' 'the later one has what is new'
# A photograph that was replaced: its files are others than those on the server.
"$BUILD/draw" seed=77 width=600 height=800 >other.jpg
cp other.jpg "${name%.jpg}_3.jpg"
touch -d '2 minutes ago' "${name%.jpg}_3.jpg"
status 0 'a day with a replaced photograph' batch STORE=store TARGET="$tmp/www" \
	PUT=--no-verify today=2026-02-03 SCAN='--min-age 1s' daily
like "$(cat out)" '^2026-02-03: 1 new picture, 1 of them needs a person' \
	'leaves it to a person'
rm daily/2026-02-03/put.tsv
status 0 'that day again, with --replace' batch STORE=store TARGET="$tmp/www" \
	PUT='--no-verify --replace' today=2026-02-03 daily
like "$(cat out)" '^2026-02-03: 1 new picture, 0 of them need a person' 'is done'
status 2 'a target without a store' batch TARGET=www daily

# The units of the manual are such.
if command -v systemd-analyze >/dev/null; then
	awk '/^# imgpipe\.service/ { file = "imgpipe.service" }
		/^# imgpipe\.timer/ { file = "imgpipe.timer" }
		/^\.Ed/ { file = "" }
		file != "" { gsub(/\\&/, ""); print >file }' "$root/man/img-batch.7"
	status 0 'units of systemd' systemd-analyze verify ./imgpipe.service \
		./imgpipe.timer
	is "$(cat out err)" '' 'are without a fault'
else
	skip 'no systemd-analyze' 'units of systemd'
fi
done_testing
