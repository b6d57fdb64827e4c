#!/bin/sh
# One stream through all sinks: the same rows taken, the same reasons, the same
# facts of what each URL serves. Where sinks differ, a line here says so.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

command -v unzip >/dev/null || skip_all "no unzip"
u=https://i.example
columns=path,httpStatus,originalUrl,url,thumbnailUrl,name,format,mediaType,bytes,mediaMD5,verdict,problems,match,occid,collid,recordCatalogNumber,matchKey,catalogNumber,otherCatalogNumbers,type,largeFile,largeFormat,largeBytes,largeMD5,webFile,webFormat,webBytes,webMD5
rows() { stream_of "$columns"; }

# through SINK: the row of in.tsv; prints "taken", or its reason and column.
through() {
	rm -f rejects.tsv
	case $1 in
	sql)
		img-emit-sql -q -c 1 -l x --schema 3.4 --create --user 1,a \
			--rejects rejects.tsv in.tsv >out 2>err
		;;
	dwca)
		img-emit-dwca -q --create --rejects rejects.tsv -o out.zip \
			in.tsv 2>err
		;;
	*)
		img-emit-csv -q --for "$1" --create --rejects rejects.tsv \
			in.tsv >out 2>err
		;;
	esac
	sed 1d rejects.tsv | awk -F '\t' '{ print $(NF - 1) ":" $NF; n++ }
		END { if (!n) print "taken" }' | sed 's/:$//'
}

