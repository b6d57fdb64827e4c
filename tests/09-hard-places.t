#!/bin/bash
# Every program where it is hard to work: outputs of all kinds, limits, closed
# descriptors, other locales, streams that are none. What comes out is right, or
# the status is 2 with a reason, and what was there is as it was.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/sample-run.sh
. "$here/sample-run.sh"

sample_run 2
awk 'BEGIN { print "catalogNumber,url"
	while (++n <= 500) print "ABC" n ",https://img.example.org/" n ".jpg"
}' >list.csv

# hold NAME STATUS: what run has left at o is right, or refused.
hold() {
	if [ "$2" -eq "$good" ]; then
		cmp -s o expected || wrong "$1: status $2, and another result"
	elif [ "$2" -eq 2 ]; then
		[ -s err ] || wrong "$1: status 2 without a word"
		[ ! -s o ] || cmp -s o expected || wrong "$1: status 2, and a result"
	else
		wrong "$1: status $2: $(head -n 1 err | cut -c 1-100)"
	fi
	rm -rf o
}
# refused NAME STATUS [TEXT]
refused() {
	if [ "$2" -ne 2 ] || ! grep -q "${3:-.}" err; then
		wrong "$1: status $2: $(head -n 1 err | cut -c 1-100)"
	fi
	rm -rf o
}
wrong() { bad="$bad
# $1"; }
run() {
	rm -rf st web
	mkdir web
	timeout 60 "${command[@]}" "$@" 2>err
}

outputs() {
	run -o /dev/full
	refused '/dev/full' $?
	mkfifo pipe
	cat pipe >o &
	run -o pipe
	rc=$?
	wait $!
	hold 'a FIFO' $rc
	[ -p pipe ] || wrong 'the FIFO is gone'
	rm -f pipe
	run -o /dev/stdout >o
	hold /dev/stdout $?
	ln -s there link
	run -o link
	rc=$?
	[ -L link ] || wrong 'the link is gone'
	mv there o 2>/dev/null
	hold 'a link' $rc
	rm -f link
	mkdir o
	run -o o
	refused 'a folder' $?
	echo old >o
	ln o other
	run -o o
	hold 'a file with two names' $?
	[ "$(cat other)" = old ] || wrong 'the other name has changed'
	rm -f other
	(umask 077 && run -o o)
	rc=$?
	[ ! -e o ] || [ "$(stat -c %a o)" = 600 ] || wrong "umask 077: $(stat -c %a o)"
	hold 'umask 077' $rc
}
limits() {
	(ulimit -f 1 && run -o o)
	rc=$?
	[ $rc -eq 2 ] || [ "$(wc -c <expected)" -lt 1100 ] ||
		wrong "files of 1 kB: status $rc"
	[ $rc -ne 2 ] || [ -s err ] || wrong 'files of 1 kB: not a word'
	rm -f o
	for limit in 6 9 14 20; do
		(ulimit -n $limit && run -o o)
		hold "$limit files" $?
	done
	sanitized || for limit in 150000 300000; do
		(ulimit -v $limit && run -j1 -o o)
		hold "$limit kB" $?
	done
	TMPDIR=/nowhere run -o o
	hold 'no folder for temporary files' $?
}
surroundings() {
	run -o o <&-
	hold 'no input' $?
	(run >&-)
	refused 'no output' $?
	timeout 60 "${command[@]}" -o o 2>&-
	rc=$?
	[ $rc -ne 2 ] || echo none >err
	hold 'no messages' $rc
	for locale in C.UTF-8 tr_TR.UTF-8 none; do
		(LC_ALL=$locale LANG=$locale run -o o) 2>/dev/null
		hold "locale $locale" $?
	done
	program=$(command -v "${command[0]}")
	rm -rf st web && mkdir web
	env -i "$program" "${command[@]:1}" -o o 2>err
	hold 'no environment' $?
	rm -rf st web && mkdir web
	"${command[@]}" 2>/dev/null | head -c 1 >/dev/null
	case ${PIPESTATUS[0]} in
	0 | 1 | 2 | 141) ;;
	*) wrong "nobody reads: ${PIPESTATUS[0]}" ;;
	esac
}
streams() {
	input=${command[-1]}
	unset 'command[-1]'
	cat "$input" "$input" >twice
	run -o o twice
	refused 'a second header' $? twice:
	sed 's/$/\r/' "$input" >crlf
	run -o o crlf
	refused 'CRLF' $? crlf:
	head -c -9 "$input" >short
	run -o o short
	refused 'a cut row' $? short:
	(head -n 2 "$input" && printf 'a\0b\n') >nul
	run -o o nul
	refused 'NUL' $? nul:
	(head -n 1 "$input" && head -c 20000000 /dev/zero | tr '\0' x) >long
	run -o o long
	refused 'a long line' $? long:
	: >empty
	run -o o empty
	refused 'an empty file' $?
	(printf '\357\273\277' && cat "$input") >bom
	run -o o bom
	refused 'a byte order mark' $?
	rm -f long
}

while read -r kind line; do
	read -ra command <<<"$line"
	bad=''
	run -o expected
	good=$?
	if [ ! -s expected ]; then
		bad="
# no result: $(head -n 1 err)"
	else
		outputs
		limits
		surroundings
		[ "$kind" = file ] || streams
	fi
	[ -z "$bad" ]
	ok $? "$line"
	[ -z "$bad" ] || printf '%s\n' "$bad" | sed 1d
	rm -f expected
done <<'COMMANDS'
file img-scan photos
stream img-check photos.tsv
stream img-group checked.tsv
stream img-barcode few.tsv
stream img-match -r portal/occurrences.tsv checked.tsv
stream img-suspect matched.tsv
stream img-derive -s st few.tsv
stream img-put -t web --root store derived.tsv
stream img-emit-sql -c 1 -l x -P portal matched.tsv
stream img-emit-csv --for media-import matched.tsv
stream img-emit-dwca --title x --date 2026-01-01 matched.tsv
stream img-report checked.tsv
file img-from-csv list.csv
file img-from-dwca archive.zip
stream img-audit -P portal matched.tsv
COMMANDS
done_testing
