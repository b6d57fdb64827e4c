#!/bin/bash
# Odd pictures in a browser: what it shows is never bad, what it does not show
# never ok. Chromium stands for all of them.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
command -v chromium >/dev/null || skip_all "no chromium"
sanitized && skip_all "the same with sanitizers"

mkdir p
"$BUILD/draw" width=64 height=48 grain=20 >p/plain.jpg
perl - <<'EOF' || skip_all "no samples"
use strict; use warnings; use Compress::Zlib;
sub put { my ($name, @parts) = @_;
	open my $f, ">:raw", "p/$name" or die; print $f @parts; close $f }
sub chunk { my ($type, $data, $bad) = @_;
	pack("N", length $data) . $type . $data .
	    pack("N", crc32($type . $data) ^ ($bad ? 1 : 0)) }
sub png { my ($name, $colour, $depth, @more) = @_;
	my $samples = {0, 1, 2, 3, 3, 1, 4, 2, 6, 4}->{$colour};
	my $row = "\0" . "\1" x (16 * $samples * $depth / 8);
	my @after = grep { ref } @more; @more = grep { !ref } @more;
	put("$name.png", "\x89PNG\r\n\x1A\n",
	    chunk("IHDR", pack("NNC5", 16, 16, $depth, $colour, 0, 0, 0)),
	    @more, chunk("IDAT", compress($row x 16)), map({ $$_ } @after),
	    chunk("IEND", "")) }
my $black = chunk("PLTE", "\0\0\0\xFF\0\0");
png("palette", 3, 8, $black);
png("palette-none", 3, 8);
png("palette-empty", 3, 8, chunk("PLTE", ""));
png("palette-257", 3, 8, chunk("PLTE", "abc" x 257));
png("palette-256", 3, 8, chunk("PLTE", "abc" x 256));
png("palette-too-many-for-depth", 3, 1, chunk("PLTE", "abc" x 9));
png("palette-twice", 3, 8, $black, $black);
png("palette-of-rgb", 2, 8, $black);
png("palette-of-rgb-257", 2, 8, chunk("PLTE", "abc" x 257));
png("palette-of-rgb-empty", 2, 8, chunk("PLTE", ""));
png("palette-of-rgb-after", 2, 8, \$black);
png("palette-of-grey", 0, 8, $black);
png("palette-of-grey-part", 0, 8, chunk("PLTE", "abcd"));
png("text-checksum", 2, 8, chunk("tEXt", "a\0b", 1));
png("gamma-checksum", 2, 8, chunk("gAMA", pack("N", 45455), 1));
png("profile-checksum", 2, 8, chunk("iCCP", "a\0\0" . compress("x"), 1));
png("header-checksum", 2, 8, chunk("abCd", "x"), chunk("PLTE", "abc", 1));

