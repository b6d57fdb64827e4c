#!/bin/sh
# img-derive: what is made of a picture, and what its row says then.
. "$(dirname "$0")/lib.sh"
. "$here/derive.sh"

mkdir photos
draw seed=1 number=UCR0001001 width=1000 height=1520 grain=20 \
	artist='A. Curator' copyright='CC BY' date='2026:05:04 10:00:00' \
	photos/UCR0001001.jpg
draw seed=2 number=UCR0001002 width=400 height=600 photos/UCR0001002.jpg
draw seed=3 number=UCR0001003 width=640 height=960 orientation=6 \
	artist='A. Curator' photos/UCR0001003.jpg
draw seed=4 number=UCR0001004 width=300 height=420 format=tiff \
	photos/UCR0001004.tif
located photos/UCR0001002.jpg photos/UCR0001005.jpg
find photos -type f -exec ls -l --full-time {} + >before
md5sum photos/* >before.md5

stream photos/*.jpg photos/*.tif >in.tsv
status 0 "pictures are derived" img-derive -s store --large 1200 --web 500 in.tsv
cp out derived.tsv
is "$(cell out 1 largeFile) $(cell out 1 webFile) $(cell out 1 thumbnailFile)" \
	'UCR0001/UCR0001001_lg.jpg UCR0001/UCR0001001_web.jpg UCR0001/UCR0001001_tn.jpg' \
	"three files, below the store"
is "$(cell out 1 largeXDimension)x$(cell out 1 largeYDimension) \
$(cell out 1 webXDimension)x$(cell out 1 webYDimension) \
$(cell out 1 thumbnailXDimension)x$(cell out 1 thumbnailYDimension)" \
	'789x1200 329x500 132x200' "both sides are bounded"
is "$(frame store/UCR0001/UCR0001001_web.jpg)" 'c2 329 500' \
	"what the row says is true, and the JPEG progressive"
is "$(cell out 1 largeBytes) $(cell out 1 largeMD5) $(cell out 1 largeFormat)" \
	"$(wc -c <store/UCR0001/UCR0001001_lg.jpg) $(md5sum \
	<store/UCR0001/UCR0001001_lg.jpg | cut -d ' ' -f 1) image/jpeg" \
	"bytes, MD5 and format"
is "$(cell out 1 verdict)$(cell out 1 problems)" ok "verdict"
holds store/UCR0001/UCR0001001_lg.jpg 'A. Curator' &&
	holds store/UCR0001/UCR0001001_tn.jpg 'CC BY' &&
	holds store/UCR0001/UCR0001001_web.jpg '2026:05:04 10:00:00'
ok $? "creator, copyright and date stay"
same store/UCR0001/UCR0001002_lg.jpg photos/UCR0001002.jpg \
	"a JPEG that needs nothing is stored byte for byte"
is "$(cell out 2 largeMD5)" "$(md5sum <photos/UCR0001002.jpg | cut -d ' ' -f 1)" \
	"with its MD5"
is "$(cell out 2 webXDimension)x$(cell out 2 webYDimension)" 333x500 \
	"but not where it is too large"
is "$(frame photos/UCR0001003.jpg)" 'c0 960 640' "a picture lies on its side"
is "$(cell out 3 largeXDimension)x$(cell out 3 largeYDimension) \
$(cell out 3 thumbnailXDimension)x$(cell out 3 thumbnailYDimension)" \
	'640x960 133x200' "it is turned"
is "$(frame store/UCR0001/UCR0001003_lg.jpg)" 'c2 640 960' "really"
holds store/UCR0001/UCR0001003_lg.jpg 'A. Curator'
ok $? "and keeps its creator"
is "$(cell out 5 largeXDimension) $(cell out 5 largeFormat)" '300 image/jpeg' \
	"a TIFF becomes a JPEG, and is not enlarged"

# Positions.
large=store/UCR0001/UCR0001005_lg.jpg
perl -e 'undef $/; open my $f, "<:raw", $ARGV[0] or die;
	exit(index(<$f>, pack("NN", 1234567, 99991)) >= 0)' $large
ok $? "a GPS position goes"
! holds $large GPSLatitude
ok $? "from the XMP too"
! holds $large 'hidden place'
ok $? "and so does what is not known to be harmless"
holds $large 'Ada Lovelace' && holds $large 'CC BY &amp; thanks'
ok $? "artist and rights stay"
is "$(scans $large)" "$(scans photos/UCR0001005.jpg)" \
	"without touching a pixel"
img-derive -s gps --keep-gps --large 1200 in.tsv >out 2>err
same gps/UCR0001/UCR0001005_lg.jpg photos/UCR0001005.jpg \
	"--keep-gps keeps it"
perl -e 'undef $/; open my $f, "<:raw", $ARGV[0] or die;
	exit(index(<$f>, pack("NN", 1234567, 99991)) < 0)' \
	gps/UCR0001/UCR0001005_tn.jpg
ok $? "in what is encoded too"

# The by-line of IPTC, in a JPEG and in a TIFF of either order of bytes; the
# rights in the XMP of a JPEG 2000.
perl -e 'undef $/; my $iim = "\x1C\2\x50\0\7By-line";
	open my $f, "<:raw", "photos/UCR0001002.jpg" or die; my $jpeg = <$f>;
	my $bim = "Photoshop 3.0\0008BIM\4\4\0\0" . pack("N", 12) . $iim;
	open $f, ">:raw", "iptc.jpg" or die;
	print $f "\xFF\xD8\xFF\xED", pack("n", 2 + length $bim), $bim,
	    substr $jpeg, 2;
	for (["II", "v", "V"], ["MM", "n", "N"]) {
	    my ($order, $two, $four) = @$_;
	    open $f, ">:raw", "iptc$order.tif" or die;
	    print $f $order, pack("$two$four$two", 42, 8, 9),
		map { pack("$two$two$four$four", @$_) } [256, 4, 1, 8],
		[257, 4, 1, 8], [258, 4, 1, 8], [259, 4, 1, 1], [262, 4, 1, 1],
		[273, 4, 1, 134], [278, 4, 1, 8], [279, 4, 1, 64],
		[33723, 4, 3, 122];
	    print $f pack($four, 0), $iim, "\x80" x 64 }'
perl -MMIME::Base64 -e 'undef $/; print decode_base64(<STDIN>);
	my $xmp = q{<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF } .
	    q{xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"} .
	    q{><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/">} .
	    q{<dc:rights>Some rights</dc:rights></rdf:Description>} .
	    q{</rdf:RDF></x:xmpmeta>};
	print pack("Na4H*", 24 + length $xmp, "uuid",
	    "be7acfcb97a942e89c71999491e3afac"), $xmp' >xmp.jp2 <<-END
	AAAADGpQICANCocKAAAAFGZ0eXBqcDIgAAAAAGpwMiAAAAAtanAyaAAAABZpaGRyAAAAEAAAABAA
	AQcHAAAAAAAPY29scgEAAAAAABEAAACqanAyY/9P/1EAKQAAAAAAEAAAABAAAAAAAAAAAAAAABAA
	AAAQAAAAAAAAAAAAAQcBAf9SAAwAAAABAAAEBAAB/1wABEBA/2QAJQABQ3JlYXRlZCBieSBPcGVu
	SlBFRyB2ZXJzaW9uIDIuNS4w/5AACgAAAAAAOAAB/5PPtJwRUFSv9MewNwAAAABhIS/axEAAAMJC
	X7aZAAABhIS/bTIAAAMJCX//2Q==
END
stream iptc.jpg iptcII.tif iptcMM.tif xmp.jp2 >told.tsv
img-derive -s told --large 200 told.tsv >out 2>err
for row in 1 2 3; do
	holds "told/$(cell out $row thumbnailFile)" 'By-line'
	ok $? "$(cell out $row name): the by-line stays"
done
holds "told/$(cell out 4 thumbnailFile)" 'Some rights'
ok $? "so do rights of a JPEG 2000"

find photos -type f -exec ls -l --full-time {} + >after
same after before "sources stay as they were"
md5sum -c --quiet before.md5 >out 2>&1
ok $? "and their bytes"
[ "$(stat -c %i photos/UCR0001002.jpg)" != \
	"$(stat -c %i store/UCR0001/UCR0001002_lg.jpg)" ]
ok $? "no hard links"
img-derive -s linked --hardlink in.tsv >out 2>err
is "$(stat -c %i linked/UCR0001/UCR0001002_lg.jpg)" \
	"$(stat -c %i photos/UCR0001002.jpg)" "but with --hardlink"

# Any number of workers.
img-derive -j1 -s one --large 1200 --web 500 in.tsv | storeless >one.tsv
img-derive -j4 -s four --large 1200 --web 500 in.tsv | storeless >four.tsv
storeless <derived.tsv >before.tsv
same four.tsv one.tsv "-j1 and -j4: the same rows"
same one.tsv before.tsv "and the same as before"
is "$(cell derived.tsv 1 store)" store "the store is named"
tree one >one.tree
tree four >four.tree
same four.tree one.tree "and the same files"

# A camera's raw file: two previews, and lossless data that is none.
draw seed=5 width=160 height=120 tiny.jpg
draw seed=6 width=640 height=480 preview.jpg
perl -e 'undef $/;
	my @jpegs = map { open my $f, "<:raw", $_ or die; <$f> } @ARGV;
	my $artist = "Raw Artist\0";
	print "II*\0", pack("V", 16), "CR\2\0", pack("V", 0), pack("v", 2),
	    pack("vvVvv", 0x0112, 3, 1, 6, 0),
	    pack("vvVV", 0x013B, 2, length $artist, 16 + 2 + 24 + 4),
	    pack("V", 0), $artist, "\xFF\xD8\xFF\xC3\0\x0B\x0E\x40\0\x40\0\1\1\x11\0",
	    $jpegs[0], "junk" x 500000, $jpegs[1], "junk" x 1000' \
	tiny.jpg preview.jpg >photos/UCR0001006.CR2
stream photos/UCR0001006.CR2 >raw.tsv
status 0 "a raw file" img-derive -s raw raw.tsv
is "$(cell out 1 largeXDimension)x$(cell out 1 largeYDimension)" 480x640 \
	"is its largest preview, upright"
holds raw/UCR0001/UCR0001006_lg.jpg 'Raw Artist'
ok $? "with the artist"

# What EXIF says twice, or in another type, turns all sizes or none.
perl -e 'undef $/; open my $f, "<:raw", "photos/UCR0001002.jpg" or die;
	my $jpeg = <$f>;
	my %entries = ("twice" => pack("vvVV" x 2, 0x112, 3, 1, 6, 0x112, 3, 1, 3),
	    "long" => pack("vvVV", 0x112, 4, 1, 6), "none" => pack("vvVV", 0x112, 3, 0, 6));
	for (sort keys %entries) {
	    my $exif = "Exif\0\0II*\0" . pack("Vv", 8, length($entries{$_}) / 12) .
		$entries{$_} . pack("V", 0);
	    open $f, ">:raw", "$_.jpg" or die;
	    print $f "\xFF\xD8\xFF\xE1", pack("n", 2 + length $exif), $exif,
		substr $jpeg, 2 }'
stream twice.jpg long.jpg none.jpg >odd.tsv
img-derive -s odd odd.tsv >out 2>err
is "$(for row in 1 2 3; do
	[ "$(cell out $row largeXDimension)" -gt "$(cell out $row largeYDimension)" ]
	large=$?
	[ "$(cell out $row thumbnailXDimension)" -gt \
		"$(cell out $row thumbnailYDimension)" ]
	echo $large$?
done | paste -sd ' ')" '00 11 11' "odd orientations turn all sizes or none"

# Upright as others see it, without loss: sides that fill whole blocks.
if command -v compare >/dev/null; then
	for way in 2 3 4 5 6 7 8; do
		draw seed=3 number=UCR0001010 width=640 height=480 \
			orientation=$way turned$way.jpg
		convert turned$way.jpg -auto-orient "upright$way.ppm"
	done
	stream turned[2-8].jpg >turned.tsv
	img-derive -s turned turned.tsv >out 2>err
	is "$(for way in 2 3 4 5 6 7 8; do
		compare -metric RMSE "upright$way.ppm" \
			"turned/$(cell out $((way - 1)) largeFile)" null: 2>&1 |
			sed 's/.*(\(.*\))/\1/; s/$/\n/' |
			awk 'NF { print ($1 < 0.005 ? "upright" : "off by " $1) }'
	done | sort | uniq -c | sed 's/^ *//')" '7 upright' \
		"all orientations come out upright, pixel by pixel"
