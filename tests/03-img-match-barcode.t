#!/bin/sh
# Name and barcode, two witnesses: what each says alone, together, and against
# the other.
. "$(dirname "$0")/lib.sh"

cat >records.tsv <<'EOF'
occid	collid	catalogNumber	occurrenceID
1	1	UCR00123	https://id.example.org/a1
2	1	UCR00124	https://id.example.org/a2
3	1	UCR 00125	
5	1	NY01075805	
6	1	UCR00200	
7	1	UCR00200	
EOF

# look NAME BARCODE TYPES EXPECTED WHAT: match, occid, matchedOn, candidates,
# problems of such a row.
look() {
	printf 'name\tbarcode\tbarcodeType\n%s\t%s\t%s\n' "$1" "$2" "$3" >row.tsv
	is "$(img-match -q -r records.tsv --also barcode row.tsv |
		fields 'match occid matchedOn candidates problems')" "$4" "$5"
}

look UCR00123.jpg UCR00123 code39 'matched|1|catalogNumber barcode||' \
	'name and code agree'
look UCR00123_2.jpg UCR00123 code39 'matched|1|catalogNumber barcode||' \
	'with something after the number'
look UCR0123.jpg UCR00123 code39 'matched|1|catalogNumber barcode||' \
	'a name without all zeros is confirmed'
look UCR00123.jpg UCR00124 code39 \
	'contradictory|||1 2|name-barcode-differ' 'they differ: nothing is linked'
look UCR00123.jpg '' '' 'matched|1|catalogNumber||' 'no code: by the name'
look IMG_0042.JPG UCR00124 code39 'matched|2|barcode||' \
	"a camera's name: by the code"
look IMG_0042.JPG UCR0124 code39 'none||||camera-name unknown-barcode' \
	'zeros count in a code'
look IMG_0042.JPG UCR00124A code39 'none||||camera-name unknown-barcode' \
	'and nothing may come after'
look UCR00124.jpg BM000012345 code39 \
	'matched|2|catalogNumber||unknown-barcode' \
	"another institution's code is no objection, and said"
look UCR00124.jpg UCR00999 code39 'contradictory|||2|name-barcode-differ' \
	'another number of the same series is'
look UCR09998.jpg UCR00123 code39 \
	'contradictory|||1|name-barcode-differ no-number' \
	"a name that could be of that series, and is nobody's, differs"
look UCR09998.jpg UCR09997 code39 \
	'contradictory||||name-barcode-differ no-number' \
	'also where neither is known'
look UCR09998.jpg UCR09998 code39 'none||||no-number unknown-barcode' \
	'both say the same new number'
is "$(img-match -q -r records.tsv --also barcode row.tsv | fields matchKey)" \
	UCR09998 'of which a record can be made'
look dorsal_UCR00123.jpg UCR00123 code39 'matched|1|barcode||' \
	'a number where no rule takes it is confirmed'
look dorsal_UCR00123.jpg UCR00124 code39 \
	'contradictory|||1 2|name-barcode-differ number-inside' 'or refuted'
look NY01075805.jpg 01075805 code39 'matched|5|catalogNumber barcode||' \
	'a code may leave the letters out'
look NY01075805.jpg 01075806 code39 \
	'contradictory|||5|name-barcode-differ' 'but not the digits'
look IMG_0001.jpg 01075805 code39 'none||||camera-name unknown-barcode' \
	'which leads to no record alone'
look UCR00123.jpg https://id.example.org/a1 qr \
	'matched|1|catalogNumber barcode||' "a QR code with the record's address"
look UCR00200.jpg UCR00200 code39 'ambiguous||catalogNumber|6 7|several-records' \
	'two records of one number remain two'

look x.jpg 'BM000012345 UCR00124' 'code39 code39' 'matched|2|barcode||' \
	'of two codes that of a record counts'
look x.jpg 'UCR00123 UCR00124' 'code39 code39' \
	'ambiguous||barcode|1 2|several-records' 'two specimens on a sheet'
look UCR00124.jpg 'UCR00123 UCR00124' 'code39 code39' \
	'matched|2|catalogNumber barcode||' 'and the name tells which'
look UCR00124.jpg 'UCR00123 UCR00777' 'code39 code39' \
	'contradictory|||1 2|name-barcode-differ' 'neither is the name'
look x.jpg 'UCR 00125' code39 'matched|3|barcode||' 'a code with a blank'
look x.jpg 'BM 1 UCR 00125' 'code39 code128' 'matched|3|barcode||' \
	'also beside another'
