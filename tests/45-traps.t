#!/bin/sh
# Names made to mislead: none may link to a record that is not theirs, whatever
# else becomes of them. Each set has its own records; a name is right if it
# links to nothing, or to the record given after a tab.
. "$(dirname "$0")/lib.sh"

# traps NAME: names on stdin, with the occid that they may have; the records
# are in records.tsv. Counts what links elsewhere.
total=0
traps() {
	{ printf 'name\ttruth\n' && sed 's/^[^\t]*$/&\t/'; } >traps.tsv
	img-match -q -r records.tsv traps.tsv >traps.out
	total=$((total + $(wc -l <traps.tsv) - 1))
	is "$(awk -F '\t' 'NR == 1 { for (i = 1; i <= NF; i++) c[$i] = i; next }
		$c["occid"] != "" && $c["occid"] != $c["truth"] {
			print $1 " -> " $c["occid"] }' traps.out)" '' "$1"
	is "$(awk -F '\t' 'NR == 1 { for (i = 1; i <= NF; i++) c[$i] = i; next }
		$c["truth"] != "" && $c["occid"] == "" {
			print $1 ": " $c["problems"] }' traps.out)" '' \
		"$1: and what is right links"
}
records() {
	{ printf 'occid\tcatalogNumber\totherCatalogNumbers\n' && cat; } >records.tsv
}

# A dense series: whatever is one character off is another specimen's number.
awk 'BEGIN { for (i = 1; i <= 9999; i++) printf "%d\tUCR%07d\tF-%d\n", i, i, i }' |
	records
{
	for n in 1 7 42 71 123 404 500 808 1001 1010 1100 2020 3333 4711 5005 6789 \
		7143 8008 9001 9998; do
		seven=$(printf %07d "$n")
		# Text before the number, which may be one of its digits.
		printf '%s\n' "1UCR$seven.jpg" "dorsal_UCR$seven.jpg" "X$seven.jpg" \
			"${seven}UCR.jpg" "UCR${seven}o.jpg" "UCR${seven}I$n.jpg" \
			"UCR${seven}_2019.jpg" "UCR${seven}_$n$n$n.jpg" \
			"UCR-$seven.jpg" "UCR_$seven.jpg" "F-$n.jpg" "F-${n}_2.jpg" \
			"UCR$seven-UCR0005555.jpg" "UCR${seven}_holotype.jpg" \
			"UCR${seven}_1234567.jpg" "UCR${seven}_14386240220_lg.jpg" \
			"UCR${seven}_1038624022_lg.jpg" \
			"UCR${seven}_1438624022_lab.jpg" "$n.jpg" "$seven.jpg"
		printf '%s\t%d\n' "UCR$seven.jpg" "$n" "UCR${seven}_lg.jpg" "$n" \
			"UCR${seven}_1438624022_lg.jpg" "$n" \
			"UCR${seven}_1438624022.jpg" "$n"
	done
	# Letters that look like digits, and the other way round.
	printf '%s\n' UCR00071O4.jpg UCR0O07104.jpg UCROOO7104.jpg UCR000710l.jpg \
		UCR000I710.jpg UCR00O71O4_2.jpg UCR000S005.jpg UCR000B008.jpg \
		UCR00071O4_lg.jpg 'UCR00071O4 (2).jpg' UCR0007l43.jpg \
		UGR0007143.jpg VCR0007143.jpg UCB0007143.jpg UCR000714З.jpg \
		UСR0007143.jpg UCR０００7143.jpg UCR٠٠٠٧١٤٣.jpg
} >names
traps 'a dense series' <names

# Digits alone: a date, a time, a size in pixels, a map sheet, a year.
awk 'BEGIN { for (i = 1; i <= 30000; i++) printf "%d\t%d\t\n", i, i }' | records
for name in '2019 04 12' 2019-04-12_1200 1200x800 4000x3000_1 'plate 12' \
	'Fig. 12' 'Fig12' 'no 12' 'no. 12' '#12' 'N12' '12 of 20' '12-20' '12,20' \
	'12.1' '12a' '12_2' '12 (2)' 'IMG 12' 'P12' 'scan-12' 'page 12' 'box 12' \
	'tray 12' 'drawer12' 'A4 12' 'v2' 'v12' '12v' '1:12' '12%' '1e3' '12e2' \
	'+12' '-12' '12-' '0x12' '12th' '12 m' '12m' '12cm' '300dpi' '600 dpi' \
	'Rosa 12' 'Rosa-12' 'Abies_alba_12' '12_Abies' '12 Abies alba' \
	'1438624022_lg' '1438624022' '12_1438624022' '12-1438624022_lg' \
	'12_1438624022_x' '1_1438624022_2_lg' '5809_l' '5809_edited'; do
	printf '%s.jpg\n' "$name"
