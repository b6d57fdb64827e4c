#!/bin/sh
# img-group: which files are one picture, and which are not.
. "$(dirname "$0")/lib.sh"

# urls NAME...: a stream of them.
urls() {
	printf 'originalUrl\n'
	for name; do
		printf 'https://i.example.org/%s\n' "$name"
	done
}
# grouped NAME...: what becomes of them, without the host.
grouped() {
	# shellcheck disable=SC2086 # words
	urls "$@" | img-group -q $options |
		fields originalUrl url thumbnailUrl archiveUrl problems |
		sed 's,https://i.example.org/,,g'
}
options=
is "$(grouped A/1.jpg A/1_med.jpg A/1_thumb.jpg)" \
	'A/1.jpg|A/1_med.jpg|A/1_thumb.jpg||' 'without an ending, _med, _thumb'
is "$(grouped A/1_tn.JPG A/1_WEB.jpg A/1_lg.jpeg)" \
	'A/1_lg.jpeg|A/1_WEB.jpg|A/1_tn.JPG||' '_lg, _web, _tn, in any case'
is "$(grouped A/1.jpg A/1_lg.jpg A/1_tn.jpg)" \
	'A/1_lg.jpg|A/1.jpg|A/1_tn.jpg||' '_lg is larger than without an ending'
is "$(grouped A/1.jpg A/1_lg.jpg A/1_web.jpg A/1_tn.jpg)" \
	'A/1_lg.jpg|A/1_web.jpg|A/1_tn.jpg|A/1.jpg|' 'all four'
for raw in nef CR2 dng tif heic; do
	is "$(grouped A/1.$raw A/1.jpg)" "A/1.jpg|||A/1.$raw|" "$raw beside JPEG"
done
is "$(grouped A/1.tif A/1_tn.jpg)" 'A/1.tif||A/1_tn.jpg||' \
	'nothing but a TIFF and a thumbnail'
is "$(grouped A/1.tif A/1_web.jpg A/1_tn.jpg)" \
	'A/1_web.jpg||A/1_tn.jpg|A/1.tif|' 'the web picture is the best to see'
is "$(grouped A/1.jpg B/1_tn.jpg A/2_tn.jpg | sort)" \
	"A/1.jpg||||
A/2_tn.jpg||||thumbnail-alone
B/1_tn.jpg||||thumbnail-alone" 'another place, another stem'
is "$(grouped A/1.jpg A/1.png A/1_tn.jpg)" 'A/1.jpg||||group-unclear
A/1.png||||group-unclear
A/1_tn.jpg||||derivative-of' 'two that could be the picture'
is "$(grouped A/1_label.jpg A/1_l.jpg A/1_s.jpg A/1-2.jpg A/1.jpg | sort)" \
	"A/1-2.jpg||||
A/1.jpg||||
A/1_l.jpg||||
A/1_label.jpg||||
A/1_s.jpg||||" 'no ending of ours: no guess'
is "$(grouped 'p.php?id=1' 'p.php?id=2' 'p.php?id=1&size=tn' | wc -l)" 3 \
	'URLs with a query are never grouped'
is "$(urls A/1.jpg 'A/./1_tn.jpg' | sed 's/https:..i.example.org.A.\./HTTP:\/\/I.example.org:80\/A/' |
	img-group | wc -l)" 2 'URLs are compared as the web does'
is "$(grouped large/A/1.jpg Web/A/1.jpg thumbnails/A/1.jpg A/1.tif)" \
	'large/A/1.jpg|Web/A/1.jpg|thumbnails/A/1.jpg|A/1.tif|' 'by folders'
is "$(grouped A/lg/1_lg.jpg A/tn/1_tn.jpg A/lg/1_web.jpg)" \
	'A/lg/1_lg.jpg|A/lg/1_web.jpg|A/tn/1_tn.jpg||' \
	'by both: the name counts more'
options='-n large=*_l -n web=*_m,mid_* -n thumbnail=*_s'
is "$(grouped A/1_l.jpg A/1_s.jpg A/mid_1.jpg)" \
	'A/1_l.jpg|A/mid_1.jpg|A/1_s.jpg||' '--name'
options='-n thumbnail='
is "$(grouped A/1.jpg A/1_tn.jpg | wc -l)" 2 '--name: no such file'
options='-f thumbnail=tn,thumbs -f web=web'
is "$(grouped big/A/1.jpg thumbs/A/1.jpg)" "thumbs/A/1.jpg||||thumbnail-alone
big/A/1.jpg||||" '--folder: the rest must be the same'
is "$(grouped A/1.jpg A/tn/1.jpg A/web/1.png)" \
	'A/1.jpg|A/web/1.png|A/tn/1.jpg||' '--folder'
