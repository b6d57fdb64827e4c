/* SPDX-License-Identifier: MIT */
/*
 * Of several names the one that was most likely meant by another: "did you
 * mean 'rights'?". Letter case, and a blank or '_' for '-', do not count; a
 * letter too many, too few, another one, or two in each other's place do.
 */
#ifndef IMG_NEAREST_H
#define IMG_NEAREST_H

#include "base/slice.h"

/* Set the text, then try each name. */
struct nearest {
	struct slice text;
	const char *name; /* the first of the nearest so far, or NULL */
	size_t slips; /* in it */
};

/* Takes the name if it is nearer than those before, and near enough: a slip for
 * each three letters, and at most two. */
void nearest_try(struct nearest *nearest, const char *name);

#endif
