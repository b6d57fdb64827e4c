#!/bin/sh
# img-scan on lists that are none, that are not HTML, or that do not go on: what
# is there is listed, and what is missing is reported.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/nginx.sh
. "$here/nginx.sh"

cd "$tmp" || exit
reader=$BUILD/unit/img-scan_listing

# reads URL: what a page leads to, as the reader of pages sees it.
reads() {
	cat >page
	"$reader" "$1" "$1" page
}

# Percent-encoded buckets.

reads 'https://b.example.org/?encoding-type=url' <<'EOF' >out
<?xml version="1.0"?>
<ListBucketResult><EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>
<Contents><Key>box%2B12/Ca%C3%B1on+1%23a.jpg</Key><Size>5</Size></Contents>
<NextMarker>box%2B12/Ca%C3%B1on+1%23a.jpg</NextMarker>
</ListBucketResult>
EOF
like "$(cat out)" 'file 5 *box%2B12/Ca%C3%B1on%201%23a.jpg' \
	"keys are decoded once"
like "$(cat out)" 'marker=box%2B12%2FCa%C3%B1on%201%23a.jpg' "and markers"
reads 'https://b.example.org/' <<'EOF' >out
<ListBucketResult><Contents><Key>a%2B+1.jpg</Key></Contents></ListBucketResult>
EOF
like "$(cat out)" '^file *a%252B%2B1.jpg' \
	"without the word for it they are as they are"

# Nginx's XML.

reads 'https://h.example.org/f/' <<'EOF' >out
<?xml version="1.0"?>
<list>
<directory mtime="2020-01-01T10:00:00Z">box 1</directory>
<file mtime="2020-01-01T10:00:00Z" size="1234">UCR1 &amp; 2.jpg</file>
</list>
EOF
like "$(cat out)" '^folder *box%201/' "a folder"
like "$(cat out)" 'file 1234 1577872800 UCR1%20%26%202.jpg' \
	"a file and its size"

# Nginx's and Caddy's JSON.

reads 'https://h.example.org/f/' <<'EOF' >out
[{"name":"box 1","type":"directory","mtime":"Wed, 01 Jan 2020 10:00:00 GMT"},
{"name":"UCR1 & \u00e9.jpg","type":"file","mtime":"Wed, 01 Jan 2020 10:00:00 GMT",
"size":1234},
{"name":"../up.jpg","type":"file","mtime":"x","size":5},
{"name":"..","type":"directory","mtime":"x"},
{"name":"a\u0000b.jpg","type":"file","mtime":"x","size":5},
{"name":"c","type":"other","mtime":"x"}]
EOF
is "$(cat out)" 'file 1234 1577872800 UCR1%20%26%20%C3%A9.jpg
folder   box%201/' "nginx"
reads 'https://h.example.org/f/?x=1' <<'EOF' >out
[{"name":"a.jpg","size":10,"url":"./a.jpg","mod_time":"2020-01-01T10:00:00.5Z",
"mode":1,"is_dir":false,"is_symlink":false},{"name":"d/","size":4096,"url":"./d/",
"mod_time":"2020-01-01T10:00:00Z","mode":1,"is_dir":true,"is_symlink":false}]
EOF
is "$(cat out)" 'file 10 1577872800 a.jpg
folder   d/' "Caddy"
echo '[]' | reads 'https://h.example.org/f/' >out
is "$(cat out)" '' "an empty folder is one"

# Azure.

reads 'https://a.example.org/c/?restype=container&comp=list&delimiter=/' <<'EOF' >out
<?xml version="1.0" encoding="utf-8"?>
<EnumerationResults ServiceEndpoint="https://a.example.org/" ContainerName="c">
<MaxResults>3</MaxResults><Blobs><Blob><Name>box 1/a&amp;b+.jpg</Name><Properties>
<Last-Modified>Wed, 09 Sep 2009 09:20:02 GMT</Last-Modified>
<Content-Length>1024</Content-Length></Properties></Blob>
<Blob><Name Encoded="true">x%EF%BF%BE+y.jpg</Name></Blob>
<Blob><Name>50%41.jpg</Name></Blob>
<Blob><Name>dir.jpg</Name><Properties><ResourceType>directory</ResourceType>
</Properties></Blob><BlobPrefix><Name>box 2/</Name></BlobPrefix></Blobs>
<NextMarker>2!84!MDAw</NextMarker></EnumerationResults>
EOF
is "$(cat out)" 'file   50%2541.jpg
folder   ?restype=container&comp=list&delimiter=/&prefix=box%202%2F
file 1024 1252488002 box%201/a%26b%2B.jpg
file   x%EF%BF%BE%2By.jpg
more https://a.example.org/c/?restype=container&comp=list&delimiter=/&marker=2%2184%21MDAw' \
	"blobs, a prefix, and how it goes on"

