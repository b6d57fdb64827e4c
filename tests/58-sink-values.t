#!/bin/sh
# The sinks judge values alike: lengths, numbers, MD5s, --defaults, and a URL
# that the portal has in another spelling with another MD5.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

u=https://img.example.org
md5=0123456789abcdef0123456789ABCDEF
# rows: cells separated by bars
rows() { sed 's/|/	/g'; }
# reason: of the first reject, and the column that it is about
reason() { awk -F '\t' 'NR == 2 { print $(NF - 1) ":" $NF }' left; }
# sink NAME OPTION...: from in.tsv
sink() {
	name=$1
	shift
	rm -f left
	case $name in
	sql)
		img-emit-sql -q -c 1 -l a --schema 3.4 --rejects left "$@" in.tsv
		;;
	csv)
		img-emit-csv -q --for media-import --rejects left "$@" in.tsv
		;;
	dwca) img-emit-dwca -q --rejects left -o out.zip "$@" in.tsv ;;
	import)
		img-emit-dwca -q --importable --rejects left -o out.zip "$@" \
			in.tsv
		;;
	esac >out 2>err
}
# judged COLUMN VALUE EXPECTED SINK...: the reason, or "taken"
judged() {
	printf 'originalUrl\toccid\t%s\n%s/a.jpg\t1\t%s\n' "$1" $u "$2" >in.tsv
	column=$1 value=$(printf '%.20s' "$2") expected=$3
	shift 3
	for s; do
		sink "$s"
		rc=$?
		if [ "$expected" = taken ]; then
			is "$rc $(reason)" '0 ' "$s: $column '$value' is taken"
		else
			is "$rc $(reason)" "1 $expected:$column" \
				"$s: $column '$value': $expected"
		fi
	done
}
# long N: that many characters of two bytes
long() { printf "%0${1}d" 0 | sed 's/0/é/g'; }

judged caption "$(long 100)" taken sql csv dwca import
judged caption "$(long 101)" too-long sql csv import
judged caption "$(long 101)" taken dwca
judged owner "$(long 250)" taken sql csv dwca
judged owner "$(long 101)" too-long import
judged notes "$(long 350)" taken sql csv dwca
judged notes "$(long 256)" too-long import
judged rights "$(long 256)" too-long sql csv import
judged mediaMD5 $md5 taken sql csv dwca import
judged mediaMD5 ${md5}0 bad-value sql csv dwca import
judged mediaMD5 "${md5%?}x" bad-value sql csv dwca import
judged pixelXDimension 6000 taken sql dwca import
judged pixelXDimension 6000px bad-value sql dwca import
judged pixelYDimension 3000000000 bad-value sql dwca import
judged sortOccurrence 2 taken sql csv dwca import
judged sortOccurrence -1 bad-value sql csv dwca import
judged thumbnailUrl "$u/$(printf '%0250d' 0).jpg" too-long sql csv import

# --defaults, in all of them.
rows >in.tsv <<END
originalUrl|occid|match|owner
$u/1.jpg|1|matched|
$u/2.jpg|2|matched|Own
END
list='owner=Museum of A, B,rights=CC0,caption=old,caption=a=b'
sink sql --defaults "$list"
is "$? $(grep -c "'Museum of A, B'" out) $(grep -c "'a=b'" out)" '0 1 1' \
	'sql: --defaults'
sink csv --defaults "$list"
is "$(img-from-csv -q out | awk -F '\t' 'NR == 1 { for (i = 1; i <= NF; i++)
	at[$i] = i } NR > 1 { print $at["owner"] "|" $at["rights"] "|" \
	$at["caption"] }' | paste -sd '/' -)" \
	'Museum of A, B|CC0|a=b/Own|CC0|a=b' 'csv: --defaults'
sink dwca --defaults "$list"
is "$(img-from-dwca -q out.zip | awk -F '\t' 'NR == 1 {
	for (i = 1; i <= NF; i++) at[$i] = i } NR > 1 { print $at["owner"] "|" \
	$at["rights"] "|" $at["caption"] }' | paste -sd '/' -)" \
	'Museum of A, B|CC0|a=b/Own|CC0|a=b' 'dwca: --defaults'
sink dwca --extension multimedia --defaults "$list"
is "$(img-from-dwca -q out.zip | grep -c 'Museum of A, B')" 1 \
	'Simple Multimedia: --defaults'
for s in sql csv dwca; do
	for wrong in mediaMD5=x 'owner' sortOccurrence=x nonsense=1; do
		sink $s --defaults "$wrong"
		is "$?" 2 "$s: --defaults $wrong"
	done
	like "$(cat err)" "invalid --defaults: 'nonsense'" "$s: says what"
done
sink csv --defaults locality=x
is "$?" 2 'csv: a column that the importer has not'
status 2 'skeletal has none' img-emit-csv --for skeletal --defaults owner=x \
	in.tsv
like "$(cat err)" "'owner' (this importer has no such column)" 'and says so'
printf 'originalUrl\toccid\n%s/1.jpg\t1\n' $u >in.tsv
sink csv --defaults "caption=$(long 101)"
is "$? $(reason)" '1 too-long:caption' 'csv: a default that is too long'

# The same URL by http, with another MD5.
mkdir portal
printf 'occid\tcollid\tcatalogNumber\totherCatalogNumbers\toccurrenceID\trecordID\tidentifierName\trecordSecurity\tscientificName\tbasisOfRecord\n' \
	>portal/occurrences.tsv
{
	printf 'mediaID\toccid\toriginalUrl\turl\tmediaMD5\trecordID\n'
	printf '1\t1\thttp://img.example.org/1.jpg\t\t%s\t\n' \
		11111111111111111111111111111111
	printf '2\t1\thttps://img.example.org/2.jpg\t\t%s\t\n' \
		22222222222222222222222222222222
	printf '3\t1\thttp://img.example.org/3.jpg\t\t\t\n'
} >portal/media.tsv
printf 'table\tcolumn\tdataType\tlength\tcharacterSet\tcollation\tnullable\treferences\tonDelete\tvalue\n' \
	>portal/schema.tsv
