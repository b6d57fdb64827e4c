#!/bin/sh
# The unit tests in C: one line each, with what failed below it.
. "$(dirname "$0")/lib.sh"

for unit in "$BUILD"/unit/*; do
	[ -x "$unit" ] || continue
	"$unit" >out 2>err
	rc=$?
	[ $rc -eq 0 ] && tail -n 1 out | grep -q '^1\.\.[1-9]'
	passed=$?
	ok $passed "$(basename "$unit"): $(grep -c '^ok' out) tests"
	[ $passed -eq 0 ] || {
		echo "# status $rc"
		grep -A 3 '^not ok' out | sed 's/^/# /'
		head -n 20 err | sed 's/^/# /'
	}
done
done_testing
