#!/bin/bash
# What is promised of a picture is what is done: img-check's fix and no-decoder,
# img-derive's --dry-run and --estimate, and what it makes, agree on odd files of
# all kinds.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
sanitized && skip_all "the same with sanitizers"

"$BUILD/draw" seed=5 width=320 height=240 >base.jpg
perl "$here/odd-pictures.pl" p 2>err || skip_all "$(head -n 1 err)"
perl "$here/odd-files.pl" q base.jpg 2>err || skip_all "$(head -n 1 err)"
# More kinds, as far as their encoders are there.
mkdir more
made() { "$@" >noise 2>&1 || true; }
made convert p/colour.png more/plain.tif
for how in none packbits lzw zip zstd webp lerc lzma jpeg jpeg:r; do
	made tiffcp -c $how more/plain.tif more/$how.tif
	made tiffcp -c $how -p separate more/plain.tif more/apart-$how.tif
	made tiffcp -c $how -t -w 16 -l 16 more/plain.tif more/tiles-$how.tif
done
for bits in 1 2 4 8 16; do
	made convert p/colour.png -depth $bits more/depth-$bits.tif
	made convert p/colour.png -depth $bits -colorspace gray more/grey-$bits.tif
done
for how in Group3 Group4 Fax; do
	made convert p/colour.png -threshold 50% -compress $how more/$how.tif
done
made tiffcp -c jbig more/Group4.tif more/jbig.tif
made convert p/colour.png -colorspace Lab -depth 16 more/lab-16.tif
made convert p/colour.png -colorspace CMYK -depth 16 more/ink-16.tif
made convert p/colour.png -define quantum:format=floating-point -depth 32 \
	more/float.tif
made convert p/colour.png -define quantum:format=signed more/signed.tif
for kind in pbm pgm ppm pam pnm hdr psd psb pcx tga dds exr xpm sgi miff ico \
	jng mng jxr wbmp; do
	made convert p/colour.png more/other.$kind
