#!/bin/sh
# img-emit-dwca --into: pictures added to archives of every kind.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

perl -MIO::Uncompress::Unzip -e 1 2>/dev/null || skip_all 'no IO::Uncompress'
base=https://img.example.org
dwc=http://rs.tdwg.org/dwc/terms

# unpack ZIP: into the folder made
unpack() {
	rm -rf made
	mkdir made
	perl -MIO::Uncompress::Unzip -MFile::Path -e '
		my $u = IO::Uncompress::Unzip->new($ARGV[0]) or die;
		for (my $more = 1; $more > 0; $more = $u->nextStream) {
			my $name = "made/" . $u->getHeaderInfo->{Name};
			mkpath($name =~ s{/[^/]*$}{}r);
			open my $out, ">", $name or die;
			print $out $_ while <$u>;
		}' "$1"
}
# column NAMES FILE: a stream's columns, rows in order
columns() {
	awk -F '\t' -v names="$1" 'NR == 1 { n = split(names, name, ",")
		for (i = 1; i <= NF; i++) h[$i] = i; next }
		{ row = ""; for (i = 1; i <= n; i++)
			row = row (i > 1 ? "," : "") (name[i] in h ? $h[name[i]] : "-")
		print row }' "$2" | paste -s -d ';' -
}
well_formed() {
	if command -v xmllint >/dev/null; then
		status 0 'meta.xml is XML' xmllint --noout made/meta.xml
	else
		skip 'no xmllint' 'meta.xml is XML'
	fi
}

# An archive in an odd dialect: id in the third column, two files of records,
# single quotes, CRLF, Latin-1, a default, another extension, a comment.
mkdir -p odd/sub
printf "number;'guid';id;who;where\r\n'A1';urn:a1;k1;J\351n;'x;y\r\nz'\r\nA2;;k2;B;\r\n" >odd/one.txt
printf "number;guid;id;who;where\r\nA3;urn:a3;k3;C;\r\na2x;urn:a4;k4;D;\r\nA2X;urn:a5;k5;D;\r\n" >odd/two.txt
printf 'name|coreid\nQuercus|k1\n' >odd/sub/identification.txt
printf "coreid;url;title\r\nk1;%s;'an; old\r\none'\r\n" $base/old.jpg >odd/pictures1.txt
printf "coreid;url;title\r\nk3;HTTPS://IMG.example.org:443/three.jpg;\r\n" >odd/pictures2.txt
echo '<eml/>' >odd/about.xml
cat >odd/meta.xml <<EOF
<?xml version='1.0' encoding='UTF-8'?>
<!-- <extension> in a comment > is none -->
<d:archive xmlns:d="http://rs.tdwg.org/dwc/text/" metadata="about.xml" xmlns:own='a>b'>
	<d:core encoding="ISO-8859-1" fieldsTerminatedBy=";" fieldsEnclosedBy="'"
		linesTerminatedBy="\r\n" ignoreHeaderLines="1" rowType="$dwc/Occurrence">
		<d:files><d:location>one.txt</d:location><d:location>two.txt</d:location></d:files>
		<d:id index="2"/>
		<d:field index="0" term="$dwc/catalogNumber"/>
		<d:field index="1" term="$dwc/occurrenceID"/>
		<d:field index="3" term="$dwc/recordedBy"/>
		<d:field index="4" term="$dwc/locality"/>
		<d:field default="CH" term="$dwc/country"/>
	</d:core>
	<d:extension encoding="ISO-8859-1" fieldsTerminatedBy=";" fieldsEnclosedBy="'"
		linesTerminatedBy="\r\n" ignoreHeaderLines="1"
		rowType="http://rs.gbif.org/terms/1.0/Multimedia">
		<d:files><d:location>pictures1.txt</d:location><d:location>pictures2.txt</d:location></d:files>
		<d:coreid index="0"/>
		<d:field index="1" term="http://purl.org/dc/terms/identifier"/>
		<d:field index="2" term="http://purl.org/dc/terms/title"/>
		<d:field default="CC0" term="http://purl.org/dc/terms/license"/>
	</d:extension>
	<d:extension encoding="UTF-8" fieldsTerminatedBy="|" fieldsEnclosedBy=""
		ignoreHeaderLines="1" rowType="$dwc/Identification">
		<d:files><d:location>sub/identification.txt</d:location></d:files>
		<d:coreid index="1"/>
		<d:field index="0" term="$dwc/scientificName"/>
	</d:extension>
