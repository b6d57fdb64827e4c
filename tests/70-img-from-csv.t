#!/bin/sh
# img-from-csv: delimited text to a stream.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/from-csv.sh
. "$here/from-csv.sh"

g=$golden/img-from-csv
tab=$(printf '\t')

u=https://img.example.org

# Everything at once, against golden files.
cat >all.csv <<'END'
Catalog Number,dwc:otherCatalogNumbers,Image URL,thumbnail_url,Photographer,My notes (x),verdict,
00123,A-1,"https://i.example/a%20b.jpg | https://i.example/iiif/x/full/,600/0/default.jpg",,Ann,hello,ok,
124,A-2,https://i.example/2.jpg;https://i.example/3.jpg,https://t.example/2.jpg,Ann,,,
1e5,,"https://i.example/4.jpg,https://i.example/5.jpg",https://t.example/4.jpg;https://t.example/5.jpg,,,,
,,,,,,,
1.0,,https://i.example/2.jpg,,,,,
1.23E+05,,,,,,,
12-Mar,,https://i.example/12.jpg,,,,,
00125,,"https://i.example/9.jpg
https://i.example/10.jpg",,,back\slash	tab,,x
00126,,https://i.example/10.jpg
00126,,https://i.example/10.jpg
END
img-from-csv --list-rules -v all.csv >out 2>err
is $? 0 "doubts do not change the status"
same out "$g/all.tsv" "the stream"
same err "$g/all.err" "what is told of it"

# Delimiters.
for d in ',' ';' '|' "$tab"; do
	from "catalogNumber${d}originalUrl\n00123${d}$u/1.jpg\n"
	is "$rc $(column out catalogNumber) $(column out originalUrl)" \
		"0 00123 $u/1.jpg" "delimiter '$d' is found out"
done
from "catalogNumber;accessURI\n1,5;$u/1.jpg\n"
is "$(column out catalogNumber)" 1,5 "commas in rows do not make a delimiter"
from "sep=;\r\ncatalogNumber;url,x;originalUrl\r\n1;2;$u/1.jpg\r\n"
is "$(column out catalogNumber) $(column out url_x)" '1 2' "sep=; is obeyed"
from "\"sep=;\"\r\ncatalogNumber;url,x\r\n1;2\r\n" -m url,x=originalUrl
is "$(column out catalogNumber) $(column out originalUrl)" '1 2' "in quotes, too"
from "originalUrl\nhttps://i.example/0,0,9,9/a;b.jpg\n\"$u/2.jpg\"\n"
is "$rc $(column out originalUrl | tr '\n' ' ')" \
	"0 https://i.example/0,0,9,9/a;b.jpg $u/2.jpg " "a single column out has none"
from "catalogNumber^originalUrl\n1^$u/1.jpg\n" -d '^'
is "$(column out catalogNumber)" 1 "-d takes any character"
for name in comma tab semicolon pipe; do
	from "originalUrl\n$u/1.jpg\n" -d $name
	is $rc 0 "-d $name"
done
status 2 "-d takes one character" img-from-csv -d ab all.csv

# Line ends.
from "catalogNumber,originalUrl\r1,$u/1.jpg\r\"2\r3\",$u/2.jpg"
is "$(column out catalogNumber | tr '\n' ' ')" '1 2\r3 ' "CR alone"
from "catalogNumber,originalUrl\r\n1,$u/1.jpg\r\n2,$u/2.jpg\n"
is "$(column out originalUrl | tr '\n' ' ')" "$u/1.jpg $u/2.jpg " "CRLF and LF mixed"
from "catalogNumber,originalUrl\n1,$u/1.jpg"
is "$(column out originalUrl)" "$u/1.jpg" "no line end at the end"
from "catalogNumber,originalUrl\n\"a\r\nb\",$u/1.jpg\n"
is "$(column out catalogNumber)" 'a\r\nb' "a line end in a quoted cell"