done >names
traps 'digits alone' <names
printf '%s\t%d\n' 5809_1438624022_lg.jpg 5809 5809_lg.jpg 5809 12.jpg 12 >names
traps 'digits alone, with what a portal appends' <names

# Parts of a specimen, and lots with many of them.
printf '%b' '1\tABC12\t\n2\tABC12-1\t\n3\tABC12a\t\n4\tABC12.3\t\n5\tABC121\t
6\tABC-12\t\n7\tABC 12\t\n8\tABC012-01\tABC12_7\n' | records
{
	printf '%s\n' ABC12_1.jpg ABC12-2.jpg ABC12b.jpg ABC12_a.jpg ABC12.1.jpg \
		ABC12_3.jpg ABC12-01.jpg ABC12.30.jpg ABC12_7.jpg ABC12-7.jpg \
		'ABC12 (1).jpg' ABC12-3.jpg ABC12_1438624022_1.jpg \
		ABC12_1-1438624022.jpg ABC1_21.jpg AB_C12.jpg ABC_12.jpg \
		ABC.12.jpg ABC12-1-1.jpg ABC12aa.jpg ABC12-ABC12a.jpg
	printf '%s\t%d\n' ABC12.jpg 1 ABC12-1.jpg 2 ABC12a.jpg 3 ABC121.jpg 5 \
		ABC-12.jpg 6 'ABC 12.jpg' 7 ABC12_front.jpg 1 ABC121_2.jpg 5
} >names
traps 'parts' <names
# A number may be a part of something else: of a date and a time, a counter of a
# camera or a phone, a GUID, another collection's number, a range, a size.
awk 'BEGIN { for (i = 1; i <= 3000; i++) printf "%d\tABC%06d\t%d\n", i, i, 100000 + i
	for (i = 1; i <= 20; i++) printf "%d\tABC%d\t\n", 5000 + i, 2019040000 + i
	for (i = 1; i <= 20; i++) printf "%d\tIMG_%04d\t\n", 6000 + i, i
	for (i = 1; i <= 20; i++) printf "%d\tDSC%05d\t\n", 6100 + i, i
	for (i = 1; i <= 20; i++) printf "%d\t%08d\t\n", 7000 + i, 20190412 + i
	printf "8001\tABC-12\t\n8002\tABC 12 a\t\n8003\tA.12.5\t\n8004\t12.5\t\n8005\tABC000012.5\t\n" }' |
	records
{
	# Cameras, phones, scanners, messengers and programs count by themselves.
	for n in 1 7 12 19; do
		printf 'IMG_%04d.JPG\nIMG_%04d_2.jpg\nDSC%05d.JPG\nDSC%05d (1).jpg\n' $n $n $n $n
		printf 'IMG-20190412-WA%04d.jpg\nWhatsApp Image 2019-04-12 at 12.00.%02d.jpeg\n' $n $n
		printf 'PXL_20190412_1200%02d123.jpg\n20190412_1200%02d.jpg\nScreenshot_20190412-1200%02d.png\n' $n $n $n
		printf 'P10100%02d.JPG\nDSCN%04d.JPG\nDSCF%04d.JPG\n_MG_%04d.CR2\nGOPR%04d.JPG\nDJI_%04d.JPG\n' $n $n $n $n $n $n
		printf 'image%d.jpeg\nimage (%d).png\nScan_%04d.jpg\nphoto_%d.jpg\nUntitled-%d.tif\nFoto %d.jpg\n' $n $n $n $n $n $n
		printf 'received_%d.jpeg\nsignal-2019-04-12-1200%02d.jpg\nunnamed (%d).jpg\nDCIM%04d.jpg\n' $n $n $n $n
	done
	# Dates and times, one of which is a record's number.
	printf '%s\n' 20190413_120000.jpg 20190413_2.jpg 2019-04-13.jpg \
		2019_04_13_12.jpg 13042019.jpg 130419.jpg 2019.04.13.jpg '2019 04 13.jpg' \
		ABC_20190413.jpg ABC-2019-04-13.jpg ABC20190413.jpg \
		'ABC 2019.jpg' ABC201904.jpg 12h30.jpg 1554206400.jpg 1554206400123.jpg
	# Other collections' numbers, and longer or shorter ones.
	for n in 1 42 999 2500; do
		six=$(printf %06d $n)
		printf '%s\n' "XABC$six.jpg" "ABCD$six.jpg" "DABC$six.jpg" "AB$six.jpg" \
			"ABC-X$six.jpg" "ABCX$six.jpg" "XYZ$six.jpg" "XYZ-ABC-$six.jpg" \
			"ABC${six}123456.jpg" "ABC9${six}7.jpg" "ABC$six${six}.jpg" "ABC${six}-${six}.jpg" \
			"ABC$six-ABC001234.jpg" "ABC$six, ABC001234.jpg" "ABC$six+ABC001234.jpg" \
			"ABC$six & ABC001234.jpg" "ABC${six}_to_ABC001234.jpg" "ABC$six-$((n + 500)).jpg" \
			"ABC${six}_$((n + 100000)).jpg" "$((n + 100000)).jpg" "$((n + 100000))_2.jpg" \
			"no ABC$six.jpg" "not_ABC$six.jpg" "ABC$six not.jpg" "near ABC$six.jpg" \
			"ABC${six}_1.5x.jpg" "ABC$six.555.jpg" "ABC$six,555.jpg" "ABC${six}_x40.jpg" \
			"ABC${six}_2019.jpg" "ABC${six}_20190412.jpg" "ABC${six}_2019-04-12.jpg" \
			"ABC${six}_1200x800.jpg" "ABC${six}_300dpi.jpg" "ABC${six}_at12.jpg" \
			"Rosa canina $n.jpg" "Rosa_canina_ABC$six.jpg" "Rosa-canina-$six.jpg" \
			"plate $six.jpg" "fig_$six.jpg" "acc2019_$six.jpg" "2019-$six.jpg" \
			"$six.jpg" "0$six.jpg" "$n.jpg" "$n-$((n + 1)).jpg" "$n,$((n + 1)).jpg" \
			"ABC${six}%20.jpg" "ABC%${six}.jpg" "%41BC$six.jpg" "ABC%30$six.jpg" \
			"urn_uuid_1b4e28ba-2fa1-11d2-883f-0016d3cca427-ABC$six.jpg" \
			"1b4e28ba-2fa1-11d2-883f-${six}cca427.jpg" "ABC${six}1b4e28ba.jpg" \
			"ABC${six}_deadbeef.jpg" "ABC$six.jpg.php.jpg" "ABC${six}_copy of 12.jpg"
	done
	# Decimals and parts.
	printf '%s\n' 12.5_2.jpg 12_5.jpg 12,5.jpg \
		'ABC 12 b.jpg' ABC12a.jpg 'ABC 12.jpg' ABC000012_5.jpg ABC000012.5.1.jpg
	printf '%s\t%d\n' ABC000042.jpg 42 ABC42.jpg 42 ABC000042_2.jpg 42 \
		'ABC000042 (1).jpg' 42 ABC000042-b.jpg 42 ABC000042_label.jpg 42 \
		ABC-12-5.jpg 8001 A.12.5_2.jpg 8003 ABC000012.5.jpg 8005 20190413.jpg 7001
} >names
traps 'parts of something else' <names
# Numbers as collections write them, with others near them: their series, other
# collections of the same house, parts, lots, other scripts, identifiers.
# style NAME: records, an empty line, names and the record that they may have.
style() {
	cat >style.txt
	sed '/^$/,$d' style.txt | awk '{ print NR "\t" $0 "\t" }' | records
	sed '1,/^$/d' style.txt >names
	traps "$1" <names
}
style 'Kew' <<'END'
K000123456
K000123457
K000123465
K000012345
K000112345
K000223456
K001234567

