/* SPDX-License-Identifier: MIT */
/* Numbers with their noun. */
#include "tap.h"
#include "text/counted.h"

static struct slice
rows(uint64_t n)
{
	static struct counted last;

	last = counted(n, "row is", "rows are");
	return slice_of(last.text);
}

int
main(void)
{
	struct counted longest;
	char noun[200];

	is_slice(rows(0), SLICE("0 rows are"), "none");
	is_slice(rows(1), SLICE("1 row is"), "one");
	is_slice(rows(2), SLICE("2 rows are"), "two");
	is_slice(rows(UINT64_MAX), SLICE("18446744073709551615 rows are"),
	    "as many as there can be");
	memset(noun, 'x', sizeof noun - 1);
	noun[sizeof noun - 1] = '\0';
	longest = counted(1, noun, "");
	ok(strlen(longest.text) == sizeof longest.text - 1,
	    "a noun that is too long is cut");
	return done_testing();
}
