#!/bin/sh
# img-check --fix-urls: documents of IIIF are read, and the picture that they
# lead to is checked and written.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/nginx.sh
. "$here/nginx.sh"

# A picture is at /PATH/full/SIZE/0/QUALITY.TYPE where "there" names it.
# shellcheck disable=SC2317 # nginx_start calls it
nginx_servers() {
	cat <<END
	types { image/jpeg jpg; image/png png; application/json json; }
	server {
		listen 127.0.0.1:$http_port;
		root $nginx_www;
		absolute_redirect off;
		location = /iip {
			if (\$args ~ info.json) { rewrite ^ /iipsrv/odd last; }
			rewrite ^ /three/full/max/0/default.jpg last;
		}
		location = /old/info.json { return 303 /three/info.json; }
		location = /busy/info.json { return 503; }
		location = /wall/info.json {
			default_type text/html;
			return 403 '<html>Checking your browser</html>';
		}
	}
END
}

nginx_start || skip_all 'needs nginx and openssl'
cd "$tmp" || exit
"$BUILD/draw" number=UCR0000001 >picture.jpg
convert picture.jpg picture.png

# there PATH...: a picture of that name.
there() {
	for path in "$@"; do
		mkdir -p "$nginx_www/$(dirname "$path")"
		cp "picture.${path##*.}" "$nginx_www/$path"
	done
}
# document PATH: standard input, with HOST for the server's own URL.
document() {
	mkdir -p "$nginx_www/$(dirname "$1")"
	sed "s|HOST|$http_url|g" >"$nginx_www/$1"
}
# leads PATH EXPECTED NAME: what the URL becomes, and its problems.
leads() {
	echo "$http_url/$1" | check --fix-urls --retry 0
	is "$(fields originalUrl problems <out | sed "s|$http_url/||; s/not-https *//")" \
		"$2" "$3"
}
info() {
	document "$1/info.json"
}

# The Image API.

there three/full/max/0/default.jpg two/full/full/0/default.jpg \
	one/full/full/0/native.jpg
info three <<'END'
{"@context":"http://iiif.io/api/image/3/context.json","id":"HOST/three",
"type":"ImageService3","protocol":"http://iiif.io/api/image","profile":"level2",
"width":6000,"height":4000,"maxWidth":3000}
END
leads three/info.json 'three/full/max/0/default.jpg|' "version 3"
is "$(fields verdict format httpStatus <out)" 'warn|image/jpeg|200' \
	"it is checked like any other"
leads 'three/info.json?x=1' 'three/full/max/0/default.jpg|' "with a query"
leads old/info.json 'three/full/max/0/default.jpg|' "after a redirect"
info two <<'END'
{"@context":"http://iiif.io/api/image/2/context.json","@id":"HOST/two",
"protocol":"http://iiif.io/api/image","width":6000,"height":4000,
"profile":["http://iiif.io/api/image/2/level2.json",
{"formats":["tif","jpg"],"maxArea":400000000}]}
END
leads two/info.json 'two/full/full/0/default.jpg|' "version 2"
info one <<'END'
{"@context":"http://library.stanford.edu/iiif/image-api/1.1/context.json",
"@id":"HOST/one","width":6000,"height":4000,"formats":["jpg"],
"profile":"http://library.stanford.edu/iiif/image-api/1.1/compliance.html#level2"}
END
leads one/info.json 'one/full/full/0/native.jpg|' "version 1.1"
there zero/full/full/0/native.jpg
info zero <<'END'
{"identifier":"zero","width":6000,"height":4000,
"profile":"http://library.stanford.edu/iiif/image-api/compliance.html#level0"}
END
leads zero/info.json 'zero/full/full/0/native.jpg|' "version 1.0 has no id"

# What may be asked for is what is documented.
there limited/full/max/0/default.jpg static/full/1500,1000/0/default.jpg \
	static2/full/1500,/0/default.jpg whole/full/max/0/default.jpg \
	types/full/max/0/default.png types2/full/full/0/default.png
info limited <<'END'
{"@context":"http://iiif.io/api/image/2/context.json","@id":"HOST/limited",
"width":6000,"height":4000,
"profile":["http://iiif.io/api/image/2/level2.json",{"maxWidth":3000}]}
END
leads limited/info.json 'limited/full/max/0/default.jpg|' \
	"version 2 with a limit"
info static <<'END'
{"@context":["http://example.org/x.json","http://iiif.io/api/image/3/context.json"],
"id":"HOST/static/","type":"ImageService3","profile":"level0","width":6000,
"height":4000,"sizes":[{"width":300,"height":200},{"width":1500,"height":1000}]}
END
leads static/info.json 'static/full/1500,1000/0/default.jpg|' \
	"level 0, version 3: the largest size that is listed"
