#!/bin/sh
# img-put to real servers: sent, told apart from what is there, verified, and
# under its own name only when it is complete.
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/put.sh
. "$here/put.sh"

pictures 4

# differs NAME HOME TARGET OPTION...: another file is in the way.
differs() {
	name=$1 home=$2 target=$3
	shift 3
	one=$(find "$home" -name '*_web.jpg' | sort | head -n 1)
	two=$(find "$home" -name '*_lg.jpg' | sort | tail -n 1)
	three=$(find "$home" -name '*_tn.jpg' | sort | head -n 1)
	# As long as it was, shorter, and longer.
	perl -e 'local $/; open my $f, "+<:raw", $ARGV[0] or die; my $b = <$f>;
		seek $f, 0, 0; print $f scalar reverse $b' "$one"
	echo short >"$two"
	echo more >>"$three"
	touch -d '2001-01-01 00:00:00Z' "$one" "$two" "$three"
	md5sum "$one" "$two" "$three" >before
	status 1 "$name: other files are not written over" \
		img-put -v "$@" -t "$target" derived.tsv
	like "$(tail -n 1 err)" '0 files put, 0 replaced, 9 skipped, 3 refused' \
		"$name: just these are refused"
	is "$(distinct out problems)" ' put-exists ' "$name: and marked"
	is "$(distinct out verdict)" 'bad ok ' "$name: their rows are bad"
	md5sum "$one" "$two" "$three" >after
	same after before "$name: they are as they were"
	status 0 "$name: unless --replace" img-put -v --replace "$@" \
		-t "$target" --dry-run derived.tsv
	like "$(distinct out action)" 'replace' "$name: which a dry run says"
	status 0 "$name: with --replace" img-put -v --replace --verify full \
		"$@" -t "$target" derived.tsv
	like "$(tail -n 1 err)" '0 files put, 3 replaced, 9 skipped' \
		"$name: these are replaced"
	as_put "$home"
	ok $? "$name: and all is right"
}

# unlinked NAME HOME TARGET OPTION...: links where files go at first lead
# nowhere.
unlinked() {
	name=$1 home=$2 target=$3
	shift 3
	echo precious >victim
	find "$home" -type f -name '*.jpg' | sort >files
	while read -r file; do
		rm "$file"
		ln -s "$tmp/victim" "${file%/*}/.${file##*/}.partial"
	done <files
	status 0 "$name: links in the way of files" img-put "$@" -t "$target" \
		derived.tsv
	is "$(cat victim)" precious "$name: are not followed"
	as_put "$home"
	ok $? "$name: and all is right"
}

# The servers' names are in no message, but nor is what lets us in.
secretless() {
	! grep -qE 'TESTSECRET|pass word|cGFzcyB3b3Jk' "$@"
	ok $? "no secret is in messages or in the stream"
}

# shellcheck disable=SC2086 # options are words
if ssh_start; then
	# shellcheck disable=SC1003 # a backslash is meant
	home="$ssh_home/a b/"'"c\'
	target=$ssh_url/a%20b/%22c%5C
	rounds sftp "$home" "$target" $ssh_login
	find "$home" -type f -exec touch -a -d '2001-01-01 00:00:00Z' {} +
	img-put $ssh_login -t "$target" derived.tsv >/dev/null
	is "$(find "$home" -type f -exec stat -c %X {} + | sort -u)" 978307200 \
		"sftp: nothing is fetched of what is there"
	differs sftp "$home" "$target" $ssh_login
	unlinked sftp "$home" "$target" $ssh_login
	is "$(stat -c %Y "$home"/*/*_lg.jpg | sort)" \
		"$(stat -c %Y store/*/*_lg.jpg | sort)" \
		"sftp: the times are those of the files"
	status 2 "sftp: a server with another key" img-put \
		--identity "$tmp/ssh/id" --known-hosts "$tmp/ssh/wrong" \
		-t "$ssh_url" derived.tsv
	like "$(cat err)" 'key of the server is not in known_hosts' "sftp: is said"
	status 2 "sftp: a server that is not known" img-put \
		--identity "$tmp/ssh/id" --known-hosts /dev/null \
		-t "$ssh_url" derived.tsv
	status 2 "sftp: a login that is refused" env -u SSH_AUTH_SOCK img-put \
		--identity "$tmp/ssh/other" --known-hosts "$tmp/ssh/known" \
		-t "$ssh_url" derived.tsv
	like "$(cat err)" 'the server refuses the login, or none is known' \
		"sftp: is said"
	is "$(find "$ssh_home" -newer err -type f)" '' "sftp: nothing was put"
	mkdir "$tmp/home" && cp -r "$tmp/ssh" "$tmp/home/.ssh" &&
		cp "$tmp/ssh/known" "$tmp/home/.ssh/known_hosts" &&
		cp "$tmp/ssh/id" "$tmp/home/.ssh/id_ed25519"
	status 0 "sftp: with the usual key and hosts" env HOME="$tmp/home" \
		img-put -t "$target" derived.tsv
	if [ "$(id -u)" -ne 0 ]; then
		mkdir "$ssh_home/locked" && chmod 500 "$ssh_home/locked"
		status 1 "sftp: a folder that may not be written" img-put \
			$ssh_login -t "$ssh_url/locked" derived.tsv
		is "$(distinct out problems)" 'put-refused ' "sftp: is marked"
	else
		skip 'root may write everywhere' "sftp: a locked folder"
	fi
