/* SPDX-License-Identifier: MIT */
/*
 * Rows of a sheet to rows of the stream: one for each picture, with the codes
 * of what is doubtful about it. Each doubt is reported once, with file and
 * line.
 */
#ifndef IMG_SHEET_PICTURES_H
#define IMG_SHEET_PICTURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "sheet/csv.h"
#include "deferred_codes.h"
#include "sheet/number_check.h"
#include "sheet_header.h"
#include "sheet/warnings.h"

/* The URLs of the cells of a kind, or the names, and the view of each. */
struct link_list {
	struct slice whole;
	struct slice *all;
	const char **views;
	size_t n;
	size_t room;
};

/* What a column has that nothing takes. */
struct unused {
	uint64_t filled, urls, files;
};

/* Zero-initialise; sheet_pictures_free() when done. */
struct sheet_pictures {
	bool list_rules; /* tell how each cell was cut; for the caller to set */
	const struct header *header;
	size_t *is_link; /* of each column: which of the links, or NLINKS */

	struct batch batch; /* the rows made */
	uint64_t rows;
	uint64_t pictures;
	struct zeros zeros;
	struct warnings tell;
	struct link_list links[NLINKS];
	size_t there[NLINKS], nthere; /* of them, those of the header */
	struct slice number; /* the one that rows are put for */
	struct unused *unused; /* of each column */
	struct buf codes, once;
	struct buf name;
	struct buf rules;
};

/* What follows are rows of this file; both stay the caller's. */
void sheet_pictures_use(
    struct sheet_pictures *p, const struct header *header, const char *file);

/* Appends to the batch what the row of the sheet becomes. */
void sheet_pictures_add(struct sheet_pictures *p, const struct csv_row *row);

/* At the end of a file: warns of columns of URLs or files that nothing took. */
void sheet_pictures_unused(const struct sheet_pictures *p);

/* True if the rows of the batch need not wait for further ones. */
bool sheet_pictures_ready(const struct sheet_pictures *p);

/* The batch as it is now, for the writer to take what is in it. */
struct batch *sheet_pictures_batch(struct sheet_pictures *p);

/* Tells the summary. */
void sheet_pictures_end(const struct sheet_pictures *p);
void sheet_pictures_free(struct sheet_pictures *p);

#endif
