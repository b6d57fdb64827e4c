#!/bin/bash
# img-derive's store: names, running again, being killed, and nothing outside.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/derive.sh
. "$here/derive.sh"

mkdir -p a b
draw seed=1 width=200 height=300 a/UCR0001001.jpg
draw seed=2 width=200 height=300 b/UCR0001001.jpg
draw seed=3 width=200 height=300 b/ucr0001001.JPG
stream a/UCR0001001.jpg b/UCR0001001.jpg b/ucr0001001.JPG >in.tsv

# Names.
img-derive -s store in.tsv >first.tsv
first=$(cell first.tsv 1 largeFile) second=$(cell first.tsv 2 largeFile)
third=$(cell first.tsv 3 largeFile)
is "$first" UCR0001/UCR0001001_lg.jpg "the first has the name"
like "$second" '^UCR0001/UCR0001001_[0-9a-f]\{8\}_lg.jpg$' \
	"the second gets one of its own"
like "$third" '^ucr0001/ucr0001001_[0-9a-f]\{8\}_lg.jpg$' \
	"and one that differs in upper and lower case only, too"
same "store/$second" b/UCR0001001.jpg "each has its own picture"
stream b/UCR0001001.jpg >second.tsv
img-derive -s store second.tsv >out
is "$(cell out 1 largeFile)" "$second" "a later run without the first: the same name"
stream b/UCR0001001.jpg a/UCR0001001.jpg >swapped.tsv
img-derive -s store swapped.tsv >out
is "$(cell out 1 largeFile) $(cell out 2 largeFile)" "$second $first" \
	"in another order too"
(cd b && stream ../a/UCR0001001.jpg | img-derive -s ../store) >out
is "$(cell out 1 largeFile)" "$first" "the same file by another path"
mkdir c && mv a/UCR0001001.jpg c/
stream c/UCR0001001.jpg >moved.tsv
img-derive -s store moved.tsv >out
is "$(cell out 1 largeFile)" "$first" "a file that was moved keeps its name"
mv c/UCR0001001.jpg a/
# shellcheck disable=SC2046 # eight times the same word
stream $(for i in 1 2 3 4 5 6 7 8; do echo a/UCR0001001.jpg; done) >eight.tsv
for i in 1 2 3 4 5 6 7 8 9 10; do
	img-derive -j8 -s "eight$i" eight.tsv
done | awk -F '\t' '$1 != "path" { n[$(NF - 1) " " $NF]++ }
	END { for (key in n) print n[key], key }' >out
is "$(cat out)" "80 ok " \
	"a file in several rows has one name, whichever is made first"

# Running again.
snapshot() { find "$1" -type f -exec stat -c '%n %i %Y %Z' {} + | sort; }
snapshot store >before
img-derive -v -s store in.tsv >again.tsv 2>err
same again.tsv first.tsv "a second run says the same"
snapshot store >after
same after before "and writes nothing"
like "$(cat err)" ' 3 up to date' "-v says so"
draw seed=9 width=200 height=300 a/UCR0001001.jpg
img-derive -v -s store in.tsv >out 2>err
like "$(cat err)" ' 1 made again, 2 up to date' "a source that has changed is made again"
same "store/$first" a/UCR0001001.jpg "really"
img-derive -v -s store --quality 70 in.tsv >out 2>err
like "$(cat err)" ' 3 made again' "and all if the options have"
{
	printf 'path\tname\tmediaMD5\n'
	printf 'a/UCR0001001.jpg\tUCR0001001.jpg\t%s\n' \
		"$(md5sum <a/UCR0001001.jpg | cut -d ' ' -f 1)"
} >md5.tsv
img-derive -s hashed md5.tsv >out
touch -d '2001-01-01' a/UCR0001001.jpg
img-derive -v -s hashed md5.tsv >out 2>err
like "$(cat err)" ' 1 up to date' "with mediaMD5 the time does not matter"
draw seed=10 width=200 height=300 a/UCR0001001.jpg
img-derive -s other md5.tsv >out 2>err
is "$?$(cell out 1 verdict)$(cell out 1 problems)" 1retryderive-changed \
	"a file that is not the one that was checked"
