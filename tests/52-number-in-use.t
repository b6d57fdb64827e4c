#!/bin/sh
# SPDX-License-Identifier: MIT
# A number that is a record's already, as whatever, makes no new record.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

# table COLUMN...: of the stream on standard input, "-" for nothing.
table() {
	awk -F '\t' -v names="$*" 'BEGIN { n = split(names, name, " ") }
		NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		{ for (i = 1; i <= n; i++) {
			v = $at[name[i]]
			printf "%s%s", v == "" ? "-" : v, i < n ? " " : "\n"
		} }'
}

cat >records.tsv <<'END'
occid	recordID	collid	catalogNumber	otherCatalogNumbers	occurrenceID
1	11111111-1111-4111-8111-111111111111	1	UCR0001	ACC-77; Field: 12	UCR:Herb:1
2	22222222-2222-4222-8222-222222222222	1	UCR0002	B-9	urn:catalog:UCR:2
3	33333333-3333-4333-8333-333333333333	2	NY0003		
4	44444444-4444-4444-8444-444444444444	2	4711	NYB-9	
END
numbers() {
	printf 'name\t%s\toriginalUrl\n' "$1"
	shift
	for number; do
		n=$((${n:-0} + 1))
		printf 'x\t%s\thttps://img.example.org/%s.jpg\n' "$number" $n
	done
}
says() { # EXPECTED NAME OPTION...; the stream is in.tsv
	expected=$1 name=$2
	shift 2
	is "$(img-match -q -r records.tsv "$@" in.tsv | tee matched.tsv |
		table match candidates problems)" "$expected" "$name"
}

numbers catalogNumber ACC-77 12 b-9 B-09 'Field: 12' ucr:herb:1 NEW1 >in.tsv
says 'none 1 number-in-use
none 1 number-in-use
none 2 number-in-use
none 2 number-in-use
none 1 number-in-use
none 1 number-in-use
none - unknown-number' "another of a record's numbers, its occurrenceID"
img-match -q --prepare ready -r records.tsv
img-match -q -r ready in.tsv | cmp -s - matched.tsv
ok $? "the same with prepared records"
img-match -q -r records.tsv --again matched.tsv | cmp -s - matched.tsv
ok $? "and a second time"
for sink in 'img-emit-sql -c 1 -l new --schema 3.4 --user 1,ada' \
	'img-emit-csv --for media-import:3.4' \
	'img-emit-dwca --institution I --collection C --title T'; do
	# shellcheck disable=SC2086 # words
	$sink -q --create --rejects left.tsv -o out.sink matched.tsv
	is "$(table catalogNumber reason <left.tsv | sort | uniq -c | tr -s ' ' |
		grep -c bad-number) $(grep -c NEW1 left.tsv)" '6 0' \
		"${sink%% *} makes a record of the new number only"
	rm -f out.sink*
done
sed 's/number-in-use//' matched.tsv | img-emit-sql -q -c 1 -l new --schema 3.4 \
	--user 1,ada --create --rejects left.tsv >out
is "$(table reason <left.tsv)" '' "deleting the code says that it is new"

numbers otherCatalogNumbers UCR0001 'Acc: ucr2' NEW2 >in.tsv
says 'none 1 number-in-use
none 2 number-in-use
none - unknown-number' "a catalogue number as another number"
numbers catalogNumber ACC-77 NEW3 | cut -f 1,2 | tr '\t' , >names.csv
printf 'name\nx\n' >in.tsv
says 'none 1 number-in-use name-two-numbers
none - unknown-number name-two-numbers' "of a sheet of names" \
	--names names.csv --on catalogNumber
printf 'name\nACC-77.jpg\nNEW4.jpg\n' >in.tsv
says 'none 1 number-in-use
none - unknown-number' "of a pattern" -p '/^(.*)\./' --on catalogNumber
printf 'name\tbarcode\nx\tacc-77\nx\tNEW5\n' >in.tsv
says 'none 1 number-in-use
none - unknown-number' "of a barcode" --from barcode --on catalogNumber

numbers catalogNumber NY0003 ny3 4711 NYB-9 UCR1 >in.tsv
says 'none - number-in-use
none - number-in-use
none - unknown-number
none - unknown-number
matched - -' "another collection's: letters are few enough to tell" -c 1
img-match -q --prepare ready -c 1 -r records.tsv
img-match -q -c 1 -r ready in.tsv | cmp -s - matched.tsv
ok $? "with prepared records"
printf 'name\tcatalogNumber\tcollid\nx\tNY3\t1\nx\t4711\t1\nx\tUCR1\t2\n' >in.tsv
says 'none - number-in-use
none - unknown-number
none - number-in-use' "rows with their collection"
numbers catalogNumber NY3 >in.tsv
says 'none - unknown-number' "--exact: zeros count" \
	-c 1 --exact
sed -n '1p;4,5p' records.tsv >other.tsv
is "$(img-match -q -c 1 -r other.tsv in.tsv | table match problems)" \
	'none number-in-use' "a file without any record of the collection"

# Identifiers of other things are no catalogue numbers.
printf 'catalogNumber,originalUrl\n' >ids.csv
printf '%s,\n' 33333333-3333-4333-8333-333333333333 \
	'{33333333-3333-4333-8333-33333333333F}' urn:catalog:UCR:2 \
	URN:UUID:33333333-3333-4333-8333-333333333333 \
	http://n2t.net/ark:/65665/3 https://w.jacq.org/W1 \
	33333333-3333-4333-8333-33333333333 urnfield-3 httpd-4 >>ids.csv
img-from-csv -q ids.csv >ids.tsv
is "$(table problems <ids.tsv | sed 's/ .*//' | tr '\n' ' ')" "number-text number-text number-text \
number-text number-text number-text url-none url-none url-none " "UUIDs, URNs and URLs"
done_testing
