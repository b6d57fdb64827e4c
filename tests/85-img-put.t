#!/bin/sh
# img-put into a folder: which rows and files are sent, what is refused, and
# what the rows say then.
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/put.sh
. "$here/put.sh"

pictures 3

status 0 "derivatives into a folder" img-put -v -t web derived.tsv
as_put web
ok $? "all are there, and nothing else"
like "$(tail -n 1 err)" '9 files put, .* 0 rows left alone' "all are counted"
head -n 1 derived.tsv >header
head -n 1 out | cmp -s - header
ok $? "without -u there are no further columns"
is "$(stat -c %Y web/*/*_tn.jpg | sort)" "$(stat -c %Y store/*/*_tn.jpg | sort)" \
	"times are those of the files"
cp out first
status 0 "again" img-put -v -j1 -t web derived.tsv
like "$(tail -n 1 err)" ' 9 skipped' "nothing is written again"
same out first "the output is the same"
status 0 "from standard input, in many at once" img-put -j 8 -t web - <derived.tsv
same out first "the same too"
find web -type f -exec touch -d '2001-01-01 00:00:00Z' {} +
status 0 "with other times" img-put -v -t web derived.tsv
like "$(tail -n 1 err)" ' 9 skipped' "the same bytes are the same file"

# A file is sent once, however many rows have it.
{ cat derived.tsv && tail -n +2 derived.tsv; } >twice.tsv
status 0 "rows that share files" img-put -v -t shared twice.tsv
like "$(tail -n 1 err)" '18 files put' "each counts"
as_put shared
ok $? "and is there once"
is "$(wc -l <out)" 7 "each row stays"

# --dry-run
status 0 "a dry run" img-put -t dry --dry-run derived.tsv
is "$(distinct out action)" 'put ' "says put"
[ ! -e dry ]
ok $? "and makes nothing"
rm web/*/*2_tn.jpg
echo other >"$(ls web/*/*3_lg.jpg)"
img-put -t web --dry-run derived.tsv >out
is "$(distinct out action)" 'refuse skip skip skip skip skip put ' \
	"says it for each file where they differ"
img-put -t web --dry-run --replace derived.tsv >out
like "$(distinct out action)" 'replace skip skip' "or replace"

# Where the files are.
mkdir elsewhere && cp -r store elsewhere/moved
(cd elsewhere && img-put -t ../web2 --root moved ../derived.tsv >../out 2>../err)
ok $? "--root in place of the column store"
as_put web2
ok $? "all are there"
status 2 "a store that is not there" sh -c 'cd elsewhere && img-put -t x ../derived.tsv'
like "$(cat err)" 'store: No such file' "is named"
cut -f 1-22 derived.tsv >nostore.tsv
status 2 "neither a store nor --root" img-put -t x nostore.tsv
like "$(cat err)" "'store'.*--root" "is said"
printf 'name\nx\n' >nothing.tsv
status 2 "no column of files" img-put -t x --root . nothing.tsv

# Pictures as they are.
img-scan photos | img-check >checked.tsv
status 0 "pictures without derivatives" img-put --root photos -t asis \
	-u http://localhost/p --no-verify checked.tsv
is "$(find asis -type f | wc -l)" 3 "are put as they are"
like "$(cell out 1 originalUrl)" '^http://localhost/p/UCR0*[0-9]*\.jpg$' \
	"under their paths below the root"
status 0 "the root by another name" img-put --root "$tmp/./photos//" \
	-t asis checked.tsv
img-scan photos >unchecked.tsv
status 1 "pictures that nobody has checked" img-put --root photos -t x unchecked.tsv
is "$(distinct out problems)$(distinct out verdict)" 'put-no-hash bad ' "are refused"

# Rows that are left alone.
awk -F '\t' -v OFS='\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
	NR == 2 { $at["verdict"] = "bad"; $at["problems"] = "truncated" }
	NR == 3 { $at["verdict"] = "retry" }
	NR == 4 { $at["largeFile"] = $at["webFile"] = $at["thumbnailFile"] = "" }
	1' derived.tsv >alone.tsv
status 0 "rows that are bad, or have no file" img-put -v -t alone alone.tsv
same out alone.tsv "pass as they are"
like "$(cat err)" '0 files put.* 3 rows left alone' "and are counted"
is "$(find alone -type f)" '' "nothing is put"
awk -F '\t' -v OFS='\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
	NR == 2 { $at["verdict"] = "fix"; $at["problems"] = "not-web" } 1' \
	checked.tsv >fix.tsv
