#!/bin/sh
# SPDX-License-Identifier: MIT
# What people do first, and wrongly: each gets the word for the right program.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

# wrong PATTERN NAME COMMAND...: status 2 and one line with the pattern.
wrong() {
	pattern=$1
	shift
	status 2 "$@"
	like "$(cat err)" "$pattern" "$1: and what to do"
	is "$(wc -l <err | tr -d ' ')" 1 "$1: in one line"
}
mkdir photos portal photos/empty
"$BUILD/draw" 64x48 photos/a.jpg 2>/dev/null ||
	printf '\377\330\377\340\0\020JFIF\0' >photos/a.jpg
printf 'II*\0\10\0\0\0' >a.tif
printf '\0\0\0\040ftypheic\0\0\0\0' >a.heic
printf 'BM\0\0\0\0\0\0\0\0' >a.bmp
printf 'PK\3\4\24\0\0\0\0\0[Content_Types].xml' >a.xlsx
printf 'PK\3\4\24\0\0\0\0\0mimetypeapplication/vnd.oasis.opendocument.spreadsheet' \
	>a.ods
printf 'PK\3\4\24\0\0\0\0\0photos/a.jpg' >a.zip
printf 'name;url\r\na;b\r\n' >semicolons.csv
printf '\357\273\277name,url\na,b\n' >bom.csv
printf '"a","b"\n1,2\n' >quotes.csv
printf '\377\376n\0a\0m\0e\0' >utf16.csv
printf '<!DOCTYPE html>\n<html>' >page.html
printf '[{"name": "a"}]\n' >a.json
printf '\037\213\10\0\0\0\0\0' >a.tsv.gz
printf '\320\317\021\340\241\261\032\341' >old.xls
printf 'occid\tcatalogNumber\n1\tA1\n' >portal/occurrences.tsv

for file in photos/a.jpg a.tif a.heic a.bmp; do
	wrong 'a picture, not a stream: img-scan' "$file" img-check $file
done
for file in a.xlsx a.ods; do
	wrong 'a workbook, not a stream: img-from-csv' "$file" img-check $file
done
for file in semicolons.csv bom.csv quotes.csv utf16.csv; do
	wrong 'not a stream: img-from-csv' "$file" \
		img-check $file
done
wrong 'a zip file, not a stream: img-from-dwca.*img-scan' 'a zip file' \
	img-check a.zip
wrong 'a web page' 'a web page' img-check page.html
wrong 'JSON.*mlr' 'JSON' img-check a.json
wrong 'gzip -d' 'a compressed stream' img-check a.tsv.gz
wrong 'xls.*save it as' 'an old workbook' img-check old.xls
for program in 'img-check' 'img-derive -s store' 'img-emit-dwca' \
	'img-emit-csv --for media-import' 'img-emit-sql -c 1 -l a --schema 3.4' \
	'img-match -r portal/occurrences.tsv' 'img-put -t web' 'img-suspect'; do
	# shellcheck disable=SC2086 # words
	wrong 'photos: a folder: img-scan' "$program of a folder" $program photos
	# shellcheck disable=SC2086
	wrong 'a.jpg: a picture.*img-scan' "$program of a picture" $program \
		photos/a.jpg
done
printf 'name\nA1.jpg\n' >photos.tsv
wrong 'portal: a folder: its records are in occurrences.tsv' \
	'the folder of img-portal-export as records' img-match -r portal photos.tsv
wrong 'photos: a folder: img-scan' 'a folder as a sheet' img-from-csv photos
printf 'mediaID\toccid\toriginalUrl\n1\t5\thttps://a/b.jpg\n' >media.tsv
wrong "these are the pictures of a portal; its records are in occurrences.tsv" \
	"the portal's pictures as records" img-match -r media.tsv photos.tsv
# A stream whose first column holds a list stays one.
printf 'name\tnote\na,b;c\tx\n' >good.tsv
img-match -r portal/occurrences.tsv good.tsv >out 2>err
ok $(($? == 2)) 'a stream is a stream'

# Never silent when nothing came of it.
status 0 'a folder without pictures' img-scan photos/empty
like "$(cat err)" '0 listed, 1 folder read' 'is told'
status 0 'pictures that are too young' img-scan --min-age 1d photos/a.jpg
like "$(cat err)" '0 listed.*too young' 'are told'
done_testing
