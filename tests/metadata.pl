# SPDX-License-Identifier: MIT
# Makes small pictures with metadata into the current folder; tests/34 says
# what is to be read from them. $ARGV[0] is a plain JPEG.
use strict;
use warnings;
use IO::Compress::Deflate qw(deflate);

sub slurp { local $/; open my $f, '<:raw', $_[0] or die "$_[0]: $!"; <$f> }
sub spew { open my $f, '>:raw', $_[0] or die; print $f $_[1]; close $f }
my $jpeg = slurp($ARGV[0]);

# A TIFF structure: [tag, type, value] of the main, EXIF and GPS directories.
sub tiff {
	my ($main, $exif, $gps) = @_;
	my @of = ([@$main], $exif || [], $gps || []);
	push @{$of[0]}, [0x8769, 4, undef] if @{$of[1]};
	push @{$of[0]}, [0x8825, 4, undef] if @{$of[2]};
	my (@at, $at);
	$at = 8;
	for my $i (0 .. 2) {
		$at[$i] = $at;
		$at += 6 + 12 * @{$of[$i]} if @{$of[$i]};
	}
	my ($out, $values) = ("MM\0*" . pack('N', 8), '');
	for my $i (0 .. 2) {
		next unless @{$of[$i]};
		$out .= pack 'n', scalar @{$of[$i]};
		for (sort { $a->[0] <=> $b->[0] } @{$of[$i]}) {
			my ($tag, $type, $value) = @$_;
			$value = pack 'N', $at[$tag == 0x8769 ? 1 : 2]
			    unless defined $value;
			my $size = (0, 1, 1, 2, 4, 8)[$type];
			$out .= pack 'nnN', $tag, $type, length($value) / $size;
			if (length $value > 4) {
				$out .= pack 'N', $at + length $values;
				$values .= $value;
				$values .= "\0" if length($value) % 2;
			} else {
				$out .= $value . "\0" x (4 - length $value);
			}
		}
		$out .= pack 'N', 0;
	}
	return $out . $values;
}

my $xmp_name = "http://ns.adobe.com/xap/1.0/\0";
sub segment { "\xFF" . chr($_[0]) . pack('n', 2 + length $_[1]) . $_[1] }
sub app1 { segment(0xE1, "Exif\0\0$_[0]") }
sub xmp { segment(0xE1, $xmp_name . $_[0]) }
sub bim { "8BIM" . pack('n', $_[0]) . "\0\0" . pack('N', length $_[1]) . $_[1] .
    "\0" x (length($_[1]) % 2) }
sub iim { join '', map { "\x1C" . chr($_->[0]) . chr($_->[1]) .
    pack('n', length $_->[2]) . $_->[2] } @_ }
sub iptc { segment(0xED, "Photoshop 3.0\0" . bim(0x0404, iim(@_))) }
sub with { my $name = shift;
    spew($name, "\xFF\xD8" . join('', @_) . substr $jpeg, 2) }

my %uri = (dc => 'http://purl.org/dc/elements/1.1/',
    xmp => 'http://ns.adobe.com/xap/1.0/',
    photoshop => 'http://ns.adobe.com/photoshop/1.0/',
    exif => 'http://ns.adobe.com/exif/1.0/',
    xmpRights => 'http://ns.adobe.com/xap/1.0/rights/',
    xmpMM => 'http://ns.adobe.com/xap/1.0/mm/',
    stRef => 'http://ns.adobe.com/xap/1.0/sType/ResourceRef#',
    cc => 'http://creativecommons.org/ns#');
sub packet {
	return '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf=' .
	    '"http://www.w3.org/1999/02/22-rdf-syntax-ns#">' .
	    '<rdf:Description rdf:about=""' .
	    join('', map { " xmlns:$_=\"$uri{$_}\"" } sort keys %uri) .
	    ">$_[0]</rdf:Description></rdf:RDF></x:xmpmeta>";
}
sub alt { my ($p, @l) = @_; "<$p><rdf:Alt>" . join('', map {
    "<rdf:li xml:lang=\"$_->[0]\">$_->[1]</rdf:li>" } @l) . "</rdf:Alt></$p>" }
sub bag { my ($p, @l) = @_; "<$p><rdf:Bag>" .
    join('', map { "<rdf:li>$_</rdf:li>" } @l) . "</rdf:Bag></$p>" }

# What was placed in a picture has a creator and rights of its own.
my $other = '<rdf:Description><dc:creator><rdf:Seq><rdf:li>Somebody Else' .
    '</rdf:li></rdf:Seq></dc:creator>' .
    alt('dc:rights', ['x-default', 'Somebody Else, all rights reserved']) .
    alt('dc:description', ['x-default', 'a logo']) . '</rdf:Description>';
my $placed = "<xmpMM:Pantry><rdf:Bag><rdf:li>$other</rdf:li></rdf:Bag>" .
    '</xmpMM:Pantry><xmpMM:Ingredients><rdf:Bag><rdf:li ' .
    'rdf:parseType="Resource"><stRef:filePath>logo.ai</stRef:filePath>' .
    '<dc:creator>Somebody Else</dc:creator></rdf:li></rdf:Bag>' .
    '</xmpMM:Ingredients><xmpMM:DerivedFrom>' . $other . '</xmpMM:DerivedFrom>';
