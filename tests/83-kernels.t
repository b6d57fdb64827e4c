#!/bin/bash
# Kernels and containers that lack some of what is used: the results are the
# same, or the reason is given; what is missing of the sandbox is said with -v.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
sanitized && skip_all "the same with sanitizers"
"$BUILD/kernel" landlock=38 -- true || skip_all "no filters of system calls"

mkdir in archive portal
for i in 1 2 3; do
	"$BUILD/draw" seed=$i number=UCR000100$i width=300 height=200 \
		>in/UCR000100$i.jpg
done
printf 'catalogNumber,url\nUCR0001001,https://example.org/a.jpg\n' >sheet.csv
printf 'id\tcatalogNumber\tassociatedMedia\n1\tUCR0001001\thttps://example.org/a.jpg\n' \
	>archive/occurrence.txt
printf 'occid\tcatalogNumber\n7\tUCR0001001\n8\tUCR0001002\n' >records.tsv
printf 'mediaID\toccid\toriginalUrl\n' >portal/media.tsv
cp records.tsv portal/occurrences.tsv
{
	img-scan -u https://example.org/ in >scan.tsv
	img-check scan.tsv >checked.tsv
	img-match -r records.tsv checked.tsv >matched.tsv
	img-derive -s whole matched.tsv >derived.tsv
} 2>noise

# what_is_made COMMAND...: the result, and every file in a store or target.
what_is_made() {
	rm -rf result store web parts
	mkdir web
	timeout 60 "$@" >out 2>err
	echo "status $?"
	cat result 2>/dev/null
	find store web parts -type f ! -path '*/.*' -exec md5sum {} + 2>/dev/null | sort
}
commands='img-scan -o result -u https://example.org/ in
img-check --decode -o result scan.tsv
img-match -r records.tsv -o result checked.tsv
img-derive -j2 -s store -o result matched.tsv
img-barcode -o result checked.tsv
img-report -o result derived.tsv
img-from-csv -o result sheet.csv
img-from-dwca -o result archive
img-group -o result checked.tsv
img-suspect -o result matched.tsv
img-audit -P portal -o result checked.tsv
img-put --no-verify -t web -u https://example.org/ --root whole -o result derived.tsv
img-split -r 2 -d parts -o result scan.tsv
img-emit-csv --for media-import -o result matched.tsv
img-emit-dwca --title x --date 2026-01-01 -o result matched.tsv'
n=0
while read -r command; do
	n=$((n + 1))
	# shellcheck disable=SC2086 # words of a command
	what_is_made $command >whole.$n
done <<<"$commands"

# without "CALL=ERRNO...": every program does what it does elsewhere.
# ENOSYS is 38, EPERM 1, EINVAL 22, EOPNOTSUPP 95, ENOLCK 37.
without() {
	n=0 different=''
	while read -r command; do
		n=$((n + 1))
		# shellcheck disable=SC2086
		what_is_made "$BUILD/kernel" $1 -- $command >now
		cmp -s now "whole.$n" || different="$different
$command: $(head -n 1 now): $(head -n 1 err)"
	done <<<"$commands"
	is "$different" '' "the same without $1"
}
without landlock=38
without landlock=1
without landlock-rule=22
without landlock-restrict=1
without seccomp=22
without 'landlock=38 seccomp=22 no-new-privileges=22'
without 'clone3=1 statx=38 madvise=22 affinity=1 parent-death=22'
# File systems without links, files without names, times of one's own, locks,
# a sync of data, and space beforehand.
without 'tmpfile=95 flock=37 renameat2=22'
without 'linkat=1 times=1 sync-data=22 fallocate=95 copy-range=18'
without 'linkat=95 renameat2=38 times=95'

# What is missing is said where somebody asks, and nowhere else.
said() { "$BUILD/kernel" "$@" 2>err >out; }
open='the kernel does not keep this program from writing files (Landlock)'
free='no protection against starting programs: the kernel has no seccomp'
while read -r command; do
	program=${command%% *}
	case $program in
	img-emit-* | img-split) continue ;; # they read only streams
	esac
	rm -rf result store web parts
	mkdir web
	# shellcheck disable=SC2086
	said landlock=38 seccomp=22 -- $program -v ${command#* }
	grep -qF "$open" err && grep -qF "$free" err
	ok $? "$program -v says what is missing"
	rm -rf result store web parts
	mkdir web
	# shellcheck disable=SC2086
	said landlock=38 seccomp=22 -- $command
	! grep -q 'Landlock\|seccomp' err
	ok $? "and nothing without -v"
done <<<"$commands"

# One wall stands without the other.
if LD_PRELOAD=$BUILD/walls.so WALLS_SECRET=$PWD/sheet.csv img-group -v scan.tsv 2>&1 |
	grep -q 'Landlock\|seccomp'; then
	skip "no Landlock or seccomp" "each wall alone"
else
	inside() {
		"$BUILD/kernel" "$1" -- env LD_PRELOAD="$BUILD/walls.so" \
			WALLS_SECRET="$PWD/sheet.csv" \
			img-match -r records.tsv checked.tsv 2>&1 >out |
			sed -n 's/^walls: //p' | grep "$2" | sort -u | tr '\n' ' '
	}
	is "$(inside landlock=38 'exec\|connect\|trace\|signal')" \
		'connect: refused exec: refused signal: refused trace: refused ' \
		"no Landlock: programs, connections, other processes are refused"
	is "$(inside seccomp=22 'write\|read')" 'read: refused write: refused ' \
		"no seccomp: files are"
fi
done_testing