</d:archive>
EOF
cat >in.tsv <<EOF
originalUrl	catalogNumber	occurrenceID	caption	format
$base/new.jpg	a1		new one	
http://img.example.org/%6Fld.jpg	A1			
$base/three.jpg		urn:a3		
$base/both.jpg	A1	urn:a1		
$base/differ.jpg	A1	urn:a3		
$base/other.jpg	A1	urn:zz		
$base/new.jpg	A2			image/png
$base/several.jpg	A2X			
$base/settled.jpg	A2X	urn:a5		
$base/nobody.jpg	A9			
EOF
status 1 'an odd archive' img-emit-dwca --into odd --rejects rejects.tsv \
	-o odd.zip in.tsv
is "$(awk -F '\t' '{ print $(NF - 1) }' rejects.tsv | paste -s -d , -)" \
	'reason,already-there,already-there,contradictory,contradictory,ambiguous,no-record' \
	'what its records refuse'
unpack odd.zip
for file in one.txt two.txt sub/identification.txt about.xml; do
	same "made/$file" "odd/$file" "$file is as it was"
done
is "$(find made -type f | LC_ALL=C sort | tr '\n' ' ')" \
	'made/about.xml made/meta.xml made/one.txt made/pictures1.txt made/sub/identification.txt made/two.txt ' \
	'no file more or less than needed'
well_formed
like "$(cat made/meta.xml)" '<d:extension encoding="UTF-8".*1.0/Multimedia' \
	'the element has its prefix'
sed -n '/<d:extension/,/<\/d:extension>/!p' made/meta.xml >got
sed -n '/<d:extension/,/<\/d:extension>/!p' odd/meta.xml >expected
same got expected 'all else in meta.xml is as it was'
like "$(cat made/meta.xml)" '<d:coreid index="2"/>' \
	'the coreid is where the id is, as a portal wants it'
status 0 'it is read again' img-from-dwca -q odd.zip
is "$(columns coreid,originalUrl,caption,rights,catalogNumber out)" \
	"k1,$base/old.jpg,an; old one,CC0,A1;k3,HTTPS://IMG.example.org:443/three.jpg,,CC0,A3;\
k1,$base/new.jpg,new one,,A1;k1,$base/both.jpg,,,A1;k2,$base/new.jpg,,,A2;\
k5,$base/settled.jpg,,,A2X" 'old pictures, then new ones'
status 0 'once more, into the zip file' img-emit-dwca -q --into odd.zip \
	-o again.zip --rejects rejects.tsv - <<EOF
originalUrl	catalogNumber
$base/new.jpg	A1
EOF
is "$(sed 1d rejects.tsv | cut -f 3)" already-there 'adds nothing twice'
img-from-dwca -q odd.zip >expected
img-from-dwca -q again.zip >got
same got expected 'and changes nothing'
status 0 'instead of its pictures' img-emit-dwca -q --into odd --media replace \
	-o new.zip - <<EOF
originalUrl	catalogNumber
$base/old.jpg	A1
EOF
img-from-dwca -q new.zip >out
is "$(columns coreid,originalUrl,rights out)" "k1,$base/old.jpg,-" \
	'only new ones are there'

