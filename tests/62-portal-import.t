#!/bin/sh
# img-emit-dwca: what a portal's archive import does with its archives; and, at
# the end, where each thing that portals did with our files has its test.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

command -v sqlite3 >/dev/null || skip_all 'needs sqlite3'
perl -MIO::Uncompress::Unzip -e 1 2>/dev/null || skip_all 'no IO::Uncompress'
base=https://img.example.org

# unpack ZIP: into the folder archive
unpack() {
	rm -rf archive
	mkdir archive
	perl -MIO::Uncompress::Unzip -e '
		my $u = IO::Uncompress::Unzip->new($ARGV[0]) or die;
		for (my $more = 1; $more > 0; $more = $u->nextStream) {
			open my $out, ">", "archive/" . $u->getHeaderInfo->{Name} or die;
			print $out $_ while <$u>;
		}' "$1"
}
# import ARCHIVE.zip MANAGEMENT: into records and media; prints what was done
import() {
	unpack "$1"
	"$here/portal/import-dwca" archive records media "$2"
}
# fresh COLLID: records and media of the collection as they are
fresh() {
	sqlite3 -readonly -header -separator '	' s.db \
		"SELECT * FROM omoccurrences WHERE collid = $1 ORDER BY occid" |
		sed 's/\\/\\\\/g' >records
	cp records before
	printf 'occid\toriginalUrl\turl\tthumbnailUrl\tsourceIdentifier\n' >media
}

"$here/portal/ddl" 3.4 sqlite | sqlite3 -bail s.db
sqlite3 -bail s.db <<'SQL'
INSERT INTO omoccurrences(occid, collid, catalogNumber, occurrenceID, sciname,
	county, recordID, recordedBy, recordSecurity, dbpk, processingStatus)
VALUES
	(1, 1, 'UCR0000001', NULL, 'Quercus alba', 'Riverside',
		'11111111-1111-4111-8111-111111111111', 'X "y", Z', 0, NULL, 'reviewed'),
	(2, 1, 'UCR0000002', 'urn:two', 'Acer', 'c\d',
		'22222222-2222-4222-8222-222222222222', NULL, NULL, NULL, NULL),
	(3, 1, 'UCR0000003', NULL, 'Orchis', 'secret',
		'33333333-3333-4333-8333-333333333333', NULL, 1, NULL, NULL),
	(11, 2, 'S1', 'urn:s1', 'Poa', 'x', NULL, NULL, 0, 'own 11', NULL),
	(12, 2, 'S2', NULL, 'Stipa', 'y', NULL, NULL, 0, NULL, NULL);
SQL
status 0 'an export' img-portal-export -q -c 1,2 -o portal --sqlite s.db
cat >names.csv <<EOF
catalogNumber,originalUrl
UCR0000001,$base/d1/front.jpg
UCR0000001,$base/d2/front.jpg
UCR0000002,$base/d3/front.jpg
EOF
cat >snapshot.csv <<EOF
catalogNumber,originalUrl
S1,$base/s1.jpg
S2,$base/s2.jpg
EOF
for list in names snapshot; do
	img-from-csv -q $list.csv | img-match -q -r portal/occurrences.tsv \
		>$list.tsv
done

# An archive with a few columns of each record: an import takes nothing.
status 0 'an archive of the pictures' img-emit-dwca -o plain.zip names.tsv
like "$(cat err)" "not for a portal's import" 'the danger is told'
for management in 'Live Data' Snapshot; do
	fresh 1
	is "$(import plain.zip "$management")" \
		'ABORTED: no occurrences imported' "$management: takes nothing"
	same records before "$management: records are as they were"
done
fresh 2
img-emit-dwca -q -o s.zip snapshot.tsv
import s.zip Snapshot >/dev/null
same records before 'and those without a dbpk'
img-from-dwca -q plain.zip >again.tsv
is "$(cut -f 1 again.tsv | sed 1d | sort -u | wc -l)" 2 \
	'others read its ids'
