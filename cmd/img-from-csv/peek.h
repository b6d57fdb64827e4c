/* SPDX-License-Identifier: MIT */
/*
 * The first rows of a sheet, before they are its rows: what a column is may
 * show by its cells only.
 */
#ifndef IMG_PEEK_H
#define IMG_PEEK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "sheet/sheet.h"

/* Rows looked at. */
enum { PEEK_MOST = 32 };

/* Zero-initialise; peek_free() when done. */
struct peek {
	struct csv_row rows[PEEK_MOST + 1]; /* the header first */
	struct slice *cells[2 * (PEEK_MOST + 1)]; /* theirs, and links */
	size_t ncells;
	size_t n;
	size_t taken;
	struct arena texts;
};

/* Reads the header and as many rows as are there; false without a header. */
bool peek_read(struct peek *peek, struct sheet *sheet);
void peek_free(struct peek *peek);

/* The next row after the header: one that was looked at, or the sheet's. */
bool peek_next(struct peek *peek, struct sheet *sheet, struct csv_row *row);

/* What a cell says of a picture's URL: what it links to where its text is no
 * URL ("photo 1"); and of its name. */
struct slice peek_url(const struct csv_row *row, size_t column);
struct slice peek_name(const struct csv_row *row, size_t column);

/* What the cells of a column are; those without anything do not count. */
struct peek_cells {
	size_t filled;
	size_t urls;
	size_t files; /* names with a picture's extension, or lists of them */
	size_t stems; /* what may be names without one */
};

struct peek_cells peek_cells(const struct peek *peek, size_t column);

#endif
