#!/bin/sh
# img-emit-csv: what a portal's importers do with its files, by their rules.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

u=https://img.example.org
utf8=$(printf '\303\211') # E with an acute accent

# portal: three specimens; the first one is done, and has a picture.
portal() {
	cat >records <<-'END'
		occid	catalogNumber	otherCatalogNumbers	processingStatus	observerUid
		1	UCR1		reviewed	7
		2	UCR2		stage 1	
		3		F-3		
	END
	printf 'occid\toriginalUrl\turl\tthumbnailUrl\tsourceUrl\tsourceIdentifier\tcaption\tformat\tsortOccurrence\n' >media
	printf '1\t%s/d1/front.jpg\t%s/d1/front_web.jpg\t%s/d1/front_tn.jpg\t\tfront.jpg\tmine\timage/jpeg\t5\n' \
		$u $u $u >>media
}
# rows: a stream, cells separated by bars
rows() { sed 's/|/	/g'; }
# import IMPORTER VERSION FILE [OPTION]
import() { "$here/portal/import-csv" "$1" "$2" "$3" records media "${4:-}"; }
# status_of NUMBER: of the record
status_of() { awk -F '\t' -v n="$1" '$2 == n || $3 == n { print $4 }' records; }
# reasons: of the rejects
reasons() { awk -F '\t' 'NR > 1 { print $(NF - 1) }' left | paste -sd ' ' -; }

reasons_by_column() {
	awk -F '\t' 'NR > 1 { print $(NF - 1) ":" $NF }' left | paste -sd ' ' -
}

# New specimens and those that are there, in one stream.
rows >both.tsv <<END
originalUrl|occid|match|matchKey|matchedOn|matchRule|recordCatalogNumber
$u/d2/side.jpg|1|matched|UCR1|catalogNumber|exact|UCR1
$u/n1a.jpg||none|NEW-${utf8}2|||
$u/n1b.jpg||none|new-e2|||
$u/f.jpg|3|matched|F-3|otherCatalogNumbers|exact|
$u/n2.jpg||none|NEW-3|||
END
status 0 'skeletal: two files' img-emit-csv --for skeletal --create \
	-o up.csv both.tsv
like "$(cat err)" "up.csv: 2 specimens that the portal has; in the form choose 'Match on Catalog Number' and 'Match on Other Catalog Numbers', and Processing Status 'Leave as is / No Explicit Setting'" \
	'what to choose for those that are there'
like "$(cat err)" "up-new.csv: 2 new specimens, to be uploaded once; in the form choose 'Match on Catalog Number', and Processing Status 'Unprocessed'" \
	'and for new ones'
is "$(sed 1d up-new.csv)" "NEW-${utf8}2,,$u/n1a.jpg;$u/n1b.jpg
NEW-3,,$u/n2.jpg" 'numbers that are equal to the portal are one specimen (P18)'
portal
is "$(import skeletal 3.4 up.csv)" \
	'2 added, 0 refused, 0 made, 0 updated, 0 overwritten' \
	'the pictures of those that are there'
is "$(status_of UCR1)" reviewed 'whose status stays as it is (P3)'
is "$(import skeletal 3.4 up-new.csv unprocessed)" \
	'3 added, 0 refused, 2 made, 0 updated, 0 overwritten' \
	'two new records with three pictures'
is "$(status_of NEW-3) $(status_of UCR1)" 'unprocessed reviewed' \
	'and their status'
is "$(import skeletal 3.4 up.csv)" \
	'0 added, 0 refused, 0 made, 0 updated, 0 overwritten' \
	'a second upload adds nothing'
status 2 'both into one file' img-emit-csv --for skeletal --create both.tsv
like "$(cat err)" '2 new specimens and 2 that the portal has' 'are refused'
img-emit-csv --for skeletal -q both.tsv >there.csv
is "$(sed 1d there.csv | wc -l)" 2 'without --create there is one'
grep -v '	matched	' both.tsv >new.tsv
status 0 'new ones alone' img-emit-csv --for skeletal --create new.tsv
is "$(sed 1d out | wc -l)" 2 'go to standard output'
like "$(cat err)" '^img-emit-csv: the file: 2 new specimens' 'and are told'
img-emit-csv --for skeletal --create -q -o few.csv both.tsv 2>err
is "$(cat err)" '' 'not with -q'
grep -v '	none	' both.tsv | img-emit-csv --for skeletal --create -o few.csv \
	2>err