options='-f thumbnail=tn -f large=LARGE'
is "$(grouped large/A/1.jpg tn/A/1.jpg)" 'large/A/1.jpg||tn/A/1.jpg||' \
	'--folder: of both'
options='-a dng,nef'
is "$(grouped A/1.nef A/1.dng A/1.jpg A/1.tif)" 'A/1.jpg|||A/1.dng|
A/1.nef||||
A/1.tif||||' '--archive: the first of the list'
options=
is "$(grouped A/1.nef A/1.dng A/1.jpg | cut -d '|' -f 5 | uniq)" group-unclear \
	'and without it none'
options='-n page=*_p#'
urls A/1_p10.jpg A/1_p2.jpg A/1_p1.jpg A/2_p1.jpg A/1_tn.jpg |
	img-group -n 'page=*_p#' >out
is "$(fields originalUrl thumbnailUrl pages <out | sed 's,https://i.example.org/,,g')" \
	'A/1_p1.jpg|A/1_tn.jpg|A/1_p2.jpg\nA/1_p10.jpg
A/2_p1.jpg||' '--name page='
urls S/1_p2.tif S/1_p1.tif S/1_p1.jpg S/1_p2.jpg S/1_p3.nef S/2_p1.tif \
	S/2_p2.jpg | img-group -n 'page=*_p#' >out
is "$(fields originalUrl archiveUrl pages <out | sed 's,https://i.example.org/,,g')" \
	'S/1_p1.jpg|S/1_p1.tif|S/1_p2.jpg\nS/1_p2.tif\nS/1_p3.nef
S/2_p1.tif||S/2_p2.jpg' 'no file of a page is lost, and none is of another page'

# What rows say decides over what names say.
printf 'originalUrl\toccid\thttps\nhttp://a.b/1.jpg\t1\t\nhttp://a.b/1_tn.jpg\t2\t\n' |
	img-group -q | fields occid problems >out
is "$(cat out)" '1|group-unclear
2|derivative-of' 'different records'
printf 'originalUrl\tverdict\tproblems\tpixelXDimension\tpixelYDimension\tmediaMD5\tcreator\tformat
http://a.b/1.jpg\tok\t\t4000\t3000\taa\t\timage/jpeg
http://a.b/1_lg.jpg\tok\t\t1000\t750\tbb\t\timage/jpeg
http://a.b/1_tn.jpg\tbad\tcorrupt\t\t\tcc\t\timage/jpeg
http://a.b/1.nef\tfix\tformat\t8000\t6000\tdd\tEva\timage/x-nikon-nef\n' >checked.tsv
img-group checked.tsv >out
is "$(fields originalUrl url thumbnailUrl archiveUrl verdict mediaMD5 creator <out)" \
	'http://a.b/1.jpg|http://a.b/1_lg.jpg||http://a.b/1.nef|ok|aa|Eva
http://a.b/1_tn.jpg||||bad|cc|' \
	'the forms way, by pixels; a bad thumbnail is none; the archive has the name'
is "$(fields webMD5 webXDimension archiveMD5 archiveFormat largeMD5 <out | head -n 1)" \
	'bb|1000|dd|image/x-nikon-nef|' 'facts of each'
for verdict in bad retry; do
	printf 'originalUrl\tverdict\nhttp://a.b/1.jpg\tok\nhttp://a.b/1_tn.jpg\t%s\n' \
		$verdict | img-group -q >lost
	is "$(fields originalUrl thumbnailUrl <lost | paste -s -d ' ' -)" \
		'http://a.b/1.jpg| http://a.b/1_tn.jpg|' \
		"a thumbnail that is $verdict is nobody's"
done
is "$(grouped A/1 A/1.tif)" 'A/1|||A/1.tif|' \
	'what may be shown, as nothing says its type'
printf 'originalUrl\tthumbnailUrl\nhttp://a.b/1.jpg\thttp://a.b/other.jpg\nhttp://a.b/1_tn.jpg\t\n' |
	img-group -q | fields thumbnailUrl problems >out
is "$(head -n 1 out)" 'http://a.b/other.jpg|group-unclear' \
	'a thumbnail that is there stays'
