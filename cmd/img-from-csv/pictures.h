/* SPDX-License-Identifier: MIT */
/*
 * Rows of a sheet to rows of the stream: one for each picture, with the codes
 * of what is doubtful about it. Each doubt is told once, with file and line.
 */
#ifndef PICTURES_H
#define PICTURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "csv.h"
#include "doubt.h"
#include "header.h"
#include "late.h"
#include "tell.h"

/* The URLs of one cell. */
struct link_list {
	struct slice whole;
	struct slice *all;
	size_t n;
	size_t room;
};

/* Zero-initialise; pictures_free() when done. */
struct pictures {
	bool list_rules; /* tell how each cell was cut; for the caller to set */
	const struct header *header;
	size_t *is_link; /* of each column: which of the links, or NLINKS */

	struct batch batch; /* the rows made */
	uint64_t rows;
	uint64_t pictures;
	struct zeros zeros;
	struct tell tell;
	struct link_list links[NLINKS];
	struct buf codes;
	struct buf name;
	struct buf rules;
};

/* What follows are rows of this file; both stay the caller's. */
void pictures_use(
    struct pictures *p, const struct header *header, const char *file);

/* Appends to the batch what the row of the sheet becomes. */
void pictures_add(struct pictures *p, const struct csv_row *row);

/* True if the rows of the batch need not wait for further ones. */
bool pictures_ready(const struct pictures *p);

/* The batch as it is now, for the writer to take what is in it. */
struct batch *pictures_batch(struct pictures *p);

/* Tells the summary. */
void pictures_end(const struct pictures *p);
void pictures_free(struct pictures *p);

#endif
