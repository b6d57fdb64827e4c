#!/bin/sh
# img-match --prepare: records made ready in a file.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

tsv() { printf '%b' "$1" | tr '|' '\t'; }

# same WHAT OPTION...: the prepared records give the same as their sources.
same() {
	what=$1
	shift
	img-match -r one.tsv -r two.tsv "$@" >expected 2>expected.err
	wanted=$?
	status $wanted "$what: the same status" img-match -r ready "$@"
	is "$(cat out)" "$(cat expected)" "$what: the same bytes"
	is "$(cat err)" "$(cat expected.err)" "$what: the same messages"
}

# damage OFFSET BYTE
damage() {
	cp ready bad
	printf '%b' "$2" | dd of=bad bs=1 seek="$1" conv=notrunc 2>/dev/null
}

{
	tsv 'occid|collid|catalogNumber|otherCatalogNumbers|occurrenceID|recordID|institutionCode|recordSecurity\n'
	awk 'BEGIN { for (i = 1; i <= 30000; i++)
		printf "%d\t%d\tUCR-%05d\t%s\turn:x:%d\t%08x-5b5f-5c5d-8e8f-00000014e2d4\tUCR\t%d\n",
		    i, i % 2 + 1, i, i % 9 ? "" : "old: A" i, i, i, i % 100 == 0 }'
} >one.tsv
tsv 'occid|collid|catalogNumber|otherCatalogNumbers\n5|2||field: 77a\n40001|1|UCR-00005|\n40002|1|caf\0303\0251 7|\n' >two.tsv
{
	tsv 'name|occid|occurrenceID|catalogNumber\n'
	awk 'BEGIN { for (i = 1; i <= 3000; i++)
		printf "ucr-%05d_%d.jpg\t\t\t\n", i * 11, i % 3 }'
	tsv 'UCR 00012.jpg|||\nA9.jpg|||\n77a.jpg|||\nCAF\0303\0211 7.jpg|||\nIMG_1.JPG|7||\nIMG_2.JPG||urn:x:8|\nx.jpg|||UCR-9\nnothing.jpg|||\n'
} >rows.tsv

status 0 'records are prepared' img-match -v --prepare ready -r one.tsv -r two.tsv
is "$(cat out)" '' 'without rows'
like "$(cat err)" '30003 rows of records' 'all of them'
same 'names' rows.tsv
same 'a pattern' -p '/^(UCR-\d+)/i' rows.tsv
same 'any identifier' --on catalogNumber,otherCatalogNumbers,occurrenceID rows.tsv
same 'near misses' --suggest rows.tsv
same 'exactly' --exact rows.tsv
same 'one thread' -j1 rows.tsv
tsv 'picture|number\nIMG_1.JPG|UCR-00003\n' >names.csv
same 'a sheet of names' --names names.csv rows.tsv
status 0 'through standard input' img-match -q -r ready - <rows.tsv

status 2 'with another collection' img-match -c 1 -r ready rows.tsv
like "$(cat err)" 'prepared with another -c' 'is refused'
status 0 'of one collection' img-match -q -c 2 --prepare ready2 -r one.tsv
img-match -q -c 2 -r one.tsv rows.tsv >expected
is "$(img-match -q -c 2 -r ready2 rows.tsv)" "$(cat expected)" 'the same bytes'
status 2 'with further records' img-match -r ready -r two.tsv rows.tsv
status 2 'prepared records once more' img-match --prepare again -r ready
status 2 'rows while preparing' img-match --prepare again -r one.tsv rows.tsv
status 2 'a pattern while preparing' img-match --prepare again -p '(x)' -r one.tsv
status 2 'records from standard input' img-match --prepare again -r - <one.tsv
status 2 'over the records' img-match --prepare one.tsv -r one.tsv
is "$(($(wc -l <one.tsv)))" 30001 'leaves them as they are'
printf 'occid,catalogNumber\n1,UCR-1\n' >sheet.csv
status 2 'a sheet' img-match --prepare again -r sheet.csv
tsv 'occid|catalogNumber\n1|UCR-1\nx|UCR-2\n' >bad.tsv
status 2 'a row that is no record' img-match --prepare again -r bad.tsv
is "$(ls again 2>/dev/null)" '' 'makes no file'

# Damaged.
size=$(wc -c <ready)
for at in 17 21 25 60 70000 100000 1000000 $((size / 2)) $((size - 9)) $((size - 1)); do
	byte='\0125'
	[ "$(od -An -tx1 -j "$at" -N1 ready)" != ' 55' ] || byte='\0126'
	damage "$at" "$byte"
	status 2 "another byte at $at" img-match -r bad rows.tsv
	is "$(cat out)" '' 'no row is matched'
	like "$(cat err)" 'img-match: bad: .*--prepare' 'it is said how to mend it'
done
for n in 16 1000 200000 $((size - 1)); do
	head -c "$n" ready >bad
	status 2 "only $n bytes" img-match -r bad rows.tsv
done
cat ready ready >bad
status 2 'more bytes' img-match -r bad rows.tsv
# The other order of bytes.
damage 16 '\001\002\003\004'
status 2 'from another kind of machine' img-match -r bad rows.tsv
like "$(cat err)" 'kind of machine' 'is said so'

# Stale.
cp -p one.tsv keep.tsv
touch one.tsv
status 0 'a source that was only touched' img-match -q -r ready rows.tsv
sed 's/UCR-00011/UCR-00099/' keep.tsv >one.tsv
touch -r keep.tsv one.tsv
status 2 'a source of the same size and time, but changed' img-match -r ready rows.tsv
like "$(cat err)" "made of '.*one.tsv', which has changed" 'is noticed'
is "$(cat out)" '' 'nothing is matched'
cat keep.tsv >one.tsv
echo '40003	1	UCR-1				UCR	' >>one.tsv
status 2 'a source with a record more' img-match -r ready rows.tsv
rm one.tsv
status 2 'a source that is gone' img-match -r ready rows.tsv
like "$(cat err)" 'which is not there' 'is said so'
mv keep.tsv one.tsv
status 0 'as it was' img-match -q -r ready rows.tsv
done_testing
