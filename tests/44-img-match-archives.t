#!/bin/sh
# Records for img-match -r in a Darwin Core Archive: a zip or its folder.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

printf 'name\n%s\n%s\n' UCR0001001.jpg UCR0001002_2.jpg >photos.tsv
dwc=http://rs.tdwg.org/dwc/terms
# meta ROWTYPE FILE FIELDS...: a meta.xml with one table, its id in column 0.
meta() {
	printf '<archive xmlns="http://rs.tdwg.org/dwc/text/"><core rowType="%s" encoding="UTF-8" ' "$1"
	printf 'fieldsTerminatedBy="," linesTerminatedBy="\\n" fieldsEnclosedBy="&quot;" ignoreHeaderLines="1">'
	printf '<files><location>%s</location></files><id index="0"/>' "$2"
	shift 2
	n=0
	for term; do
		n=$((n + 1))
		printf '<field index="%s" term="%s"/>' $n "$term"
	done
	printf '</core></archive>'
}
# zipped FOLDER: FOLDER.zip
zipped() {
	(cd "$1" && find . -type f | sort | sed "s|^..||" | perl -MIO::Compress::Zip=:all -e '
		chomp(my @names = <STDIN>);
		zip \@names => "../$ARGV[0].zip", Minimal => 1 or die $ZipError' -- "$1")
}
# linked RECORDS [OPTION...]: match, occid and number of both pictures.
linked() {
	records=$1
	shift
	img-match "$@" -r "$records" photos.tsv 2>err | fields match occid recordCatalogNumber |
		paste -sd' ' -
}

mkdir portal
meta $dwc/Occurrence occurrences.csv $dwc/catalogNumber $dwc/otherCatalogNumbers \
	http://purl.org/dc/terms/references https://symbiota.org/terms/recordID >portal/meta.xml
page='https://portal.example.org/portal/collections/individual/index.php?occid'
{
	echo id,catalogNumber,otherCatalogNumbers,references,recordID
	echo "41,UCR0001001,,$page=41,urn:uuid:0b2e1d9e-0d5c-4a2b-9a58-3c6a7d6d0a41"
	echo "42,UCR0001002,\"X, 7\",$page=42,urn:uuid:0b2e1d9e-0d5c-4a2b-9a58-3c6a7d6d0a42"
} >portal/occurrences.csv
printf 'coreid,identifier\n41,https://img.example.org/41.jpg\n' >portal/multimedia.csv
zipped portal
both='matched|41|UCR0001001 matched|42|UCR0001002'
is "$(linked portal.zip)" "$both" "a portal's download: ids are occids, as its references show"
is "$(cat err)" '' 'without a word'
is "$(linked portal)" "$both" 'its folder'
mkdir whole && mv portal whole/ && zipped whole && mv whole/portal .
is "$(linked whole.zip)" "$both" 'with a folder in it'
img-from-dwca -q --occurrences portal.zip >core.tsv
img-match -q -r core.tsv photos.tsv >one.tsv
img-match -q -r portal.zip photos.tsv >two.tsv
same two.tsv one.tsv 'as img-from-dwca --occurrences has them'
printf "name,catalogNumber\nIMG_1.JPG,UCR0001002\n" >names.csv
is "$(printf 'name\nIMG_1.JPG\n' | img-match -s Sheet1 -r portal.zip --names names.csv 2>err |
	fields match matchedOn)" "matched|catalogNumber" 'options of sheets that come first'
status 2 "options that meta.xml stands for" img-match -r portal.zip -d ";" \
	--names names.csv photos.tsv
like "$(cat err)" 'portal.zip: a Darwin Core Archive, whose meta.xml says .*only --lenient' \
	'are named'

# The same ids, but running numbers of another database.
mkdir ipt
sed 's/occid=[0-9]*/occid=77/' portal/occurrences.csv | cut -d, -f1-4 >ipt/occurrence.csv
meta $dwc/Occurrence occurrence.csv $dwc/catalogNumber $dwc/otherCatalogNumbers \
	http://purl.org/dc/terms/references >ipt/meta.xml
zipped ipt
none='matched||UCR0001001 matched||UCR0001002'
is "$(linked ipt.zip)" "$none" 'ids that references contradict are no occids'
like "$(cat err)" "ipt.zip: no column 'occid'.*'id' is not shown to be it" 'which is reported'
is "$(linked ipt)" "$none" 'nor in its folder'
meta $dwc/Occurrence occurrence.csv $dwc/catalogNumber >ipt/meta.xml
zipped ipt
is "$(linked ipt.zip)" "$none" 'ids without references'
is "$(linked ipt.zip --occid)" "$both" 'but with --occid they are'

# Occurrences that are an extension: coreid is the event's.
mkdir events
printf 'eventID,eventDate\n41,2026-05-01\n42,2026-05-02\n' >events/event.csv
printf 'coreid,catalogNumber\n42,UCR0001001\n41,UCR0001002\n' >events/occurrence.csv
meta $dwc/Event event.csv $dwc/eventDate | sed "s|</archive>|<extension rowType=\"$dwc/Occurrence\" \
fieldsTerminatedBy=\",\" ignoreHeaderLines=\"1\"><files><location>occurrence.csv</location></files>\
<coreid index=\"0\"/><field index=\"1\" term=\"$dwc/catalogNumber\"/></extension></archive>|" >events/meta.xml
zipped events
is "$(linked events.zip)" "$none" "an event's id is no occid"
is "$(linked events.zip --occid)" "$none" 'not even with --occid'
rm events/occurrence.csv && meta $dwc/Event event.csv $dwc/eventDate >events/meta.xml
status 2 'events alone' img-match -r events photos.tsv
like "$(cat err)" 'no column with an identifier' 'have no numbers'

# Without meta.xml; rows that break the rules; what is no archive.
mkdir bare && cp portal/occurrences.csv bare/ && zipped bare
is "$(linked bare.zip)" "$both" 'without meta.xml'
sed '2s/,UCR0001001,/,UCR0001001,,,/' portal/occurrences.csv >ipt/occurrence.csv
meta $dwc/Occurrence occurrence.csv $dwc/catalogNumber $dwc/otherCatalogNumbers \
	http://purl.org/dc/terms/references https://symbiota.org/terms/recordID >ipt/meta.xml
zipped ipt
status 1 'a row with cells too many' img-match -r ipt.zip photos.tsv
is "$(fields match occid <out)" 'none|
matched|42' 'is left out, the others are read'
like "$(cat err)" 'ipt.zip: occurrence.csv: 1 row left out, the first on line 2: 7 cells where the first row has 5 (--lenient reads the row so)' \
	'and is reported'
mkdir pictures && printf x >pictures/a.jpg && zipped pictures
status 2 'a zip file of pictures' img-match -r pictures.zip photos.tsv
like "$(cat err)" 'pictures.zip: no Darwin Core Archive' 'is none'
status 0 'img-suspect -r' img-suspect -r portal.zip two.tsv

done_testing
