#!/bin/sh
# What img-suspect tells of a batch, and what it does not.
. "$(dirname "$0")/lib.sh"

tsv() { printf '%b' "$1" | tr '|' '\t'; }
# run NUMBER...: pictures of these numbers, one after the other.
run() {
	printf 'path\tname\toccid\trecordCatalogNumber\tverdict\tproblems\n'
	i=0
	for number; do
		i=$((i + 1))
		printf 'box/IMG_%04d.JPG\tIMG_%04d.JPG\t%d\tUCR%07d\tok\t\n' $i $i \
			"$number" "$number"
	done
}
# doubts: number:code of each row that has one.
doubts() {
	fields recordCatalogNumber problems | sed -n 's/^UCR0*\(.*\)|\(..*\)/\1:\2/p' |
		tr ' \n' ', '
}

# A number with one wrong character, where its own is missing.
for bad in 1093 1030 2003 10003 103 11003; do
	is "$(run 1001 1002 $bad 1004 1005 1006 | img-suspect |
		fields recordCatalogNumber verdict problems suggested |
		grep -v '|ok||$')" \
		"$(printf 'UCR%07d|bad|out-of-order held|UCR0001003' $bad)" \
		"1003 typed as $bad"
done
# No alarm: two wrong characters, its number there already, neighbours that
# disagree, the ends of a run, several that would fit.
for numbers in '1001 1002 1239 1004 1005' '1001 1002 1093 1004 1003 1005' \
	'1002 1093 1004' '1001 5002 1093 8004 1005' '1093 1002 1003 1004' '1001 1002 1003 1093' \
	'1001 1002 1010 1020 1021' '1001 1002 1003 1004 1005' '1005 1004 1003 1002' \
	'1001 1002 1009 1004 1005 1006 1003' '12 4711 9 800 13 77 6 5000'; do
	# shellcheck disable=SC2086 # numbers
	is "$(run $numbers | img-suspect | doubts)" '' "no alarm: $numbers"
done
is "$(run 1006 1005 1040 1003 1002 | img-suspect | fields suggested | tr -d '\n')" \
	UCR0001004 'a run that goes down'
is "$(run 1001 1002 1030 1005 1006 | img-suspect | fields suggested | tr -d '\n')" \
	UCR0001003 'two are missing, one is like it'
printf 'catalogNumber\tocc\n' >records.tsv
for i in 1001 1002 1004 1005 1006 1007 1008 1009 1093; do
	printf 'UCR%07d\t\n' $i
done >>records.tsv
is "$(run 1001 1002 1093 1004 1005 | img-suspect -r records.tsv | doubts)" '' \
	'-r: a number that no record has is not missing'
sed 's/\t/;/g' records.tsv >records.csv
run 1001 1002 1093 1004 1005 | img-suspect -r records.tsv >by-stream
run 1001 1002 1093 1004 1005 | img-suspect -r records.csv >by-sheet
same by-sheet by-stream 'the records as a sheet'
{
	run 1001 1002 1003 1004 1005
	run 2001 2002 2003 2004 2005 | sed '1d; s/UCR/LSU/g; s/box/crate/g
		s/LSU0002003/UCR0002003/'
} >series.tsv
is "$(img-suspect series.tsv | doubts)" '2003:out-of-order,held ' \
	'another series, but the digits that are missing'

# Two pictures, and the neighbour has none; a gap.
is "$(run 1001 1002 1002 1004 1005 | img-suspect | fields path verdict problems |
	sed -n 3p)" 'box/IMG_0003.JPG|warn|two-pictures-neighbour-none' \
	'two pictures, the next one has none'
is "$(run 1001 1003 1003 1004 1005 | img-suspect | doubts)" \
	'1003:two-pictures-neighbour-none ' 'and the one before'
is "$(run 1001 1002 1002 1003 1004 | img-suspect | doubts)" '' \
	'two pictures, and nobody lacks one'
is "$(run 1001 1002 1002 1004 | awk -F '\t' -v OFS='\t' '{
	print $0, NR == 1 ? "sortOccurrence" : NR == 4 ? 2 : 1 }' |
	img-suspect | doubts)" '' 'two pictures that are numbered as such'
is "$(run 1001 1002 1003 1004 1006 1007 1008 1009 | img-suspect | doubts)" \
	'1006:run-gap ' 'a gap in a run'