printf '%s\n' 'media originalUrl' 'mediametadata mediaID' 'media url' \
	'omcollections collID' 'media mediaMD5' 'media recordID' \
	'omoccurrences recordSecurity' | while read -r table column; do
	value=
	[ "$column" != collID ] || value=1
	printf '%s\t%s\tvarchar\t255\tutf8mb3\tutf8mb3_general_ci\tyes\t\t\t%s\n' \
		"$table" "$column" "$value"
done >>portal/schema.tsv
rows >in.tsv <<END
originalUrl|occid|mediaMD5
https://img.example.org/1.jpg|1|99999999999999999999999999999999
END
for s in csv dwca; do
	sink $s -P portal
	is "$? $(reason)" '1 same-url-other-bytes:' \
		"$s: http and https with different MD5s"
done
img-emit-sql -q -c 1 -l a -P portal --rejects left in.tsv >out 2>err
is "$? $(reason)" '1 same-url-other-bytes:' 'sql: the same'
img-emit-sql -q -c 1 -l a -P portal --existing update in.tsv >out 2>err
is "$? $(grep -c "'https://img.example.org/1.jpg'" out)" '0 2' \
	'sql: --existing update takes it'
rows >in.tsv <<END
originalUrl|occid|mediaMD5
https://img.example.org/1.jpg|1|11111111111111111111111111111111
https://img.example.org/2.jpg|1|99999999999999999999999999999999
https://img.example.org/3.jpg|1|99999999999999999999999999999999
END
for s in csv dwca; do
	sink $s -P portal
	is "$? $(sed 1d left | grep -c already-there)" '0 3' \
		"$s: the same MD5, the same spelling, none recorded"
done

# In one file, a URL is one picture in whatever spelling.
rows >in.tsv <<END
originalUrl|occid|match|recordCatalogNumber
http://IMG.example.org:80/a%20b.jpg|1|matched|A1
$u/%61%20b.jpg|1|matched|A1
$u/c.jpg|1|matched|A1
END
for importer in media-import skeletal url-map; do
	img-emit-csv -q --for $importer --rejects left in.tsv >out 2>err
	is "$? $(reason)" '0 duplicate:' "$importer: another spelling"
done

# One URL in two spellings, with two MD5s: one of the rows is wrong, or the two
# are two pictures. With one MD5, or none known, they are one.
nines=99999999999999999999999999999999
ones=11111111111111111111111111111111
pair() {
	rows >in.tsv <<END
originalUrl|occid|mediaMD5|match|recordCatalogNumber
http://img.example.org/b.jpg|1|$1|matched|A1
$u/%62.jpg|1|$2|matched|A1
END
}
# shellcheck disable=SC2086 # the name and its options
for s in 'csv --for media-import' 'csv --for url-map' 'csv --for skeletal' \
	'dwca -o out.zip' 'sql -c 1 -l a --schema 3.4'; do
	pair $ones $nines
	img-emit-$s -q --rejects left in.tsv >out 2>err
	is "$? $(reason)" '1 same-url-other-bytes:' \
		"$s: two spellings, two MD5s in one batch"
	for md5s in "$ones $ones" "$ones " " $ones" ' '; do
		pair "${md5s% *}" "${md5s#* }"
		img-emit-$s -q --rejects left in.tsv >out 2>err
		is "$? $(reason)" '0 duplicate:' "$s: one picture: '$md5s'"
	done
	pair abcdefabcdefabcdefabcdefabcdefab ABCDEFABCDEFABCDEFABCDEFABCDEFAB
	img-emit-$s -q --rejects left in.tsv >out 2>err
	is "$(reason)" duplicate: \
		"$s: the letter case of an MD5 makes no other bytes"
done
# Of the web picture of one row the MD5 says nothing.
rows >in.tsv <<END
originalUrl|url|occid|mediaMD5
$u/b.jpg|$u/b_small.jpg|1|$ones
http://img.example.org/b_small.jpg||1|$nines
END
sink sql
is "$(reason)" 'duplicate:' 'sql: the web picture of a row before it'
rows >in.tsv <<END
originalUrl|occid|mediaMD5
$(for i in $(seq 200); do echo "$u/$i.jpg|1|$(printf %032d "$i")"; done)
$(for i in $(seq 200); do echo "http://img.example.org/$i.jpg|1|$(printf %032d $((i + i % 2 * 1000)))"; done)
END
sink sql
is "$(awk -F '\t' 'NR > 1 { print $(NF - 1) }' left | sort | uniq -c | xargs)" \
	'100 duplicate 100 same-url-other-bytes' \
	'sql: of a record with many pictures, too'

# Texts that the portal will spoil (P11).
rows >in.tsv <<END
originalUrl|occid|match|recordCatalogNumber|caption
$u/1.jpg|1|matched|A1|the "type" sheet
$u/2.jpg|1|matched|A1|plain
$u/3.jpg|1|matched|A1|O'Brien
END
for version in 3.2 3.3; do
	status 1 "media-import:$version: quotes" img-emit-csv \
		--for media-import:$version in.tsv
	like "$(cat err)" '^img-emit-csv: 2 rows have quotes' \
		"media-import:$version: are counted"
done
for version in 3.1 3.4; do
	status 0 "media-import:$version: quotes arrive" img-emit-csv \
		--for media-import:$version in.tsv
done
done_testing
