#!/bin/sh
# One doubt, one code, whatever door a number or a URL comes in by; and no sink
# makes a record of a doubtful number.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/sheets.sh
. "$here/sheets.sh"

u=https://img.example.org/1.jpg
printf 'occid\tcatalogNumber\n9\tX9\n' >other.tsv
printf 'name\na.jpg\n' >photo.tsv

# codes PROGRAM: what it has for the stream on standard input: the codes of
# doubt in problems, - for none.
codes() {
	awk -F '\t' 'NR == 1 { for (i = 1; i <= NF; i++) c[$i] = i; next } {
		n = split($c["problems"], codes, " ")
		for (i = 1; i <= n; i++)
			if (codes[i] ~ /^(number|url)-/)
				out = out (out == "" ? "" : "+") codes[i]
	} END { print out == "" ? "-" : out }'
}
csv_cell() { printf '"%s"' "$(printf %s "$1" | sed 's/"/""/g')"; }
tsv_cell() { printf %s "$1" | sed 's/\\/\\\\/g' | awk 'NR > 1 { printf "\\n" } { printf "%s", $0 }'; }

# words: the codes that a report on records, on standard input, speaks of, as
# records are no rows.
words() {
	said=$(sed -n "s/.*column '[^']*': \(.*\): '.*/\1/p" | head -n 1)
	[ -n "$said" ] || { echo - && return; }
	for code in blank date error exponent fraction list lookalike none parts text unsure; do
		img-match --explain number-$code | grep -qF "$said" && echo number-$code
	done
}

# through DOOR NUMBER: the codes that it has for the number.
through() {
	case $1 in
	csv)
		printf 'catalogNumber,originalUrl\n%s,%s\n' "$(csv_cell "$2")" $u >in.csv
		img-from-csv -q in.csv 2>/dev/null | codes
		;;
	archive)
		mkdir -p archive
		printf 'id\tcatalogNumber\tassociatedMedia\n1\t%s\t%s\n' "$2" $u \
			>archive/occurrence.txt
		img-from-dwca -q archive 2>/dev/null | codes
		;;
	names)
		printf 'name,catalogNumber\na.jpg,%s\n' "$(csv_cell "$2")" >in.csv
		img-match -q -r other.tsv --names in.csv photo.tsv 2>/dev/null | codes
		;;
	records)
		printf 'occid,catalogNumber\n1,%s\n' "$(csv_cell "$2")" >in.csv
		img-match -r in.csv photo.tsv 2>&1 >/dev/null | words
		;;
	stream)
		printf 'occid\tcatalogNumber\n1\t%s\n' "$(tsv_cell "$2")" >in.tsv
		img-match -r in.tsv photo.tsv 2>&1 >/dev/null | words
		;;
	occurrences)
		printf 'id\tcatalogNumber\n1\t%s\n' "$2" >archive/occurrence.txt
		img-from-dwca -q --occid --occurrences archive >in.tsv 2>/dev/null
		img-match -r in.tsv photo.tsv 2>&1 >/dev/null | words
		;;
	workbook | workbook-names | workbook-records)
		{
			case $1 in
			workbook) printf 'catalogNumber\toriginalUrl\n%s\t%s\n' "$2" $u ;;
			workbook-names) printf 'catalogNumber\tname\n%s\ta.jpg\n' "$2" ;;
			*) printf 'catalogNumber\toccid\n%s\t1\n' "$2" ;;
			esac
		} | TEXT=1 xlsx in.xlsx
		case $1 in
		workbook) img-from-csv -q in.xlsx 2>/dev/null | codes ;;
		workbook-names)
			img-match -q -r other.tsv --names in.xlsx photo.tsv 2>/dev/null | codes
			;;
		*) img-match -r in.xlsx photo.tsv 2>&1 >/dev/null | words ;;
		esac
		;;
	*)
		printf 'originalUrl\tcatalogNumber\tmatch\tmatchKey\n%s\t%s\tnone\t%s\n' \
			$u "$(tsv_cell "$2")" "$(tsv_cell "$2")" >in.tsv
		rm -f rejects.tsv
		case $1 in
		sql) img-emit-sql -q -c 1 -l x --schema 3.4 --user 1,a --create --rejects rejects.tsv in.tsv ;;
		skeletal) img-emit-csv -q --for skeletal --create --rejects rejects.tsv in.tsv ;;
		dwca) img-emit-dwca -q --create --rejects rejects.tsv -o out.zip in.tsv ;;
		esac >/dev/null 2>&1
		sed 1d rejects.tsv | grep -q bad-number && echo refused || echo taken
		;;
	esac
}

