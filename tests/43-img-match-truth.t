#!/bin/sh
# Real names whose records are known.
. "$(dirname "$0")/lib.sh"
# shellcheck disable=SC2154 # from lib.sh
lists=$shared/unclear-licence/specimen-lists
[ -f "$lists/seinet-pere-derived/pairs.tsv" ] || skip_all 'needs ../shared'

records=$lists/seinet-pere-derived/occurrences.csv
awk -F '\t' 'BEGIN { OFS = "\t" } NR == 1 { print "name", "truth", "relation" }
	NR > 1 { print $7, $1, $8 }' "$lists/seinet-pere-derived/pairs.tsv" >pairs.tsv
img-match -q -r "$records" pairs.tsv >matched.tsv
awk -F '\t' 'NR > 1 && ($3 == "stem-equals" || $3 == "contains") {
	n++; right += $4 == $2 } END { print n, right }' matched.tsv >counts
read -r n right <counts
is "$n" 301 'names that hold the number'
ok "$([ $((right * 100)) -ge $((n * 98)) ]; echo $?)" "$right of them right"
is "$(awk -F '\t' 'NR > 1 && $4 != "" && $4 != $2' matched.tsv)" '' \
	'not one wrong'
is "$(awk -F '\t' 'NR > 1 && ($4 == "") != ($5 != "matched")' matched.tsv)" '' \
	'an occid if and only if matched'

# With the URLs' patterns, nothing wrong either.
img-match -q -r "$records" -p '/^([A-Z-]+\d+)/' pairs.tsv >pattern.tsv
is "$(awk -F '\t' 'NR > 1 && $4 != "" && $4 != $2' pattern.tsv)" '' \
	'not one wrong by a pattern'

# 40,000 paths with side numbers, against every second of their numbers.
awk 'BEGIN { print "name\tnumber" } { n = split($0, p, "/"); name = p[n]
	number = name; sub(/[._].*/, "", number); print name "\t" number }' \
	"$lists/lsu-derived/fungi.paths.txt" >fungi.tsv
awk -F '\t' 'BEGIN { print "occid\tcatalogNumber" } NR > 1 && !seen[$2]++ {
	digits = $2; gsub(/[^0-9]/, "", digits)
	if (digits % 2 == 0) print digits + 0 "\t" $2 }' fungi.tsv >fungi-records.tsv
img-match -r fungi-records.tsv fungi.tsv >fungi-matched.tsv
is "$(awk -F '\t' 'NR > 1 { digits = $2; gsub(/[^0-9]/, "", digits)
	want = $2 ~ /^LSU[0-9]+$/ && digits % 2 == 0 ? digits + 0 : ""
	if ($3 != want && $3 != "") print }' fungi-matched.tsv | head -n 3)" '' \
	'LSU: not one wrong'
awk -F '\t' 'NR > 1 { digits = $2; gsub(/[^0-9]/, "", digits)
	if (digits % 2 == 0) { n++; right += $3 == digits + 0 } }
	END { print n, right }' fungi-matched.tsv >counts
read -r n right <counts
ok "$([ $((right * 100)) -ge $((n * 99)) ]; echo $?)" "LSU: $right of $n right"
done_testing
