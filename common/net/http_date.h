/* SPDX-License-Identifier: MIT */
/* Times in HTTP headers, RFC 9110 sections 5.6.7 and 10.2.3. */
#ifndef IMG_HTTP_DATE_H
#define IMG_HTTP_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

/*
 * Reads any of the three forms (IMF-fixdate, RFC 850, asctime) as seconds
 * since 1970. `now` decides the century of the two-digit years of RFC 850.
 * False if it is none of them, or no time that exists.
 */
bool http_date_read(struct slice text, int64_t now, int64_t *seconds);

/* Appends the IMF-fixdate: "Sun, 06 Nov 1994 08:49:37 GMT". */
void http_date_put(struct buf *out, int64_t seconds);

/*
 * How long Retry-After asks to wait, in seconds from `now`: a plain number or
 * a date (0 if it is past). Capped at a year; -1 if it is neither.
 */
int64_t http_date_retry_after(struct slice text, int64_t now);

#endif
