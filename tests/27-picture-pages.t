#!/bin/sh
# URLs of pages about pictures: known without asking anybody, rewritten only
# where that is certain; and the names of IIIF pictures.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

cd "$tmp" || exit
field() {
	awk -F '\t' -v name="$2" 'NR == 1 { for (v = 1; v < NF && $v != name;) v++ }
		NR > 1 { print $v }' "$1"
}

# Nothing can be reached, so that what is asked for has another code.
ask() {
	{
		echo originalUrl
		cat
	} >in.tsv
	unset http_proxy https_proxy all_proxy HTTPS_PROXY ALL_PROXY
	img-check -v --retry 0 --connect-timeout 1 "$@" in.tsv >out 2>err
}

cat >pages <<'EOF'
https://drive.google.com/file/d/1AbC/view?usp=sharing
https://drive.google.com/open?id=1AbC
https://drive.google.com/drive/folders/1AbC
https://photos.app.goo.gl/abc
https://www.dropbox.com/s/abc/UCR1.jpg?dl=0
https://www.dropbox.com/scl/fi/abc/UCR1.jpg?rlkey=k
https://www.dropbox.com/sh/abc/def
https://1drv.ms/i/s!abc
https://onedrive.live.com/?cid=1&id=2
https://univ-my.sharepoint.com/:i:/g/personal/joe/abc
https://www.flickr.com/photos/joe/123456
https://flic.kr/p/abc
https://commons.wikimedia.org/wiki/File:Quercus_alba.jpg
https://es.wikipedia.org/wiki/Archivo:Quercus_alba.jpg
https://de.wikipedia.org/wiki/File:Quercus_alba.jpg
https://archive.org/details/herbarium_1
https://zenodo.org/record/123
https://zenodo.org/records/123
https://www.inaturalist.org/observations/123
https://www.inaturalist.org/photos/123
https://www.gbif.org/occurrence/123
https://portal.example.org/portal/collections/individual/index.php?occid=12
https://portal.example.org/imagelib/imgdetails.php?imgid=12
https://iiif.example.org/iiif/2/abc/info.json
https://iiif.example.org/iiif/abc/manifest
https://iiif.example.org/presentation/abc/manifest.json
https://github.com/joe/pictures/blob/main/a/UCR1.jpg
https://gitlab.com/joe/pictures/-/blob/main/a/UCR1.jpg
HTTPS://DRIVE.GOOGLE.COM/file/d/1AbC/view
https://www.icloud.com/photos/0abc
https://mega.nz/file/abc
https://we.tl/t-abc
https://ibb.co/abc
https://figshare.com/articles/figure/UCR1/123
https://drive.google.com/a/example.edu/file/d/1AbC/view
https://www.dropbox.com/home/sheets?preview=UCR1.jpg
https://univ-my.sharepoint.com/personal/joe/_layouts/15/onedrive.aspx?id=1
https://univ.sharepoint.com/sites/h/Sheets/Forms/AllItems.aspx?id=1
https://univ.app.box.com/file/123
https://www.flickr.com/photo.gne?id=123
https://de.wikipedia.org/w/index.php?title=Datei:Quercus_alba.jpg
https://archive.org/embed/herbarium_1
https://inaturalist.ca/observations/123
https://www.gbif.org/fr/occurrence/123
https://www.idigbio.org/portal/mediarecords/abc-def
https://portal.boldsystems.org/record/ABC1-20
https://www.europeana.eu/en/item/1/abc
https://imgur.com/abc1234
https://joe.smugmug.com/Sheets/i-abc/A
https://gitlab.example.org/joe/pictures/-/blob/main/a/UCR1.jpg
https://portal.example.org/p/collections/editor/occurrenceeditor.php?occid=1
https://iiif.example.org/presentation/abc/manifest
EOF
ask <pages
is "$(field out problems | sort | uniq -c | xargs)" \
	"$(wc -l <pages) page-not-picture" "pages are known without asking"
is "$(field out verdict | sort -u)" bad "and bad"
is "$(field out originalUrl | diff - pages)" '' "they are left as they are"
is "$(grep -c 'a page\|the page\|a IIIF\|a portal' err)" "$(wc -l <pages)" \
	"-v says of each what it is"
like "$(grep info.json err)" 'full/max/0/default.jpg' \
	"and where a IIIF picture is"

