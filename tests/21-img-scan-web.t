#!/bin/sh
# img-scan: folders on the web, as nginx lists them, and pages made by hand.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/nginx.sh
. "$here/nginx.sh"

# shellcheck disable=SC2317 # nginx_start calls it
nginx_servers() {
	cat <<EOF
	types { text/html html; image/jpeg jpg; application/xml xml; }
	server {
		listen 127.0.0.1:$http_port;
		root $nginx_www;
		absolute_redirect off;
		autoindex on;
		location = /robots.txt { return 404; }
		location /rounded/ {
			alias $nginx_www/tree/;
			autoindex_exact_size off;
		}
		location /pages/ { autoindex off; index index.html; }
		location /busy/ {
			add_header Retry-After 3600 always;
			return 429;
		}
		location = /pages/moved { return 301 /pages/gallery/; }
		location = /pages/away { return 302 /tree/; }
		location = /bucket/ {
			types { }
			default_type application/xml;
			if (\$args ~ token=second) {
				rewrite ^ /bucket/2.xml last;
			}
			rewrite ^ /bucket/1.xml last;
		}
	}
	server {
		listen 127.0.0.1:$strict_port;
		root $nginx_www;
		autoindex on;
		location = /robots.txt { alias $nginx_www/robots; }
	}
EOF
}

# scan OPTION... URL: the URLs listed, behind the server's own.
scan() {
	img-scan --allow-private "$@" 2>err >out
	echo $? >code
	tail -n +2 out | cut -f 2 | sed "s|^$http_url||"
}

# page PATH: what standard input holds, served as it is.
page() {
	mkdir -p "$(dirname "$nginx_www/$1")"
	cat >"$nginx_www/$1"
}

nginx_start || skip_all 'needs nginx and openssl'

# A tree as nginx lists it.
mkdir -p "$nginx_www/tree"
(
	cd "$nginx_www/tree" || exit 1
	mkdir -p a/deep/er 'b ox#2' .hidden empty
	for file in 1.jpg a/2.JPG a/deep/3.png a/deep/er/4.tif a-b.jpg \
		'b ox#2/é %41?.jpg' notes.txt README .hidden/x.jpg; do
		printf 'some bytes' >"$file"
	done
)
is "$(scan "$http_url/tree/" | tr '\n' ' ')" "/tree/1.jpg /tree/a-b.jpg \
/tree/a/2.JPG /tree/a/deep/3.png /tree/a/deep/er/4.tif \
/tree/b%20ox%232/%C3%A9%20%2541%3F.jpg " "a tree"
is "$(cat code) $(cat err)" '0 ' "nothing is said"
is "$(tail -n 1 out | cut -f 1,3-)" "$(printf '\té %%41?.jpg\t10\t')" \
	"the name is decoded, the size known, the time of no zone is left out"
cp out expected
for n in 1 2 16; do
	img-scan --allow-private --max-per-host $n "$http_url/tree/" >out
	same out expected "the same with $n requests at once"
done
scan "$http_url/rounded/" >list
is "$(tail -n +2 out | cut -f 4 | sort -u)" 10 "whole numbers are exact"
is "$(scan --max-depth 1 "$http_url/tree/" | tr '\n' ' ')" \
	"/tree/1.jpg /tree/a-b.jpg " "--max-depth 1"
is "$(scan --max-depth 2 "$http_url/tree/" | grep -c .)" 4 "--max-depth 2"
is "$(scan -e txt "$http_url/tree/")" /tree/notes.txt "-e"
is "$(scan -a "$http_url/tree/" | grep -c .)" 8 "-a: also without extension"
is "$(scan --exclude deep/ "$http_url/tree/" | grep -c .)" 4 "--exclude deep/"
is "$(scan --exclude 'a/*' "$http_url/tree/" | grep -c .)" 3 "--exclude 'a/*'"
is "$(scan --include '3*' "$http_url/tree/")" /tree/a/deep/3.png "--include"
: >"$nginx_log"
scan --contact me@example.org "$http_url/tree/a/" >list
is "$(sed -n '1s/ .*robots/ robots/p; 2p' "$nginx_log" |
	sed 's|img-scan/[0-9.]*|img-scan|; s|HTTP/[0-9.]* [0-9]* ||')" "GET robots.txt 404 \
