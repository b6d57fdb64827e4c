#!/bin/sh
# Archives that are written, and read again.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

base=https://img.example.org
# member NAME: its bytes. Zip files are unpacked by somebody else's program.
perl -MIO::Uncompress::Unzip -e 1 2>/dev/null || skip_all "no IO::Uncompress"
member() {
	perl -MIO::Uncompress::Unzip=:all -e '
		my ($zip, $name) = @ARGV;
		my $u = IO::Uncompress::Unzip->new($zip, Name => $name) or die;
		binmode STDOUT; print while <$u>' "${2:-made.zip}" "$1"
}
sorted() { awk -F '\t' -v names="$1" 'NR == 1 { n = split(names, name, ",")
	for (i = 1; i <= NF; i++) h[$i] = i }
	{ row = ""; for (i = 1; i <= n; i++) row = row "\t" (name[i] in h \
		? $h[name[i]] : "no column"); print row }' "$2"; }

# A row of the stream for each line NAME=VALUE@NAME=VALUE...
awk -v columns='path,originalUrl,url,thumbnailUrl,format,creator,rights,owner,caption,notes,createDate,catalogNumber,otherCatalogNumbers,occurrenceID,occid,match,verdict,problems,tag,dcterms:modified,my own & only' '
	BEGIN { n = split(columns, column, ",")
		for (i = 1; i <= n; i++)
			printf "%s%s", column[i], i < n ? "\t" : "\n" }
	{ split("", value); m = split($0, parts, "@")
		for (i = 1; i <= m; i++) {
			at = index(parts[i], "=")
			value[substr(parts[i], 1, at - 1)] = \
				substr(parts[i], at + 1) }
		for (i = 1; i <= n; i++)
			printf "%s%s", value[column[i]], i < n ? "\t" : "\n"
	}' >in.tsv <<EOF
path=p@originalUrl=$base/1a.jpg@url=$base/1a_w.jpg@thumbnailUrl=$base/1a_tn.jpg@format=image/jpeg@creator=Ann "A", B@rights=http://creativecommons.org/licenses/by/4.0/@owner=UCR@caption=a\\tb\\nc@notes= <n> \\\\@createDate=2019-05-01T11:12:13@catalogNumber=UCR0001@otherCatalogNumbers=A-1; B-1@occurrenceID=urn:uuid:1@occid=11@match=matched@verdict=ok@tag=x | y@dcterms:modified=2020-01-01@my own & only=mine
originalUrl=$base/1b.PNG@catalogNumber=UCR0001@otherCatalogNumbers=A-1; B-1@occurrenceID=urn:uuid:1@occid=11@match=matched@verdict=warn
originalUrl=$base/2.jpg@catalogNumber=UCR0002
originalUrl=$base/2.jpg@catalogNumber=UCR0002
originalUrl=$base/3.jpg@catalogNumber=UCR0003@match=none
originalUrl=$base/4.jpg
originalUrl=$base/5.jpg@catalogNumber=UCR0005@verdict=bad
catalogNumber=UCR0006
originalUrl=file:///6.jpg@catalogNumber=UCR0006
originalUrl=$base/7.jpg@catalogNumber=UCR0009@occurrenceID=urn:uuid:1
EOF
status 1 "an archive" img-emit-dwca --title 'Box "12" & more' --abstract What \
	--organization UCR --contact Ann --email ann@example.org \
	--rights http://creativecommons.org/licenses/by/4.0/legalcode \
	--date 2026-11-23 --institution UCR --collection V --id urn:x \
	--rejects rejects.tsv -o made.zip in.tsv
like "$(cat err)" '7 of 10 rows left out: 1 bad, 1 none, 1 no-record' \
	"says what was left out"
is "$(awk -F '\t' '{ print $(NF - 1) }' rejects.tsv | paste -s -d , -)" \
	'reason,duplicate,none,no-record,bad,no-url,bad-url,identifiers-disagree' \
	"with the reasons"
like "$(cat err)" "columns that no vocabulary has are left out: 'my own & only'" \
	"and which columns"
for name in meta.xml eml.xml occurrences.csv multimedia.csv; do
	member $name >"$name"
	same "$name" "$golden/img-emit-dwca/$name" "$name"
done
if command -v xmllint >/dev/null; then
	status 0 "both are XML" xmllint --noout meta.xml eml.xml
