/* SPDX-License-Identifier: MIT */
/* Times of files, against the C library. */
#include <stdlib.h>
#include <time.h>

#include "base/date.h"
#include "tap.h"

static struct buf text;

static struct slice
shown(int64_t seconds)
{
	buf_clear(&text);
	date_put(&text, seconds);
	return buf_slice(&text);
}

static bool
agrees(int64_t seconds)
{
	time_t t = (time_t)seconds;
	char expected[96];
	struct tm tm;

	if (gmtime_r(&t, &tm) == NULL)
		return false;
	snprintf(expected, sizeof expected, "%04d-%02d-%02dT%02d:%02d:%02dZ",
	    tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min,
	    tm.tm_sec);
	return slice_equal(shown(seconds), slice_of(expected));
}

int
main(void)
{
	const int64_t first = -62135596800, last = 253402300799;
	bool all = true;

	is_slice(shown(0), SLICE("1970-01-01T00:00:00Z"), "the epoch");
	is_slice(shown(-1), SLICE("1969-12-31T23:59:59Z"), "before it");
	is_slice(shown(951868799), SLICE("2000-02-29T23:59:59Z"), "leap day");
	is_slice(shown(first), SLICE("0001-01-01T00:00:00Z"), "year 1");
	is_slice(shown(last), SLICE("9999-12-31T23:59:59Z"), "year 9999");
	is_slice(shown(first - 1), SLICE(""), "nothing before");
	is_slice(shown(last + 1), SLICE(""), "nothing after");
	is_slice(shown(INT64_MIN), SLICE(""), "nothing for the least");
	is_slice(shown(INT64_MAX), SLICE(""), "nothing for the most");
	for (int64_t t = first; t <= last; t += 86400)
		all = all && agrees(t + (t / 86400 & 0xFFFF));
	ok(all, "every day as gmtime_r has it");
	ok(date_exists(2000, 2, 29) && date_exists(2024, 2, 29) &&
		!date_exists(1900, 2, 29) && !date_exists(2023, 2, 29),
	    "leap days are those of the calendar");
	ok(date_exists(2023, 12, 31) && !date_exists(2023, 11, 31) &&
		!date_exists(2023, 0, 1) && !date_exists(2023, 13, 1) &&
		!date_exists(2023, 1, 0),
	    "days and months that there are");
	buf_free(&text);
	return done_testing();
}