K00012345.jpg	4
K0001234567.jpg	7
K000123458.jpg
K00O123456.jpg
KK000123456.jpg
MK000123456.jpg
BK000123456.jpg
K.000123456x1.jpg
000123456.jpg
123456.jpg
K123458.jpg
K00123458.jpg
K000123456.1.5.jpg	1
K000123456 K000123457.jpg
K000123456-57.jpg
K000123456-K000123457.jpg
K000123456&57.jpg
K000123456to457.jpg
K0001234560.jpg
IK000123456.jpg
K_000_123458.jpg
1K000123456.jpg
K000123456e1.jpg
K000123456.jpg	1
K000123457_a.jpg	2
k000123465.JPG	3
END
style 'Paris' <<'END'
P00345678
P00345679
P00345687
P00034567
P00134567
P01345678
P00345678-bis

P0034567.jpg
P003456780.jpg
P345677.jpg
MP00345678.jpg
P-345680.jpg
MNHN-P-P00345680.jpg
PC0034567.jpg
P00345678-P00345679.jpg
P00345678_P00345679.jpg
P00345678 bis ter.jpg
P00345679bis.jpg
P00345679-bis.jpg
P00345679 bis.jpg
P00345679ter.jpg
P0034S678.jpg
P00345 678.jpg
PP00345678.jpg
P00345678bis79.jpg
P00345678.jpg	1
P00345679_2.jpg	2
END
style 'Edinburgh' <<'END'
E00000123
E00000132
E00000213
E00100123
E00001230
E00000123A
E00000132/1
E00000132/2