# No pictures yet; a core without any quotes.
mkdir bare
printf 'id\tcatalogNumber\tscientificName\trecordedBy\teventDate\n1\tA1\tAcer\tX "y\t2020\n' >bare/occurrence.txt
echo not ours >bare/multimedia.txt
cat >bare/meta.xml <<EOF
<archive xmlns="http://rs.tdwg.org/dwc/text/"><core encoding="UTF-8" fieldsTerminatedBy="\\t" linesTerminatedBy="\\n" fieldsEnclosedBy="" ignoreHeaderLines="1" rowType="$dwc/Occurrence"><files><location>occurrence.txt</location></files><id index="0"/><field index="1" term="$dwc/catalogNumber"/><field index="2" term="$dwc/scientificName"/><field index="3" term="$dwc/recordedBy"/><field index="4" term="$dwc/eventDate"/></core></archive>
EOF
printf 'originalUrl\tcatalogNumber\trecordSecurity\n%s\tA1\t\n%s\tA1\t1\n' \
	$base/1.jpg $base/2.jpg >pictures.tsv
status 1 'an archive without pictures' img-emit-dwca --into bare -o bare.zip \
	--rejects rejects.tsv pictures.tsv
is "$(sed 1d rejects.tsv | cut -f 4)" protected 'protected ones stay out'
like "$(cat err)" 'empties columns that the archive does not have (processingStatus, recordSecurity, ' 'of records that are not whole'
unpack bare.zip
well_formed
same made/multimedia.txt bare/multimedia.txt 'a file of that name stays'
is "$(cut -f 1,3 made/multimedia-2.txt)" "coreid	accessURI
1	$base/1.jpg" 'and another one has the pictures'
status 0 'read again' img-from-dwca -q bare.zip
is "$(columns coreid,originalUrl,catalogNumber out)" "1,$base/1.jpg,A1" 'as it should'

# What cannot be added to.
mkdir none taxa
cp bare/occurrence.txt none/
cat >taxa/meta.xml <<EOF
<archive xmlns="http://rs.tdwg.org/dwc/text/"><core encoding="UTF-8" fieldsTerminatedBy="\\t" fieldsEnclosedBy="" ignoreHeaderLines="1" rowType="$dwc/Taxon"><files><location>occurrence.txt</location></files><id index="0"/></core></archive>
EOF
cp bare/occurrence.txt taxa/
for archive in none taxa nowhere; do
	status 2 "$archive" img-emit-dwca --into $archive -o no.zip pictures.tsv
done
status 2 'itself' img-emit-dwca --into bare.zip -o bare.zip pictures.tsv
status 2 'a way that is none' img-emit-dwca --into bare --media more -o no.zip pictures.tsv
status 2 'for two purposes' img-emit-dwca --into bare --importable -o no.zip pictures.tsv
sed 's/,*<field[^>]*\(recordedBy\|eventDate\|scientificName\)"\/>//g' bare/meta.xml >none/meta.xml
status 0 'a thin core' img-emit-dwca --into none -o thin.zip --include-protected \
	pictures.tsv
like "$(cat err)" 'its records are not whole' 'is told'

# What people enter in a portal: an archive that has it is whole.
mkdir whole
printf 'id,catalogNumber,localitySecurity,processingStatus,labelProject,storageLocation,substrate,verbatimAttributes,associatedCollectors,duplicateQuantity,dynamicFields,associatedMedia\nk1,A1,1,,,,,,,,,%s\nk2,A2,0,,,,,,,,,\n' \
	$base/own.jpg >whole/occurrences.csv
{
	printf '<archive xmlns="http://rs.tdwg.org/dwc/text/"><core encoding="UTF-8" fieldsTerminatedBy="," fieldsEnclosedBy="&quot;" ignoreHeaderLines="1" rowType="%s/Occurrence"><files><location>occurrences.csv</location></files><id index="0"/>' $dwc
	sed -n '1s/^id,//; 1s/,/\n/gp' whole/occurrences.csv | awk '{
		printf "<field index=\"%d\" term=\"https://symbiota.org/terms/%s\"/>", \
			NR, $0 }'
	printf '</core></archive>\n'
} >whole/meta.xml
printf 'originalUrl\tcatalogNumber\n%s\tA1\n%s\tA2\n' \
	$base/1.jpg $base/2.jpg >numbers.tsv
