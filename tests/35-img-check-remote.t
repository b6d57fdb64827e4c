#!/bin/sh
# img-check on URLs: what it makes of the answers of a real server, and of one
# that does wrong.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/nginx.sh
. "$here/nginx.sh"

mkdir -p "$nginx_www"
"$BUILD/draw" number=UCR0000001 >"$nginx_www/picture.jpg"
gzip -kn "$nginx_www/picture.jpg"
if ! nginx_start || ! badserver_start; then
	skip_all 'needs nginx, openssl and perl'
fi
size=$(wc -c <"$nginx_www/picture.jpg")
sum=$(md5sum <"$nginx_www/picture.jpg" | cut -d' ' -f1)

# words: the lines of stdin as words of one line.
words() { xargs; }

# ask OPTION...: check, with the test's certificate, once.
ask() { check --cacert "$nginx_ca" --retry 0 "$@"; }

# answers NAME [OPTION...]: stdin has paths of $base with the codes expected,
# but for not-https.
answers() {
	answers_name=$1
	shift
	cat >expected
	cut -d' ' -f1 expected >paths
	sed "s|^|$base|" paths | ask "$@"
	column out problems | sed 's/not-https *//' | paste -d' ' paths - |
		sed 's/ *$//' >got
	same got expected "$answers_name"
}

# A real server.

base=$http_url
answers 'nginx' <<'EOF'
/any/1.jpg
/any/2
/picture.jpg
/text/3.jpg type-mismatch
/any/4.png wrong-extension
/gzip/5.jpg
/nohead/6.jpg
/404/7.jpg http-404
/410/8.jpg http-410
/to/9.jpg
/away/10.jpg
EOF
is "$(column out bytes | sort -u | words)" "$size" "the size of the picture"
is "$(column out finalUrl | tail -n 2 | words)" \
	"$http_url/any/9.jpg $https_url/any/10.jpg" "the URL after redirects"
like "$(column out etag | head -n 1)" '^"[0-9a-f-]*"$' "the ETag"
like "$(column out lastModified | head -n 1)" '^20..-..-..T..:..:..Z$' \
	"Last-Modified"
is "$(column out verdict | sort | uniq -c | awk '{ print $2, $1 }' | words)" \
	'bad 2 warn 9' "verdicts"

seq 200 | sed "s|.*|$https_url/any/h2-&.jpg|" | ask
is "$(column out verdict | sort -u)" ok "https"
is "$(grep -c ' /any/h2-.* 200 HTTP/2.0 ' "$nginx_log")" 200 \
	"200 of them by HTTP/2"
is "$(grep ' /any/h2-' "$nginx_log" | cut -d' ' -f5 | sort -u | wc -l)" 1 \
	"over one connection"
img-check --allow-private --retry 0 in.tsv >out
is "$(column out problems | sort -u)" tls "a certificate that is not trusted"

: >"$nginx_log"
seq 10000 | sed "s|.*|$http_url/any/n&.jpg|" | ask
is "$(column out originalUrl | md5sum)" "$(sed 1d in.tsv | md5sum)" \
	"10,000 URLs in their order"
is "$(column out problems | sort | uniq -c | awk '{ print $1, $2 }')" \
	'10000 not-https' "all sound"
is "$(wc -l <"$nginx_log")" 10000 "a request each"
is "$(cut -d' ' -f5 "$nginx_log" | sort -u | awk 'END { print NR <= 6 }')" 1 \
	"over six connections at most"
cp out first
: >"$nginx_log"
seq 20 | sed "s|.*|$http_url/any/p&.jpg|" |
	ask --parallel 1 --user-agent 'Herbarium UCR (mail@ucr.example)'
is "$(cut -d' ' -f5 "$nginx_log" | sort -u | wc -l)" 1 \
	"--parallel 1: one request at a time, over one connection"
is "$(cut -d'"' -f2 "$nginx_log" | sort | uniq -c | sed 's/^ *//')" \
	'20 Herbarium UCR (mail@ucr.example)' "--user-agent"
sed 1d first | cut -f1 | ask
same out first "twice is the same"

