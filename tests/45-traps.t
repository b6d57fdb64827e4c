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
ok "$([ "$total" -ge 900 ]; echo $?)" "$total names"
done_testing