img-put -v --root photos -t fixed fix.tsv >out 2>err
is "$(find fixed -type f | wc -l)" 2 "what is not fit for the web is not sent"

# An earlier finding of its own is forgotten, others' are kept.
awk -F '\t' -v OFS='\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
	NR > 1 { $at["verdict"] = "bad"; $at["problems"] = "not-https put-exists" }
	1' derived.tsv >again.tsv
status 0 "a problem of an earlier run" img-put -t again again.tsv
is "$(distinct out problems)$(distinct out verdict)" 'not-https warn ' "goes"

# one COLUMN VALUE: the first derived row with another value.
one() {
	awk -F '\t' -v OFS='\t' -v name="$1" -v value="$2" '
		NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; print }
		NR == 2 { $at["webFile"] = $at["thumbnailFile"] = ""
			$at[name] = value; print }' derived.tsv
}

# refused PROBLEM NAME: of one.tsv, by img-put run by $as.
as=
refused() {
	rm -rf target
	# shellcheck disable=SC2086 # a command, or nothing
	status 1 "$2" $as img-put --root store -t target one.tsv
	is "$(distinct out problems)" "$1 " "$2: $1"
	is "$(find target -type f)" '' "$2: nothing is put"
}
large=$(cell derived.tsv 1 largeFile)
cp store/"$large" outside.jpg
mkdir -p store/links && ln -s "$tmp/outside.jpg" store/links/a.jpg
ln -s "$tmp" store/up
for path in ../outside.jpg "$tmp/outside.jpg" "${large%/*}/../../outside.jpg" \
	/etc/passwd links/a.jpg up/outside.jpg "${large%/*}" ./"$large"; do
	one largeFile "$path" >one.tsv
	refused put-outside "$path"
done
for name in .hidden.jpg .img-derive/x.jpg 'tab\\tin.jpg' 'line\\nin.jpg' \
	-n.jpg trailing.php. 'blank.jpg ' "$(printf '%0250d' 1).jpg" "a//b.jpg"; do
	one largeFile "$name" >one.tsv
	refused put-name "$name"
done
for name in a.php.jpg a.PHTML.b.jpg; do
	cp store/"$large" store/"$name"
	one largeFile "$name" >one.tsv
	refused put-name "$name, which some web servers would run"
done
cp store/"$large" store/shell.php
one largeFile shell.php >one.tsv
refused put-name 'a picture that a web server would run'
one largeFile nowhere.jpg >one.tsv
refused put-unreadable 'a file that is not there'
one largeMD5 '' >one.tsv
refused put-no-hash 'a file without an MD5'
one largeMD5 xyz >one.tsv
refused put-no-hash 'a file with half an MD5'
one largeMD5 00000000000000000000000000000000 >one.tsv
refused put-changed 'a file with another MD5'
is "$(distinct out verdict)" 'retry ' "may be the right one later"
# with_md5 FILE: a row of that file, with its own MD5.
with_md5() {
	one largeFile "$1" | sed "s/$(cell derived.tsv 1 largeMD5)/$(
		md5sum <"store/$1" | cut -c 1-32)/g" >one.tsv
}
echo 'no picture' >store/text.jpg
with_md5 text.jpg
refused put-no-picture 'a text that is called a picture'
echo '<svg xmlns="http://www.w3.org/2000/svg"/>' >store/a.svg
with_md5 a.svg
refused put-no-picture 'an SVG, which may have programs in it'
: >store/empty.jpg
with_md5 empty.jpg
refused put-no-picture 'an empty file'
mkfifo store/pipe.jpg
one largeFile pipe.jpg >one.tsv
refused put-outside 'a pipe'
if modes_count true; then
	cp store/"$large" store/secret.jpg && chmod 0 store/secret.jpg
	one largeFile secret.jpg >one.tsv
	as=modes_count
	refused put-unreadable 'a file that may not be read'
	as=
else
	skip 'root keeps its rights' 'a file that may not be read'
fi
one largeFile "$large" | awk -F '\t' -v OFS='\t' '{ print; if (NR > 1) {
	for (i = 1; i <= NF; i++) if ($i == "store") $i = "photos"; print } }' >one.tsv
img-put -t target one.tsv >out 2>err
is "$(tail -n 1 out | tr '\t' '\n' | grep '^put-')" put-outside \
	"rows of another store are refused"

one store '' >one.tsv
status 2 "a row without a store" img-put -t x one.tsv
like "$(cat err)" "without a store: --root" "is said"

