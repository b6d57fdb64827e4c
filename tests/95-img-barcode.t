#!/bin/sh
# Codes of all kinds, turned, blurred, covered and cut; what is no code.
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/barcode.sh
. "$here/barcode.sh"

mkdir good bad several
for turn in 0 5 20 45 90; do
	paint "good/code39-$turn.jpg" turn=$turn
	paint "good/code128-$turn.jpg" turn=$turn code128=1
	paint "good/quality-$turn.jpg" turn=$turn quality=40
	paint "good/covered-$turn.jpg" turn=$turn cover=50
done
paint good/blur.jpg blur=1 module=3
paint good/blur-20.jpg blur=1 turn=20 module=3
paint good/progressive.jpg progressive=1
paint good/picture.tif format=tiff
img-scan good | img-barcode -j2 >good.tsv 2>err
is "$(fields 'barcode barcodeFrom' <good.tsv | sort | uniq -c | tr -s ' ')" \
	' 24 UCR00123|read' 'read at any angle, from good and bad JPEGs and a TIFF'
is "$(fields barcodeType <good.tsv | grep -c code128)" 5 'the kind is told'
is "$(fields barcodeQuality <good.tsv | awk '$1 < 2' | wc -l)" 0 \
	'at least two scan lines agree'
box=$(grep 'good/code39-0' good.tsv | grep -o '[0-9]*,[0-9]*,[0-9]*,[0-9]*')
is "$(echo "$box" | awk -F, '{ print ($1 > 680 && $1 < 780 && $2 > 1100 &&
	$3 > 250 && $3 < 420 && $4 < 180) }')" 1 "the box is where it is ($box)"

paint bad/cut.jpg cut=50
paint bad/hidden.jpg cover=100
paint bad/none.jpg number=
"$BUILD/draw" number=UCR00123 width=300 height=300 >bad/small.jpg
: >bad/empty.jpg
head -c 3000 good/code39-0.jpg | tail -c 2000 >bad/noise.jpg
img-scan bad | img-barcode >bad.tsv 2>err
is $? 1 'pictures that cannot be decoded are status 1'
is "$(fields 'name barcode problems' <bad.tsv)" \
	'cut.jpg||barcode-cut
empty.jpg||barcode-reader-failed
hidden.jpg||no-barcode
noise.jpg||barcode-reader-failed
none.jpg||no-barcode
small.jpg||too-small-for-barcode' 'what is not read, and why'
like "$(cat err)" '^img-barcode: 6 pictures: 0 with a code .* 2 failed$' 'and how many'

paint several/two.jpg second=UCR00124
paint several/twice.jpg second=UCR00123
img-scan several | img-barcode >several.tsv
is "$(fields 'barcode problems' <several.tsv | sed -n 2p |
	tr ' ' '\n' | sort | tr '\n' ' ')" \
	'UCR00123 UCR00124|several-barcodes ' 'two codes'
is "$(fields 'barcode problems' <several.tsv | sed -n 1p)" 'UCR00123|' \
	'the same code twice is one'
is "$(img-scan several/two.jpg | img-barcode --pattern '/^UCR(\d+4)$/' |
	fields 'barcode barcodeType problems')" '00124|code39|' \
	'--pattern keeps the own ones, and of them the number'
is "$(img-scan good/code128-0.jpg | img-barcode --symbology qr,code39 |
	fields barcode)" '' '--symbology leaves the others unread'

# Bars of less than two pixels; codes beside and above one another.
mkdir fine near
if command -v convert >/dev/null; then
	for turn in 0 20 45; do
		paint fine.jpg turn=$turn width=2400 height=2400 module=4
		convert fine.jpg -resize 40% "fine/39-$turn.jpg" 2>/dev/null
		paint fine.jpg turn=$turn width=2400 height=2400 module=4 code128=1
		convert fine.jpg -resize 40% "fine/128-$turn.jpg" 2>/dev/null
	done
	is "$(img-scan fine | img-barcode | fields barcode | sort | uniq -c |
		tr -s ' ')" ' 6 UCR00123' 'bars of 1.6 pixels, at any angle'
	mkdir blurred
	for turn in 0 20; do
		paint fine.jpg turn=$turn width=2400 height=2400 module=4
		convert fine.jpg -resize 45% -blur 0x1.6 blurred/$turn.jpg
		paint fine.jpg turn=$turn width=2400 height=2400 module=4 cut=50
		convert fine.jpg -resize 45% -blur 0x1.6 blurred/$turn-cut.jpg
	done 2>/dev/null
	is "$(img-scan blurred | img-barcode |
		fields 'name barcode')" \
		'0-cut.jpg|