else
	skip 'no compare' 'all orientations, pixel by pixel'
fi

# Sizes.
img-derive -s sizes --large 0 --web 300x100 --thumbnail 0 in.tsv >out 2>err
is "$(cell out 1 largeFile)$(cell out 1 thumbnailFile)$(cell out 1 largeBytes)" \
	'' "a size of 0 is not made"
is "$(cell out 1 webXDimension)x$(cell out 1 webYDimension)" 66x100 \
	"WIDTHxHEIGHT"
draw seed=7 width=1500 height=2000 grain=120 quality=98 photos/UCR0001007.jpg
stream photos/UCR0001007.jpg >noisy.tsv
img-derive -s small --max-bytes 200kB noisy.tsv >out 2>err
[ "$(wc -c <small/UCR0001/UCR0001007_lg.jpg)" -le 200000 ] &&
	[ "$(wc -c <small/UCR0001/UCR0001007_web.jpg)" -le 200000 ]
ok $? "--max-bytes is met"
[ "$(cell out 1 largeXDimension)" -lt 1500 ]
ok $? "by a smaller picture if need be"
img-derive -s fair --max-bytes 1200kB noisy.tsv >out 2>err
[ "$(cell out 1 largeXDimension)" -eq 1500 ] &&
	[ "$(cell out 1 largeBytes)" -le 1200000 ] &&
	[ "$(cell out 1 largeBytes)" -gt 900000 ]
