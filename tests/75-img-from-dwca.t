#!/bin/sh
# Archives made here, one for each feature of meta.xml and each trap.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

dwc=http://rs.tdwg.org/dwc/terms
ac=http://rs.tdwg.org/ac/terms
dcterms=http://purl.org/dc/terms
base=https://img.example.org

# table TAG ROWTYPE ATTRIBUTES FILE KEY: opens a table of meta.xml; the term
# of a field or "term=value" follow on standard input, a line each.
table() {
	printf '<%s rowType="%s" %s>' "$1" "$2" "$3"
	printf '<files><location>%s</location></files>' "$4"
	case $1 in core) id=id ;; *) id=coreid ;; esac
	[ -z "$5" ] || printf '<%s index="%s"/>' "$id" "$5"
	awk '{ print "<field " $0 "/>" }'
	printf '</%s>\n' "$1"
}

begin() { printf '<archive xmlns="http://rs.tdwg.org/dwc/text/">\n'; }
end() { printf '</archive>\n'; }
csv='fieldsTerminatedBy="," fieldsEnclosedBy="&quot;" ignoreHeaderLines="1"'
tsv='fieldsTerminatedBy="\t" fieldsEnclosedBy="" ignoreHeaderLines="1"'

records() {
	table core $dwc/Occurrence "$csv" occurrences.csv 0 <<-EOF
		index="1" term="$dwc/catalogNumber"
		index="2" term="$dwc/otherCatalogNumbers"
		index="3" term="$dwc/occurrenceID"
	EOF
}

pictures() {
	table extension $ac/Multimedia "$csv" multimedia.csv 0 <<-EOF
		index="1" term="$dcterms/identifier"
		index="2" term="$ac/accessURI"
		index="3" term="http://rs.tdwg.org/acf/terms/thumbnailAccessURI"
		index="4" term="$ac/goodQualityAccessURI"
		index="5" term="$dcterms/rights"
		index="6" term="http://ns.adobe.com/xap/1.0/rights/Owner"
		index="7" term="$dcterms/format"
		index="8" term="$dcterms/type"
		index="9" term="http://ns.adobe.com/xap/1.0/CreateDate"
		index="10" term="$ac/tag"
		index="11" term="$dcterms/modified"
	EOF
}

# The same on one line.
line() { column "${2:-out}" "$1" | paste -s -d , -; }

mkdir archive
{ begin; records; pictures; end; } >archive/meta.xml
cat >archive/occurrences.csv <<'EOF'
id,catalogNumber,otherCatalogNumbers,occurrenceID
1,UCR0001,"A-1; B-1",urn:uuid:1
2,UCR0002,,urn:uuid:2
3,00123,1e5,urn:uuid:3
3,00124,,urn:uuid:4
5,UCR0005,,
5,UCR0005,,
EOF
cat >archive/multimedia.csv <<EOF
coreid,identifier,accessURI,thumbnailAccessURI,goodQualityAccessURI,rights,Owner,format,type,CreateDate,tag,modified
2,m1,$base/2a.jpg,$base/2a_tn.jpg,$base/2a_w.jpg,http://creativecommons.org/licenses/by/4.0/,"UCR, Riverside",image/jpg,StillImage,2019-05-01 11:12:13,"a	b\\",2020-01-01
1,m2,$base/1%20a.jpg,,,,,jpeg,,2019,,
2,m3,$base/2a.jpg,,,,,,,,,
9,m4,$base/9.jpg,,,,,,,,,
3,m5,$base/3.jpg,,,,,,,,,
5,m6,$base/5.jpg,,,,,,,,,
2,m7,,,$base/2b.jpg,,,,,,,
2,$base/2c.jpg,,,,,,,,,,
2,m9,,,,,,,,,,
2,m10,$base/call.mp3,,,,,,,,,
2,m11,$base/call,,,,,,Sound,,,
2,m12,$base/sheet.pdf?size=1,,,,,image/jpeg,,,,
EOF
status 0 "a folder" img-from-dwca archive
same out "$golden/img-from-dwca/archive.tsv" "as expected"
is "$(line problems)" \
	',,duplicate,orphan,id-not-unique,,,,no-web-url,other-media,other-media,' \
	"what is wrong is marked"
