#!/bin/sh
# What img-match decides, source by source and rule by rule.
# shellcheck disable=SC2016 # dollars are for patterns and PHP
. "$(dirname "$0")/lib.sh"

tsv() { printf '%b' "$1" | tr '|' '\t'; }

# columns NAMES: cut by name, without the header.
columns() {
	mlr --itsv --otsv --headerless-csv-output cut -o -f "$1" | tr '\t' '|'
}
command -v mlr >/dev/null || skip_all 'needs mlr'

# match OPTIONS... <names: name|occid|match|matchKey|matchedOn|matchRule
decision=name,occid,match,matchKey,matchedOn,matchRule,candidates,problems
decide() {
	{ echo name && cat; } |
		img-match -r records.tsv "$@" | columns $decision
}

# says NAME EXPECTED [OPTION...]: what becomes of one name.
says() {
	says_name=$1 says_what=$2
	shift 2
	is "$(printf '%s\n' "$says_name" | decide "$@")" \
		"$says_name|$says_what" "$says_name $*"
}

uuid=00112233-4455-6677-8899-aabbccddeeff
tsv "occid|catalogNumber|otherCatalogNumbers|occurrenceID|recordID\n\
1|UCR0007143|UCR-14207|urn:uuid:$uuid|$uuid\n\
2|UCR-14207||urn:x:2|not-a-uuid\n\
3|ABC123|Accession: 77; field X9|occ-3|\n\
4|DUP1|||\n\
5|DUP1|||\n\
6|PAD7|||\n\
7|PAD007|||\n\
8|Café12|||\n\
9|00555|||\n\
10|444|s.n.||\n\
11|PART9|||\n\
12|PART9-1|||\n\
13|12.05|||\n\
14||ONLY-OTHER-5|occ-14|\n\
15|ÖBG-00012|||\n\
16|ÜX-7|||\n\
" >records.tsv

# A number by a pattern.
says UCR0007143.jpg '1|matched|UCR0007143|catalogNumber|exact||' -p '^(\w+)'
says ucr0007143_b.jpg '1|matched|ucr0007143|catalogNumber|exact||' \
	-p '/^(UCR\d+)_?.*\.jpe?g$/i'
says UCR7143.jpg '1|matched|UCR7143|catalogNumber|padded||' -p '^(\w+)'
says UCR00000007143.jpg '1|matched|UCR00000007143|catalogNumber|padded||' \
	-p '^(\w+)'
says UCR7143.jpg '|none|UCR7143||||unknown-number' -p '^(\w+)' --exact
says UCR71430.jpg '|none|UCR71430||||unknown-number' -p '^(\w+)'
says DUP1.jpg '|ambiguous|DUP1|catalogNumber|exact|4 5|several-records' \
	-p '^(\w+)'
says PAD7.jpg '6|matched|PAD7|catalogNumber|exact||' -p '^(\w+)'
says PAD07.jpg '|ambiguous|PAD07|catalogNumber|padded|6 7|several-records' \
	-p '^(\w+)'
says UCR-14207.jpg \
	'|ambiguous|UCR-14207|otherCatalogNumbers|exact|1 2|several-records' \
	-p '^([\w-]+)'
says UCR-14207.jpg '2|matched|UCR-14207|catalogNumber|exact||' \
	-p '^([\w-]+)' --on catalogNumber
says X9.jpg '|none|X9||||unknown-number' -p '^(\w+)'
says 77.jpg '3|matched|77|otherCatalogNumbers|exact||' -p '^(\w+)'
says 00077.jpg '3|matched|00077|otherCatalogNumbers|padded||' -p '^(\w+)'
says CAFE12.jpg '8|matched|CAFE12|catalogNumber|exact||' -p '^(\w+)'
says café12.jpg '8|matched|café12|catalogNumber|exact||' -p '/^(\w+)/u'
says "cafe$(printf '\314\201')12.jpg" \
	"8|matched|cafe$(printf '\314\201')12|catalogNumber|exact||" \
	-p '^(.+)\.'
says 12.5.jpg '|none|12.5||||unknown-number' -p '^([\d.]+)\.jpg'
says 12.050.jpg '|none|12.050||||unknown-number' -p '^([\d.]+)\.jpg'
says 'UCR0007143 .jpg' '1|matched|UCR0007143 |catalogNumber|exact||' \
	-p '^(.+)\.'
