#!/bin/sh
# img-emit-csv: what the importers take, and what they would spoil.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

g=$golden/img-emit-csv
u=https://i.example

columns=path,originalUrl,url,thumbnailUrl,name,format,caption,creator,mediaMD5,verdict,match,occid,collid,recordCatalogNumber,matchKey,matchedOn,matchRule,catalogNumber,otherCatalogNumbers,sortOccurrence,largeFile,largeFormat,largeMD5
rows() { stream_of "$columns"; }

# emit IMPORTER OPTION...: from in.tsv to out and rejects.tsv.
emit() {
	importer=$1
	shift
	img-emit-csv --for "$importer" --rejects rejects.tsv "$@" in.tsv \
		>out 2>err
	rc=$?
}
# why: the reasons of the rejects, and what they are about.
why() { sed 1d rejects.tsv | awk -F '\t' '{ printf "%s%s%s ",
	$(NF - 1), $NF == "" ? "" : ":", $NF }'; }
# reject IMPORTER REASON NAME LINE
reject() {
	printf '%s\n' "$4" | rows >in.tsv
	emit "$1"
	is "$rc $(why)$(sed 1d out)" "1 $2 " "$1: $3"
}

rows >all.tsv <<END
originalUrl=$u/a.jpg name=a.jpg format=image/jpeg caption=A,+"b" creator=Ann verdict=ok match=matched occid=12 recordCatalogNumber=UCR1
originalUrl=$u/b;1,'2.JPG url=$u/b_web.jpg name=b.jpg verdict=warn match=matched occid=12 recordCatalogNumber=UCR1 sortOccurrence=2
originalUrl=$u/a.jpg name=a.jpg format=image/jpeg match=matched occid=12 recordCatalogNumber=ucr1
url=$u/c.jpeg name=c.jpeg format=image/jpg occid=13 catalogNumber=UCR2
originalUrl=$u/d.png name=d.png format=image/png match=none catalogNumber=UCR9
originalUrl=$u/e.jpg name=e.jpg match=matched occid=14 matchKey=555 matchedOn=otherCatalogNumbers matchRule=exact
originalUrl=$u/0/f_lg.jpg name=f.tif format=image/tiff mediaMD5=00000000000000000000000000000000 match=matched occid=15 recordCatalogNumber=UCR15 largeFile=0/f_lg.jpg largeFormat=image/jpeg largeMD5=11111111111111111111111111111111
originalUrl=$u/sub/a.jpg name=a.jpg match=matched occid=12 recordCatalogNumber=UCR1
END
for importer in media-import url-map:3.1 skeletal; do
	img-emit-csv --for $importer --create --rejects rejects.tsv -o out \
		all.tsv 2>err
	[ $importer != skeletal ] || same out-new "$g/skeletal-new.csv" \
		"skeletal: new specimens"
	same out "$g/${importer%%:*}.csv" "$importer"
	same rejects.tsv "$g/${importer%%:*}.rejects.tsv" "$importer: rejects"
	# Nobody reads it otherwise than it is meant.
	img-from-csv -q out >back 2>err
	is $? 0 "$importer: img-from-csv reads it"
done
img-emit-csv --for media-import -q all.tsv >out 2>/dev/null
is "$?" 1 "without --create a row is left out"
is "$(head -n 1 out | cut -d , -f 1-2)" 'occid,originalUrl' \
	"and there is one identifier"
img-from-csv -q out >back
is "$(cut -f 1 back | sed 1d | sort)" \
	"$(cut -d , -f 2- out | sed 1d | grep -o "$u/[^\",]*\(,'[^\"]*\)*" |
		grep -v b_web | sort)" \
	"img-from-csv has the same URLs back"
is "$(sed 1d back | grep -c "A, \"b\"")" 1 "and the same caption"

# What sinks do not take.
for verdict in bad retry fix; do
	case $verdict in fix) code=needs-derive ;; *) code=$verdict ;; esac
	reject media-import $code "verdict $verdict" \
		"originalUrl=$u/a.jpg occid=1 verdict=$verdict"
done
for match in ambiguous contradictory none; do
	reject skeletal $match "match $match" \
		"originalUrl=$u/a.jpg match=$match catalogNumber=1"
done
reject media-import no-record "no record" "originalUrl=$u/a.jpg"
reject media-import bad-value:occid "no occid" "originalUrl=$u/a.jpg occid=x"
reject url-map no-number "no number" "originalUrl=$u/a.jpg occid=1"
reject url-map no-number "a number that was padded is not the portal's" \
	"originalUrl=$u/a.jpg occid=1 match=matched matchKey=5 matchedOn=otherCatalogNumbers matchRule=padded"
