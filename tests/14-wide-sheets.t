#!/bin/sh
# Sheets with several names of picture files for a record: columns and cells.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/from-csv.sh
. "$here/from-csv.sh"

u=https://img.example.org

# Columns of names.
from 'Catalog Number,image1,image2,image3\nU1,a.jpg,b.jpg,\nU2,c.jpg,,d.TIF\n'
is "$rc $(rows name catalogNumber)" '0 a.jpg|U1 b.jpg|U1 c.jpg|U2 d.TIF|U2' \
	'columns image1, image2, image3 of names'
is "$(cat err)" '' 'nothing is reported'
from 'Catalog Number,image1,image2,image3\nU1,a.jpg,,\n'
is "$(rows name image3)" 'a.jpg|no column image3' 'empty ones are of the same kind'
from 'Barcode,front,label,back\nU1,a.jpg,b.jpg,\nU2,c.png,,d.tif\n'
is "$(rows name view)" 'a.jpg|front b.jpg|label c.png|front d.tif|back' \
	'headings of names say the view'
from 'Barcode,Photo 1,Photo 2\nU1,IMG_0042,DSC00043\nU2,IMG_0044,n/a\n'
is "$(rows name catalogNumber)" 'IMG_0042|U1 DSC00043|U1 IMG_0044|U2' \
	'names without extension, and a word for nothing'
from 'Barcode,File 1,File 2\nU1,a.jpg,b.jpg\n'
is "$(rows name)" 'a.jpg b.jpg' 'File 1, File 2'
from 'Barcode,Dateiname,Notes\nU1,a.jpg,x\n'
is "$(rows name)" 'a.jpg' 'file name in another language'
from 'Barcode,x,y\nU1,a.jpg,b.jpg\n' -m x=name -m y=name
is "$(rows name)" 'a.jpg b.jpg' '-m for several columns of names'
from 'Barcode,image,image 2\nU1,a.jpg,b.jpg\n'
is "$(rows name originalUrl)" 'a.jpg|no column originalUrl b.jpg|no column originalUrl' \
	'a column image is one of names if its cells are'
from "Barcode,image1,image2\nU1,a.jpg,$u/1.jpg\nU2,b.jpg,$u/2.jpg\n"
is "$(rows name originalUrl)" "a.jpg|$u/1.jpg b.jpg|$u/2.jpg" \
	'a column of names beside one of URLs'
from "Barcode,image1\nU1,$u/1.jpg\nU2,b.jpg\n"
is "$(rows originalUrl problems)" "$u/1.jpg| b.jpg|url-scheme" \
	'URLs and names in one column are URLs, and the names are doubted'
from 'Barcode,Image URL\nU1,a.jpg\n'
is "$(rows originalUrl problems)" 'a.jpg|url-scheme' \
	'a column that is called URL is one'
from "Barcode,label,front,originalUrl\nU1,UCR1,yes,$u/1.jpg\n"
is "$(rows name label front)" '1.jpg|UCR1|yes' 'what is no name of a file is not taken for one'
from "Barcode,Photo by,Image quality,url\nU1,Ann2,A1,$u/1.jpg\n"
is "$(rows name Photo_by Image_quality)" '1.jpg|Ann2|A1' 'nor where the heading is of something else'

# Several in a cell.
from 'Barcode,Photos\nU1,"a.jpg, b b.jpg"\nU2,c.jpg|d.jpg\nU3,e.jpg f.jpg;g.jpg\n'
is "$(rows catalogNumber name)" \
	'U1|a.jpg U1|b b.jpg U2|c.jpg U2|d.jpg U3|e.jpg U3|f.jpg U3|g.jpg' 'lists in a cell'
from 'Barcode,File name\nU1,"Smith, J. 2.jpg"\nU2,IMG 1.jpg;IMG 2.jpg\nU3,a;b.jpg\n'
is "$(rows catalogNumber name)" \
	'U1|Smith, J. 2.jpg U2|IMG 1.jpg U2|IMG 2.jpg U3|a;b.jpg' \
	'names with blanks and commas stay whole'
from "Barcode,File name,image url\nU1,a.jpg;b.jpg,$u/1.jpg;$u/2.jpg\nU2,c.jpg,\n"
is "$(rows name originalUrl problems)" \
	"a.jpg|$u/1.jpg| b.jpg|$u/2.jpg| c.jpg||url-none" 'names and URLs in pairs'
