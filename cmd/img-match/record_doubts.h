/* SPDX-License-Identifier: MIT */
/*
 * What is doubtful about the numbers of records, as img-from-csv has it for
 * those of pictures: of each kind how many there are, and the first.
 */
#ifndef IMG_RECORD_DOUBTS_H
#define IMG_RECORD_DOUBTS_H

#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

enum { RECORD_DOUBTS_MOST = 12, RECORD_DOUBTS_DIGITS = 18 };

/* Zero-initialise; record_doubts_free() when done. One for each thread. */
struct record_doubts {
	struct record_doubt {
		const char *code;
		uint64_t n, line;
		struct buf number; /* on that line */
	} all[RECORD_DOUBTS_MOST];
	/* Numbers of so many digits, with a zero before them or without, of
	 * which the first is kept. */
	struct record_digits {
		uint64_t padded, plain, line, value;
	} digits[RECORD_DOUBTS_DIGITS + 1];
};

/* Looks at the number of a line; most are told to be sound at a glance. */
void record_doubts_see(
    struct record_doubts *doubts, uint64_t line, struct slice number);

/* Adds a doubt of one number. */
void record_doubts_add(struct record_doubts *doubts, const char *code,
    uint64_t line, struct slice number);

/*
 * Lost zeros show against the other numbers: those of digits alone that are
 * shorter than most that begin with a zero are number-zeros. For when all
 * numbers have been seen, and are of one collection.
 */
void record_doubts_zeros(struct record_doubts *doubts);

/* Adds what another thread has seen, and frees that. */
void record_doubts_join(
    struct record_doubts *doubts, struct record_doubts *other);

/* Reports them with warn(), each kind once, by the lines. */
void record_doubts_report(
    const struct record_doubts *doubts, const char *file, struct slice header);
void record_doubts_free(struct record_doubts *doubts);

#endif