# number NUMBER CODE: by every door.
doors='csv archive names records stream occurrences workbook workbook-names
	workbook-records'
number() {
	got=
	wanted=
	for door in $doors; do
		got="$got $door=$(through "$door" "$1")"
		wanted="$wanted $door=$2"
	done
	for sink in sql skeletal dwca; do
		got="$got $sink=$(through $sink "$1")"
		case $2 in
		-) wanted="$wanted $sink=taken" ;;
		*) wanted="$wanted $sink=refused" ;;
		esac
	done
	is "$got" "$wanted" "number: $1"
}
# Lost zeros show against the others, in every kind of records.
{
	printf 'catalogNumber\tinstitutionCode\n' && printf '%s\tUCR\n' 124 00123 00125 UCR7 1000000 7
} >zeros.tsv
tr '\t' , <zeros.tsv >zeros.csv
said="catalogNumber': a number that may have lost zeros that its neighbours have: '124'"
for file in zeros.tsv zeros.csv; do
	for jobs in 1 4; do
		img-match -j $jobs -r $file photo.tsv >/dev/null 2>err
		like "$(cat err)" "$file:2: column '$said" "lost zeros in $file -j $jobs"
		like "$(cat err)" 'number-zeros: 2 rows in all' 'all of them'
	done
done
sed '3,4s/UCR$/LOB/' zeros.csv >two.csv
sed '5s/UCR$/MIN/' two.csv >three.csv
img-match -r three.csv photo.tsv >/dev/null 2>err
is "$(grep -c zeros err)" 0 "but not those of other collections"
mkdir -p zeros
{
	printf 'id\tinstitutionCode\tcatalogNumber\tassociatedMedia\n'
	printf "%s\t%s\t%s\t$u\n" 1 UCR 00123 2 UCR 124 3 LOB 125 4 UCR 126 5 UCR 00127 6 UCR 1000000
} >zeros/occurrence.txt
is "$(img-from-dwca -q zeros 2>/dev/null | fields coreid problems | grep -c 'number-zeros')" 2 \
	'pictures in associatedMedia whose records have lost zeros by others'
printf 'coreid\taccessURI\n1\t%s\n2\t%s\n3\t%s\n' $u $u $u >zeros/media.txt
is "$(img-from-dwca -q zeros 2>/dev/null | fields coreid problems | sed -n 1,3p)" '1|
2|number-zeros
3|' 'and a picture of that record'
sed -i '2d' zeros/occurrence.txt
is "$(img-from-dwca -q zeros 2>/dev/null | fields coreid problems | tail -n 5)" '2|duplicate
3|duplicate
4|
5|
6|' 'zeros of the same collection after others say nothing'
sed -i 's/LOB/UCR/' zeros/occurrence.txt
is "$(img-from-dwca -q zeros 2>/dev/null | fields coreid problems | tail -n 5)" \
	'2|duplicate number-zeros
3|duplicate number-zeros
4|number-zeros
5|
6|' 'records before the first number with zeros'
# A prefix in a column of its own, as KE EMu has it: code, headings, a row.
while IFS='	' read -r code headings cells; do
	printf '%s,originalUrl,name\n%s,%s,a.jpg\n' "$headings" "$cells" $u >in.csv
	is "csv=$(img-from-csv -q in.csv 2>/dev/null | codes) \
names=$(img-match -q -r other.tsv --names in.csv photo.tsv 2>/dev/null | codes) \
records=$(img-match -r in.csv photo.tsv 2>&1 >/dev/null | words)" \
		"csv=$code names=$code records=$code" "$headings: $cells"