like "$(cat again.tsv)" 'UCR0000001' 'and numbers'
img-emit-dwca -q -o again.zip again.tsv
fresh 1
import again.zip 'Live Data' >/dev/null
same records before 'an archive of an archive'
img-emit-dwca -q --extension multimedia -o simple.zip names.tsv
import simple.zip 'Live Data' >/dev/null
same records before 'Simple Multimedia'

# For a collection that has none of the records.
status 0 'an importable archive' img-emit-dwca --importable -o new.zip names.tsv
like "$(cat err)" 'only for a collection that has none' 'the danger is told'
sed -n 1p before >records
is "$(import new.zip 'Live Data')" \
	'0 records updated, 2 inserted, 3 pictures added' 'a new collection'
cp media once
is "$(import new.zip 'Live Data')" \
	'2 records updated, 0 inserted, 0 pictures added' 'again'
same media once 'no picture twice, none replaced by one of its name'
printf 'catalogNumber\toriginalUrl\nUCR0000001\t%s\n' "$base/d4/front.jpg" |
	img-match -q -r portal/occurrences.tsv |
	img-emit-dwca -q --importable -o later.zip
is "$(import later.zip 'Live Data')" \
	'1 records updated, 0 inserted, 1 pictures added' \
	'a later picture of the same name'
is "$(grep -c front media)" 4 'replaces none'

# Whole records, with pictures: what is meant to be imported over them.
status 0 'whole records' img-portal-export -q -c 1 -o live --full --sqlite s.db
status 0 'with pictures' img-emit-dwca --into live/full -o full.zip names.tsv
is "$(cat err)" '' 'no danger to tell of'
fresh 1
is "$(import full.zip 'Live Data')" \
	'2 records updated, 0 inserted, 3 pictures added' 'Live Data'
same records before 'every column of every record is as it was'
cp media once
is "$(import full.zip 'Live Data')" \
	'2 records updated, 0 inserted, 0 pictures added' 'the same again'
same records before 'changes nothing'
same media once 'at all'
sed 's/d1/d9/' names.tsv | img-emit-dwca -q --into live/full -o more.zip
import more.zip 'Live Data' >/dev/null
is "$(grep -c front media)" 4 'a later picture of the same name replaces none'
status 1 'a protected record' img-emit-dwca -q --into live/full -o no.zip \
	--rejects rejects.tsv - <<EOF
originalUrl	catalogNumber
$base/3.jpg	UCR0000003
EOF
is "$(sed 1d rejects.tsv | cut -f 3)" no-record 'is not there'
img-portal-export -q -c 2 -o own --full --sqlite s.db
status 1 'a Snapshot' img-emit-dwca -q --into own/full -o own.zip \
	--rejects rejects.tsv snapshot.tsv
is "$(sed 1d rejects.tsv | cut -f 1)" "$base/s2.jpg" \
	'a record without a dbpk is not there'
fresh 2
is "$(import own.zip Snapshot)" \
	'1 records updated, 0 inserted, 1 pictures added' 'the other is found'
same records before 'and every column is as it was'
# The rules do destroy: a core that lacks columns.
fresh 1
printf 'id,catalogNumber\nr1,UCR0000001\n' >live/full/occurrences.csv
sed '/field index="\([1-35-9]\|1[0-9]\)"/d; s/index="4"/index="1"/' \
	live/full/meta.xml >meta.xml
mv meta.xml live/full/meta.xml
img-emit-dwca -q --into live/full -o torn.zip names.tsv
import torn.zip 'Live Data' >/dev/null
cmp -s records before
ok $((! $?)) 'a core without them empties columns'
# The portal says what is protected; img-match passes it on.
printf 'originalUrl\tcatalogNumber\n%s\tUCR0000003\n%s\tUCR0000001\n' \
	$base/3.jpg $base/1.jpg |
	img-match -q -r portal/occurrences.tsv >guarded.tsv
