#!/bin/sh
# img-emit-dwca: what a portal's archive import does with its archives.
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
done_testing