E0000012.jpg
E000001230.jpg	5
E00000123-A1.jpg
E00000132-3.jpg	2
E00000132 3.jpg	2
E00000132.3.jpg	2
E123e5.jpg
1E00000123.jpg
ME00000123.jpg
E00000123_E00000132.jpg
E00000123E.jpg
EE00000123.jpg
E 00 000 124.jpg
E00000133.jpg
E1e5.jpg
1E5.jpg
1E+05.jpg
E00000213.jpg	3
E00001230_1.jpg	5
END
style 'Berlin' <<'END'
B 10 0112345
B 10 0112346
B 10 0121345
B 10 0101234
B 20 0112345
B 100112345

B 10 011234.jpg
B 10 01123450.jpg
B 20 0112346.jpg
B 1 00112345.jpg
B 1001 12346.jpg
10 0112345.jpg
0112345.jpg
B0112345.jpg
AB 10 0112345.jpg
B 10 0112345 B 10 0112346.jpg
B 10 0112345-46.jpg
B 10 0112345,0112346.jpg
B 10 01 12346.jpg
B-10-112347.jpg
B 10 0112345 B 20 0112345.jpg
B 10_20 0112345.jpg
B 10 0112345.jpg	1
B 10 0112346_a.jpg	2
END
style 'USNM' <<'END'
USNM 1234
USNM 1235
USNM 12345
USNM 123456
USNM 124
USNM ENT 1234
USNM PAL 1235
US 1236
USNMENT01234

USNM 123.jpg
USNM 1236.jpg
USNM ENT 1235.jpg
USNM PAL 1234.jpg
US 1234.jpg
US1234.jpg
USNM E 1234.jpg
USNM1234USNM1235.jpg
USNM 1234-1235.jpg
USNM 1234 & 1235.jpg
USNM_PAL_1234.jpg
USNMPAL1234.jpg
USNM FISH 1234.jpg
USNM 1,234.jpg
USNM 12 34.jpg
USNM-IZ-1234.jpg
EUSNM 1234.jpg
1234.jpg
1234 USNM 1235.jpg
USNM no. 1236.jpg
USNM 1234.jpg	1
USNM 12345_2.jpg	3
END
style 'MCZ' <<'END'
MCZ:Herp:A-101
MCZ:Herp:A-102
MCZ:Herp:A-110
MCZ:Herp:A-1010
MCZ:Herp:R-101
MCZ:Herp:R-1010
MCZ:Orn:101

MCZ A-103.jpg
MCZ_Herp_S-101.jpg
A-101x102.jpg
MCZ-Mamm-101.jpg
MCZ_Ich_101.jpg
MCZ:Herp:A-10.jpg
MCZ_Herp_A_10100.jpg
101.jpg
R-102.jpg
MCZ_Herp_R-102.jpg
MCZHerpR110.jpg
Herp A 1011.jpg
MCZ_Herp_A-101_R-101.jpg
MCZ-Herp-A-101-R-101.jpg
MCZ_Herp_AR-101.jpg
END
style 'Arctos' <<'END'
MVZ:Mamm:5
MVZ:Mamm:50
MVZ:Mamm:500
MVZ:Mamm:5000
MVZ:Mamm:12345
MVZ:Bird:5
MVZ:Bird:51
MVZ:Bird:501
MVZ:Herp:5