else
	skip 'no sshd that lets us in' 'sftp'
fi

# shellcheck disable=SC2086 # options are words
if ftp_start; then
	rounds ftp "$ftp_home/pub/x" "$ftp_url/pub/x" $ftp_login
	differs ftp "$ftp_home/pub/x" "$ftp_url/pub/x" $ftp_login
	unlinked ftp "$ftp_home/pub/x" "$ftp_url/pub/x" $ftp_login
	is "$(stat -c %Y "$ftp_home"/pub/x/*/*_lg.jpg | sort)" \
		"$(stat -c %Y store/*/*_lg.jpg | sort)" \
		"ftp: the times are those of the files"
	status 2 "ftp: no TLS with who is not trusted" img-put \
		--netrc-file "$tmp/ftp/netrc" -t "$ftp_url/y" derived.tsv
	echo 'machine 127.0.0.1 login nobody password wrong' >wrong
	status 2 "ftp: a login that is refused" img-put --cacert cert.pem \
		--netrc-file wrong -t "$ftp_url/y" derived.tsv
	like "$(cat err)" 'the server refuses the login, or none is known' "ftp: is said"
	kill "$ftp_pid"
	if ftp_start NO; then
		rounds 'ftp without times' "$ftp_home/z" "$ftp_url/z" \
			$ftp_login
		kill "$ftp_pid"
	fi
	if ftp_start YES NO; then
		status 2 "ftp: a server without TLS, with --require-tls" \
			img-put $ftp_login --require-tls -t "$ftp_url/w" derived.tsv
		[ ! -e "$ftp_home/w" ]
		ok $? "ftp: nothing was put"
		status 0 "ftp: which it takes without" \
			img-put $ftp_login -t "$ftp_url/w" derived.tsv
	fi
else
	skip 'no vsftpd or openssl' 'ftp'
fi

