#!/bin/sh
# Codes of slates carried on, and numbers from codes looked up.
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/barcode.sh
. "$here/barcode.sh"
paint_side=900

paint slate.jpg number=UCR00123
paint other.jpg number=UCR00124
paint plain.jpg number=
paint cut.jpg number=UCR00125 cut=50
{
	printf 'path\tname\tcreateDate\n'
	printf 'slate.jpg\t1\t2026-05-04T10:00:00\n'
	printf 'plain.jpg\t3\t2026-05-04T10:00:40\n'
	printf 'plain.jpg\t2\t2026-05-04T10:00:20\n'
	printf 'other.jpg\t4\t2026-05-04T10:01:00\n'
	printf 'cut.jpg\t5\t2026-05-04T10:01:20\n'
	printf 'plain.jpg\t6\t2026-05-04T10:01:40\n'
	printf 'slate.jpg\t7\t2026-05-04T10:02:00\n'
	printf 'plain.jpg\t8\t2026-05-04T10:22:00\n'
	printf 'plain.jpg\t9\t\n'
} >rows.tsv
img-barcode --carry rows.tsv >carried.tsv 2>err
is "$(fields 'name barcode barcodeFrom verdict problems' <carried.tsv)" \
	'1|UCR00123|read|bad|barcode-slate
3|UCR00123|carried||
2|UCR00123|carried||
4|UCR00124|read||
5||||barcode-cut
6||||no-barcode
7|UCR00123|read||
8||||no-barcode
9||||no-barcode' 'by time, until bars that nobody reads, or a gap'
like "$(cat err)" '1 picture has no time' 'what has no time is said'
img-barcode --carry carried.tsv 2>/dev/null >twice.tsv
same twice.tsv carried.tsv 'running twice is running once'
is "$(img-barcode -q --carry --keep-slates --gap 30m rows.tsv |
	fields 'name barcode verdict' | sed -n '1p;8p')" '1|UCR00123|
8|UCR00123|' '--gap, and --keep-slates'

# carry NAME EXPECTED WHAT: rows of path, folder and times are in rows.
carry() {
	{
		printf 'path\tname\tcreateDate\tmodified\n'
		awk -F '|' -v OFS='\t' '{ print $1, $2, $3, $4 }' rows
	} >in.tsv
	is "$(img-barcode -q --carry in.tsv |
		fields 'name barcode barcodeFrom')" "$1" "$2"
}
at=2026-05-04T10:
mkdir a b
cp slate.jpg plain.jpg a
cp other.jpg plain.jpg b
cat >rows <<EOF
a/slate.jpg|a1|${at}00:00|
b/other.jpg|b1|${at}00:10|
a/plain.jpg|a2|${at}00:20|
b/plain.jpg|b2|${at}00:30|
EOF
carry 'a1|UCR00123|read
b1|UCR00124|read
a2|UCR00123|carried
b2|UCR00124|carried' 'folders are apart, though their times cross'
paint faint.jpg number=UCR00126 module=1 blur=2
cat >rows <<EOF
slate.jpg|1|${at}00:00|
faint.jpg|2|${at}00:10|
plain.jpg|3|${at}00:20|
EOF
carry '1|UCR00123|read
2||
3||' 'a code too fine to be read ends it as well'
paint both.jpg number=UCR00123 second=UCR00124
cat >rows <<EOF
slate.jpg|1|${at}00:00|
both.jpg|2|${at}00:10|
plain.jpg|3|${at}00:20|
EOF
carry '1|UCR00123|read
2|UCR00123 UCR00124|read
3||' 'and so does a picture with two codes'
: >broken.jpg
cat >rows <<EOF
slate.jpg|1|${at}00:00|
broken.jpg|2|${at}00:10|
plain.jpg|3|${at}00:20|
EOF
carry '1|UCR00123|read
2||
3||' 'and one that cannot be decoded'
cat >rows <<EOF
plain.jpg|1|${at}00:00|
slate.jpg|2|${at}00:10|
slate.jpg|3|${at}00:20|
plain.jpg|4|${at}00:30|
plain.jpg|5|${at}00:30|
EOF
carry '1||
2|UCR00123|read
3|UCR00123|read
4|UCR00123|carried
5|UCR00123|carried' 'nothing before the first, a slate taken twice, one second'
cat >rows <<EOF
slate.jpg|1||${at}00:00Z
plain.jpg|2||${at}00:20Z
EOF
carry '1|UCR00123|read
2|UCR00123|carried' 'by the time of the file, if there is no other'
cat >rows <<EOF
slate.jpg|1|${at}00:00|2026-06-01T09:00:00Z
plain.jpg|2|${at}00:10|2026-06-01T09:00:00Z
other.jpg|3||2026-06-02T09:00:00Z
plain.jpg|4|${at}00:20|2026-06-01T09:00:00Z
EOF
carry '1|UCR00123|read
2||
3|UCR00124|read
4||' 'a slate whose time is lost: nobody knows what was after it'
sed 's/^other/plain/' rows >rows.plain && mv rows.plain rows
carry '1|UCR00123|read
2|UCR00123|carried
3||
4|UCR00123|carried' 'a picture without a code whose time is lost is harmless'
# Two cameras in one folder: a code is not given to the other one's pictures.
mkdir two
cp slate.jpg two/IMG_9998.JPG
cp other.jpg two/DSC_0101.JPG
cp slate.jpg two/slate.jpg
for name in IMG_9999 IMG_0001 IMG_4711 DSC_0102; do
	cp plain.jpg two/$name.JPG
done
cat >rows <<EOF
two/IMG_9998.JPG|1|${at}00:00|
two/IMG_9999.JPG|2|${at}00:10|
two/IMG_0001.JPG|3|${at}00:20|
two/IMG_4711.JPG|4|${at}00:30|
two/DSC_0102.JPG|5|${at}00:35|
two/DSC_0101.JPG|6|${at}00:40|
two/DSC_0102.JPG|7|${at}00:50|
two/IMG_0001.JPG|8|${at}01:00|
two/slate.jpg|9|${at}01:10|
two/IMG_0001.JPG|10|${at}01:20|
EOF
carry '1|UCR00123|read
2|UCR00123|carried
3|UCR00123|carried
4||
5||
6|UCR00124|read
7|UCR00124|carried
8||
9|UCR00123|read
10|UCR00123|carried' "another camera's pictures, by names and counters"
like "$(img-barcode --carry in.tsv 2>&1 >/dev/null)" \
	'3 pictures are of another camera' 'are counted'
cat >rows <<EOF
slate.jpg|1|${at}00:00+02:00|
plain.jpg|2|2026-05-04T08:00:20.5Z|
EOF
carry '1|UCR00123|read
2|UCR00123|carried' 'times with zones'
echo "plain.jpg|3|${at}00:40|" >>rows
carry '1|UCR00123|read
2||
3||' 'with and without zones, nobody knows the order'

printf 'occid\tcollid\tcatalogNumber\n1\t1\tUCR00123\n' >records.tsv
{
	printf 'path\tname\tbarcode\n'
	printf 'a\tIMG_1.jpg\tUCR00123\n'
	printf 'b\tIMG_2.jpg\tUCR0123\n'
	printf 'c\tIMG_3.jpg\tUCR00123A\n'
	printf 'd\tIMG_4.jpg\tUCR00123 UCR00124\n'
} >numbers.tsv
is "$(img-match -q -r records.tsv --from barcode numbers.tsv |
	fields 'path match matchRule')" 'a|matched|exact
b|none|
c|none|
d|matched|exact' 'a number from a code is matched exactly, and what no record has passed over'
done_testing
