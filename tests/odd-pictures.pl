#!/usr/bin/perl
# SPDX-License-Identifier: MIT
# odd-pictures.pl DIR: writes pictures of every odd shape, by what they should
# look like: DIR/colour/* as colour.png, DIR/grey/* as grey.png, DIR/any/* as
# anything. Formats whose encoder is not there are left out.
use strict;
use warnings;
use FindBin;
use Compress::Zlib;

our $dir = shift // die "usage: odd-pictures.pl DIR\n";
BEGIN { require "$FindBin::Bin/odd.pl" }
mkdir $dir;
mkdir "$dir/$_" for qw(colour grey any tmp);
my ($W, $H) = (64, 48);

# A drawing of seven colours without any symmetry, and the same in grey.
my @colours = ([240, 236, 220], [31, 120, 40], [200, 30, 30], [30, 40, 190],
	[0, 0, 0], [230, 200, 40], [255, 255, 255]);
my @map;
for my $y (0 .. $H - 1) {
	for my $x (0 .. $W - 1) {
		my $c = 0;
		$c = 1 if ($x - 18)**2 + ($y - 24)**2 < 196;
		$c = 2 if $x >= 40 && $x < 60 && $y >= 6 && $y < 20;
		$c = 3 if $x >= 40 && $x < 52 && $y >= 28 && $y < 44;
		$c = 4 if $x < 6 && $y < 6;
		$c = 5 if $x >= 56 && $y >= 40;
		$c = 6 if $x < 8 && $y >= 42;
		push @map, $c;
	}
}
sub luma { int(0.299 * $_[0] + 0.587 * $_[1] + 0.114 * $_[2] + 0.5) }
my @rgb = map { $colours[$_] } @map;
my @grey = map { luma(@$_) } @rgb;