is "$(run 1001 1003 1004 1007 1008 1012 | img-suspect | doubts)" '' \
	'no run, no gap'

# One picture of several records.
tsv 'name|originalUrl|occid|mediaMD5|pixelMD5|problems\n
a|https://x.example/a%20b.jpg|1|m1|p1|\nb|http://X.example/a b.jpg|2|m2|p2|too-big\n
c|https://x.example/c.jpg|3|m3|p3|\nd|https://x.example/d.jpg|4|m3|p4|\n
e|https://x.example/e.jpg|5|m5|p5|\nf|https://x.example/f.jpg|6|m6|p5|\n
g|https://x.example/g.jpg|7|m7|p7|\nh|https://x.example/g.jpg|7|m7|p7|\n
i|https://x.example/i.jpg||m7|p7|\nj|https://x.example/j.jpg|8|m8|p8|\n' |
	sed '/^$/d' >same.tsv
is "$(img-suspect same.tsv | fields name verdict problems)" \
	'a|bad|same-picture-other-record held
b|bad|too-big same-picture-other-record held
c|bad|same-picture-other-record held
d|bad|same-picture-other-record held
e|bad|same-picture-other-record held
f|bad|same-picture-other-record held
g||
h||
i||
j||' 'by URL, MD5 and pixels'
is "$(img-suspect --shared-pictures same.tsv | grep -c same-picture)" 0 \
	'--shared-pictures'
mkdir portal
tsv 'mediaID|occid|originalUrl|url|mediaMD5\n1|99|http://x.example/j.jpg||\n
2|7|https://x.example/g.jpg||m7\n' | sed '/^$/d' >portal/media.tsv
is "$(img-suspect -P portal same.tsv | fields name problems | sed -n '7,$p')" \
	'g|
h|
i|
j|same-picture-other-record held' '-P: a picture of another record of the portal'
is "$(tsv 'originalUrl|occid\n/img/k.jpg|1\nhttps://p.example/img/k.jpg|2\n' |
	img-suspect --portal-url https://p.example | fields problems | grep -c same)" 2 \
	"a portal's own path, and its whole URL"

# Too many, dates, names.
is "$(run 1 1 1 1 2 | img-suspect --most 3 | doubts)" \
	'1:too-many-pictures 1:too-many-pictures 1:too-many-pictures 1:too-many-pictures ' \
	'--most'
awk 'BEGIN { print "path\tcreateDate"
	for (i = 1; i <= 28; i++) printf "a/%d.jpg\t2026-05-%02dT10:00:00Z\n", i, i
	print "a/x.jpg\t2019-01-01T00:00:00\na/y.jpg\t\na/z.jpg\t2026-06-02"
	print "b/x.jpg\t2019-01-01T00:00:00" }' >dates.tsv
is "$(img-suspect dates.tsv | fields path problems | grep outside)" \
	'a/x.jpg|date-outside' "a date outside of its folder's"
tsv 'name|occid|recordCatalogNumber|match|problems\nUCR0001.jpg|2|UCR0002||\n
UCR0002_UCR0001.jpg|2|UCR0002||\nUCR00011.jpg|2|UCR0002||\n
UCR0001.jpg|2|UCR0002|matched|name-disagrees\n' | sed '/^$/d' >names.tsv
is "$(img-suspect names.tsv | fields verdict problems)" 'bad|name-disagrees held
|
|
|name-disagrees' 'a name that is the number of another'

# What is held.
run 1001 1002 1093 1004 1005 >in.tsv
is "$(img-suspect --hold none in.tsv | fields verdict problems | sed -n 3p)" \
	'warn|out-of-order' '--hold none'
is "$(run 1001 1002 1002 1004 | img-suspect --hold two-pictures-neighbour-none |
	fields verdict problems | sed -n 3p)" 'bad|two-pictures-neighbour-none held' \
	'--hold CODES'
is "$(run 1001 1002 1003 1004 1006 1007 1008 1009 | img-suspect --hold all |
	doubts)" '1006:run-gap,held ' '--hold all'
status 2 '--hold knows its codes' img-suspect --hold too-big in.tsv
for options in '' '--hold all' '--hold none'; do
	# shellcheck disable=SC2086 # words
	img-suspect $options <in.tsv >once.tsv
	# shellcheck disable=SC2086
	img-suspect $options <once.tsv >twice.tsv
	same twice.tsv once.tsv "twice is once: $options"
