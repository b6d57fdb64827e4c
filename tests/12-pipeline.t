#!/bin/bash
# The tools together: a stage that dies makes the stages after it fail, and no
# COMMIT is written.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
exec 2>noise # the shell's words about what was killed

printf 'occid\tcollid\tcatalogNumber\trecordID\n' >records.tsv
for i in $(seq 1000 1999); do
	printf '%d\t1\tUCR%07d\t00000000-0000-4000-8000-00000000%04d\n' \
		"$i" "$i" "$i"
done >>records.tsv

# The smallest GIF.
printf 'GIF89a\001\000\001\000\200\000\000\000\000\000\377\377\377!\371\004\001' >one.gif
printf '\000\000\000\000,\000\000\000\000\001\000\001\000\000\002\002D\001\000;' >>one.gif

header='path\toriginalUrl\tname\tbytes\tmodified'
rows() {
	awk -v n="$1" 'BEGIN { for (i = 1; i <= n; i++) printf "one.gif\t" \
		"https://img.example.org/UCR%07d.gif\tUCR%07d.gif\t\t\n",
		1000 + i % 1000, 1000 + i % 1000 }'
}

# The stages, each between two pipes with names; their ids go to pids.
start() {
	rm -f pipe1 pipe2 pipe3
	mkfifo pipe1 pipe2 pipe3
	pids=()
	img-check <pipe1 >pipe2 2>err1 &
	pids+=($!)
	img-match -r records.tsv -p '/^(UCR\d+)/i' <pipe2 >pipe3 2>err2 &
	pids+=($!)
	img-emit-sql -c 1 -l batch --schema 3.4 <pipe3 >load.sql 2>err3 &
	pids+=($!)
	exec 9>pipe1
	# One that is killed before it has its pipes would leave its neighbours
	# waiting for them.
	for pid in "${pids[@]}"; do
		while [ "/proc/$pid/exe" -ef "/proc/$$/exe" ]; do :; done
	done
}

# Their exit statuses, as words in $statuses.
end() {
	exec 9>&-
	statuses=
	for pid in "${pids[@]}"; do
		wait "$pid" 2>/dev/null
		statuses="$statuses $?"
	done
}

start
{ printf '%b\n' "$header" && rows 2500; } >&9
end
is "$statuses" ' 0 0 0' "all is well: every stage ends with 0"
is "$(grep -cE "^COMMIT|'COMMIT'" load.sql)" 1 "and there is one COMMIT"

start
{ printf '%b\n' "$header" && rows 10 | head -c -1; } >&9
end
is "$statuses" ' 2 2 2' "input without its last LF: every stage fails"
is "$(grep -cE "^COMMIT|'COMMIT'" load.sql)" 0 "and there is no COMMIT"

# Each stage is killed after some rows, at whatever moment that is.
RANDOM=1
for victim in 0 1 2; do
	failed=0
	for n in 0 1 2 5 100 1000 3000 9000; do
		start
		# The victim may be gone before all is written.
		(
			trap '' PIPE
			{ printf '%b\n' "$header" && rows "$n"; } >&9
		) 2>/dev/null
		for ((spin = RANDOM; spin > 0; spin--)); do :; done
		kill -9 "${pids[victim]}"
		end
		read -r -a got <<<"$statuses"
		for ((later = victim + 1; later < 3; later++)); do
			[ "${got[later]}" -eq 2 ] || failed=1
		done
		[ "${got[victim]}" -eq 137 ] || failed=1
		! grep -qE "^COMMIT|'COMMIT'" load.sql || failed=1
		[ $failed -eq 0 ] || {
			echo "# $n rows, stage $victim killed: ${got[*]}"
			break
		}
	done
	ok $failed "stage $((victim + 1)) killed: those after it exit 2"
done
done_testing
