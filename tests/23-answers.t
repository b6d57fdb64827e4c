#!/bin/sh
# What a server's answer means: img-check, img-scan and img-put take the same
# answers for temporary, and the same for final.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/nginx.sh
. "$here/nginx.sh"

mkdir -p "$nginx_www"
"$BUILD/draw" number=UCR0000001 >"$nginx_www/picture.jpg"
badserver_start || skip_all 'needs perl'
cp "$nginx_www/picture.jpg" "$tmp/picture.jpg"
export AWS_ACCESS_KEY_ID=key AWS_SECRET_ACCESS_KEY=secret \
	AWS_ENDPOINT_URL="$bad_url" AWS_REGION=us-east-1
cd "$tmp" || exit
printf 'path\tmediaMD5\npicture.jpg\t%s\n' \
	"$(md5sum picture.jpg | cut -d ' ' -f 1)" >files.tsv
short='--stall-timeout 1 --connect-timeout 2'

# What each program makes of the answers at a path: "later" or "final".
# shellcheck disable=SC2086 # $short is words
by_check() {
	printf 'originalUrl\n%s/%spicture.jpg\n' "$bad_url" "$1" |
		img-check --allow-private --retry 0 --timeout 2 $short 2>/dev/null |
		awk -F '\t' 'NR == 1 { for (v = 1; v < NF && $v != "verdict";) v++ }
			NR == 2 { print $v == "retry" ? "later" : "final" }'
}
# Asked once more, or not: by the requests that come.
# A server that says nothing it waits for as long as a person may.
by_scan() {
	case $1 in stall/*) echo - && return ;; esac
	img-scan -q --allow-private --ignore-robots --retry 1 \
		"$bad_url/${1}scan/" >/dev/null 2>&1
	awk -v p="/${1}scan/" '$2 == p { n++ }
		END { print (n > 1 ? "later" : "final") }' "$bad_log"
}
# shellcheck disable=SC2086
by_put() {
	img-put -q --retry 1 $short --root . -t "s3://${1%%/*}/${1#*/}put" \
		files.tsv >"put.$2" 2>"err.$2"
	awk -v p="/${1}put/picture.jpg" '$1 == "HEAD" && $2 == p { n++ }
		END { print (n > 1 ? "later" : "final") }' "$bad_log"
}
# shellcheck disable=SC2086
by_look() {
	img-put -q --retry 0 $short --root . -t "www.$2" -u "$bad_url/$1" \
		files.tsv 2>/dev/null |
		awk '/put-url-silent/ { n = "later" }
			/put-not-served/ { n = "final" } END { print n }'
}
all() {
	by_scan "$1" >"scan.$2" &
	by_check "$1" >"check.$2"
	by_put "$1" "$2" >"putting.$2"
	by_look "$1" "$2" >"look.$2"
	wait $!
	cat "check.$2" "scan.$2" "putting.$2" "look.$2" | xargs >"all.$2"
}

i=0 pids=
for path in status/408/ status/423/ status/425/ status/429/ status/500/ \
	status/502/ status/503/ status/504/ status/520/ reset/ noise/ \
	stall/ challenge/ status/400/ status/402/ status/403/ status/404/ \
	status/410/ status/418/ status/451/; do
	i=$((i + 1))
	all $path $i &
	pids="$pids $!"
done
# Not for the server.
# shellcheck disable=SC2086
wait $pids
i=0
for path in 408 423 425 429 500 502 503 504 520 reset noise stall challenge; do
	i=$((i + 1))
	is "$(sed 's/-/later/' all.$i)" 'later later later later' \
		"$path is temporary for all"
done
for path in 400 402 403 404 410 418 451; do
	i=$((i + 1))
	is "$(cat all.$i)" 'final final final final' "$path is final for all"
done
img-put -q --retry 0 --root . -t s3://deaf/x files.tsv >out 2>err
is "$(grep -c put-refused out)" 0 \
	"what is no HTTP after 100 Continue is no refusal"

# HEAD.

printf "$bad_url/only/%s/picture.jpg\n" 400 401 403 404 405 406 410 500 501 |
	check