MVZ_Mamm_51.jpg
MVZ_Bird_50.jpg
MVZ_Egg_5.jpg
MVZ-Egg-500.jpg
Mamm_501.jpg
MVZ5.jpg
MVZ 500.jpg
MVZ_5.jpg
5.jpg
MVZMamm5000MVZBird51.jpg
MVZ_Mamm_5_Bird_5.jpg
MVZ_Mamm_5000_500.jpg
UAM_Mamm_500.jpg
UAM:Mamm:5000.jpg
MSB-Mamm-12345.jpg
Mamm-12346.jpg
MVZ_Mamm_0050_1.5.jpg
MVZMammal5.jpg
MVZ.Hild.5.jpg
END
style 'NHMUK' <<'END'
NHMUK010123456
NHMUK010123457
NHMUK001012345
NHMUK011012345
BM000012345
BM000012346
1985.12.3
1985.12.31
1985.1.23

NHMUK10123458.jpg
NHMUK01012345.jpg	3
NHMUK0101234560.jpg
BMNH(E)10123456.jpg
BMNH 12345.jpg
BM00001234.jpg
BM0000123456.jpg
1985.12.jpg
1985-12-3_1200.jpg
1985.12.3.1.jpg
1985.12.30.jpg
1985.1.2.jpg
19851231.jpg
1985123.jpg
1985-12-31 10.20.30.jpg
IMG_19851231_102030.jpg
1985.12.3-5.jpg
1985.12.3 & 4.jpg
1985.12.3-31.jpg
NHMUK 010123456 010123457.jpg
NHMUK010123456.jpg	1
END
style 'Australia' <<'END'
NSW12345
NSW12346
NSW123456
AD12345
AD99012345
AD990123
MEL 12345
MEL 12345A
MEL 112345
CANB 12345.1
CANB 12345.2
BRI-AQ0012345
PERTH 01234567
HO12345
DNA D0012345
CNS 12345.1

NSW1234.jpg
NSW 12347.jpg
NSWB12345.jpg
AD9901234.jpg
AD 990123456.jpg
MEL 1234.jpg
MEL 12345B.jpg
MEL12345C.jpg
MEL 0112346.jpg
MELU 12345.jpg
MELUD12345.jpg
CANB 12345.jpg
CANB 12345.3.jpg
CANB 12345-3.jpg
CANB12345_3x.jpg
CNS 12345.jpg
CNS 12345.2.jpg
BRI-AQ001234.jpg
BRI AQ 12346.jpg
AQ12346.jpg
PERTH 1234568.jpg
PERTH 123456.jpg
HOB12345.jpg
HO 12345 AD 12345.jpg
NT D0012345.jpg
DNA A0012345.jpg
DNA 12346.jpg
HO123456.jpg
XHO12345.jpg
WHO12345.jpg
NSW12345.jpg	1
END
style 'parts' <<'END'
ABC 77.1
ABC 77.2
ABC 78
ABC 78a
ABC 78b
ABC 79 I
ABC 79 II
ABC 79 IV
ABC 80/1
ABC 80/2
ABC 81-A
ABC 81-B
ABC 82 bis

ABC 77.jpg
ABC 77.3.jpg
ABC 77.12.jpg
ABC 77-12.jpg
ABC 78c.jpg
ABC 78ab.jpg
ABC 78a-b.jpg
ABC 78 a+b.jpg
ABC 79.jpg
ABC 79 III.jpg
ABC 79 V.jpg
ABC 79 VI.jpg
ABC 79-III.jpg
ABC 80.jpg
ABC 80-3.jpg
ABC 80_3.jpg
ABC 80.12.jpg
ABC 801.jpg
ABC 81.jpg
ABC 81-C.jpg
ABC 81AB.jpg
ABC 82.jpg
ABC 82 ter.jpg
ABC 77.1-2.jpg
ABC 77.1.2.jpg
ABC 77.1&2.jpg
ABC 7.71.jpg
ABC 771.jpg
ABC 77 1 2.jpg
ABC 8 0 1.jpg
ABC 77.1.jpg	1
ABC 78a.jpg	4
ABC 81-A.jpg	11
END
style 'scripts' <<'END'
UCR0000123
UCR0000132
UCR0001230
UCR0000007
УКР0000124
TAIF00004
KUN 0012345
PE 01234567
LE 01012345
LE 00000123

