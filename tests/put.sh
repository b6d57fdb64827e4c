# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2154,SC2034,SC2317
# Servers that img-put's tests bring files to, each on a free loopback port, as
# whoever runs the test; sourced after lib.sh. All serve or fill folders below
# $tmp, and end with the test.
#
#	ssh_start    && ... $ssh_url ($ssh_home), options $ssh_login
#	ftp_start    && ... $ftp_url ($ftp_home), options $ftp_login
#	dav_start    && ... $dav_url ($dav_home), options $dav_login; $dav_public
#	                serves the same, $dav_plain lacks MOVE, /putonly/ DELETE
#	                too, and /unheaded/ HEAD
#	s3rver_start && ... s3://pics ($s3rver_home), as below
#	s3_start     && ... $s3_endpoint ($s3_home, $s3_log), keys in the environment
#	ia_start     && ... $ia_url ($ia_home, $ia_log): archive.org's, and a proxy

# shellcheck source=tests/nginx.sh
. "$here/nginx.sh"
# shellcheck source=tests/derive.sh
. "$here/derive.sh"

put_pids=''
stop_servers() {
	for pid in $put_pids; do
		kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null
	done
	put_pids=''
}
cleanup() { stop_servers; }
PATH=$PATH:/usr/sbin:/usr/local/sbin

# listens PORT: somebody does.
listens() {
	perl -MIO::Socket::INET -e 'exit !IO::Socket::INET->new(
		PeerAddr => "127.0.0.1", PeerPort => $ARGV[0])' "$1"
}

# start PORT COMMAND...: in the background, until it listens.
start() {
	start_port=$1
	shift
	"$@" >>"$tmp/servers.log" 2>&1 &
	start_pid=$!
	put_pids="$put_pids $start_pid"
	wait_for listens "$start_port"
}

certificate() {
	[ -f "$tmp/cert.pem" ] ||
		openssl req -x509 -newkey rsa:2048 -nodes -days 2 \
			-subj /CN=test -keyout "$tmp/key.pem" \
			-addext 'subjectAltName=DNS:localhost,IP:127.0.0.1' \
			-out "$tmp/cert.pem" 2>/dev/null
}

ssh_start() {
	command -v sshd >/dev/null && command -v ssh-keygen >/dev/null &&
		command -v sftp >/dev/null ||
		return 1
	ssh_home=$tmp/ssh/home
	mkdir -p "$ssh_home"
	for key in host other id authority; do
		ssh-keygen -q -t ed25519 -N '' -f "$tmp/ssh/$key" || return 1
	done
	cp "$tmp/ssh/id.pub" "$tmp/ssh/authorized"
	chmod 600 "$tmp/ssh/authorized"
	# It wants its folder for separating privileges.
	[ "$(id -u)" -ne 0 ] || mkdir -p /run/sshd
	ssh_port=$(free_port)
	cat >"$tmp/ssh/conf" <<CONF
Port $ssh_port
ListenAddress 127.0.0.1
HostKey $tmp/ssh/host
PidFile none
AuthorizedKeysFile $tmp/ssh/authorized
TrustedUserCAKeys $tmp/ssh/authority.pub
StrictModes no
UsePAM no
PermitRootLogin yes
MaxStartups 100
Subsystem sftp internal-sftp
CONF
	ssh_key_line host >"$tmp/ssh/known"
	ssh_key_line other >"$tmp/ssh/wrong"
	start "$ssh_port" "$(command -v sshd)" -D -e -f "$tmp/ssh/conf" ||
		return 1
	ssh_pid=$start_pid
	ssh_url=sftp://127.0.0.1:$ssh_port$ssh_home
	ssh_login="--identity $tmp/ssh/id --known-hosts $tmp/ssh/known"
	# It lets nobody in whose account is locked, or has no shell.
	sftp -q -b /dev/null -P "$ssh_port" -i "$tmp/ssh/id" -F /dev/null \
		-o UserKnownHostsFile="$tmp/ssh/known" 127.0.0.1 \
		</dev/null >>"$tmp/servers.log" 2>&1 || {
		ssh_pid=''
		return 1
	}
}

# ssh_key_line KEY: as known_hosts has it.
ssh_key_line() {
	echo "[127.0.0.1]:$ssh_port $(cut -d ' ' -f 1,2 "$tmp/ssh/$1.pub")"
}

