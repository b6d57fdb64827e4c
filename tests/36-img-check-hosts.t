#!/bin/sh
# img-check on URLs: which servers are asked, how often, and what happens when
# they are busy, gone, or inside the house; interrupts.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/nginx.sh
. "$here/nginx.sh"

mkdir -p "$nginx_www"
"$BUILD/draw" number=UCR0000001 >"$nginx_www/picture.jpg"
badserver_start || skip_all 'needs perl'

# strange OPTION...: check for URLs from strangers.
strange() {
	{
		echo originalUrl
		cat
	} >in.tsv
	img-check "$@" in.tsv >out 2>err
}

# codes: how often each list of problems is there, but for not-https.
codes() {
	column out problems | sed 's/not-https *//' | sort | uniq -c |
		awk '{ print $1 ($2 == "" ? "" : " " $2) }' | xargs
}

milliseconds() { perl -MTime::HiRes=time -e 'printf "%d\n", time * 1000'; }

# Inside the house.

port=${bad_url##*:}
sed "s/PORT/$port/" <<'EOF' >house
http://127.0.0.1:PORT/good/1.jpg
http://localhost:PORT/good/2.jpg
http://[::1]:PORT/good/3.jpg
http://[::ffff:127.0.0.1]:PORT/good/4.jpg
http://2130706433:PORT/good/5.jpg
http://0x7f.1:PORT/good/6.jpg
http://127.1:PORT/good/7.jpg
http://0:PORT/good/8.jpg
http://img.example.org:PORT/good/9.jpg
http://169.254.169.254/latest/meta-data/10
http://10.0.0.1/11.jpg
http://192.168.1.1/12.jpg
http://[fe80::1]/13.jpg
http://[fd00:ec2::254]/14.jpg
http://[64:ff9b::7f00:1]/15.jpg
EOF
strange --resolve "img.example.org:$port:127.0.0.1" <house
is "$(codes)" '15 private-address' "addresses inside are refused"
is "$(column out verdict | sort -u)" bad "for good"
is "$(requests)" 0 "and nothing is asked there"
head -n 2 house | check
is "$(codes)" 2 "unless --allow-private"
requests >/dev/null
echo http://img.example.org/good/1.jpg |
	http_proxy=http://u:secret@127.0.0.1:$port strange
like "$(cat err)" '^img-check: .*the proxy 127.0.0.1' "a proxy is said"
is "$(grep -c secret err)" 0 "without its password"
is "$(cat "$bad_log")" 'HEAD http://img.example.org/good/1.jpg' \
	"and asked, though inside"
echo "http://img.example.org/away/http:%2F%2F127.0.0.1:$port%2Fgood%2F2.jpg" |
	http_proxy=http://127.0.0.1:$port no_proxy=127.0.0.2 strange
is "$(codes)" 1 "where it redirects to is its matter"
echo http://img.example.org/away/http:%2F%2F127.0.0.1:1%2Fgood%2F2.jpg |
	http_proxy=http://127.0.0.1:$port no_proxy=127.0.0.1 strange
is "$(codes)" '1 private-address' "but a redirect past it is looked at"
echo "$bad_url/good/1.jpg" | https_proxy=http://127.0.0.1:1 strange
is "$(codes)" '1 private-address' "what does not go through it is refused"
: >"$bad_log"

# Busy ones.

start=$(milliseconds)
printf "$bad_url/%s\n" busy/429/1/1/1.jpg busy/503/1/date/2.jpg good/3.jpg |
	check
is "$(codes)" 3 "a busy server is asked again"
is "$(requests)" 5 "once each"
is "$(($(milliseconds) - start >= 1000))" 1 "after the time it asked for"
printf "$bad_url/%s\n" busy/429/9/0/1.jpg | check --retry 1
is "$(codes)" '1 http-429' "but not for ever"
is "$(column out verdict)" retry "that is temporary"
is "$(requests)" 2 "two requests"
printf "$bad_url/%s\n" busy/429/9/9999/1.jpg good/2.jpg |
	check --max-per-host 1
is "$(codes)" '1 host-paused 1 http-429' "one that asks for hours is left alone"
is "$(requests)" 1 "at once"
printf "$bad_url/%s\n" flaky/1/1.jpg good/2.jpg | check
is "$(codes)" 2 "a failure that passes"

# Silent ones.

dead=$(free_port)
{
	seq 40 | sed "s|.*|http://127.0.0.1:$dead/&.jpg|"
	seq 40 | sed "s|.*|$bad_url/good/&.jpg|"
} | check --retry 0
is "$(codes | sed 's/[0-9]* host-paused/N host-paused/; s/[0-9]* connect/N connect/')" \
	'40 N connect N host-paused' "a server that is gone is set aside"
is "$(($(column out problems | grep -c connect) < 20))" 1 "soon"
is "$(column out verdict | sort | uniq -c | xargs)" '40 retry 40 warn' \
	"others go on"
echo http://no-such-host.invalid/1.jpg | check --retry 0
is "$(column out verdict) $(codes)" 'retry 1 dns' "a name that is not known"

# Slowly.

: >"$bad_log"
start=$(milliseconds)
seq 6 | sed "s|.*|$bad_url/good/&.jpg|" | check --rate 10
is "$(($(milliseconds) - start >= 500))" 1 "--rate 10: six take half a second"
start=$(milliseconds)
seq 6 | sed "s|.*|$bad_url/delay/100/&.jpg|" |
	check --max-per-host 2
is "$(($(milliseconds) - start >= 300))" 1 "--max-per-host 2"
start=$(milliseconds)
seq 120 | sed "s|.*|$bad_url/delay/300/m&.jpg|" |
	check --max-per-host 120
is "$(($(milliseconds) - start < 5000))" 1 "many at once"
for option in '--rate 0' '--rate 5/d' '--rate x' '--max-per-host 0'; do
	# shellcheck disable=SC2086 # words
	status 2 "$option" img-check $option in.tsv
done
status 2 "a line break in a header" img-check --contact 'a
b' in.tsv

# Interrupted.

{
	echo originalUrl
	seq 300 | sed "s|.*|$bad_url/good/i&.jpg|"
	echo "$bad_url/stall/here.jpg"
	seq 300 | sed "s|.*|$bad_url/good/j&.jpg|"
} >in.tsv
# A shell's & ignores INT, and what runs without a terminal may ignore HUP.
heeding() {
	exec perl -e '$SIG{$_} = "DEFAULT" for qw(INT HUP TERM); exec @ARGV' "$@"
}
for signal in INT HUP TERM; do
	rm -f done.tsv.partial
	heeding img-check --allow-private -o done.tsv in.tsv 2>err &
	pid=$!
	wait_for grep -q i300 done.tsv.partial
	kill -"$signal" $pid
	wait $pid
	is $? 2 "$signal: status 2"
	like "$(cat err)" '^img-check: interrupted' "it is said"
	is "$(head -n 301 done.tsv.partial | cut -f 1 | sed '301q' |
		diff - in.tsv | grep -c '^<')" 0 \
		"the rows that were done are there"
	ok $(($(wc -l <done.tsv.partial) < 300)) "all of them"
	is "$(tail -c 1 done.tsv.partial | grep -c .)" 1 "without the last LF"
	is "$(awk -F'\t' 'NR > 1 && NF != n { print } { n = NF }' \
		done.tsv.partial)" '' "whole ones"
	is "$([ -e done.tsv ] && echo yes)" '' "and no file that looks complete"
