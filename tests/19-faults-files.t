#!/bin/bash
# The same where files are made: what is in a store or at a target is whole.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/faults.sh
. "$here/faults.sh"

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

# wrong_files RC: no file under a final name differs from that of a good run.
wrong_files() {
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
wrong() { wrong_files "$1"; }
every='malloc mmap write open close rename fsync pthread_create'

made=store good=$PWD/good-store
(cd whole && find . -type f ! -path '*/.*' -exec md5sum {} +) | sort >"$good"
clean() { rm -rf result store; }
run() { preload img-derive -j2 --large 500 -s store -o result matched.tsv; }
# shellcheck disable=SC2086
faults img-derive read $every

# The same in the processes that decode: photographs, and what libvips or a
# decoder of this program's own reads.
mkdir kinds
cp photos/UCR0000001.jpg kinds/
for kind in png tiff webp; do
	vips copy photos/UCR0000002.jpg "kinds/UCR$kind.$kind" 2>/dev/null
done
convert photos/UCR0000003.jpg kinds/UCRbmp.bmp 2>/dev/null
opj_compress -i kinds/UCRpng.png -o kinds/UCRjp2.jp2 >noise 2>&1
{
	img-scan kinds | img-check >kinds.tsv
	img-derive -s whole-kinds --large 500 kinds.tsv
} >noise 2>&1
made=store good=$PWD/good-kinds
(cd whole-kinds && find . -type f ! -path '*/.*' -exec md5sum {} +) |
	sort >"$good"
clean() { rm -rf result store; }
run() { preload img-derive -j1 --large 500 -s store -o result kinds.tsv; }
export INJECT_IN=children
faults 'a decoder of img-derive' malloc mmap read write close pthread_create
unset INJECT_IN

# And in those that read codes, and make thumbnails: the result is the same.
"$BUILD/draw" seed=7 number=UCR0001007 width=900 height=700 >kinds/code.jpg
img-scan kinds 2>noise | img-check >codes.tsv 2>noise
wrong() { wrong_result "$1"; }
clean() { rm -f result; }
run() { preload img-barcode -j1 -o result codes.tsv; }
# Without memory for its vectors, libvips rounds otherwise.
export INJECT_IN=children VIPS_NOVECTOR=1
faults 'a reader of img-barcode' malloc mmap read close pthread_create
run() { preload img-report -j1 -o result codes.tsv; }
faults 'a thumbnail of img-report' malloc mmap read close pthread_create
unset INJECT_IN
wrong() { wrong_files "$1"; }

made=web good=$PWD/good-web
cp "$PWD/good-store" "$good"
clean() { rm -rf result web && mkdir web; }
run() { preload img-put -t web --root whole -o result derived.tsv; }
# shellcheck disable=SC2086
faults img-put read $every
done_testing
