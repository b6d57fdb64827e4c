#!/bin/sh
# Names as other collections, cameras and programs make them: what links is the
# picture's own record, what holds its number otherwise has it as a candidate,
# and nothing else links.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

# names STYLE: a records.tsv and names of it, with what is to become of each, by
# a table on standard input: records FORMAT NUMBER..., and after link, inside or
# none a line for each name, %d and %s the number as the record has it.
names() {
	perl -ne '
		chomp;
		if (/^records (\S.*?)  (.*)/) {
			($record, @number) = ($1, split / /, $2);
			open my $out, ">", "records.tsv" or die;
			print $out "occid\tcatalogNumber\n";
			print $out ++$i, "\t", sprintf($record, $_), "\n" for @number;
		} elsif (/^(link|inside|none)$/) {
			$what = $1;
		} else {
			for my $i (0 .. $#number) {
				my ($name, $n) = ($_, $number[$i]);
				(my $digits = sprintf $record, $n) =~ s/.*?(\d+)(\D*)$/$1/;
				$name =~ s/\{D}/$digits/g;
				$name =~ s/\{([^}]*)}/sprintf "%0" . ($1 =~ m,^(\d+),)[0] . "d", $1 =~ m,\+(\d+), ? $n + $1 : $n/ge;
				$name =~ s/%d/$n/g;
				next if $seen{$name}++;
				print join("\t", $name, $what, $what eq "none" ? "" : $i + 1), "\n";
			}
		}' >names.txt
	{ printf 'name\twhat\ttruth\n' && cat names.txt; } |
		img-match -q -r records.tsv >matched.tsv
	total=$((total + $(wc -l <names.txt)))
	is "$(awk -F '\t' 'NR == 1 { for (i = 1; i <= NF; i++) c[$i] = i; next }
		{ o = $c["occid"]; t = $3 }
		$2 == "link" && o != t || $2 != "link" && o != "" ||
		    $2 == "inside" && $c["candidates"] != t {
			print $1 ", " $2 " " t ": " o " " $c["problems"] " " $c["candidates"]
		}' matched.tsv)" '' "$1"
}
total=0
names 'a letter and blanks (B 10 0154321)' <<'END'
records B 10 %07d  154321 154322 100001 999 4711 1234567
link
B 10 {D}.jpg
b 10 {D}.JPG
B 10 {D}_2.jpg
B 10 {D} (2).jpg
inside
B_10_{D}.jpg
B-10-{D}.jpg
B_10_{D}_a.jpg
none
B 11 {D}.jpg
B 1 0{D}.jpg
{D}.jpg
10 {D}.jpg
BM 10 {D}.jpg
AB 10 {D}.jpg
B 100 {6}.jpg
B 10 {D}8.jpg
IMG_10_{D}.jpg
END
names 'a museum (NHMUK013247855)' <<'END'
records NHMUK%09d  13247855 13247856 10000001 500000123 42
link
NHMUK{D}.jpg
nhmuk{D}.tif
NHMUK{D}_1.jpg
NHMUK{D}_lateral.jpg
inside
NHMUK {D}.jpg
NHMUK_{D}.jpg
none
{D}.jpg
BMNH{D}.jpg
NHM{D}.jpg
NHMUK{D}1.jpg
NHMUK{9+7}.jpg
xNHMUK{D}.jpg
NHMUK{D}_NHMUK{9+77}.jpg
label {D}.jpg
END
names 'parts with colons (MCZ:Ent:12345)' <<'END'
records MCZ:Ent:%d  12345 12346 100 99999 77
link
MCZ:Ent:%d.jpg
mcz:ent:%d_2.jpg
inside
MCZ_Ent_%d.jpg
MCZ-ENT-%d.jpg
MCZ Ent %d.jpg
MCZ-Ent-%d_2.jpg
none
MCZ:Herp:%d.jpg
MCZ_Herp_A-%d.jpg
MCZ%d.jpg
Ent%d.jpg
Ent_%d.jpg
MCZ-ENT%d0.jpg
MCZ_%d.jpg
MCZ:Ent:PALE-%d.jpg
MCZ-ENT-T%d.jpg
%d.jpg
MCZ_Ent_2019_%d.jpg
END
names 'a code of Index Herbariorum and a point (WAG.1234567)' <<'END'
records WAG.%07d  154321 154322 100001 999 4711 1234567
link
WAG.{D}.jpg
wag.{D}.jpg
WAG.{D}_01.jpg
inside
WAG{D}.jpg
WAG_{D}.jpg
none
L.{D}.jpg
U.{D}.jpg
WAG.{D}9.jpg
WAGT.{D}.jpg
AWAG.{D}.jpg
WAG.%d9%d.jpg
{D}.WAG.jpg
{D}.jpg
END
names 'a code and a dash (US-01234567)' <<'END'
records US-%08d  1234567 1234568 43210 900001 77
link
US-{D}.jpg
us-{D}.jpg
US-{D}-2.jpg
inside
US{D}.jpg
US_{D}.jpg
none
USF-{D}.jpg
US-{D}5.jpg
AUS-{D}.jpg
USA_{D}.jpg
US Sheet {D}.jpg
{D}.jpg
US-{D} US-{8+100}.jpg
US-{8+101}.jpg
BUS{D}.jpg
USNM{D}.jpg
END
names 'a letter (K000123456)' <<'END'
records K%09d  123456 123457 1000000 7 90817
link
K{D}.jpg
k{D}.JPG
K{D}_2.jpg
K{D}_a.jpg
K{D}_label.jpg
inside
K {D}.jpg
none
KW{D}.jpg
K{D}3.jpg
KK{D}.jpg
DK{D}.jpg
K{9+60}.jpg
{D}.jpg
K{D}K{9+60}.jpg
HK{D}_2.jpg
K-M {D}.jpg
K(M)-%d.jpg
K{D}x%d.jpg
END
names 'a letter that cameras use, too (P00123456)' <<'END'
records P%08d  1234567 1234568 43210 900001 1010042
link
P{D}.jpg
P{D}-2.jpg
P{D}_1.jpg
inside
P {D}.jpg
none
PC{D}.jpg
MP{D}.jpg
P{D}7.jpg
P{D}-P{8+9}.jpg
{D}.jpg
JP{D}.jpg
P{D}00001.jpg
_P{D}1.jpg
END
names 'a letter and copies (E00123456 (2))' <<'END'
records E%08d  1234567 1234568 43210 900001 77
link
E{D}.jpg
e{D}.jpg
E{D} (2).jpg
E{D}_2.jpg
inside
E {D}.jpg
none
RE{D}.jpg
E{D}E{8+3}.jpg
IMG_E{4}.JPG
1E{D}.jpg
ME{D}.jpg
E{D}6.jpg
END
names 'slides (SL-12)' <<'END'
records SL-%d  12 120 121 1200 15000
link
SL-%d.jpg
sl-%d.jpg
inside
SL %d.jpg
SL_%d.jpg
SL%d.jpg
none
slide %d.jpg
slide-%d.jpg
SL-%d%d.jpg
%d.jpg
lot %d.jpg
ISL-%d.jpg
SL-x%d.jpg
SL-2019-%d.jpg
END
names 'a year and a number (2019-0041)' <<'END'
records 2019-%04d  1 41 412 1231 703
link
2019-{4}.jpg
inside
2019-{4}_2.jpg
none
2018-{4}.jpg
12019-{4}.jpg
2019-{4}9.jpg
2019.{4}.9.jpg
22019-{4}.jpg
2019-0{4}1.jpg
02019{4}.jpg
IMG_2019{4}_120000.jpg
END
names 'an accession (1987.12.3)' <<'END'
records 1987.%d.3  12 120 7 44
link
1987.%d.3.jpg
none
1987.%d.jpg
1987.%d.31.jpg
1987.%d.4.jpg
11987.%d.3.jpg
1987.%d.3.1.jpg
1987.%d3.jpg
2.1987.%d.3.jpg
END
names 'barcodes of eight digits, some of which are dates' <<'END'
records %08d  1234567 1234568 20190412 12031999 3000001
link
{D}.jpg
{D}_lg.jpg
{D}_web.jpg
none
IMG_{D}.jpg
{D}_120000.jpg
IMG_{D}_120000.jpg
PXL_{D}_120000123.jpg
{D}1.jpg
1{D}.jpg
Screenshot_{D}-120000.png
VID_{D}.jpg
{D}-{8+2}.jpg
5{D}99_d{D}_b.jpg
{D}-1b4e-11d2-883f-0016d3cca427.jpg
DSC{D}.jpg
FB_IMG_{D}.jpg
flickr_{D}.jpg
scan{D}.jpg
photo-{D}.jpg
image{D}.jpg
{D}@N07.jpg
NY{D}x.jpg
END
names 'cameras, phones and scanners beside ABC0041' <<'END'
records ABC%04d  41 42 1 9999 1234
link
ABC{D}.jpg
none
IMG_{D}.JPG
DSC_{D}.JPG
DSC0{D}.JPG
IMG_{D} 2.HEIC
_MG_{D}.CR2
P101{D}.JPG
_DSC{D}.NEF
SAM_{D}.JPG
KIF_{D}.JPG
{D}.jpg
CRW_{D}.CRW
HPIM{D}.JPG
CIMG{D}.JPG
L100{D}.DNG
R000{D}.JPG
EPSON{D}.jpg
MVC-{D}.jpg
100_{D}.jpg
WP_20190412_{D}.jpg
Capture{D}.tif
TIFF_{D}.tif
ABC_20190412_{D}.jpg
END
names 'GUIDs, hashes and ids beside A123' <<'END'
records A%d  12 883 123 4567
link
A%d.jpg
A%d_2.jpg
none
1b4e28ba-2fa1-11d2-a%d-0016d3cca427.jpg
a%d-2fa1-11d2-883f-0016d3cca427.jpg
a%de28ba-2fa1-11d2-883f-0016d3cca427.jpg
d41d8cd98f00b204e9800998a%d.jpg
A%dFFEE00112233445566778899AABBCC.jpg
a%dd8cd98f00b204e9800998ecf8427e.jpg
%d.jpg
BA%d.jpg
AA%d.jpg
A%d9.jpg
A4 %d.jpg
A-B%d.jpg
plate A%db c.jpg
figA%d.jpg
x_A%d.jpg
5%d0012345_A%d_b.jpg
QmA%dYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPb.jpg
END
ok "$([ "$total" -ge 700 ]; echo $?)" "$total names"
done_testing
