#!/bin/bash
# SPDX-License-Identifier: MIT
# The commands of img-handbook(7), one after the other as people type them.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
command -v sqlite3 >/dev/null || skip_all 'needs sqlite3'
command -v make >/dev/null || skip_all 'needs make'
unset MAKEFLAGS MAKELEVEL MFLAGS
page=$root/man/img-handbook.7

# The blocks with commands, numbered files with their section's name before.
mkdir blocks
awk '/^\.Sh/ { section = tolower($2) }
	/^\.Bd -literal -offset indent/ { copying = 1; n++; next }
	/^\.Ed/ { copying = 0 }
	copying { gsub(/\\e/, "\\"); gsub(/\\&/, ""); gsub(/\\\(aq/, "\047")
		print >sprintf("blocks/%02d-%s", n, section) }' "$page"

# A collection with all the usual sins, its sheet, its portal.
"$root/scripts/make-sample" . >/dev/null
"$root/scripts/make-portal" records.csv portal.db >/dev/null
img-portal-export -q -c 1 -o portal --sqlite portal.db
cp -r photos portal records.csv "$tmp"/ 2>/dev/null

# run_section NAME: its blocks in a folder of their own.
run_section() {
	mkdir -p "$1" && cp -r photos portal records.csv "$1"
	[ ! -d more ] || cp -r more/. "$1"
	for block in blocks/*-"$1"; do
		if head -n 1 "$block" | grep -q '^# not run: '; then
			skip "$(sed 's/^# not run: //;q' "$block")" "$1: $(sed -n 2p "$block")"
			continue
		fi
		sed "s|/usr/local/share/imgpipe|$root/scripts|" "$block" >block.sh
		(cd "$1" && bash -o pipefail ../block.sh) >out 2>err
		rc=$?
		[ $rc -le 1 ] && ! grep -qE "see '.* --help'|not found" err
		passed=$?
		ok $passed "$1: $(head -n 1 "$block")"
		[ $passed -eq 0 ] || { echo "# status $rc" && sed 's/^/# /' err | head -n 5; }
	done
}

# A: to the file for the importer.
run_section photographs
is "$(sed 1d photographs/import.csv | wc -l)" 12 'photographs: the file has them'
like "$(head -n 2 photographs/import.csv)" \
	'https://img.example.org/box12/UCR0001/UCR0001001_1_lg.jpg' \
	'photographs: with their addresses'
ok "$([ -s photographs/page.html ] && [ -s photographs/left-out.tsv ]; echo $?)" \
	'photographs: and there is a page'
is "$(find photographs/photos -type f | wc -l)" "$(find photos -type f | wc -l)" \
	'photographs: nothing was put beside them'

# The table of names is true.
printf 'name\n' >names.tsv
printf 'catalogNumber\nUCR0001001\nUCR0001002\n' >two.csv
sed -n 's/^\.It \(.*\.[jJ][pP][gG]\) Ta .*/\1/p' "$page" >>names.tsv
is "$(($(wc -l <names.tsv) - 1))" 10 'ten names'
is "$(img-match -q -r two.csv names.tsv | awk -F '\t' 'NR == 1 {
		for (i = 1; i <= NF; i++) at[$i] = i; next }
	{ number = $at["recordCatalogNumber"]
		print number == "" ? "-" : number }')" \
	"$(sed -n 's/^\.It .*\.[jJ][pP][gG] Ta \(.*\)/\1/p' "$page")" \
	'are linked as the page says'

# B: every day.
run_section pictures
ok "$([ -s pictures/take-back.sql ]; echo $?)" 'pictures: to take it back'
like "$(cat pictures/daily/*/summary)" ': 19 new pictures, ' \
	'pictures: the day has its summary'
grep -c 'img.example.org/ucr/' pictures/daily/*/load.sql >count
ok "$([ "$(cat count)" -gt 0 ]; echo $?)" 'pictures: and its SQL'

# C: a portal whose pictures have been asked for twice.
(
	cd pictures && img-emit-sql -q -c 1 -l b -P portal --dialect sqlite put.tsv
) >load.sql
sqlite3 portal.db <load.sql >/dev/null
rm -rf portal && img-portal-export -q -c 1 -o portal --sqlite portal.db
mkdir more
week() {
	awk -F '\t' -v OFS='\t' -v date="$1" -v dead="$2" 'NR == 1 {
			print $0, "verdict", "problems", "checked"; next }
		{ print $0, NR <= dead ? "bad" : "ok", NR <= dead ? "http-404" : "", date }' \
		portal/media.tsv
}
week 2026-05-01T00:00:00Z 2 >more/week1.tsv
week 2026-05-08T00:00:00Z 3 >more/week2.tsv
run_section a
like "$(cat a/changes.tsv)" 'verdict' 'a portal: what has changed'
ok "$([ -s a/audit.html ]; echo $?)" 'a portal: a page'
like "$(tail -n 5 a/rehearse.sql)" 'ROLLBACK' 'a portal: a rehearsal'

# The picture of the pipeline: valid, and with every program.
if command -v xmllint >/dev/null; then
	status 0 'the picture is sound' xmllint --noout "$root/doc/pipeline.svg"
else
	skip 'no xmllint' 'the picture is sound'
fi
is "$(grep -oE 'class="n">img-[a-z-]+' "$root/doc/pipeline.svg" | cut -d '>' -f 2 |
	sort)" "$(for program in "$BUILD"/bin/*; do basename "$program"; done | sort)" \
	'it has all programs'
like "$(cat "$root/README.md")" '(doc/pipeline.svg)' 'and is in the README'

# The picture of the page: a picture, and no large one.
img-scan "$root/doc/report.png" | img-check >page.tsv
is "$(fields format verdict pixelXDimension <page.tsv)" 'image/png|ok|1100' \
	'the picture of the page is one'
ok "$([ "$(wc -c <"$root/doc/report.png")" -lt 80000 ]; echo $?)" 'and small'
like "$(cat "$root/README.md")" '(doc/report.png)' 'and is in the README'
done_testing