# Google's API: the files are elsewhere.

cat >page <<'EOF'
{"kind":"storage#objects","nextPageToken":"CgVh==","prefixes":["box 2/"],
"items":[{"name":"box 1/\u00f1.jpg","bucket":"B","size":"123",
"updated":"2020-02-29T23:59:58.123Z"},{"name":"folder/","size":"0"}]}
EOF
"$reader" https://s.example.org/B/ \
	'https://s.example.org/storage/v1/b/B/o?delimiter=/&pageToken=x' page >out
is "$(cat out)" 'file 123 1583020798 box%201/%C3%B1.jpg
folder   
more https://s.example.org/storage/v1/b/B/o?delimiter=/&pageToken=CgVh%3D%3D' \
	"objects by their public URLs"

# WebDAV and site maps.

reads 'https://h.example.org/f/' <<'EOF' >out
<?xml version="1.0"?><D:multistatus xmlns:D="DAV:" xmlns:l="DAV:">
<D:response><D:href>/f/</D:href><D:propstat><D:prop><D:resourcetype><D:collection/>
</D:resourcetype></D:prop></D:propstat></D:response>
<D:response><D:href>/f/box%201</D:href><D:propstat><D:prop><l:resourcetype>
<D:collection/></l:resourcetype></D:prop></D:propstat></D:response>
<D:response><D:href>https://h.example.org/f/a%20b.jpg</D:href><D:propstat><D:prop>
<D:getcontentlength>10</D:getcontentlength><D:resourcetype/>
<D:getlastmodified>Wed, 01 Jan 2020 10:00:00 GMT</D:getlastmodified>
</D:prop></D:propstat></D:response></D:multistatus>
EOF
is "$(cat out)" 'file 10 1577872800 a%20b.jpg
folder   box%201/' "an answer to PROPFIND, without the folder itself"
reads 'https://h.example.org/sitemap.xml' <<'EOF' >out
<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:i="urn:i"><url>
<loc> https://h.example.org/page </loc><i:image><i:loc>https://h.example.org/1.jpg</i:loc>
</i:image><i:image><i:loc>https://h.example.org/2.jpg?a=1&amp;b=2</i:loc></i:image>
<i:image><i:loc>https://cdn.example.org/3.jpg</i:loc></i:image></url>
<url><loc>https://h.example.org/4.jpg</loc></url></urlset>
EOF
is "$(cat out)" 'file   1.jpg
file   2.jpg?a=1&b=2
file   4.jpg' "the pictures of a site map; its pages are no folders"
reads 'https://h.example.org/sitemap.xml' <<'EOF' >out
<sitemapindex><sitemap><loc>https://h.example.org/s1.xml</loc></sitemap></sitemapindex>
EOF
is "$(cat out)" 'folder   s1.xml' "the maps of an index are"

# Sessions.

reads 'https://h.example.org/f/' <<'EOF' >out
<a href="a.jpg;jsessionid=ABC">a</a> <a href="b/;jsessionid=ABC?x">b</a>
<a href="c.jpg?PHPSESSID=abc&amp;v=2">c</a> <a href="d/?PHPSESSID=abc">d</a>
<a href="e.jpg?v=3&amp;PHPSESSID=x#top">e</a>
EOF
is "$(cat out)" 'file   a.jpg
file   c.jpg?v=2
folder   d/
file   e.jpg?v=3' "a visitor's session is no part of a URL"

# What is no list.

while IFS='|' read -r what page; do
	printf '%s' "$page" | reads 'https://h.example.org/f/' >out
	like "$(cat out)" "^wrong .*$what" "$what"