0.jpg|UCR00123
20-cut.jpg|
20.jpg|UCR00123' 'bars that blur has run together'
	paint one.jpg width=1400 height=1400
	paint other.jpg number=UCR00124 width=1400 height=1400
	convert one.jpg -crop 500x220+600+1050 +repage one.png 2>/dev/null
	convert other.jpg -crop 500x220+600+1050 +repage other.png 2>/dev/null
	convert one.png other.png -append near/above.png 2>/dev/null
	convert one.png other.png +append near/beside.png 2>/dev/null
	is "$(img-scan near | img-barcode | fields 'barcode problems')" \
		'UCR00123 UCR00124|several-barcodes
UCR00123 UCR00124|several-barcodes' 'two codes, one above or beside the other'
else
	skip 'no convert' 'bars of less than two pixels'
	skip 'no convert' 'two codes, one above or beside the other'
fi

# No code, though much looks like bars: rulers, text, plants.
mkdir negative
for seed in 1 2 3 4 5 6 7 8; do
	"$BUILD/draw" width=800 height=1100 seed=$seed number= \
		title=HERBARIUM name=QUERCUS turn=$((seed * 11)) \
		>negative/$seed.jpg
done
img-scan negative |
	img-barcode --symbology \
		code39,code128,qr,datamatrix,code93,codabar,i25,ean13,ean8,upca,upce |
	fields 'barcode barcodeType' | sort -u >out
is "$(cat out)" '|' 'no false read, whatever is asked for'

# stripes SEED: bars and gaps by chance, of four widths or, as most codes have
# them, of two; a ruler; a grille. As commands for convert.
stripes() {
	perl -e 'srand $ARGV[0]; my ($x, $kind) = (60, $ARGV[0] % 4);
		for my $i (0 .. 100) {
			my @wide = $kind == 0 ? (2, 4, 6, 8) : (3, 3, 8);
			my $bar = $kind < 2 ? $wide[rand @wide] : 3;
			my $gap = $kind < 2 ? $wide[rand @wide]
			    : $kind == 2 ? 9 : 4;
			my $end = $kind == 2 ? ($i % 10 ? 150 : 190) : 260;
			printf "rectangle %d,90 %d,%d ", $x, $x + $bar - 1, $end;
			$x += $bar + $gap;
		}' "$1"
}
if command -v convert >/dev/null; then
	mkdir stripes
	seed=0
	while [ $seed -lt 32 ]; do
		convert -size 1400x360 xc:white -fill black \
			-draw "$(stripes $seed)" -background white \
			-rotate $((seed * 13 / 4)) -quality 70 \
			stripes/$seed.jpg 2>/dev/null
		seed=$((seed + 1))
	done
	img-scan stripes | img-barcode | fields 'barcode' | sort | uniq -c |
		tr -s ' ' >out
	is "$(cat out)" ' 32 ' 'stripes, rulers and grilles are no codes'
	# Through the middle of the bars, whatever is left of them.
	mkdir through
	for kind in 0 1; do
		for cut in 20 35 50 65 80; do
			paint "through/$kind-$cut.jpg" code128=$kind cut=$cut \
				turn=$cut
		done
	done
	img-scan through | img-barcode | fields barcode | sort -u >out
	is "$(cat out)" '' 'codes that are cut through are not guessed'
else
	skip 'no convert' 'stripes, rulers and grilles are no codes'
	skip 'no convert' 'codes that are cut through are not guessed'
fi

# Running twice, and what was there before.
img-barcode good.tsv >twice.tsv
same twice.tsv good.tsv 'running twice is running once'
img-scan good/blur.jpg bad/none.jpg | awk -F '\t' -v OFS='\t' 'NR == 1 {
	print $0, "verdict", "problems"; next } { print $0, "warn", "bmp" }' |
	img-barcode | fields 'verdict problems' >out
is "$(cat out)" 'warn|bmp
warn|bmp no-barcode' "other tools' codes stay"
printf 'path\tname\n\tremote.jpg\n' | img-barcode | fields 'name barcode problems' >out
is "$(cat out)" 'remote.jpg||' 'a row without a file leaves as it came'
status 2 'an unknown symbology' img-barcode --symbology code40 good.tsv
like "$(cat err)" "'code40'" 'is named'
status 2 '--gap alone' img-barcode --gap 5m good.tsv