is "$(cat few-new.csv)" 'catalogNumber,otherCatalogNumbers,associatedMedia' \
	'a file of new specimens from before does not stay'

# The same letters, one specimen that is there: its line is not of a new one.
rows <<END | img-emit-csv --for skeletal --create -o one.csv 2>err
originalUrl|occid|match|matchKey|recordCatalogNumber
$u/1.jpg||none|ucr2|
$u/2.jpg|2|matched|UCR2|UCR2
END
is "$(sed 1d one.csv),$(sed 1d one-new.csv)" "ucr2,,$u/1.jpg;$u/2.jpg," \
	'a number that a record has is not new'

# What a name would overwrite (P2): only an export knows.
rows >front.tsv <<END
originalUrl|occid|match|recordCatalogNumber
$u/d9/FRONT.jpg|1|matched|UCR1
$u/d9/front.jpg|2|matched|UCR2
$u/d9/front.jpg?size=large|1|matched|UCR1
$u/d9/front.JPG|1|matched|UCR1
END
portal
img-emit-csv --for skeletal -q front.tsv >blind.csv
is "$(import skeletal 3.4 blind.csv)" \
	'3 added, 0 refused, 0 made, 0 updated, 1 overwritten' \
	"by the importer's rules a picture is lost"
mkdir export
portal
awk -F '\t' -v OFS='\t' 'NR == 1 { print "mediaID", $0 } NR > 1 { print NR, $0 }' \
	media >export/media.tsv
status 1 'skeletal with -P' img-emit-csv --for skeletal -P export \
	--rejects left -o seen.csv front.tsv
is "$(reasons)" same-name 'the name is taken'
like "$(sed 1d left)" FRONT.jpg 'in any letter case'
is "$(import skeletal 3.4 seen.csv)" \
	'3 added, 0 refused, 0 made, 0 updated, 0 overwritten' 'and none is lost'
is "$(awk -F '\t' 'NR == 2 { print $2, $4 }' media)" \
	"$u/d1/front.jpg $u/d1/front_tn.jpg" 'with its thumbnail'
img-emit-csv --for media-import -q -P export front.tsv >media.csv
is "$(sed 1d media.csv | wc -l)" 4 'media-import does not look at names'

# Names of more than 150 characters (P12), zeros (P17).
long=$(printf '%0151d' 0)
rows >odd.tsv <<END
originalUrl|occid|match|matchKey|recordCatalogNumber|sortOccurrence|caption
$u/$long.jpg|1|matched||UCR1||
$u/a.jpg|1|matched||UCR1|0|
$u/b.jpg|1|matched||UCR1||0
$u/c.jpg||none|0|||
$u/d.jpg|1|matched||UCR1||
END
for version in 3.1 3.2.4 3.3 3.4; do
	portal
	img-emit-csv --for skeletal:$version --create -q --rejects left \
		-o odd.csv odd.tsv
	is "$(reasons)" 'too-long bad-number' \
		"skeletal:$version: a long name, a number of zero"
	is "$(import skeletal $version odd.csv)" \
		'3 added, 0 refused, 0 made, 0 updated, 0 overwritten' \
		"skeletal:$version: the others"
done
portal
img-emit-csv --for media-import --create -q --rejects left -o odd.csv odd.tsv
is "$(reasons)" 'bad-value bad-value bad-number' 'media-import: zeros'
is "$(import media-import 3.4 odd.csv create)" \
	'2 added, 0 refused, 0 made, 0 updated, 0 overwritten' \
	'media-import: the others'