with('placed.jpg', xmp(packet($placed)));
with('both.jpg', xmp(packet($placed . '<dc:creator><rdf:Seq>' .
    '<rdf:li>Ada Lovelace</rdf:li><rdf:li>Bo Ek</rdf:li></rdf:Seq>' .
    '</dc:creator>' . alt('dc:rights', ['de', 'Alle Rechte'],
	['x-default', 'CC BY 4.0'], ['fr', 'Tous droits']) . bag('xmpRights:Owner', 'A Museum') .
    alt('dc:title', ['en', 'A leaf'], ['de', 'Ein Blatt']) .
    bag('dc:subject', 'UCR0001003', 'leaf') .
    '<xmp:CreateDate>2019-04-12T10:15:00+02:00</xmp:CreateDate>')));
# Attributes, and the licence as a link.
with('short.jpg', xmp(packet('') =~ s/rdf:about=""/rdf:about="" dc:creator="Ada" photoshop:DateCreated="2018-07-06" photoshop:Headline="Head"/r),
    iptc([2, 116, 'CC BY-NC 4.0'], [2, 25, 'one'], [2, 25, 'two'], [2, 105, 'Other']));
# XMP and IPTC name different licences: none is certain.
with('torn.jpg', xmp(packet(alt('dc:rights', ['x-default', 'CC BY 4.0']))),
    iptc([2, 116, 'CC BY-NC 4.0']));
with('iptc.jpg', iptc([1, 90, "\x1B%G"], [2, 80, "\xC3\x85sa Ek"], [2, 80, 'Bo'],
    [2, 5, 'Title'], [2, 120, 'A sheet'], [2, 25, 'UCR0001003'], [2, 55, '20190412'],
    [2, 60, '101500+0200']));
my $gps = [[1, 2, "N\0"], [2, 5, pack('N6', 33, 1, 57, 1, 12, 1)],
    [3, 2, "W\0"], [4, 5, pack('N6', 117, 1, 19, 1, 0, 1)]];
my $zero = [[1, 2, "N\0"], [2, 5, pack('N6', 0, 1, 0, 1, 0, 1)],
    [3, 2, "W\0"], [4, 5, pack('N6', 0, 1, 0, 1, 0, 1)], [29, 2, "2019:04:12\0"]];
my $exif = tiff([[0x010E, 2, "Jpeg of the type sheet\0"], [0x013B, 2, "Ada\0"],
    [0x8298, 2, "(C) A Museum\0"]], [[0x9003, 2, "2019:04:12 10:15:00\0"]]);
with('exif.jpg', app1($exif));
with('place.jpg', app1(tiff([[0x013B, 2, "Ada\0"]], [], $gps)));
with('nowhere.jpg', app1(tiff([[0x013B, 2, "Ada\0"]], [], $zero)));
with('xmpplace.jpg', xmp(packet('<exif:GPSLatitude>33,57.2N</exif:GPSLatitude>' .
    '<exif:GPSLongitude>117,19.0W</exif:GPSLongitude>')));

# Encodings: Cyrillic of Windows, Czech, and what can mean one thing only.
my @legacy = (['cp1251', "\xC0\xEB\xE5\xEA\xF1\xE0\xED\xE4\xF0"],
    ['cp1250', "Jaroslav Krop\xE1\xE8ek"], ['western', "Jos\xE9 M\xFCller"]);
for (@legacy) {
	with("$_->[0].jpg", app1(tiff([[0x013B, 2, "$_->[1]\0"]])));
	with("$_->[0]-iptc.jpg", iptc([2, 80, $_->[1]]));
}
with('said-iptc.jpg', iptc([1, 90, "\x1B-B"], [2, 80, "Jaroslav Krop\xE1\xE8ek"]));
with('fallback.jpg', app1(tiff([[0x013B, 2, "$legacy[1][1]\0"]])),
    xmp(packet("<dc:creator><rdf:Seq><rdf:li>Jaroslav Krop\xC3\xA1\xC4\x8Dek" .
	'</rdf:li></rdf:Seq></dc:creator>')));

# TIFF: eight by eight grey pixels, with a caption and a position.
for (['caption.tif', []], ['place.tif', $gps]) {
	my ($name, $place) = @$_;
	my @main = ([256, 4, pack 'N', 8], [257, 4, pack 'N', 8],
	    [258, 3, pack 'n', 8], [259, 3, pack 'n', 1], [262, 3, pack 'n', 1],
	    [270, 2, "Quercus alba, a leaf\0"], [273, 4, pack 'N', 0],
	    [277, 3, pack 'n', 1], [278, 4, pack 'N', 8],
	    [279, 4, pack 'N', 64], [315, 2, "Ada\0"]);
	my $n = length tiff(\@main, [], $place);
	$main[6][2] = pack 'N', $n;
	spew($name, tiff(\@main, [], $place) . "\x80" x 64);
}

