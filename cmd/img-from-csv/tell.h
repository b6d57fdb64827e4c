/* SPDX-License-Identifier: MIT */
/*
 * Warnings with file and line, from the registry of problems. Of each kind a
 * hundred are told in full, and the rest is counted.
 */
#ifndef TELL_H
#define TELL_H

#include <stdint.h>

#include "slice.h"

enum { TELL_KINDS = 16, TELL_MOST = 100 };

struct tell {
	const char *file; /* set by the caller */
	struct {
		const char *code;
		uint64_t n;
	} told[TELL_KINDS];
};

/* `header` is the sheet's name of the column, or NULL; the value may be empty.
 */
void tell_doubt(struct tell *tell, uint64_t line, const char *code,
    const char *header, struct slice value);

/* Adds what another has told. */
void tell_join(struct tell *tell, const struct tell *other);

/* How many there were of those that were not told in full. */
void tell_rest(const struct tell *tell);

#endif