status 1 'whole records, one of them protected' img-emit-dwca --into whole \
	-o whole.zip --rejects rejects.tsv numbers.tsv
is "$(grep -c 'not whole' err)" 0 'there is no danger to tell of'
is "$(sed 1d rejects.tsv)" "$base/1.jpg	A1	protected	" \
	'protected by the name that a portal up to 3.2 has for it'
status 0 'its pictures read' img-from-dwca -q whole
is "$(columns originalUrl,recordSecurity out)" "$base/own.jpg,1" \
	'say that their record is protected'
cp out own.tsv
status 1 'and passed on' img-emit-dwca -q -o on.zip --rejects rejects.tsv own.tsv
is "$(columns originalUrl,reason rejects.tsv)" "$base/own.jpg,protected" \
	'stay out of an archive'

# Real ones: all records stay, and all pictures.
for real in "$shared"/unclear-licence/dwca/seinet-pere-zipped/*.zip; do
	if [ ! -e "$real" ]; then
		skip 'no shared data' 'a real archive'
		continue
	fi
	name=$(basename "$real")
	img-from-dwca -q "$real" >first.tsv
	awk -F '\t' -v OFS='\t' 'NR == 1 { for (i = 1; i <= NF; i++)
			if ($i == "originalUrl") at = i }
		NR > 1 { $at = $at "?more" }
		NR < 6' first.tsv >more.tsv
	status 0 "$name" img-emit-dwca -q --into "$real" -o real.zip more.tsv
	img-from-dwca -q --occurrences "$real" >before.tsv
	img-from-dwca -q --occurrences real.zip >after.tsv
	same after.tsv before.tsv 'records are as they were'
	img-from-dwca -q real.zip >second.tsv
	n=$(wc -l <first.tsv)
	is "$(columns coreid,originalUrl,creator,rights second.tsv |
		tr ';' '\n' | sed "$((n - 1))q")" \
		"$(columns coreid,originalUrl,creator,rights first.tsv |
			tr ';' '\n')" 'so are its pictures'
	is "$(wc -l <second.tsv)" $((n + 4)) 'and four more'
done

# A picture whose MD5 the archive has is there, under whatever URL.
md5=0123456789abcdef0123456789abcdef
hashed() { # NAME HEADER CELLS: an archive with a picture of A1 that has these
	mkdir -p hashed
	printf 'id,catalogNumber\nk1,A1\nk2,A2\n' >hashed/core.csv
	printf 'coreid,accessURI,%s\nk1,%s/there.jpg,%s\n' "$2" $base "$3" \
		>hashed/media.csv
	i=1
	for term in $(printf '%s' "$2" | tr , ' '); do
		i=$((i + 1))
		printf '<field index="%s" term="http://rs.tdwg.org/ac/terms/%s"/>' \
			$i "$term"
	done >fields
	cat >hashed/meta.xml <<-EOF2
	<archive xmlns="http://rs.tdwg.org/dwc/text/">
	<core rowType="$dwc/Occurrence" fieldsTerminatedBy="," fieldsEnclosedBy='"'
	ignoreHeaderLines="1" encoding="UTF-8"><files><location>core.csv</location>
	</files><id index="0"/><field index="1" term="$dwc/catalogNumber"/></core>
	<extension rowType="http://rs.tdwg.org/ac/terms/Multimedia"
	fieldsTerminatedBy="," fieldsEnclosedBy='"' ignoreHeaderLines="1"
	encoding="UTF-8"><files><location>media.csv</location></files>
	<coreid index="0"/><field index="1" term="http://rs.tdwg.org/ac/terms/accessURI"/>
	$(cat fields)</extension></archive>
	EOF2
	img-emit-dwca -q --into hashed -o hashed.zip --rejects rejects.tsv \
		same.tsv
	is "$? $(awk -F '\t' 'NR > 1 { print $1, $(NF - 1) }' rejects.tsv |
		sed "s|$base/||" | paste -s -d , -)" "$4" "$1"
}
cat >same.tsv <<EOF
originalUrl	catalogNumber	mediaMD5
$base/moved.jpg	A1	$md5
$base/other.jpg	A1	11111111111111111111111111111111
$base/moved.jpg	A2	$md5
$base/none.jpg	A1	
$base/there.jpg	A1	22222222222222222222222222222222
http://img.example.org/there.jpg	A1	33333333333333333333333333333333
EOF
all='0 moved.jpg already-there,there.jpg already-there'
known="1${all#0},http://img.example.org/there.jpg same-url-other-bytes"
hashed 'ac:hashValue with its function' hashFunction,hashValue \
	"MD5,$(printf %s $md5 | tr a-f A-F)" "$known"
hashed 'a hash of 32 digits' hashValue $md5 "$known"
hashed 'a column of MD5s' mediaMD5 $md5 "$known"
unknown='0 there.jpg already-there,http://img.example.org/there.jpg already-there'
hashed 'another hash is no MD5' hashFunction,hashValue SHA-1,$md5 "$unknown"
hashed 'nor is what has other digits' mediaMD5 "${md5%f}" "$unknown"
status 0 'pictures of another archive' img-emit-dwca -q --into hashed.zip \
	-o again.zip --rejects rejects.tsv same.tsv
is "$(sed 1d rejects.tsv | cut -f 4 | sort | uniq -c | tr -s ' ')" \
	' 6 already-there' 'a second run adds nothing'
status 0 'pictures are replaced' img-emit-dwca -q --into hashed --media replace \
	-o new.zip --rejects rejects.tsv - <<EOF
originalUrl	catalogNumber	mediaMD5
$base/moved.jpg	A1	$md5
EOF
is "$(sed 1d rejects.tsv)" '' 'what is replaced is not there'

# Pictures in a further table stay where they are, and are there.
sed "s|</archive>|<extension rowType='http://rs.gbif.org/terms/1.0/Multimedia' \
fieldsTerminatedBy=',' ignoreHeaderLines='1'><files><location>more.csv</location>\
</files><coreid index='0'/><field index='1' \
term='http://purl.org/dc/terms/identifier'/></extension>&|" hashed/meta.xml >meta
mv meta hashed/meta.xml
printf 'coreid,identifier\nk2,%s/more.jpg\n' $base >hashed/more.csv
printf 'originalUrl\tcatalogNumber\n%s/more.jpg\tA2\n' $base >more.tsv
for media in add replace; do
	status 0 "two tables of pictures, $media" img-emit-dwca -q --into hashed \
		--media $media -o hashed.zip --rejects rejects.tsv more.tsv
	is "$(sed 1d rejects.tsv | cut -f 3)" already-there \
		"$media: a picture is there in the second one"
done
unpack hashed.zip
same made/more.csv hashed/more.csv 'which is as it was'

# A portal maps the URLs of Audiovisual Core by itself, and those of no other.
mkdir -p simple
for kind in http://rs.gbif.org/terms/1.0/Multimedia \
	http://rs.gbif.org/terms/1.0/Image http://rs.tdwg.org/ac/terms/Multimedia; do
	sed "s|</archive>|<extension rowType='$kind' fieldsTerminatedBy=',' \
ignoreHeaderLines='1'><files><location>more.csv</location></files><coreid index='0'/>\
<field index='1' term='http://purl.org/dc/terms/identifier'/></extension>&|" \
		>simple/meta.xml <<-EOF
	<archive xmlns="http://rs.tdwg.org/dwc/text/"><core fieldsTerminatedBy="," ignoreHeaderLines="1" rowType="$dwc/Occurrence"><files><location>core.csv</location></files><id index="0"/><field index="1" term="$dwc/catalogNumber"/></core></archive>
	EOF
	printf 'id,catalogNumber\nk1,A2\n' >simple/core.csv
	printf 'coreid,identifier\nk1,%s/1.jpg\n' $base >simple/more.csv
	img-emit-dwca --into simple -o simple.zip more.tsv 2>err
	is "$(grep -c "map 'identifier' to 'originalurl'" err)" \
		"$(case $kind in *ac/terms*) echo 0 ;; *) echo 1 ;; esac)" \
		"what to map, ${kind##*/rs.}"