# What each version takes and spoils (P8, P11).
rows >kinds.tsv <<END
originalUrl|occid|match|matchKey|recordCatalogNumber|caption|url|thumbnailUrl|sortOccurrence
$u/O'Brien.jpg|1|matched||UCR1||||1
$u/a.png|1|matched||UCR1||||2
$u/a.gif|1|matched||UCR1||||3
$u/a.bmp|1|matched||UCR1||||4
$u/a.webp|1|matched||UCR1||||5
$u/a.tif|1|matched||UCR1||||6
$u/a.jpeg|1|matched||UCR1||||7
END
for version in 3.1 3.2 3.2.4 3.3 3.3.4 3.3.5 3.3.13 3.4 3.4.14; do
	for importer in media-import skeletal; do
		portal
		img-emit-csv --for $importer:$version -q --rejects left \
			-o kinds.csv kinds.tsv
		n=$(sed 1d left | wc -l)
		is "$(import $importer $version kinds.csv)" \
			"$((7 - n)) added, 0 refused, 0 made, 0 updated, 0 overwritten" \
			"$importer:$version: all that is in the file arrives"
		is "$(grep -c '[\\]' media)" 0 \
			"$importer:$version: and no URL is spoilt"
	done
done
for version in 3.1 3.2.2; do
	portal
	img-emit-csv --for url-map:$version --create -q both.tsv >map.csv
	is "$(import url-map $version map.csv create)" \
		'5 added, 0 refused, 2 made, 0 updated, 0 overwritten' \
		"url-map:$version makes records"
	is "$(grep -c '	empty	' media)" 0 "url-map:$version: no word for nothing"
done
for version in 3.2.3 3.2.4; do
	status 2 "url-map:$version does not" img-emit-csv \
		--for url-map:$version --create both.tsv
	portal
	like "$(import url-map $version map.csv create)" '^DIED' \
		"url-map:$version: by the importer's rules it stops there"
	portal
	img-emit-csv --for url-map:$version -q both.tsv >there.csv
	is "$(import url-map $version there.csv)" \
		'2 added, 0 refused, 0 made, 0 updated, 0 overwritten' \
		"url-map:$version: those that are there"
done

# What a second upload does (P19, P20), and that -P prevents it.
rows >again.tsv <<END
originalUrl|occid|match|recordCatalogNumber
$u/d1/front.jpg|1|matched|UCR1
$u/new.jpg|2|matched|UCR2
END
for importer in media-import url-map:3.2; do
	version=${importer#*:}
	[ "$version" != "$importer" ] || version=3.4
	portal
	img-emit-csv --for $importer -q again.tsv >again.csv
	import "${importer%:*}" "$version" again.csv >told
	case $importer in
	url-map*)
		is "$(cat told)" \
			'1 added, 0 refused, 0 made, 1 updated, 0 overwritten' \
			"$importer: a picture that is there is updated"
		is "$(awk -F '\t' 'NR == 2 { print "<" $4 ">" }' media)" '<>' \
			"$importer: and loses its thumbnail"
		;;
	*)
		is "$(cat told)" \
			'2 added, 0 refused, 0 made, 0 updated, 0 overwritten' \
			"$importer: a picture that is there is doubled"
		;;
	esac
	portal
	status 0 "$importer with -P" img-emit-csv --for $importer -P export \
		--rejects left -o again.csv again.tsv
	is "$(reasons)" already-there "$importer: it is left out"
	is "$(import "${importer%:*}" "$version" again.csv)" \
		'1 added, 0 refused, 0 made, 0 updated, 0 overwritten' \
		"$importer: the other is added"
	is "$(awk -F '\t' 'NR == 2 { print $4 }' media)" $u/d1/front_tn.jpg \
		"$importer: and nothing is lost"
done
# Whom the importers find by a number, with what the portal has.
mkdir -p shared
cp portal/media.tsv shared/ 2>/dev/null ||
	rows >shared/media.tsv <<END
