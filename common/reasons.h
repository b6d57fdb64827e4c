/* SPDX-License-Identifier: MIT */
/* How many rows a sink has left out, by reason. */
#ifndef IMG_REASONS_H
#define IMG_REASONS_H

#include <inttypes.h>

enum { REASONS_MOST = 32 };

/* Zero-initialise. */
struct reasons {
	struct {
		const char *reason;
		uint64_t n;
	} each[REASONS_MOST]; /* in the order of their first row */
	uint64_t n; /* of all */
};

/* Reasons are literals, at most REASONS_MOST different ones. */
void reasons_add(struct reasons *reasons, const char *reason);

/* How many rows were left out for this reason. */
uint64_t reasons_count(const struct reasons *reasons, const char *reason);

/* Warns "3 of 10 rows left out: 2 no-url, 1 bad", if any were. */
void reasons_warn(const struct reasons *reasons, uint64_t taken);

#endif