done <<'END'
number-parts	CatPrefix,CatNumber,CatSuffix	UCR,1234,
number-parts	CatPrefix,CatNumber,CatSuffix	,1234,a
-	CatPrefix,CatNumber,CatSuffix	,1234,
-	CatPrefix,CatNumber,CatSuffix	ucr,UCR-1234-a,a
number-parts	Catalogue number prefix,Catalogue number	NHMUK,13247855
number-parts	ColRegPrefix,DarCatalogNumber,ColRegPart	UCR,UCR0001001,2
-	Prefix,Barcode,Suffix	Dr.,UCR0001001,Jr.
END
# The records decide how the parts are joined, and whether they are.
printf '%b%b' 'occid\tcatalogNumber\n1\t1234\n2\tUCR-1234\n3\tUCR 55\n4\t55\n5\tUCR-77\n' \
	'6\tUCR 77\n7\t88\n8\tUCR 90a\n9\t90\n10\tUCR0000099\n11\tLOB/12\n12\tLOB12\n' >joined.tsv
printf 'CatPrefix,CatNumber,CatSuffix,originalUrl\n' >joined.csv
sed "s|$|,$u|" >>joined.csv <<'END'
UCR,1234,
UCR,55,
UCR,77,
UCR,88,
UCR,90,a
,1234,
UCR,99,
UCR-,1234,
UCR,90,
LOB,12,
ucr,1234,
UCR,UCR-1234,
END
is "$(img-from-csv -q joined.csv 2>/dev/null | img-match -q -r joined.tsv |
	fields match occid matchKey matchRule candidates)" \
	'matched|2|UCR-1234|joined|
matched|3|UCR 55|joined|
ambiguous||UCR-77|joined|5 6
matched|7|88|exact|
matched|8|UCR 90a|joined|
matched|1|1234|exact|
none||99||10
matched|2|UCR-1234|joined|
matched|9|90|exact|
ambiguous||LOB/12|joined|11 12
matched|2|ucr-1234|joined|
matched|2|UCR-1234|exact|' 'a prefix and a suffix in columns of their own'
img-from-csv -q joined.csv 2>/dev/null | img-match -q -r joined.tsv |
	fields match occid matchRule candidates >own.out
sed '1s/originalUrl/file/; 1!s|,https.*||' joined.csv |
	awk 'NR == 1 { print; next } { print $0 ",p" NR ".jpg," }' >joined-names.csv
awk 'BEGIN { print "name"; for (i = 2; i <= 13; i++) print "p" i ".jpg" }' |
	img-match -q -r joined.tsv --names joined-names.csv >named.out 2>named.err
is "$(fields match occid matchRule candidates <named.out)" "$(cat own.out)" \
	'the same in a sheet of names'
is "$(fields problems <named.out | head -n 3 | tr '\n' ' ')" \
	'number-parts number-parts several-records number-parts ' \
	'with the doubt'
# Two rows for one file, which have the same number but for what is beside it.
printf 'file,Catalogue number prefix,Catalogue number\nx.jpg,Z,123456\nx.jpg,Y,123456\n' >two.csv
printf 'occid\tcatalogNumber\n1\t123456\n2\tZ123456\n3\tY123456\n' >two.tsv
printf 'name\nx.jpg\n' | img-match -q -r two.tsv --names two.csv >two.out 2>noise
is "$(fields match occid matchKey <two.out)" 'matched|3|Y123456
matched|2|Z123456' 'two prefixes: two records, and none of the bare number'
is "$(img-match -q --again -r two.tsv --names two.csv two.out 2>noise | fields match occid)" \
	'matched|3
matched|2' 'the same in another run'
while IFS='	' read -r code value; do
	number "$(printf %b "$value")" "$code"