# What a portal said of a picture that is another now, is gone, or is not known.
printf 'mediaID\toriginalUrl\tbytes\tpixelXDimension\tmediaMD5\n' >in.tsv
wide=$(identify -format %w "$nginx_www/picture.jpg")
printf '%d\t%s\t%s\t%s\t%s\n' 1 "$https_url/any/1.jpg" "$size" "$wide" "$sum" \
	2 "$https_url/any/2.jpg" 7 "$wide" aa 3 "$https_url/404/3.jpg" 7 "$wide" aa \
	4 "$https_url/any/4.jpg" '' '' '' >>in.tsv
recheck() { img-check -q --allow-private --cacert "$nginx_ca" --retry 0 "$@"; }
recheck in.tsv >out
is "$(column out problems | tr '\n' '|')" '|changed-since|http-404||' \
	"a URL that serves another size is changed-since"
is "$(column out before | tr '\n' '|')" \
	"|bytes=7; pixelXDimension=$wide; mediaMD5=aa|bytes=7; pixelXDimension=$wide; mediaMD5=aa||" \
	"and what was known of it is kept"
cp out first
recheck --full first >out
is "$(column out problems | tr '\n' '|')" '|changed-since|http-404||' \
	"also when all of it is fetched"
is "$(column out mediaMD5 | sed -n 2p) $(column out before | sed -n 2p | grep -o 'mediaMD5=.*')" \
	"$sum mediaMD5=aa" "the hash of now beside the one that the portal had"
# What was checked before, and comes from no portal.
printf 'originalUrl\n%s\n' "$https_url/any/1.jpg" >own.tsv
recheck --full own.tsv >checked.tsv
is "$(head -n 1 checked.tsv | tr '\t' '\n' | grep -cx before)" 0 'a first check keeps nothing'
sed 's/'"$sum"'/bb/' checked.tsv >drifted.tsv
recheck --full drifted.tsv >out
is "$(column out problems) $(column out before)" 'changed-since mediaMD5=bb' \
	'fetched again, the old value is kept without being asked for'
cut -f 1,2 in.tsv >bare.tsv
recheck --recheck first bare.tsv >out
is "$(column out problems | tr '\n' '|')" '||http-404||' \
	"an earlier run's answers are taken, and nothing that its rows said"

# One that does wrong.

base=$bad_url
requests >/dev/null
answers 'wrong answers' --stall-timeout 1 <<'EOF'
/good/1.jpg
/good/2
/page/3.jpg html-instead
/page/4 html-instead
/lie/5.jpg html-instead
/text/6.jpg type-mismatch
/nohead/7.jpg
/nolength/8.jpg
/norange/9.jpg
/norange/10
/gzip/11.jpg
/status/401/12.jpg http-401
/status/403/13.jpg http-403
/status/404/14.jpg http-404
/status/410/15.jpg http-410
/status/418/16.jpg http-4xx
/status/204/17.jpg http-other
/status/500/18.jpg http-500
/status/502/19.jpg http-502
/status/599/20.jpg http-5xx
/stall/21.jpg timeout
/chain/3
/chain/11 redirects
/loop redirects
/away/file:%2F%2F%2Fetc%2Fpasswd redirects
/away/ftp:%2F%2F127.0.0.1%2Fx.jpg redirects
/delay/200/22.jpg
/headers/23.jpg connection-lost
EOF
is "$(column out verdict | sort | uniq -c | awk '{ print $2, $1 }' | words)" \
	'bad 13 retry 5 warn 10' "their verdicts"
answers 'at most two redirects' --max-redirects 2 <<'EOF'
/chain/2
/chain/3 redirects
EOF
answers 'hung up, no HTTP' <<'EOF'
/reset/1.jpg connection-lost
/noise/2.jpg connection-lost
EOF
answers 'no answer to HEAD' --stall-timeout 1 --retry 1 <<'EOF'
/mute/1.jpg
EOF
requests >/dev/null
answers 'status by status' <<'EOF'
/good/r1.jpg
/status/404/r2.jpg http-404
/status/410/r3.jpg http-410
/status/502/r4.jpg http-502
EOF
is "$(requests)" 6 "a second request only where HEAD has found nothing"
answers 'the type by its first bytes' --sniff <<'EOF'
/good/p1.jpg
/lie/p2.jpg html-instead
EOF
is "$(column out pixelXDimension | words)" 600 "and its size in pixels"
is "$(requests)" 2 "in one request"

