#!/bin/sh
# Names without a pattern: what links, and above all what must not.
. "$(dirname "$0")/lib.sh"

# outcome: of names on stdin, name|occid|match|matchRule, tab as bar.
outcome() {
	{ echo name && cat; } | img-match "$@" | awk -F '\t' 'NR == 1 {
		for (i = 1; i <= NF; i++) c[$i] = i; next }
		{ print $c["name"] "|" $c["occid"] "|" $c["match"] "|" \
		    $c["matchRule"] }'
}

# links RECORDS NAME...: each of the names to record 1.
links() {
	printf '%b' "$1" | tr '|' '\t' >records.tsv
	shift
	for name in "$@"; do
		is "$(printf '%s\n' "$name" | outcome -r records.tsv |
			cut -d '|' -f 2,3)" '1|matched' "links: $name"
	done
}

# is_not RECORDS MATCH NAME...
is_not() {
	printf '%b' "$1" | tr '|' '\t' >records.tsv
	is_not_match=$2
	shift 2
	for name in "$@"; do
		is "$(printf '%s\n' "$name" | outcome -r records.tsv |
			cut -d '|' -f 2,3)" "|$is_not_match" \
			"$is_not_match: $name"
	done
}

head='occid|catalogNumber|otherCatalogNumbers\n'
links "${head}1|ABC0123|\n2|XYZ9|\n" ABC0123.jpg abc0123.JPEG ABC0123 \
	ABC123.jpg ABC00000123.tif ABC0123_1.jpg ABC0123-2.jpg ABC0123.3.jpg \
	'ABC0123 (2).jpg' 'ABC0123(2).jpg' ABC0123_b.jpg ABC0123-B.jpg \
	ABC0123b.jpg ABC0123_a_2.jpg ABC0123_front.jpg ABC0123_LABEL.JPG \
	ABC0123-dorsal.jpg ABC0123_dorsal_02.jpg ABC0123_label2.jpg \
	ABC0123front.jpg ABC0123_lg.jpg ABC0123_L.JPG ABC0123_tn.jpg \
	ABC0123_web.jpg ABC0123_med.jpg ABC0123_2_lg.jpg ABC0123.CR2.jpg \
	ABC0123.tif.jpeg ABC0123_.jpg ABC0123.. ABC0123_habitus_lateral.png \
	ABC0123_1a.jpg 'ABC0123 - Copy.jpg' ABC0123_edited.jpg
is_not "${head}1|ABC0123|\n2|XYZ9|\n" none ABC01234.jpg ABC012.jpg ABC1230.jpg \
	ABC0124.jpg ABC0133.jpg ABC1123.jpg AB0123.jpg XABC0123.jpg \
	BC0123.jpg 0123.jpg ABC.jpg ABC0123_123.jpg ABC0123-203.jpg \
	ABC0123_2019.jpg ABC0123_IMG_0042.jpg ABC0123_quercus.jpg \
	ABC0123_20190412.jpg ABC0123xyz.jpg ABC0123_1_2_3.jpg Abies_ABC0123.jpg \
	'Copy of ABC0123.jpg' 'scan ABC0123.jpg' IMG_ABC0123.jpg ABC-0123.jpg \
	'ABC 0123.jpg' ABC0123.4567.jpg ABC0123-124.jpg ABC0123,0124.jpg \
	_ABC0123_.txt.exe ABC0123.html 'ABC0123?.jpg' '' ' ' \
	.jpg . .. '_' '-1.jpg' '(1).jpg'
links "${head}1|CINC-V-0002902|\n" CINC-V-0002902.jpg CINC-V-0002902_lg.jpg \
	cinc-v-2902_2.jpg
is_not "${head}1|CINC-V-0002902|\n" none CINC-0002902.jpg CINC-V-0002903.jpg \
	CINC-V.jpg V-0002902.jpg 0002902.jpg
links "${head}1|UT 1234567|\n" 'UT 1234567.jpg' 'UT 1234567_2.jpg'
is_not "${head}1|UT 1234567|\n" none UT1234567.jpg UT_1234567.jpg 1234567.jpg