else
	skip "no xmllint" "both are XML"
fi
if command -v unzip >/dev/null; then
	status 0 "it is a sound zip file" unzip -tq made.zip
else
	skip "no unzip" "it is a sound zip file"
fi

# What goes in comes out.
columns=originalUrl,url,thumbnailUrl,creator,rights,owner,caption,notes
columns=$columns,createDate,catalogNumber,otherCatalogNumbers,occurrenceID
columns="$columns,tag,dcterms:modified"
status 0 "it is read again" img-from-dwca made.zip
sorted "$columns" out >got
sed 4q in.tsv >kept.tsv
# A line break is a blank in a cell.
sorted "$columns" kept.tsv | sed 's/a\\tb\\nc/a b c/' >expected
same got expected "and nothing is lost"
cp out once.tsv
img-emit-dwca -o again.zip once.tsv
status 0 "and again" img-from-dwca again.zip
same out once.tsv "nothing at all"

# What a picture shows, in words: keywords, the portal's tags and the view each
# have a term of their own. An orientation that is an IRI stays one.
acorient=http://rs.tdwg.org/acorient/values/r0003
{
	printf 'originalUrl\tcatalogNumber\tkeywords\ttags\tview\tanatomy\tsubjectOrientation\n'
	printf '%s\tUCR1\tleaf | Quercus, oak\tHasLabel | HasOrganism\tlabel\tleaf\t%s\n' \
		$base/1.jpg $acorient
	printf '%s\tUCR2\t\t\tlateral\t\t\n' $base/2.jpg
} >shows.tsv
status 0 'keywords, tags, view' img-emit-dwca -o shows.zip shows.tsv
is "$(grep -c 'left out' err)" 0 'no column is left out'
is "$(member meta.xml shows.zip | grep -o 'term="[^"]*"' |
	grep -cE '/(elements/1.1/subject|tag|subjectOrientationLiteral|subjectPart|subjectOrientation)"')" \
	5 'each has its term, once'
status 0 'and they are read again' img-from-dwca shows.zip
sorted originalUrl,keywords,tag,view,anatomy,subjectOrientation out >got
sed '1s/tags/tag/' shows.tsv >read.tsv
sorted originalUrl,keywords,tag,view,anatomy,subjectOrientation read.tsv \
	>expected
same got expected 'as they were'
cp out once.tsv
status 0 'and written again' img-emit-dwca -o again.zip once.tsv
for name in meta.xml multimedia.csv; do
	member $name shows.zip >expected
	member $name again.zip >got
	same got expected "$name: the same"
done
status 0 'added to an archive that has them' img-emit-dwca -o into.zip \
	--into shows.zip - <<EOF
originalUrl	catalogNumber	keywords	view
$base/3.jpg	UCR2	pollen	apical
EOF
img-from-dwca into.zip >out
is "$(sorted keywords,view out | tail -n 1)" '	pollen	apical' \
	'in the fields that are there'

status 0 "rows that matched none" img-emit-dwca -q --create -o all.zip - <<EOF
originalUrl	catalogNumber	match
$base/3.jpg	UCR0003	none
EOF
TZ=Asia/Tokyo img-emit-dwca -q -o tokyo.zip kept.tsv
(umask 077 && TZ=UTC img-emit-dwca -q kept.tsv >utc.zip)
cmp -s tokyo.zip utc.zip
ok $? "the same bytes in any time zone"

status 0 "Simple Multimedia" img-emit-dwca --extension multimedia \
	-o made.zip kept.tsv
member multimedia.csv >simple.csv
same simple.csv "$golden/img-emit-dwca/simple.csv" "as expected"
status 0 "it is read again" img-from-dwca made.zip
columns=originalUrl,creator,rights,owner,caption,catalogNumber
sorted "$columns" out >got
sorted "$columns" kept.tsv | sed 's/a\\tb\\nc/a b c/' >expected
same got expected "with what it can hold"