draw seed=9 width=200 height=300 a/UCR0001001.jpg
rm "store/$first"
img-derive -s store in.tsv >out
same "store/$first" a/UCR0001001.jpg "what was lost from the store comes back"
cp -r store copy
img-derive -v -s copy in.tsv >out 2>err
like "$(cat err)" ' 3 up to date' "a copy of the store is as good"
printf x >>"store/$second"
img-derive -s store in.tsv >out
same "store/$second" b/UCR0001001.jpg "what was changed in the store is made again"

# What is not this program's.
mkdir -p theirs/UCR0001
echo precious >theirs/UCR0001/UCR0001001_tn.jpg
status 1 "a file of somebody else's in the way" img-derive -s theirs in.tsv
is "$(cell out 1 problems) $(cat theirs/UCR0001/UCR0001001_tn.jpg)" \
	'derive-exists precious' "is not written over"
[ ! -e theirs/UCR0001/UCR0001001_lg.jpg ]
ok $? "and nothing is put beside it"
status 0 "but with --replace" img-derive -s theirs --replace in.tsv
is "$(frame theirs/UCR0001/UCR0001001_tn.jpg)" 'c2 133 200' "it is"
img-derive -s other --thumbnail-suffix _small in.tsv >out
is "$(cell out 1 thumbnailFile) $(find other -name '*_tn.jpg')" \
	'UCR0001/UCR0001001_small.jpg ' "--thumbnail-suffix"
mkdir -p sources/UCR0001 && cp a/UCR0001001.jpg sources/UCR0001/
md5sum sources/UCR0001/* >sums
stream sources/UCR0001/UCR0001001.jpg >inside.tsv
img-derive -s sources --large-suffix= inside.tsv >out 2>err
is "$? $(md5sum -c --quiet sums 2>&1)$(find sources -name .img-derive)" '2 ' \
	"a source is never written over"

# Nothing outside.
mkdir -p outside trap && ln -s "$PWD/outside" trap/UCR0001
status 1 "a link in the store" img-derive -s trap in.tsv
is "$(cell out 1 problems)$(ls outside)" derive-exists "is not followed"
mkdir -p trap2/UCR0001 && ln -s "$PWD/outside/x" trap2/UCR0001/UCR0001001_lg.jpg
img-derive -s trap2 second.tsv >out 2>err
is "$(cell out 1 problems)$(ls outside)" derive-exists "nor one for a file"
mkdir trap3 && ln -s "$PWD/outside" trap3/.img-derive
status 2 "nor one for the records" img-derive -s trap3 in.tsv
is "$(ls outside)" '' "nothing is put there"
long=$(printf '%0500d' 7)
{
	printf 'path\tname\tcatalogNumber\n'
	while read -r name; do
		printf 'a/UCR0001001.jpg\t%s\t%s\n' "$name" "$name"
	done <<-EOF
	../../../escaped.jpg
	/etc/escaped.jpg
	..
	.img-derive
	.htaccess
	con.jpg
	-rf
	$long
	a/b/../c.jpg
	EOF
	printf 'a/UCR0001001.jpg\ta\001b\\nc\\t\303\251\tx\\n/../y1234\n'
} >tricks.tsv
mkdir -p deep/er
status 0 "numbers and names that try to lead out" \
	img-derive -s deep/er/store tricks.tsv
is "$(find . -name '*escaped*' | grep -cv '^./deep/er/store/')" 0 "do not"
find deep/er/store -mindepth 1 -path deep/er/store/.img-derive -prune -o \
	-mindepth 1 -print | sed 's/^deep.er.store.//' >names
is "$(LC_ALL=C grep -cvE '^[A-Za-z0-9_][A-Za-z0-9_.-]{0,130}(/[A-Za-z0-9_][A-Za-z0-9_.-]{0,130})?$' names)" \
	0 "and give harmless names"
is "$(find deep -mindepth 2 -maxdepth 2)" deep/er/store "in the store alone"
is "$(awk -F '\t' 'NR > 1 { print $5 }' out | sort | uniq -d)" '' "each its own"

# Derivatives that are there already.
mkdir have && cp a/UCR0001001.jpg have/UCR7.jpg
draw seed=20 width=90 height=140 have/UCR7_tn.jpg
located have/UCR7_tn.jpg have/UCR8_tn.jpg && cp have/UCR7.jpg have/UCR8.jpg
draw seed=21 width=90 height=140 have/UCR9_tn.jpg
stream have/*.jpg >have.tsv
status 0 "--use-existing" img-derive -s had --use-existing have.tsv
cp out had.tsv
same "had/$(cell had.tsv 1 thumbnailFile)" have/UCR7_tn.jpg "uses what is there"
is "$(cell had.tsv 1 thumbnailXDimension)" 90 "and says so"
is "$(cell had.tsv 2 verdict) $(cell had.tsv 2 problems)" \
	'bad derive-derivative' "but not as a specimen"
is "$(scans "had/$(cell had.tsv 3 thumbnailFile)")" "$(scans have/UCR7_tn.jpg)" \
	"a position is taken from it, without loss"
is "$(cell had.tsv 5 verdict)" ok "without a picture beside it, it is one"
draw seed=22 width=90 height=140 have/UCR7_tn.jpg
img-derive -s had --use-existing have.tsv >out
same "had/$(cell had.tsv 1 thumbnailFile)" have/UCR7_tn.jpg \
	"a new one there is used in place of the old"

# Killed at any moment, and run again.
mkdir many
for i in 1 2 3 4 5 6 7 8; do
	draw seed=$i width=900 height=1200 grain=30 many/UCR000$i.jpg
done
stream many/*.jpg >many.tsv
img-derive -s whole --large 800 many.tsv | storeless >whole.tsv
tree whole >whole.tree
broken=0
for round in 1 2 3 4 5 6; do
	img-derive -s killed --large 800 many.tsv >out 2>err &
	pid=$!
	sleep "0.$((round * 37 % 10))$round"
	kill -9 $pid 2>/dev/null
	wait $pid 2>/dev/null
	for file in killed/*/*.jpg; do
		[ ! -e "$file" ] || cmp -s "$file" "whole/${file#killed/}" || {
			echo "# $file is not whole"
			broken=1
		}
	done