mediaID|occid|collid|originalUrl|url|thumbnailUrl|sourceIdentifier|mediaMD5|recordID
END
rows >shared/occurrences.tsv <<END
occid|collid|catalogNumber|otherCatalogNumbers|occurrenceID|recordID|observerUid
1|1|DUP-${utf8}1||||
1|1||F-1|||
2|1|dup-e1 ||||
3|1|ALONE-1||||
3|1||Accession: 9; F-3|||
4|1|SEEN-1||||7
5|2|ALONE-1||||
END
rows >shared.tsv <<END
originalUrl|occid|collid|match|matchKey|matchedOn|matchRule|recordCatalogNumber
$u/s/1.jpg|1|1|matched|F-1|otherCatalogNumbers|exact|DUP-${utf8}1
$u/s/2.jpg|3|1|matched|ALONE-1|catalogNumber|exact|ALONE-1
$u/s/3.jpg|4|1|matched|SEEN-1|catalogNumber|exact|SEEN-1
$u/s/4.jpg|3|1|matched|F-3|otherCatalogNumbers|exact|
$u/s/5.jpg|1|1|matched|F-1|otherCatalogNumbers|exact|
$u/s/6.jpg|2|1|matched|F-1|otherCatalogNumbers|exact|
END
for importer in skeletal url-map:3.1 media-import:3.2; do
	status 1 "$importer: shared numbers" img-emit-csv --for $importer \
		-P shared --rejects left -o shared.csv shared.tsv
	observed='' other=''
	[ $importer != skeletal ] || {
		observed='would-change:observerUid '
		other='would-change:otherCatalogNumbers '
	}
	is "$(reasons_by_column)" \
		"ambiguous:catalogNumber ${observed}no-record:otherCatalogNumbers ${other}ambiguous:otherCatalogNumbers" \
		"$importer: not for several, for none or for another"
done
status 0 'by occid' img-emit-csv --for media-import -P shared -o shared.csv \
	shared.tsv
is "$(sed 1d shared.csv | wc -l)" 6 'no number is needed'
# Up to 3.2 a skeletal upload sets what is not said of a record's security to 0.
rows >shared/occurrences.tsv <<END
occid|collid|catalogNumber|otherCatalogNumbers|recordSecurity
3|1|ALONE-1||0
3|1||F-3|
4|1|SEEN-1||
4|1||F-4|
END
rows >security.tsv <<END
originalUrl|occid|collid|match|matchKey|matchedOn|matchRule|recordCatalogNumber
$u/s/2.jpg|3|1|matched|ALONE-1|catalogNumber|exact|ALONE-1
$u/s/3.jpg|4|1|matched|SEEN-1|catalogNumber|exact|SEEN-1
END
for version in 3.1 3.2 3.3 3.4; do
	case $version in 3.[12]) left=would-change:recordSecurity ;; *) left= ;; esac
	img-emit-csv -q --for skeletal:$version -P shared --rejects left \
		-o shared.csv security.tsv
	is "$(reasons_by_column)" "$left" "skeletal:$version: an empty security"
	printf 'occid\tcatalogNumber\totherCatalogNumbers\tprocessingStatus\tobserverUid\trecordSecurity\n' >records
	printf '3\tALONE-1\t\t\t\t0\n4\tSEEN-1\t\t\t\t\n' >>records
	printf 'occid\toriginalUrl\turl\tthumbnailUrl\tsourceIdentifier\n' >media
	cp records before
	like "$(import skeletal $version shared.csv)" '^[12] added, 0 refused, 0 made' \
		"skeletal:$version: the others get their pictures"
	same records before "skeletal:$version: and every record stays as it is"
done
rm shared/occurrences.tsv
status 0 'without the records' img-emit-csv --for skeletal -P shared \
	-o shared.csv shared.tsv

# What the importer does not take, and has no need to.
rows >shared/media.tsv <<END
mediaID|occid|collid|originalUrl|url|thumbnailUrl|sourceIdentifier|mediaMD5|recordID
9|3|1|$u/media/77|||||
END
rows >untyped.tsv <<END
originalUrl|occid|collid|match|matchKey|matchedOn|matchRule|recordCatalogNumber
$u/media/77|3|1|matched|ALONE-1|catalogNumber|exact|ALONE-1
END
status 0 'a URL without an extension, which the portal has' img-emit-csv \
	--for skeletal -P shared --rejects left -o shared.csv untyped.tsv
is "$(reasons)" already-there 'is there, whatever its type'
status 1 'which it has not' img-emit-csv --for skeletal --rejects left \
	-o shared.csv untyped.tsv
is "$(reasons)" not-accepted 'is not taken'

done_testing
