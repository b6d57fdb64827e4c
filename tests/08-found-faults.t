#!/bin/bash
# Faults that were found by attack, each with the test that holds it:
#
#   two runs into one -o FILE or --rejects FILE          10-contract
#   two exports into one folder                          61-portal-full
#   threads or memory missing taken for "too large",
#     or for a broken picture                            82-img-derive-faults
#   a library that ends the process; a part that is
#     passed over for want of memory                     18-faults
#   COMMIT, then a full disk for the rejects             50-img-emit-sql
#   two img-put into one folder                          25-img-put-words
#   programs without walls                               83-walls, 38-img-derive-decoders
#   a data race                                          85-img-put, by scripts/check with ThreadSanitizer
#   a read error taken for a property of the picture     19-faults-files
#   few descriptors                                      09-hard-places
#   temporary files anywhere but in TMPDIR               here
#   a disk that is full at the server                    87-img-put-kill
#   memory beyond what the manual says; sides too long   82-img-derive-faults
#   one file in two spellings for -o and --rejects       here
#   XML with what XML cannot have                        78-img-emit-dwca
#   a link at the target where a file goes at first      86-img-put-servers
#   what an answer means, in img-check and img-put       23-answers
#   terminal escapes in messages                         20-img-scan, 61-portal-full
#   passwords in messages                                24-img-scan-lists, 86-img-put-servers
#   an SQLite that another program has locked            52-img-emit-sql-sqlite
#   folders of a target that are not there               25-img-put-words
#   robots.txt as RFC 9309 has it                        unit/img-scan_robots
#
# And variations of them: programs that are stopped and go on, clocks that are
# wrong, temporary folders of all kinds, file systems without locks.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/sample-run.sh
. "$here/sample-run.sh"
# shellcheck source=tests/sheets.sh
. "$here/sheets.sh"

sample_run 4

# One file in two spellings.
mkdir sub
ln -s "$PWD" sub/here
for other in ./oo "$PWD/oo" sub/../oo sub/here/oo; do
	status 2 "-o oo --rejects ${other#"$PWD"}" img-emit-sql -q -c 1 -l x -P portal \
		-o oo --rejects "$other" matched.tsv
	[ ! -e oo ]
	ok $? "leaves nothing"
done
# shellcheck disable=SC2094 # that is what is tried
img-emit-sql -q -c 1 -l x -P portal --rejects oo matched.tsv >oo 2>err
is "$?$(grep -c "'COMMIT'" oo)" 20 "nor where one of them is standard output"
like "$(cat err)" 'oo: standard output goes there' "and why"
img-emit-sql -q -c 1 -l x -P portal --rejects /dev/stdout -o new matched.tsv >oo
is "$(head -n 1 oo | grep -c reason) $(grep -c "'COMMIT'" new)" '1 1' \
	"unless it is asked for"
rm -f oo

# Stopped, and going on; the pipeline with it.
img-match -r portal/occurrences.tsv checked.tsv >expected 2>noise
for i in 1 2 3; do
	{ cat photos.tsv; } | img-check -j2 >slow.1 2>noise &
	check=$!
	kill -STOP $check
	kill -CONT $check
	kill -STOP $check
	kill -CONT $check
	wait $check
	img-match -r portal/occurrences.tsv slow.1 >slow.2 2>noise
	cmp -s slow.2 expected || echo "$i differs"
done >wrong
is "$(cat wrong)" '' "stopped and going on, the rows are the same"
rm -rf st
mkfifo rows
img-derive -q -s st rows >slow 2>err &
derive=$!
exec 3>rows
head -n 2 few.tsv >&3
# shellcheck disable=SC2317 # called by wait_for
has_begun() { find st -name '*_tn.jpg' | grep -q .; }
wait_for has_begun
kill -STOP $derive
tail -n +3 few.tsv >&3
exec 3>&-
kill -CONT $derive
wait $derive
is "$?$(sed 's|\tst\t|\tstore\t|' slow | cmp - derived.tsv)" 0 \
	"img-derive stopped in the middle of its input"

# Clocks: a picture from the future, one from before all time, a store whose
# files are newer than now.
mkdir odd
cp "$(column few.tsv path | head -n 1)" odd/future.jpg
cp odd/future.jpg odd/epoch.jpg
cp odd/future.jpg odd/before.jpg
cp odd/future.jpg odd/far.jpg
touch -d '2040-01-01 00:00:00 UTC' odd/future.jpg
touch -d '1970-01-01 00:00:00 UTC' odd/epoch.jpg
touch -d '1901-12-14 00:00:00 UTC' odd/before.jpg
touch -d '2400-01-01 00:00:00 UTC' odd/far.jpg
img-scan odd >odd.tsv 2>err
is "$(column odd.tsv modified | sort -u | tr '\n' ' ')" \
	'1901-12-14T00:00:00Z 1970-01-01T00:00:00Z 2040-01-01T00:00:00Z 2400-01-01T00:00:00Z ' \
	"times of all kinds"
