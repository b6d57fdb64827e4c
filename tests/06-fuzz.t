#!/bin/sh
# The fuzz targets replay their corpora.
. "$(dirname "$0")/lib.sh"

for target in "$BUILD"/replay/*; do
	[ -x "$target" ] || continue
	name=$(basename "$target")
	find "$here/fuzz/corpus/$name" -type f -print0 2>/dev/null |
		xargs -0 -r "$target" >out 2>err
	rc=$?
	ok $rc "$name: $(cat out)"
	[ $rc -eq 0 ] || head -n 20 err | sed 's/^/# /'
done
done_testing
