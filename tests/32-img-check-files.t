#!/bin/sh
# img-check on real files: every one ends in a row with a verdict, and where
# the truth is known, in the right one.
. "$(dirname "$0")/lib.sh"

[ -d "$shared" ] || skip_all "no ../shared/data"

{
	echo path
	find "$shared" -type f ! -name '*
*' ! -name '*	*' ! -name '*\\*' -print | LC_ALL=C sort | iconv -f UTF-8 -t UTF-8 -c
} >all.tsv
status 0 "all files" timeout 100 img-check all.tsv
is "$(wc -l <out)" "$(wc -l <all.tsv)" "a row each"
is "$(fields verdict <out | sort -u | tr '\n' ' ')" 'bad fix ok warn ' \
	"each has a verdict"
status 0 "and a quick look" timeout 60 img-check --quick all.tsv

# Conformance suites: sound, but for what is known to be wrong in them.
img-check all.tsv | awk -F'\t' '$(NF - 1) == "bad" && $4 != "text/plain" {
	sub(/.*\/shared\/data\//, "", $1); print $1, $NF }' |
	grep -E '^(image-formats|orientation|oversize-images|specimen-images)/' \
		>out
same out "$golden/img-check/known-bad.txt" \
	"of the conformance suites only what is broken is bad"
done_testing