is "$(line verdict)" ',,bad,,,,,,bad,,,' "and bad if no sink may take it"
for code in $(column out problems | sort -u); do
	like "$(img-check --explain "$code" 2>&1)" "$code" "$code is registered"
done
status 0 "records" img-from-dwca --occurrences archive
like "$(cat err)" 'occid stays empty' "of no portal"
same out "$golden/img-from-dwca/occurrences.tsv" "as expected"
status 0 "with --occid" img-from-dwca --occid archive
is "$(line occid)" "$(line coreid)" "the core id is the occid"
img-from-dwca --occurrences --occid archive >records.tsv
is "$(line occid records.tsv)" '1,2,3,3,5,5' "of the records too"
img-from-dwca archive | img-match -r records.tsv >matched.tsv 2>err
is "$(line occid matched.tsv)" '2,1,2,,,5,2,2,2,2,2,2' "and they match"

# zip FILE FOLDER: a zip file of all that is in the folder.
zip() {
	perl -MIO::Compress::Zip=:all -e '
		my ($zip, $folder) = @ARGV;
		chdir $folder or die;
		my @names = split /\n/, `find . -type f | sed "s,^\\./,," | sort`;
		zip [@names] => "../$zip", Minimal => 1 or die $ZipError' "$@"
}
if perl -MIO::Compress::Zip -e 1 2>/dev/null; then zips=1; else zips=; fi

