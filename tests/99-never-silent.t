#!/bin/sh
# SPDX-License-Identifier: MIT
# A program that ends with status 1, or has left everything as it was, says in
# a sentence how many and why; with -q it is quiet, and with --attention-ok status
# 1 becomes 0.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

# says STATUS PATTERN COMMAND...
says() {
	expected=$1 said=$2
	shift 2
	"$@" >out 2>err </dev/null
	rc=$?
	[ $rc -eq "$expected" ] && grep -q -- "$said" err
	found=$?
	ok $found "$*"
	[ $found -eq 0 ] || {
		echo "# status $rc, expected $expected: $said"
		sed 's/^/# /' err
	}
	[ "$expected" -ne 1 ] || {
		"$@" --attention-ok >out 2>err2 </dev/null
		is $? 0 "$1 --attention-ok: status 0"
		same err2 err "$1 --attention-ok: the same words"
		attentive="$attentive $1"
	}
	"$@" -q >out 2>err </dev/null
	is "$?$(cat err)" "$expected" "$1 -q: the same status, without a word"
}
attentive=
mkdir photos empty portal
"$BUILD/draw" seed=1 >photos/UCR0001.jpg
"$BUILD/draw" seed=2 >photos/UCR0002.jpg
img-scan -u https://img.example.org/ photos >photos.tsv
head -n 1 photos.tsv >header.tsv
img-check -q photos.tsv >checked.tsv
printf 'occid\tcollid\tcatalogNumber\n1\t1\tUCR0001\n2\t1\tUCR0002\n' \
	>portal/occurrences.tsv
printf 'mediaID\toccid\toriginalUrl\tthumbnailUrl\tmediaMD5\n' >portal/media.tsv
printf '7\t1\thttps://img.example.org/UCR0001.jpg\thttps://img.example.org/t.jpg\t\n' \
	>>portal/media.tsv
printf 'occid\tcatalogNumber\n5\tNY9\n' >others.tsv
img-match -q -r portal/occurrences.tsv checked.tsv >matched.tsv
printf 'path\tname\toriginalUrl\n\tUCR1.jpg\thttps://img.example.org/UCR1.jpg\n' \
	>urls.tsv
printf 'path\tname\ngone/UCR1.jpg\tUCR1.jpg\n' >gone.tsv
head -c 300 photos/UCR0001.jpg >cut.jpg
img-scan cut.jpg >cut.tsv
: >empty.txt
printf 'catalogNumber,originalUrl\n' >header.csv
printf 'id,catalogNumber,associatedMedia\n1,UCR1,\n' >archive.csv

says 0 '0 listed, 1 folder read' img-scan empty
says 0 '0 listed, 0 folders read' img-scan -f empty.txt
says 0 '0 listed.*2 with other extensions' img-scan -e png photos
says 0 '0 rows, 0 pictures' img-from-csv header.csv
says 0 '0 rows: no record has a picture' img-from-dwca archive.csv
says 0 '1 row: 0 ok.* 1 bad' img-check cut.tsv
says 0 '0 rows: 0 ok' img-check header.tsv
says 0 'no rows' img-match -r others.tsv header.tsv
says 0 '0 rows' img-report header.tsv
says 0 "every picture counts as never checked" img-audit -P portal photos.tsv
says 0 'no records of the collections of -c in portal/occurrences.tsv' \
	img-match -c 7 -r portal/occurrences.tsv photos.tsv
says 0 "none of 2 rows matched: --pattern finds no number in any, as 'UCR0001.jpg'" \
	img-match -r others.tsv -p '^(NY.*)' photos.tsv
says 0 "none of 2 rows matched: a row has 'UCR', a record" \
	img-match -r others.tsv -p '^(UCR)' photos.tsv
says 0 '1 row has no path and passed unchecked' img-check --no-remote urls.tsv
says 1 'gone/UCR1.jpg: No such file' img-check gone.tsv
says 1 '1 of 1 picture with the verdict of --fail-on' img-check --fail-on bad cut.tsv
says 0 '2 rows, 2 pictures' img-group photos.tsv
says 0 '2 pictures: 0 with a code' img-barcode photos.tsv
says 1 '1 picture: 0 with a code.* 1 failed' img-barcode gone.tsv
says 0 "none of 2 rows matched: a row has 'UCR0001.*a record 'NY9'" \
	img-match -r others.tsv photos.tsv
says 0 '2 settled rows stay as before (--again' \
	img-match -r portal/occurrences.tsv matched.tsv
says 0 '2 rows, 0 held: nothing looks wrong' img-suspect matched.tsv
img-derive -q -s store matched.tsv >derived.tsv
says 0 '0 made, 0 made again, 2 up to date' img-derive -s store matched.tsv
says 0 '0 made.* 1 left alone' img-derive -s store urls.tsv
says 1 'derive-unreadable for 1 of 1 picture' img-derive -s store gone.tsv
says 1 'put-no-hash for 2 of 2 files' img-put -t web -r photos photos.tsv
img-put -q -t web derived.tsv >put.tsv
says 0 '0 files put, 0 replaced, [1-9][0-9]* skipped' img-put -t web derived.tsv
says 0 '0 files put.* 1 row left alone' img-put -t web -r photos urls.tsv
says 0 '1 picture in the portal, nothing to say of them' \
	img-audit -P portal checked.tsv
says 0 '0 pictures changed' img-audit --since checked.tsv checked.tsv
says 1 '2 of 2 rows left out: 2 no-record (img-match finds the records)' \
	img-emit-csv --for media-import checked.tsv
says 1 "2 of 2 rows left out: 2 no-record" img-emit-dwca checked.tsv
head -n 1 matched.tsv >no-rows.tsv
says 0 "no rows" img-emit-sql -c 1 -l a --schema 3.4 no-rows.tsv
says 0 "no rows" img-emit-csv --for url-map no-rows.tsv
img-match -q -r others.tsv checked.tsv >none.tsv
says 1 "2 of 2 rows left out: 2 none" img-emit-sql -c 1 -l a --schema 3.4 none.tsv
says 1 'no-such-photo.jpg' img-scan no-such-photo.jpg
printf 'name,catalogNumber\nUCR0001.jpg,UCR0001,c,d\n' >long.csv
says 1 'long.csv' img-from-csv --lenient long.csv
printf 'path\tname\na/IMG.jpg\tIMG.jpg\nb/IMG.jpg\tIMG.jpg\n' >twice.tsv
printf 'name,catalogNumber\nIMG.jpg,UCR0001\n' >names.csv
says 1 "name is that of several pictures, the first 'IMG.jpg'" \
	img-match -r portal/occurrences.tsv --names names.csv twice.tsv
printf 'id,catalogNumber\n1,UCR1\n' >plain.csv
says 1 'plain.csv' img-from-dwca plain.csv
# Whose manual knows status 1, and who was seen to end with it.
is "$(echo "$attentive" | tr ' ' '\n' | sed '/^$/d' | LC_ALL=C sort -u)" \
	"$(cd "$root/man" && grep -l '^\.It 1$' -- *.1 | sed 's/\.1$//')" \
	'every program that can end with status 1 was seen with --attention-ok'
done_testing
