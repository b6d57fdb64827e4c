#!/bin/bash
# img-check --decode: damage within the compressed data is found.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

draw=$BUILD/draw
"$draw" width=300 height=400 grain=20 >baseline.jpg ||
	skip_all "no sample pictures"
"$draw" width=300 height=400 grain=20 progressive=1 >progressive.jpg
"$draw" width=300 height=400 grain=20 restart=1 >restarts.jpg

# A PNG, interlaced or not, a GIF and a WebP, with real data.
perl -MCompress::Zlib -e '
	sub chunk { pack("N", length $_[1]) . $_[0] . $_[1] .
	    pack("N", crc32($_[0] . $_[1])) }
	sub png { my ($file, $laced, $data) = @_;
	    open my $f, ">", $file or die;
	    print $f "\x89PNG\r\n\x1A\n",
		chunk("IHDR", pack("NNCCCCC", 16, 16, 8, 0, 0, 0, $laced)),
		chunk("IDAT", compress($data)), chunk("IEND", "") }
	my $rows = join "", map { "\0" . chr($_ * 7) x 16 } 0 .. 15;
	png("plain.png", 0, $rows);
	my $passes = "";
	for ([2, 2], [2, 2], [4, 2], [4, 4], [8, 4], [8, 8], [16, 8]) {
	    $passes .= ("\0" . "\x55" x $_->[0]) x $_->[1] }
	png("laced.png", 1, $passes);
	png("short.png", 0, substr($rows, 0, 100));
	open my $f, ">", "good.gif" or die;
	# 4 x 4 pixels of value 1, clear codes in between: 3 bits each.
	my $bits = join "", map { scalar reverse sprintf "%03b", $_ }
	    (4, 1, 1) x 8, 5;
	my $codes = pack "b*", $bits;
	print $f "GIF89a", pack("vvCCC", 4, 4, 0x81, 0, 0), "\0" x 12,
	    ",", pack("vvvvC", 0, 0, 4, 4, 0), "\2", chr(length $codes),
	    $codes, "\0;";
	open $f, ">", "bad.gif" or die;
	print $f "GIF89a", pack("vvCCC", 4, 4, 0x81, 0, 0), "\0" x 12,
	    ",", pack("vvvvC", 0, 0, 4, 4, 0), "\2", chr(3),
	    substr($codes, 0, 3), "\0;";'
perl -MMIME::Base64 -e 'print decode_base64(
	"UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA")' >good.webp
perl -pe 's/\x30\x01\0\x9d/\x10\0\0\x9d/' good.webp >bad.webp

# problems FILE...: the problems of each, a line each.
problems() {
	(echo path && printf '%s\n' "$@") | img-check --decode |
		awk -F'\t' 'NR == 1 { for (i = 1; i <= NF; i++)
			if ($i == "problems") at = i; next }
			{ sub(/ ?tiny/, "", $at); print $at }'
}

# A terminator too many; and one pixel.
perl -pe 's/\0;$/\0\0\0;/' good.gif >ended.gif
"$draw" width=1 height=1 >pixel.jpg

for good in baseline.jpg progressive.jpg restarts.jpg plain.png laced.png \
	good.gif good.webp ended.gif pixel.jpg; do
	is "$(problems "$good")" '' "$good: decodes"
done
for bad in short.png bad.gif bad.webp; do
	is "$(problems "$bad")" corrupt "$bad: does not"
done
# Without tables those of the standard count, whatever came before.
perl -e 'undef $/; open my $f, "<", "baseline.jpg" or die; my $b = <$f>;
	while ($b =~ /\xFF\xC4(..)/s) {
	    substr($b, $-[0], 2 + unpack("n", $1)) = "" }
	print $b' >tableless.jpg
printf 'path\n%s\n%s\n%s\n' tableless.jpg progressive.jpg tableless.jpg >three.tsv
is "$(img-check -j1 --decode three.tsv | awk -F'\t' 'NR > 1 { sub(/tiny/, ""); print $NF }' |
	paste -sd ,)" ,, "no picture is decoded with another one's tables"

# A height that stands behind the scan: no damage, but browsers do not read it.
perl -e 'undef $/; open my $f, "<", "baseline.jpg" or die; my $b = <$f>;
	$b =~ s/(\xFF\xC0\0\x11\x08)(..)/$1\0\0/s or die;
	my $height = $2;
	$b =~ s/\xFF\xD9$/\xFF\xDC\0\x04$height\xFF\xD9/s; print $b' >dnl.jpg
