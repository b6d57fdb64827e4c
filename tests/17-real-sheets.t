#!/bin/sh
# One table as a dozen programs write it: each gives the same rows, with its
# numbers as a person sees them.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

sheets=$golden/sheets
for file in openpyxl-wo.xlsx xlsxwriter-1904.xlsx xlsxwriter-zip64.xlsx \
	excel-writer-xlsx.xlsx excelize.xlsx exceljs.xlsx exceljs-stream.xlsx \
	sheetjs.xlsx xlsx-populate.xlsx gnumeric.xlsx gnumeric.ods libreoffice.xlsx \
	strict.xlsx absolute-targets.xlsx data-descriptors.xlsx; do
	img-from-csv -q "$sheets/$file" >out 2>err
	same out "$sheets/expected.tsv" "$file"
done
# As records, and as a sheet of names.
printf '%s\n' name 00123.jpg UCR0000042.jpg UCR-00042-a.jpg >photos.tsv
for file in exceljs.xlsx gnumeric.ods libreoffice.xlsx; do
	img-match -q -r "$sheets/$file" photos.tsv >out 2>err
	is "$(fields match recordCatalogNumber <out | paste -sd' ' -)" \
		'ambiguous| matched|UCR0000042 matched|UCR-00042-a' "$file: records"
	printf '%s\n' name 'a 1.jpg' K.JPG l.jpg >pictures.tsv
	printf 'occid\tcatalogNumber\n1\t00123\n2\tUCR0000042\n3\tUCR-00042-a\n' >portal.tsv
	img-match -q -r portal.tsv --names "$sheets/$file" pictures.tsv >out 2>err
	is "$(fields occid <out | paste -sd' ' -)" '1 2 3' "$file: names"
done
# Programs that write values without formats, or a table in the middle.
img-from-csv -q "$sheets/pandas.ods" >out 2>err
is "$(fields catalogNumber n problems <out | paste -sd' ' -)" \
	'00123|1| 123|2.5|number-zeros 1234567|0.3| 12345|0.00001| 7|100|number-zeros 123456789012|0.5| 1.23456789012345E+15|0.5|number-exponent 2019-03-12|1234.5|number-date TRUE|-3|number-text UCR 0001 second line|42| 42||number-zeros 42|3|number-zeros' \
	'pandas.ods'
img-from-csv -q "$sheets/openxlsx-at-b4.xlsx" >out 2>err
is "$(fields catalogNumber originalUrl d l <out | sed -n 1,3p | paste -sd' ' -)" \
	'00123|https://img.example.org/1.jpg|2019-03-12|TRUE 123|https://img.example.org/2.jpg||FALSE UCR 0001\nsecond|https://img.example.org/3.jpg|-360|' \
	'openxlsx-at-b4.xlsx'
done_testing
