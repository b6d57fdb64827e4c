#!/bin/sh
# img-check and servers that are in trouble: they hold nobody up, what has been
# answered is not lost, and a run in which all fails says so.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/nginx.sh
. "$here/nginx.sh"

mkdir -p "$nginx_www"
"$BUILD/draw" number=UCR0000001 >"$nginx_www/picture.jpg"
badserver_start || skip_all 'needs perl'
port=${bad_url##*:}
seconds() { date +%s; }

# As another host, of the same server.
other="http://other.example.org:$port"
resolve="other.example.org:$port:127.0.0.1"
count() { column out "$1" | sed 's/not-https *//' | sort | uniq -c |
	awk '{ print $1, $2 }' | xargs; }

# Nobody is held up.

for kind in status/503 status/500 status/429 busy/503/9999/60; do
	start=$(seconds)
	{
		seq 8 | sed "s|.*|$other/$kind/&.jpg|"
		seq 20000 | sed "s|.*|$bad_url/good/&.jpg|"
	} | check --resolve "$resolve" --max-per-host 64
	is "$(count verdict)" '8 retry 20000 warn' \
		"$kind: all others are checked"
	ok $(($(seconds) - start > 100)) "in time"
done
start=$(seconds)
seq 40 | sed "s|.*|$other/busy/503/9999/60/a&.jpg|" |
	check --resolve "$resolve" --retry 20
is "$(count verdict)" '40 retry' "alone: all of them are given"
like "$(count problems)" '^[0-9]* host-paused [0-9]* http-503$' \
	"most without asking"

# Answers are not lost.

{
	echo originalUrl
	seq 300 | sed "s|.*|$bad_url/good/i&.jpg|"
	echo "$other/stall/here.jpg"
	seq 300 | sed "s|.*|$bad_url/good/j&.jpg|"
} >in.tsv
: >"$bad_log"
img-check --allow-private --resolve "$resolve" -v -o done.tsv in.tsv 2>err &
pid=$!
wait_for grep -q 'good/j300' "$bad_log"
wait_for grep -q 'i300' done.tsv.partial
wait_for sh -c "tail -n 1 '$bad_log' | grep -q '/stall/\|/j'"
kill -TERM $pid
wait $pid
is $? 2 "interrupted: status 2"
is "$(head -n 301 done.tsv.partial | cut -f 1 | cmp - in.tsv 2>&1 | grep -c differ)" \
	0 "the rows before the slow one are there"
n=$(grep -c good/j done.tsv.partial)
ok $((n < 280)) "and those after it ($n)"
is "$(grep -c here.jpg done.tsv.partial)" 0 "which is missing"
like "$(cat err)" 'interrupted; .*after 1 .*--recheck' "how to go on"
is "$(tail -c 1 done.tsv.partial | grep -c .)" 1 "without the last LF"
: >"$bad_log"
sed '/here.jpg/d' in.tsv >rest.tsv
img-check -q --allow-private --recheck done.tsv.partial rest.tsv >all.tsv
is "$(wc -l <all.tsv)" 601 "--recheck goes on"
ok $(($(wc -l <"$bad_log") > 50)) "with what is missing alone"

# All fails.

status 1 "no server: status 1" img-check --retry 0 --resolve \
	"gone.example.org:1:127.0.0.1" --allow-private \
	"$(printf 'originalUrl\nhttp://gone.example.org:1/1.jpg\nhttp://gone.example.org:1/2.jpg\n' >gone.tsv; echo gone.tsv)"
img-check --retry 0 --resolve gone.example.org:1:127.0.0.1 --allow-private \
	gone.tsv >out 2>err
like "$(cat err)" 'failed in the same way (2 URLs): connect: .*network' "it is said"
printf 'originalUrl\nhttp://a.invalid/1.jpg\nhttp://b.invalid/2.jpg\n' >none.tsv
img-check --retry 0 none.tsv >out 2>err
is $? 1 "no name: status 1"
like "$(cat err)" 'failed in the same way' "it is said"
printf '%s\n' "$bad_url/good/1.jpg" http://gone.example.org:1/1.jpg |
	check --resolve gone.example.org:1:127.0.0.1 --retry 0
is "$(grep -c 'one way' err)" 0 "not if one is there"
done_testing
