/* SPDX-License-Identifier: MIT */
/* Sizes and times that a page tells of a file, where they are exact. */
#ifndef IMG_LISTING_FACTS_H
#define IMG_LISTING_FACTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

struct listing_facts {
	bool has_bytes;
	bool has_time;
	uint64_t bytes;
	int64_t time; /* seconds since 1970 */
};

/*
 * Reads the line around a link: the text before and after it. A size counts
 * if it is a whole number beside a date or time, or followed by "bytes" or
 * "B"; "1.2M" and "12 KB" are rounded, and no number after them is a size. A
 * time counts in the form of HTTP headers: what pages show otherwise lacks
 * seconds or the time zone.
 */
void listing_facts_read(
    struct listing_facts *facts, struct slice before, struct slice after);

/* True if the text shows a size, exact or rounded: "152 KB". */
bool listing_facts_shows_size(struct slice text);

/* Reads RFC 3339, "2017-11-12T22:08:37.123+01:00"; false if it is not. */
bool listing_facts_read_time(struct slice text, int64_t *seconds);

#endif
