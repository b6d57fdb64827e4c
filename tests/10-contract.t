#!/bin/sh
# What every tool does alike. A tool that needs options, other columns or is no
# filter says so in contract/TOOL, which is sourced: kind (filter, sink,
# source, script), args, header, row (a printf format with one %d), and for a
# source its input; and what its output ends with, if that is no LF.
. "$(dirname "$0")/lib.sh"

mkdir pictures && : >pictures/UCR0001.jpg
printf 'occid\tcollid\tcatalogNumber\n1\t1\tUCR0001\n' >records.tsv

# make_input FILE ROWS
make_input() {
	{
		printf '%b\n' "$header"
		# shellcheck disable=SC2059 # the row is a format
		awk -v n="$2" -v row="$row" 'BEGIN {
			gsub(/\\t/, "\t", row)
			for (i = 1; i <= n; i++) printf row "\n", i }'
	} >"$1"
}

# run FILE...: the tool with its arguments; status in $rc, output in out, err.
run() {
	# shellcheck disable=SC2086 # arguments are words
	"$tool" $args "$@" >out 2>err </dev/null
	rc=$?
}

fails_at() {
	run "$1"
	if [ $rc -eq 2 ] && grep -q "^$tool: $1:$2: " err; then
		ok 0 "$tool: $3"
	else
		ok 1 "$tool: $3"
		echo "# status $rc"
		head -n 3 err | sed 's/^/# /'
	fi
}

speaks() {
	"$tool" --help >out 2>err
	is "$?$(wc -c <err)" 00 "$tool: --help succeeds and says nothing else"
	like "$(head -n 1 out)" "^Usage: $tool " "$tool: --help has a usage"
	is "$(grep -E '.{81}' out)" '' "$tool: --help is 80 columns wide at most"
	"$tool" -h >out2 2>err
	same out2 out "$tool: -h is --help"
	like "$("$tool" --version)" "^$tool (imgpipe) [0-9]" "$tool: --version"
	like "$("$tool" -V)" "^$tool (imgpipe) [0-9]" "$tool: -V"
	is "$("$tool" --attention-ok -V)" "$("$tool" -V)" "$tool: --attention-ok"
	"$tool" --no-such-option >out 2>err </dev/null
	is "$?$(wc -c <out)" 20 "$tool: an unknown option is status 2"
	like "$(cat err)" "^$tool: .*no-such-option" "$tool: and is named"
	"$tool" --help >/dev/full 2>err
	is $? 2 "$tool: --help on a full disk is status 2"
	grep -q -e '--jobs N' out2 || return 0
	"$tool" -j many >out 2>err </dev/null
	is "$?$(wc -c <out)" 20 "$tool: an invalid value is status 2"
	like "$(cat err)" "^$tool: invalid --jobs: 'many' (a number from " \
		"$tool: and is named, with what is taken"
}

writes() {
	# shellcheck disable=SC2086
	"$tool" $args $1 >/dev/full 2>err
	is $? 2 "$tool: a full disk is status 2"
	like "$(cat err)" "^$tool: .*No space left" "$tool: and is named"
	# shellcheck disable=SC2086
	"$tool" $args $1 >&- 2>err
	is $? 2 "$tool: a closed standard output is status 2"
	run $1
	cp out expected
	rm -f result link result.partial
	# shellcheck disable=SC2086
	"$tool" $args -o result $1 >out 2>err
	is "$(cat out)" '' "$tool: -o leaves standard output alone"
	same result expected "$tool: -o FILE holds what was to be written"
	ok "$([ ! -e result.partial ]; echo $?)" "$tool: and no FILE.partial"
	ln -s result link
	# shellcheck disable=SC2086
	"$tool" $args -o link $1 2>err
	ok "$([ -L link ] && cmp -s result expected; echo $?)" \
		"$tool: -o through a link"
	# shellcheck disable=SC2086
	"$tool" $args -o no/such/folder $1 >out 2>err
	is $? 2 "$tool: -o into a folder that is not there"
	# shellcheck disable=SC2086
	"$tool" $args -j1 $1 >one 2>err && "$tool" $args -j4 $1 >four 2>err
	same four one "$tool: the same bytes with -j1 and -j4"
	# shellcheck disable=SC2086
	{ "$tool" $args $1; echo $? >rc; } 2>err | head -c 1 >/dev/null
	[ "$(cat rc)" -eq 141 ] || [ "$(cat rc)" -eq 0 ]
	ok $? "$tool: a reader that stops ends it quietly"
	is "$(cat err)" '' "$tool: without a message"
}