done <<'EOF'
an error of a bucket|<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>
a list of containers|<?xml version="1.0"?><EnumerationResults><Containers/></EnumerationResults>
names pages|<urlset><url><loc>https://h.example.org/f/page</loc></url></urlset>
other hosts|<urlset><url><loc>https://evil.example/f/1.jpg</loc></url></urlset>
other hosts|<D:multistatus xmlns:D="DAV:"><D:response><D:href>/up.jpg</D:href></D:response></D:multistatus>
a news feed|<?xml version="1.0"?><rss/>
JSON that is no list|{}
JSON that is no list|[1]
JSON that is no list|[{"name":"x.jpg","type":"file","download_url":"https://r.example/x.jpg"}]
JSON that is not well-formed|[{"name":
not at /storage|{"kind":"storage#objects","items":[{"name":"1.jpg"}]}
XML that is no list|<?xml version="1.0"?><records><a href="1.jpg">1</a></records>
EOF
printf '%s' '<?xml version="1.0"?><!DOCTYPE html PUBLIC "x"><html><body><a href="1.jpg">1</a></body></html>' |
	reads 'https://h.example.org/f/' >out
like "$(cat out)" '^file *1.jpg' "XHTML is HTML"

# Folders behind parameters.

for name in SD dir subdir Folder; do
	printf '<a href="?%s=box1">box1</a> <a href="?sort=name">name</a>' $name |
		reads 'https://h.example.org/f/' >out
	is "$(grep -c '^folder' out)" 1 "?$name= is a folder"
done

# Lines of lists that are no plain names.

tab=$(printf '\t')
mkdir 'a folder'
: >'a folder/1.jpg'
: >' 2.jpg '
: >'"3".jpg,'
: >4.jpg
printf ' https://h.example.org/1.jpg\302\240\n' >lines
cat >>lines <<'EOF'
"https://h.example.org/2.jpg",
<https://h.example.org/3.jpg>
https://h.example.org/p?x=1&amp;y=4.jpg
https://h.example.org/a b.jpg
https://h.example.org/6.jpg; https://h.example.org/7.jpg
https://drive.google.com/file/d/1AbC/view
https://h.example.org/8.jpg
C:\pictures\9.jpg
\\server\share\10.jpg
ftp://h.example.org/11.jpg
www.example.org/12.jpg
//h.example.org/13.jpg
https:/h.example.org/14.jpg
 2.jpg 
"3".jpg,
"4.jpg"
a folder/1.jpg
gone.jpg
EOF
img-scan -f lines >out 2>err
is $? 1 "what is not there is no success"
fields name problems <out >got
cat >expected <<EOF
1.jpg|row-mended
2.jpg|row-mended
3.jpg|row-mended
p|url-entity
a b.jpg|url-illegal
6.jpg|row-mended
7.jpg|row-mended
view|page-not-picture
8.jpg|
9.jpg|missing
10.jpg|missing
11.jpg|url-scheme
12.jpg|url-scheme
13.jpg|url-scheme
14.jpg|url-scheme
 2.jpg |
"3".jpg,|
4.jpg|row-mended
1.jpg|
EOF
same got expected "what is doubtful is said in the row"
is "$(sed 's/^img-scan: lines:\([0-9]*\):.*/\1/' err | xargs)" \
	'9 10 11 12 13 14 19' \
	"what is nowhere is named, too"
like "$(sed -n 1p err)" 'a path of Windows' "a path of Windows is known"
like "$(sed -n 3p err)" 'neither a file nor a URL' "and another kind of URL"
echo 4.jpg | img-scan -f - . >out
is "$(awk -F '\t' '{ print NF }' out | sort -u)" 6 \
	"folders beside a list have the column, too"
is "$(img-scan . | head -n 1)" "path${tab}originalUrl${tab}name${tab}bytes${tab}modified" \
	"without a list it is not there"
img-scan 'https://drive.google.com/drive/folders/1AbC' >out 2>err
is "$? $(wc -l <out)" '1 2' "a page that is named gets its row"
like "$(cat err)" "a page of Google Drive's: put the files" "and is reported"
printf '4.jpg\n' | iconv -f UTF-8 -t UTF-16 >wide
status 2 "a list in UTF-16" img-scan -f wide
like "$(cat err)" 'save the list as UTF-8' "what to do is said"
is "$(img-scan -f lines 2>/dev/null | img-check --no-remote | fields problems |
	sort | uniq -c | xargs)" "$(img-scan -f lines 2>/dev/null |
	img-check --no-remote | img-check --no-remote | fields problems |
	sort | uniq -c | xargs)" "img-check keeps them, and finds the same again"

# Lists that do not go on.

mkdir -p "$nginx_www"
: >"$nginx_www/picture.jpg"
if badserver_start; then
	for kind in same next; do
		status 1 "$kind: a page that repeats the one before" \
			img-scan --allow-private --ignore-robots --pages \
			"$bad_url/bucket/$kind/?list-type=2"
		img-scan --allow-private --ignore-robots --pages \
			"$bad_url/bucket/$kind/?list-type=2" >out 2>err
		is "$(grep -c 'jpg' out)" 3 "$kind: what is there is listed once"
		like "$(cat err)" 'the list goes on' "$kind: it is said"
	done
	img-scan -q --allow-private --ignore-robots \
		"$bad_url/bucket/end?list-type=2" >out
	is "$(grep -c "$bad_url/bucket/end/[123].jpg" out)" 3 \
		"a bucket in the path needs neither a slash nor --pages"
	status 1 "a page that leads nowhere is no empty folder" img-scan -q \
		--allow-private --ignore-robots "$bad_url/page/"
	img-scan --allow-private "$(echo "$bad_url/" | sed 's|//|//joe:hidden@|')" \
		>out 2>err
	is "$(grep -c hidden err) $(grep -c 'name or password' err)" '0 1' \
		"a password in an operand is not printed"
else
	skip 11 'needs perl'
fi
done_testing
