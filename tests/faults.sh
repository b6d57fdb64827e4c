# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Commands in which one call fails, for every call that they make: what comes
# out is whole and right, or the status is 2 with a reason and nothing is there
# under a final name.
#
# Sourced after lib.sh. FAULTS=all tries every call, FAULTS=places the first one
# from each place in the program, FAULTS=end every fifth of the last 600;
# otherwise some from those places are tried, from the first to the last, to be
# done in a minute.

inject=$BUILD/inject.so
[ -e "$inject" ] || {
	skip 'sanitizers have their own malloc' 'calls that fail'
	done_testing
}
errno_of() {
	case $1 in
	malloc | mmap) echo 12 ;;         # ENOMEM
	open) echo 24 ;;                  # EMFILE
	write | fsync | close) echo 28 ;; # ENOSPC
	pthread_create) echo 11 ;;        # EAGAIN
	*) echo 5 ;;                      # EIO
	esac
}

# calls_to_fail CALL: their numbers.
calls_to_fail() {
	if [ "${FAULTS:-}" = all ]; then
		seq 1 1000000
		return
	fi
	clean
	rm -f places
	INJECT_CALL=$1 INJECT_NTH=0 INJECT_SITES=$PWD/places \
		PRELOAD=$inject run >noise 2>&1
	[ -e places ] || return
	if [ "${FAULTS:-}" = places ]; then
		cat places
	elif [ "${FAULTS:-}" = end ]; then
		awk '$1 > most { most = $1 } END {
			for (i = most - 600; i < most; i += 5) print i }' places
	else
		awk '{ n[NR] = $1 } END { most = NR < 16 ? NR : 16
			for (i = 0; i < most; i++)
				print n[1 + int(i * (NR - 1) / (most > 1 ? most - 1 : 1))] }' places
	fi
}

# Set by a test: run, a function that runs the command with its output at
# result, and clean, which takes away what it has made.
clean() { rm -f result; }

# wrong_result RC: says what is wrong after a run, if anything; wrong RC is that,
# unless a test has more to say.
wrong_result() {
	case $1 in
	"$expected_rc")
		cmp -s result expected || echo "status $1, but another result"
		;;
	2)
		[ -s err ] || echo 'status 2 without a word'
		[ ! -e result ] || echo 'status 2, and a result is there'
		;;
	*) echo "status $1 instead of $expected_rc or 2" ;;
	esac
}
wrong() { wrong_result "$1"; }

# faults NAME CALL...: runs the command with each call failing.
faults() {
	faults_name=$1
	shift
	clean
	run 2>err
	expected_rc=$?
	mv result expected || {
		ok 1 "$faults_name: runs"
		return
	}
	for call in "$@"; do
		tried=0 bad=''
		while read -r nth; do
			clean
			rm -f fired
			INJECT_CALL=$call INJECT_NTH=$nth \
				INJECT_ERRNO=$(errno_of "$call") \
				INJECT_FIRED=$PWD/fired PRELOAD=$inject run 2>err
			rc=$?
			if [ ! -s fired ]; then
				[ "${FAULTS:-}" != all ] && continue
				break
			fi
			tried=$((tried + 1))
			text=$(wrong "$rc")
			[ -z "$text" ] || bad="$bad
# call $nth: $text: $(head -n 1 err | cut -c 1-150)"
		done < <(calls_to_fail "$call")
		[ -z "$bad" ]
		ok $? "$faults_name: $call fails, $tried times"
		[ -z "$bad" ] || printf '%s\n' "$bad" | sed 1d | head -n 8
	done
}