says ' UCR0007143.jpg' \
	'|none| UCR0007143|||1|unknown-number number-inside' -p '^(.+)\.'
says s.n..jpg '|none|s.n.||||unknown-number' -p '^(s\.n\.)'
says nothing.jpg '|none|||||no-number' -p '^(\d+)'
says x.jpg '|none|||||no-number' -p '^(\d*)'
says occ-3.jpg '3|matched|occ-3|occurrenceID|exact||' -p '^(.+)\.' \
	--on occurrenceID
says "$uuid.jpg" "1|matched|$uuid|occurrenceID|exact||" -p '^(.+)\.' \
	--on occurrenceID

# Groups by name, the sequence, replacement.
sequence() {
	sequence_name=$1 sequence_is=$2
	shift 2
	is "$({ echo name && echo "$sequence_name"; } |
		img-match -r records.tsv "$@" | columns sortOccurrence)" \
		"$sequence_is" "sequence of $sequence_name $*"
}
sequence ABC123.jpg 1 -p '^(ABC\d+)'
sequence ABC123_2.jpg 2 -p '^(ABC\d+)'
sequence ABC123-b.jpg 2 -p '^(ABC\d+)'
sequence ABC123b.JPG 2 -p '^(ABC\d+)'
sequence 'ABC123 (3).jpg' 3 -p '^(ABC\d+)'
sequence ABC123_lg.jpg 1 -p '^(ABC\d+)'
sequence ABC123_label_2.jpg 2 -p '^(ABC\d+)'
sequence ABC123_front.jpg '' -p '^(ABC\d+)'
sequence ABC123_xyz.jpg '' -p '^(ABC\d+)'
sequence ABC123_xyz17.jpg 17 -p '^(ABC\d+)_xyz(\d+)'
sequence ABC123_007.jpg 7 -p '^(ABC\d+)(_\d+)?'
sequence ABC123_007.jpg '' -p '^(ABC\d+)()_007'
sequence 12ABC123.jpg 12 -p '^(?<seq>\d+)(\w+)'
sequence NEW77_2.jpg 2 -p '^(NEW\d+)'
sequence NEW77.jpg 1 -p '^(NEW\d+)'
sequence IMG_0002.jpg '' -p '^(NEW\d+)'
sequence 12ABC123.jpg 12 -p '^(\d+)(?<catalogNumber>\w+)'
sequence ABC123.jpg 1
sequence ABC123_0.jpg 0
sequence ABC123_0.jpg 0 -p '^(ABC\d+)_(\d)'
sequence ABC123_c.jpg 3
says 0007143.jpg '1|matched|UCR0007143|catalogNumber|exact||' -p '^(\d+)' \
	--replace '/^/' --with UCR
says XYZ-ABC123.jpg '3|matched|ABC123|catalogNumber|exact||' -p '^([\w-]+)' \
	--replace '/XYZ-/' --with ''
says 123ABC.jpg '3|matched|ABC123|catalogNumber|exact||' -p '^(\w+)' \
	--replace '(\d+)([A-Z]+)' --with '${2}$1'

# As PHP replaces.
if command -v php >/dev/null; then
	i=0
	while IFS=@ read -r text pattern with; do
		i=$((i + 1))
		expected=$(php -n -r 'echo preg_replace($argv[1], $argv[3],
			$argv[2]);' -- "$pattern" "$text" "$with")
		is "$({ echo name && echo "$text"; } |
			img-match -r records.tsv -p '(.+)' \
				--replace "$pattern" --with "$with" |
			columns matchKey)" "$(printf '%s' "$expected" |
			sed 's/\\/\\\\/g')" "replacement $i as in PHP"
	done <<'EOF'
