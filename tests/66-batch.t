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
done_testing