done

# A portal's import enters what associatedMedia has, too: that is there. So is a
# record of which the archive has two with one id, or none: to whom would it go?
mkdir -p named
cat >named/meta.xml <<EOF
<archive xmlns="http://rs.tdwg.org/dwc/text/"><core fieldsTerminatedBy="," fieldsEnclosedBy='"' ignoreHeaderLines="1" rowType="$dwc/Occurrence"><files><location>core.csv</location></files><id index="0"/><field index="1" term="$dwc/catalogNumber"/><field index="2" term="$dwc/associatedMedia"/></core></archive>
EOF
cat >named/core.csv <<EOF
id,catalogNumber,associatedMedia
k1,A1,"$base/a 1.jpg | http://IMG.example.org/a,2.jpg;$base/a3.jpg"
k2,A2,
k2,A3,
,A4,
EOF
stream_of originalUrl,catalogNumber <<EOF >named.tsv
originalUrl=http://img.example.org/a%201.jpg catalogNumber=A1
originalUrl=$base/a%2C2.jpg catalogNumber=A1
originalUrl=$base:443/a3.jpg catalogNumber=A1
originalUrl=$base/a3.jpg catalogNumber=A2
originalUrl=$base/a4.jpg catalogNumber=A4
originalUrl=$base/a5.jpg catalogNumber=A1
EOF
for media in add replace; do
	status 1 "associatedMedia, $media" img-emit-dwca -q --into named \
		--media $media -o named.zip --rejects rejects.tsv named.tsv
	is "$(column rejects.tsv reason | paste -sd ' ' -)" \
		'already-there already-there already-there ambiguous no-record' \
		"$media: it counts; an id of two records, or of none"
