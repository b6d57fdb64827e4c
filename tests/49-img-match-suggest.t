#!/bin/sh
# Near misses are suggested, never linked; an archive's own id is no occid.
. "$(dirname "$0")/lib.sh"

tsv() { printf '%b' "$1" | tr '|' '\t'; }
awk 'BEGIN { print "occid\tcatalogNumber"
	for (i = 7000; i <= 7200; i++) printf "%d\tUCR%07d\n", i, i
	print "1\tLSU0000777\n2\t0004711" }' >records.tsv

# suggests NAME EXPECTED: between pictures of 7102 and 7104.
suggests() {
	is "$(printf '%s\n' name UCR0007102.jpg "$1" UCR0007104.jpg |
		img-match --suggest -r records.tsv |
		fields occid match suggested suggestRule suggestCount |
		sed -n 2p)" "|none|$2" "near: $1"
}
suggests UCR00071O3.jpg 'UCR0007103|look-alike|1'
suggests UCROOO71O3_2.jpg 'UCR0007103|look-alike|1'
suggests UCR0070103.jpg 'UCR0007103|transposed|1'
suggests UCR0003103.jpg 'UCR0007103|digit|1'
suggests UCR00071403.jpg 'UCR0007103|added|1'
suggests UGR0007103_front.jpg 'UCR0007103|prefix|1'
suggests 0007103.jpg 'UCR0007103|prefix|1'
suggests LSU0007103.jpg 'UCR0007103|prefix|1'
suggests LSU0000778.jpg 'LSU0000777|digit|1'
suggests LSU0000000.jpg '||'
suggests IMG_0001.JPG '||'
suggests Rosa.jpg '||'
suggests UCR0099999.jpg '||'
# Zeros within a number, two or three too many or too few.
printf 'occid\tcatalogNumber\n1\tABC1000023\n2\tABC1000024\n' >zeros.tsv
for near in ABC1023 ABC10023 ABC100000023 ABC1000000023; do
	is "$(printf '%s\n' name ABC1000024.jpg $near.jpg |
		img-match --suggest -r zeros.tsv |
		fields suggested suggestRule | sed -n 2p)" 'ABC1000023|zeros' \
		"near: $near"
done
is "$(printf '%s\n' name UCR0007102.jpg UCR000710.jpg | img-match --suggest \
	-r records.tsv | fields suggestRule suggestCount | sed -n 2p)" 'omitted|12' \
	'several that are as likely are counted'
is "$(printf '%s\n' name UCR0007102.jpg UCR0070103.jpg UCR0007103.jpg | img-match \
	--suggest -r records.tsv | fields suggested | sed -n 2p | grep -c 7103)" 0 \
	'not what a later picture has'
is "$(printf '%s\n' name UCR9007103.jpg | img-match --suggest -r records.tsv \
	-p '^(\w+)\.' | fields match matchKey suggested)" \
	'none|UCR9007103|UCR0007103' 'with a pattern'
is "$(printf '%s\n' name UCR0007102.jpg Rosa_UCR0007103.jpg | img-match --suggest \
	-r records.tsv | fields candidates suggested | sed -n 2p)" '7103|' \
	'what is inside of the name is a candidate'
printf '%s\n' name UCR0007102.jpg UCR0070103.jpg UCR0007104.jpg >in.tsv
img-match --suggest -r records.tsv in.tsv >once.tsv
img-match --suggest -j4 -r records.tsv once.tsv >twice.tsv
same twice.tsv once.tsv 'twice is once'
img-match -v --suggest -r records.tsv in.tsv 2>err >/dev/null
like "$(cat err)" '1 unmatched row has one likely number' '-v counts them'

# 200 mistyped numbers of runs: what is the only one of its rank is right.
awk 'BEGIN { srand(3); print "occid\tcatalogNumber" >"dense.tsv"
	print "name\ttruth"
	for (i = 100000; i < 130000; i++) if (i % 7 < 5)
		printf "%d\tABC%07d\n", i, i >"dense.tsv"
	for (r = 0; r < 40; r++) for (i = 0; i < 50; i++) {
		n = 100000 + r * 700 + i; if (n % 7 >= 5) continue
		s = sprintf("%07d", n)
		if (i % 10 == 5) { p = 1 + int(rand() * 7); s = substr(s, 1, p - 1) \
			substr("OIZEASGTBQ", substr(s, p, 1) + 1, 1) substr(s, p + 1) }
		printf "ABC%s.jpg\t%d\n", s, n } }' >runs.tsv
