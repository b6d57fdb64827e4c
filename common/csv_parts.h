/* SPDX-License-Identifier: MIT */
/* Parts of the csv reader that need no file; for csv.c alone. */
#ifndef IMG_CSV_PARTS_H
#define IMG_CSV_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "slice.h"

/*
 * What the beginning of a file says of its form. `whole` if nothing follows
 * the text. skip is the length of a first line "sep=;" with its line end.
 */
struct dialect {
	char delimiter;
	char newline; /* '\n', also for CRLF; or '\r' */
	bool crlf;
	size_t skip;
};

struct dialect dialect_guess(struct slice text, char quote, bool whole);

/* Cells being put together: their bytes in `bytes`, their ends in `ends`. */
struct cells {
	struct buf bytes;
	size_t *ends;
	size_t n;
	size_t room;
};

void cells_clear(struct cells *cells);
/* Ends the cell whose bytes have been put; false if there are too many. */
bool cells_end(struct cells *cells);
void cells_free(struct cells *cells);

/*
 * Splits a row that breaks the rules: a quoted cell ends at a quote that has
 * a delimiter or the row's end behind it, other quotes are text. With
 * `backslash`, \" and \\ in a quoted cell stand for " and \. A quoted cell
 * that never ends is text with its quote, and so are all behind it; *open says
 * that there was one.
 */
void mend_split(struct cells *cells, struct slice row, char delimiter,
    char quote, bool backslash, bool *open);

#endif