look x.jpg 'UCR00123; UCR00124' '' 'ambiguous||barcode|1 2|several-records' \
	'semicolons, and no barcodeType'
look x.jpg 'BM7|UCR00124' '' 'matched|2|barcode||' 'bars'

# Other sources of the number.
printf 'name\tcatalogNumber\tbarcode\na.jpg\tUCR00123\tUCR00124\nb.jpg\tUCR00123\tUCR00123\n' |
	img-match -q -r records.tsv --also barcode |
	fields 'match matchedOn problems' >out
is "$(cat out)" 'contradictory||name-barcode-differ
matched|catalogNumber barcode|' 'a number in a column'
printf 'name,catalogNumber\nIMG_1.jpg,UCR00123; UCR00124\nIMG_2.jpg,UCR00123\n' >names.csv
printf 'name\tbarcode\nIMG_1.jpg\tUCR00124\nIMG_2.jpg\tUCR00124\n' |
	img-match -q -r records.tsv --names names.csv --trust sheet \
		--also barcode |
	fields 'name match occid matchedOn' >out
is "$(cat out)" 'IMG_1.jpg|matched|1|catalogNumber
IMG_1.jpg|matched|2|catalogNumber barcode
IMG_2.jpg|contradictory||' \
	'a sheet: two specimens, one code; and a code against it, trusted or not'
printf 'name\toccid\tbarcode\nx.jpg\t1\tUCR00123\nx.jpg\t99\tUCR00123\n' |
	img-match -q -r records.tsv --also barcode >own.tsv
is "$(fields 'match occid matchedOn' <own.tsv)" 'matched|1|occid barcode
contradictory|99|' "a row's own occid"
img-match -q --again -r records.tsv --also barcode own.tsv >again.tsv
same again.tsv own.tsv 'which stays its own when it is matched again'

# By the code alone.
printf 'name\tbarcode\tbarcodeType\n%s\n%s\n%s\n%s\n' \
	'x.jpg	BM1 UCR00124	code39 code39' 'x.jpg	UCR00123 UCR00124	qr qr' \
	'x.jpg	BM1 BM2	code39 code39' 'UCR00123.jpg	UCR00124	code39' >codes.tsv
is "$(img-match -q -r records.tsv --from barcode codes.tsv |
	fields 'match occid matchKey candidates problems')" \
	'matched|2|UCR00124||
ambiguous||UCR00123|1 2|several-records
none||||unknown-number
contradictory||UCR00124|1 2|name-disagrees' '--from barcode'
is "$(img-match -q -r records.tsv --from barcode --ambiguous all codes.tsv |
	fields 'match occid matchRule' | sed -n '2,3p')" 'matched|1|all
matched|2|all' 'two specimens, linked to both if asked'
is "$(printf 'name\tbarcode\nx\t00124\n' | img-match -q -r records.tsv \
	--from barcode -p '/^(\d+)$/' --replace '/^/' --with UCR |
	fields 'match occid')" 'matched|2' 'a code without the letters, with a pattern'

# What differs never reaches a portal.
printf 'name\toriginalUrl\tbarcode\n%s\n%s\n' \
	'UCR00123.jpg	https://img.example.org/UCR00123.jpg	UCR00124' \
	'UCR00124.jpg	https://img.example.org/UCR00124.jpg	UCR00124' |
	img-match -q -r records.tsv --also barcode >linked.tsv
img-emit-csv -q --for media-import --rejects rejects.tsv linked.tsv >out 2>err
like "$(cat rejects.tsv)" 'UCR00123.jpg.*contradictory' 'sinks refuse it'
is "$(grep -c UCR00123.jpg out)$(grep -c UCR00124.jpg out)" 01 \
	'and take what agrees'
img-match -v -r records.tsv --also barcode codes.tsv 2>&1 >/dev/null |
	grep codes >out
like "$(cat out)" '^img-match: 0 where the codes agree, 1 by the codes alone, 1 where they differ' \
	'-v counts'
status 2 '--also needs its column' img-match -r records.tsv --also barcode \
	names.csv
printf 'name\tbarcode\n' >none.tsv
status 2 '--also of the same column' img-match -r records.tsv --from barcode \
	--also barcode none.tsv
img-match -q -j1 -r records.tsv --also barcode codes.tsv >one.tsv
img-match -q -j4 -r records.tsv --also barcode codes.tsv >four.tsv
same one.tsv four.tsv 'the same with any number of threads'
done_testing
