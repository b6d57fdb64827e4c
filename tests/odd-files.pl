#!/usr/bin/perl
# SPDX-License-Identifier: MIT
# odd-files.pl DIR BASE.jpg: writes files as phones, scanners, cameras, editors,
# mailers and accidents make them of one picture, into DIR. Formats whose
# encoder is not there are left out.
use strict;
use warnings;
use FindBin;
use Compress::Zlib;
use MIME::Base64;

our ($dir, $from) = @ARGV;
BEGIN { require "$FindBin::Bin/odd.pl" }
die "usage: odd-files.pl DIR BASE.jpg\n" unless defined $from;
mkdir $dir;
mkdir "$dir.tmp";
my $tmp = "$dir.tmp";
my $base = slurp($from) // die "$from: $!";
run("djpeg -outfile $tmp/p.ppm $from") or die "no djpeg";
sub cjpeg {
	my ($name, $how) = @_;
	run("cjpeg $how -outfile $tmp/$name.jpg $tmp/p.ppm");
	return slurp("$tmp/$name.jpg");
}
my $plain = cjpeg("plain", "-quality 90");
my $progressive = cjpeg("progressive", "-quality 90 -progressive");
my $restarts = cjpeg("restarts", "-quality 90 -restart 1");
my $small = $plain;
if (run("djpeg -scale 1/4 $from > $tmp/s.ppm && cjpeg -quality 80 " .
	"-outfile $tmp/s.jpg $tmp/s.ppm")) {
	$small = slurp("$tmp/s.jpg");
}
sub segment { "\xFF" . chr($_[0]) . pack("n", 2 + length $_[1]) . $_[1] }
# After SOI and JFIF.
sub with {
	my ($jpeg, @segments) = @_;
	my $at = 2;
	$at += 2 + unpack("n", substr $jpeg, 4, 2)
	    if substr($jpeg, 2, 2) eq "\xFF\xE0";
	return substr($jpeg, 0, $at) . join("", @segments) . substr $jpeg, $at;
}
sub bare { # without JFIF
	my ($jpeg) = @_;
	return "\xFF\xD8" . substr $jpeg, 4 + unpack("n", substr $jpeg, 4, 2);
}

# On the way: mail, FTP, web servers, disks.
sub lf_crlf { my $b = shift; $b =~ s/\x0A/\x0D\x0A/g; $b }
sub crlf_lf { my $b = shift; $b =~ s/\x0D\x0A/\x0A/g; $b }
sub seven { my $b = shift; $b =~ tr/\x80-\xFF/\x00-\x7F/; $b }
sub utf8ed { my $b = shift; $b =~ s/[\x80-\xFF]/\xEF\xBF\xBD/g; $b }
sub latin { my $b = shift; utf8::encode($b); $b }
put("ftp-ascii-out.jpg", lf_crlf($plain));
my $crlf = with($plain, segment(0xFE, "a\x0D\x0Ab"));
put("ftp-ascii-in.jpg", crlf_lf($crlf));
put("ftp-seven-bits.jpg", seven($plain));
put("text-editor.jpg", utf8ed($plain));
put("as-latin-1.jpg", latin($plain));
(my $escaped = $plain) =~ s/&/&amp;/g;
$escaped =~ s/</&lt;/g;
$escaped =~ s/>/&gt;/g;
put("html-escaped.jpg", $escaped);
put("base64.jpg", encode_base64($plain));
put("data-url.jpg", "data:image/jpeg;base64," . encode_base64($plain, ""));
put("gzipped.jpg", Compress::Zlib::memGzip($plain));
put("http-headers.jpg", "HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n\r\n", $plain);
put("multipart.jpg", "--b\r\nContent-Type: image/jpeg\r\n\r\n$plain\r\n--b--\r\n");
put("php-newline.jpg", "\n", $plain);
put("php-bom.jpg", "\xEF\xBB\xBF", $plain);
put("php-warning-after.jpg", $plain, "<br />\n<b>Warning</b>: x on line <b>3</b>\n" x 3);
put("pdf-stream-newline.jpg", bare($plain), "\x0A");
put("pdf-stream-crlf.jpg", bare($plain), "\x0D\x0A");
put("mbox-crlf-end.jpg", $plain, "\r\n");
put("zeros-in-the-middle.jpg", substr($plain, 0, length($plain) / 2),
    "\0" x 4096, substr $plain, length($plain) / 2 + 4096);
put("zeros-at-the-end.jpg", substr($plain, 0, length($plain) * 0.7),
    "\0" x (length($plain) * 0.3));