img-match -q --suggest -r dense.tsv runs.tsv >suggested.tsv
is "$(awk -F '\t' 'NR == 1 { for (i = 1; i <= NF; i++) c[$i] = i; next }
	$c["occid"] != "" && $c["occid"] != $2 { wrong++ }
	$c["suggestCount"] == 1 { n++; wrong += substr($c["suggested"], 4) + 0 != $2 }
	END { print wrong + 0, (n > 90) }' suggested.tsv)" '0 1' \
	'look-alikes in runs: none wrong, most found'

# The same where two series take turns: the one beside is not the last picture's.
awk 'BEGIN { srand(4); print "occid\tcatalogNumber" >"two.tsv"
	print "name\ttruth"
	for (i = 1; i < 4000; i++) printf "%d\tABC%06d\n%d\tDEF%06d\n", i, i, i + 10000, i + 10000 >"two.tsv"
	for (r = 0; r < 30; r++) for (i = 0; i < 60; i++) {
		n = 1 + r * 120 + i; prefix = i % 2 ? "DEF" : "ABC"
		n = i % 2 ? n + 10000 : n
		s = sprintf("%06d", n)
		if (i % 10 == 5 || i % 10 == 8) { p = 1 + int(rand() * 6); s = substr(s, 1, p - 1) \
			substr("OIZEASGTBQ", substr(s, p, 1) + 1, 1) substr(s, p + 1) }
		printf "%s%s.jpg\t%s%06d\n", prefix, s, prefix, n } }' >turns.tsv
img-match -q --suggest -r two.tsv turns.tsv >suggested.tsv
is "$(awk -F '\t' 'NR == 1 { for (i = 1; i <= NF; i++) c[$i] = i; next }
	$c["occid"] == "" { bad++ }
	$c["occid"] == "" && $c["suggestCount"] == 1 { n++; wrong += $c["suggested"] != $2 }
	END { print wrong + 0, (n > bad / 2) }' suggested.tsv)" '0 1' \
	'two series that take turns: none wrong, most found'

# The id of another archive.
printf 'name\nUCR0003.jpg\n' >photos.tsv
id() { printf '%s\n' "$@" >id.csv; }
refused() {
	status 0 "$1" img-match -r id.csv photos.tsv
	like "$(cat err)" "'id' is not shown .*--occid" "$1: and what to do"
	is "$(fields occid match recordCatalogNumber <out | tr -s ' ')" \
		'|matched|UCR0003' "$1: linked by number only"
}
url=https://portal.example.org/collections/individual/index.php
id id,occurrenceID,basisOfRecord,catalogNumber 2,urn:x:1,PreservedSpecimen,UCR0003
refused 'an archive that was never in a portal'
id 'ID,Catalog Number,Collector' 2,UCR0003,Smith
refused "a database's own numbers"
id gbifID,id,catalogNumber,references 77,2,UCR0003,https://gbif.example/2
refused 'references to somewhere else'
id id,catalogNumber,references 2,UCR0003,$url?occid=22
refused 'references to another record'
id id,catalogNumber,references 2,UCR0003,$url?occid=2
status 0 'references that end in the occid' img-match -r id.csv photos.tsv
is "$(fields occid <out)$(cat err)" 2 'are a portal'\''s'
id id,catalogNumber,recordID 2,UCR0003,11111111-1111-4111-8111-111111111102
status 0 'a column recordID' img-match -r id.csv photos.tsv
is "$(fields occid <out)$(cat err)" 2 'is a portal'\''s'
id id,catalogNumber 2,UCR0003
status 0 '--occid' img-match --occid -r id.csv photos.tsv
is "$(fields occid <out)" 2 'says so'
done_testing
