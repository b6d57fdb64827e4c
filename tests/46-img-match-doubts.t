#!/bin/sh
# What does not add up is told: the number against the name, numbers inside of
# names, sheets that give a name twice.
. "$(dirname "$0")/lib.sh"

tsv() { printf '%b' "$1" | tr '|' '\t'; }

tsv 'occid|catalogNumber|otherCatalogNumbers\n1|UCR0001|X-1\n2|UCR0002|\n
3|UCR0003|\n4|77001|\n5|E 00010016|\n6|MVZ:Egg:15025|\n' | sed '/^$/d' >records.tsv
m() { img-match -q -r records.tsv "$@"; }

# The number of one record, the name of another, whatever door it comes in by.
tsv 'name|catalogNumber\nUCR0001.jpg|UCR0002\nUCR0002.jpg|UCR0002\n
UCR0003_2.jpg|UCR2\nX-1.jpg|UCR0001\nIMG_0001.JPG|UCR0003\nUCR0001.jpg|NEW9\n
a UCR0001 b.jpg|UCR0002\nUCR0002_UCR0001.jpg|UCR0002\nnothing.jpg|UCR0002\n' |
	sed '/^$/d' >own.tsv
is "$(m own.tsv | fields occid match candidates problems)" \
	'|contradictory|1 2|name-disagrees
2|matched||
|contradictory|2 3|name-disagrees
1|matched||
3|matched||
|contradictory|1|name-disagrees unknown-number
|contradictory|1 2|name-disagrees
2|matched||
2|matched||' 'the number against the name'
is "$(m --trust sheet own.tsv | fields occid match candidates problems)" \
	'2|matched|1|name-disagrees
2|matched||
2|matched|3|name-disagrees
1|matched||
3|matched||
|none||unknown-number name-disagrees
2|matched|1|name-disagrees
2|matched||
2|matched||' '--trust sheet'
is "$(tsv 'name|barcode\nUCR0001.jpg|UCR0002\n' | m --from barcode |
	fields match problems)" 'contradictory|name-disagrees' '--from COLUMN'
is "$(tsv 'originalUrl|occid\nhttps://x.example/a/UCR0001.jpg?w=2|2\n' | m |
	fields occid match candidates problems)" '2|contradictory|1 2|name-disagrees' \
	"an occid against the URL's name, which it keeps"
tsv 'name|originalUrl|catalogNumber\nx.jpg|https://x.example/UCR0002.jpg|UCR0001\n
UCR0001.jpg|https://x.example/UCR0002_a.jpg|\n
UCR0001.jpg|https://x.example/%55CR0001_lg.jpg|UCR0001\n
UCR0001.jpg|https://x.example/77001.jpg|UCR0001\nUCR0001.jpg|https://x.example/77001.jpg|\n
q.jpg|https://x.example/iiif/UCR0002/full/max/0/default.jpg|UCR0001\n' |
	sed '/^$/d' >both.tsv
is "$(m both.tsv | fields occid match candidates problems)" \
	'|contradictory|1 2|name-disagrees
|contradictory|1 2|name-disagrees
1|matched||
1|matched||
1|matched||
|contradictory|1 2|name-disagrees' "the URL's name beside the file's"
m own.tsv >once.tsv
m once.tsv >twice.tsv
same twice.tsv once.tsv 'twice is once'
m --trust sheet once.tsv | m >back.tsv
is "$(fields problems <back.tsv | sed -n 1p)" name-disagrees \
	'what was linked on trust keeps its code'
img-match -v -r records.tsv own.tsv 2>err >/dev/null
like "$(cat err)" '4 rows have the number of one record and the name of another' \
	'-v counts them'
status 2 '--trust takes a word' img-match -r records.tsv --trust me own.tsv

# By a sheet.
printf 'name,catalogNumber\nUCR0001.jpg,UCR0002\nIMG_1.JPG,UCR0001\n' >names.csv
printf 'IMG_1.JPG,UCR0003\nIMG_2.JPG,UCR0002\nIMG_2.JPG,ucr0002\n' >>names.csv
printf 'UCR0003.jpg,UCR0003\nUCR0003.jpg,UCR0002\n' >>names.csv
is "$(printf '%s\n' name UCR0001.jpg IMG_1.JPG IMG_2.JPG UCR0003.jpg UCR0002_2.jpg \
	IMG_9.JPG | m --names names.csv | fields name occid match problems)" \
	'UCR0001.jpg||contradictory|name-disagrees