done
img-suspect in.tsv | img-suspect --hold none >released.tsv
img-suspect --hold none in.tsv >never.tsv
same released.tsv never.tsv 'what was held is let go'
sed 's/1093\tok/1093\tretry/' in.tsv | img-suspect --hold none >person.tsv
is "$(fields verdict <person.tsv | sed -n 3p)" retry 'a verdict of a person stays'
status 0 '-v' img-suspect -v in.tsv
like "$(cat err)" '^img-suspect: 5 rows, 1 held' '-v: how many are held'
like "$(cat err)" '^img-suspect: 1 out-of-order' '-v: and of each code'
img-suspect -q <in.tsv | img-emit-csv --for url-map --rejects rejects.tsv \
	>out 2>err || :
is "$(grep -c 'UCR0001093.*' rejects.tsv)" 1 'a sink leaves out what is held'

# Typing errors in real runs: each run of 60, one number of five mistyped.
awk 'BEGIN { srand(7); print "path\tname\toccid\trecordCatalogNumber"
	for (r = 0; r < 200; r++) { base = 100000 + r * 4391
		for (i = 0; i < 60; i++) { n = base + i; s = n ""
			if (i == 7 || i == 31) { p = 1 + int(rand() * 6)
				d = int(rand() * 10)
				s = substr(s, 1, p - 1) d substr(s, p + 1) }
			printf "box%d/%d.jpg\t%d.jpg\t%d\tUCR%s\n", r, i, i, n, s } } }' >typed.tsv
img-suspect typed.tsv | awk -F '\t' 'NR > 1 { n = $3; got = substr($4, 4) + 0
	told = $0 ~ /out-of-order/; if (told && n == got) false_alarm++
	if (told && $7 != sprintf("UCR%06d", n)) wrong++
	if (n != got) { bad++; found += told } }
	END { print false_alarm + 0, wrong + 0, (found > bad * 0.9) }' >counts
is "$(cat counts)" '0 0 1' '400 mistyped numbers: most found, none else'
# counts: false alarms, wrong numbers, and whether most of the mistyped are found.
counts() {
	img-suspect -q -r "$1" "$2" | awk -F '\t' -v least="$3" 'NR == 1 {
			for (i = 1; i <= NF; i++) c[$i] = i; next }
		{ told = $0 ~ /out-of-order/; typed = $c["truth"] != $c["recordCatalogNumber"] }
		told && !typed { false_alarm++ }
		told && typed && $c["suggested"] != $c["truth"] { wrong++ }
		typed { bad++; found += told }
		END { print false_alarm + 0, wrong + 0, (found >= bad * least) }'
}
# Two people beside each other, each with a series; one digit in twenty pictures.
awk 'BEGIN { srand(11); print "occid\tcatalogNumber" >"two-series.tsv"
	for (n = 1000; n < 7000; n++) printf "%d\tABC%06d\n%d\tDEF%05d\n", n, n, n + 20000, n + 20000 >"two-series.tsv"
	print "path\tname\toccid\trecordCatalogNumber\ttruth"
	for (r = 0; r < 60; r++) for (i = 0; i < 60; i++) {
		n = 1000 + r * 97 + int(i / 2) + (i % 2) * 20000
		prefix = i % 2 ? "DEF" : "ABC"
		s = sprintf(i % 2 ? "%05d" : "%06d", n)
		if (i % 20 == 10 || i % 20 == 11) { p = i % 2 ? 2 + int(rand() * 4) : 3 + int(rand() * 4)
			s = substr(s, 1, p - 1) (substr(s, p, 1) + 1 + int(rand() * 3)) % 10 substr(s, p + 1) }
		printf "box%d/%02d.jpg\t%02d.jpg\t%d\t%s%s\t%s%s\n", r, i, i, s, prefix, s, prefix,
			sprintf(i % 2 ? "%05d" : "%06d", n) } }' >turns.tsv