# Digits alone are the whole name or nothing.
links "${head}1|0005809|\n2|77|\n" 0005809.jpg 5809.jpg 005809.jpg \
	0005809_lg.jpg 5809_tn.jpg 5809_large.jpg
is_not "${head}1|0005809|\n2|77|\n" none 5809_2.jpg 5809b.jpg 5809-b.jpg \
	'5809 (1).jpg' 5809_front.jpg 5809_1_lg.jpg 58090.jpg 580.jpg \
	A5809.jpg '77 2.jpg' 77-78.jpg 5809_L.jpg Abies_5809.jpg No5809.jpg
is_not "${head}1|1200|\n" none 12e2.jpg 1200.0.jpg +1200.jpg 1,200.jpg
is_not "${head}1|12|\n2|12.5|\n" none 12.50.jpg 012.05.jpg
is_not "${head}1|0|\n2|00|\n" none 000.jpg

# An accession beside a barcode; other numbers are not looked for.
is_not "${head}1|0000123|\n2||123\n" ambiguous 123.jpg 00123.jpg
is_not "${head}1|0000123|\n2|123|\n" ambiguous 123.jpg 00123.jpg 123_lg.jpg
links "${head}1|0000123|\n2|123|\n3||123\n" 0000123.jpg
links "${head}1|0000123|123\n2|124|\n" 123.jpg
is_not "${head}1|B77|UCR-14207\n" none UCR-14207.jpg UCR-14207-203.jpg \
	UCR-14207_2.jpg
is_not "${head}1|UCR-14207|\n" none UCR-14207-203.jpg UCR-142.jpg
is_not "${head}1|ABC0123|\n2|Q1|ABC0123\n" ambiguous ABC0123_2.jpg ABC123.jpg
links "${head}1|ABC0123|\n2|Q1|ABC0123\n" ABC0123.jpg

# Two records.
is_not "${head}1|ABC123|\n2|ABC0123|\n" ambiguous ABC00123.jpg ABC123_2.jpg \
	ABC0123_2.jpg
links "${head}1|ABC123|\n2|ABC0123|\n" ABC123.jpg
is_not "${head}1|ABC123|\n2|ABC123|\n" ambiguous ABC123.jpg ABC123_2.jpg
is_not "${head}1|ABC123|\n2|XYZ9|\n" ambiguous ABC123_XYZ9.jpg \
	'ABC123 XYZ9.jpg' ABC123-XYZ9_lg.jpg 'ABC123 & XYZ9.jpg' \
	ABC123+XYZ9.jpg 'XYZ9, ABC123.jpg'
is_not "${head}1|ABC0123|\n2|ABC0124|\n" ambiguous ABC0123-24.jpg \
	ABC0123+4.jpg 'ABC0123 + 4.jpg' ABC0123+24.jpg 'ABC0123, 24.jpg' \
	ABC0123_+4.jpg ABC0123,4_label.jpg ABC0123+4+5.jpg
links "${head}1|ABC0123|\n2|ABC0129|\n" ABC0123+4.jpg ABC0123+2.jpg
links "${head}1|ABC0123|\n2|ABC0124|\n" ABC0123-2.jpg ABC0123_24.jpg
links "${head}1|ABC12-3|\n2|ABC12|\n" ABC12-3.jpg
is_not "${head}1|ABC12-3|\n2|ABC12|\n" ambiguous ABC12-4.jpg ABC12_4.jpg
links "${head}1|ABC12|\n2|ABC12-3|\n" ABC12_b.jpg ABC12_front.jpg
is_not "${head}1|ABC12a|\n2|ABC12|\n" ambiguous ABC12b.jpg
is_not "${head}1|ABC12-3|\n" none ABC12.jpg ABC12-4.jpg ABC12_3.jpg
is_not "${head}1|B2|\n2|ABC123|\n" ambiguous ABC123_B2.jpg

# Not ASCII.
links "${head}1|Müll12|\n" MULL12.jpg müll12_2.jpg 'Mull12 (3).jpg' \
	"$(printf 'mu\314\210ll12')_b.jpg"
links "${head}1|Straße7|\n" STRASE7.jpg strase07_2.jpg
is_not "${head}1|Müll12|\n" none Mull13.jpg