reads() {
	make_input header.tsv 0
	run header.tsv
	is $rc 0 "$tool: header only"
	is "$(tail -c 1 out | od -An -c | tr -d ' ')" "$ends" \
		"$tool: ends as it should"
	# shellcheck disable=SC2086
	"$tool" $args <header.tsv >out2 2>err
	same out2 out "$tool: standard input is the same as a file"
	# shellcheck disable=SC2086
	"$tool" $args - <header.tsv >out2 2>err
	same out2 out "$tool: and so is -"
	: >empty.tsv
	run empty.tsv
	is $rc 2 "$tool: empty input is status 2"
	like "$(cat err)" "^$tool: empty.tsv: " "$tool: and is named"
	run .
	is $rc 2 "$tool: a folder as input is status 2"
	run no-such-file
	is $rc 2 "$tool: a missing file is status 2"
	run --attention-ok no-such-file
	is $rc 2 "$tool: with --attention-ok, too"
	like "$(cat err)" "^$tool: no-such-file: " "$tool: and is named"
	# shellcheck disable=SC2086
	"$tool" $args <&- >out 2>err
	is $? 2 "$tool: a closed standard input is status 2"
	make_input three.tsv 3
	head -c -1 three.tsv >cut.tsv
	fails_at cut.tsv 4 "a missing last LF"
	[ "$kind" != filter ] ||
		is "$(tail -c 1 out | wc -l)" 0 \
			"$tool: its own last LF is missing too"
	sed '$s/$/\r/' three.tsv >crlf.tsv
	fails_at crlf.tsv 4 "CRLF"
	{ cat three.tsv; printf 'a\000\n'; } >nul.tsv
	fails_at nul.tsv 5 "a NUL"
	sed '3s/\t//' three.tsv >ragged.tsv
	fails_at ragged.tsv 3 "a ragged row"
	sed '2s/^/\\x/' three.tsv >escape.tsv
	fails_at escape.tsv 2 "an unknown escape"
	sed '1s/$/\tpath\tpath/' three.tsv >twice.tsv
	fails_at twice.tsv 1 "a duplicate column"
	sed '1s/^/\xEF\xBB\xBF/' three.tsv >bom.tsv
	fails_at bom.tsv 1 "a byte order mark"
	cat three.tsv three.tsv >joined.tsv
	fails_at joined.tsv 5 "a header again"
	like "$(cat err)" 'second header line.*as operands' "$tool: with what to do"
	# shellcheck disable=SC2030
	awk -F '\t' -v OFS='\t' '{ for (i = NF; i > 1; i--)
		printf "%s\t", $i; print $1 }' three.tsv | cat three.tsv - >joined.tsv
	fails_at joined.tsv 5 "a header again, in another order"
	sed '1s/$/\tverdict/; 2,$s/$/\tok/' three.tsv | cat three.tsv - >joined.tsv
	fails_at joined.tsv 5 "another header"
	like "$(cat err)" 'second header line' "$tool: is told as that"
}

# Two runs that write one file: the first has it, until it ends.
writes_alone() {
	mkfifo slow
	rm -f result
	# shellcheck disable=SC2086
	"$tool" $args -o result slow >/dev/null 2>&1 &
	first=$!
	exec 9>slow
	printf '%b\n' "$header" >&9
	# The first run has its output when it holds the lock.
	until grep -qs '^lock:' /proc/$first/fdinfo/* ||
		! kill -0 $first 2>/dev/null; do :; done
	# shellcheck disable=SC2086
	"$tool" $args -o result three.tsv >out 2>err
	is $? 2 "$tool: a second run into the same file is status 2"
	like "$(cat err)" "^$tool: result.partial: another run" "$tool: and says so"
	sed 1d three.tsv >&9
	exec 9>&-
	wait $first
	# shellcheck disable=SC2086
	"$tool" $args three.tsv >out 2>err
	[ "$tool" = img-emit-dwca ] || same result out "$tool: the first run is whole"
	rm -f slow result
}

passes_through() {
	# shellcheck disable=SC2059
	{
		printf "unknown\t$header\tfurther\n"
		printf "x\\\\ty\t$row\t \\\\\\\\ \n" 1
	} >through.tsv
	run through.tsv
	like "$(head -n 1 out)" "^unknown	.*	further" \
		"$tool: unknown columns stay in place"
	# shellcheck disable=SC1003
	is "$(tail -n 1 out | cut -f 1)" 'x\ty' "$tool: and unchanged"
	make_input three.tsv 3
	# shellcheck disable=SC2030
	awk -F '\t' -v OFS='\t' '{ for (i = NF; i > 1; i--)
		printf "%s\t", $i; print $1 }' three.tsv >reversed.tsv
	run three.tsv three.tsv
	cp out expected
	run three.tsv reversed.tsv
	same out expected "$tool: operands with their columns in another order"
}

for program in "$BUILD"/bin/*; do
	tool=$(basename "$program")
	kind=filter args='' input=pictures ends='\n'
	header='path\toriginalUrl\tname\tbytes\tmodified'
	row='\thttps://img.example.org/UCR%04d.jpg\tUCR.jpg\t\t'
	# shellcheck disable=SC1090
	[ ! -f "$here/contract/$tool" ] || . "$here/contract/$tool"
	speaks
	case $kind in
	filter | sink)
		reads
		writes_alone
		make_input many.tsv 5000
		writes many.tsv
		;;
	source) writes "$input" ;;
	esac
	[ "$kind" != filter ] || passes_through
done
done_testing
