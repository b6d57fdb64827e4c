/* SPDX-License-Identifier: MIT */
/* HTTP dates and Retry-After: what is read is a time, and goes round. */
#include "base/date.h"
#include "net/http_date.h"
#include "shared.h"

static void
goes_round(int64_t seconds)
{
	struct buf text = {0};
	int64_t again;

	http_date_put(&text, seconds);
	must(http_date_read(buf_slice(&text), 0, &again) && again == seconds);
	buf_clear(&text);
	date_put(&text, seconds);
	must(date_read(buf_slice(&text), &again) && again == seconds);
	buf_free(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice text = {(const char *)data, size};
	int64_t seconds, wait = http_date_retry_after(text, 1700000000);

	must(wait >= -1 && wait <= (int64_t)366 * 86400);
	/* A leap second at the end of 9999 would be in the year 10000, and
	 * there is no year 0 in the stream. */
	if (http_date_read(text, 1700000000, &seconds) &&
	    seconds < 253402300800 && seconds >= -62135596800)
		goes_round(seconds);
	if (date_read(text, &seconds) && seconds < 253402300800)
		goes_round(seconds);
	return 0;
}