is "$(column out problems | sort -u)" not-https \
	"nine statuses to HEAD are not final before GET has them"
: >"$bad_log"
printf "$bad_url/status/%s/picture.jpg\n" 401 403 404 410 | check
is "$(column out problems | sed 's/not-https *//' | xargs)" \
	'http-401 http-403 http-404 http-410' "by GET they are"
is "$(cut -d ' ' -f 1 "$bad_log" | sort | uniq -c | xargs)" '4 GET 4 HEAD' \
	"each is asked twice, no more"

# Walls against programs.

printf "$bad_url/%s/picture.jpg\n" wall/200 wall/403 wall/503 challenge \
	wall/404 page status/403 | check --retry 1
is "$(column out problems | sed 's/not-https *//' | xargs)" \
	'bot-wall bot-wall bot-wall bot-wall http-404 html-instead http-403' \
	"a wall is no picture's fault, a page is"
is "$(column out verdict | sort | uniq -c | xargs)" '3 bad 4 retry' \
	"and temporary"
for text in 200/The%20requested%20URL%20was%20rejected.%20Please%20consult%20with%20your%20administrator. \
	403/Reference%26%2332%3B%26%2335%3B18 406/generated%20by%20Mod_Security \
	403/used%20Cloudflare%20to%20restrict%20access \
	200/%3Ciframe%20src=%22/_Incapsula_Resource%3FSWUDNSAI=31%22%3E \
	403/geo.captcha-delivery.com 202/AwsWafCookieDomainList \
	200/Vercel%20Security%20Checkpoint \
	200/Making%20sure%20you%26%2339%3Bre%20not%20a%20bot! \
	403/Sucuri%20WebSite%20Firewall%20-%20Access%20Denied \
	200/%3Ctitle%3EYou%20are%20being%20redirected...%3C%2Ftitle%3E; do
	echo "$bad_url/say/$text"
done | check --retry 0
is "$(column out problems | sort | uniq -c | xargs)" '11 not-https bot-wall' \
	"other walls"
like "$(img-check --explain bot-wall)" 'checking your browser' "--explain"

# One picture for all that is missing.

{
	printf "$bad_url/to/302/good/none.jpg?%s\n" 1 2 1 3
	echo "$bad_url/to/302/good/other.jpg"
} | sed 's/?\(.\)$/?\1/' | check
is "$(column out problems | sed 's/not-https *//' | tr '\n' ,)" ',,,,,' \
	"redirects to different places are no doubt"
printf "$bad_url/%s\n" chain/1 chain/2 chain/1 chain/3 good/x.jpg | check
is "$(column out problems | sed 's/not-https *//' | tr '\n' ,)" \
	',same-answer,,same-answer,,' "redirects to one place are one"
cp out earlier.tsv
printf "$bad_url/%s\n" chain/1 chain/2 chain/1 chain/3 good/x.jpg |
	check --recheck earlier.tsv
same out earlier.tsv "the same of an earlier run"
for path in good norange; do
	seq 21 | sed "s|.*|$bad_url/$path/&.jpg|" | check --full
	like "$(cat err)" '/21.jpg, and 0 others: they have the same picture' \
		"$path: more than 20 with one picture are reported"
	seq 20 | sed "s|.*|$bad_url/$path/&.jpg|" | check
	is "$(grep -c 'the same picture' err)" 0 "$path: fewer are not"
done

# All of them bad in one way.

seq 5 | sed "s|.*|$bad_url/page/&.jpg|" >urls
check <urls >said
like "$(cat err)" 'every URL failed.*html-instead' "a page for every picture"
head -n 4 urls | check
is "$(grep -c 'every URL' err)" 0 "of four rows that is not said"
{
	cat urls
	echo "$bad_url/good/1.jpg"
} | check
is "$(grep -c 'every URL' err)" 0 "nor if one is good"

# Logins that redirects bring.

printf '%s\n' "$bad_url/away/$(printf '%s' "$bad_url/good/1.jpg" |
	sed 's|//|//joe:hidden@|; s|/|%2F|g; s|:|%3A|g')" | check
is "$(column out finalUrl)" "$bad_url/good/1.jpg" \
	"finalUrl has no login"
done_testing
