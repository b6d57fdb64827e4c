/* SPDX-License-Identifier: MIT */
#include "base/date.h"
#include "base/number.h"

/* Days from 0000-03-01, where years begin here so that a leap day ends one. */
#define DAYS_BEFORE_1970 719468
#define DAYS_OF_ERA 146097 /* 400 years */

/* 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z. */
#define SECONDS_FIRST (-62135596800)
#define SECONDS_LAST 253402300799

static bool
is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

bool
date_exists(int year, int month, int day)
{
	static const int length[] = {
	    31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return month >= 1 && month <= 12 && day >= 1 &&
	    day <= length[month - 1] + (month == 2 && is_leap(year));
}

static int64_t
days_since_1970(int year, int month, int day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t of_era = y - era * 400;
	int64_t of_year =
	    (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * DAYS_OF_ERA + of_era * 365 + of_era / 4 - of_era / 100 +
	    of_year - DAYS_BEFORE_1970;
}

bool
date_time_seconds(const struct date_time *t, int64_t *seconds)
{
	if (!date_exists(t->year, t->month, t->day) || t->hour > 23 ||
	    t->minute > 59 || t->second > 60)
		return false;
	*seconds = days_since_1970(t->year, t->month, t->day) * 86400 +
	    t->hour * 3600 + t->minute * 60 + t->second;
	return true;
}

struct date_time
date_time_of(int64_t seconds)
{
	int64_t day = seconds / 86400 - (seconds % 86400 < 0);
	int64_t rest = seconds - day * 86400;
	int64_t era, of_era, year, of_year, month;
	struct date_time t;

	day += DAYS_BEFORE_1970;
	era = (day >= 0 ? day : day - DAYS_OF_ERA + 1) / DAYS_OF_ERA;
	of_era = day - era * DAYS_OF_ERA;
	year =
	    (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	of_year = of_era - (365 * year + year / 4 - year / 100);
	month = (5 * of_year + 2) / 153;
	t.day = (int)(of_year - (153 * month + 2) / 5 + 1);
	t.month = (int)(month < 10 ? month + 3 : month - 9);
	t.year = (int)(year + era * 400 + (t.month <= 2));
	t.hour = (int)(rest / 3600);
	t.minute = (int)(rest / 60 % 60);
	t.second = (int)(rest % 60);
	return t;
}

static char *
put_two(char *to, int number, char mark)
{
	to[0] = (char)('0' + number / 10);
	to[1] = (char)('0' + number % 10);
	to[2] = mark;
	return to + 3;
}

void
date_put(struct buf *out, int64_t seconds)
{
	struct date_time t;
	char *to;

	if (seconds < SECONDS_FIRST || seconds > SECONDS_LAST)
		return;
	t = date_time_of(seconds);
	to = buf_room(out, 21);
	to = put_two(to, t.year / 100, '-') - 1;
	to = put_two(to, t.year % 100, '-');
	to = put_two(to, t.month, '-');
	to = put_two(to, t.day, 'T');
	to = put_two(to, t.hour, ':');
	to = put_two(to, t.minute, ':');
	put_two(to, t.second, 'Z');
	out->n += 20;
}

static bool
take_mark(struct slice *text, char mark)
{
	if (text->n == 0 || *text->at != mark)
		return false;
	*text = slice_from(*text, 1);
	return true;
}

bool
date_take_clock(struct slice *text, struct date_time *t)
{
	return number_take_digits(text, 2, &t->hour) && take_mark(text, ':') &&
	    number_take_digits(text, 2, &t->minute) && take_mark(text, ':') &&
	    number_take_digits(text, 2, &t->second);
}

static bool
take_day(struct slice *text, struct date_time *t)
{
	return number_take_digits(text, 4, &t->year) && take_mark(text, '-') &&
	    number_take_digits(text, 2, &t->month) && take_mark(text, '-') &&
	    number_take_digits(text, 2, &t->day);
}

bool
date_read(struct slice text, int64_t *seconds)
{
	struct date_time t;

	return take_day(&text, &t) && take_mark(&text, 'T') &&
	    date_take_clock(&text, &t) && take_mark(&text, 'Z') &&
	    text.n == 0 && date_time_seconds(&t, seconds) &&
	    *seconds >= SECONDS_FIRST;
}

bool
date_is_day(struct slice text)
{
	struct date_time t;

	return take_day(&text, &t) && text.n == 0 &&
	    date_exists(t.year, t.month, t.day);
}
