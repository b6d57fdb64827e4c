#!/bin/bash
# Odd pictures: what is whole is never bad, and the derivatives of all that is
# not bad are right.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

perl "$here/odd-pictures.pl" p 2>err || {
	sed 's/^/# /' err
	skip_all "no samples"
}
command -v djpeg >/dev/null || skip_all "no djpeg"
(echo path && printf '%s\n' p/*/*) >in.tsv
words() {
	awk -F'\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		{ gsub(/ ?(tiny|not-decoded)/, "", $at["problems"])
		print $1, $at["verdict"], $at["problems"] }' "$@"
}
img-check in.tsv >plain.tsv 2>err
img-check --decode in.tsv >decoded.tsv 2>err
for with in plain decoded; do
	is "$(words $with.tsv | grep -v '^p/any/' | grep ' bad ')" '' \
		"no picture that is whole is bad ($with)"
done

# word NAME: verdict and problems.
word() { words "${2:-plain}.tsv" | sed -n "s|^p/any/$1 ||p" | sed 's/ *$//'; }
is "$(word end-none.png)" 'fix end-missing' "a PNG without its end"
is "$(word end-cut-2.png)" 'fix end-missing' "with a part of it"
is "$(word adler.png decoded)" 'fix bad-checksum' "pixels that do not fit their checksum"
is "$(word pixels-checksum.png)" 'fix bad-checksum' \
	"a chunk that does not, though pixels do"
is "$(word trns-checksum.png)" 'fix bad-checksum' "transparency that does not"
is "$(word palette-checksum.png)" 'bad corrupt' "a palette that does not"
is "$(word cut-in-pixels.png)" 'bad truncated' "a PNG cut in its pixels"
is "$(word rows-too-few.png decoded)" 'bad corrupt' "rows that are missing"
is "$(word animated-cut.png)" 'fix end-missing animated' \
	"an animation that is cut after its first frame"
is "$(word animated-number.png)" 'fix not-web animated' \
	"one that browsers refuse"
is "$(word zlib-dictionary.png)" 'bad corrupt' "pixels with a dictionary"
is "$(word width-more-than-million.png)" 'fix not-web' "too wide for browsers"
is "$(word gif-no-terminator.gif)" 'fix end-missing' "a GIF without its end"
is "$(word gif-second-cut.gif)" 'fix end-missing animated' "cut in its second frame"
is "$(word gif-data-cut-hard.gif)" 'bad truncated' "cut in its first"
is "$(word gif-frame-0.gif)" 'bad corrupt' "a frame without pixels"
is "$(word gif-no-data.gif)" 'bad corrupt' "a frame without data"
is "$(word gif-least-9.gif)" 'fix not-web' "codes for 512 colours"
is "$(word gif-least-9.gif decoded)" 'bad corrupt not-web' "that have no meaning"
is "$(word gif-least-12.gif)" 'bad corrupt' "codes that are too long"
is "$(word gif-control-long.gif)" 'fix not-web' "a control block that is too long"
for name in alpha-late extended-other-size extended-short extended-twice \
	moving-empty-frame moving-flagged-none moving-not-flagged moving-outside \
	moving-second-broken moving-without-anim two-pictures version-7; do
	[ -e p/any/$name.webp ] || continue
	like "$(word $name.webp)" '^bad corrupt' "WebP: $name"
done
for name in huffman-broken huffman-short sampling-wide scan-huffman \
	scans-shuffled frame-c2; do
	[ -e p/any/j-$name.jpg ] || continue
	like "$(word j-$name.jpg)" '^bad corrupt' "JPEG: $name"
done
if [ -e p/any/j-base.jpg ] || [ -e p/colour/j-base.jpg ]; then
	like "$(word j-first-scan-only.jpg)" '^bad truncated' \
		"a progressive JPEG with its first scan only"
	like "$(word j-a-component-missing.jpg)" '^bad truncated' \
		"a JPEG with a colour that no scan has"
	is "$(word j-segment-length-0.jpg)" ok "a comment without a length"
	like "$(word j-components-2.jpg)" '^bad no-decoder' "two components"
	is "$(word j-height-after.jpg)" 'fix not-web' \
		"a height that is after the pixels"
fi
like "$(word outside.ico)" '^bad truncated' "an icon whose image is elsewhere"
like "$(word drawing-broken.svg)" '^bad corrupt' "a drawing that is cut"
is "$(word drawing-bom.svg)" 'warn odd-format' "one that is not"
if [ -e p/any/a-no-size.avif ]; then
	for name in primary size config location items handler properties; do
		like "$(word a-no-$name.avif)" '^bad corrupt' "AVIF: no $name"
	done
	is "$(word a-no-data.avif)" 'fix not-web' "AVIF: data in another box"
fi

# What is fix can be cured.
img-derive -q -s store decoded.tsv >derived.tsv 2>err
is "$(join <(words decoded.tsv | grep ' fix' | cut -d ' ' -f 1 | sort) \
	<(words derived.tsv | sort) | grep -v ' ok')" '' \
	"all that is fix is ok then"
perl -e 'sub ppm { open my $f, "<:raw", $_[0] or die $_[0]; local $/; my $b = <$f>;
		my ($k, $w, $h) = $b =~ /^P([56])\s+(\d+)\s+(\d+)\s+255\s/ or die;
		$b = substr $b, $+[0]; $b =~ s/(.)/$1$1$1/gs if $k == 5;
		return ("$w $h", unpack "C*", $b) }
	while (<STDIN>) { chomp; my ($path, $file) = split /\t/;
		my $kind = $path =~ m|p/grey/| ? "grey" : "colour";
		system "djpeg store/$file >seen.ppm 2>/dev/null";
		my ($size, @seen) = ppm("seen.ppm");
		my ($other, @truth) = ppm("p/$kind.ppm"); my $off = 0;
		$off += abs($seen[$_] - $truth[$_]) for 0 .. $#truth;
		print "$path $size ", $off / @truth, "\n"
		    if $size ne $other || $off / @truth > 9 }' \
	>wrong <<ROWS
$(awk -F'\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
	($1 !~ "/any/" || $1 ~ /j-height-after/) && $at["largeFile"] != "" {
		print $1 "\t" $at["largeFile"] }' derived.tsv)
ROWS
is "$(cat wrong)" '' "derivatives have the pixels of what is whole"
is "$(awk -F'\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
	$1 !~ "/any/" && $1 !~ /\.(ico|cur|svg)$/ && $at["largeFile"] == "" {
		print $1 }' derived.tsv)" '' "and are made of all of it"

# The same pixels from what lacks an end, or a checksum.
md5() {
	awk -F'\t' -v path="p/$1" 'NR == 1 {
		for (i = 1; i <= NF; i++) at[$i] = i; next }
		$1 == path { print $at["largeMD5"] }' derived.tsv
}
for name in end-none.png pixels-checksum.png adler-none.png animated-cut.png \
	unknown-type-of-digits.png; do
	is "$(md5 any/$name)" "$(md5 colour/rgb8.png)" "$name: its pixels"
done
for name in gif-no-terminator.gif gif-trailer-only.gif gif-second-cut.gif; do
	is "$(md5 any/$name)" "$(md5 colour/gif89.gif)" "$name: its pixels"
done
done_testing
