#!/bin/sh
# img-scan: one tree as the servers of Debian list it, whatever is in its names;
# and lists for programs, page by page.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/nginx.sh
. "$here/nginx.sh"

for name in xml json azure; do
	eval "${name}_port=$(free_port)"
done
# shellcheck disable=SC2317,SC2154 # nginx_start calls it; ports by eval
nginx_servers() {
	cat <<END
	types { text/html html; image/jpeg jpg; application/json json;
		application/xml xml; }
	root $nginx_www;
	autoindex on;
	server { listen 127.0.0.1:$http_port; }
	server { listen 127.0.0.1:$xml_port; autoindex_format xml; }
	server { listen 127.0.0.1:$json_port; autoindex_format json; }
	server {
		listen 127.0.0.1:$azure_port;
		location /dav/ {
			if (\$request_method = PROPFIND) { return 207 "<multistatus xmlns='DAV:'><response><href>/dav/</href></response><response><href>/dav/b/</href></response><response><href>/dav/b/1.jpg</href></response></multistatus>"; }
			return 405;
		}
		location /empty/ {
			if (\$request_method = PROPFIND) { return 207 "<multistatus xmlns='DAV:'><response><href>/empty/2.jpg</href></response></multistatus>"; }
			return 200;
		}
		location /no/ { return 415; }
		autoindex off;
		location = /c/ {
			types { }
			default_type application/xml;
			if (\$args ~ marker=2%2184) { rewrite ^ /lists/2.xml last; }
			rewrite ^ /lists/1.xml last;
		}
		location = /storage/v1/b/B/o {
			types { }
			default_type application/json;
			if (\$args ~ prefix=) { rewrite ^ /lists/3.json last; }
			if (\$args ~ pageToken=) { rewrite ^ /lists/2.json last; }
			rewrite ^ /lists/1.json last;
		}
		location = /robots.txt { return 404; }
	}
END
}

cd "$tmp" || exit
chmod 755 "$tmp" # Apache's worker is somebody else
nginx_start || skip_all 'needs nginx and openssl'
pids=''
# shellcheck disable=SC2317 # lib.sh calls it
cleanup() {
	servers_stop
	for pid in $pids; do
		kill "$pid" 2>/dev/null
	done
	# shellcheck disable=SC2086 # several
	wait $pids 2>/dev/null
}

mkdir -p "$nginx_www/tree"
(
	cd "$nginx_www/tree" || exit 1
	mkdir -p 'sub dir/deep' v1.2 empty 'a&b' "d'q"
	for file in 'a b#1.jpg' é.jpg 'x&y.jpg' p%41.jpg "q'uote.jpg" \
		'semi;colon.jpg' plus+.jpg 'sub dir/2.JPG' 'sub dir/deep/3.png' \
		'lt<gt>.jpg' 'quo"te.jpg' colon:1.jpg ..dots.jpg 50%.jpg \
		'back\slash.jpg' '?q.jpg' ' lead.jpg' v1.2/4.tif 'a&b/5.jpg' \
		"d'q/6.jpg" 'x&amp;y.jpg' eq=1.jpg 'br[1].jpg' 'trail .jpg' \
		'日本.jpg' at@x.jpg 'a|b.jpg' 'index of.jpg' 1.2M.jpg \
		'parent directory.jpg' notes.txt README \
		"$(printf '%0120d' 7).jpg"; do
		printf 'some bytes' >"$file"
	done
)
img-scan -q "$nginx_www/tree" | tail -n +2 | cut -f 3 | LC_ALL=C sort >names

files=$(find "$nginx_www/tree" -maxdepth 1 -type f | wc -l)

# lists URL NAME: the server's list gives all names, and each can be had.
lists() {
	img-scan --allow-private "$1/tree/" >out 2>err
	lists_status=$?
	tail -n +2 out | cut -f 3 | LC_ALL=C sort >got
	is "$lists_status $(cat err)" '0 ' "$2: nothing is amiss"
	same got names "$2: all names"
	is "$(awk -F '\t' 'NR > 1 && $4 != "" && $4 != 10' out)" '' \
		"$2: no size is wrong"
	is "$(cut -f 2 out | img-check -q --allow-private --sniff |
		fields httpStatus | sort -u)" 200 "$2: each URL is one"
}
# up PORT: there is an answer.
up() {
	wait_for curl -s -o /dev/null "http://127.0.0.1:$1/"
}

lists "$http_url" 'nginx'
lists "http://127.0.0.1:$xml_port" 'nginx, XML'
lists "http://127.0.0.1:$json_port" 'nginx, JSON'