ABC-12@/^/@barcode-
ABC-12@/$/@!
ABC-12@/B*/@x
ABC-12@/x*/@-
abcabc@/b(c)/@[$1]
abcabc@/b(c)/@[${1}0]
abcabc@/b(c)/@[$10]
abcabc@/b(c)/@[\1]
abcabc@/(?<n>b)/@$2$n
abc@/b/@\\$0\$0$
abc@/b/@${0
abc@/b|(z)/@<$1>
aXbxc@/x/i@-
caféb@/./u@<$0>
a b c@/ /@_
000123@/^0+/@
EOF
else
	skip 'needs php' 'replacement as in PHP'
fi

# Names without a pattern: the rest is in img-match-names.
says ÖBG-00012_1.jpg '15|matched|ÖBG-00012|catalogNumber|beginning||'
says öbg-0012.jpg '15|matched|öbg-0012|catalogNumber|padded||'
says ÜX-7-b.jpg '16|matched|ÜX-7|catalogNumber|beginning||'
says ÖBG-00012_ÜX-7.jpg \
	'|ambiguous|ÖBG-00012|catalogNumber|exact|15 16|several-numbers'
says UCR0007143.jpg '1|matched|UCR0007143|catalogNumber|exact||'
says UCR0007143_lg.jpg '1|matched|UCR0007143|catalogNumber|beginning||'
says ucr7143-2.jpg '1|matched|ucr7143|catalogNumber|padded||'

# Identifiers of the row's own.
own() {
	is "$(tsv "$1" | img-match -r records.tsv |
		columns occid,match,matchKey,matchedOn,matchRule,candidates,problems)" \
		"$2" "own: $1"
}
own 'catalogNumber\nABC123\n' '3|matched|ABC123|catalogNumber|exact||'
own 'catalogNumber\nABC0123\n' '3|matched|ABC0123|catalogNumber|padded||'
own 'catalogNumber\nONLY-OTHER-5\n' \
	'|none|ONLY-OTHER-5|||14|number-in-use'
own 'otherCatalogNumbers\nONLY-OTHER-5\n' \
	'14|matched|ONLY-OTHER-5|otherCatalogNumbers|exact||'
own 'otherCatalogNumbers\nold: 77; field X10\n' \
	'3|matched|77|otherCatalogNumbers|exact||'
own "occurrenceID\nURN:UUID:$uuid\n" "1|matched|$uuid|occurrenceID|exact||"
own 'occurrenceID\nurn:x:2\n' '2|matched|urn:x:2|occurrenceID|exact||'
own 'occurrenceID\nurn:x:3\n' '|none|||||unknown-number'
own 'catalogNumber|otherCatalogNumbers\nABC123|UCR-14207\n' \
	'|contradictory|ABC123|||1 3|identifiers-disagree'
own 'catalogNumber|occurrenceID\nABC123|urn:x:2\n' \
	'|contradictory|ABC123|||2 3|identifiers-disagree'
own 'catalogNumber|otherCatalogNumbers\nNEW1|77\n' \
	'|contradictory|NEW1|||3|identifiers-disagree'
own 'catalogNumber|otherCatalogNumbers\nNEW1|ONLY-OTHER-5\n' \
	'14|matched|ONLY-OTHER-5|otherCatalogNumbers|exact||'
own 'catalogNumber|otherCatalogNumbers\nABC123|NEW9\n' \
	'3|matched|ABC123|catalogNumber|exact||'
own 'catalogNumber|occid\nDUP1|5\n' '5|matched|5|occid|exact||'
own 'catalogNumber|occid\nABC123|5\n' \
	'5|contradictory|ABC123|||3 5|identifiers-disagree'
own 'occid\n3\n' '3|matched|3|occid|exact||'
own 'occid\n99\n' '99|none|||||unknown-occid'
own 'occid\nx3\n' 'x3|none|||||unknown-occid'
own 'occid|catalogNumber\n99|ABC123\n' \
	'99|contradictory|ABC123|||3|identifiers-disagree'
own 'otherCatalogNumbers|name\ns.n.|ABC123.jpg\n' \
	'3|matched|ABC123|catalogNumber|exact||'
own 'catalogNumber|name\n|ABC123.jpg\n' \
	'3|matched|ABC123|catalogNumber|exact||'
own 'catalogNumber|name\nUCR7143|UCR0007143_2.jpg\n' \
	'1|matched|UCR7143|catalogNumber|padded||'
own 'catalogNumber|name\nUCR7143|ABC123.jpg\n' \
	'|contradictory|UCR7143|||1 3|name-disagrees'