if command -v zint >/dev/null && command -v qrencode >/dev/null; then
	mkdir matrix
	qrencode -s 6 -o matrix/qr.png https://herbarium.example.org/UCR00123
	zint -b DATAMATRIX --scale=5 -w 20 --vwhitesp=20 -o matrix/dm.png \
		-d 'EMEC 123456' >/dev/null
	img-scan matrix | img-barcode | fields 'barcode barcodeType' >out
	is "$(sed -n 2p out)" 'https://herbarium.example.org/UCR00123|qr' \
		'a QR code'
	if img-barcode --symbology datamatrix twice.tsv >/dev/null 2>&1; then
		is "$(sed -n 1p out)" 'EMEC 123456|datamatrix' 'a DataMatrix'
	else
		skip 'built without libdmtx' 'a DataMatrix'
	fi
	# Four pixels a module, some of them four times as wide as high, on
	# pictures that were saved badly.
	mkdir little little-qr
	for number in BRIT865797543 BRIT060443198 828890931 BRIT74121547; do
		zint -b DATAMATRIX --scale=2 -w 12 --vwhitesp=12 -o dm.png \
			-d $number >/dev/null
		qrencode -s 4 -o qr.png $number
		for kind in dm qr; do
			folder=little
			[ $kind = dm ] || folder=little-qr
			convert -size 1300x1000 xc:'#b9a987' -seed 1 \
				-attenuate 0.3 +noise Gaussian \( $kind.png \) \
				-gravity center -composite -quality 40 \
				"$folder/$number.jpg" 2>/dev/null
		done
	done
	is "$(img-scan little-qr | img-barcode | fields 'name barcode' |
		grep -c '^\(.*\)\.jpg|\1$')" 4 'small QR codes in bad JPEGs'
	if img-barcode --symbology datamatrix twice.tsv >/dev/null 2>&1; then
		is "$(img-scan little | img-barcode | fields 'name barcode' |
			grep -c '^\(.*\)\.jpg|\1$')" 4 \
			'small DataMatrix codes, square and long'
	else
		skip 'built without libdmtx' 'small DataMatrix codes'
	fi
	# Each row of it is a Code 128 by itself.
	mkdir stacked
	zint -b CODABLOCKF --height=60 -w 20 --vwhitesp=20 --scale=2 \
		-o stacked/0.png -d 4236201621 >/dev/null
	for turn in 7 30 90; do
		convert stacked/0.png -bordercolor white -border 40 \
			-background white -rotate $turn \
			stacked/$turn.jpg 2>/dev/null
	done
	is "$(img-scan stacked | img-barcode | fields barcode | sort -u)" '' \
		'a row of a stacked code is no code'
	mkdir turned
	paint sheet.jpg number=
	for turn in 5 20 45 90; do
		convert sheet.jpg \( matrix/qr.png -background white \
			-rotate $turn \) -geometry +900+900 -composite \
			turned/$turn.jpg 2>/dev/null
	done
	is "$(img-scan turned | img-barcode | fields barcode | sort -u)" \
		https://herbarium.example.org/UCR00123 'a QR code at any angle'
else
	skip 'no zint or qrencode' 'matrix codes'
fi

# Real pictures, where they are.
real=$shared/unclear-licence/barcode
if [ -f "$real/numbers.tsv" ]; then
	img-scan "$real" | img-barcode >real.tsv
	fields 'name barcode' <real.tsv | tr '|' '\t' |
		awk -F '\t' 'NR == FNR { want[$1] = $2; next }
			$2 == "" { missed += want[$1] != ""; next }
			$2 == want[$1] { right++; next }
			{ wrong++ }
			END { print (right >= 36), wrong + 0 }' \
			"$real/numbers.tsv" - >out
	is "$(cat out)" '1 0' 'real sheets and packets: read, and none falsely'
else
	skip 'no real pictures' 'real sheets and packets'
fi

# Every kind that img-check lets through, and those that img-derive decodes.
mkdir kinds
"$BUILD/draw" seed=7 number=UCR0001007 width=900 height=700 >kinds/jpeg.jpg
for kind in bmp tif webp png gif ppm pgm psd; do
	convert kinds/jpeg.jpg "kinds/$kind.$kind" 2>noise || rm -f "kinds/$kind.$kind"
done
convert kinds/jpeg.jpg -depth 16 kinds/deep.png 2>noise
convert kinds/jpeg.jpg -colorspace CMYK kinds/ink.tif 2>noise
convert kinds/jpeg.jpg -type palette BMP3:kinds/palette.bmp 2>noise
convert kinds/jpeg.jpg -colorspace CMYK kinds/ink.psd 2>noise
opj_compress -i kinds/ppm.ppm -o kinds/jp2.jp2 >noise 2>&1
cjxl kinds/jpeg.jpg kinds/jxl.jxl >noise 2>&1
heif-enc kinds/png.png -o kinds/heic.heic >noise 2>&1
avifenc -s 9 kinds/png.png kinds/avif.avif >noise 2>&1
find kinds -empty -delete
img-scan kinds 2>noise | img-barcode -q >kinds.tsv 2>err
is "$(fields 'name barcode' <kinds.tsv | grep -v 'UCR0001007$')" '' \
	"a code in each kind of picture"
[ "$(wc -l <kinds.tsv)" -gt 5 ]
ok $? "$(($(wc -l <kinds.tsv) - 1)) kinds"
head -c 5000 kinds/bmp.bmp >cut.bmp 2>noise || printf 'BM' >cut.bmp
printf 'path\ncut.bmp\n' | img-barcode -q >cut.tsv 2>err
like "$(cat cut.tsv)" 'barcode-reader-failed' "what cannot be decoded is said"
done_testing
