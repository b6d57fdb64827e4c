/* SPDX-License-Identifier: MIT */
#include "net/url.h"
#include "stream/stream.h"
#include "scan_row.h"
#include "scope.h"

static char *
two_digits(char *to, unsigned number)
{
	to[0] = (char)('0' + number / 10);
	to[1] = (char)('0' + number % 10);
	return to + 2;
}

/* gmtime_r(3) would take a lock of all threads. */
void
scan_row_put_time(struct buf *out, int64_t seconds)
{
	const int64_t first = -62135596800, last = 253402300799;
	unsigned second, day, era_day, year, month;
	char *to;

	if (seconds < first || seconds > last)
		return;
	/* Days since 0000-03-01, so that a leap day ends a year, and years
	 * in eras of 400 with 146097 days. */
	seconds += 719468 * (int64_t)86400;
	day = (unsigned)(seconds / 86400);
	second = (unsigned)(seconds % 86400);
	era_day = day % 146097;
	year = (era_day - era_day / 1460 + era_day / 36524 - era_day / 146096) /
	    365;
	day = era_day - (365 * year + year / 4 - year / 100);
	year += (unsigned)(seconds / 86400) / 146097 * 400;
	month = (5 * day + 2) / 153;
	day -= (153 * month + 2) / 5;
	month = month < 10 ? month + 3 : month - 9;
	year += month <= 2;
	to = buf_room(out, 20);
	to = two_digits(to, year / 100);
	to = two_digits(to, year % 100);
	*to++ = '-';
	to = two_digits(to, month);
	*to++ = '-';
	to = two_digits(to, day + 1);
	*to++ = 'T';
	to = two_digits(to, second / 3600);
	*to++ = ':';
	to = two_digits(to, second / 60 % 60);
	*to++ = ':';
	to = two_digits(to, second % 60);
	*to = 'Z';
	out->n += 20;
}

void
scan_row_local(struct buf *out, const struct scan_row_lead *lead,
    struct slice name, uint64_t bytes, int64_t seconds)
{
	buf_put_slice(out, lead->path);
	stream_escape(out, name);
	buf_put_char(out, '\t');
	if (lead->url.at != NULL) {
		buf_put_slice(out, lead->url);
		url_put_path(out, name);
	}
	buf_put_char(out, '\t');
	stream_escape(out, name);
	buf_put_char(out, '\t');
	buf_put_number(out, bytes);
	buf_put_char(out, '\t');
	scan_row_put_time(out, seconds);
	buf_put_char(out, '\n');
}

void
scan_row_remote(
    struct buf *out, struct slice url, const struct listing_facts *facts)
{
	struct buf name = {0};

	buf_put_char(out, '\t');
	stream_escape(out, url);
	buf_put_char(out, '\t');
	if (!scope_put_handed(&name, url))
		url_put_name(&name, url);
	stream_escape(out, buf_slice(&name));
	buf_put_char(out, '\t');
	if (facts != NULL && facts->has_bytes)
		buf_put_number(out, facts->bytes);
	buf_put_char(out, '\t');
	if (facts != NULL && facts->has_time)
		scan_row_put_time(out, facts->time);
	buf_put_char(out, '\n');
	buf_free(&name);
}