\"img-scan (+me@example.org)\"
GET /tree/a/ 200 \"img-scan (+me@example.org)\"" "robots.txt first; --contact"
page pages/handed.html <<'EOF'
<a href="get.php?dir=x&amp;file=UCR%209.jpg">9</a>
<a href="get.php?file=notes.txt">notes</a>
EOF
scan --pages "$http_url/pages/handed.html" >list
is "$(cut -f 2,3 out | sed 1d)" \
	"$http_url/pages/get.php?dir=x&file=UCR%209.jpg	UCR 9.jpg" \
	"a file that a program hands out has its own name"
scan --max-pages 2 "$http_url/tree/" >list
is "$(cat code) $(grep -c max-pages err)" "1 1" "--max-pages is told"
scan "$http_url/tree/nothere/" >list
is "$(cat code) $(cat err)" "1 img-scan: $http_url/tree/nothere/: the server \
answers 404" "a folder that is not there"
is "$(printf '%s\n' "$http_url/tree/a/deep/er/" "$http_url/x.jpg" |
	img-scan --allow-private -f - | tail -n +2 | cut -f 3 | tr '\n' ' ')" \
	"4.tif x.jpg " "in a list; what has no slash at its end is a picture"
status 1 "an address inside the house" img-scan "$http_url/tree/"
like "$(cat err)" 'not public' "it is not asked"
status 1 "a password in the URL" img-scan "http://me:secret@127.0.0.1/x/"
ok "$(grep -c secret out)" "it is in no row"

mkdir "$nginx_www/loop"
ln -s . "$nginx_www/loop/back"
printf x >"$nginx_www/loop/1.jpg"
is "$(scan "$http_url/loop/")" /loop/1.jpg "a folder that leads back to itself"
is "$(cat code) $(cat err)" "1 img-scan: $http_url/loop/back/: shows the same as \
a folder above it; not followed" "it is named"

# Pages made by hand.
page pages/index.html <<EOF
<!DOCTYPE html><title>Ours</title>
<p><a href=one.jpg>One</a> <a href="/pages/two%2ejpg?size=2#x"> two</a>
<a href="one.jpg"><img src=one_tn.jpg></a>
<a href="http://evil.example/x.jpg">other</a> <a href="//evil/x.jpg">other</a>
<a href="../up.jpg">up</a> <a href="%2e%2e/up.jpg">up</a>
<a href="..\\up.jpg">up</a> <a href=javascript:void(0)>no</a>
<a href="mailto:a@b.jpg">no</a> <a href="data:,x.jpg">no</a>
<a href="gallery">a folder, as it turns out</a> <a href="moved">again</a>
<a href="away">not below</a> <a href="?C=N;O=D">Name</a>
<a href="file">no extension</a> <a href="missing/">lost</a>
<a href="gallery/">and again</a> <a href="." >self</a> <a>nothing</a>
<a href="deep/er/three.jpg">three</a> <a href=" four.jpg
">four</a> <a href="ftp://127.0.0.1/five.jpg">five</a>
EOF
page pages/gallery/index.html <<EOF
<base href="/pages/other/"><a href=six.jpg>6</a><a href="../gallery/">self</a>
<a href="../">up</a> <a href="../gallery/../gallery/./">self</a>
EOF
page pages/file </dev/null
is "$(scan "$http_url/pages/" | tr '\n' ' ')" "/pages/deep/er/three.jpg \
/pages/four.jpg /pages/other/six.jpg /pages/one.jpg /pages/two.jpg?size=2 " \
	"links by hand: same host, below the start, each once"
is "$(cat code)" 1 "something could not be read"
sed "s|$http_url||g" err >said
same said "$golden/img-scan/web-said" "each page that cannot be read is named"
is "$(scan --pages "$http_url/pages/index.html" | grep -c three)" 1 \
	"--pages: a page whatever its end"
