/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "number.h"

enum { NUMBER_MOST = 64, DIGITS_KEPT = 15, ZEROS_MOST = 64 };

/* The last day of the year 9999 in either calendar. */
#define DAYS_MOST 2958466.0

uint64_t
number_read(struct slice s)
{
	uint64_t number = 0;

	for (size_t i = 0; i < s.n && i < 10; i++) {
		if (s.at[i] < '0' || s.at[i] > '9')
			return UINT64_MAX;
		number = number * 10 + (uint64_t)(s.at[i] - '0');
	}
	return s.n > 0 ? number : UINT64_MAX;
}

struct number_format
number_builtin(unsigned id)
{
	struct number_format f = {0};

	f.date = (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 36) ||
	    (id >= 50 && id <= 58);
	f.time = (id >= 18 && id <= 22) || (id >= 45 && id <= 47);
	return f;
}

/* The length of the literal at the beginning: quoted, escaped or a filler. */
static size_t
literal(struct slice code, struct slice *text)
{
	const char *end;

	*text = SLICE_NONE;
	switch (*code.at) {
	case '"':
		end = memchr(code.at + 1, '"', code.n - 1);
		if (end == NULL)
			return code.n;
		*text =
		    (struct slice){code.at + 1, (size_t)(end - code.at) - 1};
		return text->n + 2;
	case '\\':
	case '_':
	case '*':
		if (*code.at == '\\' && code.n > 1)
			*text = (struct slice){code.at + 1, 1};
		return code.n > 1 ? 2 : 1;
	case '[':
		end = memchr(code.at, ']', code.n);
		return end != NULL ? (size_t)(end - code.at) + 1 : code.n;
	default: return 0;
	}
}

/* Takes note of one character of a format's code. */
static void
see(struct number_format *f, char c, bool *minutes, bool *other)
{
	f->date |= strchr("dDyY", c) != NULL;
	f->time |= strchr("hHsS", c) != NULL;
	*minutes |= c == 'm' || c == 'M';
	*other |= c != '0' || f->after.at != NULL;
	f->zeros += c == '0';
}

struct number_format
number_parse(struct slice code)
{
	struct number_format f = {0};
	bool minutes = false, other = false;
	struct slice text;

	while (code.n > 0 && *code.at != ';') {
		size_t n = literal(code, &text);

		if (n > 2 && *code.at == '[')
			f.time |= strchr("hHmMsS", code.at[1]) != NULL;
		if (n == 0) {
			see(&f, *code.at, &minutes, &other);
			n = 1;
		} else if (text.at != NULL) {
			struct slice *at = f.zeros > 0 ? &f.after : &f.before;

			other |= at->at != NULL;
			*at = text;
		}
		code.at += n;
		code.n -= n;
	}
	/* Without hours and seconds, "m" is the month. */
	f.date |= minutes && !f.time;
	if (other || f.zeros > ZEROS_MOST)
		f.zeros = 0;
	return f;
}

/* A day number to a date, by the civil calendar. */
static void
put_date(struct buf *out, int64_t days)
{
	int64_t era, day_of_era, year_of_era, day_of_year, month;
	int64_t year;

	/* Days since 0000-03-01; after Howard Hinnant's days_from_civil. */
	days += 693899;
	era = days / 146097;
	day_of_era = days % 146097;
	year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 -
			  day_of_era / 146096) /
	    365;
	day_of_year = day_of_era -
	    (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	month = (5 * day_of_year + 2) / 153;
	year = year_of_era + era * 400 + (month >= 10);
	buf_printf(out, "%04" PRId64 "-%02" PRId64 "-%02" PRId64, year,
	    month < 10 ? month + 3 : month - 9,
	    day_of_year - (153 * month + 2) / 5 + 1);
}

static void
put_moment(struct buf *out, double serial, const struct number_format *format,
    bool from1904)
{
	int64_t seconds = (int64_t)(serial * 86400 + 0.5);
	int64_t days = seconds / 86400;

	seconds %= 86400;
	if (from1904)
		days += 1462;
	else if (days < 60)
		days++; /* the 1900 calendar has a 29th of February */
	if (format->date)
		put_date(out, days);
	if (format->date && seconds > 0)
		buf_put_char(out, 'T');
	if (seconds > 0 || !format->date)
		buf_printf(out, "%02d:%02d:%02d", (int)(seconds / 3600),
		    (int)(seconds / 60 % 60), (int)(seconds % 60));
}

static size_t
count_digits(struct slice s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n && s.at[i] != 'E' && s.at[i] != 'e'; i++)
		if (s.at[i] >= '0' && s.at[i] <= '9')
			n += n > 0 || s.at[i] != '0';
	return n;
}

static bool
all_digits(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.at[i] < '0' || s.at[i] > '9')
			return false;
	return s.n > 0;
}

static void
put_padded(
    struct buf *out, struct slice number, const struct number_format *format)
{
	buf_put_slice(out, format->before);
	for (size_t n = number.n; n < format->zeros; n++)
		buf_put_char(out, '0');
	buf_put_slice(out, number);
	buf_put_slice(out, format->after);
}

void
number_put(struct buf *out, struct slice number,
    const struct number_format *format, bool from1904)
{
	char text[NUMBER_MOST];
	char *end;
	double value;

	if (number.n == 0 || number.n >= sizeof text) {
		buf_put_slice(out, number);
		return;
	}
	memcpy(text, number.at, number.n);
	text[number.n] = '\0';
	value = strtod(text, &end);
	if (*end != '\0' || !isfinite(value))
		buf_put_slice(out, number);
	else if ((format->date || format->time) && value >= 0 &&
	    value < DAYS_MOST)
		put_moment(out, value, format, from1904);
	else if (format->zeros > 0 && all_digits(number))
		put_padded(out, number, format);
	else if (count_digits(number) > DIGITS_KEPT &&
	    memchr(text, '.', number.n) != NULL)
		buf_printf(out, "%.*g", DIGITS_KEPT, value);
	else
		buf_put_slice(out, number);
}
