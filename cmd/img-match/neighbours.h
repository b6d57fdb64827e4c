/* SPDX-License-Identifier: MIT */
/* Texts that are one slip of the finger away from a number. */
#ifndef IMG_NEIGHBOURS_H
#define IMG_NEIGHBOURS_H

#include "base/buf.h"
#include "base/slice.h"

/* In the order in which they are likely. */
enum slip_of_hand {
	SLIP_LOOKALIKE, /* O for 0, l for 1 */
	SLIP_TRANSPOSED,
	SLIP_ZEROS, /* too many or too few in a run of them */
	SLIP_PREFIX, /* another letter before the digits */
	SLIP_DIGIT,
	SLIP_OMITTED, /* the text lacks one */
	SLIP_ADDED, /* the text has one too many */
	SLIPS
};

/* As in the column suggestRule. */
extern const char *const slip_names[SLIPS];

/* Texts longer than this have no neighbours. */
enum { NEIGHBOURS_TEXT_MOST = 64 };

/*
 * Calls `take` with every neighbour of a text in comparable form, likely ones
 * first; a text may come twice. `scratch` is overwritten.
 */
void neighbours(struct slice text, struct buf *scratch,
    void (*take)(void *context, enum slip_of_hand slip, struct slice neighbour),
    void *context);

#endif