# A machine's name never links, whatever the records are called.
is_not "${head}1|IMG_0042|\n2|DSC01234|\n3|P1010042|\n4|SCAN 12|\n" none \
	IMG_0042.JPG DSC01234.jpg P1010042.JPG 'scan 12.jpg' IMG_0042_lg.jpg \
	IMG_42.jpg 'IMG_0042 (1).JPG' _IMG_0042.jpg img0042.jpg P1010042_2.jpg
cat >cameras <<'EOF'
IMG_0042.JPG
IMG_E0042.HEIC
IMG-20190412-WA0001.jpg
IMG_20190412_101500.jpg
IMG_20190412_101500_1.jpg
MVIMG_20190412_101500.jpg
PXL_20210101_123456789.jpg
PXL_20210101_123456789.MP.jpg
DSC01234.jpg
DSC_1234.NEF
_DSC1234.ARW
DSCN0042.JPG
DSCF0042.JPG
P1010042.JPG
PA100042.JPG
_PB100042.ORF
PICT0042.JPG
CIMG0042.JPG
IMGP0042.JPG
_IGP0042.PEF
_MG_0042.CR2
CRW_0042.CRW
DJI_0042.JPG
DJI_20230101101500_0042_D.JPG
GOPR0042.JPG
GH010042.JPG
GX010042.JPG
GP010042.JPG
G0010042.JPG
R0010042.DNG
L1000042.DNG
B0000042.3FR
CF000042.IIQ
SAM_0042.JPG
SDC10042.JPG
SANY0042.JPG
KIF_0042.JPG
HPIM0042.JPG
DCP_0042.JPG
100_0042.JPG
101-0042_IMG.JPG
STA_0042.JPG
WP_20130101_001.jpg
FB_IMG_1555064100123.jpg
received_1234567890.jpeg
signal-2021-01-02-101112.jpg
WhatsApp Image 2021-01-02 at 10.11.12.jpeg
Screenshot_20190412-101500.png
Screen Shot 2019-04-12 at 10.15.00.png
Snapchat-123456789.jpg
Photo 12.jpg
photo-12.jpg
image001.jpg
image (12).png
Untitled-12.jpg
scan 12.jpg
scan0012.tif
Scan_20190412.jpg
SKM_C224e19041210150.pdf
EPSON012.JPG
Page 12.jpg
file12.jpg
Document 12.pdf
Capture12.jpg
Copy of 12.jpg
20190412_101500.jpg
20190412_101500(0).jpg
2019-04-12 10.15.00.jpg
2019-04-12.jpg
876a24f30dd894d455781beb44870787
00ce3d12-435f-469e-b923-14c32536ddeb.jpg
default.jpg
EOF
for width in 1 7; do
	awk -v w=$width 'BEGIN { print "occid\tcatalogNumber\totherCatalogNumbers"
		for (i = 1; i <= 60000; i++)
			printf "%d\t%0*d\tF%d\n", i, w, i, i }' >numbers.tsv
	is "$(outcome -r numbers.tsv <cameras | grep -v '||none|$')" '' \
		"machines' names against 1-60000, width $width"
	is "$(awk 'BEGIN { for (i = 1; i < 10000; i++)
		printf "IMG_%04d.JPG\nDSC%05d.jpg\nP101%04d.JPG\nscan %d.jpg\n" \
		    "%d_2.jpg\n%d (1).jpg\n%d-%d.jpg\nF%d.jpg\nx %d.jpg\n",
		    i, i, i, i, i, i, i, i + 1, i, i }' |
		outcome -r numbers.tsv | grep -vc '||none|$')" 0 \
		"and 90,000 more, width $width"
done

# One digit off a number that is missing: every other number is known.
awk 'BEGIN { print "occid\tcatalogNumber"
	for (i = 1; i <= 5000; i += 2) printf "%d\tUCR%07d\n", i, i }' >odd.tsv
is "$(awk 'BEGIN { for (i = 2; i <= 5000; i += 2)
	printf "UCR%07d.jpg\nUCR%07d_2.jpg\nUCR%d.jpg\nUCR%07d0.jpg\n", i, i, i, i
	}' | outcome -r odd.tsv | grep -vc '||none|$')" 0 'neighbours of what is missing'
done_testing