# Encodings.
text="catalogNumber,originalUrl,caption\n1,$u/1.jpg,\303\251\342\202\254\n"
from "$text"
cp out expected
like "$(column out caption)" "$(printf '^\303\251\342\202\254$')" "UTF-8"
from "\357\273\277$text"
same out expected "UTF-8 with a byte order mark"
# shellcheck disable=SC2059
printf "$text" >utf8.csv
for e in UTF-16 UTF-16LE UTF-16BE UTF-32 WINDOWS-1252; do
	iconv -f UTF-8 -t $e utf8.csv >sheet.csv
	img-from-csv sheet.csv >out 2>err
	same out expected "$e is found out"
	img-from-csv <sheet.csv >out 2>err
	same out expected "$e is found out from standard input"
	# shellcheck disable=SC2002 # a pipe is what is meant
	cat sheet.csv | img-from-csv >out 2>err
	same out expected "$e is found out from a pipe"
done
like "$(cat err)" 'not UTF-8: read as Windows-1252' "a guess is told"
from "catalogNumber,originalUrl,caption\n1,$u/1.jpg,\351\n"
like "$(cat err)" 'read as ISO-8859-1' "ISO-8859-1 is found out"
iconv -f UTF-8 -t IBM850 utf8.csv 2>/dev/null >sheet.csv ||
	printf 'originalUrl,caption\n%s/1.jpg,\202\n' $u >sheet.csv
img-from-csv -e IBM850 sheet.csv >out 2>err
like "$(column out caption)" "$(printf '\303\251')" "-e names any other"
status 2 "an encoding that nobody knows" img-from-csv -e KLINGON-8 all.csv
# A byte that does not fit, late in a large file.
awk -v u=$u 'BEGIN { print "catalogNumber,originalUrl,caption"
	for (i = 2; i < 30000; i++) printf "%d,%s/%d.jpg,%s\n", i, u, i,
		i % 1000 ? "" : "\303\251" }' >late.csv
cp late.csv strays.csv
printf '30000,%s/x.jpg,\351\n' $u >>late.csv
status 2 "a byte that is not UTF-8, late" img-from-csv -q late.csv
is "$(cat err)" "img-from-csv: late.csv:30000:$((${#u} + 14)): byte 0xE9 is not UTF-8 (--lenient reads on)" \
	"it is told with line and column"
is "$(tail -n 1 out | cut -f 1)" "$u/29999.jpg" "what was before it is written"
status 1 "--lenient takes it for Windows-1252" img-from-csv -q --lenient late.csv
is "$(tail -n 1 out | cut -f 3)" "$(printf '\303\251')" "as which it is a letter"
sed 's/\xc3\xa9//' strays.csv >plain.csv
printf '30000,%s/x.jpg,\351\n' $u >>plain.csv
status 0 "a byte that is not ASCII, late" img-from-csv -q plain.csv
is "$(tail -n 1 out | cut -f 3)" "$(printf '\303\251')" "decides only then"
printf 'originalUrl,caption\n%s/1.jpg,\317\360\350\342\345\362\n' $u >cyrillic.csv
status 2 "Cyrillic is not guessed at" img-from-csv cyrillic.csv
like "$(cat err)" 'cyrillic.csv:2:.*give its name' "but asked for"
status 0 "and read when told" img-from-csv -e WINDOWS-1251 cyrillic.csv

# What breaks the rules.
# bad TEXT POSITION WHAT NAME
bad() {
	from "catalogNumber,originalUrl,notes\n$1"
	is "$rc $(cat err)" \
		"2 img-from-csv: sheet.csv:$2 (--lenient reads on)" "$3"
}
bad '1,"5" x 7",x\n' '2:6: text after a closing quote' "text behind a quote"
bad '1,5" x 7,x\n' '2:4: a quote inside a cell that does not begin with one' \
	"a quote inside a cell"
bad '1,"say \\"hi\\"",x\n' \
	'2:9: a backslash before a quote: quotes in a cell are doubled' \
	"a backslash escape"
bad '1,"open\n2,x,y\n' '2:3: a quote that is never closed' "an open quote"
bad '1,x,y,z\n' '2: 4 cells where the first row has 3' "a long row"
bad '1,x\0y,z\n' '2:4: a NUL character' "a NUL"
from 'originalUrl,"5" x 7"\nx,y\n'
is "$(cat err)" "img-from-csv: sheet.csv:1:16: text after a closing quote (--lenient reads on)" \
	"an unpaired quote in the header"