# all EXPECTED NAME ROW [SINK=EXPECTED]...: by every sink, or by those named
# otherwise.
all() {
	expected=$1 name=$2
	printf '%s\n' "$3" | rows >in.tsv
	shift 3
	got='' wanted=''
	for sink in sql media-import skeletal url-map:3.1 dwca; do
		want=$expected
		for other; do
			[ "${other%%=*}" != "$sink" ] || want=${other#*=}
		done
		got="$got $sink=$(through "$sink")"
		wanted="$wanted $sink=$want"
	done
	is "$got" "$wanted" "$name"
}

m="match=matched occid=7 recordCatalogNumber=UCR7"
all taken "a picture" "originalUrl=$u/a.jpg $m"
for verdict in bad retry; do
	all $verdict "verdict $verdict" "originalUrl=$u/a.jpg $m verdict=$verdict"
done
all needs-derive "verdict fix" "originalUrl=$u/a.jpg $m verdict=fix"
all bad-value:verdict "a verdict that is none" \
	"originalUrl=$u/a.jpg $m verdict=good"
for match in ambiguous contradictory; do
	all $match "match $match" "originalUrl=$u/a.jpg match=$match"
done
all bad-value:match "a match that is none" "originalUrl=$u/a.jpg match=yes occid=7"
for occid in 00 9999999999 -1 7x; do
	all bad-value:occid "occid $occid" "originalUrl=$u/a.jpg occid=$occid"
done
# --create makes a record only where the row has none.
all none "match none, with a record all the same" \
	"originalUrl=$u/a.jpg match=none occid=7 catalogNumber=UCR7"
all taken "match none, with a number" \
	"originalUrl=$u/a.jpg match=none catalogNumber=UCR7"
# SQL fills the portal's table of identifiers, which takes 75 characters each;
# importers fill the record's own column, which takes 255 of all.
all taken "a new record's long further number" \
	"originalUrl=$u/a.jpg match=none catalogNumber=UCR7 otherCatalogNumbers=X1;A$(printf '%075d' 1)" \
	sql=too-long:otherCatalogNumbers
all no-record "no record" "originalUrl=$u/a.jpg"
# An archive brings its records along: any identifier will do.
all no-record "only a number" "originalUrl=$u/a.jpg catalogNumber=UCR7" \
	dwca=taken

# URLs.
all no-url "no URL" "$m"
all taken "only a web picture" "url=$u/a.jpg $m"
all taken "words of a portal for no URL" \
	"originalUrl=empty url=$u/a.jpg thumbnailUrl=processing+2026-01-01 $m"
all no-url "nothing but such a word" "originalUrl=bad+url $m"
for url in ftp://i.example/a.jpg javascript:alert a.jpg //i.example/a.jpg \
	http://https://i.example/a.jpg "$u/a+b.jpg" "$u/ä.jpg" \
	"$u/get?a=1&amp;b=a.jpg"; do
	all bad-url:originalUrl "$url" "originalUrl=$url $m"
done
# A portal's own path means nothing elsewhere.
all taken "a portal's own path" "originalUrl=/imglib/a.jpg $m" \
	dwca=bad-url:originalUrl
all secret-url:originalUrl "a password" "originalUrl=https://a:b@i.example/a.jpg $m"
all secret-url:originalUrl "a signature" \
	"originalUrl=$u/a.jpg?X-Amz-Signature=12ab $m"
# Pages about a picture, known by host and path, unless the server was asked.
for url in https://drive.google.com/file/d/1aB/view?usp=sharing \
	https://WWW.Dropbox.com/s/abc/UCR7.jpg?dl=0 \
	https://www.flickr.com/photos/ucr/123/ \
	https://commons.wikimedia.org/wiki/File:UCR7.jpg \
	https://archive.org/details/ucr7 https://zenodo.org/records/123 \
	https://www.inaturalist.org/observations/123 \
	"$u/portal/collections/individual/index.php?occid=7" \
	"$u/iiif/2/UCR7/info.json" "$u/iiif/UCR7/manifest" \
	http://github.com:80/ucr/p/blob/main/UCR7.jpg; do
	all page-not-picture:originalUrl "page $url" "originalUrl=$url $m"
done
all page-not-picture:originalUrl "a page on the portal's own host" \
	"originalUrl=/p/collections/individual/index.php?occid=7 $m" \
	dwca=bad-url:originalUrl
for url in https://drive.google.com.example/file/d/1/view.jpg \
	https://notflickr.com/photos/a.jpg \
	"https://www.dropbox.com/s/abc/UCR7.jpg?raw=1" \
	https://upload.wikimedia.org/wikipedia/commons/a/a1/UCR7.jpg \
	https://zenodo.org/records/123/files/UCR7.jpg \
	"$u/collections/individual/a.jpg" \
	"$u/iiif/2/UCR7/full/max/0/default.jpg"; do
	all taken "no page: $url" "originalUrl=$url $m"
done
page="originalUrl=https://www.flickr.com/photos/ucr/7.jpg $m"
web="url=https://www.flickr.com/photos/ucr/7.jpg $m"
all page-not-picture:url "a page as the only web picture" "$web" \
	media-import=page-not-picture:originalUrl \
	skeletal=page-not-picture:originalUrl \
	url-map:3.1=page-not-picture:originalUrl
# Only what a sink takes.
all secret-url:thumbnailUrl "a thumbnail with a password" \
	"originalUrl=$u/a.jpg thumbnailUrl=https://a:b@i.example/t.jpg $m" \
	skeletal=taken
all page-not-picture:url "a page as web picture" \
	"originalUrl=$u/a.jpg url=https://flic.kr/p/2a $m" \
	skeletal=taken
all page-not-picture:thumbnailUrl "a page as thumbnail" \
	"originalUrl=$u/a.jpg thumbnailUrl=https://flic.kr/p/2a $m" \
	skeletal=taken
all taken "a page that served a picture when it was asked" \
	"$page verdict=ok httpStatus=200 format=image/jpeg path=a.jpg"
all taken "the same, with a warning" "$page verdict=warn format=image/jpeg"
all taken "the same, a web picture" "$web verdict=ok format=image/jpeg"
all page-not-picture:originalUrl "only a file was checked" \
	"$page verdict=ok format=image/jpeg path=a.jpg"
all page-not-picture:originalUrl "the server had none" \
	"$page verdict=ok httpStatus=404 format=image/jpeg"
echo "$page" | rows >in.tsv
img-emit-sql -q -c 1 -l x --schema 3.4 --user 1,a --rejects rejects.tsv --undo \
	in.tsv >out
is "$(sed 1d rejects.tsv)" "" "--undo takes back what an earlier load has added"
all bad "img-check says so, too" "$page verdict=bad problems=page-not-picture"

all too-long:originalUrl "256 characters" \
	"originalUrl=$u/$(printf '%0236d' 0).jpg $m"

# Media types, by format or by the URL's extension.
for format in image/jpeg IMAGE/JPEG image/jpeg+ image/jpg .jpg JPG StillImage \
	http://rs.tdwg.org/format/values/m008 'image/jpeg;+q=1'; do
	all taken "format $format" "originalUrl=$u/a.jpg format=$format $m"
done
all not-a-picture:originalUrl "a page by its extension" \
	"originalUrl=$u/MediaSearch.cfm?id=1 $m"
all not-a-picture:url "a page as the only web picture, by its extension" \
	"url=$u/MediaSearch.cfm?id=1 $m"
all not-a-picture:format "a page by its format" \
	"originalUrl=$u/a.jpg format=text/html $m"
all taken "an extension before a query" "originalUrl=$u/a.JPG?size=1 $m"
# Browsers do not show it; GBIF takes it.
all not-accepted:originalUrl "TIFF" "originalUrl=$u/a.tif $m" dwca=taken
all not-accepted:originalUrl "a raw picture" "originalUrl=$u/a.cr2 $m"
# No importer of a portal takes it.
all not-accepted:originalUrl "WebP" "originalUrl=$u/a.webp $m" sql=taken \
	dwca=taken
all taken "PNG" "originalUrl=$u/a.png $m" url-map:3.1=not-accepted:originalUrl
# Importers would ask the server.
all not-accepted:format "a type that nobody knows" "originalUrl=$u/a $m" \
	sql=taken dwca=taken
# Extended Data Import takes some sounds and PDF.
all not-a-picture:format "a sound" "originalUrl=$u/a.mp3 format=audio/mpeg $m" \
	media-import=taken dwca=taken
all not-a-picture:originalUrl "a PDF" "originalUrl=$u/a.pdf $m" \
	media-import=taken dwca=taken
all not-a-picture:originalUrl "a video" "originalUrl=$u/a.mp4 $m" dwca=taken

# Importers would ask the server, archives say the type.
all not-a-picture:type "a sound by its type" "originalUrl=$u/call type=Sound $m" \
	media-import=not-accepted:format skeletal=not-accepted:format \
	url-map:3.1=not-accepted:format dwca=taken
all not-a-picture:problems "a mark that it is no picture" \
	"originalUrl=$u/call.jpg problems=other-media $m" dwca=taken

# Numbers of records to be made.
all taken "a new number" "originalUrl=$u/a.jpg match=none catalogNumber=UCR9"
all taken "a new number that was looked up" \
	"originalUrl=$u/a.jpg match=none matchKey=UCR9"
for number in - n/a unknown s.n. '#N/A' '#DIV/0!' 0 000 abc 'A1;A2' 'A1|A2'; do
	all bad-number:catalogNumber "no record of $number" \
		"originalUrl=$u/a.jpg match=none catalogNumber=$number"
done
for code in number-exponent number-date number-error number-list \
	number-inside name-disagrees name-two-numbers; do
	all bad-number:catalogNumber "no record of $code" \
		"originalUrl=$u/a.jpg match=none catalogNumber=A1 problems=$code"
done

# What each URL serves.
a=00000000000000000000000000000000 b=11111111111111111111111111111111
echo "originalUrl=$u/0/f_lg.jpg $m format=image/tiff bytes=9 mediaMD5=$a largeFile=0/f_lg.jpg largeFormat=image/jpeg largeBytes=5 largeMD5=$b" |
	rows >in.tsv
is "$(through sql)" taken "a derivative: sql"
like "$(grep "'$u/0/f_lg.jpg'" out | head -n 1)" "'image/jpeg'.*'$b'" \
	"its type and MD5"
is "$(through media-import)" taken "a derivative: media-import"
like "$(tail -n 1 out)" "image/jpeg.*$b" "its type and MD5"
echo "url=$u/0/f_web.jpg $m format=image/tiff bytes=9 mediaMD5=$a webFile=0/f_web.jpg webFormat=image/jpeg webBytes=5 webMD5=$b" |
	rows >in.tsv
is "$(through sql)" taken "a web derivative: sql"
like "$(grep "'$u/0/f_web.jpg'" out | head -n 1)" "'image/jpeg'.*'$b'" \
	"its type and MD5"
is "$(through media-import)" taken "a web derivative: media-import"
like "$(tail -n 1 out)" "image/jpeg.*$b" "its type and MD5"
for web in large/7_web.jpg web/7.jpg web/7_web.jpg; do
	all derivative-of "$web beside its picture" "originalUrl=$u/large/7.jpg $m
originalUrl=$u/$web $m"
done
all taken "another picture beside it" "originalUrl=$u/large/7.jpg $m
originalUrl=$u/large/7_label.jpg $m"
echo "originalUrl=$u/a.png $m" | rows >in.tsv
through sql >/dev/null
like "$(cat out)" "'image/png'" "an unchecked type is given: sql"
echo "originalUrl=$u/a.mp3 $m" | rows >in.tsv
through dwca >/dev/null
like "$(unzip -p out.zip 'multimedia.*')" 'audio/mpeg.*Sound' \
	"a sound is called one: dwca"

# Versions of the importers.
type() { printf 'originalUrl=%s %s\n' "$1" "$m" | rows >in.tsv; through "$2"; }
is "$(type $u/a.bmp media-import:3.3)" not-accepted:originalUrl "3.3: no BMP"
is "$(type $u/a.gif media-import:3.3)" taken "3.3: GIF"
is "$(type $u/a.gif media-import:3.3.4)" not-accepted:originalUrl "3.3.4: no GIF"
is "$(type $u/a.gif skeletal:3.2)" not-accepted:originalUrl "3.2: no GIF"
is "$(type "$u/O'B.jpg" media-import:3.3)" taken "3.3: an apostrophe"
like "$(cat out)" 'O%27B.jpg' "is encoded"
like "$(type $u/a.jpg media-import:3.2; cat out)" '^UCR7,' \
	"3.2: records are found by number"
status 2 "url-map of later portals makes no records" \
	img-emit-csv --for url-map --create in.tsv
status 2 "a version that there is not" img-emit-csv --for skeletal:2.9 in.tsv
is "$(type "$u/$(printf '%0150d' 1).jpg" skeletal)" too-long:originalUrl \
	"skeletal: a name of more than 150 characters"
printf 'originalUrl\toccid\tsortOccurrence\n%s\t1\t0\n' $u/a.jpg >in.tsv
is "$(through media-import)" bad-value:sortOccurrence \
	"an order of zero would become another"
printf 'originalUrl\toccid\trecordSecurity\n%s\t1\t1\n' $u/a.jpg >in.tsv
is "$(through media-import)" protected:recordSecurity "protected records"
status 0 "are taken if asked for" img-emit-csv --for media-import \
	--include-protected in.tsv
done_testing