status 1 'a picture of a protected record' img-emit-dwca -q -o plain.zip \
	--rejects rejects.tsv guarded.tsv
is "$(awk -F '\t' 'NR > 1 { print $1, $(NF - 1) }' rejects.tsv)" \
	"$base/3.jpg protected" 'stays out'
status 0 'but on request' img-emit-dwca -q -o plain.zip --include-protected \
	guarded.tsv
is "$(img-from-dwca -q plain.zip | grep -c UCR0000003)" 1 'it is there'
sqlite3 s.db "INSERT INTO media(occid, originalUrl) VALUES (3, '$base/3.jpg')"
img-portal-export -q -c 1 -o guarded --sqlite s.db
status 1 "the portal's own pictures" img-emit-dwca -q -o plain.zip \
	--rejects rejects.tsv guarded/media.tsv
is "$(awk -F '\t' 'NR > 1 { print $(NF - 1) }' rejects.tsv)" protected \
	'are protected, too'

# URLs that break an import, or that it cuts (P7), and words in place of URLs
# (P15): what is in the archive arrives.
long=$(printf '%0300d' 0)
printf '%s\t%s\t%s\t%s\n' originalUrl url thumbnailUrl catalogNumber \
	"$base/no-extension" '' '' N1 "$base/$long.jpg" '' '' N1 \
	"$base/$(printf '\303\244').jpg" '' '' N1 '' "$base/web.jpg" '' N1 \
	"$base/thumb.jpg" empty 'bad url' N2 "$base/q.JPG?size=1" '' '' N2 \
	"$base/long-thumb.jpg" '' "$base/$long.jpg" N2 >odd.tsv
status 1 'odd URLs' img-emit-dwca -q --importable --rejects rejects.tsv \
	-o odd.zip odd.tsv
is "$(awk -F '\t' 'NR > 1 { print $(NF - 1) }' rejects.tsv | paste -sd ' ' -)" \
	'not-accepted too-long bad-url too-long' 'some an import does not survive'
fresh 9
is "$(import odd.zip 'Live Data')" \
	'0 records updated, 2 inserted, 3 pictures added' 'the others arrive'
is "$(grep -c 'empty\|bad url' media)" 0 'and no word in place of a URL'
sed -n '1p; 2p' odd.tsv | img-emit-dwca -q -o odd.zip
is "$(img-from-dwca -q odd.zip | grep -c no-extension)" 1 \
	'an archive for others has what says no type'
# New specimens that only a name has the number of (P14), in order (P16).
printf 'path\tname\toriginalUrl\n' >new.tsv
for i in 2 1; do
	printf 'p/NEW77_%s.jpg\tNEW77_%s.jpg\t%s/NEW77_%s.jpg\n' $i $i $base $i
done >>new.tsv
img-match -q -r portal/occurrences.tsv -p '/^([A-Z]+\d+)_(\d)/' new.tsv >found.tsv
status 0 'new specimens by their names' img-emit-dwca -q --create --importable \
	-o new.zip found.tsv
fresh 9
is "$(import new.zip 'Live Data')" \
	'0 records updated, 1 inserted, 2 pictures added' 'are one, with two pictures'
img-emit-csv -q --for media-import --create found.tsv >found.csv
is "$(img-from-csv -q found.csv | awk -F '\t' 'NR == 1 {
	for (i = 1; i <= NF; i++) at[$i] = i } NR > 1 {
	print $at["name"], $at["sortOccurrence"] }' | sort | paste -sd ' ' -)" \
	'NEW77_1.jpg 1 NEW77_2.jpg 2' 'in the order of their names'
# Line ends in a cell are none of the file (P23).
printf 'catalogNumber\toriginalUrl\tnotes\nA1\t%s/1.jpg\tone\\ntwo\n' $base |
	img-emit-dwca -q --importable -o lines.zip
fresh 9
is "$(import lines.zip 'Live Data')" \
	'0 records updated, 1 inserted, 1 pictures added' 'a line end in a cell'