info static2 <<'END'
{"@context":"http://iiif.io/api/image/2/context.json","@id":"HOST/static2",
"profile":["http://iiif.io/api/image/2/level0.json"],"width":6000,"height":4000,
"sizes":[{"width":1500,"height":1000},{"width":300,"height":200}]}
END
leads static2/info.json 'static2/full/1500,/0/default.jpg|' "and version 2"
info whole <<'END'
{"@context":"http://iiif.io/api/image/3/context.json","id":"HOST/whole",
"profile":"level0","width":1500,"height":1000,
"sizes":[{"width":1500,"height":1000}]}
END
leads whole/info.json 'whole/full/max/0/default.jpg|' \
	"the whole picture has one name"
info types <<'END'
{"@context":"http://iiif.io/api/image/3/context.json","id":"HOST/types",
"profile":"level1","width":6000,"height":4000,"extraFormats":["png","jp2"],
"preferredFormats":["jp2","png","jpg"]}
END
leads types/info.json 'types/full/max/0/default.png|' \
	"the type that the server prefers, of those for the web"
info types2 <<'END'
{"@context":"http://iiif.io/api/image/2/context.json","@id":"HOST/types2",
"width":6000,"height":4000,"profile":["http://iiif.io/api/image/2/level0.json",
{"formats":["png"]}]}
END
leads types2/info.json 'types2/full/full/0/default.png|' "and the only one"

document iipsrv/odd <<'END'
{"@context":"http://iiif.io/api/image/3/context.json",
"id":"HOST/iip?IIIF=/a/UCR0000007.tif","profile":"level2","width":60,"height":40}
END
leads 'iip?IIIF=/a/UCR0000007.tif/info.json' \
	'iip?IIIF=/a/UCR0000007.tif/full/max/0/default.jpg|' \
	"IIPImage's identifiers are in the query"
printf "$http_url/iip?IIIF=/a/UCR0000007.tif/%s\n" full/max/0/default.jpg \
	info.json | img-scan -f - | fields name >names
is "$(sort -u names)" UCR0000007.tif "and so are the names"

# An id that is not where it says, or no URL.
there proxy/full/max/0/default.jpg odd/full/max/0/default.jpg
for id in http://gone.invalid/iiif/proxy http://10.0.0.1/proxy \
	javascript:alert proxy 'http://h.invalid:99999/x'; do
	info proxy <<END
{"@context":"http://iiif.io/api/image/3/context.json","id":"$id",
"profile":"level2","width":600,"height":400}
END
	echo "$http_url/proxy/info.json" | check --fix-urls --retry 0 \
		--connect-timeout 1
	is "$(fields originalUrl verdict <out)" \
		"$http_url/proxy/full/max/0/default.jpg|warn" "an id that is $id"
done
mkdir -p "$nginx_www/odd/a b"
there 'odd/a b/full/max/0/default.jpg'
info 'odd/a%20b' <<'END'
END
info 'odd/a b' <<'END'
{"@context":"http://iiif.io/api/image/3/context.json","id":"HOST/odd/a b",
"profile":"level2","width":600,"height":400}
END
leads 'odd/a%20b/info.json' 'odd/a%20b/full/max/0/default.jpg|' \
	"an id that is not encoded"

# The Presentation API.

there plain.jpg small/full/200,/0/default.jpg small/full/max/0/default.jpg \
	canvas/full/max/0/default.jpg
document iiif/a/manifest <<'END'
{"@context":"http://iiif.io/api/presentation/3/context.json","type":"Manifest",
"id":"HOST/iiif/a/manifest","items":[{"type":"Canvas","items":[
{"type":"AnnotationPage","items":[{"type":"Annotation","motivation":"painting",
"body":{"id":"HOST/canvas/full/max/0/default.jpg","type":"Image",
"service":[{"id":"HOST/canvas","type":"ImageService3","profile":"level2"}]}}]}],
"thumbnail":[{"id":"HOST/tiny.jpg","type":"Image"}]}]}
END
leads iiif/a/manifest 'canvas/full/max/0/default.jpg|' \
	"a manifest of version 3"
document b/manifest.json <<'END'
{"@context":"http://iiif.io/api/presentation/2/context.json",
"@type":"sc:Manifest","sequences":[{"canvases":[{"images":[{"resource":
{"@id":"HOST/plain.jpg","@type":"dctypes:Image","format":"image/jpeg"}}]}]},
{"canvases":["HOST/other"]}]}
END
leads b/manifest.json 'plain.jpg|' "of version 2"
document c/manifest.json <<'END'
{"@context":"http://iiif.io/api/presentation/2/context.json",
"@type":"sc:Manifest","sequences":[{"canvases":[{"images":[{"resource":
{"@type":"oa:Choice","default":{"@id":"HOST/small/full/200,/0/default.jpg",
"@type":"dctypes:Image","service":{"@id":"HOST/small",
"@context":"http://iiif.io/api/image/3/context.json","profile":"level2"}},
"item":[{"@id":"HOST/uv.jpg","@type":"dctypes:Image"}]}}]}]}]}
END
leads c/manifest.json 'small/full/200,/0/default.jpg|' \
	"reduced, and its service says nothing: what there is"