put("zeros-at-the-start.jpg", "\0" x 512, substr $plain, 512);
put("zeros-only.jpg", "\0" x 20000);
put("zeros-after.jpg", $plain, "\0" x 8192);
put("ff-after.jpg", $plain, "\xFF" x 8192);
put("sector-of-another.jpg", substr($plain, 0, 4096), substr($progressive, 0, 4096),
    substr $plain, 8192);
put("twice.jpg", $plain, $plain);
put("other-after.jpg", $plain, $progressive);
put("first-half-twice.jpg", substr($plain, 0, length($plain) / 2), $plain);
put("zip-after.jpg", $plain, "PK\x03\x04", "x" x 300);
put("cut-in-end.jpg", substr $plain, 0, -1);
put("cut-end.jpg", substr $plain, 0, -2);
put("cut-end-zeros.jpg", substr($plain, 0, -2), "\0" x 1000);
put("cut-by-100.jpg", substr $plain, 0, -100);
put("cut-100-and-end.jpg", substr($plain, 0, -102), "\xFF\xD9");
put("cut-half-and-end.jpg", substr($plain, 0, length($plain) / 2), "\xFF\xD9");
put("cut-restarts-and-end.jpg", substr($restarts, 0, length($restarts) / 2), "\xFF\xD9");
put("cut-progressive-half.jpg", substr $progressive, 0, length($progressive) / 2);
put("header-only.jpg", substr $plain, 0, 300);
put("two-bytes.jpg", "\xFF\xD8");
put("start-and-end.jpg", "\xFF\xD8\xFF\xD9");
put("upper-half.jpg", substr($plain, 0, 20) . segment(0xFE, "x" x 60000) .
    substr $plain, 20);

# JPEG as programs and cameras write it.
put("no-jfif.jpg", bare($plain));
put("comment-first.jpg", "\xFF\xD8", segment(0xFE, "CREATOR: gd-jpeg v1.0"),
    substr $plain, 2);
put("comments.jpg", with($plain, map { segment(0xFE, "note $_") } 1 .. 300));
put("comment-64k.jpg", with($plain, segment(0xFE, "c" x 65533)));
put("fill-bytes.jpg", with($plain, "\xFF" x 40 . segment(0xFE, "x")));
put("soi-twice.jpg", "\xFF\xD8", $plain);
put("jfxx.jpg", with($plain, segment(0xE0, "JFXX\0\x10" . $small)));
put("jfif-late.jpg", "\xFF\xD8", segment(0xFE, "late"), substr($plain, 2));
put("jfif-2.jpg", do { my $b = $plain; substr($b, 11, 2) = "\2\0"; $b });
put("flashpix.jpg", with($plain, segment(0xE2, "FPXR\0" . "\0" x 50)));
put("photoshop-resources.jpg", with($plain, segment(0xED, "Photoshop 3.0\0" .
	"8BIM\x03\xED\0\0\0\0\0\x10" . "\0" x 16)));
put("ducky.jpg", with($plain, segment(0xEC, "Ducky\0\1\0\4\0\0\0\x3C\0\0")));
put("app-after-frame.jpg", do { my $b = $plain; my $i = index $b, "\xFF\xC4";
	substr($b, 0, $i) . segment(0xE9, "late segment") . substr $b, $i });
put("tables-twice.jpg", do { my $b = $plain; my $i = index $b, "\xFF\xDB";
	my $n = 2 + unpack("n", substr $b, $i + 2, 2);
	substr($b, 0, $i) . substr($b, $i, $n) . substr $b, $i });
put("unknown-segments.jpg", with($plain, map { segment($_, "x" x 10) }
	0xE3 .. 0xEF));
put("progressive.jpg", $progressive);
put("restarts.jpg", $restarts);
put("optimized.jpg", cjpeg("o", "-quality 90 -optimize"));
put("quality-1.jpg", cjpeg("q1", "-quality 1"));
put("quality-100.jpg", cjpeg("q100", "-quality 100 -sample 1x1"));
put("grey.jpg", cjpeg("g", "-quality 90 -grayscale"));
put("rgb.jpg", cjpeg("r", "-quality 90 -rgb"));
put("sample-$_.jpg", cjpeg("s$_", "-quality 90 -sample $_")) for qw(1x2 2x1 4x1);
put("exif-thumb.jpg", do { my $t = "II*\0" . pack("V", 8) . pack("v", 0) .
	pack("V", 14) . pack("v", 2) . pack("vvVV", 0x201, 4, 1, 44) .
	pack("vvVV", 0x202, 4, 1, length $small) . pack("V", 0) . $small;
	with(bare($plain), "") && "\xFF\xD8" .
	    segment(0xE1, "Exif\0\0$t") . substr bare($plain), 2 });
