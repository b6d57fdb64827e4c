/* SPDX-License-Identifier: MIT */
#include "base/date.h"
#include "base/number.h"
#include "net/http_date.h"

#define YEAR_SECONDS ((int64_t)366 * 86400)

static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
static const char days[] = "SunMonTueWedThuFriSat";

static bool
take_text(struct slice *text, struct slice expected)
{
	if (text->n < expected.n || memcmp(text->at, expected.at, expected.n))
		return false;
	text->at += expected.n;
	text->n -= expected.n;
	return true;
}

static bool
take_month(struct slice *text, int *month)
{
	for (*month = 1; *month <= 12; ++*month)
		if (take_text(
			text, (struct slice){months + 3 * (*month - 1), 3}))
			return true;
	return false;
}

/* "06 Nov 1994 08:49:37 GMT" */
static bool
take_fixdate(struct slice *text, struct date_time *m)
{
	return number_take_digits(text, 2, &m->day) &&
	    take_text(text, SLICE(" ")) && take_month(text, &m->month) &&
	    take_text(text, SLICE(" ")) &&
	    number_take_digits(text, 4, &m->year) &&
	    take_text(text, SLICE(" ")) && date_take_clock(text, m) &&
	    take_text(text, SLICE(" GMT"));
}

/* "06-Nov-94 08:49:37 GMT": never more than 50 years ahead. */
static bool
take_rfc850(struct slice *text, int64_t now, struct date_time *m)
{
	struct date_time today = date_time_of(now);

	if (!(number_take_digits(text, 2, &m->day) &&
		take_text(text, SLICE("-")) && take_month(text, &m->month) &&
		take_text(text, SLICE("-")) &&
		number_take_digits(text, 2, &m->year) &&
		take_text(text, SLICE(" ")) && date_take_clock(text, m) &&
		take_text(text, SLICE(" GMT"))))
		return false;
	m->year += today.year / 100 * 100;
	if (m->year > today.year + 50)
		m->year -= 100;
	return true;
}

/* "Nov  6 08:49:37 1994" */
static bool
take_asctime(struct slice *text, struct date_time *m)
{
	return take_month(text, &m->month) && take_text(text, SLICE(" ")) &&
	    (take_text(text, SLICE(" "))
		    ? number_take_digits(text, 1, &m->day)
		    : number_take_digits(text, 2, &m->day)) &&
	    take_text(text, SLICE(" ")) && date_take_clock(text, m) &&
	    take_text(text, SLICE(" ")) &&
	    number_take_digits(text, 4, &m->year);
}

/* "Sun", and for RFC 850 the rest of the day's name. */
static bool
take_weekday(struct slice *text)
{
	for (size_t i = 0; i < 7; i++) {
		if (!take_text(text, (struct slice){days + 3 * i, 3}))
			continue;
		while (text->n > 0 && *text->at >= 'a' && *text->at <= 'z') {
			text->at++;
			text->n--;
		}
		return true;
	}
	return false;
}

bool
http_date_read(struct slice text, int64_t now, int64_t *seconds)
{
	struct date_time m;
	struct slice rest;
	bool taken;

	if (!take_weekday(&text))
		return false;
	if (take_text(&text, SLICE(", "))) {
		rest = text;
		taken = take_fixdate(&rest, &m);
		if (!taken) {
			rest = text;
			taken = take_rfc850(&rest, now, &m);
		}
	} else {
		rest = text;
		taken = take_text(&rest, SLICE(" ")) && take_asctime(&rest, &m);
	}
	return taken && rest.n == 0 && date_time_seconds(&m, seconds);
}

void
http_date_put(struct buf *out, int64_t seconds)
{
	struct date_time m = date_time_of(seconds);
	int64_t day = seconds / 86400 - (seconds % 86400 < 0);
	int64_t weekday = ((day + 4) % 7 + 7) % 7;

	buf_printf(out, "%.3s, %02d %.3s %04d %02d:%02d:%02d GMT",
	    days + 3 * weekday, m.day, months + 3 * (m.month - 1), m.year,
	    m.hour, m.minute, m.second);
}

int64_t
http_date_retry_after(struct slice text, int64_t now)
{
	int64_t seconds = 0;
	uint64_t number;

	if (http_date_read(text, now, &seconds))
		seconds = seconds > now ? seconds - now : 0;
	else if (number_is(text))
		seconds = number_read(text, YEAR_SECONDS, &number)
		    ? (int64_t)number
		    : YEAR_SECONDS;
	else
		return -1;
	return seconds < YEAR_SECONDS ? seconds : YEAR_SECONDS;
}