# shellcheck disable=SC2086 # options are words
if dav_start; then
	rounds webdav "$dav_home/a/b" "$dav_url/a/b" $dav_login
	like "$(cat "$tmp/dav/log")" '^MOVE /dav/a/b/UCR' \
		"webdav: what is sent is moved to its name"
	differs webdav "$dav_home/a/b" "$dav_url/a/b" $dav_login
	is "$(stat -c %Y "$dav_home"/a/b/*/*_lg.jpg | sort)" \
		"$(stat -c %Y store/*/*_lg.jpg | sort)" \
		"webdav: the times are those of the files"
	rounds 'webdav without MOVE' "$dav_home/plain" "$dav_plain/plain" \
		$dav_login
	find "$dav_home/plain" -type f -exec touch {} +
	status 0 "webdav: other times" img-put -v $dav_login \
		-t "$dav_plain/plain" derived.tsv
	like "$(tail -n 1 err)" '0 files put, 0 replaced, 12 skipped' \
		"webdav: do not make another file of the same bytes"
	rounds 'webdav without HEAD' "$dav_home/unheaded" \
		"$dav_public/unheaded/unheaded" $dav_login
	status 0 "webdav: neither MOVE nor DELETE" img-put -v $dav_login \
		-t "$dav_public/putonly/putonly" derived.tsv
	like "$(tail -n 1 err)" '12 files put' "webdav: all files are put"
	status 2 "webdav: no login" img-put --cacert "$nginx_ca" \
		-t "$dav_url/c" derived.tsv
	like "$(cat err)" 'the server refuses the login, or none is known' \
		"webdav: is said"
	status 2 "webdav: not with who is not trusted" img-put \
		--netrc-file "$tmp/dav/netrc" -t "$dav_url/c" derived.tsv

	# The public side.
	status 0 "public URLs" img-put $dav_login -t "$dav_url/a/b" \
		-u "$dav_public/a/b/" derived.tsv
	is "$(cell out 1 originalUrl)" \
		"$dav_public/a/b/$(cell derived.tsv 1 largeFile)" \
		"the large picture is at originalUrl"
	is "$(cell out 1 url) $(cell out 1 thumbnailUrl)" \
		"$dav_public/a/b/$(cell derived.tsv 1 webFile) $dav_public/a/b/$(cell derived.tsv 1 thumbnailFile)" \
		"web picture and thumbnail at url and thumbnailUrl"
	cp out public
	is "$(grep -c '^HEAD /a/b/' "$tmp/dav/log")" 12 \
		"each URL was asked for once"
	! grep '^[A-Z]* /a/b/' "$tmp/dav/log" | grep -q Basic
	ok $? "and without the login"
	status 0 "URLs from the root" img-put $dav_login -t "$dav_url/a/b" \
		-u "$dav_public/a/b" --root-relative derived.tsv
	is "$(cell out 1 originalUrl)" "/a/b/$(cell derived.tsv 1 largeFile)" \
		"have no server"
	status 0 "URLs whose server knows no HEAD" img-put $dav_login \
		-t "$dav_url/a/b" -u "$dav_public/headless/a/b" derived.tsv
	status 0 "URLs fetched and compared" img-put $dav_login --verify full \
		-t "$dav_url/a/b" -u "$dav_public/a/b" derived.tsv
	same out public "give the same"
	for way in nowhere html gone; do
		status 1 "$way: what is not served" img-put $dav_login \
			-t "$dav_url/a/b" -u "$dav_public/$way" derived.tsv
		is "$(distinct out problems)$(distinct out originalUrl)" \
			'put-not-served  ' "$way: is marked, and has no URL"
	done
	status 1 "a public server that is busy" img-put $dav_login --retry 0 \
		-t "$dav_url/a/b" -u "$dav_public/busy" derived.tsv
	is "$(distinct out problems)$(distinct out verdict)" \
		'put-url-silent retry ' "is worth a retry"
	status 0 "--no-verify" img-put $dav_login --no-verify \
		-t "$dav_url/a/b" -u "$dav_public/nowhere" derived.tsv
	like "$(cell out 2 originalUrl)" '/nowhere/UCR' "writes it all the same"
else
	skip 'no nginx or openssl' 'webdav'
fi