put("exif-thumb-cut.jpg", do { my $t = "II*\0" . pack("V", 8) . pack("v", 0) .
	pack("V", 14) . pack("v", 2) . pack("vvVV", 0x201, 4, 1, 44) .
	pack("vvVV", 0x202, 4, 1, 999999) . pack("V", 0) . substr $small, 0, 99;
	"\xFF\xD8" . segment(0xE1, "Exif\0\0$t") . substr bare($plain), 2 });
put("exif-empty.jpg", with($plain, segment(0xE1, "Exif\0\0")));
put("exif-padded.jpg", with($plain, segment(0xE1, "Exif\0\0II*\0\x08\0\0\0\0\0" .
	"\0" x 60000)));
put("exif-after-scan.jpg", do { my $b = $plain;
	substr($b, 0, -2) . segment(0xE1, "Exif\0\0II*\0\x08\0\0\0\0\0") . "\xFF\xD9" });
put("c2pa.jpg", with($plain, segment(0xEB, "JP\0\1\0\0\0\1" . "\0\0\0\x10jumb" . "\0" x 8)));

# Several pictures in one JPEG.
# CIPA DC-007: an index of the pictures in APP2, offsets from its "MM\0*".
sub mpf {
	my ($first, @others) = @_;
	my $n = 1 + @others;
	my $entries = 8 + 2 + 3 * 12 + 4;
	my $index = "MM\0*" . pack("N", 8) . pack("n", 3) .
	    pack("nnNa4", 0xB000, 7, 4, "0100") . pack("nnNN", 0xB001, 4, 1, $n) .
	    pack("nnNN", 0xB002, 7, 16 * $n, $entries) . pack("N", 0);
	my $whole = length($first) + 2 + 2 + 4 + $entries + 16 * $n;
	my $at = $whole - (2 + 18 + 2 + 2 + 4); # from MM: after SOI, JFIF, APP2
	my $list = pack("NNNn2", 0x030000, $whole, 0, 0, 0);
	for (@others) {
		$list .= pack("NNNn2", 0x020002, length $_, $at, 0, 0);
		$at += length $_;
	}
	return with($first, segment(0xE2, "MPF\0$index$list")) . join "", @others;
}
put("stereo.mpo", mpf($plain, $plain));
put("stereo.jpg", mpf($plain, $plain));
put("preview-mpf.jpg", mpf($plain, $small));
put("three-mpf.jpg", mpf($plain, $small, $small));
put("mpf-cut.jpg", substr mpf($plain, $plain), 0, -500);
sub xmp {
	return segment(0xE1, "http://ns.adobe.com/xap/1.0/\0" .
	    "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf=" .
	    "'http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description " .
	    "rdf:about='' $_[0]/></rdf:RDF></x:xmpmeta>");
}
my $video = "\0\0\0\x18ftypmp42\0\0\0\0mp42isom" . pack("N", 4008) . "mdat" .
    "v" x 4000 . pack("N", 8) . "moov";
my $camera = "xmlns:GCamera='http://ns.google.com/photos/1.0/camera/'";
put("google-motion.jpg", with($plain, xmp("$camera GCamera:MotionPhoto='1' " .
	"GCamera:MotionPhotoVersion='1'")), $video);
put("google-micro-video.jpg", with($plain, xmp("$camera GCamera:MicroVideo='1' " .
	"GCamera:MicroVideoOffset='" . length($video) . "'")), $video);
put("samsung-motion.jpg", $plain, "\0\0\x30\x0A", pack("V", 16),
    "MotionPhoto_Data", $video, "SEFH", pack("V3", 106, 1, 0),
    pack("vvVV", 0, 0xA30, length($video) + 24, length($video) + 24),
    pack("V", 24), "SEFT");
put("samsung-trailer.jpg", $plain, "\0\0\1\x0A", pack("V", 14), "Image_UTC_Data",
    "1600000000000", "SEFH", pack("V3", 106, 1, 0),
    pack("vvVV", 0, 0xA01, 35, 35), pack("V", 24), "SEFT");
my $gain = with($small, xmp("xmlns:hdrgm='http://ns.adobe.com/hdr-gain-map/1.0/' " .
	"hdrgm:Version='1.0' hdrgm:GainMapMax='2'"));
put("ultra-hdr.jpg", mpf(with($plain, xmp("xmlns:hdrgm=" .
	"'http://ns.adobe.com/hdr-gain-map/1.0/' hdrgm:Version='1.0'")), $gain));
