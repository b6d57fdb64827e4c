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

# ---- percent-encoded buckets ----

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

# ---- nginx's XML ----

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

# ---- what is no list ----

while IFS='|' read -r what page; do
	printf '%s' "$page" | reads 'https://h.example.org/f/' >out
	like "$(cat out)" "^wrong .*$what" "$what"
done <<'EOF'
an error of a bucket|<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>
a site map|<?xml version="1.0"?><urlset><url><loc>https://h.example.org/f/a.jpg</loc></url></urlset>
Azure|<?xml version="1.0"?><EnumerationResults><Blobs/></EnumerationResults>
WebDAV|<?xml version="1.0"?><D:multistatus xmlns:D="DAV:"/>
XML that is no list|<?xml version="1.0"?><records><a href="1.jpg">1</a></records>
EOF
printf '%s' '<?xml version="1.0"?><!DOCTYPE html PUBLIC "x"><html><body><a href="1.jpg">1</a></body></html>' |
	reads 'https://h.example.org/f/' >out
like "$(cat out)" '^file *1.jpg' "XHTML is HTML"

# ---- folders behind parameters ----

for name in SD dir subdir Folder; do
	printf '<a href="?%s=box1">box1</a> <a href="?sort=name">name</a>' $name |
		reads 'https://h.example.org/f/' >out
	is "$(grep -c '^folder' out)" 1 "?$name= is a folder"
done

# ---- lists that do not go on ----

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