# --from
is "$(tsv 'barcode\nABC123\n' | img-match -r records.tsv --from barcode |
	columns occid,matchKey)" '3|ABC123' '--from: the whole value'
is "$(tsv 'label|catalogNumber\nno ABC123!|UCR7143\nx ABC123|\n' |
	img-match -r records.tsv --from label -p '([A-Z]+\d+)' |
	columns occid)" '1
3' '--from with a pattern, behind the own columns'
is "$(tsv 'catalogNumber\nbc:ABC123\n' |
	img-match -r records.tsv --from catalogNumber -p ':(.+)' |
	columns occid)" 3 '--from a column that has numbers with something around'

# What it writes of the record, and that it is right with rows in any order.
tsv "occid|catalogNumber|otherCatalogNumbers|recordID\n\
7||B-7|\n7|A7||\n8||B-8|\n8|A8||$uuid\n7|||11112222-3333-4444-5555-666677778888\n" \
	>scattered.tsv
is "$(tsv 'name\nB-7.jpg\nA7.jpg\nB-8.jpg\n' |
	img-match -r scattered.tsv -p '^(.+)\.' |
	columns occid,matchedOn,recordCatalogNumber,occurrenceRecordID)" \
	"7|otherCatalogNumbers|A7|11112222-3333-4444-5555-666677778888
7|catalogNumber|A7|11112222-3333-4444-5555-666677778888
8|otherCatalogNumbers|A8|$uuid" 'several rows of a record, scattered'
is "$(tsv 'name\nUCR-14207.jpg\n' |
	img-match -r records.tsv -p '^(.+)\.' --on catalogNumber |
	columns occurrenceRecordID)" not-a-uuid 'a recordID that is no UUID'
tsv 'occid|catalogNumber\n21|ABC123\n' >more.tsv
is "$(tsv 'name\nABC123.jpg\n' | img-match -r records.tsv -r more.tsv |
	columns candidates)" '3 21' 'several files of records'

# Ambiguity on purpose.
is "$(echo DUP1.jpg | decide --ambiguous first)" \
	'DUP1.jpg|4|matched|DUP1|catalogNumber|first|4 5|several-records' \
	'--ambiguous first'
is "$(echo DUP1.jpg | decide --ambiguous all)" \
	'DUP1.jpg|4|matched|DUP1|catalogNumber|all|4 5|several-records
DUP1.jpg|5|matched|DUP1|catalogNumber|all|4 5|several-records' \
	'--ambiguous all'
is "$(echo DUP1.jpg | decide --ambiguous none)" \
	'DUP1.jpg||ambiguous|DUP1|catalogNumber|exact|4 5|several-records' \
	'--ambiguous none'

# Twice, again, and columns in place.
tsv 'name|sortOccurrence|note|problems\nABC123_2.jpg||a|too-big\n' >in.tsv
tsv 'UCR0007143.jpg|9|b|\nIMG_1.jpg||c|\n' >>in.tsv
img-match -r records.tsv in.tsv >once.tsv
img-match -r records.tsv once.tsv >twice.tsv
same twice.tsv once.tsv 'twice is once'
same once.tsv "$golden/img-match/columns.tsv" 'columns in place and behind'
is "$(columns sortOccurrence <once.tsv | tr '\n' ' ')" '2 9  ' \
	'sortOccurrence that is there is kept'
is "$(img-match -r records.tsv -p '^(IMG_\d)' once.tsv | columns problems)" \
	'too-big

unknown-number' 'codes of its own are replaced, others are kept'
tsv 'occid|catalogNumber\n77|ABC123\n' >moved.tsv
is "$(img-match -r moved.tsv once.tsv | columns occid | tr '\n' ' ')" \
	'3 1  ' 'what is settled stays'
is "$(img-match --again -r moved.tsv once.tsv | columns occid | tr '\n' ' ')" \
	'77   ' '--again: it does not'
tsv 'occid|match\n3|ambiguous\n' >chosen.tsv
is "$(img-match -r records.tsv chosen.tsv | columns occid,match,matchedOn)" \
	'3|matched|occid' 'an occid that somebody has put in is verified'
