#!/bin/sh
# img-derive's decoders: each in a process of its own, behind walls; one that
# dies or hangs costs its picture, and nothing else.
. "$(dirname "$0")/lib.sh"
. "$here/derive.sh"

ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0:handle_segv=0
export ASAN_OPTIONS
mkdir p
for width in 36 37 38 41 42 43 44; do
	draw seed=$width width=$width height=60 p/$width.jpg
done
draw seed=47 width=47 height=60 47.jpg
# faulty COMMAND...: with a decoder that fails for some widths.
faulty() {
	LD_PRELOAD=$BUILD/decoder.so "$@"
}

stream p/*.jpg >in.tsv
status 1 "with decoders that fail" faulty img-derive -j1 -v --timeout 2 -s one in.tsv
cp out one.tsv
is "$(awk -F '\t' '
	NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
	{ print $at["name"], $at["verdict"], $at["problems"], ($at["thumbnailFile"] != "") }' one.tsv |
	sed 's/ *tiny//' | tr '\n' ,)" \
	'36.jpg ok  1,37.jpg bad derive-broken 0,38.jpg ok  1,41.jpg bad derive-broken 0,42.jpg ok  1,43.jpg retry derive-killed 0,44.jpg ok  1,' \
	"only their pictures are marked"
like "$(cat err)" '37.jpg: derive-broken: its decoder crashed' "a crash, and of what"
like "$(cat err)" '41.jpg: derive-broken: its decoder took longer than 2 seconds' \
	"a hang"
like "$(cat err)" '43.jpg: derive-killed: its decoder was killed' "what was killed"
ok "$(find one -name '*_tn.jpg' | grep -c '/\(37\|41\|43\)_')" "nothing is made of them"
faulty img-derive -q -j4 --timeout 2 -s four in.tsv | storeless >four.tsv
storeless <one.tsv >expected
same four.tsv expected "the same rows with -j4"
img-derive -q -s one in.tsv >again.tsv
is "$(awk -F '\t' 'NR > 1 && /derive-/' again.tsv | wc -l)" 0 "and all the next time"
stream p/36.jpg 47.jpg p/38.jpg >memory.tsv
status 2 "a decoder without memory ends the run" \
	faulty img-derive -j1 -s memory memory.tsv

# Inside.
mkdir home
echo secret >home/secret
stream p/36.jpg >row.tsv
LD_PRELOAD=$BUILD/walls.so WALLS_SECRET=$tmp/home/secret img-derive -v -s walls row.tsv \
	>out 2>err
if grep -q 'Landlock\|seccomp' err; then
	skip "no Landlock or seccomp" "a decoder does nothing else"
else
	is "$(sed -n 's/^walls: //p' err | sort -u | tr '\n' ' ')" \
		'connect: refused exec: refused read: refused signal: refused trace: refused type: refused write: refused ' \
		"a decoder does nothing else"
fi
is "$(ls home)" secret "nothing was written"

# Who is left when the program is killed?
stream p/41.jpg >hang.tsv
LD_PRELOAD=$BUILD/decoder.so img-derive -j1 -s left hang.tsv >out 2>err &
program=$!
at_work() {
	starter=$(cat "/proc/$program/task/$program/children" 2>/dev/null)
	starter=${starter%% *}
	decoder=$(cat "/proc/${starter:-0}/task/${starter:-0}/children" 2>/dev/null)
	[ -n "$decoder" ]
}
wait_for at_work
decoder=${decoder% }
[ -n "$decoder" ]
ok $? "a decoder is at work"
kill -KILL $program
wait $program 2>/dev/null
# alive: what is dead may wait for somebody to look at it.
alive() {
	[ -d "/proc/$decoder" ] && ! grep -q '^State:.Z' "/proc/$decoder/status"
}
is_gone() { ! alive; }
wait_for is_gone
! alive
ok $? "and is gone with the program"
done_testing
