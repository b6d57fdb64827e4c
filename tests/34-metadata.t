#!/bin/sh
# What pictures say of themselves: read by img-check, and the same from what
# img-derive makes of them.
. "$(dirname "$0")/lib.sh"
. "$here/derive.sh"

draw seed=1 number=UCR0001001 width=64 height=80 plain.jpg
mkdir p
(cd p && perl "$here/metadata.pl" ../plain.jpg)
ok $? "pictures are made"

# facts FILE: the descriptive columns and notes of its only row.
columns=createDate,creator,copyright,rights,owner,caption,title,keywords
facts() {
	printf 'path\n%s\n' "$1" | img-check -q --no-hash | pick_columns
}
# pick_columns: these columns of a stream, with "|" between them.
pick_columns() {
	awk -F '\t' -v names="$columns" '
		BEGIN { n = split(names, name, ",") }
		NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		{ line = ""
		  for (i = 1; i <= n; i++) line = line (i > 1 ? "|" : "") $at[name[i]]
		  print line }'
}
# value FILE COLUMN
value() {
	printf 'path\n%s\n' "$1" | img-check -q --no-hash >value.tsv
	cell value.tsv 1 "$2" | sed 's/ *tiny$//'
}

is "$(facts p/placed.jpg)" '|||||||' "what is placed in a picture is not its own"
is "$(facts p/both.jpg)" \
	'2019-04-12T10:15:00+02:00|Ada Lovelace; Bo Ek|CC BY 4.0|https://creativecommons.org/licenses/by/4.0/|A Museum||A leaf|UCR0001003 | leaf' \
	"beside what is"
is "$(facts p/short.jpg)" \
	'2018-07-06|Ada|CC BY-NC 4.0|https://creativecommons.org/licenses/by-nc/4.0/|||Head|one | two' \
	"attributes, and the day alone"
is "$(facts p/iptc.jpg)" \
	"2019-04-12T10:15:00+02:00|$(printf '\303\205sa Ek'); Bo||||A sheet|Title|UCR0001003" \
	"IPTC"
is "$(facts p/exif.jpg)" \
	'2019-04-12T10:15:00|Ada|(C) A Museum|||Jpeg of the type sheet||' "EXIF"
is "$(value p/torn.jpg rights)" '' "two licences are none"

# Texts of a PNG, in Latin-1 and in UTF-8, packed or not; IPTC goes first.
perl -MCompress::Zlib -e 'sub chunk { pack("N", length $_[1]) . $_[0] . $_[1] .
	    pack("N", crc32($_[0] . $_[1])) }
	my $head = "\x89PNG\r\n\x1A\n" . chunk("IHDR", pack("NNC5", 1, 1, 8, 0, 0, 0, 0));
	my $pixels = chunk("IDAT", compress("\0x"));
	my $end = chunk("IEND", "");
	my $iptc = "\x1C\2\x50\0\3Ida"; my $n = length $iptc;
	my $texts = chunk("tEXt", "Author\0Bj\xF6rn Ek") .
	    chunk("zTXt", "Copyright\0\0" . compress("CC BY 4.0, Bj\xF6rn Ek"));
	my $more = chunk("iTXt", "Title\0\0\0\0\0Eb\xC3\xA9ne") .
	    chunk("tEXt", "Description\0A leaf of it") . chunk("tEXt", "Software\0none");
	sub put { my $name = shift; open my $f, ">:raw", $name or die; print $f @_ }
	put("p/texts.png", $head, $texts, $pixels, $more, $end);
	put("p/texts-iptc.png", $head, $texts, chunk("zTXt", "Raw profile type iptc\0\0" .
		compress("\niptc\n       $n\n" . unpack("H*", $iptc) . "\n")), $pixels, $end)'
is "$(facts p/texts.png)" \
	"|$(printf 'Bj\303\266rn Ek|CC BY 4.0, Bj\303\266rn Ek')|https://creativecommons.org/licenses/by/4.0/||A leaf of it|$(printf 'Eb\303\251ne')|" \
	"texts of a PNG"
is "$(facts p/texts-iptc.png)" '|Ida||||||' "IPTC goes before them"