img-match -r records.tsv chosen.tsv >verified.tsv
is "$(img-match --again -r moved.tsv verified.tsv |
	columns occid,match,problems)" '3|none|unknown-occid' \
	'--again does not take away an occid that came with the row'

# --names
cat >names.csv <<'EOF'
name,catalogNumber
IMG_0001.JPG,ABC123
box 1\IMG_0002.jpg,UCR7143
IMG_0003,DUP1
IMG_0004.JPG,ABC123
IMG_0004.JPG,UCR0007143
IMG_0004.JPG,ABC0123
IMG_0005.JPG,NEW5
img_0006.jpg,ABC123
IMG_0006.JPG,PAD7
EOF
is "$(printf '%s\n' IMG_0001.JPG img_0002.JPG IMG_0003.CR2 IMG_0004.JPG \
	IMG_0005.JPG IMG_0006.JPG Img_0006.jpg IMG_0001.CR2 IMG_0007.JPG \
	IMG_0001_2.JPG | decide --names names.csv)" \
	'IMG_0001.JPG|3|matched|ABC123|catalogNumber|exact||
img_0002.JPG|1|matched|UCR7143|catalogNumber|padded||
IMG_0003.CR2||ambiguous|DUP1|catalogNumber|exact|4 5|several-records
IMG_0004.JPG|3|matched|ABC0123|catalogNumber|padded||name-two-numbers
IMG_0004.JPG|1|matched|UCR0007143|catalogNumber|exact||name-two-numbers
IMG_0005.JPG||none|NEW5||||unknown-number
IMG_0006.JPG|6|matched|PAD7|catalogNumber|exact||
Img_0006.jpg||none|||||unlisted-name
IMG_0001.CR2|3|matched|ABC123|catalogNumber|exact||
IMG_0007.JPG||none|||||unlisted-name
IMG_0001_2.JPG||none|||||unlisted-name' '--names'
printf '%s\n' name IMG_0004.JPG IMG_0004.JPG IMG_0003.JPG >several.tsv
printf 'IMG_0004.JPG,"  "\nIMG_0009.JPG,"  "\nIMG_0004.JPG,NEW4\n' >>names.csv
img-match -r records.tsv --names names.csv --ambiguous all several.tsv >once.tsv
img-match -r records.tsv --names names.csv --ambiguous all once.tsv >twice.tsv
same twice.tsv once.tsv '--names: twice is once, with several numbers'
img-match -r records.tsv --names names.csv --ambiguous all --again once.tsv \
	>twice.tsv
same twice.tsv once.tsv '--names: and --again'
is "$(columns name,match <once.tsv | sort | uniq -c | tr -s ' ' | tr '\n' ' ')" \
	' 2 IMG_0003.JPG|matched  4 IMG_0004.JPG|matched  2 IMG_0004.JPG|none ' \
	'--names: a row for each number'
is "$(echo IMG_0009.JPG | decide --names names.csv)" \
	'IMG_0009.JPG||none|||||unlisted-name' '--names: no number but blanks'
is "$(printf '%s\n' IMG_0001.JPG ABC123.jpg |
	decide --names names.csv -p '^(ABC\d+)' | cut -d '|' -f 2)" '3
3' '--names, then a pattern'
tsv 'file|occid|occurrenceID\na.jpg|3|\nb.jpg||urn:x:2\nc.jpg|99|\n' >names.tsv
is "$(printf '%s\n' a.jpg b.jpg c.jpg | decide --names names.tsv)" \
	'a.jpg|3|matched|3|occid|exact||
b.jpg|2|matched|urn:x:2|occurrenceID|exact||
c.jpg||none|||||unknown-occid' '--names by occid and occurrenceID'

