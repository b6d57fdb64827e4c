#!/bin/sh
# Records of other systems for img-match -r, as these write them, and tables
# with something above the header.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

printf 'name\n%s\n' UCR0001001.jpg >photos.tsv
printf 'UCR0001002_2.jpg\n' >>photos.tsv
# links NAME EXPECTED FILE: the records of both pictures, by number.
links() {
	img-match -r "$3" photos.tsv >out 2>err
	is "$? $(awk -F '\t' 'NR == 1 { for (i = 1; i <= NF; i++) c[$i] = i; next }
		{ print $c["match"] ":" $c["recordCatalogNumber"] }' out | paste -sd' ' -)" \
		"0 $2" "$1"
}
both='matched:UCR0001001 matched:UCR0001002'
first='matched:UCR0001001 none:'

cat >gbif.txt <<'END'
gbifID	datasetKey	occurrenceID	institutionCode	catalogNumber	verbatimLocality
123456789	abc	urn:catalog:UCR:HERB:UCR0001001	UCR	UCR0001001	hill "x"
123456790	abc	urn:catalog:UCR:HERB:UCR0001002	UCR	UCR0001002	valley
END
links 'GBIF' "$both" gbif.txt
printf '"Catalog Number","Alt Cat Number","Full Name"\n"UCR0001001","A-1","Rosa, ""x"""\n' >specify.csv
links 'Specify' "$first" specify.csv
printf 'GUID,CAT_NUM,OTHERCATALOGNUMBERS\nhttp://x.example/guid/UCR:Herb:1,UCR0001001,\n' >arctos.csv
links 'Arctos' "$first" arctos.csv
printf 'irn,SummaryData,ColRegPrefix,DarCatalogNumber\n9001,"x; y",UCR,UCR0001001\n' >emu.csv
links 'EMu' "$first" emu.csv
printf 'BRAHMSID;BARCODE;COLLECTOR\r\n77;UCR0001001;Doe\r\n78;UCR0001002;L\366we\r\n' >brahms.csv
links 'BRAHMS, in Windows-1252 with semicolons' "$both" brahms.csv
printf 'coreid,idigbio:uuid,dwc:catalogNumber\n5eab-1,5eab-1,ucr0001001\n' >idigbio.csv
links 'iDigBio' 'matched:ucr0001001 none:' idigbio.csv
printf 'ID,Catalog Number,Collector\n1,UCR0001001,Doe\n2,UCR0001002,Doe\n' >access.csv
links 'a database with numbers of its own' "$both" access.csv
printf 'Barcode\tArt\r\nUCR0001001\tRose\r\nUCR0001002\tTanne\r\n' | iconv -t UTF-16 >utf16.txt
links 'UTF-16' "$both" utf16.txt
printf '\357\273\277"Barcode";"Art"\r\n"UCR0001001";"Rose"\r\n' >bom.csv
links 'a byte order mark' "$first" bom.csv
for heading in 'Barcode (herbarium sheet)' 'Specimen number' Inventarnummer \
	'Número de catálogo' 'Numéro de catalogue' 'Accession No.' 'Catalog #'; do
	printf '%s,Species\nUCR0001001,Rosa\n' "$heading" >heading.csv
	links "$heading" "$first" heading.csv
done

printf 'UCR Herbarium,,\nexported 2019-03-12\n\nBarcode,Species,x\nUCR0001001,Rosa,1\n' >title.csv
links 'a title above the header' "$first" title.csv
like "$(cat err)" 'title.csv: [23] rows before the header left out (--skip' 'is reported'
printf 'Specimen,,Taxon\nBarcode,Acc.,Species\nUCR0001001,1,Rosa\n' >groups.csv
links 'a row of groups above the header' "$first" groups.csv
printf 'Title\nno table at all\n' >none.csv
status 2 'nothing that is a header' img-match -r none.csv photos.tsv
like "$(cat err)" "none.csv:1: no column with an identifier" 'is an error'
printf 'catalogNumber,Barcode\n1,UCR0001001\n' >two.csv
img-match -r two.csv -p '/^(UCR\d+)/' photos.tsv >out 2>err
like "$(cat err)" "columns 'catalogNumber' and 'Barcode' are both a catalogNumber" \
	'a barcode beside a number is reported'
like "$(sed -n 2p out)" 'matched.*otherCatalogNumbers' 'and is another number'

printf 'List of box 12\n\nBarcode,Image URL\nU1,https://img.example.org/1.jpg\n' >list.csv
status 0 'a title above a list of pictures' img-from-csv list.csv
is "$(cut -f 1,4 out | sed 1d)" "https://img.example.org/1.jpg	U1" 'is passed over'
like "$(cat err)" 'list.csv: [12] rows* before the header left out' 'and reported'
printf 'a,b\nBarcode,url\n' >mapped.csv
img-from-csv -q -m a=catalogNumber -m b=originalUrl mapped.csv >out 2>err
is "$(sed 1d out | cut -f 4)" Barcode 'but not where -m names the columns'

done_testing