done 2>/dev/null
ok $broken "whatever is there after a kill is whole"
img-derive -s killed --large 800 many.tsv | storeless >out
same out whole.tsv "run again: the same rows"
tree killed >killed.tree
same killed.tree whole.tree "and the same files"
is "$(find killed -name '*partial*')" '' "and nothing else"
: >"$(find killed -name UCR0001_lg.jpg -printf %h)/.UCR0001_lg.jpg.partial"
img-derive -s killed --large 700 many.tsv >out
is "$(find killed -name '*partial*')" '' "what an earlier version left is cleared away"

# A full disk.
if [ "$(id -u)" -eq 0 ] && mkdir full 2>/dev/null &&
	mount -t tmpfs -o size=600k tmpfs full 2>/dev/null; then
	# shellcheck disable=SC2317 # lib.sh calls it
	cleanup() { umount "$tmp/full"; }
	status 2 "a full disk is status 2" img-derive -j1 -s full/store --large 800 many.tsv
	like "$(cat err)" '^img-derive: .*No space left' "and is named"
	broken=0
	for file in full/store/*/*.jpg; do
		cmp -s "$file" "whole/${file#full/store/}" || broken=1
	done
	ok $broken "what is there is whole"
	[ "$(tail -c 1 out | wc -l)" -eq 0 ] && [ "$(wc -l <out)" -lt 9 ]
	ok $? "the rows end without a LF"
	mount -o remount,size=20m full
	img-derive -s full/store --large 800 many.tsv | storeless >out
	same out whole.tsv "with more room the rest is made"
else
	skip "not root, or no tmpfs" "a full disk"
fi
status 2 "a store that cannot be written" img-derive -s /proc/nowhere many.tsv
done_testing