ok $? "but by quality first"
img-derive -s poor --quality 30 noisy.tsv >out 2>err
[ "$(wc -c <poor/UCR0001/UCR0001007_web.jpg)" -lt \
	"$(wc -c <fair/UCR0001/UCR0001007_web.jpg)" ]
ok $? "--quality"
img-derive -s crisp --sharpen noisy.tsv >out 2>err
! cmp -s crisp/UCR0001/UCR0001007_web.jpg fair/UCR0001/UCR0001007_web.jpg
ok $? "--sharpen"

# What cannot be derived is marked.
mkdir bad
: >bad/empty.jpg
echo 'no picture' >bad/text.jpg
head -c 20000 photos/UCR0001001.jpg >bad/cut.jpg
cp photos/UCR0001004.tif bad/lying.jpg
mkdir bad/folder.jpg
printf '#!/bin/sh\n' >bad/script.jpg
mkfifo bad/pipe.jpg
stream bad/empty.jpg bad/text.jpg bad/cut.jpg bad/lying.jpg bad/folder.jpg \
	bad/pipe.jpg bad/gone.jpg >bad.tsv
status 1 "pictures that cannot be derived are status 1" \
	img-derive -s badstore bad.tsv
for row in 1 2 3 4 5 6 7; do
	cell out $row verdict
	cell out $row problems
