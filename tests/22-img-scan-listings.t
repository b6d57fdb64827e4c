#!/bin/sh
# img-scan: real listings of many servers give the links that a person would
# follow. Each page of the collection has a line in the table.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

table=$golden/img-scan/listings.tsv
reader=$BUILD/unit/img-scan_listing
[ -d "$shared/autoindex" ] || skip_all 'needs ../shared/data/autoindex'

tab=$(printf '\t')
grep -v '^#' "$table" >wanted
while IFS=$tab read -r file url files folders maybes sizes; do
	[ -f "$shared/$file" ] || continue
	"$reader" "$url" "$url" "$shared/$file" >links || echo failed >>links
	is "$(awk '{ n[$1]++ } /^file [0-9]/ { sizes++ }
		END { print n["file"] + 0, n["folder"] + 0, n["maybe"] + 0,
			sizes + 0, n["failed"] + n["wrong"] + 0 }' links)" \
		"$files $folders $maybes $sizes 0" \
		"$(basename "$file" .html.dat): $files files, $folders folders"
done <wanted
(cd "$shared" && find autoindex unclear-licence/autoindex -type f \
	! -name PROVENANCE.txt 2>/dev/null) | LC_ALL=C sort >there
cut -f 1 wanted | LC_ALL=C sort | LC_ALL=C comm -13 - there >missing
is "$(cat missing)" '' "every page is in the table"

done_testing
