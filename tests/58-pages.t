#!/bin/sh
# SPDX-License-Identifier: MIT
# img-derive --page all: each page of a TIFF is a row and a picture of its own.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/derive.sh
. "$here/derive.sh"

cat >tiff.pl <<'END'
# tiff.pl [-b] [-l] PAGE... >FILE: grey pages WIDTHxHEIGHT[:TAG=VALUE]...,
# big-endian with -b; with -l the last one leads back to the first.
use strict; use warnings;
my ($big, $loop) = (0, 0);
while (@ARGV and $ARGV[0] =~ /^-/) { shift eq "-b" ? $big = 1 : ($loop = 1) }
my ($s, $l) = $big ? ("n", "N") : ("v", "V");
my $out = ($big ? "MM" : "II") . pack("$s$l", 42, 8);
my $n = 0;
for my $page (@ARGV) {
	my ($size, @tags) = split /:/, $page;
	my ($w, $h) = split /x/, $size;
	my %tag = (256 => $w, 257 => $h, 258 => 8, 259 => 1, 262 => 1, 277 => 1,
	    278 => $h, 279 => $w * $h, map { split /=/ } @tags);
	my $at = length($out) + 2 + 12 * (keys(%tag) + 1) + 4;
	$tag{273} = $at;
	my $next = $at + $w * $h;
	$out .= pack($s, scalar keys %tag);
	$out .= pack("$s$s$l", $_, 4, 1) . pack($l, $tag{$_})
	    for sort { $a <=> $b } keys %tag;
	$out .= pack($l, ++$n < @ARGV ? $next : $loop ? 8 : 0);
	$out .= pack("C*", map { ($_ * 7 + $n * 31) % 200 } 1 .. $w) x $h;
}
binmode STDOUT; print $out;
END
tiff() { perl tiff.pl "$@"; }

# table FILE COLUMN...: these columns, "-" for nothing, a row a line.
table() {
	table_file=$1
	shift
	awk -F '\t' -v names="$*" 'BEGIN { n = split(names, name, " ") }
		NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		{ for (i = 1; i <= n; i++) {
			v = $at[name[i]]
			printf "%s%s", v == "" ? "-" : v, i < n ? " " : "\n"
		} }' "$table_file"
}

mkdir p
tiff 90x60 80x50 60x40 >p/A0001.tif
tiff -b 90x60 >p/A0002.tif
tiff 20x10:254=1 90x60 45x30:254=1 90x60:254=4 60x90:274=6 >p/A0003.tif
draw width=90 height=60 p/A0001.jpg
draw width=90 height=60 p/A0001_p02.jpg
printf 'not a picture' >p/A0004.tif
tiff -l 70x40 60x40 >p/A0005.tif
img-scan p | img-check >in.tsv
status 0 "pages" img-derive -s st --page all -o d.tsv in.tsv
is "$(table d.tsv name tiffPage largeFile largeXDimension largeYDimension |
	sed 's/_[0-9a-f]\{8\}_/_H_/')" \
	"A0001.jpg - A0/A0001_lg.jpg 90 60
A0001.tif 1 A0/A0001_H_p01_lg.jpg 90 60
A0001.tif 2 A0/A0001_H_p02_lg.jpg 80 50
A0001.tif 3 A0/A0001_H_p03_lg.jpg 60 40
A0001_p02.jpg - A0/A0001_p02_lg.jpg 90 60
A0002.tif - A0/A0002_lg.jpg 90 60
A0003.tif 2 A0/A0003_p02_lg.jpg 90 60
A0003.tif 5 A0/A0003_p05_lg.jpg 90 60
A0004.tif - - - -
A0005.tif 1 A0/A0005_p01_lg.jpg 70 40
A0005.tif 2 A0/A0005_p02_lg.jpg 60 40" \
	"a row a page, named by it; reduced ones and masks are none; each upright"
is "$(table d.tsv name problems | grep -c several-pages) $(table in.tsv problems |
	grep -c several-pages)" '0 3' "several-pages is cured"
is "$(find st -name '*_lg.jpg' | wc -l)" 10 "and no more files than that"