# Rows that do not agree about a file's MD5 take their turn.
{
	head -n 1 checked.tsv
	tail -n +2 checked.tsv | sed "s/[0-9a-f]\{32\}/$(printf '%032d' 0)/"
	tail -n +2 checked.tsv
} >disagree.tsv
for jobs in 1 8; do
	status 1 "-j $jobs: rows with other MD5s" img-put -j "$jobs" \
		--root photos -t "turn$jobs" disagree.tsv
	is "$(awk -F '\t' '{ print $NF }' out | tr '\n' ' ')" \
		'problems put-changed put-changed put-changed    ' \
		"-j $jobs: do not hinder the right ones"
done

# The target.
mkdir -p made && ln -s "$tmp/outside.jpg" made/l
mkdir made/UCR && mkdir links_target && ln -s "$tmp/links_target" \
	"made/${large%/*}"
status 1 "a folder of the target that is a link" img-put -t made derived.tsv
is "$(find links_target -type f)" '' "is not followed"
echo precious >precious
mkdir -p linked/"${large%/*}" && ln -s "$tmp/precious" linked/"$large"
status 1 "a file of the target that is a link" img-put -t linked derived.tsv
like "$(cat out)" 'put-exists' "counts as another file"
img-put -t linked --replace derived.tsv >out 2>err
is "$(cat precious)" precious "and where it leads stays as it is"
[ ! -L linked/"$large" ]
ok $? "the link itself is replaced"
mkdir -p folder/"$large"
status 1 "a folder where the file should be" img-put -t folder --replace derived.tsv
if modes_count true; then
	mkdir locked && chmod 500 locked
	status 1 "a target that may not be written" \
		modes_count img-put -t locked derived.tsv
	is "$(distinct out problems)" 'put-refused ' "is marked"
else
	skip 'root keeps its rights' "a target that may not be written"
fi
: >file
status 2 "a target that is a file" img-put -t file derived.tsv
status 0 "folders above a target are made" img-put -t no/where derived.tsv

# URLs.
status 1 "URLs that are too long" img-put --no-verify -t long \
	-u "http://localhost/$(printf '%0250d' 1)" derived.tsv
is "$(distinct out problems)" 'put-url-too-long ' "are marked"
is "$(find long -type f)" '' "before anything is put"
status 0 "but not without their server" img-put --no-verify --root-relative \
	-t long -u "http://$(printf '%060d' 1).$(printf '%060d' 1).$(printf \
	'%060d' 1).$(printf '%060d' 1).org/p" derived.tsv

# What is no option.
misuse() {
	misuse_like=$1
	shift
	status 2 "misuse: $*" img-put "$@" derived.tsv
	like "$(cat err)" "$misuse_like" "misuse: $* is explained"
	is "$(cat out)" '' "misuse: $*: no output"
}
misuse 'target is required' -q
misuse 'https' -t http://localhost/dav
misuse 'netrc' -t https://me:hunter2@localhost/dav
grep -q hunter2 err
is $? 1 "and the password is not repeated"
misuse 'gopher' -t gopher://localhost/
misuse '(the host is missing)' -t sftp:///tmp/x
misuse '%3F' -t 'https://localhost/a?b'
misuse 's3://BUCKET' -t s3://me@bucket/x
misuse 'invalid --region' -t s3://bucket/x --region 'a:b'
misuse '(the URL of a folder' -t x -u ftp://localhost/
misuse 'a blank' -t x -u 'http://localhost/a b'
misuse 'no login or key' -t x -u http://a:b@localhost/
for url in 'http://a:hidden@x/ y' ftp://a:hidden@x/; do
	misuse 'no login or key' -t x -u "$url"
	! grep -q hidden err
	ok $? "which is not told on"
done
export AWS_ACCESS_KEY_ID=key AWS_SECRET_ACCESS_KEY=secret
misuse 'a login in it' -t s3://b/x --endpoint http://a:hidden@x/
! grep -q hidden err
ok $? "nor is that"
unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY
misuse 'requires -u' -t x --root-relative
misuse 'size or full' -t x --verify all
one largeFile ../outside.jpg >one.tsv
status 1 "a file that is refused at once" img-put -v --root store -t target one.tsv
like "$(head -n 1 err)" '^img-put: ../outside.jpg: put-outside$' "is named with -v"
status 2 "an identity that is not there" img-put --identity nowhere \
	-t sftp://localhost/x derived.tsv
done_testing