info small <<'END'
{"@context":"http://iiif.io/api/image/3/context.json","id":"HOST/small",
"type":"ImageService3","profile":"level2","width":600,"height":400}
END
leads c/manifest.json 'small/full/max/0/default.jpg|' \
	"its service has the whole picture"
document d/manifest.json <<'END'
{"type":"Manifest","items":[{"type":"Canvas","items":[{"type":"AnnotationPage",
"items":[{"motivation":"painting","body":{"type":"Image","id":"HOST/1.jpg"}}]}]},
{"type":"Canvas","items":[{"type":"AnnotationPage",
"items":[{"motivation":["painting"],"body":{"type":"Image","id":"HOST/2.jpg"}}]}]}]}
END
leads d/manifest.json 'd/manifest.json|iiif-several' "none of several is chosen"
like "$(img-check --explain iiif-several)" manifest "--explain"
echo "$http_url/d/manifest.json" | check --fix-urls -v
like "$(cat err)" 'a IIIF manifest of 2 pictures' "-v: how many"
document e/manifest.json <<'END'
{"type":"Collection","items":[{"type":"Manifest","id":"HOST/a/manifest"}]}
END
leads e/manifest.json 'e/manifest.json|page-not-picture' \
	"a collection is no picture"
document f/manifest.json <<'END'
{"type":"Manifest","items":[{"type":"Canvas","items":[{"type":"AnnotationPage",
"items":[{"motivation":"painting","body":{"type":"Video","id":"HOST/1.mp4"}}]}]}]}
END
leads f/manifest.json 'f/manifest.json|page-not-picture' "nor is a video"

# What is no document, or does not come.

echo '<html>no</html>' | document g/info.json
echo '{"name":"app","icons":[]}' | document h/manifest.json
printf '[%.0s' $(seq 5000) | document i/info.json
head -c 3000000 /dev/zero | tr '\0' ' ' | document j/info.json
printf '' | document k/info.json
for name in g/info.json h/manifest.json i/info.json j/info.json k/info.json; do
	leads $name "$name|page-not-picture" "$name"
done
leads gone/info.json 'gone/info.json|http-404' "a document that is not there"
leads busy/info.json 'busy/info.json|http-503' "or is for later"
is "$(fields verdict <out)" retry "temporary"
leads wall/info.json 'wall/info.json|bot-wall' "or behind a wall"
info l <<'END'
{"@context":"http://iiif.io/api/image/3/context.json","id":"HOST/l",
"profile":"level2","width":600,"height":400}
END
leads l/info.json 'l/full/max/0/default.jpg|http-404' \
	"a picture that is not there"
# Documents that lead to one another end.
document loop/manifest.json <<'END'
{"type":"Manifest","items":[{"items":[{"items":[{"motivation":"painting",
"body":{"type":"Image","service":{"id":"HOST/loop","type":"ImageService3"}}}]}]}]}
END
sed 's|HOST|'"$http_url"'|g' "$nginx_www/loop/manifest.json" |
	document loop/info.json
leads loop/manifest.json 'loop/manifest.json|page-not-picture' "a loop ends"

# Without the option, and again.

printf "$http_url/%s\n" three/info.json two/info.json c/manifest.json \
	>list
: >"$nginx_log"
check <list
is "$(fields problems <out | sort -u) $(wc -l <"$nginx_log")" \
	'not-https page-not-picture 0' "without --fix-urls nothing is asked"
cp out first.tsv
check --fix-urls --recheck first.tsv <list
is "$(fields problems <out | sort -u)" not-https \
	"an earlier run without it says nothing of the pictures"
cp out first.tsv
: >"$nginx_log"
check --fix-urls --recheck first.tsv <list
same out first.tsv "--recheck finds what was rewritten"
is "$(grep -c jpg "$nginx_log") $(grep -c json "$nginx_log")" '0 2' \
	"no picture is asked for again, a manifest is"
touch -d "2 days ago" first.tsv
: >"$nginx_log"
check --fix-urls --recheck first.tsv <list
same out first.tsv "an older one is asked whether it has changed"
is "$(grep -c 'jpg 304' "$nginx_log")" 3 "and has not"
fields originalUrl <first.tsv >rewritten
check --recheck first.tsv <rewritten
is "$(fields originalUrl <out | diff - list | grep -c '<')" 3 \
	"the rewritten ones are known as they are"

# With --base and --also.

printf 'originalUrl\tthumbnailUrl\n/three/info.json\t%s/two/info.json\n' \
	"$http_url" >both.tsv
img-check --allow-private --fix-urls --base "$http_url" --also thumbnailUrl \
	both.tsv >out 2>err
is "$(fields originalUrl thumbnailUrl thumbnailUrlProblems <out)" \
	"/three/full/max/0/default.jpg|$http_url/two/full/full/0/default.jpg|not-https" \
	"a portal's own path stays one; --also"
done_testing
