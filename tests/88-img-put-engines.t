#!/bin/sh
# img-put by the user's own rsync and rclone: over their ssh with a jump host,
# to rclone's remotes; killed, full, locked out; twice, and with files in the way.
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/put.sh
. "$here/put.sh"

pictures 4
# Names that shells and lists of names trip over.
mkdir odd
# shellcheck disable=SC2016 # nothing is to be expanded
for name in 'a b' "it's \"so\"" 'c\#134d' '#e;f&g' '$(touch x)' 'é*?[h]'; do
	cp "$(find photos -name '*1.jpg')" "odd/$name.jpg"
done
img-scan odd | img-check -q >odd.tsv

# engine NAME HOME TARGET OPTION...: what both have to do alike.
engine() {
	rounds "$@"
	name=$1 home=$2 target=$3
	shift 3
	one=$(find "$home" -name '*_web.jpg' | sort | head -n 1)
	two=$(find "$home" -name '*_lg.jpg' | sort | tail -n 1)
	# As long as it was, and shorter; only the time of another one.
	perl -e 'local $/; open my $f, "+<:raw", $ARGV[0] or die; my $b = <$f>;
		seek $f, 0, 0; print $f scalar reverse $b' "$one"
	echo short >"$two"
	touch -d '2001-01-01 00:00:00Z' "$one" "$two" \
		"$(find "$home" -name '*_tn.jpg' | sort | head -n 1)"
	md5sum "$one" "$two" >before
	status 1 "$name: other files are not written over" \
		img-put -v "$@" -t "$target" derived.tsv
	like "$(tail -n 1 err)" '0 files put, 0 replaced, 10 skipped, 2 refused' \
		"$name: just these are refused"
	is "$(distinct out problems)" ' put-exists ' "$name: and marked"
	md5sum "$one" "$two" >after
	same after before "$name: they are as they were"
	status 0 "$name: --replace says so" img-put --replace "$@" \
		-t "$target" --dry-run derived.tsv
	like "$(distinct out action)" 'replace' "$name: in a dry run"
	status 0 "$name: with --replace" img-put -v --replace --verify full \
		"$@" -t "$target" derived.tsv
	like "$(tail -n 1 err)" '0 files put, 2 replaced, 10 skipped' \
		"$name: these are replaced"
	as_put "$home"
	ok $? "$name: and all is right"

	status 0 "$name: odd names" img-put -v "$@" --root odd -t "$target/odd" \
		odd.tsv
	diff -r odd "$home/odd" >&2
	ok $? "$name: arrive as they are"
	status 0 "$name: odd names once more" img-put -v "$@" --root odd \
		-t "$target/odd" odd.tsv
	like "$(tail -n 1 err)" ' 0 replaced, 6 skipped' "$name: and are found"
	rm -r "$home/odd"

	# Only what is a picture and has the hash of its row.
	lost=$(find store -name '*_tn.jpg' | sort | head -n 1)
	cp -p "$lost" kept && echo more >>"$lost"
	status 1 "$name: a file that has changed" img-put "$@" \
		-t "$target/changed" derived.tsv
	is "$(distinct out problems)$(find "$home/changed" -type f | wc -l)" \
		' put-changed 11' "$name: is not sent"
	cp -p kept "$lost"
	echo '<?php' >>odd/program.jpg
	awk 'NR < 3' odd.tsv | sed "2s|odd/[^	]*|odd/program.jpg|
		2s|[0-9a-f]\{32\}|$(md5sum odd/program.jpg | cut -c 1-32)|" >no.tsv
	status 1 "$name: a program" img-put "$@" --root odd \
		-t "$target/no" no.tsv
	is "$(distinct out problems)$(find "$home" -name 'program*')" \
		'put-no-picture ' "$name: is not sent"
	rm -rf odd/program.jpg "$home/changed"
}

for options in --delete --remove-source-files --inplace '-n' "-e 'ssh"; do
	status 2 "rsync $options" img-put --rsync-options "$options" \
		-t rsync:web:x derived.tsv
done
status 2 "a folder for rsync" img-put -t rsync:./x derived.tsv
status 2 "rclone --delete-after" img-put --rclone-options --delete-after \
	-t rclone:x:y derived.tsv