for export in "$shared"/unclear-licence/dwca/seinet-pere-zipped/*.zip \
	"$shared"/dwca/gbif-dwca-io/issues/csv-json-escaped-quotes; do
	if [ ! -e "$export" ]; then
		skip "no shared data" "a real archive"
		continue
	fi
	img-from-dwca -q "$export" >first.tsv
	img-emit-dwca -q -o real.zip first.tsv
	img-from-dwca -q real.zip >second.tsv
	# An empty format or type is filled in, so columns may be added; and of
	# one collection, more numbers may have lost zeros.
	columns=$(head -n 1 first.tsv | tr '\t' '\n' | grep -vx problems |
		paste -sd , -)
	sorted "$columns" first.tsv >expected
	sorted "$columns" second.tsv >got
	if head -n 1 first.tsv | grep -q '	identifier'; then
		same got expected "$(basename "$export"): nothing is lost"
	else
		sed 's/\timage\/jpeg\t/\t\t/' got >bare
		is "$(wc -l <bare)" "$(wc -l <expected)" \
			"$(basename "$export"): nothing is lost"
	fi
done
# What a stream knows of records and pictures.
printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' \
	originalUrl url thumbnailUrl occid match matchKey occurrenceRecordID \
	recordSecurity basisOfRecord sourceIdentifier username \
	$base/1.jpg empty 'bad url' 1 matched A1 \
	aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa 0 Observation 'filename: 1.jpg' ann \
	$base/2.jpg '' 'processing 2026-01-01' 2 matched A2 '' 5 '' '' ann \
	$base/3.jpg '' '' '' none NEW77 '' '' '' urn:uuid:x ann \
	'' $base/4.jpg '' 4 matched A4 '' 1 '' '' ann \
	/imglib/5.jpg /imglib/5w.jpg '' 5 matched A5 '' '' '' '' ann >facts.tsv
status 1 "facts of records" img-emit-dwca --create --rejects rejects.tsv \
	-o facts.zip facts.tsv
is "$(awk -F '\t' '{ print $(NF - 1) }' rejects.tsv | paste -s -d , -)" \
	reason,protected,protected,bad-url "protected records are left out"
member occurrences.csv facts.zip >facts
is "$(cut -f 2-4,7 facts | tr '\t\n' ',;')" "id,dwc:occurrenceID,dwc:basisOfRecord,\
dwc:catalogNumber;urn:uuid:aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa,\
urn:uuid:aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa,Observation,;\
NEW77,,PreservedSpecimen,NEW77;" "the UUID, the basis, a new record's number"
member multimedia.csv facts.zip >facts
is "$(grep -c 'empty\|bad url\|processing\|ann\|filename' facts)" 0 \
	"nothing that a portal notes for itself"
like "$(cat facts)" 'urn:uuid:x' "an identifier that came along is kept"
status 0 "protected and relative" img-emit-dwca -q --create -o facts.zip \
	--include-protected --media-domain https://portal.example.org facts.tsv
member multimedia.csv facts.zip >facts
like "$(cat facts)" "$base/2.jpg" "on request"
like "$(cat facts)" "$base/4.jpg" "a picture with a web size only"
like "$(cat facts)" 'https://portal.example.org/imglib/5.jpg' "made absolute"
like "$(cat facts)" 'https://portal.example.org/imglib/5w.jpg' "all of them"
status 0 "words of the data set" img-emit-dwca -q --create -o words.zip \
	--basis LivingSpecimen --language por --include-protected \
	--media-domain https://portal.example.org facts.tsv
member occurrences.csv words.zip >facts
is "$(cut -f 4 facts | sort | uniq -c | sed 's/^ *//' | paste -s -d , -)" \
	'4 LivingSpecimen,1 Observation,1 dwc:basisOfRecord' \
	"--basis is for records that have none"
like "$(unzip -p words.zip eml.xml)" '<language>por</language>' "--language"
for domain in portal.example.org https://portal.example.org/ ftp://x; do
	status 2 "no domain: $domain" img-emit-dwca --media-domain "$domain" facts.tsv
done

# The same picture has the same identifier by SQL.
printf 'originalUrl\toccid\tcatalogNumber\n%s\t7\tA7\n' $base/7.jpg >seven.tsv
img-emit-sql -q -l box -c 3 --schema 3.4 seven.tsv >seven.sql 2>/dev/null ||
	img-emit-sql -q -l box -c 3 seven.tsv >seven.sql
img-emit-dwca -q -l box -c 3 -o seven.zip seven.tsv
member multimedia.csv seven.zip | sed -n 's/.*urn:uuid:\([0-9a-f-]*\).*/\1/p' >uuid
like "$(cat seven.sql)" "$(cat uuid)" "that of img-emit-sql"

