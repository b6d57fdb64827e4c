/* SPDX-License-Identifier: MIT */
/* The columns that img-match writes, and a row with its outcome. */
#ifndef IMG_MATCH_OUTPUT_H
#define IMG_MATCH_OUTPUT_H

#include "match_worker.h"

/* At most, without those of the sheet. */
enum { MATCH_COLUMNS = 12 };

/* Its own columns, and then those of the sheet, which has NAMED_EXTRAS. */
void match_list_columns(struct match_shared *shared,
    const char *columns[MATCH_COLUMNS + NAMED_EXTRAS]);

/* A row that keeps its outcome, with what the sheet says of its picture. */
void match_write_settled(
    struct match_worker *worker, const struct match_row *row);

/* The row, once for each record that it is linked to. */
void match_write_outcome(
    struct match_worker *worker, const struct match_row *row);

#endif