IMG_1.JPG|1|matched|name-two-numbers
IMG_1.JPG|3|matched|name-two-numbers
IMG_2.JPG|2|matched|
UCR0003.jpg|2|matched|name-two-numbers
UCR0003.jpg|3|matched|name-two-numbers
UCR0002_2.jpg|2|matched|
IMG_9.JPG||none|unlisted-name' '--names: disagreeing, twice, and not listed'

# Known numbers that the rules for names do not take.
for name in dorsal_UCR0001 2023-05-01_UCR0001 UCR0001_001 'UCR0001 Rosa' \
	UCR0001_lateral_40x UCR0001_UCR0099 UCR-0001 UCR_0001_x 'Rosa UCR1' \
	IMG_UCR0001; do
	is "$(printf 'name\n%s.jpg\n' "$name" | m |
		fields occid match candidates problems)" '|none|1|number-inside' \
		"inside: $name"
done
is "$(printf '%s\n' name 'Rosa 77001.jpg' E00010016.jpg MVZ_Egg_15025_2.jpg \
	'x UCR0001 UCR0002.jpg' | m | fields candidates problems)" '4|number-inside
5|number-inside
6|number-inside
1 2|several-numbers' 'inside: digits alone, other separators, two of them'
for name in dorsal_UCR0001.jpg UCR0001.jpg 'UCR0001.jpg?x=1' UCR0001%20Rosa.jpg; do
	is "$(printf 'name\toriginalUrl\n\thttps://img.example.org/%s\n' "$name" | m |
		fields occid match candidates problems)" '|none|1|number-inside' \
		"inside: of a URL without a name: $name"
done
is "$(printf 'name\toriginalUrl\n\thttps://img.example.org/Rosa.jpg\n' | m |
	fields candidates problems)" '|no-number' 'but not what holds none'
for name in XUCR0001 UCR00011 UCR000I1 IMG_77001 DSC77001 2019 770012 Rosa; do
	is "$(printf 'name\n%s.jpg\n' "$name" | m | fields candidates)" '' \
		"not inside: $name"
done
is "$(printf 'name\n2023_UCR0001.jpg\n' | m -p '^(\d+)' |
	fields occid matchKey candidates problems)" \
	'|2023|1|unknown-number number-inside' 'inside: a pattern found another'
printf 'name\nRosa UCR0001.jpg\n' | img-match -v -r records.tsv 2>err >/dev/null
like "$(cat err)" '1 row is not linked, though a known number is in the name' '-v counts them'
like "$(cat err)" "would link 1 of them" 'and names the pattern'
printf '%s\n' name 'Rosa UCR0001.jpg' 'x_UCR0002 y.jpg' 'x_UCR0003-y.jpg' 'a 77001.jpg' \
	'a UCR0099.jpg' >inside.tsv
is "$(img-match --suggest-pattern -r records.tsv inside.tsv 2>&1 >/dev/null)" \
	"img-match: --pattern '/(?<![A-Z0-9])(UCR\d{4})(?!\d)/i': 3 right by the records, 0 ambiguous, 2 unmatched" \
	'--suggest-pattern'
is "$(img-match -r records.tsv -p '/(?<![A-Z0-9])(UCR\d{4})(?!\d)/i' inside.tsv |
	fields occid | tr '\n' ' ')" '1 2 3   ' 'which does so'
is "$(printf 'name\nRosa.jpg\n' | img-match --suggest-pattern -r records.tsv 2>&1 \
	>/dev/null)" 'img-match: no pattern would link the names that are left' \
	'--suggest-pattern: there is none'

# What a portal appends.
is "$(printf '%s\n' name UCR0001_1438624022_lg.jpg UCR0001_1438624022.jpg \
	77001_1438624022_tn.jpg UCR0001_1438624022_2.jpg UCR0001_9438624022_lg.jpg \
	77001_1438624022.jpg | m | fields occid matchRule)" '1|beginning
1|beginning
4|beginning
|
|
|' "a portal's time of upload"