done | paste -sd ' ' >verdicts
is "$(cat verdicts)" "bad derive-unknown-format bad derive-unknown-format \
bad derive-broken ok  bad derive-unreadable bad derive-unreadable \
bad derive-unreadable" "and marked, not dropped"
is "$(find badstore -name '*.jpg' | sort | paste -sd ' ')" \
	"badstore/ly/lying_lg.jpg badstore/ly/lying_tn.jpg badstore/ly/lying_web.jpg" \
	"nothing is stored of them"
is "$(find badstore -name 'cut*')" '' "not even a record"
cp photos/UCR0001001.jpg bad/cut.jpg
img-derive -s badstore out >again.tsv 2>err
is "$(cell again.tsv 3 verdict)$(cell again.tsv 3 problems)" ok \
	"what is mended is taken up, though its row was bad"
status 1 "more pixels than allowed" img-derive -s badstore \
	--max-megapixels 1 in.tsv
is "$(cell out 1 problems)" derive-too-many-pixels "are refused"

# A decoder that warns: of lost data, or of what does no harm.
cp photos/UCR0001002.jpg whole.jpg
perl -e 'undef $/; open my $f, "<:raw", "whole.jpg" or die; my $jpeg = <$f>;
	print substr($jpeg, 0, length($jpeg) / 2) . "\xFF\xD9"' >bad/half.jpg
perl -pe 's/^(\xFF\xD8\xFF\xE0\0\x10.{14})/$1\0\0/s' whole.jpg >bad/gap.jpg
stream bad/half.jpg bad/gap.jpg >damage.tsv
img-derive -s damage damage.tsv >out 2>err
is "$(cell out 1 problems)$(find damage -name 'half*')" derive-broken \
	"half a picture is none, though it has an ending"
is "$(cell out 2 problems)$(cmp bad/gap.jpg whole.jpg >/dev/null; echo $?)" 1 \
	"a byte too many does no harm"