reject media-import no-url "no URL" "occid=1"
reject media-import bad-url:originalUrl "a blank in a URL" \
	"originalUrl=$u/a+b.jpg occid=1"
reject media-import bad-url:originalUrl "no web address" \
	"originalUrl=ftp://i.example/a.jpg occid=1"
reject media-import bad-url:thumbnailUrl "a bad thumbnail" \
	"originalUrl=$u/a.jpg thumbnailUrl=x occid=1"
reject media-import secret-url:originalUrl "a URL with a password" \
	"originalUrl=https://me:secret@i.example/a.jpg occid=1"
reject media-import not-accepted:format "TIFF" \
	"originalUrl=$u/a.tif format=image/tiff occid=1"
reject media-import not-accepted:originalUrl "WebP by its extension" \
	"originalUrl=$u/a.webp occid=1"
reject media-import not-accepted:format "no extension and no format" \
	"originalUrl=$u/a occid=1"
reject media-import not-a-picture:format "a video" \
	"originalUrl=$u/a.mp4 format=video/mp4 occid=1"
reject url-map not-accepted:format "a PNG" \
	"originalUrl=$u/a.png format=image/png occid=1 catalogNumber=1"
reject skeletal not-accepted:originalUrl "no extension" \
	"originalUrl=$u/a?x=.jpg format=image/jpeg occid=1 catalogNumber=1"
long=$(printf '%0260d' 0)
reject media-import too-long:originalUrl "a long URL" \
	"originalUrl=$u/$long.jpg occid=1"
reject media-import too-long:caption "a long caption" \
	"originalUrl=$u/a.jpg caption=$long occid=1"
reject media-import charset:caption "a character of four bytes" \
	"originalUrl=$u/a.jpg caption=😀 occid=1"
reject skeletal charset:catalogNumber "a number with one" \
	"originalUrl=$u/a.jpg format=image/jpeg occid=1 catalogNumber=1😀"
echo "originalUrl=$u/a.jpg name=😀.jpg occid=1" | rows >in.tsv
emit media-import
is "$rc $(grep -c filename out)" '0 0' "a name that does not fit is not written"
reject media-import 'bad-value:caption' "a backslash at the end of quotes" \
	"originalUrl=$u/a.jpg caption=a,\\\\ occid=1"
reject media-import 'bad-value:sortOccurrence' "an order that is no number" \
	"originalUrl=$u/a.jpg sortOccurrence=x occid=1"
# Whatever a reader of CSV could take for an end is in quotes.
for end in ',' '"' '\r' '\n' '\t'; do
	printf 'originalUrl\toccid\tcaption\n%s\t1\t%s\n' $u/a.jpg \
		"a${end}b" >in.tsv
	emit media-import
	# shellcheck disable=SC2059 # the escape is a format
	printf "\"a${end}b\"" | sed 's/a"b/a""b/' | tr '\n' '@' >quoted
	is "$(tr '\n' '@' <out | grep -cF -f quoted)" 1 \
		"media-import: quotes around ${end#\\}"
done
printf '%s\n' "originalUrl=$u/a.jpg caption=C:\\\\dir occid=1 collid=7" |
	rows >in.tsv
emit media-import
is "$rc $(tail -n 1 out | cut -d , -f 7)" '0 C:\dir' "a backslash elsewhere is fine"
emit media-import -c 7
is $rc 0 "-c, the same collection"
emit media-import -c 8
is "$rc $(why)" '1 other-collection:collid ' "-c, another collection"
printf '%s\n' "originalUrl=$u/a.jpg occid=1 collid=7" \
	"originalUrl=$u/b.jpg occid=2 collid=8" | rows >in.tsv
emit media-import
is $rc 2 "two collections in one file"
like "$(cat err)" 'rows of collections 7 and 8' "are not written silently"
emit media-import -c 7
is "$rc $(why)" '1 other-collection:collid ' "-c says which"
echo "originalUrl=$u/a.jpg match=none otherCatalogNumbers=a;b" | rows >in.tsv
emit skeletal --create
is "$rc $(why)" '1 bad-number:otherCatalogNumbers ' \
	"skeletal: a number that would be cut"
echo "originalUrl=$u/a.jpg match=none catalogNumber=$(printf '%033d' 7)" |
	rows >in.tsv
