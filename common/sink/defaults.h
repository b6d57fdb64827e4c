/* SPDX-License-Identifier: MIT */
/*
 * --defaults of all sinks: values for the columns that describe a picture,
 * where a row has none.
 */
#ifndef IMG_DEFAULTS_H
#define IMG_DEFAULTS_H

#include <stddef.h>

#include "base/opt.h"
#include "base/slice.h"

enum { DEFAULTS_MOST = 16 };

/* Zero-initialise; the texts stay the caller's. */
struct defaults {
	const char *columns[DEFAULTS_MOST];
	struct slice values[DEFAULTS_MOST];
	size_t n;
};

/*
 * Reads the option's argument, "owner=Museum of A, B,rights=CC0": a comma is
 * part of the value unless a column follows. Dies with what is wrong in it.
 */
void defaults_read(struct defaults *defaults, const struct opt *opt);

/* The value for a column, empty if there is none. */
struct slice defaults_value(
    const struct defaults *defaults, const char *column);

#endif
