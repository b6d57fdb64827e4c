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
ok "$([ "$total" -ge 300 ]; echo $?)" "$total names"
done_testing
