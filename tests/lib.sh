# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# TAP for POSIX shells. A test file sources this, calls ok/is/like/status/skip,
# and ends with done_testing. It runs in a temporary folder of its own.
set -u
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
BUILD=${BUILD:-$root/build}
PATH=$BUILD/bin:$PATH
LC_ALL=C
TZ=UTC
export BUILD PATH LC_ALL TZ
unset POSIXLY_CORRECT NO_COLOR
golden=$here/golden
# shellcheck disable=SC2034 # for the tests
shared=$root/../shared/data
tap_count=0
tap_failed=0
tmp=$(mktemp -d "${TMPDIR:-/tmp}/imgpipe-test.XXXXXX") || exit 1
cleanup() { :; } # a test may define its own, to end servers
trap 'cleanup; tap_end; rm -rf "$tmp" "$tmp.said"' EXIT
trap 'exit 1' HUP INT TERM
cd "$tmp" || exit 1
# What nothing captures is shown where a test fails or breaks off.
exec 3>&2 2>"$tmp.said"
tap_ended=
tap_end() {
	if [ -z "$tap_ended" ] || [ $tap_failed -gt 0 ]; then
		tail -n 20 "$tmp.said" >&3
	fi
}

# ok STATUS NAME: passes if STATUS is 0.
ok() {
	tap_count=$((tap_count + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $tap_count - $2"
	else
		tap_failed=$((tap_failed + 1))
		echo "not ok $tap_count - $2"
	fi
}

# is GOT EXPECTED NAME
is() {
	[ "$1" = "$2" ]
	ok $? "$3"
	[ "$1" = "$2" ] || printf 'got:      %s\nexpected: %s\n' "$1" "$2" |
		sed 's/^/# /'
}

# like TEXT PATTERN NAME: PATTERN is a basic regular expression for grep.
like() {
	printf '%s\n' "$1" | grep -q -- "$2"
	tap_like=$?
	ok $tap_like "$3"
	[ $tap_like -eq 0 ] || printf 'got: %s\nnot like: %s\n' "$1" "$2" |
		sed 's/^/# /'
}

# status EXPECTED NAME COMMAND...: the exit status; output goes to the files
# out and err.
status() {
	tap_expected=$1 tap_name=$2
	shift 2
	"$@" >out 2>err
	tap_status=$?
	ok "$([ $tap_status -eq "$tap_expected" ] && echo 0 || echo 1)" \
		"$tap_name"
	[ $tap_status -eq "$tap_expected" ] || {
		echo "# status $tap_status, expected $tap_expected: $*"
		head -n 5 err | sed 's/^/# /'
	}
}

# same FILE EXPECTED NAME: the files hold the same bytes. With
# UPDATE_GOLDEN=1 an expected file below golden/ is written instead.
same() {
	case $2 in
	"$golden"/*)
		if [ "${UPDATE_GOLDEN:-}" = 1 ]; then
			mkdir -p "$(dirname "$2")" && cp "$1" "$2"
		fi
		;;
	esac
	cmp -s "$1" "$2"
	tap_same=$?
	ok $tap_same "$3"
	[ $tap_same -eq 0 ] || diff -u "$2" "$1" | head -n 20 | sed 's/^/# /'
}

# fields NAME...: these columns of the stream on stdin, as VALUE|VALUE.
fields() {
	awk -F '\t' -v names="$*" 'NR == 1 {
		n = split(names, name, " ")
		for (i = 1; i <= NF; i++) at[$i] = i
		next
	} {
		for (i = 1; i <= n; i++) {
			value = "no column " name[i]
			if (name[i] in at) value = $(at[name[i]])
			printf "%s%s", value, i < n ? "|" : "\n"
		}
	}'
}

# column FILE NAME: the values of a column, a line each.
column() { fields "$2" <"$1"; }

# stream_of NAME,...: a stream of these columns from lines of NAME=VALUE,
# separated by blanks; + is a blank.
stream_of() {
	awk -v names="$1" 'BEGIN {
		n = split(names, name, ",")
		for (i = 1; i <= n; i++)
			printf "%s%s", name[i], i < n ? "\t" : "\n"
	}
	NF {
		split("", value)
		for (i = 1; i <= NF; i++) {
			at = index($i, "=")
			value[substr($i, 1, at - 1)] = substr($i, at + 1)
		}
		for (i = 1; i <= n; i++) {
			gsub(/\+/, " ", value[name[i]])
			printf "%s%s", value[name[i]], i < n ? "\t" : "\n"
		}
	}'
}

# skip REASON NAME: one test that cannot run here, visibly.
skip() {
	tap_count=$((tap_count + 1))
	echo "ok $tap_count - $2 # SKIP $1"
}

# skip_all REASON: the whole file.
skip_all() {
	tap_ended=1
	echo "1..0 # SKIP $1"
	exit 0
}

# True if the programs are built with the sanitizers.
sanitized() {
	nm "$BUILD/libimg.a" 2>/dev/null | grep -q __asan_
}

# modes_count COMMAND...: runs it so that the modes of files count, for root, too.
modes_count() {
	if [ "$(id -u)" -eq 0 ]; then
		setpriv --bounding-set=-dac_override,-dac_read_search "$@"
	else
		"$@"
	fi
}

# wait_for COMMAND...: until it succeeds, or fails after about 30 seconds.
wait_for() {
	tap_tries=0
	until "$@" >/dev/null 2>&1; do
		tap_tries=$((tap_tries + 1))
		[ $tap_tries -lt 600 ] || return 1
		sleep 0.05
	done
}

# free_port: a loopback port that nobody listens on.
free_port() {
	perl -MIO::Socket::INET -e '
		my $s = IO::Socket::INET->new(LocalAddr => "127.0.0.1",
		    LocalPort => 0, Listen => 1) or die;
		print $s->sockport, "\n"'
}

done_testing() {
	tap_ended=1
	echo "1..$tap_count"
	[ $tap_failed -eq 0 ]
	exit
}