done
for how in lossless:-l depth-10:-d=10 depth-12:-d=12 grey:-y=400 444:-y=444; do
	word=${how#*:}
	made avifenc -s 9 "${word%%=*}" "${word#*=}" p/colour.png "more/${how%%:*}.avif"
done
made avifenc -s 9 --irot 1 --imir 0 p/colour.png more/turned.avif
made heif-enc -o more/plain.heic p/colour.png
made heif-enc -L -o more/lossless.heic p/colour.png
made cjxl -d 0 p/colour.png more/lossless.jxl
made cjxl -d 0 p/grey.png more/grey.jxl
made cjxl p/colour/gif-animated.gif more/moves.jxl
made opj_compress -i p/colour.ppm -o more/plain.jp2
made opj_compress -i p/colour.ppm -o more/codestream.j2k
made opj_compress -i p/colour.ppm -o more/tiles.jp2 -t 16,16 -r 5
{
	printf '\0\0\0\14jP  \r\n\207\n\0\0\0\30ftypmjp2\0\0\0\0mjp2mj2s'
	tail -c +33 more/plain.jp2 2>/dev/null
} >more/film.mj2
perl -0777 -pe 's/(colr\x01\0\0\0\0\0)\x10/$1\x0E/' <more/plain.jp2 \
	>more/lab.jp2 2>/dev/null
head -c 3000 p/colour.ppm >more/cut.ppm
printf 'P6 # so wide\n2 # and so high\n2\n255\n123456789012P5' >more/two.ppm
printf 'P6\n0 5\n255\n' >more/none.ppm
head -c -99 more/other.psd >more/cut.psd 2>/dev/null
head -c 200 more/other.psd >more/head.psd 2>/dev/null
find more -empty -delete
(echo path && printf '%s\n' p/[acg]*/* q/* more/*) >in.tsv
img-check --decode in.tsv >checked.tsv 2>err
img-derive -q --dry-run -s store checked.tsv >dry.tsv 2>err
img-derive -q -s store checked.tsv >derived.tsv 2>err

# together: path, verdict and problems before, what is to be done, what was.
together() {
	awk -F'\t' 'FNR == 1 { file++; delete at
			for (i = 1; i <= NF; i++) at[$i] = i; next }
		file == 1 { verdict[$1] = $at["verdict"]
			gsub(" ", ",", $at["problems"])
			problems[$1] = $at["problems"]; next }
		file == 2 { action[$1] = $at["action"]; next }
		{ print $1, verdict[$1], problems[$1] "-", action[$1],
			$at["thumbnailFile"] == "" ? "nothing" : "made",
			$at["verdict"] }' "$@"
}
together checked.tsv dry.tsv derived.tsv >all
echo "# $(wc -l <all) pictures: $(cut -d ' ' -f 2 all | sort | uniq -c | tr -s ' \n' ' ')"
is "$(awk '$2 == "fix" && ($4 != "make" || $5 != "made" || $6 !~ /^(ok|warn)$/)' all)" '' \
	"what is fix is made, and fit for the web then"
is "$(awk '$2 ~ /^(ok|warn)$/ && ($4 == "make") != ($5 == "made")' all |
	grep -v 'not-decoded')" '' \
	"what --dry-run says of the others is what is done"
is "$(awk '$4 == "refuse" && $3 !~ /odd-format/' all)" '' \
	"nothing else than drawings and icons is refused that is not bad"
is "$(awk '$2 == "bad" && $4 != "leave"' all)" '' "what is bad is left alone"

# Without a verdict: what has no decoder is refused beforehand, and then.
awk -F'\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; print "path" }
	NR > 1 && $at["problems"] ~ /no-decoder/ { print $1 }' checked.tsv >none.tsv
img-derive -q --dry-run -s store none.tsv >dry.tsv 2>err
img-derive -q -s store none.tsv >derived.tsv 2>err
is "$(together none.tsv dry.tsv derived.tsv | awk '$5 == "made" || $4 != "refuse"')" '' \
	"what has no decoder is refused"
[ "$(wc -l <none.tsv)" -gt 10 ]
ok $? "$(($(wc -l <none.tsv) - 1)) of them"

# An estimate of few pictures looks at each.
{
	head -n 1 checked.tsv
	for name in $(awk '$4 == "make" { print $1 }' all | sed -n '1~40p' | head -n 16) \
		$(awk '$4 == "refuse" { print $1 }' all | head -n 6) \
		$(awk '$4 == "leave" { print $1 }' all | head -n 5); do
		awk -F'\t' -v name="$name" '$1 == name' checked.tsv
	done
} >few.tsv
img-derive -q --estimate few.tsv >estimate 2>err
img-derive -q -s few few.tsv >out 2>err
for of in large web thumbnail; do
	is "$(awk -v of="${of}Bytes" '$1 == of { print $2 }' estimate)" \
		"$(awk -F'\t' -v of="${of}Bytes" 'NR == 1 {
			for (i = 1; i <= NF; i++) at[$i] = i; next }
			{ n += $at[of] } END { print n }' out)" \
		"--estimate: what $of pictures take"
done
is "$(awk '$1 == "refused" { print $2 }' estimate)" \
	"$(grep -c 'derive-' out)" "and how many are refused"

# What cannot be seen without decoding is looked into as far as it can be.
word() { sed -n "s|^more/$1 ||p" all | cut -d ' ' -f 1,2; }
is "$(word cut.ppm)" 'bad truncated,not-web-' "a PNM that is cut"
is "$(word none.ppm)" 'bad corrupt,not-web-' "a PNM without a size"
is "$(word two.ppm)" 'fix not-web,not-decoded,tiny-' "another PNM after it"
[ ! -e more/cut.psd ] || is "$(word cut.psd)" 'bad truncated,not-web-' \
	"a PSD that is cut in its pixels"
[ ! -e more/head.psd ] || is "$(word head.psd)" 'bad truncated,not-web-' \
	"and before them"
[ ! -e more/lab.jp2 ] || is "$(word lab.jp2)" 'bad no-decoder,not-decoded,tiny-' \
	"a JPEG 2000 in Lab"
[ ! -e q/empty-block.gif ] || is "$(sed -n 's|^q/empty-block.gif ||p' all | cut -d ' ' -f 1,3)" \
	'warn refuse' "a GIF that other programs than browsers do not show"
[ ! -e more/plain.jp2 ] || is "$(word film.mj2)" 'bad not-a-picture-' \
	"a film of JPEG 2000"
done_testing