printf 'path\tbytes\tmediaMD5\na/1.jpg\t10\taa\na/1_tn.jpg\t1\tbb\na/2.jpg\t5\tcc\na/3.tif\t9\tdd\n' |
	img-group | fields path largeFile largeMD5 webFile thumbnailFile thumbnailMD5 >out
is "$(cat out)" 'a/1.jpg|a/1.jpg|aa||a/1_tn.jpg|bb
a/2.jpg|a/2.jpg|cc|||
a/3.tif|||||' 'files, for img-put'

# Without img-group the sinks leave out what is a smaller file of a picture.
{
	printf 'originalUrl\tname\toccid\tmatch\trecordCatalogNumber\n'
	for row in '1.jpg 7' '1_tn.jpg 7' '1_web.jpg 7' '1_label.jpg 7' '1_tn.jpg 8' \
		'2_web.jpg 7' '2_tn.jpg 7'; do
		# shellcheck disable=SC2086 # two words
		printf 'https://i.example.org/%s\tx.jpg\t%s\tmatched\tN%s\n' \
			${row% *} ${row#* } ${row#* }
	done
} >pictures.tsv
kept() {
	grep -o 'i.example.org/[12][^"'"'"',	]*' "$1" | sort -u | tr '\n' ' '
}
kept_ones='i.example.org/1.jpg i.example.org/1_label.jpg i.example.org/1_tn.jpg i.example.org/2_web.jpg '
img-emit-csv -q --for media-import --rejects rejects.csv pictures.tsv >out
is "$(kept out)" "$kept_ones" 'img-emit-csv'
is "$(fields originalUrl reason <rejects.csv | sed 's,.*/,,' | tr '\n' ' ')" \
	'1_tn.jpg|derivative-of 1_web.jpg|derivative-of 2_tn.jpg|derivative-of ' \
	'with the reason'
img-emit-csv -q --for skeletal pictures.tsv >out
is "$(kept out)" \
	'i.example.org/1.jpg;https://i.example.org/1_label.jpg;https://i.example.org/2_web.jpg i.example.org/1_tn.jpg ' \
	'skeletal'
img-emit-sql -q -c 1 -l b --schema 3.4 --dialect sqlite --rejects rejects.sql \
	pictures.tsv >out
is "$(kept out)" "$kept_ones" 'img-emit-sql'
is "$(fields reason <rejects.sql | sort | uniq -c | tr -s ' ')" ' 3 derivative-of' \
	'with the reason, too'
img-emit-dwca -q -o pictures.zip --rejects rejects.dwca pictures.tsv 2>/dev/null
is "$(fields reason <rejects.dwca | sort | uniq -c | tr -s ' ')" ' 3 derivative-of' \
	'img-emit-dwca'
{ head -n 1 pictures.tsv; sed 1d pictures.tsv | tac; } | img-emit-csv --for media-import >out 2>err
is "$?" 1 'a picture after its thumbnail: status 1'
like "$(cat err)" '[0-9] pictures* came after the web picture' 'is said'

# The same bytes for any order, in memory and out of it.
perl -e 'print "originalUrl\tcaption\n"; my $pad = "x" x 300;
	for my $i (1 .. 100000) { for my $end ("", "_web", "_tn") {
		printf "https://i.example.org/%d/%06d%s.jpg\t%s\n", $i % 7, $i, $end, $pad } }' >large.tsv
{ head -n 1 large.tsv; sed 1d large.tsv | tac; } >backwards.tsv
img-group -o one large.tsv
img-group -o two backwards.tsv
same two one 'the same for any order'
is "$(wc -l <one)" 100001 'three files are one row'
is "$(fields url thumbnailUrl <one | grep -c '_web.jpg|.*_tn.jpg$')" 100000 \
	'each with its own'
if sanitized; then
	skip 'sanitizers take more' 'memory'
else
	# shellcheck disable=SC3045 # where it is not, the test says so
	is "$( (ulimit -v 200000; img-group large.tsv 2>&1) | cmp - one && echo same)" same \
		'100 MB of rows in 200 MB of memory'
fi
status 2 'a pattern without a star' img-group -n thumbnail=_tn checked.tsv
like "$(cat err)" "invalid --name: '_tn'" 'is named'
status 2 'a role that is none' img-group -n small=*_s checked.tsv
status 2 'a page without its number' img-group -n 'page=*_p' checked.tsv
img-group -o again one
same again one 'again changes nothing'
done_testing
