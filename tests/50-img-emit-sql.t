#!/bin/sh
# img-emit-sql without a database: which rows it takes, what it writes.
. "$(dirname "$0")/lib.sh"

u=https://img.example.org

# stream HEADER, then rows on stdin: blanks are TABs, _ is an empty cell.
stream() {
	{
		echo "$1"
		cat
	} | sed 's/ /	/g; s/\(^\|	\)_\(	\|$\)/\1\2/g; s/\(^\|	\)_\(	\|$\)/\1\2/g'
}

emit() { img-emit-sql -c 1 -l box12 --schema 3.4 "$@"; }

# values NAME FILE: of a column, in a line.
values() { column "$2" "$1" | paste -sd ' ' -; }

stream 'path originalUrl url name bytes format pixelXDimension mediaMD5 verdict occid match occurrenceRecordID recordCatalogNumber caption' >small.tsv <<ROWS
p/1.jpg $u/1.jpg _ 1.jpg 1001 image/jpeg 600 0123456789abcdef0123456789abcde1 ok 1 matched c0ffee00-0000-4000-8000-000000000001 UCR1 _
p/2.jpg $u/2.jpg $u/2_web.jpg 2.jpg _ image/png _ 0123456789ABCDEF0123456789ABCDE2 warn 2 matched _ UCR2 it's\\\\é
_ _ $u/3.jpg 3.jpg 1003 _ _ _ _ 3 _ _ _ a\\tb
ROWS
for d in mariadb sqlite; do
	status 0 "$d: a small batch" emit --dialect $d --user 7,ada small.tsv
	same out "$golden/img-emit-sql/small-$d.sql" "$d: its script"
	status 0 "$d: its undo" emit --dialect $d --user 7,ada --undo small.tsv
	same out "$golden/img-emit-sql/undo-$d.sql" "$d: the inverse"
done
# One odd byte in a stream that is plain otherwise.
for odd in "':27" '\\\\:5c' '\177:7f' '\001:01'; do
	printf "originalUrl\toccid\tmatch\tcaption\n$u/1.jpg\t1\tmatched\tx%by\n" \
		"${odd%:*}" >odd.tsv
	img-emit-sql -c 1 -l box12 --schema 3.3 odd.tsv >out
	is "$(grep -c "_utf8mb4 X'78${odd#*:}79'" out) $(grep -c "x.*y'" out)" \
		"1 0" "byte ${odd#*:} is never between apostrophes"
done
for v in 3.0 3.1 3.2 3.3; do
	img-emit-sql -c 1 -l box12 --schema $v small.tsv >out
	is "$(grep -c '^INSERT INTO images' out) $(grep -c '^INSERT INTO media ' out) $(grep -c '^INSERT INTO mediametadata' out) $(grep -c '^INSERT.*pixelX' out)" \
		"$(case $v in 3.0) echo 1 0 0 0 ;; 3.1) echo 1 0 0 1 ;; *) echo 0 1 0 1 ;; esac)" \
		"schema $v: its tables and columns"
done