# Codes of others.
{
	printf 'path\tname\tverdict\tproblems\n'
	printf 'photos/UCR0001004.tif\tUCR0001004.tif\tfix\tbad-date not-web number-zeros\n'
	printf 'photos/UCR0001003.jpg\tUCR0001003.jpg\twarn\trotated\n'
	printf 'photos/UCR0001002.jpg\tUCR0001002.jpg\tbad\ttruncated\n'
	printf 'photos/UCR0001002.jpg\tUCR0001002.jpg\tbad\t\n'
	printf '\thttp\tfix\tnot-web\n'
} >codes.tsv
img-derive -v -s codes codes.tsv >out 2>err
is "$(cut -f 3-4 codes.tsv | tail -n 3)" "$(awk -F '\t' -v OFS='\t' \
	'NR > 3 { print $3, $4 }' out)" "bad rows, and those without a path, are left alone"
is "$(sed -n 2p out | cut -f 3,4)" "$(printf 'warn\tbad-date number-zeros')" \
	"what is cured goes, the rest stays, the verdict follows"
is "$(sed -n 3p out | cut -f 3,4)" "$(printf 'ok\t')" "rotated is cured"
like "$(cat err)" '^img-derive: 2 made, 0 made again, 0 up to date, 0 refused, 3 left alone$' \
	"-v counts"
img-derive -s nolarge --large 0 codes.tsv >out 2>err
is "$(sed -n 2p out | cut -f 3)" fix "without a large picture it is not cured"

# Whose picture it is decides where it goes.
{
	printf 'path\tname\tmatch\toccid\tmatchKey\tcatalogNumber\trecordCatalogNumber\n'
	for row in 'matched\t7\tx\tABC1\tXYZ0009123' 'ambiguous\t\tUCR1\t\t' \
		'contradictory\t\t\tUCR1\t' 'none\t\t\t\t' 'none\t\tQ0004444\t\t' \
		'\t\t\tABC7777\t' 'ambiguous\t9\t\tDEF8888\t'; do
		printf 'photos/UCR0001002.jpg\tUCR0001002.jpg\t%b\n' "$row"
	done
} >whose.tsv
img-derive -s whose whose.tsv >out 2>err
is "$(for row in 1 2 3 4 5 6 7; do cell out $row webFile; done | paste -sd ' ')" \
	"XYZ0009/UCR0001002_web.jpg    Q0004/UCR0001002_web.jpg ABC7/UCR0001002_web.jpg DEF8/UCR0001002_web.jpg" \
	"disputed rows wait, the others go where their number says"
img-derive -s web --layout web whose.tsv >out 2>err
is "$(cell out 1 webFile)" XYZ0009/UCR0001002_web.jpg "--layout web"

# Rehearsals.
status 0 "--dry-run" img-derive -s nowhere --dry-run in.tsv
[ ! -e nowhere ]
ok $? "writes nothing"
is "$(cell out 1 action) $(cell out 1 largeFile)" \
	'make UCR0001/UCR0001001_lg.jpg' "and says what would be done"
img-derive -s store --dry-run --large 1200 --web 500 in.tsv >out
is "$(cell out 1 action) $(cell out 1 largeBytes)" "keep $(cell derived.tsv 1 largeBytes)" \
	"or kept"
img-derive -s store --dry-run in.tsv >out
is "$(cell out 1 action)" make-again "or made again"
status 0 "--estimate" img-derive --estimate in.tsv
is "$(cut -f 1 out | paste -sd ' ')" \
	'quantity pictures leftAlone sampled refused largeBytes webBytes thumbnailBytes storeBytes seconds' \
	"tells quantities"
is "$(awk '$1 == "pictures" || $1 == "sampled" { print $2 }' out | paste -sd ' ')" \
	'5 5' "of all pictures"

# Misuse.
for misuse in '' '-s store --large 0 --web 0 --thumbnail 0' \
	'-s store --large x' '-s store --web 100x' '-s store --quality 101' \
	'-s store --max-bytes 1kB' '-s store --layout flat' \
	'-s store --web-suffix ../x' '-s store --web-suffix _tn' \
	'-s no/such/folder'; do
	# shellcheck disable=SC2086 # words
	img-derive $misuse in.tsv >out 2>err
	is "$?$(cat out)" 2 "misuse: $misuse"
done
done_testing