is "$(counts two-series.tsv turns.tsv 0.6)" '0 0 1' 'two series that take turns'
# In no order: nothing can be said of a number's place.
awk 'BEGIN { srand(5); print "occid\tcatalogNumber" >"dense.tsv"
	for (n = 50000; n < 60000; n++) printf "%d\tP%08d\n", n, n >"dense.tsv"
	print "path\tname\toccid\trecordCatalogNumber\ttruth"
	for (r = 0; r < 100; r++) {
		for (i = 0; i < 60; i++) at[i] = i
		for (i = 59; i > 0; i--) { j = int(rand() * (i + 1)); t = at[i]; at[i] = at[j]; at[j] = t }
		for (i = 0; i < 60; i++) { n = 50000 + r * 97 + at[i]; s = sprintf("%08d", n)
			if (i % 10 == 5) { p = 5 + int(rand() * 4)
				s = substr(s, 1, p - 1) int(rand() * 10) substr(s, p + 1) }
			printf "box%d/%d.jpg\t%d.jpg\t%d\tP%s\tP%08d\n", r, i, i, s, s, n } } }' >shuffled.tsv
is "$(counts dense.tsv shuffled.tsv 0 | awk '{ print ($1 <= 3) }')" 1 \
	'6,000 pictures in no order: hardly an alarm'

# A folder that is called after the days of its pictures.
for folder in 20240512 2024-05-12 2024_05_12 2024.05.12 '2024-05-12 Riverside' box_20240512 \
	2024-05 2024_05 'May 2024-05'; do
	{
		printf 'path\tcreateDate\trecordCatalogNumber\n'
		for day in 2024-05-12 2024-05-12 2024-05-13 2023-05-12; do
			printf 'x/%s/%s.jpg\t%sT10:00:00\t\n' "$folder" $day $day
		done
	} >folder.tsv
	is "$(img-suspect -q folder.tsv | grep -c 'date-outside')$(img-suspect -q folder.tsv |
		grep -c '^[^\t]*2023-05-12.*date-outside')" 11 "a date outside of $folder"
done
for folder in 2024-05-12 2024-13 20241301 120240512 2024 IMG_20240512123; do
	{
		printf 'path\tcreateDate\trecordCatalogNumber\n'
		for day in 2019-05-12 2019-06-12 2024-05-12; do
			printf 'x/%s/%s.jpg\t%sT10:00:00\t\n' "$folder" $day $day
		done
	} >folder.tsv
	is "$(img-suspect -q folder.tsv | grep -c 'date-outside')" 0 "no date, or not that of its pictures: $folder"
done
# Rows in any order: the cameras' counters tell the order, or the time.
# mix: the rows after the header, always in the same disorder.
mix() { awk 'NR == 1 { print; next } { fflush(); print NR * 7919 % 101 "\t" $0 | "sort -n | cut -f 2-" }'; }
numbers='1001 1002 1003 1004 1005 1060 1007 1008 1009 1010'
# shellcheck disable=SC2086 # numbers
run $numbers | mix >mixed.tsv
is "$(cut -f 2 mixed.tsv | sed -n 2,4p | paste -sd' ' -)" 'IMG_0004.JPG IMG_0009.JPG IMG_0002.JPG' 'rows in no order'
is "$(img-suspect mixed.tsv | doubts)" '1060:out-of-order,held ' "the camera's names tell it"
# shellcheck disable=SC2086 # numbers
{
	run $numbers
	run 3001 3002 3003 3004 3050 3006 3007 3008 | sed '1d; s/IMG_/DSC/g'
} | mix >two.tsv
is "$(img-suspect two.tsv | doubts | tr ' ' '\n' | sort | xargs)" \
	'1060:out-of-order,held 3050:out-of-order,held' 'two cameras in one folder'
# timed NUMBER...: named by their numbers, a minute after each other.
timed() {
	printf 'name\tcreateDate\trecordCatalogNumber\tproblems\n'
	i=0
	for number; do
		i=$((i + 1))
		printf 'UCR%07d.jpg\t2026-05-01T10:%02d:00\tUCR%07d\t\n' "$number" $i "$number"
	done
}
# shellcheck disable=SC2086 # numbers
is "$(timed $numbers | mix | img-suspect | doubts)" '1060:out-of-order,held ' 'the time tells it'
is "$(timed 1001 1002 1003 1004 1005 1006 | mix | img-suspect | doubts)" '' 'and no false alarm'
timed 1001 5003 2077 9104 3001 7777 1500 8123 2500 6001 4000 9900 1200 5600 3300 7100 2200 8800 \
	1900 6600 4400 9500 | img-suspect 2>err >out
is "$(doubts <out)" '' 'pictures in no order at all: no alarm'
like "$(cat err)" 'the numbers of most pictures are far from those before them' 'but a message'
img-suspect series.tsv 2>err >out
is "$(cat err)" '' 'none for those that are in order'

done_testing