# XML has no U+FFFE; a quote and a backslash are no matter.
status 0 "odd characters" img-emit-dwca -q -o odd.zip --organization '<&">' \
	--title "$(printf 'a\357\277\276b\001c\357\277\277')" seven.tsv
member eml.xml odd.zip >odd.xml
if command -v xmllint >/dev/null; then
	status 0 "well-formed" xmllint --noout odd.xml
else
	skip "no xmllint" "well-formed"
fi
printf 'catalogNumber\toriginalUrl\tnotes\nA1\t%s\tone\\r\\ntwo "x\\\\" \177\n' \
	$base/1.jpg | img-emit-dwca -q -o nl.zip
is "$(member multimedia.csv nl.zip | wc -l)" 2 "a row is a line"
like "$(member multimedia.csv nl.zip)" 'one two "x\\"  *' "quotes are no quotes"
status 2 "another extension" img-emit-dwca --extension image in.tsv
for date in today 2026-02-29 2026-13-01 2026-04-31 2026-00-10 2026-01-1 2026-01-001; do
	status 2 "a date that is none: $date" img-emit-dwca --date $date in.tsv
done
status 2 "a title that is not UTF-8" img-emit-dwca --title "$(printf '\351')" in.tsv
cp in.tsv kept.tsv
status 2 "rejects in the input" img-emit-dwca -o no.zip --rejects ./kept.tsv \
	kept.tsv
same kept.tsv in.tsv "leave it as it was"
status 2 "no column of URLs" img-emit-dwca -o no.zip - <<EOF
catalogNumber
1
EOF
ok "$([ ! -e no.zip ]; echo $?)" "leaves nothing that looks complete"

# With an export of the portal: what it has is left out, and what rows do not
# say of their records comes from there.
mkdir portal
{
	printf 'mediaID\toccid\toriginalUrl\turl\tmediaMD5\trecordID\n'
	printf '1\t1\thttp://img.example.org/a b.jpg\t\t\t\n'
	printf '2\t2\t/imglib/2.jpg\tempty\t\t\n'
} >portal/media.tsv
{
	printf 'occid\tcatalogNumber\trecordSecurity\tscientificName\tbasisOfRecord\n'
	printf '3\tN3\t1\tQuercus\tFossilSpecimen\n'
	printf '1\tN1\t0\tAcer\\\\a\tFossilSpecimen\n'
	printf '1\tN1b\t0\tAcer\\\\a\tFossilSpecimen\n'
	printf '2\tN2\t0\tPinus\t\n'
} >portal/occurrences.tsv
{
	printf 'originalUrl\toccid\tmatch\trecordCatalogNumber\tscientificName\n'
	printf '%s\t%s\tmatched\t%s\t%s\n' \
		https://IMG.example.org/a%20b.jpg 1 N1 '' \
		https://portal.example.org/imglib/2.jpg 2 N2 '' \
		https://img.example.org/new1.jpg 1 N1 '' \
		https://img.example.org/new2.jpg 2 N2 Larix \
		https://img.example.org/new3.jpg 3 N3 '' \
		https://img.example.org/new4.jpg 4 N4 '' \
		http://img.example.org/a%20b.jpg 4 N4 ''
} >rows.tsv
status 1 '-P' img-emit-dwca -P portal --rejects left -o made.zip rows.tsv
is "$(sed 1d left | rev | cut -f 2 | rev | paste -sd ' ' -)" \
	'already-there already-there protected same-picture-other-record' \
	'-P: what the portal has is left out, and protected records'
member occurrences.csv | sed 's/dwc://g' >core.csv
is "$(sorted catalogNumber,scientificName,basisOfRecord core.csv | sed 1d |
	tr '\t' ':' | paste -sd ' ' -)" \
	':N1:Acer\a:FossilSpecimen :N2:Larix:PreservedSpecimen :N4::PreservedSpecimen' \
	'-P: records have what the portal knows of them'
status 1 '-P, --include-protected' img-emit-dwca -P portal \
	--include-protected -o made.zip rows.tsv
is "$(member occurrences.csv | grep -c Quercus)" 1 'gives protected records'
rm portal/occurrences.tsv
status 2 '-P without records' img-emit-dwca -P portal -o made.zip rows.tsv
like "$(cat err)" 'portal/occurrences.tsv' 'names the file'
rm -r portal
done_testing
