#!/bin/sh
# img-check on URLs: what it changes in them, further columns, files among
# URLs, and earlier outputs.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/nginx.sh
. "$here/nginx.sh"

mkdir -p "$nginx_www"
"$BUILD/draw" number=UCR0000001 >"$nginx_www/picture.jpg"
"$BUILD/draw" number=UCR0000002 >"$nginx_www/other.jpg"
cp "$nginx_www/picture.jpg" "$nginx_www/a b#1?.jpg"
if ! nginx_start || ! badserver_start; then
	skip_all 'needs nginx, openssl and perl'
fi

# Before any traffic.

cat <<'EOF' >bad-urls
empty
bad url
processing 2026-01-01
ftp://img.example.org/a.jpg
//img.example.org/a.jpg
https://img.example.org/a b.jpg
https://img.example.org/a#1.jpg
EOF
check <bad-urls
is "$(column out problems | xargs)" \
	'url-placeholder url-placeholder url-placeholder url-scheme url-scheme url-illegal url-illegal' \
	"what is no URL is not asked for"
is "$(column out verdict | sort -u)" bad "and bad"
is "$(column out originalUrl | cmp - bad-urls && echo same)" same "and stays"

# A portal's own paths.

printf '%s\n' /picture.jpg '/a b#1%3F.jpg' /none.jpg >paths
check <paths
is "$(column out problems | xargs)/$(column out verdict | xargs)" \
	'url-relative url-illegal url-relative/warn bad warn' \
	'a path on an unknown host is not asked for'
check --base "$http_url/" --fix-urls <paths
is "$(column out problems | paste -sd, -)/$(column out originalUrl | xargs)" \
	',,http-404//picture.jpg /a%20b%231%3F.jpg /none.jpg' \
	'--base: it is asked for, and stays a path'
is "$(column out bytes | sed -n 1p)" "$(wc -c <"$nginx_www/picture.jpg")" \
	'and has the facts of its picture'
cp out earlier.tsv
check --base "$http_url" --fix-urls --recheck earlier.tsv <paths
same out earlier.tsv '--recheck knows it'

cat <<EOF | check --fix-urls
$http_url/a b#1%3F.jpg
$http_url/a%2520b%231%3F.jpg
$http_url/picture.jpg
$http_url/no such.jpg
https://a b/c.jpg
EOF
is "$(column out originalUrl | xargs)" \
	"$http_url/a%20b%231%3F.jpg $http_url/a%20b%231%3F.jpg $http_url/picture.jpg $http_url/no%20such.jpg https://a b/c.jpg" \
	"--fix-urls writes the encoded form"
is "$(column out problems | paste -sd, -)" \
	'not-https,not-https,not-https,not-https http-404,url-illegal' \
	"and judges that"

# Https.

tls=${https_url#https} strict=${strict_url#https}
cat <<EOF | check --cacert "$nginx_ca" --try-https
http$tls/any/1.jpg
http$tls/other/2.jpg
http$tls/404/3.jpg
http$strict/4.jpg
$http_url/any/5.jpg
https$tls/any/6.jpg
$http_url/404/7.jpg
EOF
is "$(column out originalUrl | xargs)" \
	"https$tls/any/1.jpg http$tls/other/2.jpg http$tls/404/3.jpg https$strict/4.jpg $http_url/any/5.jpg https$tls/any/6.jpg $http_url/404/7.jpg" \
	"--try-https adopts what serves the same"
is "$(column out problems | paste -sd, -)" \
	',not-https,not-https,,not-https,,not-https http-404' "and nothing else"
is "$(column out finalUrl | xargs)" '' "without redirects"
cp out last.tsv
: >"$nginx_log"
sed 1d in.tsv >urls
check --cacert "$nginx_ca" --try-https --recheck last.tsv <urls
same out last.tsv "the same from an earlier output"
is "$(wc -l <"$nginx_log" | tr -d ' ')" 0 "without asking"
{
	echo "http$tls/any/1.jpg"
	echo "http$tls/any/1.jpg"
} | check --cacert "$nginx_ca" --try-https --full
is "$(column out originalUrl | sort -u)" "https$tls/any/1.jpg" "--full, too"

# Further columns.

requests >/dev/null
{
	printf 'id\toriginalUrl\turl\tthumbnailUrl\tproblems\n'
	printf "%s\t$bad_url/%s\t$bad_url/%s\t$bad_url/%s\tnone-of-ours\n" \
		1 good/a.jpg good/a.jpg good/a.jpg 2 good/b.jpg \
		status/404/b.jpg text/b.jpg 3 good/c.jpg reset/c.jpg good/d.jpg
	printf '4\t\t%s/good/e.jpg\tempty\t\n5\t\t\t\t\n' "$bad_url"
} >in.tsv
img-check --allow-private --retry 0 --also url,thumbnailUrl in.tsv >out 2>err
is "$?$(cat err)" 0 "--also"
is "$(column out problems | paste -sd, -)" \
	'none-of-ours not-https also-warn,none-of-ours not-https also-bad also-warn,none-of-ours not-https also-retry also-warn,also-warn also-bad,' \
	"the row in short"
is "$(column out urlProblems | paste -sd, -)" \
	'not-https,not-https http-404,not-https connection-lost,not-https,' "url"
is "$(column out thumbnailUrlProblems | paste -sd, -)" \
	'not-https,not-https type-mismatch,not-https,url-placeholder,' "thumbnailUrl"
is "$(column out verdict | paste -sd, -)" 'warn,bad,retry,bad,' "the heaviest"
is "$(grep -c /good/a.jpg "$bad_log")" 1 "and a URL in three columns is asked once"
status 2 "--also with no such column" img-check --also url2 in.tsv

# Files among URLs.

cp "$nginx_www/picture.jpg" here.jpg
{
	printf 'path\toriginalUrl\tpixelXDimension\n'
	for n in $(seq 100); do
		printf "here.jpg\t$bad_url/status/404/%s.jpg\t\n" "$n"
		printf "\t$bad_url/good/%s.jpg\t7\n" "$n"
	done
	printf 'gone.jpg\t\t\n\t\t7\n'
} >in.tsv
requests >/dev/null
img-check --allow-private -v in.tsv >out 2>err
is "$? $(requests)" '1 100' "files are not asked for"
is "$(column out problems | sort | uniq -c | awk '{ print $1, $2 }' | xargs)" \
	'101 1 missing 100 not-https' "both are checked"
is "$(column out pixelXDimension | sort | uniq -c | awk '{ print $1, $2 }' |
	xargs)" '1 100 600 101 7' "what was not looked at stays"