# Positions.
is "$(value p/place.jpg problems)" gps "a position is noted"
is "$(value p/place.jpg verdict)" ok "and no fault"
is "$(value p/xmpplace.jpg problems)" gps "one of XMP too"
is "$(value p/nowhere.jpg problems)" '' "zeros are none"
is "$(value p/place.tif problems)" 'not-web gps' "one of a TIFF"

# Encodings.
for name in cp1251 cp1250; do
	for kind in '' -iptc; do
		is "$(value p/$name$kind.jpg creator)" '' "$name$kind: no guess"
		is "$(value p/$name$kind.jpg problems)" encoding-unclear \
			"and that is said"
	done
done
is "$(value p/western.jpg creator)" "$(printf 'Jos\303\251 M\303\274ller')" \
	"what can mean one thing only is read"
is "$(value p/western-iptc.jpg problems)" '' "without a note"
is "$(value p/said-iptc.jpg creator)" \
	"$(printf 'Jaroslav Krop\303\241\304\215ek')" "and what says its encoding"
is "$(value p/fallback.jpg creator)" \
	"$(printf 'Jaroslav Krop\303\241\304\215ek')" "the next source is asked"

# Other formats.
is "$(value p/caption.tif caption)" 'Quercus alba, a leaf' "a TIFF's caption"
is "$(value p/exif.png orientation)" 6 "eXIf before the image"
is "$(value p/late.png orientation)$(value p/late.png problems)" '' \
	"browsers do not heed it behind the image"
for name in exif late raw-exif raw-app1 raw-text raw-xmp raw-iptc itxt; do
	is "$(value p/$name.png creator)" Ada "$name.png"
	printf 'path\np/%s.png\n' $name | img-check -q --quick >quick.tsv
	is "$(cell quick.tsv 1 creator)" Ada "with --quick"
done
is "$(value p/image.psd creator) $(value p/image.psd caption)" 'Ada A caption' PSD
is "$(value p/image.psd pixelXDimension)" 80 "and its size"
for name in main second inside; do
	is "$(value p/$name.avif creator)" 'The Main' \
		"$name.avif: the main image's EXIF"
done