is "$(wc -l <archive/multimedia.csv) $(wc -l <archive/occurrences.csv)" '2 2' \
	'is not one of the file'

# What a portal has, in other spellings: its own paths, http, what is
# percent-encoded (P6); and a picture that a curator has given to another record
# (P9). No importer enters any of it, by the files that know the portal.
sqlite3 -bail s.db <<SQL
DELETE FROM media;
INSERT INTO media(mediaID, occid, originalUrl, recordID) VALUES
	(1, 1, '/imglib/a/11.jpg', NULL), (2, 1, '$base/a b (1).jpg', NULL),
	(3, 2, 'http://IMG.example.org/x/2.jpg', NULL),
	(4, 2, '$base/moved.jpg', 'c0ffee00-0000-5000-8000-000000000004');
SQL
img-portal-export -q -c 1 -o there --full --sqlite s.db
printf '%s\t%s\t%s\t%s\n' originalUrl occid match recordCatalogNumber \
	https://portal.example.org/imglib/a/11.jpg 1 matched UCR0000001 \
	$base/a%20b%20%281%29.jpg 1 matched UCR0000001 \
	$base:443/x/./2.jpg 2 matched UCR0000002 \
	$base/moved.jpg 1 matched UCR0000001 \
	$base/new.jpg 1 matched UCR0000001 >known.tsv
