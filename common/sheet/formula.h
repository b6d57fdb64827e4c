/* SPDX-License-Identifier: MIT */
/*
 * Where a cell links to by its formula: HYPERLINK("https://x/"&A2&".jpg","1"),
 * or which picture it shows: IMAGE("https://x/1.jpg"), as Google writes it,
 * too. Understood are texts, numbers, cells, "&" and the functions CONCATENATE,
 * CONCAT, TEXT, LOWER, UPPER, TRIM, SUBSTITUTE and ENCODEURL.
 */
#ifndef IMG_FORMULA_H
#define IMG_FORMULA_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

/* The cells that a formula may name; rows from 1, columns from 0. */
struct formula_cells {
	/* Appends a cell's value; false if it is not known. */
	bool (*put)(void *state, struct buf *out, uint64_t row, size_t column);
	/* The same by the heading of its column, in the formula's own row. */
	bool (*put_named)(void *state, struct buf *out, struct slice heading);
	void *state;
	/* What is added to rows and columns that have no "$": a formula that
	 * several cells share is that of the first of them. */
	int64_t rows, columns;
};

/* True if there is a call of HYPERLINK() or IMAGE() in it. */
bool formula_has_link(struct slice formula);

/*
 * Appends the address that the formula links to, given without its first "=";
 * false, and nothing, if it has none, several, or one that is not understood.
 * The formula is in the notation of .xlsx (A2, commas) or of .ods ([.A2],
 * semicolons).
 */
bool formula_put_link(
    struct buf *out, struct slice formula, const struct formula_cells *cells);

#endif