if s3_start; then
	# Objects have no folders.
	as_put() {
		(cd store && find . -name '*.jpg' -exec md5sum {} + |
			sed 's|\./||; s|/|%2F|g' | sort -k 2) >"$tmp/stored"
		(cd "$1" && find . -name '*.jpg' -exec md5sum {} + |
			sed 's|\./||; s|a%2Fb%2F||' | sort -k 2) >"$tmp/put"
		cmp -s "$tmp/stored" "$tmp/put"
	}
	rounds s3 "$s3_home" s3://pics/a/b
	is "$(grep -c PUT "$s3_log")" 12 "s3: each was put once"
	is "$(grep -c '^GET' "$s3_log")" 12 \
		"s3: fetched only where all were to be compared"
	rm -f "$s3_home"/*.headers
	differs s3 "$s3_home" s3://pics/a/b
	status 0 "s3: in another region, to be kept for a day" \
		env AWS_SESSION_TOKEN=token \
		img-put --region eu-central-1 --cache-control max-age=86400 \
		-t s3://pics/c derived.tsv
	cat "$s3_home"/c*.headers >headers
	like "$(cat headers)" '^content-type: image/jpeg' "s3: typed"
	like "$(cat headers)" '^cache-control: max-age=86400' "s3: kept"
	like "$(cat headers)" '^x-amz-security-token: token' "s3: with the token"
	status 2 "s3: another secret" env AWS_SECRET_ACCESS_KEY=other \
		img-put -t s3://pics/d derived.tsv
	like "$(cat err)" 'status 403, SignatureDoesNotMatch: Check your key$' \
		"s3: is said as the server says it"
	status 2 "s3: the wrong region" img-put --region mars-1 \
		-t s3://pics/d derived.tsv
	like "$(cat err)" 'Malformed: expecting eu-central-1$' "s3: is said"
	status 2 "s3: a page in place of an error document" img-put \
		--region venus-1 -t s3://pics/d derived.tsv
	like "$(cat err)" 'the server refuses the login, or none is known$' "s3: is said"
	status 2 "s3: no such bucket" img-put -t s3://pigs/d derived.tsv
	like "$(cat err)" 'NoSuchBucket: The specified bucket' "s3: is said"
	status 2 "s3: a server that fails for ten files in a row" img-put -v \
		--retry 0 -t s3://pics/down derived.tsv
	like "$(cat err)" "s3://pics/down: .*InternalError: We enc" "s3: is said"
	status 2 "s3: no secret" env -u AWS_SECRET_ACCESS_KEY HOME="$tmp" \
		img-put -t s3://pics/d derived.tsv
	status 0 "s3: ETags that are no MD5s" img-put -v -t s3://pics/kms \
		derived.tsv
	like "$(tail -n 1 err)" '12 files put, 0 replaced' "s3: do not matter"
	status 0 "s3: nor later" img-put -v -t s3://pics/kms derived.tsv
	like "$(tail -n 1 err)" '0 files put, 0 replaced, 12 skipped' \
		"s3: the bytes are compared"
	echo other >"$(find "$s3_home" -name 'kms*_web.jpg' | sort | head -n 1)"
	status 1 "s3: and another file is another one" img-put \
		-t s3://pics/kms derived.tsv
	is "$(distinct out problems)" ' put-exists ' "s3: for its bytes"
	status 0 "s3: what does not arrive whole" img-put -v \
		-t s3://pics/lossy derived.tsv
	like "$(tail -n 1 err)" '12 files put, 0 replaced, 0 skipped' \
		"s3: is sent once more, without --replace"
	rm "$s3_home"/lossy*
	status 1 "s3: if it may be tried again" img-put --retry 0 \
		-t s3://pics/lossy derived.tsv
	is "$(distinct out problems)$(distinct out verdict)" \
		'put-not-whole retry ' "s3: else it is marked"
	status 0 "s3: a login that may not read" img-put -t s3://pics/blind \
		derived.tsv
	one=$(find "$s3_home" -name 'blind*_web.jpg' | sort | head -n 1)
	echo other >"$one"
	status 1 "s3: once more" img-put -t s3://pics/blind derived.tsv
	is "$(distinct out problems)" 'put-exists ' \
		"s3: what may stand there is not written over"
	is "$(cat "$one")" other \
		"s3: but stays"
	status 0 "s3: unless --replace" img-put --replace \
		-t s3://pics/blind derived.tsv
	# Names that are encoded.
	mkdir odd && cp photos/*1.jpg "odd/a b+c&d=é~'(1)#.jpg"
	img-scan odd | img-check -q >odd.tsv
	status 0 "s3: odd names" img-put --root odd -t s3://pics/e \
		-u "$s3_endpoint/pics/e" odd.tsv
	like "$(cell out 1 originalUrl)" \
		"/e/a%20b%2Bc%26d%3D%C3%A9~%27%281%29%23.jpg\$" "s3: are encoded"
fi
# A server that others have made.
if s3rver_start; then
	as_put() {
		(cd store && find . -name '*.jpg' -exec md5sum {} + |
			sort -k 2) >"$tmp/stored"
		(cd "$1" && find . -name '*._S3rver_object' -exec md5sum {} + |
			sed 's/\._S3rver_object$//' | sort -k 2) >"$tmp/put"
		cmp -s "$tmp/stored" "$tmp/put"
	}
	rounds s3rver "$s3rver_home/pics/a/b" s3://pics/a/b
else
	skip 'no s3rver: scripts/deps test brings it' s3rver
fi
secretless "$tmp"/err "$tmp"/out "$tmp"/first "$tmp"/public
done_testing
