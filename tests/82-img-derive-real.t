#!/bin/sh
# img-derive on real files: eight orientations of one picture, the formats'
# conformance suites, cameras' files, and what was made to break decoders.
. "$(dirname "$0")/lib.sh"
. "$here/derive.sh"
[ -d "$shared" ] || skip_all "no ../shared/data"

list() {
	printf 'path\tname\n'
	for list_set; do
		find "$shared/$list_set" -type f ! -name '*[	\\]*' |
			LC_ALL=C sort | awk -F / '{ print $0 "\t" $NF }'
	done
}

# 1 is upright as stored, 6 lies on its side: all must have the same shape.
printf 'path\tname\n' >turned.tsv
for i in 1 2 3 4 5 6 7 8; do
	printf '%s\tP%s.jpg\n' \
		"$shared/orientation/recurser-exif-orientation/Landscape_$i.jpg" $i
done >>turned.tsv
status 0 "eight orientations" img-derive -s turned turned.tsv
is "$(for i in 1 2 3 4 5 6 7 8; do
	echo "$(cell out $i largeXDimension)x$(cell out $i largeYDimension)"
done | uniq)" 1800x1200 "have one shape"
if command -v compare >/dev/null; then
	worst=0
	for i in 2 3 4 5 6 7 8; do
		for size in lg web tn; do
			# They differ by the number painted on them.
			far=$(compare -metric RMSE turned/00000/P1_$size.jpg \
				turned/00000/P${i}_$size.jpg null: 2>&1 |
				sed 's/.*(\(.*\))/\1/')
			awk "BEGIN { exit !($far > 0.06) }" && worst=1
		done
	done
	ok $worst "and the same way up"
else
	skip "no compare of ImageMagick" "and the same way up"
fi

# Of those that are broken, every third.
{
	list orientation exif-cameras image-formats oversize-images
	list broken-images mime-confusion | awk 'NR % 3 == 0'
} >all.tsv
img-derive -q -s store all.tsv >out 2>err
is "$?$(cat err)" 1 "thousands of good, odd and hostile files"
is "$(grep -c 'derive-read-error' out)" 0 "none is the disk's fault"
is "$(wc -l <out)" "$(wc -l <all.tsv)" "each row comes out"
is "$(awk -F '\t' '{ sub(/derive-blank/, "", $NF) }
	NR > 1 && ($3 == "") != ($NF != "")' out | wc -l)" 0 \
	"with a picture, or marked"
is "$(awk -F '\t' 'NR > 1 && $3 == "" && $2 ~ /\.(jpe?g|png|gif|webp|avif)$/ &&
	$1 ~ "/image-formats/(libjpeg|pngsuite|libwebp|pillow-avif)" &&
	$2 !~ /^x/ { print $2 }' out)" '' "conformance suites are read"
is "$(find store -name '*.jpg' ! -newer all.tsv; find store -name '*partial*')" \
	'' "nothing else is there"
awk -F '\t' 'NR > 1 && $3 != "" { n++ } END { exit n < 700 }' out
ok $? "most are pictures"
is "$(awk -F '\t' '$2 ~ /\.(cr2|cr3|nef|dng|raf)$/ && $3 != "" &&
	$1 !~ /broken/ { print $2 }' out | sort | paste -sd ' ')" \
	FujiFilm.raf "a raw file has its preview; the others here are cut"
if command -v exiftool >/dev/null; then
	# shellcheck disable=SC2016 # exiftool's own variables
	is "$(exiftool -q -r -if '$GPSLatitude or $Orientation# > 1' \
		-p '$FileName' store 2>/dev/null)" '' \
		"no derivative has a position or an orientation"
else
	skip "no exiftool" "no derivative has a position or an orientation"
fi
done_testing