# lenient TEXT COLUMN EXPECTED NAME
lenient() {
	from "catalogNumber,originalUrl,notes\n$1" -q --lenient
	is "$rc $(column out "$2" | tr '\n' ' ')" "1 $3 " "--lenient: $4"
}
lenient '1,"5" x 7",x\n2,b,y\n' originalUrl '5" x 7 b' "text behind a quote"
lenient '1,5" x 7,x\n' originalUrl '5" x 7' "a quote inside a cell"
lenient '1,"say \\"hi, you\\"",x\n' originalUrl 'say "hi, you"' "a backslash escape"
lenient '1, "b, c" , "d"\n' originalUrl 'b, c' "blanks beside quotes"
lenient '1,b,"d" \n' notes d "blanks at the end"
lenient '1, "a" b, "c"\n' originalUrl '"a" b' "quotes that hold no cell"
lenient '1,"open,x\n2,"b\nb",y\n' originalUrl '"open b\nb' "an open quote"
lenient '1,x,y,z\n' notes y "a long row"
lenient '1,http://a/\0b,y\n' originalUrl http://a/b "a NUL"
is "$(column out problems)" '' "a NUL is not the row's problem"
from 'catalogNumber,originalUrl\n1,5" x 7\n' --lenient
is "$(column out problems)" 'row-mended url-scheme' "a mended row is marked"
like "$(cat err)" 'sheet.csv:2: .*stray quotes taken as text' \
	"and what was assumed is told"
from 'catalogNumber, "originalUrl", "notes"\n1, "a", "b, c"\n' --lenient
is "$(column out originalUrl) $(column out notes)" 'a b, c' \
	"blanks beside quotes, in the header too"
like "$(cat err)" 'sheet.csv:2: .*blanks beside quotes left out' "are told"
from "catalogNumber,originalUrl,notes,x\n1,$u/1.jpg\n2,$u/2.jpg,,,,,\n"
is "$rc$(column out problems | tr '\n' ' ')" '0row-short  ' \
	"short rows are filled, empty cells too many are nothing"

# A file that ends in the middle of a row.
while IFS='	' read -r codes text; do
	from "$text"
	is "$rc$(column out problems | tr '\n' '|')" "$codes" "$text"
done <<'END'
1|row-cut|	catalogNumber,originalUrl,notes\n1,http://a/1.jpg,\n2,http://a/2.j
0||	catalogNumber,originalUrl,notes\n1,http://a/1.jpg,\n2,http://a/2.jpg,
0row-short|row-short|	catalogNumber,originalUrl,notes\n1,http://a/1.jpg\n2,http://a/2.jpg
0|row-short|	catalogNumber,originalUrl,notes\n1,http://a/1.jpg,\n2,http://a/2.jpg\n
1row-short|row-cut url-none|	catalogNumber;originalUrl;notes\r\n1;http://a/1.jpg\r\n2
1|row-cut|	originalUrl\tnotes\tx\rhttp://a/1.jpg\ta\tb\rhttp://a/2.jpg\tab
END
like "$(cat err)" 'sheet.csv:3: .*ends in the middle' 'its line is named'
from 'catalogNumber,originalUrl,notes\n1,http://a/1.jpg,\n2,http://a/2.jpg,"the edge'
is $rc 2 'an open quote at the end of the file'
like "$(cat err)" 'sheet.csv:3:18: a quote that is never closed' 'is named with its place'
from "originalUrl${tab}notes\n$u/1.jpg${tab}5\" x 7\n\"$u/2.jpg\"${tab}a\n"
is "$(column out notes | tr '\n' ' ')" '5" x 7 a ' "quotes in a file with TABs"
from "originalUrl;notes\n$u/1.jpg;\"a\n" --no-quotes
is "$(column out notes)" '"a' "--no-quotes"

# Names of columns.
from "http://rs.tdwg.org/dwc/terms/catalogNumber,AC:accessURI,dcterms:rights\n1,$u/1.jpg,r\n"
is "$(head -n 1 out)" "originalUrl${tab}name${tab}rights${tab}problems${tab}catalogNumber" \
	"terms by their addresses and prefixes, in the stream's order"
for alias in web webviewoptional; do
	from "catalogNumber,large,$alias\n1,$u/1.jpg,$u/2.jpg\n"
	is "$(column out url)" $u/2.jpg "$alias is url"
done
for alias in thumbnail thumbnailoptional thumbnailUrl THUMBNAIL_URL; do
	from "catalogNumber,large,$alias\n1,$u/1.jpg,$u/2.jpg\n"
	is "$(column out thumbnailUrl)" $u/2.jpg "$alias is thumbnailUrl"
