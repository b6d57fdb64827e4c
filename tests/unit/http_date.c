/* SPDX-License-Identifier: MIT */
#include "base/date.h"
#include "net/http_date.h"
#include "tap.h"

enum { NOW = 1700000000 }; /* 2023-11-14 */

static void
reads(const char *text, int64_t expected)
{
	int64_t seconds = -1;

	ok(http_date_read(slice_of(text), NOW, &seconds) && seconds == expected,
	    text);
}

static void
refuses(const char *text)
{
	int64_t seconds;

	ok(!http_date_read(slice_of(text), NOW, &seconds), text);
}

static void
waits(const char *text, int64_t expected)
{
	ok(http_date_retry_after(slice_of(text), NOW) == expected, text);
}

static void
goes_round(int64_t seconds)
{
	struct buf text = {0};
	int64_t date = -1, iso = -1;

	http_date_put(&text, seconds);
	http_date_read(buf_slice(&text), NOW, &date);
	buf_clear(&text);
	date_put(&text, seconds);
	date_read(buf_slice(&text), &iso);
	ok(date == seconds && iso == seconds, buf_string(&text));
	buf_free(&text);
}

int
main(void)
{
	struct buf text = {0};
	int64_t seconds;

	reads("Sun, 06 Nov 1994 08:49:37 GMT", 784111777);
	reads("Sunday, 06-Nov-94 08:49:37 GMT", 784111777);
	reads("Sun Nov  6 08:49:37 1994", 784111777);
	reads("Thu Nov 16 08:49:37 2023", 1700124577);
	reads("Thu, 01 Jan 1970 00:00:00 GMT", 0);
	reads("Thu, 29 Feb 2024 00:00:00 GMT", 1709164800);
	reads("Saturday, 01-Jan-00 00:00:00 GMT", 946684800);
	reads("Friday, 01-Jan-74 00:00:00 GMT", 126230400);
	reads("Monday, 01-Jan-73 00:00:00 GMT", 3250454400);
	refuses("");
	refuses("0");
	refuses("Thu, 29 Feb 2023 00:00:00 GMT");
	refuses("Sun, 06 Nov 1994 08:49:37");
	refuses("Sun, 06 Nov 1994 08:49:37 GMT ");
	refuses("Sun, 06 Nov 1994 24:49:37 GMT");
	refuses("Sun, 6 Nov 1994 08:49:37 GMT");
	refuses("Xxx, 06 Nov 1994 08:49:37 GMT");
	refuses("Sun, 06 Now 1994 08:49:37 GMT");
	refuses("Sun Nov 06 08:49:37 94");
	waits("120", 120);
	waits("0", 0);
	waits("99999999999999999999999", 366 * 86400);
	waits("Tue, 14 Nov 2023 22:13:25 GMT", 5);
	waits("Tue, 14 Nov 2023 22:13:15 GMT", 0);
	waits("Tue, 14 Nov 9999 22:13:15 GMT", 366 * 86400);
	waits("", -1);
	waits("-1", -1);
	waits("soon", -1);
	for (int64_t at = -62135596800; at < 253402300800; at += 9999999999)
		goes_round(at);
	goes_round(951782400);
	http_date_put(&text, 784111777);
	is_slice(buf_slice(&text), SLICE("Sun, 06 Nov 1994 08:49:37 GMT"),
	    "IMF-fixdate");
	buf_free(&text);
	ok(!date_read(SLICE("2023-11-14T22:13:20"), &seconds),
	    "the stream's form needs a Z");
	return done_testing();
}
