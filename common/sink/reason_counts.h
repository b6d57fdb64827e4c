/* SPDX-License-Identifier: MIT */
/* How many rows a sink has left out, by reason. */
#ifndef IMG_REASON_COUNTS_H
#define IMG_REASON_COUNTS_H

#include <inttypes.h>

enum { REASON_COUNTS_MOST = 32 };

/* Zero-initialise. */
struct reason_counts {
	struct {
		const char *reason;
		uint64_t n;
	} each[REASON_COUNTS_MOST]; /* in the order of their first row */
	uint64_t n; /* of all */
};

/* Reasons are literals, at most REASON_COUNTS_MOST different ones. */
void reason_counts_add(struct reason_counts *reasons, const char *reason);

/* How many rows were left out for this reason. */
uint64_t reason_counts_count(
    const struct reason_counts *reasons, const char *reason);

/* Warns "3 of 10 rows left out: 2 no-url, 1 bad", if any were. */
void reason_counts_warn(const struct reason_counts *reasons, uint64_t taken);

#endif