done
for alias in large largejpg originalUrl accessURI associatedMedia imageURL \
	url web identifier; do
	from "catalogNumber,$alias\n1,$u/1.jpg\n"
	is "$(column out originalUrl)" $u/1.jpg "$alias alone is originalUrl"
done
for alias in accession accessionID accession_number 'Accession Number' \
	'Accession #' \
	catalog_number; do
	from "$alias,accessURI\n1,$u/1.jpg\n"
	is "$(column out catalogNumber)" 1 "$alias is catalogNumber"
done
from "Nr,Bild,match\n1,$u/1.jpg,matched\n" -m Nr=catalogNumber \
	-m bild=originalUrl
is "$rc $(head -n 1 out)" "0 originalUrl${tab}name${tab}problems${tab}catalogNumber${tab}sheet_match" \
	"-m maps, whatever the case; a sheet's match is not ours"
from "Nr,Bild,match\n1,$u/1.jpg,matched\n" -m '#2=originalUrl' -m match=match
is "$(column out match)" matched "-m #2, and match if it is told"
from "Nr,originalUrl,accessURI\n1,$u/1.jpg,x\n" -m accessURI=
is "$rc $(head -n 1 out)" "0 originalUrl${tab}name${tab}problems${tab}Nr" \
	"an empty target leaves out"
from "originalUrl,large\nx,y\n"
is "$rc $(cat err)" "2 img-from-csv: sheet.csv:1: columns 'originalUrl' and 'large' are both originalUrl: leave one out with -m 'large=', or take both as pictures with -m 'originalUrl=originalUrl' -m 'large=originalUrl'" \
	"two columns for one target"
from "Barcode,barcode,originalUrl\na,b,$u/1.jpg\n"
like "$(cat err)" "leave one out with -m '#2='" \
	"of two with one name, one by its number"

# Two columns that say the same: one counts, and keeps the other company.
from "originalUrl,description,title,rights,license\n\
$u/1.jpg,Long,Short,,CC0\n$u/2.jpg,Only,,Mine,CC0\n" -v
is "$rc $(column out caption | tr '\n' '~') $(column out rights | tr '\n' '~')" '0 Short~Only~ CC0~Mine~' \
	"title before description, rights before license"
is "$(column out description | tr '\n' '~')$(column out license | tr '\n' '~')" 'Long~Only~CC0~CC0~' \
	"the other keeps its column"
like "$(cat err)" "columns 'title' and 'description' are both caption: the first is used" "-v tells"
from "originalUrl,title,description\n$u/1.jpg,a,b\n" -m description=caption
is "$(column out caption) $(column out title)" 'b a' "unless -m says which"
from "originalUrl,notes,Notes\n$u/1.jpg,a,b\n$u/2.jpg,,c\n"
is "$(column out notes | tr '\n' '~') $(column out Notes | tr '\n' '~')" 'a~c~ b~c~' \
	"one name twice"

# A column out for each picture of a record.
from "Barcode,image1,image2,image3\n1,$u/1.jpg,,$u/3.jpg\n2,,,\n3,$u/4.jpg,$u/5.jpg | $u/6.jpg,\n"
is "$(column out originalUrl | tr '\n' '~') $(column out catalogNumber | tr '\n' '~')" \
	"$u/1.jpg~$u/3.jpg~~$u/4.jpg~$u/5.jpg~$u/6.jpg~ 1~1~2~3~3~3~" "image1, image2, image3"
is "$(head -n 1 out | tr "$tab" ,)" 'originalUrl,name,problems,catalogNumber' "are no columns of the stream"
from "Barcode,Image URL,Image URL 2,imageUrl_3\n1,$u/1.jpg,$u/2.jpg,$u/3.jpg\n"
is "$(column out originalUrl | tr '\n' '~')" "$u/1.jpg~$u/2.jpg~$u/3.jpg~" "Image URL, Image URL 2"
from "front,label,Barcode,back image\n$u/1.jpg,$u/2.jpg,1,$u/3.jpg\n"
is "$(column out originalUrl | tr '\n' '~') $(column out view | tr '\n' '~')" \
	"$u/1.jpg~$u/2.jpg~$u/3.jpg~ front~label~back~" "views"
