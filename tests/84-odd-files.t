#!/bin/bash
# Files as phones, cameras, scanners, editors, mailers and accidents make them:
# what Chromium and Pillow show is never bad, what the browser does not show is
# never ok, what is fix can be cured, and what else is in a file is told.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/shown.sh
. "$here/shown.sh"
sanitized && skip_all "the same with sanitizers"

"$BUILD/draw" seed=5 width=320 height=240 >base.jpg
perl "$here/odd-files.pl" p base.jpg 2>err || {
	sed 's/^/# /' err
	skip_all "no samples"
}
(echo path && printf '%s\n' p/*) >in.tsv
# words FILE: each picture, its verdict and its problems.
words() {
	awk -F'\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		{ gsub(/ ?(tiny|not-decoded)/, "", $at["problems"])
		gsub(" ", ",", $at["problems"])
		print $1, $at["verdict"], $at["problems"] }' "$1" | sort
}
img-check in.tsv >plain.tsv 2>err
img-check --decode in.tsv >decoded.tsv 2>err
words plain.tsv >plain
words decoded.tsv >decoded

# What has lost pixels, though a browser shows the rest.
lost='cut-100-and-end.jpg cut-progressive-half.jpg'
printf '%s base.jpg 9\n' p/* >pictures.all
if command -v chromium >/dev/null && command -v node >/dev/null; then
	shown <pictures.all >browser
fi
if [ -s browser ]; then
	is "$(join browser decoded | wc -l)" "$(wc -l <pictures.all)" "a word on each"
	is "$(join browser decoded | grep -E '^[^ ]+ none (ok|warn)')" '' \
		"nothing is ok that the browser does not show"
	is "$(join browser decoded | awk '$2 == "whole" && $3 == "bad" {
		sub(".*/", "", $1); print $1 }' | tr '\n' ' ' | sed 's/ $//')" \
		"$lost" "nothing is bad that it shows whole"
	is "$(join browser plain | grep -E '^[^ ]+ none (ok|warn)')" '' \
		"nor without --decode"
else
	skip "no browser" "what it shows"
fi
if /usr/bin/python3 -c 'import PIL' 2>/dev/null; then
	/usr/bin/python3 - p/* <<'PILLOW' >pillow 2>/dev/null
import sys, warnings
from PIL import Image
warnings.simplefilter("ignore")
def pixels(name):
    image = Image.open(name)
    image.load()
    if image.mode.startswith("I"):
        return None
    return image.size, image.convert("RGB").tobytes()
truth = pixels("base.jpg")
for name in sorted(sys.argv[1:]):
    try:
        seen = pixels(name)
    except Exception:
        print(name, "none")
        continue
    off = 99
    if seen and seen[0] == truth[0]:
        off = sum(abs(a - b) for a, b in zip(seen[1], truth[1])) / len(truth[1])
    print(name, "whole" if off < 9 else "some")
PILLOW
	is "$(sort pillow | join - decoded | awk '$2 == "whole" && $3 == "bad" {
		sub(".*/", "", $1); print $1 }' | grep -v zero-before)" \
		cut-100-and-end.jpg \
		"nor that Pillow shows, but what browsers refuse"
else
	skip "no python3-pil" "what Pillow shows"
fi

# word NAME: verdict and problems.
word() { sed -n "s|^p/$1 ||p" "${2:-plain}" | sed 's/ *$//'; }
for name in cut-end cut-in-end cut-end-zeros; do
	is "$(word $name.jpg)" 'fix end-missing' "$name: only its end is missing"
done
for name in cut-by-100 zeros-at-the-end cut-progressive-half header-only; do
	is "$(word $name.jpg)" 'bad truncated' "$name: pixels are missing"
done
img-check --quick <<ROWS 2>err | words /dev/stdin >quick
path
p/cut-end.jpg
ROWS
is "$(cat quick)" 'p/cut-end.jpg bad truncated' "nobody looks with --quick"
[ ! -e p/zero-before.gif ] ||
	is "$(word zero-before.gif)" 'bad no-decoder' "a zero before the picture"
[ ! -e p/zeros-at-the-end.gif ] ||
	is "$(word zeros-at-the-end.gif)" 'bad truncated' "a GIF that ends in zeros"
for name in ultra-hdr iso-gain-map apple-gain-map; do
	is "$(word $name.jpg)" 'ok gain-map' "$name"
done
for name in google-motion google-micro-video samsung-motion; do
	is "$(word $name.jpg)" 'ok trailing-data,motion-photo' "$name"
done
is "$(word samsung-trailer.jpg)" 'ok trailing-data' "a trailer without a video"
for name in stereo.mpo stereo.jpg preview-mpf.jpg three-mpf.jpg \
	portrait-depth.jpg twice.jpg; do
	is "$(word $name)" 'ok several-images' "$name"
done
like "$(word pages.tif)" 'several-pages' "a TIFF with pages"

# The base picture is the picture, and what is fix is cured.
img-derive -q -s store decoded.tsv >derived.tsv 2>err
is "$(join <(grep ' fix' decoded | cut -d ' ' -f 1) <(words derived.tsv) |
	grep -v ' ok')" '' "all that is fix is ok then"
perl -e 'sub ppm { open my $f, "<:raw", $_[0] or die $_[0]; local $/; my $b = <$f>;
		my ($k, $w, $h) = $b =~ /^P([56])\s+(\d+)\s+(\d+)\s+255\s/ or die;
		$b = substr $b, $+[0]; $b =~ s/(.)/$1$1$1/gs if $k == 5;
		return ("$w $h", unpack "C*", $b) }
	system "djpeg base.jpg >base.ppm";
	my ($size, @truth) = ppm("base.ppm");
	while (<STDIN>) { chomp; my ($path, $file) = split /\t/;
		system "djpeg store/$file >seen.ppm 2>/dev/null";
		my ($other, @seen) = ppm("seen.ppm"); my $off = 0;
		$off += abs($seen[$_] - $truth[$_]) for 0 .. $#truth;
		print "$path $other ", $off / @truth, "\n"
		    if $size ne $other || $off / @truth > 9 }' \
	>wrong <<ROWS
$(awk -F'\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
	$at["largeFile"] != "" && $1 !~ /quality-1\.|grey|fax|white-is|grid/ {
		print $1 "\t" $at["largeFile"] }' derived.tsv)
ROWS
is "$(cat wrong)" '' "derivatives look like the picture"
[ "$(awk -F'\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
	$at["largeFile"] != ""' derived.tsv | wc -l)" -gt 80 ]
ok $? "and are made"
done_testing