from "Barcode,File name,image url\nU1,a.jpg;b.jpg;c.jpg,$u/1.jpg;$u/2.jpg\n"
is "$(rows name problems)" '1.jpg|url-unpaired 2.jpg|url-unpaired' \
	'not as many names as URLs'
from 'Barcode,File name\nU1,C:\\photos\\a.jpg\nU2,file:///x/b.jpg\nU3,\\\\srv\\c.jpg\nU4,box/d.jpg\n'
is "$(rows name)" 'a.jpg b.jpg c.jpg box/d.jpg' "paths of somebody's disk"

# What nothing takes.
from 'Barcode,File name,image\nU1,a.jpg,b.jpg\n'
like "$(cat err)" "column 'image' has names of picture files that are not used (-m 'image=name'" \
	'two names of one picture: the second is reported'
from "Barcode,Label scan of sheet,url\nU1,,$u/1.jpg\n"
for i in $(seq 2 400); do echo "U$i,,$u/$i.jpg"; done >>sheet.csv
echo "U401,$u/l.jpg,$u/401.jpg" >>sheet.csv
img-from-csv sheet.csv >out 2>err
like "$(cat err)" "'Label scan of sheet' has URLs that are not used" 'and URLs late in a file'
from "url,license,rights,Barcode\n$u/1.jpg,https://creativecommons.org/licenses/by/4.0/,(c) A,1\n"
is "$(cat err)" '' "a licence's URL is no picture"

# The same as a sheet of names.
printf 'occid\tcatalogNumber\n1\tUCR0001001\n2\tUCR0001002\n' >records.tsv
printf '%s\n' name IMG_1.JPG IMG_2.JPG IMG_3.JPG IMG_4.JPG IMG_5.JPG IMG_0006.JPG \
	>photos.tsv
cat >names.csv <<'END'
Barcode,front,label,Photo 3
UCR0001001,IMG_1.JPG,IMG_2.JPG,
UCR0001002,IMG_3.JPG,"IMG_4.JPG; IMG_5.JPG",IMG_0006
END
status 0 'names in several columns' img-match -r records.tsv --names names.csv photos.tsv
is "$(rows name occid view)" 'IMG_1.JPG|1|front IMG_2.JPG|1|label IMG_3.JPG|2|front IMG_4.JPG|2|label IMG_5.JPG|2|label IMG_0006.JPG|2|' \
	'are all of the number, with the view of the heading'
printf 'Barcode,File name,view\nUCR0001001,IMG_1.JPG|IMG_2.JPG,dorsal\n' >names.csv
img-match -q -r records.tsv --names names.csv photos.tsv >out 2>err
is "$(rows occid view | cut -d' ' -f1,2,3)" '1|dorsal 1|dorsal |' 'several names in a cell'
printf 'Barcode,front\nUCR0001001,yes\n' >names.csv
status 0 'a heading for pictures without names' \
	img-match -r records.tsv --names names.csv photos.tsv
is "$(rows occid)" '     ' 'gives nothing'

# Headings in other languages: what they say, the view of each picture.
i=https://i.example.org
while IFS='|' read -r heading views more; do
	printf '%s\nUCR1,%s/1.jpg,%s/2.jpg,%s/3.jpg,A. Person\n' "$heading" $i $i $i >words.csv
	img-from-csv -q words.csv >out 2>err
	is "$(fields catalogNumber view creator <out | paste -sd' ' -)" \
		"$(for view in $views; do printf 'UCR1|%s|%s\n' "${view#-}" "$more"; done | paste -sd' ' -)" \
		"$heading"
done <<'END'
Código de barras,Foto 1,Foto 2,Foto etiqueta,Fotógrafo|- - etiqueta|A. Person
N.º de tombo,Imagem 1,Imagem 2,Imagem etiqueta,Fotógrafa|- - etiqueta|A. Person
Numéro d’inventaire,URL image recto,URL image verso,URL étiquette,Photographe|recto verso étiquette|A. Person
Numéro d'inventaire,Photographie 1,Photographie 2,Photographie détail,Photographe|- - détail|A. Person
Inventarnummer,Bild 1,Bild 2,Bild Etikett,Fotograf|- - Etikett|A. Person
Inventarnummer,Vorderseite,Rückseite,Etikett,Fotografin|Vorderseite Rückseite Etikett|A. Person
Collectienummer,Afbeelding 1,Afbeelding 2,Afbeelding label,Fotograaf|- - label|A. Person
END

done_testing