if [ "$zips" ]; then
	img-from-dwca archive >expected
	zip archive.zip archive
	status 0 "a zip file" img-from-dwca archive.zip
	same out expected "is the same as the folder"
	img-from-dwca <archive.zip >out 2>err
	same out expected "so is standard input"
	# shellcheck disable=SC2002
	cat archive.zip | img-from-dwca - >out 2>err
	same out expected "and a pipe"
	mkfifo fifo
	cat archive.zip >fifo &
	img-from-dwca fifo >out 2>err
	same out expected "and a fifo"
	mkdir -p deep/inside && cp archive/* deep/inside
	zip deep.zip deep
	status 0 "meta.xml in a sub-folder" img-from-dwca deep.zip
	same out expected "is found"
	mkdir -p deep/other && cp archive/meta.xml deep/other
	zip two.zip deep
	status 2 "two archives in one" img-from-dwca two.zip
	head -c 700 archive.zip >cut.zip
	status 2 "a cut zip file" img-from-dwca cut.zip
	like "$(cat err)" '^img-from-dwca: cut.zip: ' "is named"

	# Members by name: only names below the archive are looked at.
	perl -MIO::Compress::Zip=:all -e '
		my $zip = IO::Compress::Zip->new("evil.zip", Name => "../meta.xml");
		$zip->print("<archive/>");
		for my $name ("a\\..\\..\\c.csv", "a/../../b.csv") {
			$zip->newStream(Name => $name); $zip->print("id\n"); }
		$zip->close'
	status 2 "names that lead outside" img-from-dwca evil.zip
	like "$(cat err)" '3 files left out' "are not looked at"
	is "$(find . -name meta.xml | wc -l)" 3 "and nothing is unpacked"
	perl -MIO::Compress::Zip=:all -e '
		my $zip = IO::Compress::Zip->new("twice.zip", Name => "meta.xml");
		for (1 .. 2) { $zip->print("<archive/>");
			$zip->newStream(Name => "meta.xml"); }
		$zip->close'
	status 2 "two members of one name" img-from-dwca twice.zip
	like "$(cat err)" 'meta.xml' "are told"
	mkdir link && { begin; records; end; } >link/meta.xml
	perl -MIO::Compress::Zip=:all -e '
		my $zip = IO::Compress::Zip->new("link.zip", Name => "meta.xml");
		open my $meta, "<", "link/meta.xml"; $zip->print(<$meta>);
		$zip->newStream(Name => "occurrences.csv",
		    ExtAttr => 0120777 << 16, OS_Code => 3);
		$zip->print("/etc/passwd"); $zip->close'
	status 2 "a link in a zip file" img-from-dwca --occurrences link.zip
	like "$(cat err)" 'not there' "is not followed"
	mkdir bomb && cp archive/meta.xml bomb
	{
		cat archive/occurrences.csv
		perl -e 'print "9,", "x" x 100, "\n" for 1 .. 50000'
	} >bomb/occurrences.csv
	head -n 1 archive/multimedia.csv >bomb/multimedia.csv
	zip bomb.zip bomb
	status 2 "a zip bomb" img-from-dwca --max-unpacked 1MB bomb.zip
	like "$(cat err)" 'larger than allowed' "is told"
	is "$(tail -c 1 out | wc -l)" 0 "and the last LF is missing"
	status 0 "that is none" img-from-dwca --max-unpacked 10MB bomb.zip
else
	skip "no IO::Compress::Zip" "zip files"
fi
ln -s occurrences.csv archive/link.csv
{ begin; records | sed s/occurrences.csv/link.csv/; end; } >linked.xml
mkdir linked && ln -s ../archive/occurrences.csv linked/link.csv
cp linked.xml linked/meta.xml
status 2 "a link in a folder" img-from-dwca --occurrences linked
like "$(cat err)" 'not there' "is not followed"
rm archive/link.csv

# meta NAME: an archive of that name with meta.xml from standard input.
meta() {
	mkdir -p "$1"
	{ begin; cat; end; } >"$1/meta.xml"
}

for location in ../archive/occurrences.csv /etc/passwd \
	http://127.0.0.1/occurrences.csv ''; do
	records | sed "s|occurrences.csv|$location|" | meta outside
	status 2 "location '$location'" img-from-dwca --occurrences outside
done

# Paths as other systems write them.
cp -r archive paths
mkdir paths/Data
mv paths/occurrences.csv paths/Data/Occurrences.CSV
mv paths/multimedia.csv paths/Data
for location in ./data/occurrences.csv '.\\data\\occurrences.csv' \
	'data\\occurrences.csv' Data/Occurrences.CSV; do
	{ records; pictures; } | sed "s|>occ.*\.csv|>$location|
		s|>multimedia.csv|>././Data/multimedia.csv|" | meta paths
	status 0 "location '$location'" img-from-dwca paths
	same out "$golden/img-from-dwca/archive.tsv" "is found"
done
cp paths/Data/Occurrences.CSV paths/Data/occurrences.CSV
{ records; pictures; } | sed 's|>occ.*\.csv|>Data/OCCURRENCES.csv|' | meta paths
status 2 "two that differ in letter case" img-from-dwca paths
like "$(cat err)" "names 'Data/OCCURRENCES.csv', which is not there" "are none"
if [ "$zips" ]; then
	umlaut=$(printf 'Gr\303\266\303\237e.csv')
	cp -r archive umlaut
	mv umlaut/occurrences.csv "umlaut/$umlaut"
	{ records; pictures; } | sed "s|>occ.*\.csv|>$umlaut|" | meta umlaut
	perl -MIO::Compress::Zip=:all -e 'chdir "umlaut" or die;
		zip [glob "*"] => "../umlaut.zip", Minimal => 1, Efs => 1 or die'
	status 0 "a name that is not ASCII" img-from-dwca umlaut.zip
	same out "$golden/img-from-dwca/archive.tsv" "is found"
fi

# id at any index, several files, defaults, header lines, delimitedBy.
{
	table core $dwc/Occurrence 'fieldsTerminatedBy="|" ignoreHeaderLines="2"
		fieldsEnclosedBy="&apos;" encoding="UTF-8"' one.txt 2 <<-EOF |
		index="0" term="$dwc/catalogNumber"
		index="1" term="$dwc/associatedMedia" delimitedBy="##"
		term="$dwc/institutionCode" default="UCR &amp; &#233;"
		index="3" term="$dwc/otherCatalogNumbers" default="none"
	EOF
		sed 's|</location>|&<location>b/two.txt</location>|'
} | meta several
mkdir several/b
cat >several/one.txt <<EOF
# a comment
number|media|key|other
'U|1'|$base/1?a;b,c## ##$base/x|k1
EOF
printf '# x\r\nh\r\nU2|%s|k2|o2\r\n' "$base/2.jpg" >several/b/two.txt
status 0 "several files, another quote" img-from-dwca several
is "$(column out originalUrl)" "$base/1?a;b,c
$base/x
$base/2.jpg" "delimitedBy cuts, and nothing else"
is "$(line catalogNumber)|$(line coreid)" 'U|1,U|1,U2|k1,k1,k2' \
	"the id is where meta.xml says"
img-from-dwca --occurrences several >out 2>err
is "$(line otherCatalogNumbers)|$(column out institutionCode | head -n 1)" \
	'none,o2|UCR & é' "defaults fill in"

# Blanks around values, as spreadsheets leave them.
{ records; pictures; } | meta blanks
printf 'id,catalogNumber,otherCatalogNumbers,occurrenceID\n1 , UCR0001 ,,\n' \
	>blanks/occurrences.csv
printf 'coreid,identifier,accessURI\n 1,m1, %s/1.jpg\n1,m2,\302\240%s/2.jpg\302\240\n' \
	"$base" "$base" >blanks/multimedia.csv
status 0 "blanks around values" img-from-dwca -q blanks
is "$(line originalUrl)|$(line catalogNumber)|$(line problems)" \
	"$base/1.jpg,$base/2.jpg|UCR0001,UCR0001|," "do not count"
printf 'coreid,identifier,accessURI,thumbnailAccessURI,goodQualityAccessURI\n1,m1,NULL,\\N,%s/1.jpg\n' \
	"$base" >blanks/multimedia.csv
printf 'id,catalogNumber,otherCatalogNumbers,occurrenceID\n1,NULL,\\N,u1\n' \
	>blanks/occurrences.csv
status 0 "what a database writes for nothing" img-from-dwca -q blanks
is "$(line originalUrl)|$(line thumbnailUrl)|$(line catalogNumber)|$(line occurrenceID)" \
	"$base/1.jpg|||u1" "is nothing"
img-from-dwca -q --occurrences blanks >out
is "$(sed 1d out)" "$(printf '\t1\t\t\tu1')" "in the records, too"

# coreid at another index than id; the picture is in GBIF's extension.
{
	table core $dwc/Occurrence "$tsv" o.txt 1 <<-EOF
		index="0" term="$dwc/catalogNumber"
	EOF
	table extension http://rs.gbif.org/terms/1.0/Multimedia "$tsv" m.txt 2 <<-EOF
		index="0" term="$dcterms/identifier"
		index="1" term="$dcterms/license"
		index="3" term="$dcterms/title"
		index="4" term="$dcterms/description"
		index="5" term="$dcterms/references"
		index="6" term="$dcterms/rightsHolder"
	EOF
	table extension http://rs.gbif.org/terms/1.0/Image "$tsv" i.txt 0 <<-EOF
		index="1" term="$dcterms/identifier"
	EOF
} | meta gbif
printf 'catalogNumber\tid\n"U1\tk1\n' >gbif/o.txt
printf 'h\n%s\tcc0\tk1\tT\tD\thttps://a.org/p\tMe\n' $base/1.jpg >gbif/m.txt
printf 'h\nk1\t%s\nk2\t%s\n' $base/2.jpg $base/3.jpg >gbif/i.txt
status 0 "Simple Multimedia and Image" img-from-dwca gbif
same out "$golden/img-from-dwca/gbif.tsv" "as expected"

# No core at all, as iDigBio has it; a core of pictures; events.
{
	table extension $dwc/Occurrence "$csv" occurrences.csv 0 <<-EOF
		index="1" term="$dwc/catalogNumber"
	EOF
	pictures
} | meta nocore
cp archive/*.csv nocore
status 0 "both tables are extensions" img-from-dwca nocore
is "$(column out catalogNumber | head -n 2 | tr '\n' ' ')" 'UCR0002 UCR0001 ' \
	"and are joined"
{
	pictures | sed 's/<extension/<core/; s/extension>/core>/; s/<coreid/<id/'
	table extension $dwc/Occurrence "$csv" occurrences.csv 0 <<-EOF
		index="1" term="$dwc/catalogNumber"
	EOF
} | meta mediacore
cp archive/*.csv mediacore
status 0 "the core has the pictures" img-from-dwca mediacore
is "$(column out catalogNumber | head -n 2 | tr '\n' ' ')" 'UCR0002 UCR0001 ' \
	"and is joined"
{
	table core $dwc/Event "$tsv" e.txt 0 </dev/null
	table extension $dwc/Occurrence "$csv" occurrences.csv 0 <<-EOF
		index="1" term="$dwc/catalogNumber"
	EOF
	pictures
} | meta events
cp archive/*.csv events
printf 'id\n1\n2\n' >events/e.txt
status 0 "a core of events" img-from-dwca events
is "$(line problems | tr -s ', ' '\n' | sort | uniq -c | tr -s ' ' |
	grep -c ' 12 not-a-specimen')" 1 "pictures of events are no specimens'"
is "$(line catalogNumber | tr -d ,)" '' "and get no number"
for core in Taxon Location MaterialSample; do
	mkdir -p "$core"
	printf 'id\n1\n' >"$core/c.txt"
	printf 'id\tacc\tocc\n1\thttps://a.b/1.jpg\t\n1\thttps://a.b/2.jpg\to2\n1\thttps://a.b/3.jpg\to9\n' \
		>"$core/m.txt"
	printf 'id\tocc\tnum\n1\to1\tA1\n1\to2\tA2\n' >"$core/o.txt"
	{
		table core "$dwc/$core" "$tsv" c.txt 0 </dev/null
		table extension $dwc/Occurrence "$tsv" o.txt 0 <<-EOF
			index="1" term="$dwc/occurrenceID"
			index="2" term="$dwc/catalogNumber"
		EOF
		table extension $ac/Multimedia "$tsv" m.txt 0 <<-EOF
			index="1" term="http://rs.tdwg.org/ac/terms/accessURI"
			index="2" term="$dwc/occurrenceID"
		EOF
	} | meta "$core"
	status 0 "a core of $core" img-from-dwca "$core"
	is "$(line catalogNumber),$(line problems)" ',A2,,not-a-specimen,,orphan' \
		"only an occurrenceID of its own says whose a picture is"
	status 0 "its records" img-from-dwca --occurrences "$core"
	like "$(cat err)" 'coreid is the id of the core' "and whose ids they have"
done
if [ "$zips" ]; then
	mkdir -p nest
	cp archive.zip nest/inner.zip
	zip nest.zip nest
	status 2 "a zip file in a zip file" img-from-dwca nest.zip
	like "$(cat err)" "'inner.zip'" "is named"
	for before in ./ / "\\" .//; do
		BEFORE=$before perl -MIO::Compress::Zip=zip,:constants -e '
			chdir "archive";
			zip [glob "*"] => "../dots.zip", Minimal => 1,
			FilterName => sub { $_ = "$ENV{BEFORE}$_" }'
		status 0 "names that begin with $before" \
			img-from-dwca -q dots.zip
		img-from-dwca -q archive | cmp -s - out
		ok $? "are names all the same"
	done
fi

# The same picture in an extension and in the core.
{
	table core $dwc/Occurrence "$tsv" o.txt 0 <<-EOF
		index="1" term="$dwc/associatedMedia"
	EOF
	table extension $ac/Multimedia "$tsv" m.txt 0 <<-EOF
		index="1" term="$ac/accessURI"
	EOF
} | meta both
printf 'h\nk1\t%s; %s\n' $base/1.jpg $base/2.jpg >both/o.txt
printf 'h\nk1\t%s\n' $base/1.jpg >both/m.txt
status 0 "pictures in extension and core" img-from-dwca both
is "$(line originalUrl)|$(line problems)" \
	"$base/1.jpg,$base/1.jpg,$base/2.jpg|,duplicate," "each once, or marked"

# Encodings: what is said, and what is there.
encoded() {
	records | sed "s|rowType|encoding=\"$1\" &|" | meta "$2"
	cat >"$2/occurrences.csv"
	img-from-dwca --occurrences "$2" >out 2>err
}
printf 'id,n,o,i\n1,caf\351,na\303\257ve,\223x\224\n' | encoded UTF-8 mixed
# shellcheck disable=SC1112 # the quotes are meant
is "$(tail -n 1 out)" '	1	café	naïve	“x”' "UTF-8 mixed with Windows-1252"
like "$(cat err)" '3 characters are not UTF-8' "is told"
printf 'id,n,o,i\n1,caf\351,na\303\257ve,\n' | encoded ISO-8859-1 latin
is "$(tail -n 1 out)" "	1	café	naïve	" "so is Latin-1 mixed with UTF-8"
is "$(grep -v occid err)" '' "which is not worth telling"
printf 'id,n,o,i\n1,\344\345,,\n' | iconv -f KOI8-R -t UTF-16 |
	encoded UTF-16 wide
is "$(tail -n 1 out)" "	1	ДЕ		" "UTF-16"
printf 'id,n,o,i\n1,\344\345,,\n' | encoded KOI8-R cyrillic
is "$(tail -n 1 out)" "	1	ДЕ		" "KOI8-R"
printf '\357\273\277id,n,o,i\n1,\320\224,,\n' | encoded UTF-8 bom
is "$(tail -n 1 out)" "	1	Д		" "a byte order mark"
printf 'id\n' | encoded no-such-thing unknown
like "$(cat err)" "unknown encoding '.*'" "an unknown encoding is an error"
{ begin; records; end; } | iconv -t UTF-16 >wide/meta.xml
printf 'id,n,o,i\n1,\320\224,,\n' >wide/occurrences.csv
status 0 "meta.xml in UTF-16" img-from-dwca --occurrences wide

# Hostile and broken descriptions.
secret=$tmp/secret
echo SECRET >"$secret"
hostile() {
	mkdir -p hostile
	cat >hostile/meta.xml
	status 2 "$1" img-from-dwca --occurrences hostile
	is "$(grep -c SECRET out err)" 'out:0
err:0' "$1: nothing is loaded"
}
printf 'id\n1\n' >occurrences.csv
hostile "an external entity" <<EOF
<!DOCTYPE archive [<!ENTITY x SYSTEM "file://$secret">]>
<archive><core><files><location>&x;</location></files></core></archive>
EOF
hostile "an external DTD" <<EOF
<!DOCTYPE archive SYSTEM "file://$secret">
<archive><core><files><location>&x;</location></files></core></archive>
EOF
hostile "entities that grow" <<'EOF'
<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<archive><core rowType="&b;"><id index="0"/></core></archive>
EOF
hostile "no XML" <<'EOF'
id,catalogNumber
EOF
hostile "not closed" <<'EOF'
<archive><core><files>
EOF
hostile "no table" <<'EOF'
<archive/>
EOF
hostile "an index that is no number" <<'EOF'
<archive><core><id index="-1"/></core></archive>
EOF
hostile "an index that is too large" <<'EOF'
<archive><core><id index="99999999999999999999"/></core></archive>
EOF
hostile "a delimiter of two characters" <<'EOF'
<archive><core fieldsTerminatedBy="||"><id index="0"/></core></archive>
EOF

# A row that does not fit ends the work, unless --lenient.
cp -r archive ragged
printf '7,a,b,c,d\n' >>ragged/occurrences.csv
status 2 "a row with too many cells" img-from-dwca --occurrences ragged
like "$(cat err)" 'occurrences.csv:8: 5 cells where the first row has 4' \
	"is named by file and line"
is "$(tail -c 1 out | wc -l)" 0 "and the last LF is missing"
status 0 "with --lenient" img-from-dwca --lenient --occurrences ragged
is "$(line coreid)" '1,2,3,3,5,5,7' "it is read"

# What stands in header lines does not matter, but contradictions are told.
cp -r archive header
sed -i '1s/coreid/"core"id,"x/' header/multimedia.csv
status 0 "a header line with bent quotes" img-from-dwca header
is "$(sed 1d out)" "$(sed 1d "$golden/img-from-dwca/archive.tsv")" \
	"changes nothing"
cp archive/multimedia.csv header
sed -i '1s/identifier,accessURI/accessURI,identifier/' header/multimedia.csv
status 0 "a header line with names in another order" img-from-dwca header
like "$(cat err)" "'identifier' is above column 3, but is column 2" \
	"is told"

{ records; pictures; } | sed 's/ignoreHeaderLines="1"//' | meta header
status 0 "a header line that is none by meta.xml" img-from-dwca header
like "$(cat err)" 'occurrences.csv:1: names of columns, but by meta.xml' "is told"
like "$(line problems)" '^no-web-url orphan,' "and is a row"

# Without meta.xml.
mkdir bare && cp archive/*.csv bare
img-from-dwca archive | fields originalUrl >expected
status 0 "an archive without meta.xml" img-from-dwca bare
column out originalUrl | cmp -s - expected
ok $? "is understood by its header lines"
is "$(head -n 1 out | tr '\t' '\n' | grep -c coreid)" 1 "its key is no other term"
is "$(column out catalogNumber | head -n 2 | tr '\n' ' ')" 'UCR0002 UCR0001 ' \
	"and joined"
status 2 "a table of pictures alone" img-from-dwca --occurrences \
	bare/multimedia.csv
status 0 "pictures alone" img-from-dwca bare/multimedia.csv
is "$(column out problems | grep -c orphan)" 12 "are orphans"
status 1 "an archive without pictures" img-from-dwca bare/occurrences.csv
like "$(cat err)" 'has no pictures' "is told"
mkdir empty
status 2 "an empty folder" img-from-dwca empty
status 2 "a missing archive" img-from-dwca no-such-file
echo hello >hello
status 2 "no archive" img-from-dwca hello
like "$(cat err)" '^img-from-dwca: hello: ' "is named"

# Several archives are one stream.
status 0 "two archives" img-from-dwca gbif archive
is "$(awk -F'\t' '{ print NF }' out | sort -u | wc -l)" 1 "have all columns"
is "$(column out originalUrl | wc -l)" 15 "and all rows"

# Any order of many rows: the join is by id.
mkdir many && cp archive/meta.xml many
awk 'BEGIN { print "id,c,o,i"
	for (i = 0; i < 20000; i++) printf "k%d,UCR%05d,,\n", i * 7919 % 20000,
		i * 7919 % 20000 }' >many/occurrences.csv
awk -v base=$base 'BEGIN { print "coreid,identifier,accessURI"
	for (i = 0; i < 30000; i++) printf "k%d,,%s/%d.jpg\n",
		i * 104729 % 30000, base, i }' >many/multimedia.csv
status 0 "tables in different orders" img-from-dwca -q many
is "$(awk -F '\t' 'NR == 1 { for (i = 1; i <= NF; i++) h[$i] = i; next }
	{ k = substr($1, 2) + 0
	n = $h["catalogNumber"]; p = $h["problems"]
	if (k < 20000 ? n != sprintf("UCR%05d", k) || p != "" \
		: n != "" || p != "orphan") wrong++; rows++ }
	END { print rows, wrong + 0 }' out)" '30000 0' "each finds its record"
done_testing