img-derive -s st --page all -o again.tsv in.tsv 2>/dev/null
cmp -s d.tsv again.tsv
ok $? "a second run gives the same rows"
find st -type f -newer again.tsv >new
is "$(cat new)" '' "and makes nothing"
img-derive -s st --page all -o again.tsv d.tsv 2>/dev/null
cmp -s d.tsv again.tsv
ok $? "its own output gives the same rows, nothing doubled"
img-derive -s st -o again.tsv d.tsv 2>/dev/null
cmp -s d.tsv again.tsv
ok $? "without --page, too: a row is the page that it says"
{ head -n 1 in.tsv && tail -n +2 in.tsv | sort -r; } >back.tsv
img-derive -s st --page all -j 3 back.tsv 2>/dev/null | sort >back
sort d.tsv | cmp -s - back
ok $? "names do not depend on the order of later rows"
img-derive -s st2 --page all -j 3 in.tsv 2>/dev/null | storeless >two
storeless <d.tsv | cmp -s - two
ok $? "nor on the number of workers"
img-derive -s st --page all --dry-run in.tsv >dry 2>/dev/null
is "$(table dry action | sort | uniq -c | tr -s ' ' | tr '\n' ,)" \
	' 10 keep, 1 leave,' "--dry-run: each page"
img-derive --page all --estimate in.tsv >out 2>/dev/null
is "$(sed -n 's/^pictures.//p' out | cut -f 1)" 10 "--estimate counts pages"

stream p/A0001.tif p/A0002.tif p/A0001_p02.jpg |
	awk -v OFS='\t' 'NR == 1 { print $0, "tiffPage"; next }
		{ print $0, NR == 2 ? 4 : 1 }' >told.tsv
img-derive -v -s st3 told.tsv >out 2>err
is "$(table out name largeFile problems)" "A0001.tif - derive-broken
A0002.tif A0/A0002_lg.jpg -
A0001_p02.jpg A0/A0001_p02_lg.jpg -" "a page that is not there; files without pages"
like "$(cat err)" 'the TIFF has no page 4' "which is said"

stream p/A0001.tif p/A0001.jpg | awk -v OFS='\t' '
	{ print $0, NR == 1 ? "catalogNumber" : "X7" }' >num.tsv
img-derive -q -s st4 --name-by catalogNumber --page all num.tsv >out
img-derive -q -s st4 --name-by catalogNumber --page all num.tsv | cmp -s - out
ok $? "--name-by: the same names again"
is "$(table out largeFile | tr '\n' ' ')" \
	'00000/X7_2_p01_lg.jpg 00000/X7_2_p02_lg.jpg 00000/X7_2_p03_lg.jpg 00000/X7_lg.jpg ' \
	"and pages of a number"

# shellcheck disable=SC2046 # words
tiff $(yes 9x7 | head -n 100) >p/many.tif
stream p/many.tif | img-derive -q -s st5 --page all >out
is "$(table out largeFile | sort | sed -n '1p;99,100p' | tr '\n' ' ')" \
	'm/many_p001_lg.jpg m/many_p099_lg.jpg m/many_p100_lg.jpg ' \
	"names sort as the pages do"
# shellcheck disable=SC2046 # words
tiff $(yes 1x1 | head -n 1001) >p/most.tif
stream p/most.tif | img-derive -q -s st5 --page all >out
is "$(table out tiffPage problems)" '- derive-too-many-pixels' "there is a most"
tiff 91x60 46x30 23x15 >p/pyramid.tif
tiff 90x60 45x30 >p/halves.tif
tiff 90x60 45x30 22x15 22x15 >p/packet.tif
stream p/pyramid.tif p/halves.tif p/packet.tif |
	img-derive -q -s st5 --page all >out
is "$(table out name tiffPage | tr '\n' ,)" "pyramid.tif -,halves.tif 1,halves.tif 2,\
packet.tif 1,packet.tif 2,packet.tif 3,packet.tif 4," 'a pyramid is one picture'
tiff 90x60 80x50:259=34712 60x40 >p/bad.tif
stream p/bad.tif | img-derive -q -s st5 --page all >out
is "$(table out tiffPage verdict problems | tr '\n' ,)" \
	'1 ok -,2 bad derive-broken,3 ok -,' "a bad page is one row's trouble"
draw width=90 height=60 p/A0001_p02_tn.jpg
cp p/A0001_p02_tn.jpg p/A0001_tn.jpg
stream p/A0001.tif | img-derive -q -s st6 --use-existing --page all >out
is "$(table out thumbnailXDimension | tr '\n' ' ')" '90 80 60 ' \
	"files beside the source are of no page"
status 2 "a suffix like a page's" \
	img-derive -s st7 --page all --web-suffix _p01 in.tsv
status 2 "no number of a page" img-derive -s st7 --page every in.tsv

is "$(img-scan -q p | img-check -q | table /dev/stdin name problems |
	grep -c 'pyramid.tif .*several-pages')" 0 'img-check counts it as one'