status 2 "rclone without a remote" img-put -t rclone:x derived.tsv
status 2 "a password for rclone" img-put -t rclone::sftp,pass=x:y derived.tsv
status 2 "rsync's options for another target" img-put \
	--rsync-options -z -t web derived.tsv

mkdir bin
for program in sh ssh; do ln -s "$(command -v $program)" bin; done
for program in rsync rclone; do
	status 2 "no $program" env PATH="$tmp/bin" "$BUILD/bin/img-put" \
		-t "$program:web:x" derived.tsv
	like "$(cat err)" "$program: No such file" "no $program: is said"
done

if ! ssh_start || ! command -v rsync >/dev/null; then
	skip 'no sshd or no rsync' rsync
else
	# `web` is reached by way of `gate` only; both are aliases.
	ssh_conf() {
		cat <<CONF
Host *
  HostName 127.0.0.1
  Port $ssh_port
  IdentityFile $tmp/ssh/$1
  IdentitiesOnly yes
  BatchMode yes
  UserKnownHostsFile $tmp/ssh/$2
Host web
  ProxyCommand ssh -F $tmp/ssh/$1.$2 -W 127.0.0.1:$ssh_port gate
CONF
	}
	for key in id other; do
		for hosts in known wrong; do
			ssh_conf $key $hosts >"$tmp/ssh/$key.$hosts"
		done
	done
	by_ssh() { echo "-e 'ssh -F $tmp/ssh/$1.$2'"; }
	usual=$(by_ssh id known)
	engine rsync "$ssh_home/a b/r" "rsync:web:$ssh_home/a b/r" \
		--rsync-options "$usual"
	is "$(stat -c '%Y %a' "$ssh_home/a b/r"/*/*_lg.jpg | sort)" \
		"$(stat -c '%Y 644' store/*/*_lg.jpg | sort)" \
		"rsync: the times are those of the files, the modes the server's"
	like "$(grep -c 'Accepted publickey' "$tmp/servers.log")" '[1-9][0-9]' \
		"rsync: by way of the jump host"
	# To the jump host and from it: to look, and to send.
	logins() { grep -c 'Accepted publickey' "$tmp/servers.log"; }
	had=$(logins)
	img-put --rsync-options "$usual" -t "rsync:web:$ssh_home/once" \
		derived.tsv >out
	is "$(($(logins) - had))" 4 \
		"rsync: what it has compared itself is not asked for again"
	as_put "$ssh_home/once"
	ok $? "rsync: and all of it is there"
	rm -r "$ssh_home/once"
	status 2 "rsync: a key that is refused" img-put \
		--rsync-options "$(by_ssh other known)" \
		-t "rsync:web:$ssh_home/no" derived.tsv
	like "$(cat err)" 'Permission denied' "rsync: is said"
	status 2 "rsync: a key that is refused, by ssh -q" img-put \
		--rsync-options "-e 'ssh -q -F $tmp/ssh/other.known'" \
		-t "rsync:web:$ssh_home/no" derived.tsv
	like "$(cat err)" 'Permission denied' "rsync: is said as well"
	# Nobody knows this key, but who has signed it.
	ssh-keygen -q -t ed25519 -N '' -f "$tmp/ssh/signed"
	ssh_conf signed known >"$tmp/ssh/signed.known"
	status 2 "rsync: a key without a certificate" img-put \
		--rsync-options "$(by_ssh signed known)" \
		-t "rsync:web:$ssh_home/signed" derived.tsv
	ssh-keygen -q -s "$tmp/ssh/authority" -I test -n "$(id -un)" \
		-V +1h "$tmp/ssh/signed.pub"
	status 0 "rsync: a key with a certificate" img-put \
		--rsync-options "$(by_ssh signed known)" \
		-t "rsync:web:$ssh_home/signed" derived.tsv
	as_put "$ssh_home/signed"
	ok $? "rsync: and all of it is there"
	rm -r "$ssh_home/signed"
	# The manual's example, with this server in place of its.
	sed -n '/^img-put -t rsync:/,/^\.Ed/{/^\.Ed/d;s/\\e$/\\/;p;}' \
		"$here/../man/img-put.1" |
		sed "s|ssh -J gate.example.org|ssh -F $tmp/ssh/id.known|
			s|/var/www/img|$ssh_home/www|
			s|-u https://img.example.org|--no-verify -u http://127.0.0.1|" \
			>example
	like "$(tr "\n" " " <example)" "rsync:web:$ssh_home/www .*ssh -F" \
		"rsync: the manual has an example"
	status 0 "rsync: it works" sh -e example
	as_put "$ssh_home/www"
	ok $? "rsync: and brings all"
	rm -r "$ssh_home/www"
	status 2 "rsync: a server with another key" img-put \
		--rsync-options "$(by_ssh id wrong)" \
		-t "rsync:web:$ssh_home/no" derived.tsv
	like "$(cat err)" 'Host key verification failed' "rsync: is said"
	is "$(find "$ssh_home" -name no)" '' \
		"rsync: nothing was put"

	# A folder of the server may be a link: newer versions do not follow it.
	mkdir "$ssh_home/disk" "$ssh_home/l"
	for folder in store/*; do
		ln -s ../disk "$ssh_home/l/${folder#store/}"
	done
	img-put --rsync-options "$usual" -t "rsync:web:$ssh_home/l" \
		derived.tsv >out 2>err
	is "$(find "$ssh_home/l" -type l | wc -l)" \
		"$(find store -mindepth 1 -maxdepth 1 ! -name ".*" | wc -l)" \
		"rsync: folders that are links stay links"

	interrupted rsync "$ssh_home/k" "rsync:web:$ssh_home/k" \
		--rsync-options "$usual"
	rm -rf "$ssh_home/k"
	for after in 2 5 9; do
		killed KILL "$ssh_home/k" img-put --limit-rate 300kB \
			--rsync-options "$usual" -t "rsync:web:$ssh_home/k" \
			derived.tsv
	done
	status 0 "rsync: after kills, to the end" img-put \
		--rsync-options "$usual" -t "rsync:web:$ssh_home/k" derived.tsv
	is "$(find "$ssh_home/k" -name '*.jpg' ! -name '.*' -exec md5sum {} + |
		cut -c 1-32 | sort)" \
		"$(find store -name '*.jpg' -exec md5sum {} + |
			cut -c 1-32 | sort)" "rsync: all is there, and right"

	# The file is written to while it is sent: 40 ms after it has begun.
	mkdir written
	"$BUILD/draw" seed=1 number=UCR1 width=4000 height=4000 >written/a.jpg
	img-scan written | img-check -q >written.tsv
	img-put --root written --limit-rate 1MB --rsync-options "$usual" \
		-t "rsync:web:$ssh_home/w" written.tsv >written.out \
		2>written.err &
	put_pid=$!
	wait_for sh -c "ls -A '$ssh_home/w' | grep -q ."
	echo more >>written/a.jpg
	wait $put_pid
	is "$(distinct written.out problems)$(find "$ssh_home/w" -name '*.jpg*')" \
		'put-changed ' \
		"rsync: a file that changes meanwhile does not stay there"

	# A server without ssh, in the namespace of the small disk.
	cat >here <<'SH'
#!/bin/sh
shift
exec sh -c "$*"
SH
	chmod +x here
	# More than one run sends: two files of these are enough for one.
	cat >runs <<SH
#!/bin/sh
echo run >>$tmp/ran
exec $tmp/here "\$@"
SH
	chmod +x runs
	mkdir huge
	for i in 1 2 3; do
		cp "$(find photos -name '*1.jpg')" huge/$i.jpg
		truncate -s 130M huge/$i.jpg
		printf 'huge/%s.jpg\t%s\n' $i \
			"$(md5sum huge/$i.jpg | cut -c 1-32)"
	done >huge.rows
	{ printf 'path\tmediaMD5\n' && cat huge.rows; } >huge.tsv
	status 0 "rsync: more than one run of it" img-put -v -j1 --root huge \
		--rsync-options "-e $tmp/runs" -t "rsync:web:$tmp/big" huge.tsv
	like "$(tail -n 1 err)" '3 files put, 0 replaced' "rsync: sends all"
	is "$(wc -l <ran)" 3 "rsync: one to look, two to send"
	diff -r huge big >&2
	ok $? "rsync: and they are right"
	echo more >>huge/3.jpg
	rm -r big ran
	status 1 "rsync: a file that has changed, in a later run" img-put -v \
		-j1 --root huge --rsync-options "-e $tmp/runs" \
		-t "rsync:web:$tmp/big" huge.tsv
	is "$(column out problems | tr '\n' '|')$(find big -name '3*')" \
		'||put-changed|' "rsync: is not sent, and the others are"
	rm -r huge big
	if small_disk; then
		status 2 "rsync: a full disk" on_small_disk img-put \
			--rsync-options "-e $tmp/here" \
			-t "rsync:web:$tmp/small" derived.tsv
		like "$(cat err)" 'disk of the server is full' "rsync: is said"
		is "$(grep -c '^small' out)" 0 "rsync: and nothing half is there"
	else
		skip 'no private mounts here' 'rsync: a full disk'
	fi
fi

if ! command -v rclone >/dev/null; then
	skip 'no rclone' rclone
else
	RCLONE_CONFIG=$tmp/rclone.conf
	export RCLONE_CONFIG
	dav_port=$(free_port)
	cat >"$RCLONE_CONFIG" <<CONF
[disk]
type = alias
remote = $tmp/disk
[web]
type = sftp
host = 127.0.0.1
port = ${ssh_port:-0}
user = $(id -un)
key_file = $tmp/ssh/id
known_hosts_file = $tmp/ssh/known
[wrong]
type = sftp
host = 127.0.0.1
port = ${ssh_port:-0}
user = $(id -un)
key_file = $tmp/ssh/other
[dav]
type = webdav
url = http://127.0.0.1:$dav_port
vendor = other
CONF
	engine 'rclone, a disk' "$tmp/disk/a/b" rclone:disk:a/b
	[ -z "${ssh_pid:-}" ] || engine 'rclone, SFTP' "$ssh_home/rc" \
		"rclone:web:$ssh_home/rc"
	mkdir served
	if start "$dav_port" rclone serve webdav --addr "127.0.0.1:$dav_port" \
		--dir-cache-time 0 served; then
		status 0 'rclone, WebDAV: files are put' img-put -v \
			-t rclone:dav:x derived.tsv
		as_put served/x
		ok $? 'rclone, WebDAV: whole, and nothing else is there'
		status 0 'rclone, WebDAV: once more' img-put -v \
			-t rclone:dav:x derived.tsv
		like "$(tail -n 1 err)" '0 files put, 0 replaced, 12 skipped' \
			'rclone, WebDAV: without hashes and times, bytes tell'
		status 0 'public URLs' img-put -t rclone:dav:x \
			-u "http://127.0.0.1:$dav_port/x" derived.tsv
		is "$(cell out 1 originalUrl)" \
			"http://127.0.0.1:$dav_port/x/$(cell derived.tsv 1 largeFile)" \
			'are asked for and written'
		status 1 'URLs that nobody serves' img-put -t rclone:dav:x \
			-u "http://127.0.0.1:$dav_port/y" derived.tsv
		is "$(distinct out problems)" 'put-not-served ' 'are marked'
	fi
	status 2 "rclone: a remote that is not known" img-put --retry 0 \
		-t rclone:nowhere:x derived.tsv
	like "$(cat err)" "didn't find section" "rclone: is said"
	status 2 "rclone: a key that is refused" img-put --retry 0 \
		--rclone-options '--low-level-retries 1' \
		-t rclone:wrong:x derived.tsv
	if small_disk; then
		status 2 "rclone: a full disk" on_small_disk img-put --retry 0 \
			-t "rclone::local:$tmp/small" derived.tsv
		like "$(cat err)" 'disk of the server is full' "rclone: is said"
		is "$(grep -c '^small' out)" 0 "rclone: and nothing half is there"
	else
		skip 'no private mounts here' 'rclone: a full disk'
	fi
fi
done_testing