# Rows of 16 pixels, all bits set.
sub bmp { my ($name, $length, $bits, $packing, $fields, %o) = @_;
	my $header = $length == 12
	    ? pack("Vv4", 12, 16, 16, $o{planes} // 1, $bits)
	    : pack("VVVvvVVVVVV", $length, 16, 16, $o{planes} // 1, $bits,
		$packing, $o{bytes} // 0, 2835, 2835, 0, 0) . $fields;
	$header = substr($header . "\0" x 200, 0, $length)
	    if $length > 40 || $length == 16;
	my $colours = $o{colours} // ($bits <= 8 && $bits > 0
	    ? ($length == 12 ? "abc" : "abc\0") x (1 << $bits) : "");
	$colours = $fields if $length == 40 && $fields ne "";
	my $data = $o{data} // "\x55" x (16 * int((16 * $bits + 31) / 32) * 4);
	my $at = 14 + length($header) - ($length == 40 ? length $fields : 0)
	    + length $colours;
	$header = substr($header, 0, $length);
	put("$name.bmp", "BM", pack("VvvV", $at + length $data, 0, 0, $at),
	    $header, $colours, $data) }
bmp("b$_", 40, $_, 0, "") for 1, 2, 4, 8, 16, 24, 32;
bmp("b-small", 12, 24, 0, "");
bmp("b-small-palette", 12, 4, 0, "");
bmp("b-v4", 108, 24, 0, "");
bmp("b-v5", 124, 24, 0, "");
bmp("b-header-$_", $_, 24, 0, "") for 41, 52, 56, 64, 66, 112, 200;
bmp("b-os2", 64, 4, 0, "");
bmp("b-os2-short", 16, 24, 0, "");
bmp("b-planes", 40, 24, 0, "", planes => 7);
bmp("b-bits-3", 40, 3, 0, "");
bmp("b-bits-0", 40, 0, 0, "");
bmp("b-masks", 40, 16, 3, pack("V3", 0xF800, 0x7E0, 0x1F));
bmp("b-masks-overlap", 40, 16, 3, pack("V3", 0xF800, 0xFE0, 0x1F));
bmp("b-masks-split", 40, 16, 3, pack("V3", 0xF800, 0x5E0, 0x1F));
bmp("b-masks-32", 56, 32, 3, pack("V4", 0xFF, 0xFF00, 0xFF0000, 0));
bmp("b-masks-32-overlap", 56, 32, 3, pack("V4", 0x1FF, 0xFF00, 0xFF0000, 0));
bmp("b-masks-24", 40, 24, 3, pack("V3", 0xFF, 0xFF00, 0xFF0000));
my $rle = "\x10\1\0\0" x 16 . "\0\1";
bmp("b-rle8", 40, 8, 1, "", data => $rle, bytes => length $rle);
bmp("b-rle8-of-4", 40, 4, 1, "", data => $rle, bytes => length $rle);
bmp("b-rle4", 40, 4, 2, "", data => $rle, bytes => length $rle);
bmp("b-packing-9", 40, 8, 9, "");
bmp("b-huffman", 64, 1, 3, "", data => "\x35" x 64, bytes => 64);
my $rle24 = "\x10abc\0\0" x 16 . "\0\1";
bmp("b-rle24", 64, 24, 4, "", data => $rle24, bytes => length $rle24);
bmp("b-jpeg", 40, 0, 4, "", bytes => 3, data => do { local $/;
	open my $f, "<:raw", "p/plain.jpg" or die; <$f> });

use MIME::Base64;
my $webp = decode_base64(
    "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA");
put("w.webp", $webp);
my $odd = "abcd" . pack("V", 2) . "xx" . substr $webp, 12;
put("w-begins-odd.webp", "RIFF", pack("V", 4 + length $odd), "WEBP", $odd);

my $jpeg = do { local $/; open my $f, "<:raw", "p/plain.jpg" or die; <$f> };
(my $stray = $jpeg) =~ s/\xFF\xD9$/\x2F\xFF\xD9/;
put("stray-byte.jpg", $stray);
(my $deep = $jpeg) =~ s/\xFF\xC0(..)\x08/\xFF\xC1$1\x0C/s;
put("twelve-bits.jpg", $deep);
(my $lossless = $jpeg) =~ s/\xFF\xC0/\xFF\xC3/;
put("lossless.jpg", $lossless);
put("drawing.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="9" ' .
    'height="9"><circle r="4"/></svg>');
put("photoshop.psd", "8BPS\0\1", "\0" x 6, pack("nNNnn", 3, 4, 4, 8, 3),
    "\0" x 12, "\0\0", "\0" x 48);
EOF
if command -v avifenc >/dev/null && "$BUILD/draw" width=64 height=48 >a.jpg &&
	avifenc -s 10 a.jpg p/plain.avif >/dev/null 2>&1; then
	# The same with the pixels before their description, that goes to the end.
	perl -e 'undef $/; open my $f, "<:raw", "p/plain.avif" or die; $_ = <$f>;
		my %at; for (my $i = 0; $i < length;) {
			my ($n, $type) = unpack "NA4", substr $_, $i;
			$at{$type} = [$i, $n]; $i += $n }
		my ($f0, $m, $d) = map { my $k = $_; $at{$k} } qw(ftyp meta mdat);
		my $whole = $_;
		my $part = sub { substr $whole, $_[0][0], $_[0][1] };
		my $meta = $part->($m); my $shift = -$m->[1];
		# Extents of iloc are 4 bytes: offset and length.
		my $i = index $meta, "iloc";
		my ($v, $w) = unpack "Nn", substr $meta, $i + 4;
		my $items = unpack "n", substr $meta, $i + 10;
		my $at = $i + 12;
		for (1 .. $items) {
			$at += 4; $at += 2 if $v >> 24;
			$at += ($w >> 4 & 15);
			my $extents = unpack "n", substr $meta, $at; $at += 2;
			for (1 .. $extents) {
				substr($meta, $at, 4) = pack "N",
				    unpack("N", substr $meta, $at, 4) + $shift;
				$at += 8 } }
		substr($meta, 0, 4) = "\0\0\0\0";
		open my $o, ">:raw", "p/meta-to-the-end.avif" or die;
		print $o $part->($f0), $part->($d), $meta'
fi

# The browser's word on each: its width, or 0 where it draws nothing.
{
	echo '<!DOCTYPE html><title>-</title><body><pre id=out></pre>'
	for file in p/*; do
		type=image/${file##*.}
		case $type in
		*/jpg) type=image/jpeg ;;
		*/svg) type=image/svg+xml ;;
		esac
		echo "<img alt='$file' src='data:$type;base64,$(base64 -w0 "$file")'>"
	done
	cat <<'EOF'
