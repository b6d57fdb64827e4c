/* SPDX-License-Identifier: MIT */
#include "net/http_date.h"

#define YEAR_SECONDS ((int64_t)366 * 86400)

static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
static const char days[] = "SunMonTueWedThuFriSat";

struct moment {
	int year, month, day, hour, minute, second; /* month from 1 */
};

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

static bool
take_clock(struct slice *text, struct moment *m)
{
	return slice_digits(text, 2, &m->hour) && take_text(text, SLICE(":")) &&
	    slice_digits(text, 2, &m->minute) && take_text(text, SLICE(":")) &&
	    slice_digits(text, 2, &m->second);
}

/* Days since 1970-01-01, Gregorian; years count from March here. */
static int64_t
days_of(int year, int month, int day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t of_era = y - era * 400;
	int64_t of_year =
	    (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 +
	    of_year - 719468;
}

static bool
is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static bool
moment_exists(const struct moment *m)
{
	static const int length[] = {
	    31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	if (m->month < 1 || m->month > 12 || m->day < 1)
		return false;
	if (m->day > length[m->month - 1] + (m->month == 2 && is_leap(m->year)))
		return false;
	return m->hour <= 23 && m->minute <= 59 && m->second <= 60;
}

static bool
moment_seconds(const struct moment *m, int64_t *seconds)
{
	if (!moment_exists(m))
		return false;
	*seconds = days_of(m->year, m->month, m->day) * 86400 + m->hour * 3600 +
	    m->minute * 60 + m->second;
	return true;
}

static void
moment_of(int64_t seconds, struct moment *m)
{
	int64_t day = seconds / 86400 - (seconds % 86400 < 0);
	int64_t rest = seconds - day * 86400;
	int64_t era, of_era, year, of_year, month;

	day += 719468;
	era = (day >= 0 ? day : day - 146096) / 146097;
	of_era = day - era * 146097;
	year =
	    (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	of_year = of_era - (365 * year + year / 4 - year / 100);
	month = (5 * of_year + 2) / 153;
	m->day = (int)(of_year - (153 * month + 2) / 5 + 1);
	m->month = (int)(month < 10 ? month + 3 : month - 9);
	m->year = (int)(year + era * 400 + (m->month <= 2));
	m->hour = (int)(rest / 3600);
	m->minute = (int)(rest / 60 % 60);
	m->second = (int)(rest % 60);
}

/* "06 Nov 1994 08:49:37 GMT" */
static bool
take_fixdate(struct slice *text, struct moment *m)
{
	return slice_digits(text, 2, &m->day) && take_text(text, SLICE(" ")) &&
	    take_month(text, &m->month) && take_text(text, SLICE(" ")) &&
	    slice_digits(text, 4, &m->year) && take_text(text, SLICE(" ")) &&
	    take_clock(text, m) && take_text(text, SLICE(" GMT"));
}

/* "06-Nov-94 08:49:37 GMT": never more than 50 years ahead. */
static bool
take_rfc850(struct slice *text, int64_t now, struct moment *m)
{
	struct moment today;

	if (!(slice_digits(text, 2, &m->day) && take_text(text, SLICE("-")) &&
		take_month(text, &m->month) && take_text(text, SLICE("-")) &&
		slice_digits(text, 2, &m->year) &&
		take_text(text, SLICE(" ")) && take_clock(text, m) &&
		take_text(text, SLICE(" GMT"))))
		return false;
	moment_of(now, &today);
	m->year += today.year / 100 * 100;
	if (m->year > today.year + 50)
		m->year -= 100;
	return true;
}

/* "Nov  6 08:49:37 1994" */
static bool
take_asctime(struct slice *text, struct moment *m)
{
	return take_month(text, &m->month) && take_text(text, SLICE(" ")) &&
	    (take_text(text, SLICE(" ")) ? slice_digits(text, 1, &m->day)
					 : slice_digits(text, 2, &m->day)) &&
	    take_text(text, SLICE(" ")) && take_clock(text, m) &&
	    take_text(text, SLICE(" ")) && slice_digits(text, 4, &m->year);
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
	struct moment m;
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
	return taken && rest.n == 0 && moment_seconds(&m, seconds);
}

void
http_date_put(struct buf *out, int64_t seconds)
{
	struct moment m;
	int64_t day = seconds / 86400 - (seconds % 86400 < 0);
	int64_t weekday = ((day + 4) % 7 + 7) % 7;

	moment_of(seconds, &m);
	buf_printf(out, "%.3s, %02d %.3s %04d %02d:%02d:%02d GMT",
	    days + 3 * weekday, m.day, months + 3 * (m.month - 1), m.year,
	    m.hour, m.minute, m.second);
}

int64_t
http_date_retry_after(struct slice text, int64_t now)
{
	int64_t seconds = 0;

	if (text.n == 0)
		return -1;
	if (http_date_read(text, now, &seconds))
		seconds = seconds > now ? seconds - now : 0;
	else
		for (size_t i = 0; i < text.n; i++) {
			if (text.at[i] < '0' || text.at[i] > '9')
				return -1;
			if (seconds < YEAR_SECONDS)
				seconds = seconds * 10 + (text.at[i] - '0');
		}
	return seconds < YEAR_SECONDS ? seconds : YEAR_SECONDS;
}

/* Two digits, and what follows them. */
static void
put_two(struct buf *out, int number, char mark)
{
	char *to = buf_room(out, 3);

	to[0] = (char)('0' + number / 10 % 10);
	to[1] = (char)('0' + number % 10);
	to[2] = mark;
	out->n += 3;
}

void
http_date_put_iso(struct buf *out, int64_t seconds)
{
	struct moment m;

	moment_of(seconds, &m);
	if (m.year >= 1000 && m.year <= 9999)
		buf_put_number(out, (uint64_t)m.year);
	else
		buf_printf(out, "%04d", m.year);
	buf_put_char(out, '-');
	put_two(out, m.month, '-');
	put_two(out, m.day, 'T');
	put_two(out, m.hour, ':');
	put_two(out, m.minute, ':');
	put_two(out, m.second, 'Z');
}

bool
http_date_read_iso(struct slice text, int64_t *seconds)
{
	struct moment m;

	return slice_digits(&text, 4, &m.year) &&
	    take_text(&text, SLICE("-")) && slice_digits(&text, 2, &m.month) &&
	    take_text(&text, SLICE("-")) && slice_digits(&text, 2, &m.day) &&
	    take_text(&text, SLICE("T")) && take_clock(&text, &m) &&
	    take_text(&text, SLICE("Z")) && text.n == 0 &&
	    moment_seconds(&m, seconds);
}