# Cameras begin anew in every folder.
cat >folders.csv <<'EOF'
name,catalogNumber
C:\pictures\box1\IMG_0042.JPG,ABC123
C:\pictures\box2\IMG_0042.JPG,UCR0007143
box3/a/IMG_0043.JPG,ABC123
box4/a/IMG_0043.JPG,UCR0007143
IMG_0044.JPG,ABC123
EOF
{
	tsv 'path|name\n/srv/Box1/IMG_0042.JPG|IMG_0042.JPG\n'
	tsv '/srv/box2/img_0042.jpg|img_0042.jpg\nIMG_0042.JPG|IMG_0042.JPG\n'
	tsv '/srv/box9/a/IMG_0043.JPG|IMG_0043.JPG\n'
	tsv '/srv/box9/IMG_0044.JPG|IMG_0044.JPG\n'
} >folders.tsv
status 0 '--names with folders' img-match -r records.tsv --names folders.csv folders.tsv
is "$(columns occid,match,problems <out)" '3|matched|
1|matched|
|none|unlisted-name
|none|unlisted-name
3|matched|' '--names: the folder decides'
tsv '/srv/box8/IMG_0044.JPG|IMG_0044.JPG\n' >>folders.tsv
status 1 '--names: a name for two pictures' \
	img-match -r records.tsv --names folders.csv folders.tsv
tsv 'path|name\nb/IMG_9.JPG|IMG_9.JPG\nb/IMG_9.CR2|IMG_9.CR2\n' >twins.tsv
printf 'name,catalogNumber\nIMG_9,ABC123\n' >twins.csv
like "$(cat err)" "folders.csv: 1 name is that of several pictures, the first 'IMG_0044.JPG'" \
	'and which'

status 0 '--names: formats of one picture' \
	img-match -r records.tsv --names twins.csv twins.tsv
tsv 'c/IMG_9.CR2|IMG_9.CR2\n' >>twins.tsv
status 1 '--names: and another one' \
	img-match -r records.tsv --names twins.csv twins.tsv

# Records as the portal's CSV.
printf 'id,institutionCode,catalogNumber,otherCatalogNumbers,locality\r\n' \
	>portal.csv
printf '31,UCR,ABC123,"x: 5; y 6","M\374nchen, ""Garten"""\r\n' >>portal.csv
printf '32,UCR,M\3747,,\r\n' >>portal.csv
is "$(tsv 'name\nABC123.jpg\nmu7.jpg\nMÜ7.jpg\n' |
	img-match --occid -r portal.csv -p '^(.+)\.' | columns occid)" '31
32
32' 'CSV in ISO-8859-1, id for occid'

printf 'id\tcatalogNumber\tlocality\n41\t"ABC123"\t"by ""it"""\n' >portal.tab
is "$(tsv 'name\nABC123.jpg\n' | img-match --occid -r portal.tab | columns occid)" 41 \
	'TABs and quotes'
printf 'occid\tcatalogNumber\tlocality\n42\tABC123\t"it" \\\\ \n' >quotes.tsv
is "$(tsv 'name\nABC123.jpg\n' | img-match -r quotes.tsv | columns occid)" 42 \
	'a stream with quotes in it'

# Two threads, many blocks, records in any order: the same bytes.
awk 'BEGIN { print "occid\tcatalogNumber\totherCatalogNumbers"
	for (i = 1; i <= 20000; i++)
		printf "%d\tN%06d\tO-%d\n", i * 7919 % 20011, i, i % 5000 }' >many.tsv
awk 'BEGIN { print "name"; for (i = 0; i < 60000; i++)
	printf "%s%0*d_%d.jpg\n", i % 3 ? "N" : "O-", i % 2 ? 6 : 1, i % 20500,
	    i % 9 }' >names.txt
img-match -j1 -r many.tsv -p '^(\w-?\d+)' names.txt >one.tsv
img-match -j4 -r many.tsv -p '^(\w-?\d+)' names.txt >four.tsv
same four.tsv one.tsv 'the same bytes with any -j'
awk -F '[_\t]' 'NR > 1 {
	n = substr($1, index($1, "-") ? 3 : 2)
	zero = n == 0
	if ($1 ~ /^N/)
		print (zero || n + 0 > 20000 ? "none" : "matched")
	else
		print ((zero && n != "0") || n + 0 > 4999 ? "none" : "ambiguous")
	}' names.txt >expected
columns match <one.tsv >got
same got expected 'and the right outcomes'

# One identifier for a great many records.
awk 'BEGIN { print "occid\tcatalogNumber\totherCatalogNumbers"
	for (i = 1; i <= 100000; i++) printf "%d\t\tBOX1\n", i }' >box.tsv