is "$(problems dnl.jpg)" 'not-web not-decoded' "a height behind the scan"

printf 'path\nshort.png\n' >one.tsv
img-check --decode -v one.tsv 2>err >out
like "$(cat err)" '^img-check: short.png: [a-z]' "and it is said why"

mkdir cuts
for whole in baseline progressive restarts; do
	size=$(wc -c <$whole.jpg)
	for ((i = 1; i < 100; i++)); do
		head -c $((size * i / 100)) $whole.jpg >"cuts/$i"
	done
	is "$(problems cuts/* | grep -cE 'truncated|corrupt|empty')" 99 \
		"$whole: every cut is found"
done

# A byte of the scan is flipped, at 100 places.
for whole in baseline progressive restarts; do
	perl -e 'undef $/; open my $f, "<", "$ARGV[0].jpg" or die; my $b = <$f>;
		my $from = index($b, "\xFF\xDA") + 20; srand 1;
		for my $i (1 .. 100) {
			my $at = $from + int rand(length($b) - $from - 2);
			my $c = $b; substr($c, $at, 1) ^= chr(1 + int rand 255);
			open my $o, ">", "cuts/$i" or die; print $o $c }' $whole
	rm -f cuts/[0-9]*.jpg
	found=$(problems cuts/* | grep -cE 'truncated|corrupt')
	echo "# $whole: $found of 100 flipped bytes are found"
	[ "$found" -ge 20 ]
	ok $? "$whole: many flipped bytes are found"
done

# A code of a GIF that stands for nothing yet; one byte too many at the end of
# a JPEG, which costs no pixel, and two.
perl -e 'undef $/; open my $f, "<:raw", "good.gif" or die; my $b = <$f>;
	my $at = index($b, "\2", 25 + 9) + 2;
	my $codes = unpack "b*", substr $b, $at, ord substr $b, $at - 1, 1;
	substr($codes, 6, 3) = "111";
	substr($b, $at, length(pack "b*", $codes)) = pack "b*", $codes;
	print $b' >nothing.gif
is "$(problems nothing.gif)" corrupt "a code without a meaning"
perl -pe 's/\xFF\xD9$/\x2F\xFF\xD9/' baseline.jpg >stray.jpg
is "$(problems stray.jpg)" '' "a stray byte before the end is no damage"
perl -pe 's/\xFF\xD9$/"\x2F" x 20 . "\xFF\xD9"/e' baseline.jpg >strays.jpg
is "$(problems strays.jpg)" corrupt "but several are a sign of it"

# Bare JPEG XL: cuts are found, without --decode too.
if command -v cjxl >/dev/null && cjxl baseline.jpg whole.jxl -d 1 \
	--container=0 --lossless_jpeg=0 >/dev/null 2>&1; then
	rm -f cuts/*
	size=$(wc -c <whole.jxl)
	for ((i = 3; i < 100; i += 4)); do
		head -c $((size * i / 100)) whole.jxl >"cuts/$i.jxl"
	done
	is "$(problems whole.jxl)" not-web "a whole JPEG XL"
	is "$( (echo path && printf '%s\n' cuts/*.jxl) | img-check |
		grep -cE 'truncated|corrupt')" 25 "every cut of it is found"
else
	skip "no cjxl" "a whole JPEG XL"
	skip "no cjxl" "every cut of it is found"
fi

# Bombs.
perl -e 'print "\x89PNG\r\n\x1A\n"' >bomb.png
perl -MCompress::Zlib -e '
	sub chunk { pack("N", length $_[1]) . $_[0] . $_[1] .
	    pack("N", crc32($_[0] . $_[1])) }
	print chunk("IHDR", pack("NNCCCCC", 60000, 60000, 8, 0, 0, 0, 0)),
	    chunk("IDAT", compress("\0" x 100000)), chunk("IEND", "")' >>bomb.png
is "$(problems bomb.png)" too-many-pixels "a bomb is not decoded"
printf 'path\nbomb.png\n' >one.tsv
if sanitized; then
	skip "the sanitizers need address space" \
		"nor is memory taken for what it claims"
else
	(ulimit -v 2000000 &&
		img-check -j1 --decode --max-pixels 9999999999 one.tsv) >out 2>err
	is "$?$(awk -F'\t' 'END { print $NF }' out)" 0corrupt \
		"nor is memory taken for what it claims"
fi
done_testing
