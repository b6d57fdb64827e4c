/* SPDX-License-Identifier: MIT */
/*
 * With --name-by: which of the pictures of one number each row's is. The whole
 * stream must be known for that, so that it does not depend on the order of the
 * rows.
 */
#ifndef IMG_NUMBERING_H
#define IMG_NUMBERING_H

#include "derive_rows.h"

struct numbering;

/*
 * Reads all rows, keeps them in a file without a name in TMPDIR, and numbers
 * the pictures: those that have a place in the store keep it, the others follow
 * by sortOccurrence and path. Takes 60 bytes of memory for each picture, and
 * four for each row. Dies if the stream is wrong.
 */
struct numbering *numbering_new(struct derive *derive,
    const struct row_columns *columns, struct stream_in *in);
void numbering_free(struct numbering *numbering);

/* The rows once more; to be closed before it is freed. */
struct stream_in *numbering_rows(struct numbering *numbering);

/* 1 for the first, or the only one; 0 if the row has no number. */
uint32_t numbering_slot(const struct numbering *numbering, uint64_t row);

/* Pictures that have no number, and keep their own names. */
uint64_t numbering_unnamed(const struct numbering *numbering);

#endif