PATH=$PATH:/usr/sbin
modules=/usr/lib/apache2/modules
if command -v apache2 >/dev/null && [ -d $modules ]; then
	mkdir apache
	{
		echo "ServerRoot $tmp/apache
PidFile $tmp/apache/pid
ErrorLog $tmp/apache/error
ServerName localhost
TypesConfig /etc/mime.types
DocumentRoot $nginx_www
DAVLockDB $tmp/apache/lock"
		for module in mpm_event autoindex authz_core dir mime alias dav \
			dav_fs; do
			echo "LoadModule ${module}_module $modules/mod_$module.so"
		done
		[ "$(id -u)" -ne 0 ] || printf 'User www-data\nGroup www-data\n'
		echo "<Directory $nginx_www>
Options Indexes FollowSymLinks
Require all granted
</Directory>"
		while read -r options; do
			port=$(free_port)
			echo "$port $options" >>apache/ports
			echo "Listen 127.0.0.1:$port
<VirtualHost 127.0.0.1:$port>
IndexOptions $options
AddIcon (DIR,/icons/folder.gif) ^^DIRECTORY^^
AddIconByType (IMG,/icons/image2.gif) image/*
AddDescription \"1 K of a picture\" *.jpg
<Location />
Dav On
</Location>
</VirtualHost>"
		done <<'END'
None
FancyIndexing
FancyIndexing HTMLTable XHTML FoldersFirst NameWidth=* SuppressDescription
FancyIndexing SuppressColumnSorting ScanHTMLTitles IconsAreLinks NameWidth=20
FancyIndexing HTMLTable SuppressIcon SuppressRules SuppressLastModified
FancyIndexing HTMLTable SuppressSize SuppressHTMLPreamble UseOldDateFormat
END
	} >apache/conf
	apache2 -X -f "$tmp/apache/conf" 2>apache/start &
	pids="$pids $!"
	first=$(head -n 1 apache/ports | cut -d ' ' -f 1)
	up "$first"
	while read -r port options; do
		lists "http://127.0.0.1:$port" "Apache, $options"
	done <apache/ports
	mkdir "$nginx_www/dav"
	curl -s -X PROPFIND -H 'Depth: 1' \
		"http://127.0.0.1:$first/tree/" >"$nginx_www/dav/1.xml"
	is "$("$BUILD/unit/img-scan_listing" http://h/tree/ http://h/tree/ \
		"$nginx_www/dav/1.xml" | awk '{ n[$1]++ }
		END { print n["file"], n["folder"] }')" "$files 5" \
		"Apache, PROPFIND: what is in the folder, without itself"
else
	skip 'needs apache2-bin' 'Apache'
fi

if command -v lighttpd >/dev/null; then
	port=$(free_port)
	cat >lighttpd.conf <<END
server.document-root = "$nginx_www"
server.port = $port
server.bind = "127.0.0.1"
server.errorlog = "$tmp/lighttpd.error"
server.modules = ("mod_dirlisting")
dir-listing.activate = "enable"
mimetype.assign = (".jpg" => "image/jpeg")
END
	lighttpd -D -f lighttpd.conf 2>/dev/null &
	pids="$pids $!"
	up "$port"
	lists "http://127.0.0.1:$port" lighttpd
else
	skip 'needs lighttpd' lighttpd
fi
if command -v rclone >/dev/null; then
	for kind in http webdav; do
		port=$(free_port)
		rclone serve $kind --config "$tmp/rclone.conf" \
			--addr "127.0.0.1:$port" "$nginx_www" 2>/dev/null &
		pids="$pids $!"
		up "$port"
		lists "http://127.0.0.1:$port" "rclone serve $kind"
	done
else
	skip 'needs rclone' 'rclone'
fi
if command -v python3 >/dev/null && python3 -c 'import http.server'; then
	port=$(free_port)
	python3 -m http.server -b 127.0.0.1 -d "$nginx_www" "$port" \
		>/dev/null 2>&1 &
	pids="$pids $!"
	up "$port"
	lists "http://127.0.0.1:$port" "Python's http.server"
else
	skip 'needs python3' "Python's http.server"
fi
if command -v caddy >/dev/null; then
	port=$(free_port)
	printf '{\nadmin off\nauto_https off\n}\nhttp://127.0.0.1:%s {\nroot * %s\nfile_server browse\n}\n' \
		"$port" "$nginx_www" >Caddyfile
	HOME=$tmp caddy run --config Caddyfile --adapter caddyfile \
		>/dev/null 2>&1 &
	pids="$pids $!"
	up "$port"
	lists "http://127.0.0.1:$port" Caddy
	mkdir "$nginx_www/caddy"
	curl -s -H 'Accept: application/json' \
		"http://127.0.0.1:$port/tree/" >"$nginx_www/caddy/1.json"
	is "$("$BUILD/unit/img-scan_listing" http://h/tree/ http://h/tree/ \
		"$nginx_www/caddy/1.json" | awk '{ n[$1]++ } NF > 3 { facts++ }
		END { print n["file"], n["folder"], facts }')" "$files 5 $files" \
		"Caddy, JSON"
else
	skip 'needs caddy' Caddy
fi

# Lists for programs, page by page.

mkdir "$nginx_www/lists"
cd "$nginx_www/lists" || exit
cat >1.xml <<'END'
<?xml version="1.0"?><EnumerationResults ContainerName="c"><Blobs><Blob>
<Name>box 1/1.jpg</Name><Properties><Content-Length>5</Content-Length></Properties>
</Blob></Blobs><NextMarker>2!84</NextMarker></EnumerationResults>
END
cat >2.xml <<'END'
<?xml version="1.0"?><EnumerationResults ContainerName="c"><Blobs><Blob>
<Name>2.jpg</Name></Blob></Blobs><NextMarker/></EnumerationResults>
END
cat >1.json <<'END'
{"kind":"storage#objects","nextPageToken":"t=1","prefixes":["box/"],
"items":[{"name":"1.jpg","size":"5"}]}
END
echo '{"kind":"storage#objects","items":[{"name":"é 2.jpg"}]}' >2.json
echo '{"kind":"storage#objects","items":[{"name":"box/3.jpg"}]}' >3.json
cat >sitemap.xml <<END
<sitemapindex><sitemap><loc>http://127.0.0.1:$azure_port/lists/maps.xml</loc></sitemap>
<sitemap><loc>http://127.0.0.1:$azure_port/lists/gone.xml</loc></sitemap></sitemapindex>
END
cat >maps.xml <<END
<urlset><url><loc>http://127.0.0.1:$azure_port/lists/page</loc>
<i:image xmlns:i="x"><i:loc>http://127.0.0.1:$azure_port/lists/a.jpg</i:loc></i:image></url>
</urlset>
END
printf '<sitemapindex><sitemap><loc>http://127.0.0.1:%s/lists/maps.xml.gz</loc></sitemap></sitemapindex>' \
	"$azure_port" | gzip >sitemap-all.xml.gz
gzip -c maps.xml >maps.xml.gz
gzip -c maps.xml | head -c 60 >sitemap-cut.xml.gz
gzip -c /dev/zero | head -c 60000 >sitemap-bomb.xml.gz
cd "$tmp" || exit
# urls URL STATUS EXPECTED NAME: those that are listed, after the host.
urls() {
	img-scan --allow-private "http://127.0.0.1:$azure_port$1" >out 2>err
	is $? "$2" "$1: status $2"
	sed "s|^|# |" err
	is "$(cut -f 2 out | sed "1d; s|http://127.0.0.1:$azure_port||" | xargs)" \
		"$3" "$4"
}
urls '/c?restype=container&comp=list' 0 '/c/box%201/1.jpg /c/2.jpg' \
	"Azure: two pages"
urls '/storage/v1/b/B/o?delimiter=/' 0 '/B/1.jpg /B/box/3.jpg /B/%C3%A9%202.jpg' \
	"Google's API: pages and prefixes"
urls /lists/sitemap.xml 1 /lists/a.jpg "a site map's pictures"
like "$(cat err)" 'gone.xml: the server answers 404' \
	"and a map that is not there is named"
urls /dav/ 0 /dav/b/1.jpg "WebDAV without a page for folders: PROPFIND"
urls /empty/ 0 /empty/2.jpg "and where a GET gives nothing"
urls /no/ 1 '' "no list by PROPFIND either"
like "$(cat err)" '/no/: the server answers 415' "and what the GET said is told"
urls /lists/sitemap-all.xml.gz 0 /lists/a.jpg "site maps that gzip has packed"
urls /lists/sitemap-cut.xml.gz 1 '' "one of them is cut"
like "$(cat err)" 'sitemap-cut.xml.gz: a damaged gzip file' "and named"
urls /lists/sitemap-bomb.xml.gz 1 '' "one that becomes too large"
like "$(cat err)" 'sitemap-bomb.xml.gz: more than 16 MiB' "and named"

# A million entries.

perl -e 'print "["; print join ",", map { qq({"name":"$_.jpg","type":"file","mtime":"x","size":5}) } 1 .. 200_000; print "]"' \
	>"$nginx_www/lists/many.json"
timeout 60 img-scan -q --pages --allow-private \
	"http://127.0.0.1:$azure_port/lists/many.json" | tail -n +2 | wc -l >n
is "$(cat n)" 200000 "200,000 entries of a page"
done_testing
