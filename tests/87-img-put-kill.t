#!/bin/sh
# img-put when things go wrong half-way: it is killed, the server goes, the disk
# is full. The next run makes it complete and right, and nothing else is left.
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/put.sh
. "$here/put.sh"

pictures 6

# survives NAME HOME TARGET OPTION...
survives() {
	name=$1 home=$2 target=$3
	shift 3
	for after in 1 3 5 8 11; do
		rm -rf "$home"
		killed KILL "$home" img-put "$@" -t "$target" derived.tsv
	done
	for after in 2 4 6 7 9 10 12 14 16 17; do
		killed KILL "$home" img-put "$@" -t "$target" derived.tsv
	done
	status 0 "$name: after many kills, to the end" img-put "$@" \
		-t "$target" derived.tsv
	as_put "$home"
	ok $? "$name: complete and right, without temporary files"
}

survives folder "$tmp/web" web
# shellcheck disable=SC2086 # options are words
if ssh_start; then
	survives sftp "$ssh_home/k" "$ssh_url/k" --limit-rate 3MB $ssh_login
else
	skip 'no sshd' sftp
fi
# shellcheck disable=SC2086,SC2119
if ftp_start; then
	survives ftp "$ftp_home/k" "$ftp_url/k" --limit-rate 3MB $ftp_login
else
	skip 'no vsftpd' ftp
fi
# shellcheck disable=SC2086
if dav_start; then
	survives webdav "$dav_home/k" "$dav_url/k" --limit-rate 3MB $dav_login
else
	skip 'no nginx' webdav
fi

# Ctrl-C leaves whole rows of what is done.
# shellcheck disable=SC2086
if [ -n "${ssh_pid:-}" ]; then
	interrupted sftp "$ssh_home/i" "$ssh_url/i" $ssh_login

	# The file is written to while it is sent.
	mkdir written
	"$BUILD/draw" seed=1 number=UCR1 width=8000 height=8000 >written/a.jpg
	img-scan written | img-check -q >written.tsv
	img-put $ssh_login --root written --limit-rate 4MB \
		-t "$ssh_url/w" written.tsv >written.out 2>written.err &
	put_pid=$!
	wait_for test -s "$ssh_home/w/.a.jpg.partial"
	echo more >>written/a.jpg
	wait $put_pid
	is "$(distinct written.out problems)$(find "$ssh_home/w" -type f)" \
		'put-changed ' \
		"a file that changes meanwhile leaves nothing at the target"

	# The server goes in the middle, and comes back.
	after=4
	img-put $ssh_login -v -j2 --retry 20 --limit-rate 1MB \
		-t "$ssh_url/g" derived.tsv >gone.out 2>gone.err &
	put_pid=$!
	wait_for sh -c "[ \"\$(find '$ssh_home/g' -name '*.jpg' | wc -l)\" -ge 3 ]"
	# The server with all that it has started.
	descendants() {
		ps -eo pid=,ppid= | awk -v root="$1" '{ parent[$1] = $2 }
			END { for (p in parent) {
				for (q = p; q in parent && q != root; q = parent[q]);
				if (q == root && p != root) print p } }'
	}
	kill_ssh() {
		ssh_children=$(descendants "$ssh_pid")
		# shellcheck disable=SC2086 # numbers
		kill -9 "$ssh_pid" $ssh_children
		wait "$ssh_pid" 2>/dev/null
	}
	kill_ssh
	wait_for grep -q : gone.err
	start "$ssh_port" "$(command -v sshd)" -D -e -f "$tmp/ssh/conf"
	ssh_pid=$start_pid
	wait $put_pid
	is $? 0 "a server that goes and comes back is waited for"
	sed "s/^/# /" gone.err
	as_put "$ssh_home/g"
	ok $? "and all is there"

	# And does not come back.
	kill_ssh
	status 2 "a server that is not there" img-put $ssh_login --retry 1 \
		-t "$ssh_url/n" derived.tsv
	like "$(cat err)" 'connect' "is named"
else
	skip 'no sshd' 'a server that goes'
fi

# Servers that hang up: one process for each connection, to be counted.
cat >hangup.pl <<'PERL'
use IO::Socket::INET;
my $s = IO::Socket::INET->new(LocalAddr => '127.0.0.1', Listen => 9,
	LocalPort => $ARGV[0]) or die;
while (my $c = $s->accept) { syswrite STDOUT, "x\n"; close $c }
PERL
hangup_port=$(free_port)
start "$hangup_port" perl hangup.pl "$hangup_port"
: >known
for scheme in sftp ftp https ftps; do
	: >"$tmp/servers.log"
	status 2 "$scheme: a server that always hangs up" img-put -j1 \
		--retry 1 --known-hosts known \
		-t "$scheme://127.0.0.1:$hangup_port/x" derived.tsv
	[ "$(grep -c x "$tmp/servers.log")" -ge 2 ]
	ok $? "$scheme: is asked more than once"
done

if small_disk; then
	status 2 "a full disk" on_small_disk img-put -t small derived.tsv
	like "$(cat err)" 'No space left' "is named"
	is "$(grep -c '^small' out)" 0 "and nothing half is there"
else
	skip 'no private mounts here' 'a full disk'
fi
done_testing
