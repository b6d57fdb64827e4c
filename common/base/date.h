/* SPDX-License-Identifier: MIT */
/*
 * Dates and times of the proleptic Gregorian calendar, and their form in the
 * stream, ISO 8601: YYYY-MM-DDThh:mm:ssZ. Seconds count from 1970-01-01 UTC,
 * without leap seconds. No locks and no time zones, unlike gmtime_r(3).
 */
#ifndef IMG_DATE_H
#define IMG_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

struct date_time {
	int year, month, day, hour, minute, second; /* month and day from 1 */
};

/* True for a day of the calendar. */
bool date_exists(int year, int month, int day);

/* Its seconds; false if there is no such time. Second 60 is the next one's. */
bool date_time_seconds(const struct date_time *time, int64_t *seconds);

struct date_time date_time_of(int64_t seconds);

/* Appends the stream's form; nothing for years before 1 or after 9999. */
void date_put(struct buf *out, int64_t seconds);

/* Reads exactly the stream's form. */
bool date_read(struct slice text, int64_t *seconds);

/* Takes "hh:mm:ss" off; false if it is not there. The values may be any. */
bool date_take_clock(struct slice *text, struct date_time *time);

/* True for YYYY-MM-DD, a day of the calendar. */
bool date_is_day(struct slice text);

#endif