page big/index.html <<EOF
<a href=x.jpg>x</a>
EOF
head -c 17000000 /dev/zero | tr '\0' ' ' >>"$nginx_www/big/index.html"
scan "$http_url/big/" >list
is "$(cat code) $(cat err)" "1 img-scan: $http_url/big/: more than 16 MiB" \
	"a page without end"
scan "$http_url/busy/" >list
like "$(cat code) $(cat err)" '^1 .*' "a host that wants to be left alone"

# A bucket.
page bucket/1.xml <<EOF
<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
<Name>b</Name><Prefix></Prefix><IsTruncated>true</IsTruncated>
<NextContinuationToken>second</NextContinuationToken>
<Contents><Key>box/</Key><Size>0</Size></Contents>
<Contents><Key>box/a &amp; b.jpg</Key>
<LastModified>2020-02-29T23:59:58.000Z</LastModified><ETag>"x"</ETag>
<Size>1234567</Size></Contents>
<Contents><Key>../up.jpg</Key><Size>1</Size></Contents>
</ListBucketResult>
EOF
page bucket/2.xml <<EOF
<ListBucketResult><IsTruncated>false</IsTruncated>
<Contents><Key>z.jpg</Key><Size>7</Size></Contents></ListBucketResult>
EOF
scan "$http_url/bucket/?list-type=2" >list
is "$(tail -n +2 out | cut -f 2- | sed "s|$http_url||")" "$(printf \
	'/bucket/box/a%%20%%26%%20b.jpg\ta & b.jpg\t1234567\t%s\n%s\tz.jpg\t7\t' \
	2020-02-29T23:59:58Z /bucket/z.jpg)" "a bucket of two pages"
is "$(cat code)" 0 "read to its end"

# Robots.txt.
http_url=http://127.0.0.1:$strict_port
cat >"$nginx_www/robots" <<EOF
User-agent: other
Disallow: /

User-agent: IMG-scan # us
Disallow: /tree/a/
Allow: /tree/a/deep
EOF
is "$(scan "$http_url/tree/" | tr '\n' ' ')" \
	"/tree/1.jpg /tree/a-b.jpg /tree/b%20ox%232/%C3%A9%20%2541%3F.jpg " \
	"robots.txt is kept"
is "$(cat code) $(cat err)" "1 img-scan: $http_url/tree/a/: robots.txt \
forbids it (--ignore-robots)" "and what it forbids is named"
is "$(scan "$http_url/tree/a/deep/" | grep -c .)" 2 "the longest rule decides"
is "$(scan --ignore-robots "$http_url/tree/" | grep -c .)" 6 "--ignore-robots"
status 1 "a host that is not there" img-scan --allow-private --retry 0 \
	http://127.0.0.1:1/
like "$(cat err)" 'robots.txt' "it is named"

# Servers that do wrong.
badserver_start || ok 1 "the bad server starts"
requests >list
scan "$bad_url/busy/503/2/1/x/" >list
is "$(cat code) $(sed "s|$bad_url||" err)" "1 img-scan: /busy/503/2/1/x/: not \
a page of links" "a picture instead of a page"
is "$(requests)" 4 "robots.txt, and again twice after Retry-After"
scan --retry 1 "$bad_url/flaky/9/x/" >list
is "$(cat code) $(sed "s|$bad_url||" err)" "1 img-scan: /flaky/9/x/: the \
server answers 500" "a server that fails again and again"
is "$(requests)" 3 "is asked once more with --retry 1"
for path in half reset noise loop chain/20 gzip; do
	scan --retry 0 "$bad_url/$path/x/" >list
	like "$(cat code) $(cat err)" "^1 .*/$path/x/: ." "$path is named"
done

for option in '--max-pages 0' '--rate 0' '--rate 5/d' '--retry x' \
	'--max-per-host 0'; do
	# shellcheck disable=SC2086 # an option and its argument
	status 2 "$option" img-scan $option http://127.0.0.1/
done

done_testing
