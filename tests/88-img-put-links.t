#!/bin/sh
# The public links that rclone's remotes make become the URLs of pictures: asked
# for, mended where they lead to a page, refused where they expire; a remote
# that has none, or for some files only; interrupted and killed meanwhile.
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/put.sh
. "$here/put.sh"

if ! command -v rclone >/dev/null || ! ia_start; then
	skip 'no rclone' 'public links'
	done_testing
	exit
fi
pictures 4
RCLONE_CONFIG=$tmp/rclone.conf
export RCLONE_CONFIG
# A folder before the paths is as sites have their pages.
for remote in ia= box=http://app.box.com/s dropbox=http://www.dropbox.com/s; do
	front=${remote#*=}
	cat <<CONF
[${remote%%=*}]
type = internetarchive
access_key_id = key
secret_access_key = secret
endpoint = $ia_url
front_endpoint = ${front:-$ia_url}
CONF
done >"$RCLONE_CONFIG"

# Each link that is asked for is noted; `links` says what comes of it.
mkdir shim
cat >shim/rclone <<SH
#!/bin/sh
if [ "\$1" = link ]; then
	for file; do :; done
	echo "\$file" >>"$tmp/asked"
	[ ! -f "$tmp/links" ] || . "$tmp/links"
fi
exec "$(command -v rclone)" "\$@"
SH
chmod +x shim/rclone
PATH=$tmp/shim:$PATH
asked() { sort -u asked | wc -l | tr -d ' '; }
# fresh: nothing was put, and no link was asked for.
fresh() {
	rm -rf "$ia_home/item" links
	: >asked
	: >"$ia_log"
}

fresh
status 0 'files with public links' img-put -v -t rclone:ia:item derived.tsv
like "$(tail -n 1 err)" '12 files put' 'are put'
is "$(cell out 1 originalUrl)" \
	"$ia_url/download/item/$(cell derived.tsv 1 largeFile)" \
	'the link is the URL of the large picture'
is "$(cell out 4 thumbnailUrl)" \
	"$ia_url/download/item/$(cell derived.tsv 4 thumbnailFile)" \
	'and of the thumbnail'
is "$(asked) $(grep -c '^HEAD .* 200' "$ia_log")" '12 12' \
	'each is asked for, and then requested'
cp out first
status 0 'once more' img-put -v -t rclone:ia:item derived.tsv
like "$(tail -n 1 err)" '0 files put, 0 replaced, 12 skipped' \
	'nothing is sent again'
same out first 'and the URLs are the same'
: >"$ia_log"
status 0 '--no-verify' img-put --no-verify -t rclone:ia:item derived.tsv
same out first 'has the same URLs'
is "$(grep -c '^HEAD' "$ia_log")" 0 'and requests none'
: >asked
status 0 '--dry-run' img-put --dry-run -t rclone:ia:item derived.tsv
status 0 'with -u' img-put -u "$ia_url/download/item" -t rclone:ia:item \
	derived.tsv
same out first 'has the same URLs'
is "$(asked)" 0 'neither makes anything public'

mkdir odd
# shellcheck disable=SC2016 # nothing is to be expanded
for name in 'a b' "it's \"so\"" 'c%41d' '#e;f&g' '$(touch x)' 'é ü*?[h]'; do
	cp "$(find photos -name '*1.jpg')" "odd/$name.jpg"
done
img-scan odd | img-check -q >odd.tsv
status 0 'odd names' img-put --root odd -t 'rclone:ia:item/o d' odd.tsv
is "$(column out originalUrl | grep -c "^$ia_url/download/item/o%20d/[!-~]*$")" \
	6 'have URLs that are served'

# Pages of sites, through a proxy.
fresh
status 0 'a link that leads to a page' env http_proxy="$ia_url" img-put \
	-t rclone:dropbox:item derived.tsv
is "$(cell out 2 url)" \
	"http://www.dropbox.com/s/download/item/$(cell derived.tsv 2 webFile)?raw=1" \
	'becomes that of the picture where the site says how'
fresh
status 0 'a page that gives no picture' env http_proxy="$ia_url" img-put \
	-t rclone:box:item derived.tsv
like "$(cat err)" 'no URLs were written: .* is a page of a site' 'is said'
is "$(asked)$(column out originalUrl | tr -d '\n')" 1 \
	'no other file is made public, and there are no URLs'
fresh
status 0 'a remote without links' img-put -t "rclone::local:$tmp/disk" \
	derived.tsv
like "$(cat err)" 'the remote makes no public links: give .* -u/--url' 'is said'
is "$(asked)" 1 'after one file'
if s3rver_start; then
	cat >>"$RCLONE_CONFIG" <<CONF
[bucket]
type = s3
provider = Other
access_key_id = S3RVER
secret_access_key = S3RVER
endpoint = http://127.0.0.1:$s3rver_port
force_path_style = true
no_check_bucket = true
CONF
	fresh
	status 0 'links of S3' env -u AWS_CA_BUNDLE img-put \
		-t rclone:bucket:pics derived.tsv
	like "$(cat err)" 'no URLs were written: .* expires' 'expire'
	is "$(asked)" 1 'which one file tells'
	is "$(cat out err | grep -c X-Amz-Signature)" 0 \
		'and they are not shown'
else
	skip 'no s3rver' 'links of S3'
fi

one=$(cell derived.tsv 3 webFile)
fresh
# shellcheck disable=SC2016 # rclone's stand-in expands it
echo 'case $file in *'"$one"') echo "no link today" >&2; exit 1 ;; esac' >links
status 1 'one file without a link' img-put -v -t rclone:ia:item derived.tsv
is "$(column out problems | tr '\n' '|')" '||put-no-link||' 'is marked'
is "$(cell out 3 verdict) $(cell out 3 url)$(cell out 2 url)" \
	"retry $ia_url/download/item/$(cell derived.tsv 2 webFile)" \
	'the others have their URLs'
like "$(cat err)" 'no link today' 'and what rclone says is shown'
rm links
img-put -t rclone:ia:item out >again
same again first 'the next run gets it'
fresh
echo 'echo "links are not allowed" >&2; exit 1' >links
status 0 'no file gets a link' img-put --retry 0 -t rclone:ia:item derived.tsv
like "$(cat err)" 'no file gets a public link: links are not allowed$' 'is said'
is "$(asked)" 10 'after ten files'
fresh
# shellcheck disable=SC2016
echo '[ "$(grep -cxF "$file" '"$tmp"'/asked)" -gt 1 ] || exit 5' >links
status 0 'a remote that is busy at first' img-put -t rclone:ia:item derived.tsv
same out first 'is asked again'
fresh
echo "$one" >"$ia_home/hidden"
status 1 'a file that the remote does not list yet' img-put --retry 0 \
	-t rclone:ia:item derived.tsv
is "$(distinct out problems)" ' put-failed ' 'may be there later'
rm "$ia_home/hidden"

# The third link never comes: what makes it runs until it is ended.
slow() {
	fresh
	# shellcheck disable=SC2016
	echo '[ "$(wc -l <'"$tmp"'/asked)" -lt 5 ] ||
		{ echo $$ >>'"$tmp"'/slow; exec tail -f /dev/null; }' >links
	rm -f slow
	perl -e '$SIG{INT} = "DEFAULT"; exec @ARGV' img-put -j 2 \
		-t rclone:ia:item derived.tsv >killed.out 2>killed.err &
	put_pid=$!
	wait_for test -s slow
}
gone() {
	while read -r pid; do
		! kill -0 "$pid" 2>/dev/null || return 1
	done <slow
}
slow
kill -INT $put_pid
wait $put_pid
is $? 2 'interrupted while links are made'
like "$(cat killed.err)" 'interrupted; the rows that were done' 'is said'
is "$(tail -c 1 killed.out | wc -l)" 0 'the last LF is missing'
is "$(awk -F '\t' '{ print NF }' killed.out | sort -u | wc -l)" 1 \
	'the rows are whole'
is "$(sed 1d killed.out | awk 'END { print NR }')$(column killed.out problems)" \
	1 'and have all of their links'
wait_for gone
ok $? 'no rclone stays'
slow
kill -KILL $put_pid
wait $put_pid 2>/dev/null
wait_for gone
ok $? 'killed while links are made: no rclone stays'
rm links
status 0 'and then to the end' img-put -t rclone:ia:item derived.tsv
same out first 'has all URLs'
done_testing
