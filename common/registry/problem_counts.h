/* SPDX-License-Identifier: MIT */
/* What went wrong in a run, by problem code, to be said at its end. */
#ifndef IMG_PROBLEM_COUNTS_H
#define IMG_PROBLEM_COUNTS_H

#include <stdint.h>

enum { PROBLEM_COUNTS_MOST = 32 };

/* Zero-initialise; codes are literals. */
struct problem_counts {
	struct {
		const char *code;
		uint64_t n;
	} of[PROBLEM_COUNTS_MOST];
};

void problem_counts_add(
    struct problem_counts *counts, const char *code, uint64_t n);

/* Adds those of a worker. */
void problem_counts_join(
    struct problem_counts *counts, const struct problem_counts *others);

/*
 * Warns of each code in a sentence: how many of all `things` ("3 files"), what
 * it means, and what to do.
 */
void problem_counts_tell(
    const struct problem_counts *counts, const char *things);

#endif