# Every reason, in the order of the manual.
long=$(printf '%0256d' 0)
stream 'originalUrl verdict match occid collid matchKey caption format bytes mediaMD5' >bad.tsv <<ROWS
$u/a bad matched 1 1 _ _ _ _ _
$u/b retry matched 1 1 _ _ _ _ _
$u/c fix matched 1 1 _ _ _ _ _
$u/d ok ambiguous _ 1 _ _ _ _ _
$u/e ok contradictory _ 1 _ _ _ _ _
$u/f ok none _ 1 UCR9 _ _ _ _
$u/g ok _ _ 1 _ _ _ _ _
$u/h ok matched 1 2 _ _ _ _ _
_ ok matched 1 1 _ _ _ _ _
ftp://img.example.org/i ok matched 1 1 _ _ _ _ _
$u/a[b ok matched 1 1 _ _ _ _ _
//img.example.org/x ok matched 1 1 _ _ _ _ _
https://me:pass@img.example.org/j ok matched 1 1 _ _ _ _ _
$u/k?X-Amz-Signature=00 ok matched 1 1 _ _ _ _ _
$u/l ok matched 1 1 _ _ audio/mpeg _ _
$u/m ok matched 1 1 _ _ _ 12k _
$u/n ok matched x 1 _ _ _ _ _
$u/o ok matched 1 1 _ _ _ _ 0123
$u/$long ok matched 1 1 _ _ _ _ _
$u/p ok matched 1 1 _ 😀 _ _ _
$u/q ok matched 1 1 _ _ _ _ 0123456789abcdef0123456789abcdef
$u/r ok matched 1 1 _ _ _ _ 0123456789ABCDEF0123456789ABCDEF
$u/q ok matched 1 1 _ _ _ _ _
$u/q ok matched 2 1 _ _ _ _ 0123456789abcdef0123456789abcdef
/imglib/s.jpg ok matched 1 1 _ _ _ _ _
$u/strange ok maybe 1 1 _ _ _ _ _
$u/stranger good matched 1 1 _ _ _ _ _
ROWS
status 1 'rows left out are status 1' emit --rejects left.tsv bad.tsv
is "$(values reason left.tsv)" 'bad retry needs-derive ambiguous contradictory none no-record other-collection no-url bad-url bad-url bad-url secret-url secret-url not-a-picture bad-value bad-value bad-value too-long charset duplicate duplicate bad-value bad-value' \
	'every row left out, with its reason'
is "$(values reasonColumn left.tsv)" '         originalUrl originalUrl originalUrl originalUrl originalUrl format bytes occid mediaMD5 originalUrl caption   match verdict' \
	'and the values it is about'
is "$(cat err)" 'img-emit-sql: 24 of 27 rows left out: 1 bad, 1 retry, 1 needs-derive, 1 ambiguous, 1 contradictory, 1 none, 1 no-record, 1 other-collection, 1 no-url, 3 bad-url, 2 secret-url, 1 not-a-picture, 5 bad-value, 1 too-long, 1 charset, 2 duplicate
img-emit-sql: 1 of 3 pictures are on another record of this batch, too (same-picture-other-record)' \
	'the counts'
is "$(cut -f 1-10 left.tsv | sort)" "$(grep -v '/q	ok	matched	[12].*f$\|imglib' bad.tsv | sort)" \
	'rows are left out as they came'
emit --rejects again.tsv left.tsv >out 2>err
is "$(head -n 1 again.tsv)" "$(head -n 1 left.tsv)" \
	'rejects can be given again: columns are refreshed'
grep -e originalUrl -e '/q	' -e '/r	' bad.tsv | sed '2,3!b' >dup.tsv
status 0 'duplicates alone are status 0' emit dup.tsv
status 1 '-q is quiet' emit -q bad.tsv
is "$(cat err)" '' 'about rows left out'
emit -q --dialect sqlite bad.tsv | grep -q F09F98 || emit -q --dialect sqlite bad.tsv | grep -q f09f98
ok $? 'SQLite has all characters'

# A file's name is not asked for: no row is lost for it.
stream 'originalUrl name match occid' >names.tsv <<ROWS
$u/1 😀.jpg matched 1
$u/2 $(printf '%0250d' 0).jpg matched 1
$u/3 3.jpg matched 1
ROWS
status 0 'names that the portal cannot hold' emit names.tsv
is "$(grep -o "filename: [^']*" out)" 'filename: 3.jpg' 'are not written'

# The first of two pictures wins, whatever the threads do.
awk -v u=$u 'BEGIN { print "originalUrl\tmediaMD5\toccid\tcaption"
	for (i = 1; i <= 60000; i++)
		printf "%s/%d.jpg\t%032x\t%d\t%d\n", u, i % 20000, i % 20000,
			i % 5000 + 1, i }' >many.tsv
emit -j 1 many.tsv >one.sql 2>/dev/null
is "$(grep -c "^([0-9]*, NULL, NULL, '" one.sql)" 20000 'each picture once'
is "$(awk -F "'" '/img.example.org/ { print $8 }' one.sql |
	awk '$1 > 20000' | wc -l)" 0 'the first one of each'
for j in 2 5; do
	emit -j $j many.tsv >more.sql 2>/dev/null
	same more.sql one.sql "the same bytes with -j$j"
done
is "$(grep -c '^INSERT INTO media ' one.sql)" 10 'statements of 2,000 pictures'
emit -q --batch 300 many.tsv >out
is "$(grep -c '^INSERT INTO media ' out)" 67 '--batch 300'
awk -v u=$u -v c="$(printf '%0100d' 0)" 'BEGIN {
	print "originalUrl\toccid\tcaption\tnotes\tlocality"
	for (i = 1; i <= 9000; i++)
		printf "%s/%d.jpg\t%d\t%s\t%s%s%s\t%s%s\n", u, i, i, c, c, c, c,
			c, c }' | sed 's/0000/é00/g' >wide.tsv