put("iso-gain-map.jpg", mpf(with($plain, segment(0xE2,
	"urn:iso:std:iso:ts:21496:-1\0\0\0\0\0")), $gain));
put("apple-gain-map.jpg", mpf($plain, with($small, xmp(
	"xmlns:HDRGainMap='http://ns.apple.com/HDRGainMap/1.0/' " .
	"HDRGainMap:HDRGainMapVersion='65536'"))));
put("portrait-depth.jpg", mpf($plain, with($small, xmp(
	"xmlns:apdi='http://ns.apple.com/pixeldatainfo/1.0/' " .
	"apdi:AuxiliaryImageType='urn:com:apple:photo:2018:aux:portraiteffectsmatte'"))));
put("panorama-audio.jpg", $plain, "#panorama audio", "a" x 3000);

# PNG.
sub chunk { pack("N", length $_[1]) . $_[0] . $_[1] . pack("N", crc32($_[0] . $_[1])) }
if (run("convert $tmp/p.ppm -define png:exclude-chunks=all $tmp/p.png")) {
	my $png = slurp("$tmp/p.png");
	my $head = 8 + 25;
	my $in = sub { substr($png, 0, $head) . join("", @_) . substr $png, $head };
	put("plain.png", $png);
	put("apple-idot.png", $in->(chunk("iDOT", pack "N7", 2, 0, 120, 40, 0, 120, 99)));
	put("fireworks.png", $in->(chunk("prVW", "x" x 500), chunk("mkBF", "x"),
		chunk("mkTS", "y" x 800)));
	put("c2pa.png", $in->(chunk("caBX", "\0\0\0\x10jumb" . "\0" x 8)));
	put("photoshop-xmp.png", $in->(chunk("iTXt", "XML:com.adobe.xmp\0\0\0\0\0" .
		"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>")));
	put("icc-broken.png", $in->(chunk("iCCP", "x\0\0" . compress("no profile"))));
	put("gamma-0.png", $in->(chunk("gAMA", "\0\0\0\0")));
	put("resolution-0.png", $in->(chunk("pHYs", "\0" x 9)));
	put("background.png", $in->(chunk("bKGD", pack "n3", 255, 0, 0)));
	put("ftp-ascii-out.png", lf_crlf($png));
	put("ftp-ascii-in.png", crlf_lf($png));
	put("ftp-seven-bits.png", seven($png));
	put("text-editor.png", utf8ed($png));
	put("php-newline.png", "\n", $png);
	put("zeros-in-the-middle.png", substr($png, 0, 20000), "\0" x 512,
	    substr $png, 20512);
	put("zeros-at-the-end.png", substr($png, 0, 30000), "\0" x (length($png) - 30000));
	put("twice.png", $png, $png);
	put("zeros-after.png", $png, "\0" x 4096);
	put("jpeg-inside.png", $plain);
	put("cut-half.png", substr $png, 0, length($png) / 2);
}
# GIF, WebP, AVIF, HEIF, JPEG XL.
if (run("convert $tmp/p.ppm $tmp/p.gif")) {
	my $gif = slurp("$tmp/p.gif");
	my $tables = 13 + 3 * 2**((ord(substr $gif, 10, 1) & 7) + 1);
	put("plain.gif", $gif);
	put("xmp.gif", substr($gif, 0, $tables), "!\xFF\x0BXMP DataXMP",
	    "<x:xmpmeta xmlns:x='adobe:ns:meta/'/>", "\1",
	    join("", map { chr } reverse 0 .. 255), "\0", substr $gif, $tables);
	put("zero-before.gif", substr($gif, 0, $tables), "\0", substr $gif, $tables);
	put("empty-block.gif", substr($gif, 0, $tables), "!\1\0",
	    substr $gif, $tables);
	put("comment.gif", substr($gif, 0, $tables), "!\xFE\5hello\0",
	    substr $gif, $tables);
	put("imagemagick-icc.gif", substr($gif, 0, $tables),
	    "!\xFF\x0BICCRGBG1012\4abcd\0", substr $gif, $tables);
	put("ftp-ascii-out.gif", lf_crlf($gif));
	put("zeros-at-the-end.gif", substr($gif, 0, length($gif) / 2), "\0" x 9999);
	put("cut-half.gif", substr $gif, 0, length($gif) / 2);
	put("zeros-after.gif", $gif, "\0" x 500);
}
run("convert $tmp/p.ppm -negate $tmp/g.png");
if (run("cwebp -quiet -q 90 $tmp/p.ppm -o $tmp/p.webp")) {
	my $webp = slurp("$tmp/p.webp");
	my $n = length($webp) - 8;
	put("plain.webp", $webp);
	put("riff-short.webp", "RIFF", pack("V", $n - 1), substr $webp, 8);
	put("riff-long.webp", "RIFF", pack("V", $n + 10), substr $webp, 8);
	put("riff-0.webp", "RIFF", pack("V", 0), substr $webp, 8);
	put("zeros-after.webp", $webp, "\0" x 99);
	put("cut-half.webp", substr $webp, 0, length($webp) / 2);
	put("lossless.webp", slurp("$tmp/l.webp"))
	    if run("cwebp -quiet -lossless $tmp/p.ppm -o $tmp/l.webp");
	put("icc.webp", slurp("$tmp/i.webp")) if run("printf profile >$tmp/icc; " .
	    "webpmux -set icc $tmp/icc $tmp/p.webp -o $tmp/i.webp");
	put("exif.webp", slurp("$tmp/e.webp")) if run("printf 'Exif\\0\\0II*\\0' " .
	    ">$tmp/ex; webpmux -set exif $tmp/ex $tmp/p.webp -o $tmp/e.webp");
	put("animated.webp", slurp("$tmp/a.webp")) if run("img2webp -o " .
	    "$tmp/a.webp -d 90 $tmp/p.png -d 90 $tmp/g.png");
}
if (run("avifenc -q 85 -s 9 $tmp/p.png $tmp/p.avif || avifenc -s 9 $tmp/p.png $tmp/p.avif")) {
	my $avif = slurp("$tmp/p.avif");
	put("plain.avif", $avif);
	put("cut-half.avif", substr $avif, 0, length($avif) / 2);
	put("zeros-after.avif", $avif, "\0" x 400);
	put("free-after.avif", $avif, pack("N", 16), "free", "\0" x 8);
	put("grid.avif", slurp("$tmp/g.avif"))
	    if run("avifenc -s 9 --grid 2x1 $tmp/p.png $tmp/p.png $tmp/g.avif");
	put("sequence.avif", slurp("$tmp/s.avif"))
	    if run("avifenc -s 9 $tmp/p.png $tmp/p.png $tmp/s.avif");
	put("deep.avif", slurp("$tmp/d.avif"))
	    if run("avifenc -s 9 -d 10 $tmp/p.png $tmp/d.avif");
}
put("phone.heic", slurp("$tmp/p.heic")) if run("heif-enc $tmp/p.png -o $tmp/p.heic");
put("plain.jxl", slurp("$tmp/p.jxl")) if run("cjxl $tmp/p.png $tmp/p.jxl");
put("from-jpeg.jxl", slurp("$tmp/j.jxl")) if run("cjxl $tmp/plain.jpg $tmp/j.jxl");

