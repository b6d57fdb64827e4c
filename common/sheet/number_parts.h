/* SPDX-License-Identifier: MIT */
/*
 * Catalogue numbers whose prefix or suffix is in a column of its own, as in
 * KE EMu's exports (CatPrefix, CatNumber, CatSuffix): the number alone is not
 * what is on the label.
 */
#ifndef IMG_NUMBER_PARTS_H
#define IMG_NUMBER_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

enum { NUMBER_PARTS_MOST = 4 };

struct number_parts {
	size_t n;
	struct number_part {
		size_t column;
		bool suffix;
	} all[NUMBER_PARTS_MOST];
};

/* The columns with such parts, by their headings. */
struct number_parts number_parts_find(const struct slice header[], size_t n);

/* True if the part is not empty, and the number, not empty either, does not
 * begin or end with it. */
bool number_parts_is_lacking(
    const struct number_part *which, struct slice part, struct slice number);

/* True if one of them has something that the number does not begin or end
 * with. */
bool number_parts_lack(const struct number_parts *parts,
    const struct slice cells[], struct slice number);

#endif