done
img-check --no-remote done.tsv.partial >/dev/null 2>err
is $? 2 "the next program notices"

cp done.tsv.partial before
for given in '--recheck done.tsv.partial' '--recheck=./done.tsv.partial' \
	./done.tsv.partial; do
	# shellcheck disable=SC2086
	status 2 "$given: not over what was done" img-check -o done.tsv $given
	like "$(cat err)" "'done.tsv.partial' is also read" "which is said"
done
status 2 "nor as standard input" img-check -o done.tsv <done.tsv.partial
same done.tsv.partial before "it is as it was"

: >"$bad_log"
sed 's|/stall/|/good/|' in.tsv >mended.tsv
img-check --allow-private --recheck done.tsv.partial -o all.tsv mended.tsv
is $? 0 "the run is continued"
# The row without LF is not trusted.
is "$(requests)" $((602 - $(wc -l <done.tsv.partial))) "with what was not done"
img-check --allow-private mended.tsv | cmp -s - all.tsv
ok $? "and the output is what it would have been"

# Walls.

if grep -q '^Seccomp:' /proc/self/status 2>/dev/null; then
	mkfifo rows
	img-check --no-remote rows >out 2>err &
	pid=$!
	exec 9>rows
	echo path >&9
	wait_for grep -q '^Seccomp:.*2' "/proc/$pid/status"
	is "$(awk '/^NoNewPrivs:|^Seccomp:/ { print $2 }' "/proc/$pid/status" |
		xargs)" '1 2' "no new rights, and a filter of calls"
	exec 9>&-
	wait $pid
	is $? 0 "and all goes well"
else
	skip 'no seccomp here' "no new rights, and a filter of calls"
fi
done_testing