# TIFF as scanners, microscopes and digital backs write it.
my %tiffs = (none => "-compress None", lzw => "-compress LZW",
	deflate => "-compress Zip", packbits => "-compress RLE",
	jpeg => "-compress JPEG", tiles => "-define tiff:tile-geometry=64x64",
	"16" => "-depth 16 -compress LZW", planes => "-interlace plane",
	ink => "-colorspace CMYK", lab => "-colorspace Lab",
	grey => "-colorspace gray", "fax" => "-threshold 50% -compress Group4",
	"white-is-0" => "-colorspace gray -define quantum:polarity=min-is-white",
	big => "-define tiff:endian=msb", rows => "-define tiff:rows-per-strip=7",
	palette => "-colors 64 -type palette");
for (sort keys %tiffs) {
	put("scan-$_.tif", slurp("$tmp/t.tif"))
	    if run("convert $tmp/p.ppm $tiffs{$_} $tmp/t.tif");
}
put("pages.tif", slurp("$tmp/m.tif"))
    if run("convert $tmp/p.ppm $tmp/s.ppm $tmp/m.tif");
put("small-first.tif", slurp("$tmp/f.tif"))
    if run("convert $tmp/s.ppm $tmp/p.ppm $tmp/f.tif");
put("bigtiff.tif", slurp("$tmp/b.tif"))
    if run("convert $tmp/p.ppm $tmp/n.tif; tiffcp -8 $tmp/n.tif $tmp/b.tif");
put("cut.tif", substr slurp("$tmp/n.tif"), 0, 50000) if -e "$tmp/n.tif";
put("zeros-after.tif", slurp("$tmp/n.tif"), "\0" x 999) if -e "$tmp/n.tif";
system "rm", "-rf", $tmp;