tsv 'occid|catalogNumber\n999999|X99\n' >x99.tsv
is "$(tsv 'name\nBOX1.jpg\n' | img-match -r box.tsv -p '^(\w+)' |
	columns match,candidates | cut -c 1-20)" 'ambiguous|1 2 3 4 5 ' \
	'a number that 100,000 records share'

is "$(tsv 'catalogNumber|otherCatalogNumbers\nX99|BOX1\n' | img-match \
	-r box.tsv -r x99.tsv | columns occid,match)" '999999|matched' \
	'and that says nothing beside another'

# A pattern that runs away is no reason to stop.
long=$(awk 'BEGIN { for (i = 0; i < 60; i++) printf "a" }')
is "$(printf '%s\n' "$long!" ABC123 | decide -p '^((?:a+)+)$|^(ABC123)$' |
	cut -d '|' -f 3,8)" 'none|pattern-too-slow
none|number-inside' 'a pattern that runs away'
is "$(printf '%s\n' "$long!" ABC123 |
	decide -p '^(?|((?:a+)+)|(ABC123))$' | cut -d '|' -f 2,8)" \
	'|pattern-too-slow
3|' 'the rest goes on'

# Errors that say what to do.
fails() {
	fails_like=$1
	shift
	img-match "$@" >out 2>err </dev/null
	is "$?" 2 "status 2: $fails_like"
	like "$(cat err)" "$fails_like" "message: $fails_like"
}
tsv 'name\n' >empty.tsv
tsv 'occid|sciname\n1|Abies\n' >no-identifier.tsv
tsv 'occid|catalogNumber\n1|A1\nx|A2\n' >bad-occid.tsv
tsv 'occid|catalogNumber\n1|A1\n4294967296|A2\n' >big-occid.tsv
tsv 'taxon,catalogNumber\nAbies,1\n' >taxa.csv
fails '^img-match: -r/--records is required' empty.tsv
fails '^img-match: no-identifier.tsv:1: no column with an identifier.*; there are: occid, sciname' \
	-r no-identifier.tsv empty.tsv
status 1 'an occid that is no number' img-match -r bad-occid.tsv empty.tsv
like "$(cat err)" "^img-match: bad-occid.tsv: 1 row left out, the first on line 3: .*'x'" \
	'is left out'
status 1 'an occid that is too large' img-match -r big-occid.tsv empty.tsv
like "$(cat err)" '^img-match: big-occid.tsv: 1 row left out, the first on line 3' \
	'is left out, too'
fails '^img-match: standard input cannot be both' -r -
fails 'nothing.tsv: No such file' -r nothing.tsv empty.tsv
printf 'name,catalogNumber\nUCR1.jpg,UCR1\n' >sheet.csv
fails '^img-match: sheet.csv: a spreadsheet, it seems, not a stream' -r records.tsv sheet.csv
fails "no column 'name' (img-scan lists files and URLs); there are: occid, catalogNumber" -r records.tsv more.tsv -p '(x)'
fails "^img-match: --pattern: no group" -r records.tsv -p 'UCR' empty.tsv
fails '^img-match: --pattern: at character 5: ' -r records.tsv -p 'ü(ab' empty.tsv
fails "^img-match: --pattern: unknown flag after the last '/': 'q'" -r records.tsv -p '/(a)/q' empty.tsv
fails "^img-match: --pattern: begins with '/'" -r records.tsv -p '/(a)' empty.tsv
fails '^img-match: --replace and --with' -r records.tsv -p '(a)' --with x empty.tsv
fails "^img-match: invalid --on: 'nonsense' (catalogNumber," -r records.tsv \
	--on nonsense empty.tsv
fails "^img-match: invalid --ambiguous: 'some' (none, first or all)" -r records.tsv \
	--ambiguous some empty.tsv
fails "^img-match: taxa.csv:1: no column with names of files (name, filename, file, path); there are: taxon" -r records.tsv \
	--names taxa.csv empty.tsv
printf 'occid,catalogNumber\n1,A1\n2,"B"2\n' >broken.csv
status 1 'a stray quote' img-match -r broken.csv empty.tsv
like "$(cat err)" '^img-match: broken.csv: 1 row left out, the first on line 3' 'is left out'
printf '\320\317\021\340' >old.xls
fails '^img-match: old.xls: an old Excel workbook' -r old.xls empty.tsv
printf 'occid\tcatalogNumber\n1\tA' >dead.tsv
fails '^img-match: dead.tsv:2: the last line has no LF' -r dead.tsv empty.tsv