# Not these, though they look like them.
cat >pictures <<'EOF'
https://dl.dropboxusercontent.invalid/s/abc/UCR1.jpg
https://mydrive.google.com.invalid/file/d/1.jpg
https://h.invalid/wiki/File:Quercus_alba.jpg
https://h.invalid/iiif/2/abc/full/max/0/default.jpg
https://h.invalid/details/info.json.jpg
https://h.invalid/github.com/joe/n/blob/a.jpg
EOF
ask <pictures
is "$(field out problems | sort -u)" dns "pictures are asked for"
cat >direct <<'EOF'
https://www.dropbox.com/s/abc/UCR1.jpg?raw=1
https://www.dropbox.com/s/abc/UCR1.jpg?dl=1
https://static.inaturalist.org/photos/123/original.jpg
https://commons.wikimedia.org/wiki/Special:FilePath/Quercus_alba.jpg
https://upload.wikimedia.org/wikipedia/commons/a/ab/Quercus_alba.jpg
https://zenodo.org/records/123/files/UCR1.jpg
https://archive.org/download/herbarium_1/UCR1.jpg
https://raw.githubusercontent.com/joe/pictures/main/a/UCR1.jpg
https://github.com/joe/pictures/blob/main/a/UCR1.jpg?raw=true
https://live.staticflickr.com/1/2_o.jpg
https://i.ibb.co/abc/UCR1.jpg
https://figshare.com/ndownloader/files/123
https://i.imgur.com/abc1234.jpg
https://photos.smugmug.com/Sheets/i-abc/0/X3/UCR1-X3.jpg
https://api.gbif.org/v1/image/cache/occurrence/1/media/abc
https://observation.org/media/photo/123.jpg
https://univ.app.box.com/shared/static/abc.jpg
https://gitlab.com/joe/pictures/-/raw/main/a/UCR1.jpg
EOF
sed 's|https://\([^/]*\).*|--resolve \1:443:127.0.0.1|' direct | sort -u >hosts
# shellcheck disable=SC2046
ask --allow-private $(cat hosts) <direct
is "$(field out problems | grep -c page-not-picture)" 0 "nor the direct forms"

# Rewritten.

while read -r from to; do
	echo "$from"
	echo "$to" >>expected
done >given <<'EOF'
https://www.dropbox.com/s/abc/UCR1.jpg?dl=0 https://www.dropbox.com/s/abc/UCR1.jpg?raw=1
https://www.dropbox.com/s/abc/UCR1.jpg https://www.dropbox.com/s/abc/UCR1.jpg?raw=1
https://www.dropbox.com/scl/fi/abc/UCR1.jpg?rlkey=k&dl=0 https://www.dropbox.com/scl/fi/abc/UCR1.jpg?rlkey=k&raw=1
https://commons.wikimedia.org/wiki/File:Qu%C3%A9.jpg https://commons.wikimedia.org/wiki/Special:FilePath/Qu%C3%A9.jpg
https://de.wikipedia.org/wiki/Datei:Qu%C3%A9.jpg https://de.wikipedia.org/wiki/Special:FilePath/Qu%C3%A9.jpg
https://fr.wikipedia.org/wiki/Fichier:A:b.jpg https://fr.wikipedia.org/wiki/Special:FilePath/A:b.jpg
https://en.wikipedia.org/wiki/Quercus_alba#/media/File:Quercus_alba.jpg https://en.wikipedia.org/wiki/Special:FilePath/Quercus_alba.jpg
https://commons.wikimedia.org/wiki/Category:Oaks#/media/File:A_b.jpg https://commons.wikimedia.org/wiki/Special:FilePath/A_b.jpg
https://github.com/joe/pictures/blob/main/a/blob/U.jpg https://raw.githubusercontent.com/joe/pictures/main/a/blob/U.jpg
https://gitlab.com/joe/pictures/-/blob/main/a/U.jpg https://gitlab.com/joe/pictures/-/raw/main/a/U.jpg
https://drive.google.com/file/d/1AbC/view https://drive.google.com/file/d/1AbC/view
https://www.flickr.com/photos/joe/123456 https://www.flickr.com/photos/joe/123456
EOF
sed 's|https://\([^/]*\).*|--resolve \1:443:127.0.0.1|' given expected |
	sort -u >hosts
# shellcheck disable=SC2046
ask --fix-urls --allow-private $(cat hosts) <given
field out originalUrl >got
same got expected "--fix-urls writes what is certain, and nothing else"

# Names.

cat >iiif <<'EOF'
https://h.example.org/iiif/2/UCR0001001/full/max/0/default.jpg
https://h.example.org/iiif/2/ark:%2F123%2FUCR0001002/full/full/0/default.jpg
https://h.example.org/iiif/UCR0001003.tif/pct:1,2,3,4/!300,300/90/gray.png
https://h.example.org/iiif/UCR0001004/0,0,100,100/^max/!22.5/color.webp
https://h.example.org/iiif/2/UCR0001005/info.json
https://h.example.org/iiif/UCR0001006/manifest
https://h.example.org/app/manifest
https://h.example.org/pictures/full/box/0/default.jpg
https://h.example.org/default.jpg
EOF
printf '%s\n' UCR0001001 UCR0001002 UCR0001003.tif UCR0001004 UCR0001005 \
	UCR0001006 manifest default.jpg default.jpg >expected
img-scan -q -f iiif >scanned
field scanned name >got
same got expected "img-scan: the name is the identifier"
{
	echo catalogNumber,originalUrl
	awk '{ print "X" NR ",\"" $0 "\"" }' iiif
} >sheet.csv
img-from-csv -q sheet.csv >rows
field rows name >got
same got expected "img-from-csv: the same"
done_testing
