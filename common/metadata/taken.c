/* SPDX-License-Identifier: MIT */
#include "base/date.h"
#include "base/number.h"
#include "metadata/taken.h"

static bool
take_one_of(struct slice *text, const char *characters)
{
	if (text->n == 0 || *text->at == '\0' ||
	    strchr(characters, *text->at) == NULL)
		return false;
	text->at++;
	text->n--;
	return true;
}

static struct slice
trim(struct slice s)
{
	while (s.n > 0 && (s.at[s.n - 1] == '\0' || s.at[s.n - 1] == ' '))
		s.n--;
	while (s.n > 0 && *s.at == ' ') {
		s.at++;
		s.n--;
	}
	return s;
}

/* The oldest photograph is of 1826. */
static bool
is_possible(const struct date_time *m)
{
	return m->year >= 1826 && date_exists(m->year, m->month, m->day) &&
	    m->hour <= 23 && m->minute <= 59 && m->second <= 60;
}

static bool
take_day(struct slice *s, struct date_time *m, const char *between)
{
	return number_take_digits(s, 4, &m->year) && take_one_of(s, between) &&
	    number_take_digits(s, 2, &m->month) && take_one_of(s, between) &&
	    number_take_digits(s, 2, &m->day);
}

static void
put_day(struct buf *out, const struct date_time *m)
{
	buf_printf(out, "%04d-%02d-%02d", m->year, m->month, m->day);
}

static void
put_time(struct buf *out, const struct date_time *m)
{
	buf_printf(out, "T%02d:%02d:%02d", m->hour, m->minute, m->second);
}

bool
taken_put_exif(struct buf *out, struct slice date)
{
	struct date_time m = {0};

	date = trim(date);
	if (!take_day(&date, &m, ":-/") || !take_one_of(&date, " T") ||
	    !number_take_digits(&date, 2, &m.hour) ||
	    !take_one_of(&date, ":") ||
	    !number_take_digits(&date, 2, &m.minute) ||
	    !take_one_of(&date, ":") ||
	    !number_take_digits(&date, 2, &m.second) || date.n > 0 ||
	    !is_possible(&m))
		return false;
	put_day(out, &m);
	put_time(out, &m);
	return true;
}

void
taken_put_offset(struct buf *out, struct slice offset)
{
	struct slice rest = trim(offset);
	int hours, minutes;

	offset = rest;
	if (slice_equal(offset, SLICE("Z")) ||
	    (take_one_of(&rest, "+-") && number_take_digits(&rest, 2, &hours) &&
		take_one_of(&rest, ":") &&
		number_take_digits(&rest, 2, &minutes) && rest.n == 0 &&
		hours <= 14 && minutes <= 59))
		buf_put_slice(out, offset);
}

static void
skip_fraction(struct slice *s)
{
	if (!take_one_of(s, "."))
		return;
	while (take_one_of(s, "0123456789"))
		continue;
}

bool
taken_put_xmp(struct buf *out, struct slice date)
{
	struct date_time m = {0};

	date = trim(date);
	if (!take_day(&date, &m, "-:") || !is_possible(&m))
		return false;
	if (date.n == 0) {
		put_day(out, &m);
		return true;
	}
	if (!take_one_of(&date, "T ") ||
	    !number_take_digits(&date, 2, &m.hour) ||
	    !take_one_of(&date, ":") ||
	    !number_take_digits(&date, 2, &m.minute) ||
	    (take_one_of(&date, ":") &&
		!number_take_digits(&date, 2, &m.second)) ||
	    !is_possible(&m))
		return false;
	skip_fraction(&date);
	put_day(out, &m);
	put_time(out, &m);
	taken_put_offset(out, date);
	return true;
}

/* The time as HHMMSS, with or without an offset. */
static void
put_iptc_time(struct buf *out, struct date_time *m, struct slice time)
{
	char offset[] = "+00:00";

	if (!number_take_digits(&time, 2, &m->hour) ||
	    !number_take_digits(&time, 2, &m->minute) ||
	    !number_take_digits(&time, 2, &m->second) || !is_possible(m))
		return;
	put_time(out, m);
	if (time.n != 5)
		return;
	memcpy(offset, time.at, 3);
	memcpy(offset + 4, time.at + 3, 2);
	taken_put_offset(out, slice_of(offset));
}

bool
taken_put_iptc(struct buf *out, struct slice date, struct slice time)
{
	struct date_time m = {0};

	if (!number_take_digits(&date, 4, &m.year) ||
	    !number_take_digits(&date, 2, &m.month) ||
	    !number_take_digits(&date, 2, &m.day) || date.n > 0 ||
	    !is_possible(&m))
		return false;
	put_day(out, &m);
	put_iptc_time(out, &m, time);
	return true;
}
