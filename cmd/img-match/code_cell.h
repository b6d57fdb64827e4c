/* SPDX-License-Identifier: MIT */
/*
 * The codes in a cell, as img-barcode or a scanner's own program writes them:
 * separated by blanks, and codes may have blanks themselves; or by commas,
 * semicolons or bars.
 */
#ifndef IMG_CODE_CELL_H
#define IMG_CODE_CELL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

enum { CODE_WORDS = 24 };

/* What may be one code: words side by side. */
struct code_text {
	struct slice text;
	unsigned char first, n; /* its words */
};

struct code_cell {
	struct slice cell;
	struct slice words[CODE_WORDS];
	bool joined[CODE_WORDS]; /* by nothing but blanks to the one before */
	size_t nwords;
	size_t ncodes; /* 0: not known */
	size_t first, n; /* of the text that is next */
};

/* `types` has a word for each code; empty if nobody has counted them. */
void code_cell_open(
    struct code_cell *cell, struct slice codes, struct slice types);

/* The next text, longer ones first; false after the last. */
bool code_cell_next(struct code_cell *cell, struct code_text *text);

/* The only code; empty if there are several, or may be. */
struct slice code_cell_only(const struct code_cell *cell);

#endif