answers 'all bytes' --full --stall-timeout 1 <<'EOF'
/good/1.jpg
/nolength/2.jpg
/gzip/3.jpg
/half/4.jpg connection-lost
/page/5.jpg html-instead
/drip/6.jpg timeout
EOF
is "$(column out mediaMD5 | words)" "$sum $sum $sum" "their hash"
is "$(column out bytes | sed -n 3p)" "$size" "and size, decoded"
head -c 3000 "$nginx_www/picture.jpg" >"$nginx_www/cut.jpg"
echo "$http_url/cut.jpg" | ask --full
is "$(column out problems)" 'not-https truncated' "a picture that is cut"
echo "$http_url/picture.jpg" | ask --full --max-bytes 1000
is "$(column out problems)" 'not-https too-big' "a large one"
echo "$bad_url/good/1.jpg" | ask --max-bytes 1000
is "$(column out problems)" 'not-https too-big' "by its headers too"

# A flipped byte in the scan is seen only by decoding.
perl -e 'local $/; my $p = <STDIN>; substr($p, 30000, 60) = "\x12\x34" x 30;
	print $p' <"$nginx_www/picture.jpg" >"$nginx_www/flipped.jpg"
printf "$http_url/%s\n" flipped.jpg picture.jpg cut.jpg | ask --full --decode
is "$(column out problems | paste -sd, -)" \
	'not-https corrupt,not-https,not-https truncated' "--full --decode"
echo "$http_url/picture.jpg" | ask --decode
is "$(column out problems)" not-https "--decode alone decodes no beginnings"

printf "$bad_url/%s\n" latin/1.jpg latin/2.jpg | ask
is "$(column out problems | paste -sd, -)" not-https,not-https \
	"headers that are not UTF-8"
is "$(column out finalUrl | sed s/e9/E9/ | xargs)" \
	"$bad_url/latin/end%E9.jpg" \
	"are encoded in URLs"
is "$(column out etag | xargs)" '' "and left out elsewhere"

# A thousand URLs.

requests >/dev/null
seq 1000 | awk -v base="$bad_url" '{
	kind = $1 % 10
	print base (kind == 0 ? "/status/404/" : kind == 3 ? "/status/410/" : \
		kind == 6 ? "/status/502/" : "/good/") $1 ".jpg" }' | ask
column out problems | sed 's/not-https *//' | sort | uniq -c |
	awk '{ print $1, $2 }' >got
printf '700 \n100 http-404\n100 http-410\n100 http-502\n' >expected
same got expected "1,000 URLs, 30 % of them failing"
is "$(requests)" 1200 "with 1,200 requests: what HEAD does not find, GET may"

# One request for many rows.

{
	seq 300 | sed "s|.*|$bad_url/good/same.jpg|"
	echo "$bad_url" | sed 's/http/HTTP/; s|$|/x/../good/same.jpg|'
} | ask
is "$(requests)" 1 "the same URL is asked for once"
is "$(column out problems | sort | uniq -c | awk '{ print $1, $2 }')" \
	'301 not-https' "and all rows know"
{
	echo "$bad_url/good/first.jpg"
	seq 20000 | sed "s|.*|$bad_url/good/second.jpg|"
	echo "$bad_url/good/first.jpg"
} | ask
is "$(requests)" 2 "even when the first row is long gone"
is "$(tail -n 1 out | cut -f2-)" "$(sed -n 2p out | cut -f2-)" \
	"and the rows are alike"

# What is asked is said.

echo "$bad_url/good/1.jpg" | sed 's|//|//user:secret@|' >secret
sed 's|/good/|/noise/|' secret | ask -v
is "$(grep -c secret err)" 0 "a password in a URL is not printed"
like "$(cat err)" 'noise' "though the URL is"
done_testing