like "$(cat err)" '1 row has no path' "rows with neither pass"
img-check --allow-private -q -j1 in.tsv | cmp -s - out
ok $? "with any number of threads"
img-check --allow-private --by-url in.tsv >out 2>err
is "$(column out problems | sort | uniq -c | awk '{ print $1, $2, $3 }' |
	xargs)" '1 1 missing 100 not-https 100 not-https http-404' "--by-url"
img-check --no-remote in.tsv >out 2>err
is "$(head -n 1 out | grep -c httpStatus)" 0 "--no-remote adds no columns"

# Earlier outputs.

printf "$bad_url/%s\n" good/1.jpg status/404/2.jpg busy/503/1/0/3.jpg \
	good/4.jpg text/5.jpg >urls
check --retry 0 <urls
cp out last.tsv
is "$(column last.tsv verdict | xargs)" 'warn bad retry warn warn' "a first run"
requests >/dev/null
check --recheck last.tsv <urls
is "$(cat "$bad_log")" 'HEAD /busy/503/1/0/3.jpg' \
	"only temporary failures are asked for again"
is "$(column out verdict | xargs)" 'warn bad warn warn warn' "and may be mended"
is "$(diff last.tsv out | grep -c '^>')" 1 "nothing else has changed"
requests >/dev/null
cp out last.tsv
touch -d '2 days ago' last.tsv
check --recheck last.tsv <urls
is "$(requests)" 7 "what is old is asked for again"
same out last.tsv "and is as it was"
echo "$bad_url/new/6.jpg" >>urls
check --recheck last.tsv --max-age 3d <urls
is "$(requests)" 2 "--max-age"
is "$(column out problems | tail -n 1)" 'not-https http-404' "and what is new"
check --recheck last.tsv --max-age 3d --full <urls
is "$(column out mediaMD5 | grep -c .)" 4 "--full wants more than was known"
cp out last.tsv
touch -d '2 days ago' last.tsv
sed 's|/busy/503/1/0/|/good/|' urls >x && mv x urls
requests >/dev/null
check --recheck last.tsv --full -v <urls
is "$(column out mediaMD5 | grep -c .)" 4 "304 keeps what was known"
check --record-time <urls
like "$(column out checked | head -n 1)" '^20..-..-..T..:..:..Z$' "--record-time"
sed '2,$s/20[0-9-]*T[0-9:]*Z\t\(warn\|bad\)/2020-01-01T00:00:00Z\t\1/' out \
	>stamped.tsv
requests >/dev/null
check --recheck stamped.tsv <urls
is "$(requests)" 9 "its own time counts"
head -n 3 last.tsv | cut -f1,2 >strange.tsv
status 2 "no output of img-check" img-check --recheck strange.tsv in.tsv
status 2 "no such file" img-check --recheck nowhere.tsv in.tsv
done_testing