ftp_start() {
	command -v vsftpd >/dev/null && certificate || return 1
	ftp_home=$tmp/ftp/home
	mkdir -p "$ftp_home" "$tmp/ftp/empty"
	ftp_port=$(free_port)
	cat >"$tmp/ftp/conf" <<CONF
listen=YES
listen_address=127.0.0.1
listen_port=$ftp_port
background=NO
run_as_launching_user=YES
ftp_username=$(id -un)
anonymous_enable=YES
local_enable=NO
anon_root=$ftp_home
anon_upload_enable=YES
anon_mkdir_write_enable=YES
anon_other_write_enable=YES
anon_world_readable_only=NO
anon_umask=022
allow_writeable_chroot=YES
write_enable=YES
mdtm_write=${1:-YES}
secure_chroot_dir=$tmp/ftp/empty
xferlog_enable=NO
seccomp_sandbox=NO
ssl_enable=${2:-YES}
allow_anon_ssl=YES
force_anon_data_ssl=NO
force_anon_logins_ssl=NO
rsa_cert_file=$tmp/cert.pem
rsa_private_key_file=$tmp/key.pem
CONF
	echo 'machine 127.0.0.1 login anonymous password none' \
		>"$tmp/ftp/netrc"
	start "$ftp_port" vsftpd "$tmp/ftp/conf" || return 1
	ftp_pid=$start_pid
	ftp_url=ftp://127.0.0.1:$ftp_port
	ftp_login="--netrc-file $tmp/ftp/netrc --cacert $tmp/cert.pem"
}

dav_location() {
	cat <<CONF
		location /$1/ {
			alias $dav_home/;
			$3
			dav_methods PUT MKCOL $2;
			dav_access user:rw group:r all:r;
			auth_basic test;
			auth_basic_user_file $tmp/dav/passwords;
		}
CONF
}

nginx_servers() {
	# shellcheck disable=SC2016 # nginx's variable
	headless='if ($request_method = HEAD) { return 405; }'
	cat <<CONF
	log_format login '\$request_method \$uri \$status \$http_authorization';
	access_log $tmp/dav/log login;
	client_max_body_size 0;
	types { image/jpeg jpg; text/html html; }
	ssl_certificate $tmp/nginx/cert.pem;
	ssl_certificate_key $tmp/nginx/key.pem;
	server {
		listen 127.0.0.1:$https_port ssl http2;
		root $dav_home;
$(dav_location dav 'DELETE COPY MOVE' '')
$(dav_location plain DELETE '')
$(dav_location putonly '' '')
$(dav_location unheaded 'DELETE MOVE' "$headless")
		location /html/ {
			default_type text/html;
			return 200 '<html>no picture here</html>';
		}
		location /gone/ { return 410; }
		location /busy/ { return 503; }
		location /headless/ {
			alias $dav_home/;
			if (\$request_method = HEAD) { return 405; }
		}
	}
CONF
}

dav_start() {
	command -v openssl >/dev/null || return 1
	dav_home=$tmp/dav/home
	mkdir -p "$dav_home"
	printf 'somebody:%s\n' "$(openssl passwd -apr1 'pass word')" \
		>"$tmp/dav/passwords"
	echo 'machine 127.0.0.1 login somebody password "pass word"' \
		>"$tmp/dav/netrc"
	nginx_start || return 1
	put_pids="$put_pids $nginx_pid"
	dav_public=$https_url
	dav_url=$dav_public/dav
	dav_plain=$dav_public/plain
	dav_login="--netrc-file $tmp/dav/netrc --cacert $nginx_ca"
}

# serve s3|ia: s3server.pl or iaserver.pl, with a folder and a log of that name,
# at $served_url.
serve() {
	mkdir -p "$tmp/$1"
	: >"$tmp/$1.log"
	perl "$here/$1server.pl" "$tmp/$1" "$tmp/$1.log" >"$tmp/$1.port" &
	put_pids="$put_pids $!"
	wait_for test -s "$tmp/$1.port" || return 1
	served_url=http://127.0.0.1:$(cat "$tmp/$1.port")
}

s3_start() {
	s3_home=$tmp/s3
	s3_log=$tmp/s3.log
	serve s3 || return 1
	s3_endpoint=$served_url
	export AWS_ACCESS_KEY_ID=TESTKEY AWS_SECRET_ACCESS_KEY=TESTSECRET
	export AWS_ENDPOINT_URL="$s3_endpoint"
	unset AWS_SESSION_TOKEN AWS_REGION AWS_DEFAULT_REGION
	unset AWS_ENDPOINT_URL_S3
}

# s3rver_start: the one from npm, with a bucket `pics` in $s3rver_home.
s3rver_start() {
	s3rver=${BUILD%/asan}/npm/node_modules/.bin/s3rver
	[ -x "$s3rver" ] && command -v node >/dev/null || return 1
	s3rver_home=$tmp/s3rver
	s3rver_port=$(free_port)
	start "$s3rver_port" node "$s3rver" -d "$s3rver_home" -a 127.0.0.1 \
		-p "$s3rver_port" --configure-bucket pics || return 1
	export AWS_ACCESS_KEY_ID=S3RVER AWS_SECRET_ACCESS_KEY=S3RVER
	export AWS_ENDPOINT_URL="http://127.0.0.1:$s3rver_port"
}

ia_start() {
	ia_home=$tmp/ia
	ia_log=$tmp/ia.log
	serve ia || return 1
	ia_url=$served_url
}

