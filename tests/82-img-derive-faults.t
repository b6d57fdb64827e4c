#!/bin/bash
# What the system lacks is never a fault of the picture: img-derive ends with
# status 2 and the reason, or makes what it always makes.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/derive.sh
. "$here/derive.sh"

mkdir p
draw seed=1 width=900 height=700 grain=20 p/one.jpg
draw seed=2 width=900 height=700 grain=20 p/two.jpg
draw seed=3 width=400 height=300 grain=9 format=tiff p/three.tif
stream p/* >in.tsv
status 0 "as it should be" img-derive -q -s whole --large 600 in.tsv
cp out whole.tsv

# Only a file of a run that says it is done counts.
# differs STORE: true if a picture there is not the one that it should be.
differs() {
	(cd "$1" 2>/dev/null && find . -name '*.jpg' -exec md5sum {} +) |
		sort >got
	(cd whole && find . -name '*.jpg' -exec md5sum {} +) | sort |
		comm -23 got - | grep -q .
}

cat >fail.c <<'EOF'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

static atomic_int calls;

int
pthread_create(pthread_t *thread, const pthread_attr_t *attr,
    void *(*start)(void *), void *arg)
{
	int (*real)(pthread_t *, const pthread_attr_t *, void *(*)(void *),
	    void *) = dlsym(RTLD_NEXT, "pthread_create");
	int from = atoi(getenv("FAIL_FROM")), call = ++calls;

	if (getenv("FAIL_ONCE") != NULL ? call == from : call >= from)
		return EAGAIN;
	return real(thread, attr, start, arg);
}
EOF
if sanitized || ! cc -shared -fPIC -o fail.so fail.c -ldl 2>/dev/null; then
	skip "no injector here" "no threads from the Nth on"
	skip "no injector here" "a thread missing once"
else
	wrong='' silent='' refused=0
	for n in $(seq 1 12) 15 20; do
		rm -rf st
		FAIL_FROM=$n LD_PRELOAD=$tmp/fail.so timeout 60 \
			img-derive -q -j2 -s st --large 600 in.tsv >out 2>err
		rc=$?
		differs st && wrong="$wrong $n"
		case $rc in
		0) cmp -s <(storeless <out) <(storeless <whole.tsv) ||
			wrong="$wrong $n" ;;
		2) refused=$((refused + 1))
			grep -q 'thread' err || silent="$silent $n" ;;
		*) wrong="$wrong $n" ;;
		esac
	done
	echo "# status 2: $refused times"
	is "$wrong$silent$([ $refused -gt 0 ] || echo none)" '' \
		"no threads from the Nth on: right, or status 2 and why"
	wrong=''
	for n in $(seq 1 8); do
		rm -rf st
		FAIL_ONCE=1 FAIL_FROM=$n LD_PRELOAD=$tmp/fail.so timeout 60 \
			img-derive -q -j2 -s st --large 600 in.tsv >out 2>err
		rc=$?
		{ differs st || { [ $rc -ne 0 ] && [ $rc -ne 2 ]; } ||
			grep -q 'derive-' out; } && wrong="$wrong $n"
	done
	is "$wrong" '' "a thread missing once: right, or status 2"
fi

# Memory is reckoned before decoding: an interlaced PNG of 16 bits, 100 MP.
perl -MCompress::Zlib -e '
	sub chunk { pack("N", length $_[1]) . $_[0] . $_[1] .
	    pack("N", crc32($_[0] . $_[1])) }
	sub png { my ($file, $width, $height, $laced, $rows) = @_;
	    my $d = deflateInit(-Level => 9); my $data = "";
	    for (@$rows) { my ($n, $bytes) = @$_;
		my $row = "\0" . "\0" x $bytes; my $some = $row x 50;
		my $left = $n;
		while ($left > 0) { my $k = $left < 50 ? $left : 50;
		    my ($o) = $d->deflate($k == 50 ? $some : $row x $k);
		    $data .= $o; $left -= $k } }
	    my ($o) = $d->flush; $data .= $o;
	    open my $f, ">:raw", $file or die;
	    print $f "\x89PNG\r\n\x1A\n", chunk("IHDR", pack("NNC5", $width,
		$height, $laced ? 16 : 8, $laced ? 6 : 0, 0, 0, $laced)),
		chunk("IDAT", $data), chunk("IEND", "") }
	my $w = 4000; my $h = 2500;
	png("p/laced.png", $w, $h, 1, [map { [$_->[1], 8 * $_->[0]] }
	    [$w / 8, $h / 8 + .5], [$w / 8, $h / 8 + .5], [$w / 4, $h / 8],
	    [$w / 4, $h / 4], [$w / 2, $h / 4], [$w / 2, $h / 2],
	    [$w, $h / 2]]);
	png("p/long.png", 3, 12000000, 0, [[12000000, 3]])'
stream p/laced.png >laced.tsv
img-derive -v -s st --max-memory 50MB laced.tsv >out 2>err
is "$? $(cell out 1 problems)" '1 derive-too-many-pixels' \
	"a picture that takes more than --max-memory is refused"
like "$(cat err)" '4000 by 2500 pixels take [0-9]* MB of memory' "and why"
status 0 "it is made where it fits" img-derive -q -s st --max-memory 200MB \
	laced.tsv
if ! sanitized; then
	(ulimit -v 400000 && img-derive -q -j1 -s low in.tsv laced.tsv) >out 2>err
	rc=$?
	{ [ $rc -eq 0 ] || [ $rc -eq 2 ] || {
		[ $rc -eq 1 ] && grep -q too-many-pixels out; }; } &&
		! grep -qE 'derive-(broken|unreadable)' out
	ok $? "little address space is no fault of a picture (status $rc)"
fi
# The manual says 80 MB; all of its pixels would be 72 MB more.
if ! sanitized && [ -x /usr/bin/time ]; then
	mkdir large
	draw seed=4 width=4000 height=6000 grain=20 large/one.jpg
	stream large/one.jpg >large.tsv
	/usr/bin/time -o kilobytes -f %M img-derive -q -j1 -s st large.tsv >out
	ok $(($(tail -n 1 kilobytes) > 100000 || $(tail -n 1 kilobytes) < 20000)) \
		"a JPEG of 24 megapixels takes less than 100 MB"
	echo "# $(tail -n 1 kilobytes) kB"
fi
stream p/long.png >long.tsv
img-derive -v -s st --max-megapixels 1000 long.tsv >out 2>err
is "$? $(cell out 1 problems)" '1 derive-too-many-pixels' \
	"a side of more than ten million pixels is refused"
like "$(cat err)" '3 by 12000000 pixels' "and why"

# Estimates and rehearsals know what is refused.
mkdir many
for i in 1 2 3 4 5 6 7 8 9 10; do
	cp p/one.jpg many/a$i.jpg
	printf '8BPS\0\1\0\0\0\0\0\0\0\3' >many/b$i.psd
done
stream many/* >many.tsv
img-derive --estimate many.tsv >out
img-derive -q -s real many.tsv >real.tsv
is "$(awk '$1 == "largeBytes" { print $2 }' out)" \
	"$(awk -F'\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		{ n += $at["largeBytes"] } END { print n }' real.tsv)" \
	"--estimate: the bytes that it takes"
is "$(awk '$1 == "refused" { print $2 }' out)" 10 "and how many are refused"
img-derive -q -s dry --dry-run many.tsv >out
is "$(awk -F'\t' '{ print $NF }' out | sort | uniq -c | awk '{ print $2 $1 }' |
	paste -sd ' ')" 'action1 make10 refuse10' "--dry-run, too"

# One colour all over.
perl -e 'print "P6 300 200 255\n", "\1\2\2" x 60000' >p/black.ppm
stream p/black.ppm p/one.jpg >black.tsv
img-derive -q -s st black.tsv >out
is "$(cell out 1 problems) $(cell out 1 verdict) $(cell out 2 problems)" \
	'derive-blank ok ' "a black picture is told"
img-derive -q -s st black.tsv >again
same again out "and again when nothing is made"
done_testing