emit media-import --create
is "$rc $(why)" '1 too-long:catalogNumber ' "a number that would be cut"
rows >in.tsv <<END
originalUrl=$u/a.jpg occid=1
originalUrl=$u/a.jpg occid=1
originalUrl=$u/a.jpg occid=2
END
emit media-import
is "$rc $(why)$(sed 1d out | cut -d , -f 1 | tr '\n' ' ')" '0 duplicate 1 2 ' \
	"duplicates of a specimen are left out, and that is all right"

# PHP reads every cell as it was meant, whatever is in it.
if command -v php >/dev/null; then
	awk -v u=$u 'BEGIN { srand(1)
		n = split("a|b|,|\"|\\\\\\\\|\\\\n|\\\\t|;|+|x", bits, "|")
		for (i = 1; i <= 400; i++) {
			text = ""
			for (k = int(rand() * 9); k > 0; k--)
				text = text bits[int(rand() * n) + 1]
			printf "originalUrl=%s/%d.jpg occid=%d caption=%s\n",
				u, i, i, text
		} }' | rows >in.tsv
	emit media-import
	cat >read.php <<-'END'
		<?php
		ini_set("auto_detect_line_endings", "0");
		$in = fopen($argv[1], "r");
		$names = fgetcsv($in);
		while (($row = fgetcsv($in)) !== false) {
			$row = array_combine($names, $row);
			echo $row["occid"], "\t", strtr($row["caption"], ["\\" =>
			    "\\\\", "\n" => "\\n", "\r" => "\\r", "\t" => "\\t"]), "\n";
		}
	END
	php -d error_reporting=0 read.php out >php.tsv
	awk -F '\t' 'NR == FNR { left[$12] = 1; next }
		FNR > 1 && !($12 in left) { print $12 "\t" $7 }' \
		rejects.tsv in.tsv >expected
	same php.tsv expected "PHP reads every cell as it was meant"
	ok "$([ "$(wc -l <expected)" -gt 300 ]; echo $?)" "of most rows"
	is "$(why | tr ' ' '\n' | sort -u | tr -d '\n')" bad-value:caption \
		"others are left out as they cannot be written"
else
	skip "no php" "PHP reads every cell as it was meant"
fi

# A cell of the skeletal upload holds 65,535 bytes.
awk -v u=$u 'BEGIN { for (i = 0; i < 400; i++)
	printf "originalUrl=%s/%0100d/%099d.jpg occid=1 catalogNumber=A\n", u, i, i }' |
	rows >in.tsv
emit skeletal
is "$rc $(why | tr ' ' '\n' | sort -u | tr -d '\n')" '1 too-long' \
	"skeletal: a cell that would be cut"
ok "$([ "$(sed 1d out | wc -c)" -lt 65550 ]; echo $?)" "is not"

# Files below a size.
awk -v u=$u 'BEGIN { for (i = 1; i <= 100; i++)
	printf "originalUrl=%s/%03d.jpg occid=%d catalogNumber=%d\n", u, i, i, i }' |
	rows >in.tsv
for importer in media-import skeletal; do
	rm -rf parts && mkdir parts
	img-emit-csv --for $importer --max-bytes 1500 -o parts/list.csv \
		in.tsv 2>err
	is $? 0 "$importer: several files"
	like "$(cat err)" "^img-emit-csv: $(find parts -type f | wc -l) files" \
		"$importer: are told"
	is "$(find parts -type f -size +1500c | wc -l)" 0 "$importer: none is larger"
	img-emit-csv --for $importer in.tsv >whole.csv
	first=$(head -n 1 whole.csv)
	{
		echo "$first"
		for f in parts/list.csv $(find parts -name 'list-*' |
			sort -t - -k 2n); do
			[ "$(head -n 1 "$f")" = "$first" ] || echo "$f"
			sed 1d "$f"
		done
	} >together.csv
	same together.csv whole.csv "$importer: together they are one"
done
status 2 "standard output cannot be split" \
	img-emit-csv --for media-import --max-bytes 1500 in.tsv
head -c -1 in.tsv >cut.tsv
rm -rf parts && mkdir parts
status 2 "a stream that was cut" \
	img-emit-csv --for media-import --max-bytes 1500 -o parts/list.csv cut.tsv
is "$(find parts -name '*.csv')" '' "leaves no file behind that looks complete"
cp in.tsv kept.tsv
status 2 "rejects in the input" img-emit-csv --for media-import \
	--rejects ./kept.tsv kept.tsv
same kept.tsv in.tsv "leave it as it was"
status 2 "--for is needed" img-emit-csv in.tsv
status 2 "--for what there is" img-emit-csv --for ftp in.tsv
done_testing
