/* SPDX-License-Identifier: MIT */
/*
 * Warnings with file and line, from the registry of problems. Of each kind the
 * first ones are given in full, and the rest is counted.
 */
#ifndef IMG_WARNINGS_H
#define IMG_WARNINGS_H

#include <stdint.h>

#include "base/slice.h"

enum { WARNINGS_KINDS = 16, WARNINGS_MOST = 100 };

struct warnings {
	const char *file; /* set by the caller */
	uint64_t most; /* of a kind in full; 0 is WARNINGS_MOST */
	struct {
		const char *code;
		uint64_t n;
	} kinds[WARNINGS_KINDS];
};

/* `header` is the sheet's name of the column, or SLICE_NONE; the value may be
 * empty. */
void warnings_doubt(struct warnings *tell, uint64_t line, const char *code,
    struct slice header, struct slice value);

/* Counts n more of a kind without a word of each. */
void warnings_add(struct warnings *tell, const char *code, uint64_t n);

/* Adds what another has reported. */
void warnings_join(struct warnings *tell, const struct warnings *other);

/* How many there were of those that were not all given in full. */
void warnings_rest(const struct warnings *tell);

#endif