emit -q --batch 100000 --dialect sqlite wide.tsv | awk '
	{ n += length($0) + 1 } /;$/ { if (n > most) most = n; n = 0 }
	END { exit !(most > 800000 && most < 1000000) }'
ok $? 'no statement is larger than a megabyte'

# Facts of the file that the URL serves.
stream 'originalUrl url thumbnailUrl bytes mediaMD5 format pixelXDimension pixelYDimension largeFile largeBytes largeMD5 largeFormat largeXDimension largeYDimension webFile webBytes webMD5 webFormat webXDimension webYDimension thumbnailBytes thumbnailMD5 occid' >derived.tsv <<ROWS
$u/i/UCR%201_lg.jpg $u/i/UCR%201_web.jpg $u/i/UCR%201_tn.jpg 11 11111111111111111111111111111111 image/tiff 100 101 i/UCR@1_lg.jpg 22 22222222222222222222222222222222 image/jpeg 200 201 i/UCR@1_web.jpg 33 33333333333333333333333333333333 image/jpeg 300 301 44 44444444444444444444444444444444 1
$u/master/2.png $u/i/2_web.jpg _ 11 11111111111111111111111111111112 image/png 100 101 i/2_lg.jpg 22 22222222222222222222222222222223 image/jpeg 200 201 i/2_web.jpg 33 33333333333333333333333333333334 image/jpeg 300 301 _ _ 2
_ $u/i/3_web.jpg _ 11 11111111111111111111111111111113 image/tiff 100 101 _ _ _ _ _ _ i/3_web.jpg 33 33333333333333333333333333333335 image/jpeg 300 301 _ _ 3
ROWS
sed -i 's/@/ /g' derived.tsv
status 0 'derivatives' emit derived.tsv
grep -A 7 -e '^INSERT INTO media' -e '^WITH b (occid, recordID, field' out |
	grep "^(" >got
same got "$golden/img-emit-sql/derived" \
	'format, size and MD5 are those of the file that is served'

status 0 '--defaults' emit --defaults 'owner=A, B and C,rights=CC0,caption=none' small.tsv
is "$(grep -c "'A, B and C'" out)$(grep -c "'CC0'" out)" 11 \
	'a comma in a value is part of it'
is "$(grep -c ", 'none'" out)" 1 'a default fills what the row has not'
emit --defaults 'imageType=field' small.tsv >out
is "$(grep -c "'field'" out)$(grep -c "'specimen'" out)" 10 'imageType'

# What cannot be.
for wrong in '' '-c 1' '-l x' '-c 1 -l x --schema 2.9' '-c 0 -l x --schema 3.4' \
	'-c 1 -l x --schema 3.4 -P .' '-c 1 -l x --schema 3.4 --dialect oracle' \
	'-c 1 -l x --schema 3.4 --existing update' \
	'-c 1 -l x --schema 3.4 --existing replace' \
	'-c 1 -l x --schema 3.4 --create' '-c 1 -l x --schema 3.4 --user ada' \
	'-c 1 -l x --schema 3.4 --user 1,ada --create --undo' \
	'-c 1 -l x --schema 3.4 --force-undo' \
	'-c 1 -l x --schema 3.4 --map https://x.org' \
	'-c 1 -l x --schema 3.4 --media-domain x' \
	'-c 1 -l x --schema 3.4 --batch 0' \
	'-c 1 -l x --schema 3.4 --defaults originalUrl=x' \
	'-c 1 -l x --schema 3.4 --defaults owner' '-l x --schema 3.4' \
	'-c 1 -l x -P nowhere'; do
	# shellcheck disable=SC2086 # words
	status 2 "misuse: $wrong" img-emit-sql $wrong small.tsv
	is "$(wc -c <out)" 0 "$wrong: writes nothing"
done
status 2 'a label with a newline' img-emit-sql -c 1 -l 'a
b' --schema 3.4 small.tsv
status 2 'a default that is too long' emit --defaults "owner=$long" small.tsv
like "$(cat err)" "owner" 'is named'
status 2 'no URL column' emit left.tsv -- /dev/null
printf 'name\toccid\n' >no.tsv
status 2 'no URL column' emit no.tsv
like "$(cat err)" 'originalUrl' 'is named'

# A label says nothing in SQL.
img-emit-sql -c 1 -l "x'; DROP TABLE media; -- \\" --schema 3.4 small.tsv >out
is "$(grep -c DROP out) $(grep -c '[^ -~]' out)" '1 0' 'a label in a comment'
like "$(grep DROP out)" '^-- .*x=27=3B DROP TABLE media=3B' 'is harmless'