img-check -q odd.tsv >odd2.tsv
is "$(column odd2.tsv verdict | sort | uniq -c | tr -s ' ')" ' 4 ok' "are no fault"
img-derive -q -s odd-store odd2.tsv >one 2>err
is $? 0 "and derivatives are made"
find odd-store -type f -exec touch -d '2040-01-01 00:00:00 UTC' {} +
img-derive -v -s odd-store odd2.tsv >two 2>err
cmp -s one two
is "$?$(grep -o '[0-9]* up to date' err)" '04 up to date' \
	"a store from the future is up to date"
touch -d '2035-01-01 00:00:00 UTC' odd/epoch.jpg
printf 'more' >>odd/epoch.jpg
touch -d '1970-01-01 00:00:00 UTC' odd/epoch.jpg
img-scan odd 2>noise | img-check -q | img-derive -v -s odd-store >three 2>err
like "$(cat err)" '1 made again' "but for a file that has changed, whatever its time"

# Temporary folders.
printf 'catalogNumber\turl\nUCR1\thttps://img.example.org/1.jpg\n' | xlsx book.xlsx
temporaries() {
	img-from-csv -q <book.xlsx
	# shellcheck disable=SC2002 # from a pipe it goes to a temporary file
	cat archive.zip | img-from-dwca -q
	img-emit-sql -q -c 1 -l x -P portal --create matched.tsv
	img-emit-sql -q -c 1 -l x -P portal --create --undo matched.tsv
	img-emit-dwca -q --title x --date 2026-01-01 -o /dev/stdout matched.tsv
}
temporaries >expected 2>noise
mkdir tmp
# place OPTIONS: the same with a file system of these at TMPDIR.
place() {
	# shellcheck disable=SC2016
	unshare -rm bash -c 'mount -t tmpfs -o "$1" none tmp && shift && TMPDIR=$PWD/tmp "$@"' \
		- "$@"
}
export -f temporaries
if unshare -rm mount -t tmpfs none tmp 2>/dev/null; then
	place size=9m,noexec,nosuid,nodev bash -c temporaries >got 2>err
	same got expected "TMPDIR where nothing can be executed"
	for how in size=4k ro; do
		: >bad
		while read -r command; do
			place $how bash -c "$command" >got 2>err
			rc=$?
			bash -c "$command" >good 2>noise
			{ [ $rc -eq 0 ] && cmp -s got good; } ||
				{ [ $rc -eq 2 ] && [ -s err ] && ! grep -q "'COMMIT'" got; } ||
				echo "$command: $rc: $(head -n 1 err)" >>bad
		done <<'COMMANDS'
cat archive.zip | img-from-dwca -q
img-emit-sql -q -c 1 -l x -P portal --create --undo matched.tsv
img-emit-sql -q -c 1 -l x -P portal --create matched.tsv
img-match -q -r portal/occurrences.tsv checked.tsv
COMMANDS
		is "$(cat bad)" '' "TMPDIR with $how: right, or status 2 and why"
	done
else
	skip "no file systems of our own" "temporary folders of all kinds"
fi
TMPDIR=/nowhere/at/all bash -c temporaries >got 2>err
{ cmp -s got expected || grep -q nowhere err; }
ok $? "a TMPDIR that is not there is said, or not needed"
if command -v strace >/dev/null; then
	mkdir mine
	TMPDIR=$PWD/mine strace -f -qq -e trace=openat -o calls \
		bash -c temporaries >got 2>err
	is "$(grep -E 'O_TMPFILE|O_EXCL' calls | grep -v "$PWD" | grep -c '"/tmp')" 0 \
		"nothing is made in /tmp where TMPDIR is elsewhere"
else
	skip "no strace" "nothing is made in /tmp"
fi

# File systems without locks: on they go.
if [ -e "$BUILD/inject.so" ]; then
	img-match -q -r portal/occurrences.tsv -o expected checked.tsv
	rm -f fired
	INJECT_CALL=flock INJECT_NTH=1 INJECT_ERRNO=37 INJECT_FIRED=$PWD/fired \
		LD_PRELOAD=$BUILD/inject.so img-match -q \
		-r portal/occurrences.tsv -o got checked.tsv
	is "$? $(cat fired)" '0 !' "a file system without locks"
	same got expected "has the same result"
else
	skip 'sanitizers have their own malloc' "a file system without locks"
fi

# Nobody at home.
bad=''
while read -r command; do
	eval "$command" >good 2>err
	env -u HOME -u USER -u LOGNAME bash -c "$command" >got 2>err
	cmp -s got good || bad="$bad $command"
done <<'COMMANDS'
img-scan photos
img-check -q photos.tsv
img-match -q -r portal/occurrences.tsv checked.tsv
img-emit-sql -q -c 1 -l x -P portal matched.tsv
img-from-dwca -q archive.zip
img-report -q checked.tsv
img-audit -q -P portal matched.tsv
COMMANDS
is "$bad" '' "the same without HOME, USER and LOGNAME"
done_testing