from "front,label,Barcode,url\n1,A label,1,$u/3.jpg\n"
is "$(column out originalUrl) $(column out label) $(head -n 1 out | grep -c view)" "$u/3.jpg A label 0" \
	"a label that is text"
from "Barcode,url,image license,portal page\n1,$u/3.jpg,$u/by,$u/occ=1\n"
is "$(column out originalUrl)" "$u/3.jpg" "addresses that are no pictures"
like "$(cat err)" "column 'portal page' has URLs that are not used (-m 'portal page=originalUrl'" \
	"are reported"
from "Barcode,originalUrl,attachment\n1,$u/3.jpg,IMG_1.jpg\n"
like "$(cat err)" "column 'attachment' has names of picture files that are not used" \
	"so are names of files"
from "Barcode,pic a,pic b\n1,$u/1.jpg,$u/2.jpg\n" -m 'pic*=originalUrl'
is "$(column out originalUrl | tr '\n' '~')" "$u/1.jpg~$u/2.jpg~" "-m with a pattern"
from "Barcode,a,b\n1,$u/1.jpg,$u/2.jpg\n" -m b=originalUrl -m a=originalUrl
is "$(column out originalUrl | tr '\n' '~')" "$u/1.jpg~$u/2.jpg~" "-m for several"
from "Barcode,a,b\n1,x,y\n" -m a=notes -m b=notes
is $rc 2 "but not for what has one value"
from "Barcode,image1,image2,thumb1,thumb2\n1,$u/1.jpg,$u/2.jpg,$u/t1.jpg,$u/t2.jpg\n"
is "$(column out originalUrl | tr '\n' '~') $(column out thumbnailUrl | tr '\n' '~')" \
	"$u/1.jpg~$u/2.jpg~ $u/t1.jpg~$u/t2.jpg~" "thumbnails likewise"

# Several numbers in a cell, and what is no URL.
from "catalogNumber,originalUrl\nUCR1; UCR2,$u/1.jpg\nUCR3,$u/2.jpg\nUCR4|UCR5,$u/3.jpg $u/4.jpg\n"
is "$(column out catalogNumber | tr '\n' '~') $(column out problems | tr '\n' '~')" \
	'UCR1~UCR2~UCR3~UCR4|UCR5~UCR4|UCR5~ ~~~number-list~number-list~' "a row for each number"
from "catalogNumber,originalUrl\n'0012,C:\\\\photos\\\\1.jpg\n2,1.jpg\n3,$u/a?b&amp;c\n4,/img/1.jpg\n"
is "$(column out catalogNumber | tr '\n' '~') $(column out problems | tr '\n' '~')" \
	'0012~2~3~4~ url-scheme~number-zeros url-scheme~number-zeros url-entity~number-zeros~' \
	"files and entities for URLs"
from "\"Catalog\nNumber\",Image\302\240URL:,Notes *\n1,$u/1.jpg,x\n" -q
is "$(column out catalogNumber) $(column out originalUrl) $(column out notes)" \
	"1 $u/1.jpg x" "names over two lines, with colons and stars"
from "coreid,identifier,accessURI\n1,a,$u/1.jpg\n"
is "$rc $(column out identifier)" '0 a' "but identifier gives way"
from "dcterms:identifier,url\n12,$u/1.jpg\n"
is "$rc $(column out originalUrl)" "0 $u/1.jpg" "to a web picture, too"
from "Name,originalUrl\nQuercus,$u/1.jpg\n"
is "$(column out Name) $(column out name)" 'Quercus 1.jpg' "Name is not a file's"
from "Foo,Bar\n1,2\n"
is "$rc $(cat err)" "2 img-from-csv: sheet.csv:1: no column has a name known here (-m COLUMN=originalUrl says which has the pictures); the columns are 'Foo', 'Bar'" \
	"nothing recognised"
from "catalogNumber,Bar\n1,2\n"
like "$rc $(cat err)" "^2 .*no column with URLs.*'catalogNumber', 'Bar'" \
	"no pictures recognised"
from "Barcode,Species\n001,Abies alba\n" --no-pictures
is "$rc $(column out catalogNumber) $(column out Species) $(column out problems)" '0 001 Abies alba ' \
	"--no-pictures: a sheet of records"