# The collection's own code before its number.
tsv 'occid|collid|institutionCode|collectionCode|catalogNumber|otherCatalogNumbers\n
1|1|ARIZ||90241|\n2|1|ARIZ||90242|\n3|2|ASU|Plants|90242|\n4|2|ASU|Plants|555|\n
5|1|ARIZ||777|\n6|2|ASU|Plants|ASU1|ARIZ777\n7|1|ARIZ||1234|\n8|2|ASU|Plants|x|1234\n
9|3|LSU||4711|\n10|4|LSU||4712|\n11|1|ARIZ||ARIZ4713|\n12|1|ARIZ||4713|\n' |
	sed '/^$/d' >codes.tsv
coded() {
	is "$({ echo name && echo "$1"; } | img-match -q -r codes.tsv |
		fields occid matchKey matchRule)" "$2" "code: $1"
}
coded ARIZ90241.jpg '1|90241|beginning'
coded ariz-90241.jpg '1|90241|beginning'
coded ARIZ_90241_lg.jpg '1|90241|beginning'
coded PLANTS555.jpg '4|555|beginning'
coded ARIZ4713.jpg '11|ARIZ4713|exact'
for name in ARIZ90242 ARIZ90243 ASU90241 ARIZ777 ARIZ1234 LSU4711 XARIZ90241 \
	ARIZ90241b ARIZ90241_2 UCR90241 ARIZ--90241 ARIZ902410 90241ARIZ; do
	coded $name.jpg '||'
done
is "$(tsv 'name|collid\nARIZ90241.jpg|2\n' | img-match -q -r codes.tsv |
	fields occid)" '' 'code: of another collection than the row'\''s'
tsv 'occid,institutionCode,catalogNumber\n1,ARIZ,90241\n2,ARIZ,90242\n' >one.csv
is "$(printf 'name\nARIZ90242.jpg\n' | img-match -r one.csv | fields occid)" 2 \
	'code: without collids, of the only collection'
tsv '3,ASU,5\n4,LSU,6\n' >>one.csv
is "$(printf 'name\nARIZ90242.jpg\n' | img-match -r one.csv | fields occid)" '' \
	'code: without collids, of several'
# A sheet that calls every picture the same: one row stays one, and fast.
crowd() {
	awk -v n="$1" 'BEGIN { print "occid\tcatalogNumber"
		for (i = 1; i <= n; i++) printf "%d\tUCR%07d\n", i, i }' \
		>many.tsv
	awk -v n="$1" 'BEGIN { print "name\tcatalogNumber"
		for (i = 1; i <= n; i++) printf "a.jpg\tUCR%07d\n", i }' \
		>sheet.tsv
	awk -v n="$2" 'BEGIN { print "name"
		for (i = 1; i <= n; i++) print "a.jpg" }' >in.tsv
}
crowd 100 1
img-match -q -r many.tsv --names sheet.tsv in.tsv >out
is "$(sed 1d out | wc -l) $(fields match <out | sort | uniq -c | xargs)" \
	'100 100 matched' '100 numbers of one name: a row for each'
fields matchKey <out | sed -n 100p >last
crowd 101 2
img-match -v -r many.tsv --names sheet.tsv --unused left in.tsv >out 2>err
is "$(fields match <out | xargs) $(fields problems <out | sort -u)" \
	'ambiguous ambiguous name-two-numbers' '101: the row stays one'
is "$(fields candidates <out | sed -n 2p | wc -w)" 100 'with 100 candidates'
is "$(fields occid <out | xargs)" '' 'and no record'
is "$(sed 1d left | wc -l)" 0 'all rows of the sheet have had their picture'
for several in first all; do
	img-match -q -r many.tsv --names sheet.tsv --ambiguous $several in.tsv \
		>out
	is "$(fields match <out | xargs)" 'ambiguous ambiguous' \
		"--ambiguous $several takes none of them"
done
printf 'name\tmatchKey\na.jpg\t%s\n' "$(cat last)" >in.tsv
img-match -q -r many.tsv --names sheet.tsv in.tsv >out
is "$(fields occid <out)" 100 'the number an earlier run has settled on stays'
crowd 60000 60000
status 0 '60,000 times 60,000' timeout 60 img-match -q -j1 -r many.tsv \
	--names sheet.tsv in.tsv
is "$(fields match <out | sort | uniq -c | xargs)" '60000 ambiguous' \
	'are 60,000 rows'
done_testing