<script>
function drawn(image) {
	const canvas = document.createElement("canvas");
	canvas.width = image.naturalWidth;
	canvas.height = image.naturalHeight;
	const pen = canvas.getContext("2d");
	pen.drawImage(image, 0, 0);
	const all = pen.getImageData(0, 0, canvas.width, canvas.height).data;
	for (let i = 3; i < all.length; i += 4)
		if (all[i] > 0)
			return image.naturalWidth;
	return 0;
}
Promise.all([...document.images].map(i => i.decode().then(
    () => drawn(i)).catch(() => 0).then(w => i.alt + " " + w)))
    .then(all => { document.getElementById("out").textContent =
	"\n" + all.join("\n") + "\n" })
</script>
EOF
} >page.html
mkdir profile
timeout 60 chromium --headless --no-sandbox --disable-gpu --disable-quic \
	--no-first-run --disable-background-networking \
	--disable-component-update --disable-sync \
	--user-data-dir="$tmp/profile" --virtual-time-budget=20000 --dump-dom \
	"file://$tmp/page.html" 2>/dev/null | grep '^p/' | sort >shown
[ -s shown ] || skip_all "chromium does not start here"

(echo path && printf '%s\n' p/*) >in.tsv
img-check --decode in.tsv 2>err | awk -F'\t' 'NR == 1 {
	for (i = 1; i <= NF; i++) at[$i] = i; next }
	{ print $1, $at["verdict"], $at["problems"] }' | sort >judged
join shown judged >both
is "$(wc -l <both)" "$(printf '%s\n' p/* | wc -l)" "a word on each"
while read -r file width verdict problems; do
	case $verdict in
	ok | warn) [ "$width" -gt 0 ] ;;
	bad) [ "$width" -eq 0 ] ;;
	*) true ;;
	esac
	ok $? "${file#p/}: $verdict ($problems), $width pixels wide in the browser"
done <both
like "$(grep stray judged)" 'ok' "a stray byte is no damage"
like "$(grep text-checksum judged)" 'fix bad-checksum' "a checksum is told"
like "$(grep photoshop judged)" 'bad no-decoder' "what nobody can use is bad"
done_testing