# img-derive: all sizes say what the picture says.
rows() {
	printf 'path\tname\n'
	for row_file; do printf '%s\t%s\n' "$row_file" "${row_file##*/}"; done
}
# compare STORE DERIVED: the facts of the sources against their derivatives.
compare() {
	awk -F '\t' -v store="$1" '
		NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i
			print "path\tsource"; next }
		{ for (c in at) if (c ~ /^(large|web|thumbnail)File$/ && $at[c] != "")
			print store "/" $at[c] "\t" $at["path"] }' "$2" >made.tsv
	img-check -q --no-hash made.tsv | awk -F '\t' 'NR > 1' | wc -l >count
	columns="source,$columns"
	img-check -q --no-hash made.tsv | pick_columns | LC_ALL=C sort >got
	columns="path,${columns#source,}"
	img-check -q --no-hash "$2" | pick_columns >sources
	awk -F '|' 'NR == FNR { line[$1] = $0; next } { print line[$1] }' \
		sources got >expected
	columns=${columns#path,}
}
rows p/*.jpg p/*.tif p/*.png >in.tsv
img-check -q in.tsv | awk -F '\t' -v OFS='\t' '
	NR == 1 { for (i = 1; i <= NF; i++) if ($i == "problems") c = i; print; next }
	{ print }' >checked.tsv
cut -f 1,2 checked.tsv >plain.tsv
status 0 "derivatives of all" img-derive -q -s store plain.tsv
cp out derived.tsv
compare store derived.tsv
[ "$(cat count)" -ge 60 ]
ok $? "$(cat count) of them"
same got expected "say what their pictures say"
img-derive -q -s store checked.tsv >cured.tsv
is "$(awk -F '\t' 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "problems") c = i }
	$c ~ /gps/' cured.tsv | wc -l)" 0 "no position is left"
img-derive -q -s located --keep-gps checked.tsv >kept.tsv
is "$(awk -F '\t' 'NR > 1 && /gps/' kept.tsv | wc -l)" 3 "but with --keep-gps"
large=$(cell derived.tsv "$(awk '/p\/both.jpg/ { print NR - 1 }' in.tsv)" largeFile)
img-derive -q -s small --large 40 --web 0 --thumbnail 0 in.tsv >small.tsv
small=small/$(cell small.tsv "$(awk '/p\/both.jpg/ { print NR - 1 }' in.tsv)" largeFile)
holds "$small" 'Alle Rechte' && holds "$small" 'Tous droits' &&
	holds "$small" 'Ein Blatt'
ok $? "in every language"
! holds "$small" 'Somebody Else'
ok $? "and nothing of what was placed"
is "$(value "$small" orientation)" '' "upright"
[ -n "$large" ]
ok $? "in a store"

# Keywords that are numbers.
printf 'occid\tcatalogNumber\n77\tUCR0001003\n' >records.tsv
printf 'path\tname\np/both.jpg\tDSC_0001.JPG\np/iptc.jpg\tDSC_0002.JPG\np/exif.jpg\tDSC_0003.JPG\n' |
	img-check -q | img-match -q -r records.tsv --from keywords >matched.tsv
is "$(cell matched.tsv 1 occid) $(cell matched.tsv 2 occid) $(cell matched.tsv 3 occid)" \
	'77 77 ' "any keyword that is a number is looked up"
is "$(wc -l <matched.tsv)" 4 "and no other keyword is a row"
printf 'path\tname\tkeywords\n\ta\tleaf | bark\n' |
	img-match -q -r records.tsv --from keywords >none.tsv
is "$(cell none.tsv 1 match)-$(cell none.tsv 1 matchKey)-$(wc -l <none.tsv)" \
	none--2 "of words no record is made"

# XMP of a GIF, which is no block of it, and compressed boxes of a JPEG XL.
perl -e 'my $xmp = "<?xpacket begin=\"\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>" .
	"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=" .
	"\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description " .
	"rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">" .
	"<dc:creator><rdf:Seq><rdf:li>A. Curator</rdf:li></rdf:Seq></dc:creator>" .
	"</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"w\"?>";
	print "GIF89a", pack("vvCCC", 2, 2, 0x80, 0, 0), "\0\0\0\xFF\xFF\xFF",
	    "!\xFF\x0BXMP DataXMP", $xmp, "\1", pack("C*", reverse 0 .. 255), "\0",
	    ",", pack("v4C", 0, 0, 2, 2, 0), "\2\2\x44\x52\0;"' >xmp.gif
is "$(value xmp.gif creator) $(value xmp.gif problems | sed 's/tiny//')" 'A. Curator ' "XMP of a GIF"
draw seed=1 width=64 height=80 artist='A. Curator' signed.jpg
if command -v cjxl >/dev/null && cjxl signed.jpg boxes.jxl >noise 2>&1 &&
	grep -q brob boxes.jxl; then
	is "$(value boxes.jxl creator)" 'A. Curator' "a compressed box"
else
	skip "no cjxl" "a compressed box"
fi

# Real pictures, where they are.
if [ -d "$shared/exif-cameras" ]; then
	find "$shared/exif-cameras" "$shared/orientation" -type f \
		-size -3000k | LC_ALL=C sort >list
	{
		printf 'path\tname\n'
		awk -F / '{ print $0 "\t" NR "_" $NF }' list
	} >real.tsv
	img-check -q --no-hash real.tsv | awk -F '\t' '
		NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; print "path\tname"; next }
		$at["verdict"] != "bad" && $at["problems"] !~ /text-too-long|corrupt/ &&
		$at["creator"] $at["copyright"] $at["owner"] $at["caption"] \
			$at["createDate"] $at["keywords"] $at["title"] != "" {
			print $at["path"] "\t" $at["name"] }' >said.tsv
	img-derive -q -s real --large 0 --web 0 --thumbnail 100 said.tsv >real-derived.tsv
	compare real real-derived.tsv
	[ "$(cat count)" -ge 100 ]
	ok $? "$(cat count) real pictures"
	same got expected "say in their thumbnails what they say"
else
	skip "no real pictures here" "real pictures"
	skip "no real pictures here" "say in their thumbnails what they say"
fi
done_testing