# A reader that dies, a rejects file that cannot be written.
status 2 'rejects on a full disk' emit --rejects /dev/full bad.tsv
is "$(grep -c "'COMMIT'" out)" 0 'leaves no COMMIT'

# What the portal's table of identifiers can hold, by schema.
for schema in 3.0=45 3.1=45 3.2=75 3.3=75 3.4=75; do
	printf 'originalUrl\tmatch\tcatalogNumber\totherCatalogNumbers\n' >long.tsv
	printf 'https://x.org/%s.jpg\tnone\tA%s\tB%0*d\n' \
		1 1 $((${schema#*=} - 1)) 1 2 2 "${schema#*=}" 2 >>long.tsv
	img-emit-sql -q -c 1 -l a --schema "${schema%=*}" --create \
		--user 1,ada --rejects rejects.tsv long.tsv >out 2>err
	is "$(sed 1d rejects.tsv | cut -f 1,5,6 | tr '\t' ' ')" \
		'https://x.org/2.jpg too-long otherCatalogNumbers' \
		"schema ${schema%=*}: further numbers of ${schema#*=} characters"
done

# One specimen in two letter cases, beyond ASCII: one record.
printf 'originalUrl\tmatch\toccid\tmatchKey\n%s\tnone\t\tÖBG-9\n%s\tnone\t\töbg-9\n' \
	https://x.org/1.jpg https://x.org/2.jpg >case.tsv
img-emit-sql -c 1 -l a --schema 3.4 --dialect sqlite --create --user 1,ada \
	case.tsv >case.sql
is "$(grep -o "^('[0-9a-f-]*', '[0-9a-f-]*', 'https[^']*'" case.sql |
	cut -c 2-39 | uniq | wc -l)" 1 'letter case beyond ASCII'

# One specimen in three spellings that the portal takes for one.
printf 'originalUrl\tmatch\toccid\tmatchKey\n' >accent.tsv
printf 'https://x.org/%s.jpg\tnone\t\t%s\n' \
	1 CAFÉ1 2 'CAFE1 ' 3 café1 >>accent.tsv
img-emit-sql -c 1 -l a --schema 3.4 --create --user 1,ada accent.tsv \
	>accent.sql
is "$(grep -o "^('[0-9a-f-]*', '[0-9a-f-]*', 'https[^']*'" accent.sql |
	cut -c 2-39 | sort -u | wc -l)" 1 'accents and blanks: one record'
is "$(grep -c "^('[0-9a-f-]*', _utf8mb4 X'434146c38931', NULL)" accent.sql)" 1 \
	'under the number that came first'

# What was left out never lands among the statements.
status 2 'rejects on standard output' emit --rejects - bad.tsv
is "$(cat out)" '' 'write nothing'
status 2 'rejects in the output' emit -o both.sql --rejects both.sql bad.tsv
ok "$([ ! -e both.sql ]; echo $?)" 'neither'
cp bad.tsv kept.tsv
ln kept.tsv linked.tsv
status 2 'rejects in an operand' emit -o both.sql --rejects ./linked.tsv \
	bad.tsv kept.tsv
same kept.tsv bad.tsv 'leave it as it was'
ok "$([ ! -e both.sql ]; echo $?)" 'and write nothing'
status 2 'rejects in the file on standard input' \
	sh -c 'img-emit-sql -l a -c 1 --schema 3.4 --rejects kept.tsv <kept.tsv'
same kept.tsv bad.tsv 'leave that as it was'
status 2 'a number out of range' emit --batch 0 bad.tsv
like "$(cat err)" '^img-emit-sql: invalid --batch: .* (a number from 1 to 100000)' \
	'names the option'

# COMMIT is the last thing that can be written, wherever the buffer ends.
awk 'BEGIN { OFS = "\t"
	print "originalUrl", "name", "verdict", "occid", "match"
	for (i = 1; i <= 700; i++)
		print "https://img.example.org/box/" i ".jpg", i, "ok", i, "matched"
	}' >commit.tsv
commits=0
for n in $(seq 300 2 700); do
	{ head -n "$n" commit.tsv && printf '\t\tbad\t1\tmatched\n'; } |
		img-emit-sql -q -c 1 -l x --schema 3.4 --rejects /dev/full \
			2>/dev/null | grep -q "'COMMIT'" && commits=$((commits + 1))
done
is $commits 0 "no COMMIT where the rejects cannot be written"

done_testing