from "x,originalUrl\n1,2\n" -m y=caption
like "$rc $(cat err)" "^2 .*no column 'y' for -m" "-m with no such column"
status 2 "-m with no such target" img-from-csv -m x=orginalUrl all.csv
from "originalUrl,a b,a b,,\303\251\302\240x,sheet#1\n$u/1.jpg,1,2,3,4,5\n"
is "$(head -n 1 out | cut -f 4-)" \
	"a_b${tab}a_b_3${tab}column4${tab}$(printf '\303\251')_x${tab}sheet_1" \
	"unknown columns get legal names, once each"
printf 'originalUrl,catalogNumber\n%s/3.jpg,3\n' $u >second.csv
from "catalogNumber,originalUrl\n1,$u/1.jpg\n" second.csv
is "$(column out catalogNumber | tr '\n' ' ')" '3 1 ' \
	"several files, columns in any order"
from "catalogNumber,originalUrl,notes\n1,$u/1.jpg,x\n" second.csv
is $rc 2 "but the same columns"

# Identifiers stay text, and are doubted.
numbers='00123 1e5 1.0 1E5 007 -5 +3 1,5 0x1F 1_000 NaN TRUE ٣'
{
	echo 'catalogNumber;originalUrl'
	i=0
	for n in $numbers; do
		i=$((i + 1))
		echo "$n;$u/$i.jpg"
	done
} >sheet.csv
img-from-csv -q sheet.csv >out 2>err
is "$(column out catalogNumber | tr '\n' ' ')" "$numbers " "identifiers survive"

from 'Catalogue Number,url\n0012,https://h.example/1.jpg\n'
is "$(column out catalogNumber)$(cat err)" 0012 "a British header"
from 'Nr,Remark,url\n0012,x,https://h.example/1.jpg\n'
like "$(cat err)" "csv:1: no column with the specimen's number: .*: 'Nr', 'Remark'$" \
	"a number that nobody would find is told"
from 'name\nA1.jpg\n'
is "$(cat err)" '' "but not if there is nothing else"

from "catalogNumber,originalUrl,x\n\"=\"\"0012\"\"\",$u/1.jpg,\"=\"\"1\"\"\"\n\"=\"\"1\"\"&\"\"2\"\"\",$u/2.jpg,\n"
is "$rc $(column out catalogNumber | tr '\n' ' ')" '0 0012 ="1"&"2" ' \
	"a number that is guarded from the spreadsheet"
is "$(column out x | head -n 1)" '="1"' "unknown columns stay as they are"
from "catalogNumber,originalUrl,notes,x\nNULL,\\\\N,null,NULL\n" -q
is "$(sed 1d out)" "${tab}${tab}null${tab}url-none${tab}${tab}NULL" \
	"what a database writes for nothing"
# doubt VALUE CODE
doubt() {
	from "catalogNumber,originalUrl\n$1,$u/1.jpg\n" -q
	is "$(column out problems)" "$2" "'$1': ${2:-no doubt}"
}
doubt 1.23E+05 number-exponent
doubt 1e+05 number-exponent
doubt 1.5e-7 number-exponent
doubt 1e5 ''
doubt E12+5 ''
doubt 12-Mar number-date
doubt Mar-12 number-date
doubt 3-mar-2019 number-date
doubt 2019-03-12 number-date
doubt 3/12/2019 number-date
doubt 2019-03-1234 ''
doubt 2019-13-12 ''
doubt MARY-12 ''
doubt 1-2 ''
doubt 123.0 number-fraction
doubt '#N/A' number-error
doubt '#DIV/0!' number-error
doubt '#####' number-error
doubt '#12' ''
doubt 1.5 ''
doubt 'UCR\302\240123' number-blank
doubt 'UCR\342\200\213123' number-blank
doubt 'UCR\342\200\223123' number-lookalike
doubt '\320\241C123' number-lookalike
doubt '\303\211C123' ''
from "catalogNumber,originalUrl\n12,$u/1.jpg\n0123,$u/2.jpg\n4567,$u/3.jpg\n9,$u/4.jpg\nA1,$u/5.jpg\n" -q
is "$(column out problems | tr '\n' ' ')" 'number-zeros   number-zeros  ' \
	"zeros that were lost show against the neighbours"