# start_there: the portal's tables as they are
start_there() {
	fresh 1
	sqlite3 -readonly -separator '	' s.db "SELECT occid, originalUrl,
		url, thumbnailUrl, sourceIdentifier FROM media" >>media
	cp media once
}
for way in media-import:3.4 skeletal:3.4 url-map:3.2.4 archive; do
	start_there
	case $way in
	archive)
		img-emit-dwca -q --into there/full -P there \
			--media-domain https://portal.example.org \
			--rejects rejects.tsv -o known.zip known.tsv
		;;
	*)
		img-emit-csv -q --for $way -P there --rejects rejects.tsv \
			-o known.csv known.tsv
		;;
	esac
	is "$(awk -F '\t' 'NR > 1 { print $(NF - 1) }' rejects.tsv |
		paste -sd ' ' -)" \
		'already-there already-there already-there same-picture-other-record' \
		"$way: other spellings (P6), and what was given away (P9)"
	case $way in
	archive) import known.zip 'Live Data' ;;
	*) "$here/portal/import-csv" ${way%:*} ${way#*:} known.csv records media ;;
	esac >outcome
	is "$(wc -l <media) $(grep -c new.jpg media)" "$(($(wc -l <once) + 1)) 1" \
		"$way: one picture more"
done

# What is no picture (P10): not by its type, and unchecked not by its extension.
printf '%s\t%s\t%s\t%s\n' originalUrl occid match format \
	'https://arctos.example.org/MediaSearch.cfm?media_id=1' 1 matched '' \
	$base/call.mp3 1 matched '' $base/label.pdf 1 matched '' \
	$base/page.jpg 1 matched text/html $base/x.tif 1 matched '' \
	$base/a.jpg 1 matched '' |
	awk -F '\t' -v OFS='\t' '{ print $0, (NR > 1 ? "UCR0000001" : "recordCatalogNumber") }' >none.tsv
# By version: what each importer takes beside JPEG comes with its type.
for way in media-import:3.1 media-import:3.4 skeletal:3.4 url-map:3.2.4 archive; do
	fresh 1
	case $way in
	archive)
		img-emit-dwca -q --into there/full --rejects rejects.tsv \
			-o none.zip none.tsv
		import none.zip 'Live Data' >outcome
		;;
	*)
		img-emit-csv -q --for $way --rejects rejects.tsv -o none.csv \
			none.tsv
		"$here/portal/import-csv" ${way%:*} ${way#*:} none.csv records \
			media >outcome
		;;
	esac
	is "$(grep -c 'MediaSearch\|page.jpg' media) $(grep -c a.jpg media)" '0 1' \
		"$way: a web page is no picture (P10)"
done
img-emit-sql -q -c 1 -l none -P portal --dialect sqlite --rejects rejects.tsv \
	none.tsv >none.sql
is "$(grep -c 'mp3\|pdf\|tif\|MediaSearch\|page' none.sql) $(grep -c "a.jpg', 'image/jpeg'" none.sql)" \
	'0 1' 'SQL: nor a sound, a document, or what no browser shows (P10)'

# Pictures that an importer has entered have no thumbnail, and are in no list:
# the next load says how many (P21). Those of the stream arrive.
printf '%s\t%s\t%s\t%s\t%s\n' originalUrl thumbnailUrl occid match \
	recordCatalogNumber $base/t1.jpg '' 1 matched UCR0000001 \
	$base/t2.jpg $base/t2_tn.jpg 1 matched UCR0000001 |
	tee bare.tsv | img-emit-csv -q --for media-import:3.4 -o bare.csv -
fresh 1
"$here/portal/import-csv" media-import 3.4 bare.csv records media >outcome
is "$(awk -F '\t' '/t[12].jpg/ { print $4 }' media | paste -sd ' ' -)" \
	" $base/t2_tn.jpg" 'an importer makes no thumbnail (P21)'
sqlite3 s.db 'DELETE FROM media'
awk -F '\t' '/t[12].jpg/ { print $1 "\t" $2 "\t" $4 }' media >entered
sqlite3 -bail s.db <<'SQL'
CREATE TEMP TABLE n(occid, originalUrl, thumbnailUrl);
.mode tabs
.import entered n
INSERT INTO media(occid, originalUrl, thumbnailUrl, mediaType)
	SELECT occid, originalUrl, nullif(thumbnailUrl, ''), 'image' FROM n;
SQL
img-portal-export -q -c 1 -o bare --sqlite s.db
img-emit-sql -q -c 1 -l bare -P bare --dialect sqlite --rehearse bare.tsv \
	>bare.sql
is "$(sqlite3 s.db <bare.sql | sed -n 's/^without a thumbnail.*|//p')" 1 \
	'a report says how many are in no list (P21)'

# Where each has its test: the finding, a file, words of a test's name in it.
while read -r finding file words; do
	grep -qF -- "$words" "$here/$file"
	ok $? "$finding: $file: $words"
done <<'END'
P1 62-portal-import.t every column of every record is as it was
P2 62-portal-import.t a later picture of the same name replaces none
P2 56-portal-csv.t and none is lost
P3 56-portal-csv.t whose status stays as it is (P3)
P4 emit-sql-years.sh what the portal's machines fill in is nobody's work
P4 61-portal-ways.t taken back, and what was there has stayed
P5 62-portal-import.t a picture of a protected record
P6 62-portal-import.t other spellings (P6)
P7 62-portal-import.t some an import does not survive
P8 56-portal-csv.t by the importer's rules it stops there
P9 62-portal-import.t what was given away (P9)
P9 emit-sql-years.sh a picture that was remapped is not entered again
P10 62-portal-import.t a web page is no picture (P10)
P11 56-portal-csv.t all that is in the file arrives
P12 56-portal-csv.t a long name, a number of zero
P13 78-img-emit-dwca.t the UUID, the basis, a new record
P13 78-img-emit-dwca.t nothing that a portal notes for itself
P14 62-portal-import.t are one, with two pictures
P15 62-portal-import.t and no word in place of a URL
P16 62-portal-import.t in the order of their names
P17 56-portal-csv.t media-import: zeros
P18 56-portal-csv.t numbers that are equal to the portal are one specimen (P18)
P19 56-portal-csv.t a picture that is there is updated
P20 56-portal-csv.t a picture that is there is doubled
P21 62-portal-import.t an importer makes no thumbnail (P21)
P22 emit-sql-years.sh mediametadata follows
P23 62-portal-import.t is not one of the file
END
done_testing