# Records of several collections.
tsv "occid|collid|catalogNumber|otherCatalogNumbers\n\
21|1|A1|\n21|1||X7\n22|2|A1|\n23|2|B2|\n23|||Y8\n24||C3|\n" >two.tsv
in_two() {
	img-match -q -r two.tsv "$@" | columns name,occid,match,candidates,collid
}
printf 'name\nA1.jpg\nB2.jpg\nC3.jpg\n' >photos.tsv
is "$(in_two photos.tsv)" "$(printf '%s\n' 'A1.jpg||ambiguous|21 22|' \
	'B2.jpg|23|matched||2' 'C3.jpg|24|matched||')" \
	'what is linked gets the collection of its record'
is "$(in_two -c 1 photos.tsv)" "$(printf '%s\n' 'A1.jpg|21|matched||1' \
	'B2.jpg||none||' 'C3.jpg||none||')" '-c keeps to a collection'
is "$(in_two -c 2 -c 1,3 photos.tsv)" "$(printf '%s\n' \
	'A1.jpg||ambiguous|21 22|' 'B2.jpg|23|matched||2' 'C3.jpg||none||')" \
	'-c, several'
is "$(in_two -c 2 -p '^(\w+)' photos.tsv | head -n 1)" 'A1.jpg|22|matched||2' \
	'-c and a pattern'
is "$({ echo name && echo Y8.jpg; } | in_two -c 2 -p '^(\w+)')" \
	'Y8.jpg|23|matched||2' 'a row that leaves its collection out'
tsv 'name|collid\nA1.jpg|2\nA1.jpg|1\nB2.jpg|1\nC3.jpg|1\nA1.jpg|x\n' >own.tsv
is "$(in_two own.tsv)" "$(printf '%s\n' 'A1.jpg|22|matched||2' \
	'A1.jpg|21|matched||1' 'B2.jpg||none||1' 'C3.jpg||none||1' \
	'A1.jpg||none||x')" "a row's own collection"
tsv 'name|collid|occid\nA.jpg|1|23\nB.jpg|2|23\n' >own.tsv
is "$(in_two own.tsv)" "$(printf '%s\n' 'A.jpg|23|none||1' \
	'B.jpg|23|matched||2')" "a row's own collection and record"
fails "^img-match: records.tsv:1: no column 'collid'; there are: occid, cat" \
	-r records.tsv -c 1 empty.tsv
fails "^img-match: invalid --collid: 'x' (the number of a collection)" -r two.tsv -c 1,x \
	empty.tsv
fails "^img-match: invalid --collid: ',' (the list is empty)" -r two.tsv -c , empty.tsv
like "$(img-match -r two.tsv photos.tsv 2>&1 >/dev/null)" \
	'^img-match: the records are of several collections' 'a warning'
is "$(img-match -r two.tsv -c 1 photos.tsv 2>&1 >/dev/null)" '' \
	'no warning with -c'
tsv 'name|originalUrl\nB2.jpg|https://h.example/B2.jpg\n' |
	img-match -q -r two.tsv |
	img-emit-sql -q -c 1 -l x --schema 3.4 --rejects left.tsv >load.sql
is "$(columns name,reason <left.tsv)" 'B2.jpg|other-collection' \
	'img-emit-sql names the picture of another collection'

# A number among other words that two records have is one number.
printf 'occid,catalogNumber\n1,ABC7\n2,ABC7\n3,ABC8\n' >same.csv
is "$(printf 'name\nABC7 Poa annua.jpg\nABC7 Poa ABC8.jpg\n' |
	img-match -q -r same.csv | columns match,candidates,problems)" \
	'ambiguous|1 2|several-records
ambiguous|1 2 3|several-numbers' 'several records, and several numbers'

is "$(img-match -v -r records.tsv in.tsv 2>&1 >/dev/null | tail -n 1)" \
	'img-match: 2 matched (1 exact, 1 by the beginning of the name, 0 but for zeros), 0 ambiguous, 0 contradictory, 1 none, 0 settled before' \
	'-v says how many'
done_testing
