/* SPDX-License-Identifier: MIT */
/* Readings of one picture, counted until some of them can be believed. */
#ifndef IMG_TALLY_H
#define IMG_TALLY_H

#include <stdint.h>

#include "reading.h"

enum { CODES_MOST = 16, CODE_ROOM = 256 };

/* In pixels of the picture as it is stored. */
struct box {
	uint32_t x, y, width, height;
};

struct code {
	enum symbology symbology;
	unsigned lines; /* that agree */
	bool part; /* of a stacked code */
	struct box box;
	char text[CODE_ROOM];
};

struct tally {
	struct code codes[CODES_MOST];
	size_t n;
};

/* Counts a reading at that place: the code that it is of, or NULL if it is no
 * printable text. */
const struct code *tally_add(
    struct tally *tally, const struct reading *reading, const struct box *box);

/* True if so many lines agree as must. */
bool code_is_sure(const struct code *code);

/* True if any code was read there. */
bool tally_has(const struct tally *tally, const struct box *box);

/* True if a code that can be believed lies there. */
bool tally_settled(const struct tally *tally, const struct box *box);

/*
 * Leaves only what can be believed, the surest first: enough lines agree, and
 * no other code was read in its place by a quarter as many. The number of
 * codes taken out.
 */
size_t tally_judge(struct tally *tally);

#endif