done <<'END'
number-none	-
number-none	n/a
number-none	N/A
number-none	unknown
number-none	s.n.
number-none	none
number-none	?
number-none	0
number-none	0000
number-none	0.0.0
number-none	\0342\0200\0224
number-error	#N/A
number-text	{"url":"https://img.example.org/1.jpg"}
number-text	["UCR0001003"]
number-error	#REF!
number-error	#DIV/0!
number-error	########
number-error	#NV
number-error	#WERT!
number-error	Err:502
number-unsure	1003?
number-unsure	UCR1003*
number-unsure	ca. 1003
number-unsure	~1003
number-unsure	[1003]
number-unsure	(UCR1003)
number-unsure	-5
number-exponent	1.23e8
number-exponent	1E+05
number-exponent	4.50E+11
number-exponent	1,23E+12
number-date	12/5/2020
number-date	2020-05-12
number-date	12-Mar
number-date	Mar-12
number-date	12.05.2020
number-date	06:30:00
number-fraction	123.0
number-fraction	1003.00
number-list	1003, 1004
number-list	K000123456+7
number-list	K000123456 & 57
number-list	K001003 or K001004
number-list	1003 to 1010
number-list	1003 y 1004
number-blank	UCR1\0302\0240
number-blank	\0357\0273\0277UCR1
number-blank	UCR\0302\02551
number-blank	UCR\0342\0200\02131
number-lookalike	\0357\0274\0265CR1
number-lookalike	UCR\0357\0274\0221
number-lookalike	UC\0320\02401
number-lookalike	UCR\0342\0200\02231
number-text	C:\\\\photos\\\\a.jpg
number-text	file:///x/a
number-text	UCR1.jpg
number-text	A&amp;B1
number-text	TRUE
number-text	wahr
-	UCR0001003
-	00123
-	DEC-12
-	A+1
-	K1003+a
-	E1003E+7
-	1e5
-	12.5
-	1.2.3
-	A/12
-	NA1
END
# A line break has no place in an archive without quotes, nor in rows with TABs.
doors='csv names records stream'
number 'UCR 0001
sheet' number-blank
# What programs put around a number to keep it one is none of it.
for cell in "'00123" '="00123"'; do
	is "$(for door in csv archive names records occurrences workbook; do
		through $door "$cell"
	done | paste -sd' ' -)" '- - - - - -' "number: $cell"
done

# url URL CODE ARCHIVE: by a sheet and an archive; bad where it is no URL.
url() {
	printf 'catalogNumber,originalUrl\nU1,%s\n' "$(csv_cell "$1")" >in.csv
	got=$(img-from-csv -q in.csv 2>/dev/null | codes)
	printf 'id\tcatalogNumber\tassociatedMedia\n1\tU1\t%s\n' "$1" >archive/occurrence.txt
	img-from-dwca -q archive 2>/dev/null >out
	is "$got $(codes <out) $(grep -c no-web-url out)" "$2 $3" "URL: $1"
}
while IFS='	' read -r code archive value; do
	url "$(printf %b "$value")" "$code" "$archive"
done <<'END'
-	- 0	https://img.example.org/1.jpg
-	- 0	HTTPS://IMG.example.org/1.jpg
-	- 0	\0302\0240https://img.example.org/1.jpg\0302\0240
-	- 0	\0357\0273\0277https://img.example.org/1.jpg
-	- 0	https://[2001:db8::1]/1.jpg
url-entity	url-entity 0	https://img.example.org/1.jpg?a=1&amp;b=2
url-none	- 1	-
url-none	- 1	n/a
url-scheme	- 1	1.jpg
url-scheme	- 1	C:\\\\photos\\\\1.jpg
url-scheme	- 1	file:///x/1.jpg
url-scheme	- 1	www.example.org/1.jpg
url-scheme	- 1	htp://img.example.org/1.jpg
url-scheme	- 1	https:/img.example.org/1.jpg
url-scheme	- 1	https//img.example.org/1.jpg
url-scheme	- 1	//img.example.org/1.jpg
url-scheme	- 1	<https://img.example.org/1.jpg>
url-scheme	- 1	'https://img.example.org/1.jpg'
url-scheme	- 1	=HYPERLINK("https://img.example.org/1.jpg")
url-scheme	- 1	ftp://img.example.org/1.jpg
url-scheme	- 1	#REF!
END

# Records that turn out to have no occid are read twice, and reported once.
for sep in ',' '\t'; do
	printf '%b\n' "occid${sep}catalogNumber" "${sep}X1" "${sep}1E+05" >empty.txt
	img-match -r empty.txt photo.tsv >out 2>err
	is "$(grep -c 'power of ten' err)" 1 "records without occid: reported once"
done

done_testing
