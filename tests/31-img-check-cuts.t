#!/bin/bash
# Good JPEGs of every make, cut at every 1 % of their length: each cut is
# found, also by a quick look.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

draw=$BUILD/draw
"$draw" width=300 height=400 grain=20 orientation=1 artist=A >baseline ||
	skip_all "no sample pictures"
"$draw" width=300 height=400 grain=20 progressive=1 >progressive
"$draw" width=300 height=400 grain=20 restart=1 >restarts
"$draw" width=60 height=80 >small

# An EXIF thumbnail: a whole JPEG within the first segment.
perl -e 'undef $/;
	open my $f, "<", "baseline" or die; my $jpeg = <$f>;
	open $f, "<", "small" or die; my $small = <$f>;
	my $exif = "Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0" . $small;
	print "\xFF\xD8\xFF\xE1", pack("n", 2 + length $exif), $exif,
	    substr $jpeg, 2' >thumbnail
# A second picture behind the first, as cameras with two lenses write it.
perl -e 'undef $/;
	open my $f, "<", "baseline" or die; my $jpeg = <$f>;
	open $f, "<", "restarts" or die; my $second = <$f>;
	my $size = 4 + 4 + 4 + 8 + 2 + 12 + 4 + 32;
	my $first = $size - 4 + length $jpeg;
	my $mpf = "MPF\0II*\0\x08\0\0\0\x01\0" .
	    pack("vvVV", 0xB002, 7, 32, 26) . pack("V", 0) .
	    pack("V4", 0, $first, 0, 0) .
	    pack("V4", 0, length $second, $first - 8, 0);
	print "\xFF\xD8\xFF\xE2", pack("n", 2 + length $mpf), $mpf,
	    substr($jpeg, 2), $second' >mpf
"$BUILD/unit/picture" .

mkdir cuts
found='truncated|trailing-data-cut|empty|no-image|not-a-picture'
for whole in baseline progressive restarts thumbnail mpf png gif \
	webp-lossy webp-lossless webp-extended bmp tiff tiff-behind heic jp2; do
	printf 'path\n%s\n' "$whole" >one.tsv
	is "$(img-check one.tsv | column /dev/stdin problems |
		sed 's/not-web//; s/rotated//; s/bmp//; s/tiny//
		s/several-images//; s/ //g')" '' \
		"$whole: nothing wrong with it"
	size=$(wc -c <"$whole")
	for ((i = 1; i < 100; i++)); do
		head -c $((size * i / 100)) "$whole" >"cuts/$i"
	done
	(echo path && seq -f 'cuts/%g' 1 99) >cuts.tsv
	img-check cuts.tsv >out
	is "$(column out problems |
		grep -cE "$found")" 99 \
		"$whole: every cut is found"
	img-check --quick cuts.tsv >out
	is "$(column out problems |
		grep -cE "$found")" 99 \
		"$whole: and by a quick look"
done

# Cut, and ended by hand.
head -c $(($(wc -c <restarts) / 2)) restarts >mended
printf '\377\331' >>mended
printf 'path\nmended\n' >one.tsv
is "$(img-check one.tsv | column /dev/stdin problems)" corrupt \
	"restart markers tell what an end put on by hand hides"
done_testing