# Where the page is a thumbnail, the picture is in one of its SubIFDs.
cat >subs.pl <<'END'
# subs.pl [-b] PAGE SUB... >FILE: a page and its SubIFDs, as in tiff.pl.
use strict; use warnings;
my $big = $ARGV[0] eq "-b" && shift;
my ($s, $l) = $big ? ("n", "N") : ("v", "V");
my (@size, @tags, @at);
my $at = 8;
for my $i (0 .. $#ARGV) {
	my ($size, @more) = split /:/, $ARGV[$i];
	$size[$i] = [split /x/, $size];
	my ($w, $h) = @{$size[$i]};
	my %tag = (256 => $w, 257 => $h, 258 => 8, 259 => 1, 262 => 1, 277 => 1,
	    278 => $h, map { split /=/ } @more);
	my $bytes = $h * int(($w * $tag{258} + 7) / 8);
	$tag{279} = $bytes;
	$tags[$i] = \%tag;
	$at[$i] = $at;
	my $entries = keys(%tag) + 1 + ($i == 0);
	$tag{273} = $at + 2 + 12 * $entries + 4;
	$at = $tag{273} + $bytes + ($i == 0 ? 4 * $#ARGV : 0);
}
my $out = ($big ? "MM" : "II") . pack("$s$l", 42, 8);
for my $i (0 .. $#ARGV) {
	my %tag = %{$tags[$i]};
	my $subs = $#ARGV;
	$tag{330} = $subs == 1 ? $at[1] : $tag{273} + $tag{279} if $i == 0;
	$out .= pack($s, scalar keys %tag);
	$out .= pack("$s$s$l$l", $_, 4, $_ == 330 ? $subs : 1, $tag{$_})
	    for sort { $a <=> $b } keys %tag;
	$out .= pack($l, 0) . chr(40 * $i + 40) x $tag{279};
	$out .= pack("$l*", @at[1 .. $#at]) if $i == 0;
}
binmode STDOUT; print $out;
END
mkdir s
perl subs.pl 16x12:254=1 90x60 >s/one.tif
perl subs.pl -b 16x12:254=1 90x60 >s/big.tif
perl subs.pl 16x12:254=1 30x20:254=1 90x60 45x30 >s/several.tif
perl subs.pl 16x12 90x60 >s/unsaid.tif
perl subs.pl 90x60 16x12:254=1 >s/small.tif
perl subs.pl 16x12:254=1 90x60:258=12 >s/bits.tif
perl subs.pl 16x12:254=1 90x60:258=16:274=6 >s/deep.tif
img-scan s | img-check -q >subs.tsv
is "$(table subs.tsv name pixelXDimension pixelYDimension | sed 's/.tif//' |
	tr '\n' ,)" \
	'big 90 60,bits 90 60,deep 90 60,one 90 60,several 90 60,small 90 60,unsaid 90 60,' \
	'img-check knows its size'
status 0 'pictures in SubIFDs' img-derive -s st8 -o d8.tsv subs.tsv
is "$(table d8.tsv name largeXDimension largeYDimension verdict | sed 's/.tif//' |
	tr '\n' ,)" \
	'big 90 60 ok,bits 90 60 ok,deep 60 90 ok,one 90 60 ok,several 90 60 ok,small 90 60 ok,unsaid 90 60 ok,' \
	'and img-derive makes that, not the thumbnail'
if command -v djpeg >/dev/null; then
	is "$(for name in one several small; do
		djpeg -pnm "st8/$(table d8.tsv name largeFile |
			sed -n "s/^$name.tif //p")" | tail -c 1 | od -An -tu1
	done | tr -d '\n ')" 8012040 'it is that picture by its pixels'
else
	skip 'needs djpeg' 'it is that picture by its pixels'
fi
is "$(img-derive -q -s st9 --page 1 subs.tsv |
	table /dev/stdin name largeXDimension | sed 's/.tif//' | tr '\n' ,)" \
	'big 16,bits 16,deep 16,one 16,several 16,small 90,unsaid 16,' \
	'but the page, if that is asked for'

# On the web and in the portal each page is a picture.
printf 'occid\tcatalogNumber\tcollid\n1\tA0001\t1\n' >records.tsv
grep -e '^path' -e 'A0001.tif' d.tsv | img-match -q -r records.tsv |
	img-put -q --no-verify -t web -u https://img.example.org/ >put.tsv
is "$(table put.tsv originalUrl | sed 's/.*_p/p/' | tr '\n' ' ')" \
	'p01_lg.jpg p02_lg.jpg p03_lg.jpg ' "img-put brings each"
img-emit-sql -q -c 1 -l pages --schema 3.4 put.tsv >load.sql
is "$(grep -o 'p0[0-9]_lg.jpg' load.sql | sort -u | tr '\n' ' ')" \
	'p01_lg.jpg p02_lg.jpg p03_lg.jpg ' "img-emit-sql takes each"
img-emit-csv -q --for media-import:3.4 put.tsv >load.csv
is "$(grep -c 'p0[0-9]_lg.jpg' load.csv)" 3 "img-emit-csv, too"
done_testing