# PNG: chunks before and behind the image.
sub crc32 { my $crc = 0xFFFFFFFF; for (unpack 'C*', $_[0]) { $crc ^= $_;
    $crc = $crc & 1 ? $crc >> 1 ^ 0xEDB88320 : $crc >> 1 for 1 .. 8 }
    return $crc ^ 0xFFFFFFFF }
sub chunk { pack('N', length $_[1]) . $_[0] . $_[1] . pack 'N', crc32("$_[0]$_[1]") }
sub digits { my ($name, $bytes) = @_; my $hex = unpack 'H*', $bytes;
    $hex =~ s/(.{72})/$1\n/g; sprintf "\n%s\n%8d\n%s\n", $name, length $bytes, $hex }
sub packed { my ($name, $bytes) = @_; my $text = digits($name, $bytes);
    deflate(\$text => \my $z) or die; chunk('zTXt', "Raw profile type $name\0\0$z") }
my $rows = ("\0" . "\x80" x 16) x 12;
deflate(\$rows => \my $idat) or die;
my ($before, $behind, $iend) = ("\x89PNG\r\n\x1A\n" .
    chunk('IHDR', pack('NNC5', 16, 12, 8, 0, 0, 0, 0)), chunk('IDAT', $idat),
    chunk('IEND', ''));
my $turned = tiff([[0x0112, 3, pack 'n', 6], [0x013B, 2, "Ada\0"]]);
spew('exif.png', $before . chunk('eXIf', $turned) . $behind . $iend);
spew('late.png', $before . $behind . chunk('eXIf', $turned) . $iend);
spew('raw-exif.png', $before . packed('exif', "Exif\0\0$turned") . $behind . $iend);
spew('raw-app1.png', $before . packed('APP1', "Exif\0\0$turned") . $behind . $iend);
spew('raw-text.png', $before . $behind .
    chunk('tEXt', "Raw profile type exif\0" . digits('exif', "Exif\0\0$turned")) . $iend);
my $named = packet('<dc:creator>Ada</dc:creator>');
spew('raw-xmp.png', $before . packed('xmp', $named) . $behind . $iend);
spew('raw-iptc.png', $before . packed('iptc', bim(0x0404, iim([2, 80, 'Ada']))) .
    $behind . $iend);
deflate(\$named => \my $z) or die;
spew('itxt.png', $before . $behind .
    chunk('iTXt', "XML:com.adobe.xmp\0\1\0\0\0$z") . $iend);

# Photoshop: a header, and its resources.
my $resources = bim(1000, 'x') . bim(1060, packet('<dc:creator>Ada</dc:creator>')) .
    bim(1028, iim([2, 120, 'A caption']));
spew('image.psd', '8BPS' . pack('n', 1) . "\0" x 6 . pack('nNNnn', 3, 60, 80, 8, 3) .
    pack('N', 0) . pack('N', length $resources) . $resources . pack('N', 0) .
    pack('n', 0) . "\0" x (3 * 60 * 80));

# AVIF: the main image is item 1, item 3 a thumbnail; each has its EXIF.
sub box { pack('N', 8 + length $_[1]) . $_[0] . $_[1] }
for (['main.avif', 1, 3, 2], ['second.avif', 3, 1, 2], ['inside.avif', 1, 3, 1]) {
	my ($name, $of2, $of4, $where) = @$_;
	my @exif = map { pack('N', 0) . tiff([[0x013B, 2, "$_\0"]]) }
	    'The Main', 'A Thumbnail';
	my ($primary) = 1;
	@exif = reverse @exif if $of2 != $primary;
	my $inside = $where == 1;
	my $meta;
	my $offset = 0;
	for (1, 2) {
		my $at = $offset;
		my $iloc = "\1\0\0\0" . pack('CC', 0x44, 0) . pack('n', 2);
		for my $i (0, 1) {
			$iloc .= pack('nnnnNN', $i ? 4 : 2, $inside ? 1 : 0, 0, 1,
			    $at, length $exif[$i]);
			$at += length $exif[$i];
		}
		$meta = box('meta', "\0\0\0\0" . box('pitm', "\0\0\0\0" . pack('n', $primary)) .
		    box('iinf', "\0\0\0\0" . pack('n', 4) . join('', map {
			box('infe', "\2\0\0\0" . pack('nn', $_->[0], 0) . $_->[1] . "\0") }
			[1, 'av01'], [2, 'Exif'], [3, 'av01'], [4, 'Exif'])) .
		    box('iref', "\0\0\0\0" . box('cdsc', pack 'nnn', 2, 1, $of2) .
			box('cdsc', pack 'nnn', 4, 1, $of4)) .
		    box('iprp', box('ipco', box('ispe', pack 'NNN', 0, 80, 60))) .
		    box('iloc', $iloc) . ($inside ? box('idat', join '', @exif) : ''));
		last if $inside;
		$offset = 24 + length($meta) + 8;
	}
	spew($name, box('ftyp', 'avif' . pack('N', 0) . 'avifmif1') . $meta .
	    box('mdat', $inside ? 'x' x 100 : join '', @exif));
}