# distinct FILE NAME: the different values of a column, sorted.
distinct() { column "$1" "$2" | sort -u | tr '\n' ' '; }

# pictures N: photos/UCR….jpg, and derived.tsv, their store being store/.
pictures() {
	mkdir photos
	picture_n=0
	while [ $picture_n -lt "$1" ]; do
		picture_n=$((picture_n + 1))
		"$BUILD/draw" seed=$picture_n number=UCR$picture_n width=800 \
			height=600 \
			>"photos/UCR000$((1000 * (picture_n % 3) + picture_n)).jpg"
	done
	img-scan photos | img-check | img-derive -q -s store >derived.tsv
}

# partials FOLDER...: names of what is not complete.
partials() {
	find "$@" -name '.*.partial' -o -name '*.partial' | tr '\n' ' '
}

# as_put FOLDER: it has the store's pictures, and nothing else.
as_put() {
	(cd store && find . -name '*.jpg' -exec md5sum {} + | sort -k 2) \
		>"$tmp/stored"
	(cd "$1" && find . -type f -exec md5sum {} + | sort -k 2) >"$tmp/put"
	cmp -s "$tmp/stored" "$tmp/put"
}

# Kills come after a number of files, which are counted, and not after a time.
# killed SIGNAL HOME COMMAND...: ends it when there are more than $after files.
killed() {
	kill_signal=$1 kill_home=$2
	shift 2
	# A shell's background jobs ignore SIGINT.
	perl -e '$SIG{INT} = "DEFAULT"; exec @ARGV' "$@" \
		>killed.out 2>killed.err &
	kill_pid=$!
	while kill -0 $kill_pid 2>/dev/null &&
		[ "$(find "$kill_home" -type f 2>/dev/null | wc -l)" -lt "$after" ]; do
		:
	done
	kill "-$kill_signal" $kill_pid 2>/dev/null
	wait $kill_pid 2>/dev/null
}

# interrupted NAME HOME TARGET OPTION...: an interrupted img-put leaves whole rows
# of what is done, and the next one ends it.
interrupted() {
	name=$1 home=$2 target=$3
	shift 3
	for signal in INT TERM; do
		rm -rf "$home"
		after=4
		killed $signal "$home" img-put "$@" -j1 --limit-rate 100kB \
			-t "$target" derived.tsv
		is "$(tail -c 1 killed.out | wc -l)" 0 \
			"$name: SIG$signal: the last LF is missing"
		like "$(cat killed.err)" 'interrupted' \
			"$name: SIG$signal: is said"
		is "$(awk -F '\t' '{ print NF }' killed.out | sort -u | wc -l)" \
			1 "$name: SIG$signal: rows are whole"
	done
	status 0 "$name: and then to the end" img-put "$@" -t "$target" \
		derived.tsv
	as_put "$home"
	ok $? "$name: complete and right"
}

# small_disk: may the test make one?
small_disk() { on_small_disk true 2>/dev/null; }

# on_small_disk COMMAND...: small/ is then a disk of 100 kB that only it sees;
# prints the pictures there that are not whole.
on_small_disk() {
	mkdir -p small
	# shellcheck disable=SC2016 # the inner shell expands them
	unshare -rm sh -c 'mount -t tmpfs -o size=100k none small || exit
		"$@"
		rc=$?
		find small -name "*.jpg" -size -1k -o -name ".*.partial"
		exit $rc' - "$@"
}

# rounds NAME HOME TARGET OPTION...: what all targets have to do alike.
rounds() {
	name=$1 home=$2 target=$3
	shift 3
	status 0 "$name: a dry run" img-put -v "$@" -t "$target" --dry-run \
		derived.tsv
	is "$(distinct out action)$(find "$home" -type f 2>/dev/null | wc -l)" \
		'put 0' "$name: says what it would do, and does nothing"
	status 0 "$name: files are put" img-put -v "$@" -t "$target" derived.tsv
	like "$(tail -n 1 err)" '12 files put, 0 replaced, 0 skipped, 0 refused' \
		"$name: all of them"
	cp out first
	as_put "$home"
	ok $? "$name: whole, and nothing else is there"
	find "$home" -type f -exec stat -c '%n %i %Z' {} + | sort >before
	status 0 "$name: once more" img-put -v "$@" -t "$target" derived.tsv
	like "$(tail -n 1 err)" '0 files put, 0 replaced, 12 skipped' \
		"$name: nothing is sent again"
	find "$home" -type f -exec stat -c '%n %i %Z' {} + | sort >after
	same after before "$name: and no file was touched"
	same out first "$name: and the output is the same"
	status 0 "$name: once more, comparing all" img-put -v --verify full \
		"$@" -t "$target" derived.tsv
	like "$(tail -n 1 err)" '0 files put, 0 replaced, 12 skipped' \
		"$name: nothing is sent then"
}