UCR٠٠٠٠١٢٣.jpg
UCR００００１２３.jpg
ＵＣＲ0000123.jpg
UCR०००००१२३.jpg
UСR0000123.jpg
UCR0000l23.jpg
UCR00OO123.jpg
TAIF٠٠٠٠٤.jpg
TAIF0004.jpg	6
TAIF000040.jpg
TAIF5.jpg
KUN 001234.jpg
KUN00123450.jpg
KUNL0012345.jpg
PE 0123456.jpg
PEY01234567.jpg
PEM 01234567.jpg
LE 1012346.jpg
ALE 01012345.jpg
LE-0101234.jpg
VALLE 00000123.jpg
ЛЕ 00000123.jpg
УКР0000123.jpg
UCR一二三.jpg
UCR ⅩⅡ.jpg
UCR①②③.jpg
UCR¹²³.jpg
UCR0000123².jpg
UCR0000123½.jpg
UCR0000123₄.jpg
UCR0000123٤.jpg
UCR0000123４.jpg
UCR0000123.jpg	1
END
style 'Uppsala, Stockholm' <<'END'
V-123456
V-123465
V-012345
S-B-12345
S12-12345
S-F12345
S07-1234
UPS:BOT:V-123457
S-PAL-C12
S-PAL-C120

UPS_BOT_V-123458.jpg
UPS-BOT-S-123456.jpg
V-1234567.jpg
V-12346.jpg
S-B-1234.jpg
S-C-12345.jpg
S12-1234.jpg
S12-123450.jpg
S13-12345.jpg
S1212346.jpg
S-12345.jpg
SB12346.jpg
S07-12345.jpg
S-F-12346.jpg
GB-0012345.jpg
LD 12345.jpg
S-PAL-C1.jpg
S-PAL-C1200.jpg
S-PAL-C12-C120.jpg
S-PAL-S12.jpg
IV-123456.jpg
XV-123456.jpg
V-123456-123465.jpg
V-123456–123465.jpg
END
style 'GUIDs' <<'END'
urn:catalog:ABC:Bot:123
urn:catalog:ABC:Zoo:123
urn:catalog:ABC:Bot:1234
0d1f5a6e-2b7c-4b9e-9f7a-1a2b3c4d5e6f
http://herbarium.example/object/HEA000123
http://herbarium.example/object/HEA001230
DE.HEA.000124

urn_catalog_ABC_Bot_12.jpg
urn_catalog_ABC_Ent_123.jpg
ABC Bot 1235.jpg
0d1f5a6e-2b7c-4b9e-9f7a-1a2b3c4d5e6e.jpg
0d1f5a6e.jpg
0d1f5a6e-2b7c.jpg
1a2b3c4d5e6f.jpg
HEA00012.jpg
HEA0001230.jpg
object_HEA000124.jpg
123.jpg
ABC123.jpg
ABC:123.jpg
HEA 124.jpg
DE.HEA.000125.jpg
FR.HEA.000124.jpg
DEHEA00124.jpg
END
style 'lots and dates' <<'END'
ZMB 2019
ZMB 20190
ZMB 12
ZMB 4
ZMB 300
ZMB 72
ZMB 1920
ZMB 1080
ZMB 1
ZMB 2
SMF 12
FMNH 12
KU 12
KUI 12
ANSP 12

ZMB_4_12.jpg
ZMB 12-4.jpg	3
ZMB 12 2019-04-12 4.jpg
ZMB_1_of_2_300.jpg
ZMB 20190412.jpg
ZMB 2019-2020.jpg
ZMB 300 ZMB 72.jpg
SMF_ZMB_12.jpg
KU12KUI12.jpg
KUH 12.jpg
KU I 12 4.jpg
FM 12.jpg
FMNHB 12.jpg
NHM 12.jpg
ANSP12ZMB12.jpg
ZMB 12 SMF 12.jpg
ZMB12SMF.jpg
XZMB 12.jpg
ZMB XII.jpg
ZMB twelve.jpg
ZMB 012a4.jpg
ZMB 12%.jpg
ZMB #4-12.jpg
ZMB 1e2.jpg
ZMB 0x12.jpg
ZMB -12,4.jpg
ZMB 12.jpg	3
KU 12_2.jpg	13
END
# A blank in the middle of a number, or two numbers with one beginning.
records <<'END'
1	K000012345	
2	K000123456	
3	USNM 12345	
4	USNM 123456	
5	ABC 77.1	
6	ABC 77.2	
7	UCR0001003	
END
traps 'blanks in numbers' <<'END'
K00012345 6.jpg
USNM 12345 6.jpg
ABC 77.1 77.2.jpg
K0001 23456.jpg
K00012345 7.jpg	1
USNM 12345 7.jpg	3
USNM 12345_6.jpg	3
UCR0001003 2.jpg	7
END
ok "$([ "$total" -ge 1200 ]; echo $?)" "$total names"
done_testing