awk -v u=$u 'BEGIN { print "catalogNumber,originalUrl"
	for (i = 1; i <= 400; i++) printf "%s,%s/%d.jpg\n",
		i == 300 ? "0" i : i, u, i }' >sheet.csv
img-from-csv -q sheet.csv >out
is "$(column out problems | grep -c zeros)" 100 "rows do not wait for ever"
tail -n +1 sheet.csv | img-from-csv -q | cmp -s - out
ok $? "and it does not matter how the bytes come"

# Several URLs in a cell.
# cut CELL EXPECTED
cut_() {
	from "originalUrl\n\"$1\"\n" -q
	is "$(column out originalUrl | tr '\n' '~')" "$2" "cut: ${1%\\n*}"
}
cut_ 'http://a/1 | http://a/2' 'http://a/1~http://a/2~'
cut_ 'http://a/1|http://a/2;http://a/3,http://a/4\nhttp://a/5' \
	'http://a/1~http://a/2~http://a/3~http://a/4~http://a/5~'
cut_ 'http://a/1 http://a/2' 'http://a/1~http://a/2~'
cut_ ' http://a/1 ; ' 'http://a/1~'
cut_ 'https://i/full/,600/0/d.jpg,https://i/full/!9,9/0/d.jpg' \
	'https://i/full/,600/0/d.jpg~https://i/full/!9,9/0/d.jpg~'
cut_ 'http://a/x;v=1|2,3' 'http://a/x;v=1|2,3~'
cut_ 'http://a/?u=http://b/c' 'http://a/?u=http://b/c~'
cut_ '\302\240http://a/1 \302\240;\357\273\277http://a/2\342\200\213' \
	'http://a/1~http://a/2~'
cut_ 'a.jpg|b.jpg' 'a.jpg|b.jpg~'
cut_ 'http://a/1,urn:lsid:x:y:z' 'http://a/1~urn:lsid:x:y:z~'
from "originalUrl,thumbnailUrl,referenceUrl\nhttp://a/1|http://a/2,http://t/1|http://t/2,http://p/\n" -q
is "$(sed 1d out | cut -f 2,3 | tr '\t\n' ' ~')" \
	'http://t/1 http://p/~http://t/2 http://p/~' \
	"URLs of other columns are dealt out, pages are shared"
from "originalUrl,thumbnailUrl\nhttp://a/1|http://a/2,http://t/1\n" -q
is "$(sed 1d out | cut -f 2,4 | tr '\t\n' ' ~')" \
	'http://t/1 url-unpaired~ url-unpaired~' "or stay with the first"
from "originalUrl,catalogNumber\n,1\n" -q
is "$(column out problems)" url-none "a row without a URL goes on"
from "originalUrl,catalogNumber\n$u/1.jpg,1\n$u/1.jpg,1\n$u/1.jpg,2\n$u/1.jpg,\n"
is "$(column out problems | tr '\n' ' ')" ' url-twice url-two-numbers url-twice ' \
	"URLs that come twice"
like "$(cat err)" "sheet.csv:4: .*another number: first on line 2: $u/1.jpg" \
	"are told with both lines"
from "originalUrl,name\n$u/a%%20b.jpg,\n$u/c.jpg,told.jpg\n" -q
is "$(column out name | tr '\n' '~')" 'a b.jpg~told.jpg~' "name from the URL"

# What is no sheet.
printf '\320\317\021\340xxxxxxxx' >old.xls
status 2 "an old workbook" img-from-csv old.xls
like "$(cat err)" 'old.xls: .*save it as .xlsx' "and what to do"
printf '  <!DOCTYPE html><table>' >page.csv
status 2 "a web page" img-from-csv page.csv
like "$(cat err)" 'page.csv: a web page' "and what it is"
# sheet TEXT: what it is, though it is no sheet.
book() {
	printf %b "$1" >book.xls
	status 2 "$2" img-from-csv book.xls
	like "$(cat err)" 'book.xls: a workbook written as .*save it as .xlsx' "and what to do"
}
book '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?><Workbook>' 'the XML of Excel 2003'
book '<?xml version="1.0"?><office:document xmlns:office="x">' 'flat OpenDocument'
book '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><body>' 'a page for Excel'
book '<table><tr><td>catalogNumber</td></tr></table>' 'a table of a page'
book 'ID;PWXL;N;E\r\nB;Y2;X2\r\n' SYLK
book 'TABLE\r\n0,1\r\n"EXCEL"\r\n' DIF
# R's table with row names, which have no heading.
u=https://img.example.org
printf '"number"\t"originalUrl"\n"2"\t"UCR2"\t"%s/2.jpg"\n"7"\t"UCR7"\t"%s/7.jpg"\n' $u $u >r.txt
status 0 "row names of R" img-from-csv -m number=catalogNumber r.txt
is "$(fields catalogNumber originalUrl <out | paste -sd' ' -)" "UCR2|$u/2.jpg UCR7|$u/7.jpg" \
	"are no cells of the columns"
