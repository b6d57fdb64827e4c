/* SPDX-License-Identifier: MIT */
/* TAP for C: ok(), is_slice(), done_testing(). */
#ifndef IMG_TAP
#define IMG_TAP

#include <stdbool.h>
#include <stdio.h>

#include "base/slice.h"

static int tap_count, tap_failed;

static inline bool
ok(bool passed, const char *name)
{
	tap_count++;
	tap_failed += !passed;
	printf("%sok %d - %s\n", passed ? "" : "not ", tap_count, name);
	return passed;
}

static inline bool
is_slice(struct slice got, struct slice expected, const char *name)
{
	bool passed = slice_equal(got, expected);

	ok(passed, name);
	if (!passed)
		printf("# got '%.*s', expected '%.*s'\n", SLICE_ARG(got),
		    SLICE_ARG(expected));
	return passed;
}

static inline int
done_testing(void)
{
	printf("1..%d\n", tap_count);
	return tap_failed > 0;
}

#endif
