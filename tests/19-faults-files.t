#!/bin/bash
# The same where files are made: what is in a store or at a target is whole.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/faults.sh
. "$here/faults.sh"

[ -e "$inject" ] || {
	skip 'sanitizers have their own malloc' 'calls that fail'
	done_testing
	exit
}

mkdir photos
for i in 1 2 3; do
	"$BUILD/draw" seed=$i width=600 height=800 >photos/UCR000000$i.jpg
done
{
	img-scan photos | img-check |
		awk -F '\t' -v OFS='\t' '{ print $0, NR == 1 ? "occid" : NR - 1,
			NR == 1 ? "match" : "matched" }' >matched.tsv
	img-derive -s whole --large 500 matched.tsv >derived.tsv
} 2>noise
preload() { timeout 20 env LD_PRELOAD="${PRELOAD-}" "$@"; }

# wrong RC: no file under a final name differs from that of a good run.
wrong() {
	(cd "$made" 2>/dev/null && find . -type f ! -path '*/.*' -exec md5sum {} +) |
		sort >files
	case $1 in
	"$expected_rc")
		cmp -s result expected || echo "status $1, but another result"
		cmp -s files "$good" || echo "status $1, but other files"
		;;
	2)
		[ -s err ] || echo 'status 2 without a word'
		[ ! -e result ] || echo 'status 2, and a result is there'
		[ -z "$(comm -23 files "$good")" ] || echo 'status 2, and a bad file'
		;;
	1)
		# What the disk does not give or take is worth another try.
		[ -z "$(comm -23 files "$good")" ] || echo 'status 1, and a bad file'
		grep -q '	retry	' result || echo 'status 1, and no row to try again'
		! grep -q '	bad	' result || echo 'status 1, and a bad picture'
		;;
	*) echo "status $1 instead of $expected_rc or 2" ;;
	esac
}
every='malloc mmap write open close rename fsync pthread_create'

made=store good=$PWD/good-store
(cd whole && find . -type f ! -path '*/.*' -exec md5sum {} +) | sort >"$good"
clean() { rm -rf result store; }
run() { preload img-derive -j2 --large 500 -s store -o result matched.tsv; }
# shellcheck disable=SC2086
faults img-derive $every

made=web good=$PWD/good-web
cp "$PWD/good-store" "$good"
clean() { rm -rf result web && mkdir web; }
run() { preload img-put -t web --root whole -o result derived.tsv; }
# shellcheck disable=SC2086
faults img-put read $every
done_testing