like "$(cat err)" 'r.txt: a column of row names' "which is reported"
printf 'number\toriginalUrl\n2\tUCR2\t%s/2.jpg\nUCR7\t%s/7.jpg\n' $u $u >r.txt
status 2 "row names here and there" img-from-csv --lenient r.txt
like "$(cat err)" 'r.txt:3: 2 cells where' "are none"
printf 'number\toriginalUrl\n1\tUCR2\t%s/2.jpg\n1\tUCR7\t%s/7.jpg\n' $u $u >r.txt
status 2 "row names that do not rise" img-from-csv --lenient r.txt
printf 'number\toriginalUrl\nUCR2\t%s/2.jpg\n8\tUCR7\t%s/7.jpg\n' $u $u >r.txt
status 2 "nor from the second row on" img-from-csv r.txt
like "$(cat err)" 'r.txt:3: 3 cells where' "which is an error"
printf '4\nhttps://img.example.org/4.jpg\n' >one.txt
status 0 "a number as the only heading" img-from-csv -m '#1=originalUrl' one.txt
is "$(fields originalUrl <out)" https://img.example.org/4.jpg "is no row name"
for end in '' '\r\n'; do
	printf 'number,originalUrl\nUCR1,%s/1.jpg%b\032' $u "$end" >dos.csv
	status 0 "a Ctrl-Z at the end" img-from-csv -m number=catalogNumber dos.csv
	is "$(fields catalogNumber originalUrl <out | paste -sd' ' -)" "UCR1|$u/1.jpg" "is no text"
done
: >empty.csv
status 2 "an empty file" img-from-csv empty.csv
like "$(cat err)" 'empty.csv: empty' "and that it is empty"
status 2 "a folder" img-from-csv .
status 2 "a file that is not there" img-from-csv nosuch.csv
like "$(cat err)" 'nosuch.csv: No such file' "is named"
status 2 "--sheet of a text" img-from-csv -s 1 all.csv

# A failure leaves the stream without its last LF.
from "originalUrl\n$u/1.jpg\n\"x\n"
is "$(tail -c 1 out | tr -d '\n' | wc -c)" 1 "the last LF is held back"

# A slow source is passed on.
mkfifo pipe
img-from-csv <pipe >slow 2>err &
slow=$!
exec 3>pipe
cat strays.csv >&3
printf '1,%s/last.jpg,\n2,' $u >&3
wait_for grep -q last.jpg slow
ok $? "rows of a slow source are passed on as they come"
printf '%s/1.jpg,\n' $u >&3
exec 3>&-
wait $slow
ok $? "and it ends well"
# A title above the header.
printf 'Herbarium, box 12; 3 sheets\r\n\rNr;Image URL\n17;https://i.example/17.jpg\n' >title.csv
status 0 "--skip" img-from-csv --skip 2 -m Nr=catalogNumber title.csv
is "$(tail -n 1 out | cut -f 1,4)" 'https://i.example/17.jpg	17' \
	"--skip: lines above the header, whatever ends them"
status 2 "--skip: more than there are" img-from-csv --skip 9 title.csv
like "$(cat err)" 'title.csv: empty: it has no header' "--skip: is said"
{ printf 'a\nb\n'; printf 'originalUrl\nno URL\n'; } |
	img-from-csv --skip 2 2>err >out
is "$(sed -n 2p out | cut -f 1)" 'no URL' "--skip: of standard input"
printf 'title\noriginalUrl,catalogNumber\nhttps://i.example/1.jpg,1,"x\n' >bent.csv
status 2 "--skip: a bent row" img-from-csv --skip 1 bent.csv
like "$(cat err)" 'bent.csv:3:' "--skip: lines are counted from the first"
done_testing