done
is "$(img-from-dwca -q named.zip | fields originalUrl catalogNumber | grep -c 'a5.jpg|A1')" \
	1 'the other picture is added'

# Names of files that are not ASCII are said to be UTF-8.
mkdir -p 'folder/Käfer 1'
cp hashed/* 'folder/Käfer 1'
img-emit-dwca -q --into folder -o folder.zip more.tsv
grep -aq 'Käfer 1/core.csv' folder.zip
ok $? 'a folder with an umlaut keeps it'
is "$(od -An -tu1 -j 7 -N 1 folder.zip | tr -d ' ')" 8 'by the flag of UTF-8'

# What is served is a derivative, not the file that was checked.
cat >derived.tsv <<EOF
originalUrl	catalogNumber	format	mediaMD5	hashFunction	hashValue	pixelXDimension	pixelYDimension	largeFile	largeFormat	largeMD5	largeXDimension	largeYDimension
$base/A/1_lg.jpg	A1	image/tiff	$md5	SHA-1	abc	9000	7000	A/1_lg.jpg	image/jpeg	11111111111111111111111111111111	3200	2489
$base/A/2.jpg	A1	image/jpeg	$md5	SHA-1	abc	90	70	A/1_lg.jpg	image/jpeg	11111111111111111111111111111111	3200	2489
EOF
img-emit-dwca -q -o derived.zip derived.tsv
unpack derived.zip
is "$(awk -F '\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
	{ print $at["format"], $at["mediaMD5"], $at["hashFunction"],
	    $at["PixelXDimension"], $at["PixelYDimension"] }' made/multimedia.csv)" \
	"image/jpeg 11111111111111111111111111111111  3200 2489
image/jpeg $md5 SHA-1 90 70" 'facts are of the file that is served'
done_testing
