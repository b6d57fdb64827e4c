#!/bin/sh
# img-put says what it refuses and what to do, and two runs at once into one
# folder, or one with too few descriptors, mark no file as bad.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

cd "$tmp" || exit
mkdir photos
for i in 1 2 3 4 5 6 7 8; do
	"$BUILD/draw" number=UCR000000$i >photos/$i.jpg
done
{
	printf 'path\tmediaMD5\n'
	(cd photos && md5sum -- *.jpg) |
		awk '{ printf "photos/%s\t%s\n", $2, $1 }'
} >rows.tsv
cut -f 1 rows.tsv >bare.tsv

# What is refused.

status 1 "rows without a hash" img-put --root photos -t web bare.tsv
img-put --root photos -t web bare.tsv >out 2>err
like "$(cat err)" 'put-no-hash for 8 of 8 files: .*run img-check' \
	"how many, why, what to do"
is "$(grep -c put-no-hash err)" 1 "once"
img-put -q --root photos -t web bare.tsv >out 2>err
is "$(cat err)" '' "-q: not a word"

# Files without URLs.

said='no URLs were written: give the URL of the target with -u/--url'
status 0 "without -u" img-put --root photos -t served rows.tsv
is "$(grep -c "$said" err)" 1 "that no URLs were written is said once"
status 0 "once more" img-put --root photos -t served rows.tsv
is "$(grep -c "$said" err)" 1 "also where the files were there already"
img-put -q --root photos -t served rows.tsv >out 2>err
is "$(cat err)" '' "not with -q"
img-put --dry-run --root photos -t served rows.tsv >out 2>err
is "$(grep -c "$said" err)" 0 "not with --dry-run, which writes none anyway"
img-put --root photos -t other bare.tsv >out 2>err
is "$(grep -c "$said" err)" 0 "not where no file was put"

# A target as scp names it.

for target in joe@web.example.org:/var/www/img web.example.org:img; do
	status 2 "$target" img-put --root photos -t $target rows.tsv
	img-put --root photos -t $target rows.tsv >out 2>err
	like "$(cat err)" "sftp://${target%%:*}/" "the form of it is given"
	[ ! -e "$target" ]
	ok $? "no folder of that name is made"
done
status 0 "but a folder may have a colon" \
	img-put -q --root photos -t ./a:b rows.tsv
is "$(find a:b -type f | wc -l)" 8 "its files"

# Folders above the target.

status 0 "folders above it are made" \
	img-put -q --root photos -t new/and/deep/ rows.tsv
is "$(find new/and/deep -type f | wc -l)" 8 "all of them"
: >plain
status 2 "not below a file" img-put -q --root photos -t plain/x rows.tsv

# Two runs at once.

bad=0
for _ in 1 2 3 4; do
	rm -rf both
	img-put -q --root photos -t both rows.tsv >one 2>&1 &
	img-put -q --root photos -t both rows.tsv >two 2>&1
	wait $!
	bad=$((bad + $(cat one two | grep -c put-)))
done
is $bad 0 "two runs into one folder have no problem"
is "$(find both -type f | wc -l)" 8 "and all files are there"

# Few descriptors.

if sanitized; then
	skip 2 'a sanitizer needs descriptors'
else
	worst=0
	for n in 9 10 11 12 13; do
		(
			# shellcheck disable=SC3045
			ulimit -n $n
			exec img-put -q -j 8 --root photos -t few$n rows.tsv
		) >out.$n 2>err.$n
		s=$?
		[ $s = 0 ] || [ $s = 2 ] || worst=$s
	done
	is $worst 0 "too few descriptors: status 2, or all is done"
	is "$(cat out.* | grep -c put-unreadable)" 0 "and no file is bad"
fi
# The folder of the photographs, by any of its names.
mkdir -p mine/box && "$BUILD/draw" number=UCR0000001 >mine/box/UCR0000001.jpg
img-scan mine | img-check | img-derive -q -s made -o derived.tsv
ln -s mine linked
find mine | sort >there
for target in mine mine/box ./mine/../mine linked; do
	status 2 "-t $target" img-put -t "$target" derived.tsv
	like "$(cat err)" "mine/box/UCR0000001.jpg: this picture is in the target" \
		'is refused'
done
is "$(find mine | sort)" "$(cat there)" 'and nothing is put there'
status 0 'what is there already' img-put -q -t made derived.tsv
done_testing