# PNG.
my $SIGN = "\x89PNG\r\n\x1A\n";
sub chunk {
	my ($type, $data, $flip) = @_;
	return pack("N", length $data) . $type . $data .
	    pack("N", crc32($type . $data) ^ ($flip // 0));
}
sub ihdr {
	my ($depth, $type, $laced, %o) = @_;
	return chunk("IHDR", pack("NNC5", $o{w} // $W, $o{h} // $H, $depth, $type,
		$o{packing} // 0, $o{filter} // 0, $laced), $o{flip});
}
# One pixel's samples.
sub samples {
	my ($type, $i) = @_;
	return ($grey[$i]) if $type == 0;
	return @{$rgb[$i]} if $type == 2;
	return ($map[$i]) if $type == 3;
	return ($grey[$i], 255) if $type == 4;
	return (@{$rgb[$i]}, 255);
}
sub row {
	my ($depth, $type, @at) = @_;
	my @s = map { samples($type, $_) } @at;
	return pack("C*", @s) if $depth == 8;
	return pack("n*", map { $_ * 257 } @s) if $depth == 16;
	my $shift = $type == 3 ? 0 : 8 - $depth;
	my $bits = join "", map { sprintf "%0${depth}b", $_ >> $shift } @s;
	$bits .= "0" x (-length($bits) % 8);
	return pack("B*", $bits);
}
sub rows {
	my ($depth, $type, $laced, $filter) = @_;
	my $all = "";
	my @passes = $laced ? ([0, 0, 8, 8], [4, 0, 8, 8], [0, 4, 4, 8],
	    [2, 0, 4, 4], [0, 2, 2, 4], [1, 0, 2, 2], [0, 1, 1, 2]) :
	    ([0, 0, 1, 1]);
	for my $p (@passes) {
		for (my $y = $p->[1]; $y < $H; $y += $p->[3]) {
			my @at;
			for (my $x = $p->[0]; $x < $W; $x += $p->[2]) {
				push @at, $y * $W + $x;
			}
			$all .= chr($filter // 0) . row($depth, $type, @at);
		}
	}
	return $all;
}
my $plte = chunk("PLTE", join "", map { pack "C3", @$_ } @colours);
my $iend = chunk("IEND", "");
# png(NAME, DEPTH, TYPE, option => ...): before, after: chunks; rows: bytes.
sub png {
	my ($name, $depth, $type, %o) = @_;
	my $raw = $o{rows} // rows($depth, $type, $o{laced} // 0);
	my $z = $o{z} // compress($raw);
	my $n = $o{parts} // 1;
	my $step = int((length($z) + $n - 1) / $n);
	my $idat = $o{idat} // join($o{between} // "",
	    map { chunk("IDAT", substr $z, $_ * $step, $step) } 0 .. $n - 1);
	my $p = $o{palette} // ($type == 3 ? $plte : "");
	put("$name.png", $SIGN, $o{ihdr} // ihdr($depth, $type, $o{laced} // 0),
	    $o{first} // "", $p, $o{before} // "", $idat, $o{after} // "",
	    $o{iend} // $iend, $o{behind} // "");
}
put("colour.png", $SIGN, ihdr(8, 2, 0), chunk("IDAT", compress(rows(8, 2, 0))),
    $iend);
put("colour.ppm", "P6\n$W $H\n255\n", map { pack "C3", @$_ } @rgb);
put("grey.ppm", "P6\n$W $H\n255\n", map { pack "C3", ($_) x 3 } @grey);
put("grey.png", $SIGN, ihdr(8, 0, 0), chunk("IDAT", compress(rows(8, 0, 0))),
    $iend);
for my $laced (0, 1) {
	my $l = $laced ? "-laced" : "";
	png("colour/rgb8$l", 8, 2, laced => $laced);
	png("colour/rgb16$l", 16, 2, laced => $laced);
	png("colour/rgba8$l", 8, 6, laced => $laced);
	png("colour/rgba16$l", 16, 6, laced => $laced);
	png("colour/palette8$l", 8, 3, laced => $laced);
	png("colour/palette4$l", 4, 3, laced => $laced);
	png("grey/grey8$l", 8, 0, laced => $laced);
	png("grey/grey16$l", 16, 0, laced => $laced);
	png("grey/grey-alpha8$l", 8, 4, laced => $laced);
	png("grey/grey-alpha16$l", 16, 4, laced => $laced);
	png("any/grey$_$l", $_, 0, laced => $laced) for 1, 2, 4;
}
my @plain = (8, 2); # three colours of 8 bits
my $text = chunk("tEXt", "Comment\0none");
my $gama = chunk("gAMA", pack "N", 45455);
my $time = chunk("tIME", pack "nC5", 2020, 1, 1, 1, 1, 1);
my $half = int(length(compress(rows(8, 2, 0))) / 2);
my $z = compress(rows(8, 2, 0));
png("colour/parts", @plain, parts => 7);
png("colour/parts-of-one-byte", @plain, parts => length $z);
png("colour/empty-parts", @plain,
    idat => chunk("IDAT", "") . chunk("IDAT", $z) . chunk("IDAT", ""));
png("any/only-empty-part", @plain, idat => chunk("IDAT", ""));
png("any/no-part", @plain, idat => "");
png("any/text-between-parts", @plain, parts => 2, between => $text);
png("colour/text-after", @plain, after => $text . $time);
png("any/gamma-after", @plain, after => $gama);
png("any/gamma-twice", @plain, before => $gama . $gama);
png("any/header-twice", @plain, before => ihdr(8, 2, 0));
png("any/header-late", @plain, ihdr => $text . ihdr(8, 2, 0));
png("any/header-none", @plain, ihdr => "");
png("any/header-long", @plain,
    ihdr => chunk("IHDR", pack("NNC6", $W, $H, 8, 2, 0, 0, 0, 0)));
png("any/header-short", @plain,
    ihdr => chunk("IHDR", pack("NNC4", $W, $H, 8, 2, 0, 0)));
png("any/header-checksum", @plain, ihdr => ihdr(8, 2, 0, flip => 1));
png("any/packing-1", @plain, ihdr => ihdr(8, 2, 0, packing => 1));
png("any/filter-method-1", @plain, ihdr => ihdr(8, 2, 0, filter => 1));
png("any/filter-method-64", @plain, ihdr => ihdr(8, 2, 0, filter => 64));
png("any/laced-2", @plain, ihdr => ihdr(8, 2, 2));
png("any/depth-3", @plain, ihdr => ihdr(3, 2, 0));
png("any/depth-4-of-rgb", @plain, ihdr => ihdr(4, 2, 0));
png("any/depth-16-of-palette", 8, 3, ihdr => ihdr(16, 3, 0));
png("any/type-1", @plain, ihdr => ihdr(8, 1, 0));
png("any/type-5", @plain, ihdr => ihdr(8, 5, 0));
png("any/width-0", @plain, ihdr => ihdr(8, 2, 0, w => 0));
png("any/height-0", @plain, ihdr => ihdr(8, 2, 0, h => 0));
png("any/width-huge", @plain, ihdr => ihdr(8, 2, 0, w => 0x80000000));
png("any/width-million", 1, 0, rows => ("\0" . "\xFF" x 125000) . ("\0" . "\xFF" x 125000),
    ihdr => ihdr(1, 0, 0, w => 1000000, h => 2));
png("any/width-more-than-million", 1, 0, rows => ("\0" . "\xFF" x 125001) . ("\0" . "\xFF" x 125001),
    ihdr => ihdr(1, 0, 0, w => 1000008, h => 2));
png("any/pixels-checksum", @plain, idat => chunk("IDAT", $z, 1));
png("any/end-checksum", @plain, iend => chunk("IEND", "", 1));
png("any/end-none", @plain, iend => "");
png("any/end-cut", @plain, iend => substr $iend, 0, 8);
png("any/end-cut-2", @plain, iend => substr $iend, 0, 10);
png("any/end-long", @plain, iend => chunk("IEND", "abc"));
png("colour/behind-the-end", @plain, behind => "garbage" x 9);
png("any/two-pictures", @plain, behind => $SIGN . ihdr(8, 2, 0));
png("any/rows-too-few", @plain, rows => substr(rows(8, 2, 0), 0, 4000));
png("any/rows-too-many", @plain, rows => rows(8, 2, 0) . "\0" x 999);
png("any/rows-one-byte-less", @plain, rows => substr(rows(8, 2, 0), 0, -1));
png("any/row-filter-5", @plain, rows => rows(8, 2, 0, 5));
png("any/one-row-filter-9", @plain, rows => do {
	my $r = rows(8, 2, 0); substr($r, 20 * ($W * 3 + 1), 1) = "\x09"; $r });
png("any/adler", @plain, z => substr($z, 0, -1) . "\xFF");
png("any/adler-none", @plain, z => substr($z, 0, -4));
png("any/zlib-header", @plain, z => "\x78\x00" . substr $z, 2);
png("any/zlib-dictionary", @plain, z => "\x78\xBB" . substr $z, 2);
png("any/zlib-window", @plain, z => "\x08\x1D" . substr $z, 2);
png("any/zlib-window-huge", @plain, z => "\x88\x1C" . substr $z, 2);
png("any/deflate-cut", @plain, z => substr $z, 0, $half);
png("any/deflate-flipped", @plain, z => do {
	my $d = $z; substr($d, $half, 1) ^= "\xFF"; $d });
png("colour/deflate-stored", @plain, z => do {
	my $d = deflateInit(-Level => 0); my ($a) = $d->deflate(rows(8, 2, 0));
	my ($b) = $d->flush; $a . $b });
png("colour/behind-zlib", @plain, z => $z . "more");
png("any/cut-in-pixels", @plain, idat => substr(chunk("IDAT", $z), 0, $half),
    iend => "");
png("colour/palette-of-rgb", @plain, palette => $plte);
png("colour/palette-of-rgb-late", @plain, after => $plte);
png("any/palette-of-rgb-checksum", @plain,
    palette => chunk("PLTE", "abc", 1));
png("any/palette-none", 8, 3, palette => "");
png("any/palette-late", 8, 3, palette => "", after => $plte);
png("any/palette-empty", 8, 3, palette => chunk("PLTE", ""));
png("any/palette-257", 8, 3, palette => chunk("PLTE", "abc" x 257));
png("any/palette-twice", 8, 3, palette => $plte . $plte);
png("any/palette-checksum", 8, 3, palette => chunk("PLTE", "abc" x 7, 1));
png("any/palette-cut", 8, 3, palette => chunk("PLTE", "abc" x 6 . "ab"));
png("any/palette-short", 8, 3, palette => chunk("PLTE", "abc" x 3));
png("any/palette-long-for-depth", 4, 3, palette => chunk("PLTE", "abc" x 17));
png("any/palette-of-grey", 8, 0, palette => $plte);
png("any/palette-of-grey-alpha", 8, 4, palette => $plte);
png("any/trns", 8, 3, before => chunk("tRNS", "\xFF\x80"));
png("any/trns-first", 8, 3, first => chunk("tRNS", "\xFF\x80"));
png("any/trns-late", 8, 3, after => chunk("tRNS", "\xFF\x80"));
png("any/trns-long", 8, 3, before => chunk("tRNS", "\xFF" x 300));
png("any/trns-longer-than-palette", 8, 3, before => chunk("tRNS", "\xFF" x 9));
png("any/trns-empty", 8, 3, before => chunk("tRNS", ""));
png("any/trns-checksum", 8, 3, before => chunk("tRNS", "\x80", 1));
png("any/trns-of-grey", 8, 0, before => chunk("tRNS", pack "n", 0));
png("any/trns-of-grey-long", 8, 0, before => chunk("tRNS", pack "nn", 0, 0));
png("any/trns-of-rgb", @plain, before => chunk("tRNS", pack "n3", 0, 0, 0));
png("any/trns-of-rgba", 8, 6, before => chunk("tRNS", "\x80"));
png("any/trns-twice", 8, 3, before => chunk("tRNS", "\x80") x 2);
png("any/profile-broken", @plain, before => chunk("iCCP", "a\0\0zzzz"));
png("any/profile-nameless", @plain, before => chunk("iCCP", "\0\0zzzz"));
png("any/profile-checksum", @plain,
    before => chunk("iCCP", "a\0\0" . compress("x"), 1));
png("any/profile-and-srgb", @plain, before => chunk("sRGB", "\0") .
    chunk("iCCP", "a\0\0" . compress("x" x 200)));
png("any/srgb-9", @plain, before => chunk("sRGB", "\x09"));
png("any/gamma-0", @plain, before => chunk("gAMA", pack "N", 0));
png("any/gamma-checksum", @plain, before => chunk("gAMA", pack("N", 45455), 1));
png("any/chroma-odd", @plain, before => chunk("cHRM", "\0" x 32));
png("any/chroma-short", @plain, before => chunk("cHRM", "\0" x 8));
png("any/cicp", @plain, before => chunk("cICP", "\x01\x0D\0\x01"));
png("any/cicp-odd", @plain, before => chunk("cICP", "\xFF\xFF\xFF\xFF\xFF"));
png("colour/physical-0", @plain, before => chunk("pHYs", "\0" x 9));
png("colour/text-checksum", @plain, before => chunk("tEXt", "a\0b", 1));
png("colour/text-broken", @plain, before => chunk("zTXt", "a\0\0zz") .
    chunk("iTXt", "x"));
png("colour/suggested-palette", @plain, before => chunk("sPLT", "a"));
png("colour/unknown", @plain, before => chunk("abCd", "x") . chunk("vpAg", "y"));
png("colour/unknown-after", @plain, after => chunk("prVt", "x" x 999));
png("any/unknown-critical", @plain, before => chunk("ABCd", "x"));
png("any/unknown-critical-after", @plain, after => chunk("ABCd", "x"));
png("any/unknown-reserved", @plain, before => chunk("abcd", "x"));
png("any/unknown-type-of-digits", @plain, before => chunk("12CD", "x"));
png("any/unknown-checksum", @plain, before => chunk("abCd", "x", 1));
png("any/unknown-too-long", @plain,
    before => pack("N", 0x7FFFFFFF) . "abCd" . "x");
png("any/garbage-between", @plain, before => "garbage");
png("any/zeros-between", @plain, before => "\0" x 12);
png("any/exif-twice", @plain, before => chunk("eXIf", "MM\0*\0\0\0\x08\0\0") x 2);
png("any/apple", @plain, ihdr => chunk("CgBI", "P\0 \6") . ihdr(8, 2, 0));
put("any/mangled-lines.png", "\x89PNG\n\x1A\n", ihdr(8, 2, 0),
    chunk("IDAT", $z), $iend);
put("any/seven-bits.png", "\x09PNG\r\n\x1A\n", ihdr(8, 2, 0),
    chunk("IDAT", $z), $iend);
put("any/only-head.png", $SIGN, ihdr(8, 2, 0));
put("any/only-sign.png", $SIGN);
put("any/only-end.png", $SIGN, ihdr(8, 2, 0), $iend);
# Animated: acTL frames, plays; fcTL number, width, height, x, y, delay, ...
sub fctl {
	my ($n, %o) = @_;
	return chunk("fcTL", pack("NNNNNnnCC", $n, $o{w} // $W, $o{h} // $H,
		$o{x} // 0, $o{y} // 0, 1, 10, $o{dispose} // 0, $o{blend} // 0));
}
my $actl = chunk("acTL", pack "NN", 2, 0);
png("colour/animated", @plain, before => $actl . fctl(0),
    after => fctl(1) . chunk("fdAT", pack("N", 2) . $z));
png("colour/animated-hidden-first", @plain, before => $actl,
    after => fctl(0) . chunk("fdAT", pack("N", 1) . $z) . fctl(2) .
    chunk("fdAT", pack("N", 3) . $z));
png("any/animated-none", @plain, before => chunk("acTL", pack "NN", 0, 0));
png("any/animated-one-missing", @plain, before => $actl . fctl(0));
png("any/animated-late", @plain, after => $actl);
png("any/animated-number", @plain, before => $actl . fctl(7),
    after => fctl(1) . chunk("fdAT", pack("N", 2) . $z));
png("any/animated-outside", @plain, before => $actl . fctl(0),
    after => fctl(1, x => 9) . chunk("fdAT", pack("N", 2) . $z));
png("any/animated-cut", @plain, before => $actl . fctl(0),
    after => fctl(1) . substr(chunk("fdAT", pack("N", 2) . $z), 0, $half),
    iend => "");
png("any/animated-short", @plain, before => chunk("acTL", "\0\0\0\1"));
png("any/animated-first-dispose-9", @plain, before => $actl .
    fctl(0, dispose => 9), after => fctl(1) . chunk("fdAT", pack("N", 2) . $z));
png("any/animated-first-blend-9", @plain, before => $actl . fctl(0, blend => 9),
    after => fctl(1) . chunk("fdAT", pack("N", 2) . $z));
png("any/animated-first-smaller", @plain, before => $actl .
    fctl(0, w => 10, h => 10), after => fctl(1) . chunk("fdAT", pack("N", 2) . $z));
png("any/animated-second-empty", @plain, before => $actl . fctl(0),
    after => fctl(1, w => 0, h => 0) . chunk("fdAT", pack("N", 2) . $z));
png("any/animated-data-first", @plain, before => chunk("acTL", pack "NN", 1, 0) .
    chunk("fdAT", pack("N", 0) . $z));
png("any/palette-of-rgb-cut", @plain, palette => chunk("PLTE", "x"));
png("any/end-garbage", @plain, iend => "garbage!");
png("any/end-garbage-long", @plain, iend => "\xFF" x 99);
png("any/end-lower", @plain, iend => chunk("iEND", ""));
png("any/animated-frame-short", @plain, before => $actl . chunk("fcTL", "x"));

# BMP.
# bmp(NAME, HEADER LENGTH, BITS, option => ...)
sub bmp_rows {
	my ($bits, $down) = @_;
	my $all = "";
	for my $y ($down ? 0 .. $H - 1 : reverse 0 .. $H - 1) {
		my @at = map { $y * $W + $_ } 0 .. $W - 1;
		my $r = $bits == 24 ? join("", map { pack "C3", reverse @{$rgb[$_]} } @at)
		    : $bits == 32 ? join("", map { pack "C4", reverse(@{$rgb[$_]}), 255 } @at)
		    : $bits == 16 ? pack("v*", map { my ($r, $g, $b) = @{$rgb[$_]};
			($r >> 3) << 10 | ($g >> 3) << 5 | $b >> 3 } @at)
		    : pack("B*", join "", map { sprintf "%0${bits}b",
			$map[$_] % (1 << $bits) } @at);
		$all .= $r . "\0" x (-length($r) % 4);
	}
	return $all;
}
sub bmp {
	my ($name, $length, $bits, %o) = @_;
	my $data = $o{data} // bmp_rows($bits, ($o{h} // $H) < 0);
	my $head = $length == 12
	    ? pack("Vv4", 12, $o{w} // $W, $o{h} // $H, $o{planes} // 1, $bits)
	    : pack("Vl<l<vvV6", $length, $o{w} // $W, $o{h} // $H, $o{planes} // 1,
		$bits, $o{packing} // 0, $o{size} // 0, 2835, 2835,
		$o{used} // 0, 0) . ($o{fields} // "");
	$head = substr($head . "\0" x 200, 0, $length) if $length > 40;
	my $entry = $length == 12 ? 3 : 4;
	my $count = $o{colours} // ($bits <= 8 ? 1 << $bits : 0);
	my $colours = join "", map {
		my $c = $colours[$_] // [0, 0, 0];
		pack("C3", reverse @$c) . ($entry == 4 ? "\0" : "") } 0 .. $count - 1;
	my $masks = $o{masks} // "";
	my $at = 14 + length($head) + length($masks) + length $colours;
	put("$name.bmp", "BM", pack("VvvV", $o{total} // $at + length $data, 0, 0,
		$o{at} // $at), $head, $masks, $colours, $data);
}
bmp("colour/b24", 40, 24);
bmp("colour/b32", 40, 32);
bmp("any/b16", 40, 16);
bmp("colour/b8", 40, 8);
bmp("colour/b4", 40, 4);
bmp("any/b2", 40, 2);
bmp("any/b1", 40, 1);
bmp("colour/b24-core", 12, 24);
bmp("colour/b8-core", 12, 8);
bmp("colour/b4-core", 12, 4);
bmp("colour/b24-v4", 108, 24);
bmp("colour/b24-v5", 124, 24);
bmp("colour/b24-os2", 64, 24);
bmp("colour/b24-down", 40, 24, h => -$H);
bmp("colour/b8-down", 40, 8, h => -$H);
bmp("any/b24-width-negative", 40, 24, w => -$W);
bmp("any/b24-width-0", 40, 24, w => 0);
bmp("any/b24-height-0", 40, 24, h => 0, data => bmp_rows(24, 0));
bmp("any/b24-height-least", 40, 24, h => -0x80000000, data => "x" x 99);
bmp("any/b64", 40, 64, data => "x" x ($W * $H * 8));
bmp("any/b24-cut", 40, 24, data => substr bmp_rows(24, 0), 0, 5000);
bmp("any/b24-cut-by-1", 40, 24, data => substr bmp_rows(24, 0), 0, -1);
bmp("any/b24-no-data", 40, 24, data => "");
bmp("colour/b24-behind", 40, 24, data => bmp_rows(24, 0) . "x" x 99);
bmp("colour/b24-total-0", 40, 24, total => 0);
bmp("any/b24-total-small", 40, 24, total => 60);
bmp("any/b24-at-0", 40, 24, at => 0);
bmp("any/b24-at-inside", 40, 24, at => 30);
bmp("any/b24-at-outside", 40, 24, at => 99999);
bmp("any/b24-packing-1", 40, 24, packing => 1);
bmp("any/b8-used-more", 40, 8, used => 300, colours => 300);
bmp("any/b8-used-huge", 40, 8, used => 0x10000000);
bmp("colour/b8-used-few", 40, 8, used => 7, colours => 7);
bmp("any/b8-used-fewer-than-needed", 40, 8, used => 3, colours => 3);
bmp("any/b24-with-palette", 40, 24, used => 9, colours => 9);
bmp("any/b24-planes-0", 40, 24, planes => 0);
my @rle8;
for my $y (reverse 0 .. $H - 1) {
	my ($line, $x) = ("", 0);
	while ($x < $W) {
		my $n = 1;
		$n++ while $x + $n < $W && $map[$y * $W + $x + $n] ==
		    $map[$y * $W + $x];
		$line .= chr($n) . chr($map[$y * $W + $x]);
		$x += $n;
	}
	push @rle8, $line;
}
my $rle = join("\0\0", @rle8) . "\0\1";
bmp("colour/rle8", 40, 8, packing => 1, data => $rle, size => length $rle);
bmp("colour/rle8-v5", 124, 8, packing => 1, data => $rle, size => length $rle);
bmp("any/rle8-no-end", 40, 8, packing => 1, data => join("\0\0", @rle8));
bmp("any/rle8-cut", 40, 8, packing => 1, data => substr $rle, 0, 100);
bmp("any/rle8-down", 40, 8, packing => 1, data => $rle, h => -$H);
bmp("any/rle8-early-end", 40, 8, packing => 1, data => "\x05\1\0\1");
bmp("any/rle8-outside", 40, 8, packing => 1, data => "\xFF\1" x 9 . "\0\1");
bmp("any/rle8-delta", 40, 8, packing => 1, data => "\0\2\5\5" . "\5\1" . "\0\1");
bmp("any/rle4", 40, 4, packing => 2, data => "\x40\x12\0\0" x $H . "\0\1");
bmp("any/rle4-of-8", 40, 8, packing => 2, data => "\x40\x12\0\0" x $H . "\0\1");
bmp("any/fields-555", 40, 16, packing => 3, masks => pack "V3", 0x7C00, 0x3E0,
    0x1F);
bmp("any/fields-565", 40, 16, packing => 3, masks => pack "V3", 0xF800, 0x7E0,
    0x1F);
bmp("any/fields-of-nothing", 40, 16, packing => 3, masks => pack "V3", 0, 0, 0);
bmp("any/fields-of-one", 40, 16, packing => 3, masks => pack "V3", 0x7C00, 0, 0);
bmp("any/fields-too-high", 40, 16, packing => 3, masks => pack "V3", 0xF80000,
    0x7E0, 0x1F);
bmp("colour/fields-32", 40, 32, packing => 3, masks => pack "V3", 0xFF0000,
    0xFF00, 0xFF);
bmp("colour/fields-32-v4", 108, 32, packing => 3, fields => pack "V4", 0xFF0000,
    0xFF00, 0xFF, 0);
bmp("any/fields-32-alpha", 108, 32, packing => 3, fields => pack "V4",
    0xFF0000, 0xFF00, 0xFF, 0xFF000000);
bmp("any/fields-alpha-packing", 40, 32, packing => 6, masks => pack "V4",
    0xFF0000, 0xFF00, 0xFF, 0xFF000000);
bmp("any/packing-$_", 40, 24, packing => $_) for 4, 5, 11, 99;
bmp("any/header-$_", $_, 24) for 13, 16, 39, 41, 42, 48, 52, 56, 60, 65, 100;

# ICO and CUR.
my $dib = pack("VVVvvV6", 40, $W, $H * 2, 1, 24, 0, 0, 0, 0, 0, 0) .
    bmp_rows(24, 0) . "\0" x (8 * $H);
my $whole = slurp("$dir/colour.png");
sub ico {
	my ($name, $kind, $data, %o) = @_;
	put($name, pack("v3", 0, $kind, $o{n} // 1), pack("C4vvVV", $W, $H, 0, 0, 1,
		24, $o{length} // length $data, $o{at} // 22), $data);
}
ico("colour/dib.ico", 1, $dib);
ico("colour/png.ico", 1, $whole);
ico("colour/dib.cur", 2, $dib);
ico("any/none.ico", 1, $dib, n => 0);
ico("any/neither.ico", 1, "\xFF\xD8\xFF\xE0" . "\0" x 999);
put("any/size-of-list.ico", pack("v3", 0, 1, 1), pack("C4vvVV", 16, 16, 0, 0, 1,
	24, length $whole, 22), $whole);
ico("any/outside.ico", 1, $dib, at => 99999);
ico("any/cut.ico", 1, substr $dib, 0, 300);
ico("any/kind-3.ico", 3, $dib);

# GIF.
# LZW without any compression: a code for each pixel, and a clear in time.
sub lzw {
	my ($least, @codes) = @_;
	my ($bits, $n, $data) = ("", 0, "");
	my $width = $least + 1;
	my @all = (1 << $least);
	for (@codes) {
		push @all, 1 << $least if $n && $n % ((1 << $least) - 2) == 0;
		push @all, $_;
		$n++;
	}
	push @all, (1 << $least) + 1;
	$bits .= reverse sprintf "%0${width}b", $_ for @all;
	return pack "b*", $bits;
}
sub blocks {
	my ($data) = @_;
	return join "", map { chr(length $_) . $_ } $data =~ /(.{1,255})/gs;
}
my $gif_data = lzw(3, @map);
my $gif_colours = join "", map { pack "C3", @{$colours[$_] // [0, 0, 0]} } 0 .. 7;
sub frame {
	my (%o) = @_;
	return $o{before} // "" , pack("Cv4C", 0x2C, $o{x} // 0, $o{y} // 0,
	    $o{w} // $W, $o{h} // $H, $o{flags} // 0) . ($o{colours} // "") .
	    chr($o{least} // 3) . ($o{blocks} // blocks($o{data} // $gif_data)) .
	    ($o{end} // "\0");
}
sub gif {
	my ($name, %o) = @_;
	put("$name.gif", $o{sign} // "GIF89a", pack("vvCCC", $o{w} // $W,
		$o{h} // $H, $o{flags} // 0xA2, 0, 0),
	    ($o{flags} // 0xA2) & 0x80 ? $gif_colours : "",
	    $o{frames} // join("", frame()), $o{trailer} // "\x3B",
	    $o{behind} // "");
}
gif("colour/gif89");
gif("colour/gif87", sign => "GIF87a");
gif("any/gif88", sign => "GIF88a");
gif("colour/gif-own-colours", flags => 0x22,
    frames => join "", frame(flags => 0x82, colours => $gif_colours));
gif("any/gif-no-colours", flags => 0x22);
gif("any/gif-no-frame", frames => "");
gif("any/gif-no-trailer", trailer => "");
gif("any/gif-no-terminator", frames => join("", frame(end => "")), trailer => "");
gif("any/gif-trailer-only", frames => join("", frame(end => "")));
gif("colour/gif-behind", behind => "garbage");
gif("colour/gif-zeros-behind-frame", frames => join("", frame(), "\0\0\0"));
gif("any/gif-canvas-larger", w => 99, h => 99);
gif("any/gif-canvas-smaller", w => 20, h => 20);
gif("any/gif-canvas-0", w => 0, h => 0);
gif("any/gif-canvas-width-0", w => 0);
gif("any/gif-frame-0", frames => join "", frame(w => 0, h => 0));
gif("any/gif-frame-width-0", frames => join "", frame(w => 0));
gif("any/gif-frame-0-then-good", frames => join "", frame(w => 0, h => 0),
    frame());
gif("any/gif-frame-outside", frames => join "", frame(x => 200, y => 200));
gif("any/gif-frame-over-the-edge", frames => join "", frame(x => 30, y => 30));
gif("any/gif-least-$_", frames => join "", frame(least => $_))
    for 0, 1, 9, 11, 12, 13, 255;
gif("any/gif-no-data", frames => join "", frame(blocks => ""));
gif("any/gif-data-cut", frames => join "", frame(data => substr $gif_data, 0,
	length($gif_data) / 2));
gif("any/gif-data-cut-hard", frames => join("", frame(blocks => substr(
	blocks($gif_data), 0, 300), end => "")), trailer => "");
gif("any/gif-pixels-few", frames => join "", frame(data => lzw(3, @map[0 .. 999])));
gif("colour/gif-pixels-many", frames => join "", frame(data => lzw(3, @map,
	(1) x 99)));
gif("any/gif-code-impossible", frames => join "", frame(data => do {
	my $d = $gif_data; substr($d, 600, 2) = "\xFF\xFF"; $d }));
gif("any/gif-no-clear-first", frames => join "", frame(data => pack "b*",
	join "", map { scalar reverse sprintf "%04b", $_ } 0, 1, 2));
gif("colour/gif-no-end-code", frames => join "", frame(data => do {
	my $d = $gif_data; $d }));
gif("any/gif-laced", frames => join "", frame(flags => 0x40));
gif("any/gif-transparent", frames => join "", frame(
	before => "!\xF9\4\1\0\0\0\0"));
gif("colour/gif-comment", frames => join "", frame(
	before => "!\xFE\5hello\0!\xFF\13NETSCAPE2.0\3\1\0\0\0"));
gif("colour/gif-unknown-extension", frames => join "", frame(
	before => "!\x77\3abc\0"));
gif("any/gif-unknown-block", frames => "\x99" . join "", frame());
gif("any/gif-control-short", frames => join "", frame(before => "!\xF9\1\1\0"));
gif("any/gif-control-long", frames => join "", frame(
	before => "!\xF9\6\0\0\0\0\0\0\0"));
gif("colour/gif-animated", frames => join "", frame(before =>
	"!\xF9\4\0\xFF\xFF\0\0"), frame(before => "!\xF9\4\0\xFF\xFF\0\0"));
gif("any/gif-second-cut", frames => join("", frame(before =>
	"!\xF9\4\0\xFF\xFF\0\0"), frame(blocks => "\x20abc", end => "")),
    trailer => "");
put("any/gif-head-only.gif", "GIF89a", pack("vvCCC", $W, $H, 0xA2, 0, 0));

# JPEG.
put("tmp/c.ppm", "P6\n$W $H\n255\n", map { pack "C3", @$_ } @rgb);
put("tmp/g.pgm", "P5\n$W $H\n255\n", map { chr } @grey);
# The segments before the first scan, that scan's data and all after it.
sub split_jpeg {
	my ($j) = @_;
	my ($at, @parts) = (2);
	while ($at + 4 <= length $j) {
		my ($marker, $n) = unpack "nn", substr $j, $at, 4;
		push @parts, [$marker & 255, substr $j, $at + 4, $n - 2];
		$at += 2 + $n;
		last if ($marker & 255) == 0xDA;
	}
	return (substr($j, $at), @parts);
}
sub join_jpeg {
	my ($rest, @parts) = @_;
	return join "", "\xFF\xD8", map({ ref $_
		? pack("CCn", 255, $_->[0], 2 + length $_->[1]) . $_->[1] : $_ }
	    @parts), $rest;
}
# jpeg(NAME, BASE, sub that changes the segments in @_)
sub jpeg {
	my ($name, $base, $change) = @_;
	my ($rest, @parts) = split_jpeg($base);
	put("$name.jpg", join_jpeg($change->($rest, @parts)));
}
sub with {
	my ($marker, $do) = @_;
	return sub {
		my ($rest, @parts) = @_;
		return ($rest, map { $_->[0] == $marker ? $do->($_) : $_ } @parts);
	};
}
if (run("cjpeg -version") || run("cjpeg $dir/tmp/c.ppm")) {
	my $q = "-quality 95 -sample 1x1";
	my %made = (
		base => "$q -baseline", progressive => "$q -progressive",
		restarts => "$q -restart 1", "restarts-4" => "$q -restart 4B",
		optimized => "$q -optimize", arithmetic => "$q -arithmetic",
		"420" => "-quality 95", "422" => "-quality 95 -sample 2x1",
		"440" => "-quality 95 -sample 1x2", "411" => "-quality 95 -sample 4x1",
		"410" => "-quality 95 -sample 4x2",
		odd => "-quality 95 -sample 3x1", rgb => "$q -rgb",
		"odd-2" => "-quality 95 -sample 2x2,1x2,2x1",
		smooth => "-quality 95 -progressive -sample 2x2");
	for (sort keys %made) {
		my $to = $_ eq "arithmetic" ? "any" : "colour";
		run("cjpeg $made{$_} -outfile $dir/$to/j-$_.jpg $dir/tmp/c.ppm") ||
		    unlink "$dir/$to/j-$_.jpg";
	}
	run("cjpeg -quality 95 -grayscale -outfile $dir/grey/j-grey.jpg " .
	    "$dir/tmp/g.pgm");
	my ($base, $progressive, $restarts, $grey) = map { slurp "$dir/$_.jpg" }
	    qw(colour/j-base colour/j-progressive colour/j-restarts grey/j-grey);
	open my $f, ">", "$dir/tmp/scans" or die;
	print $f "0;\n1;\n2;\n";
	close $f;
	run("cjpeg $q -scans $dir/tmp/scans -outfile " .
	    "$dir/colour/j-three-scans.jpg $dir/tmp/c.ppm");
	my $same = sub { @_ };
	put("any/j-no-end.jpg", substr $base, 0, -2);
	put("any/j-cut.jpg", substr $base, 0, length($base) * 0.6);
	put("any/j-cut-progressive.jpg", substr $progressive, 0,
	    length($progressive) * 0.6);
	put("any/j-cut-by-9.jpg", substr $base, 0, -9);
	put("any/j-half-end.jpg", substr $base, 0, -1);
	put("colour/j-end-twice.jpg", $base, "\xFF\xD9");
	put("colour/j-behind.jpg", $base, "garbage" x 99);
	put("colour/j-zeros-behind.jpg", $base, "\0" x 999);
	put("colour/j-two.jpg", $base, $base);
	put("any/j-before.jpg", "garb", $base);
	put("any/j-line-before.jpg", "\n", $base);
	put("any/j-fill-before.jpg", "\xFF", $base);
	put("any/j-start-twice.jpg", "\xFF\xD8", $base);
	put("any/j-start-only.jpg", "\xFF\xD8\xFF");
	put("any/j-start-end.jpg", "\xFF\xD8\xFF\xD9");
	(my $stray = $base) =~ s/\xFF\xD9$/\x2F\xFF\xD9/s;
	put("colour/j-stray-byte.jpg", $stray);
	($stray = $base) =~ s/\xFF\xD9$/\xFF\xFF\xFF\xD9/s;
	put("colour/j-fill-before-end.jpg", $stray);
	jpeg("colour/j-fill-bytes", $base, sub { my ($r, @p) = @_;
		($r, map { ("\xFF\xFF", $_) } @p) });
	jpeg("any/j-garbage-between", $base, sub { my ($r, @p) = @_;
		($r, $p[0], "garbage", @p[1 .. $#p]) });
	jpeg("any/j-zeros-between", $base, sub { my ($r, @p) = @_;
		($r, $p[0], "\0\0\0\0", @p[1 .. $#p]) });
	jpeg("colour/j-no-jfif", $base, with(0xE0, sub { () }));
	jpeg("colour/j-comment", $base, sub { my ($r, @p) = @_;
		($r, $p[0], [0xFE, "x" x 65533], @p[1 .. $#p]) });
	jpeg("colour/j-comment-empty", $base, sub { my ($r, @p) = @_;
		($r, $p[0], [0xFE, ""], @p[1 .. $#p]) });
	jpeg("any/j-segment-length-0", $base, sub { my ($r, @p) = @_;
		($r, $p[0], "\xFF\xFE\0\0", @p[1 .. $#p]) });
	jpeg("any/j-segment-length-1", $base, sub { my ($r, @p) = @_;
		($r, $p[0], "\xFF\xFE\0\1", @p[1 .. $#p]) });
	jpeg("any/j-segment-too-long", $base, sub { my ($r, @p) = @_;
		($r, $p[0], "\xFF\xE5\xFF\xF0", @p[1 .. $#p]) });
	jpeg("any/j-no-tables", $base, with(0xC4, sub { () }));
	jpeg("any/j-no-quantization", $base, with(0xDB, sub { () }));
	jpeg("any/j-no-frame", $base, with(0xC0, sub { () }));
	jpeg("any/j-two-frames", $base, with(0xC0, sub { ($_[0], $_[0]) }));
	jpeg("any/j-no-scan", $base, sub { my ($r, @p) = @_;
		("\xFF\xD9", grep { $_->[0] != 0xDA } @p) });
	my $frame = sub { my ($from, $to) = @_; with($from, sub {
		[$to, $_[0][1]] }) };
	jpeg("colour/j-extended", $base, $frame->(0xC0, 0xC1));
	jpeg("any/j-frame-" . sprintf("%x", $_), $base, $frame->(0xC0, $_))
	    for 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xF7;
	my $edit = sub { my ($marker, $at, $bytes) = @_; with($marker, sub {
		my $d = $_[0][1]; substr($d, $at, length $bytes) = $bytes;
		[$marker, $d] }) };
	jpeg("any/j-bits-12", $base, sub { my @a = $edit->(0xC0, 0, "\x0C")->(@_);
		$frame->(0xC0, 0xC1)->(@a) });
	jpeg("any/j-bits-16", $base, $edit->(0xC0, 0, "\x10"));
	jpeg("any/j-bits-7", $base, $edit->(0xC0, 0, "\x07"));
	jpeg("any/j-height-0", $base, $edit->(0xC0, 1, "\0\0"));
	jpeg("any/j-width-0", $base, $edit->(0xC0, 3, "\0\0"));
	jpeg("any/j-height-after", $base, sub { my ($r, @p) = @_;
		$r =~ s/\xFF\xD9$/\xFF\xDC\x00\x04\x00\x30\xFF\xD9/s;
		$edit->(0xC0, 1, "\0\0")->($r, @p) });
	jpeg("any/j-higher", $base, $edit->(0xC0, 1, pack "n", 96));
	jpeg("any/j-lower", $base, $edit->(0xC0, 1, pack "n", 24));
	jpeg("any/j-width-most", $base, $edit->(0xC0, 3, "\xFF\xFF"));
	jpeg("any/j-components-2", $base, sub { my ($r, @p) = @_;
		($r, map { $_->[0] == 0xC0 ? [0xC0, substr($_->[1], 0, 5) . "\2" .
			substr $_->[1], 6, 6] : $_->[0] == 0xDA ? [0xDA,
			"\2" . substr($_->[1], 1, 4) . "\0\x3F\0"] : $_ } @p) });
	jpeg("any/j-components-5", $base, $edit->(0xC0, 5, "\5"));
	jpeg("any/j-components-0", $base, $edit->(0xC0, 5, "\0"));
	jpeg("any/j-component-twins", $base, sub { my @a = $edit->(0xC0, 6,
		"\1\x11\0\1\x11\1\1\x11\1")->(@_);
		$edit->(0xDA, 1, "\1\0\1\x11\1\x11")->(@a) });
	jpeg("any/j-frame-long", $base, with(0xC0, sub { [0xC0, $_[0][1] . "\0"] }));
	jpeg("any/j-scan-long", $base, with(0xDA, sub { [0xDA, $_[0][1] . "\0"] }));
	jpeg("any/j-restart-interval-long", $base, sub { my ($r, @p) = @_;
		($r, $p[0], [0xDD, "\0\0\0"], @p[1 .. $#p]) });
	jpeg("any/j-marker-" . sprintf("%x", $_), $base, sub { my ($r, @p) = @_;
		($r, $p[0], [$_, "\x11\x11"], @p[1 .. $#p]) })
	    for 0x02, 0xBF, 0xC8, 0xCC, 0xDE, 0xDF, 0xF0, 0xF7, 0xF8, 0xFD;
	jpeg("any/j-component-names", $base, sub { my @a = $edit->(0xC0, 6,
		"\1\x11\0\1\x11\1\1\x11\1")->(@_); @a });
	jpeg("colour/j-named-0-1-2", $base, sub { my @a = @_;
		@a = $edit->(0xC0, 6, "\0")->(@a); @a = $edit->(0xC0, 9, "\1")->(@a);
		@a = $edit->(0xC0, 12, "\2")->(@a); @a = $edit->(0xDA, 1, "\0")->(@a);
		@a = $edit->(0xDA, 3, "\1")->(@a); $edit->(0xDA, 5, "\2")->(@a) });
	jpeg("any/j-sampling-0", $base, $edit->(0xC0, 7, "\0"));
	jpeg("any/j-sampling-5", $base, $edit->(0xC0, 7, "\x51"));
	jpeg("any/j-sampling-wide", $base, $edit->(0xC0, 7, "\x44"));
	jpeg("any/j-sampling-grey", $grey, $edit->(0xC0, 7, "\x22"));
	jpeg("any/j-table-9", $base, $edit->(0xC0, 8, "\x09"));
	jpeg("any/j-scan-component", $base, $edit->(0xDA, 1, "\x09"));
	jpeg("any/j-scan-huffman", $base, $edit->(0xDA, 2, "\x33"));
	jpeg("any/j-scan-spectrum", $base, $edit->(0xDA, 7, "\5\4"));
	jpeg("any/j-huffman-broken", $base, $edit->(0xC4, 1, "\xFF\xFF\xFF"));
	jpeg("any/j-huffman-short", $base, with(0xC4, sub {
		[0xC4, substr $_[0][1], 0, 9] }));
	jpeg("any/j-quantization-0", $base, $edit->(0xDB, 1, "\0" x 64));
	jpeg("any/j-quantization-short", $base, with(0xDB, sub {
		[0xDB, substr $_[0][1], 0, 30] }));
	jpeg("colour/j-restart-interval-0", $base, sub { my ($r, @p) = @_;
		($r, $p[0], [0xDD, "\0\0"], @p[1 .. $#p]) });
	jpeg("any/j-restart-interval-wrong", $base, sub { my ($r, @p) = @_;
		($r, $p[0], [0xDD, "\0\5"], @p[1 .. $#p]) });
	jpeg("any/j-restarts-none-said", $restarts, with(0xDD, sub { () }));
	(my $other = $restarts) =~ s/\xFF\xD1/\xFF\xD5/s;
	put("colour/j-restart-wrong.jpg", $other);
	($other = $restarts) =~ s/\xFF\xD0/\xFF\xD3/s;
	$other =~ s/\xFF\xD2/\xFF\xD7/s;
	put("colour/j-restart-wrong-twice.jpg", $other);
	for my $off (1, 2, 6, 7) {
		my $to = chr(0xD0 + ((2 + $off) & 7));
		($other = $restarts) =~ s/\xFF\xD2/\xFF$to/s;
		put("any/j-restart-off-$off.jpg", $other);
	}
	($other = $restarts) =~ s/\xFF[\xD1-\xD7]/\xFF\xD0/gs;
	put("any/j-restart-all-first.jpg", $other);
	($other = $restarts) =~ s/\xFF\xD1//s;
	put("any/j-restart-lost.jpg", $other);
	($other = $base) =~ s/(\xFF\xDA.{200}).{40}/$1/s;
	put("any/j-data-lost.jpg", $other);
	substr($other = $base, -400, 9) = "\xAA\x55" x 4 . "\0";
	put("any/j-data-flipped.jpg", $other);
	substr($other = $base, -400, 2) = "\xFF\xE9";
	put("any/j-marker-in-data.jpg", $other);
	substr($other = $base, -400, 2) = "\xFF\xD9";
	put("any/j-end-in-data.jpg", $other);
	my @scans = split /(?=\xFF\xDA)/, $progressive;
	put("any/j-first-scan-only.jpg", @scans[0, 1], "\xFF\xD9");
	put("any/j-last-scan-missing.jpg", @scans[0 .. $#scans - 1], "\xFF\xD9");
	put("any/j-scans-shuffled.jpg", @scans[0, 2, 1, 3 .. $#scans]);
	my @three = split /(?=\xFF\xDA)/, slurp("$dir/colour/j-three-scans.jpg");
	put("any/j-a-component-missing.jpg", @three[0 .. 2], "\xFF\xD9");
	# Inks: Adobe's are inverted.
	my $adobe = sub { [0xEE, "Adobe\0\x64\0\0\0\0" . chr $_[0]] };
	jpeg("any/j-adobe-0", $base, sub { my ($r, @p) = @_;
		($r, $adobe->(0), grep { $_->[0] != 0xE0 } @p) });
	jpeg("colour/j-adobe-1", $base, sub { my ($r, @p) = @_;
		($r, $adobe->(1), grep { $_->[0] != 0xE0 } @p) });
	jpeg("any/j-adobe-2", $base, sub { my ($r, @p) = @_;
		($r, $adobe->(2), grep { $_->[0] != 0xE0 } @p) });
	jpeg("colour/j-adobe-jfif", $base, sub { my ($r, @p) = @_;
		($r, $p[0], $adobe->(1), @p[1 .. $#p]) });
	jpeg("any/j-adobe-short", $base, sub { my ($r, @p) = @_;
		($r, [0xEE, "Adobe"], @p) });
	jpeg("colour/j-profile-broken", $base, sub { my ($r, @p) = @_;
		($r, $p[0], [0xE2, "ICC_PROFILE\0\1\1" . "x" x 200], @p[1 .. $#p]) });
	jpeg("colour/j-profile-part-missing", $base, sub { my ($r, @p) = @_;
		($r, $p[0], [0xE2, "ICC_PROFILE\0\1\3" . "x" x 200], @p[1 .. $#p]) });
	jpeg("colour/j-exif-broken", $base, sub { my ($r, @p) = @_;
		($r, [0xE1, "Exif\0\0garbage"], @p) });
	jpeg("colour/j-second-after", $base, sub { my ($r, @p) = @_;
		($r . $base, $p[0], [0xE2, "MPF\0MM\0*\0\0\0\x08\0\0\0\0\0\0"],
		    @p[1 .. $#p]) });
	if (run("convert -version")) {
		for ("cmyk", "cmyk-progressive") {
			my $how = /progressive/ ? "-interlace plane" : "";
			run("convert $dir/colour.png -colorspace CMYK $how -quality 95 " .
			    "$dir/any/j-$_.jpg");
		}
		my $cmyk = slurp("$dir/any/j-cmyk.jpg");
		jpeg("any/j-cmyk-no-adobe", $cmyk, with(0xEE, sub { () })) if $cmyk;
	}
}

# WebP.
if (run("cwebp -version")) {
	run("cwebp -q 95 $dir/colour.png -o $dir/colour/lossy.webp");
	run("cwebp -lossless $dir/colour.png -o $dir/colour/lossless.webp");
	my ($lossy, $lossless) = map { substr slurp("$dir/colour/$_.webp"), 12 }
	    qw(lossy lossless);
	my $part = sub { my ($type, $data) = @_;
		$type . pack("V", length $data) . $data .
		    "\0" x (length($data) & 1) };
	my $head = sub { my ($flags, %o) = @_; $part->("VP8X", chr($flags) .
		"\0\0\0" . substr(pack("V", ($o{w} // $W) - 1), 0, 3) .
		substr(pack("V", ($o{h} // $H) - 1), 0, 3)) };
	my $webp = sub { my ($name, @parts) = @_; my $all = join "", @parts;
		put("$name.webp", "RIFF", pack("V", 4 + length $all), "WEBP", $all) };
	$webp->("colour/extended", $head->(0), $lossy);
	$webp->("colour/extended-lossless", $head->(0x10), $lossless);
	$webp->("colour/extended-exif", $head->(8), $lossy,
	    $part->("EXIF", "MM\0*\0\0\0\x08\0\0"));
	$webp->("any/exif-first", $head->(8), $part->("EXIF",
		"MM\0*\0\0\0\x08\0\0"), $lossy);
	$webp->("colour/exif-not-flagged", $head->(0), $lossy,
	    $part->("EXIF", "MM\0*\0\0\0\x08\0\0"));
	$webp->("any/exif-flagged-none", $head->(8), $lossy);
	$webp->("any/profile-flagged-none", $head->(0x20), $lossy);
	$webp->("any/profile-broken", $head->(0x20), $part->("ICCP", "x" x 99),
	    $lossy);
	$webp->("any/alpha-flagged-none", $head->(0x10), $lossy);
	$webp->("any/alpha-late", $head->(0x10), $lossy, $part->("ALPH",
		"\0" . "\xFF" x ($W * $H)));
	$webp->("colour/alpha", $head->(0x10), $part->("ALPH",
		"\0" . "\xFF" x ($W * $H)), $lossy);
	$webp->("any/alpha-short", $head->(0x10), $part->("ALPH",
		"\0" . "\xFF" x 99), $lossy);
	$webp->("any/alpha-without-extended", $part->("ALPH",
		"\0" . "\xFF" x ($W * $H)), $lossy);
	$webp->("any/moving-flagged-none", $head->(2), $lossy);
	$webp->("any/extended-only", $head->(0));
	$webp->("any/extended-twice", $head->(0), $head->(0), $lossy);
	$webp->("any/extended-late", $lossy, $head->(0));
	$webp->("any/extended-other-size", $head->(0, w => 30, h => 30), $lossy);
	$webp->("any/extended-short", $part->("VP8X", "\0\0\0\0"), $lossy);
	$webp->("any/two-pictures", $head->(0), $lossy, $lossy);
	$webp->("any/two-plain", $lossy, $lossless);
	$webp->("colour/unknown-after", $lossy, $part->("abcd", "xy"));
	$webp->("colour/unknown-before", $head->(0), $part->("abcd", "xy"), $lossy);
	$webp->("any/unknown-first", $part->("abcd", "xy"), $lossy);
	$webp->("any/empty");
	$webp->("any/alpha-$_", $head->(0x10), $part->("ALPH", chr($_) .
		"\xFF" x ($W * $H)), $lossy) for 2, 3, 0x40;
	$webp->("any/alpha-and-lossless", $head->(0x10), $part->("ALPH",
		"\0" . "\xFF" x ($W * $H)), $lossless);
	$webp->("any/reserved-$_", $head->($_), $lossy) for 1, 0x40, 0xC1;
	my $anim = sub { my (%o) = @_; ($head->(2 | ($o{flags} // 0)),
		$part->("ANIM", "\xFF\xFF\xFF\xFF\0\0"), map { $part->("ANMF",
			substr(pack("V", ($o{x} // 0) / 2), 0, 3) . "\0\0\0" .
			substr(pack("V", $W - 1), 0, 3) .
			substr(pack("V", $H - 1), 0, 3) . "\xFF\xFF\0\0" . $_) }
		    @{$o{frames}}) };
	$webp->("colour/moving", $anim->(frames => [$lossy, $lossless]));
	$webp->("any/moving-outside", $anim->(frames => [$lossy], x => 40));
	$webp->("any/moving-no-frames", $anim->(frames => []));
	$webp->("any/moving-empty-frame", $anim->(frames => [""]));
	$webp->("any/moving-second-broken", $anim->(frames => [$lossy, "abcd"]));
	$webp->("any/moving-without-anim", $head->(2), ($anim->(
		    frames => [$lossy]))[2]);
	$webp->("any/moving-not-flagged", $head->(0), ($anim->(
		    frames => [$lossy]))[1, 2]);
	my $all = slurp("$dir/colour/lossy.webp");
	put("any/cut.webp", substr $all, 0, length($all) / 2);
	put("any/cut-by-1.webp", substr $all, 0, -1);
	put("any/cut-lossless.webp", substr slurp("$dir/colour/lossless.webp"), 0,
	    300);
	put("colour/behind.webp", $all, "garbage");
	for (["riff-small", 20], ["riff-large", 99999], ["riff-0", 0],
	    ["riff-all", 0xFFFFFFFF], ["riff-less-by-2", length($all) - 10]) {
		substr(my $w = $all, 4, 4) = pack "V", $_->[1];
		put("any/$_->[0].webp", $w);
	}
	substr(my $w = $all, 20, 1) = "\1"; # a frame that is no key frame
	put("any/no-key-frame.webp", $w);
	substr($w = $all, 23, 1) = "x";
	put("any/start-code.webp", $w);
	substr($w = $all, 26, 4) = "\0\0\0\0";
	put("any/size-0.webp", $w);
	substr($w = $all, 20, 1) = chr(ord(substr $all, 20, 1) | 0x0E);
	put("any/version-7.webp", $w);
	substr($w = $all, 60, 4) ^= "\xFF\x5A\xFF\x5A";
	put("any/flipped.webp", $w);
	substr($w = slurp("$dir/colour/lossless.webp"), 20, 1) = "\x2E";
	put("any/lossless-sign.webp", $w);
	substr($w = slurp("$dir/colour/lossless.webp"), 24, 1) |= "\xE0";
	put("any/lossless-version.webp", $w);
}

# AVIF.
if (run("avifenc --help")) {
	my %made = (plain => "", lossless => "--lossless", ten => "-d 10",
		twelve => "-d 12", "420" => "-y 420", limited => "-r limited");
	for (sort keys %made) {
		run("avifenc -s 10 --min 0 --max 4 $made{$_} $dir/colour.png " .
		    "$dir/colour/a-$_.avif");
	}
	run("avifenc -s 10 -y 400 $dir/grey.png $dir/grey/a-grey.avif");
	run("avifenc -s 10 --min 0 --max 9 $dir/colour/rgba8.png " .
	    "$dir/colour/a-alpha.avif");
	run("avifenc -s 10 --min 0 --max 4 $dir/colour.png $dir/colour.png " .
	    "$dir/any/a-moving.avif");
	run("avifenc -s 10 --irot 1 $dir/colour.png $dir/any/a-turned.avif");
	run("avifenc -s 10 --imir 0 $dir/colour.png $dir/any/a-mirrored.avif");
	run("avifenc -s 10 --crop 0,0,32,24 $dir/colour.png $dir/any/a-crop.avif");
	my $all = slurp("$dir/colour/a-plain.avif");
	if ($all) {
		put("any/a-cut.avif", substr $all, 0, length($all) / 2);
		put("any/a-cut-by-9.avif", substr $all, 0, -9);
		put("colour/a-behind.avif", $all, "garbage!");
		put("colour/a-free-box.avif", $all, pack("N", 8) . "free");
		my $edit = sub { my ($name, $from, $to) = @_; my $a = $all;
			my $i = index $a, $from; return if $i < 0;
			substr($a, $i, length $from) = $to; put("any/$name.avif", $a) };
		$edit->("a-brand-mif1", "ftypavif", "ftypmif1");
		$edit->("a-brand-none", "ftypavif", "ftypxxxx");
		$edit->("a-no-primary", "pitm", "free");
		$edit->("a-no-size", "ispe", "free");
		$edit->("a-no-config", "av1C", "free");
		$edit->("a-no-location", "iloc", "free");
		$edit->("a-no-items", "iinf", "free");
		$edit->("a-no-handler", "hdlr", "free");
		$edit->("a-no-properties", "iprp", "free");
		$edit->("a-no-pixi", "pixi", "free");
		$edit->("a-no-data", "mdat", "free");
		$edit->("a-other-handler", "pict", "vide");
		my $a = $all;
		substr($a, index($a, "mdat") + 20, 8) ^= "\xFF" x 8;
		put("any/a-flipped.avif", $a);
	}
}

# JPEG XL, and what browsers never show.
if (run("cjxl --help")) {
	run("cjxl -d 0 $dir/colour.png $dir/any/x-bare.jxl");
	run("cjxl -d 0 --container=1 $dir/colour.png $dir/any/x-boxes.jxl");
	my $all = slurp("$dir/any/x-bare.jxl");
	put("any/x-cut.jxl", substr $all, 0, length($all) / 2) if $all;
}
put("any/drawing.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="64" ' .
    'height="48"><circle r="24"/></svg>');
put("any/drawing-bom.svg", "\xEF\xBB\xBF<?xml version=\"1.0\"?>\n<!-- x -->\n" .
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">' .
    '<circle r="4"/></svg>');
put("any/drawing-broken.svg", '<svg xmlns="http://www.w3.org/2000/svg"><a>');
if (run("convert -version")) {
	run("convert $dir/colour.png $dir/any/t.tiff");
	run("convert $dir/colour.png $dir/any/t.psd");
	run("convert $dir/colour.png $dir/any/t.xbm");
	run("convert $dir/colour.png $dir/any/t.pcx");
	run("convert $dir/colour.png $dir/any/t.tga");
}
run("heif-enc -o $dir/any/h.heic $dir/colour.png");
run("opj_compress -i $dir/colour.png -o $dir/any/h.jp2");
put("any/empty.png");
put("any/empty.jpg");
put("any/page.jpg", "<!DOCTYPE html><title>404</title>");
unlink glob "$dir/tmp/*";
rmdir "$dir/tmp";
