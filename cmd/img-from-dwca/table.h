/* SPDX-License-Identifier: MIT */
/* Rows of one table of an archive, through all of its files. */
#ifndef IMG_TABLE_H
#define IMG_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"
#include "sheet/csv.h"
#include "archive_source.h"
#include "meta.h"

struct table_options {
	bool lenient; /* as csv_options */
	bool threaded; /* likewise */
};

struct table;

/*
 * `meta` is one of the archive's tables, its file names below `folder` (""
 * or ending in "/"). All stay the caller's. Dies if a file is not there.
 * What is doubtful about a file is told as a warning at its end.
 */
struct table *table_open(struct archive_source *source, const char *folder,
    const struct meta_table *meta, const struct table_options *options);

/*
 * Goes on to the next row; false at the end. Dies, after calling before_end,
 * for what cannot be read.
 */
bool table_next(struct table *table);

/*
 * Of the row at hand, valid until the next one: the id or coreid, without
 * blanks around it, and what the field says, its default where the cell is
 * empty.
 */
struct slice table_key(const struct table *table);
struct slice table_value(
    const struct table *table, const struct meta_field *field);

/*
 * A cell of the row that comes k rows after the next one, if it has been read
 * already, without blanks around it; without a place in memory if not.
 */
struct slice table_peek(const struct table *table, size_t k, size_t index);

void table_close(struct table *table);

/* Called before the program ends because a table cannot be read. */
extern void (*table_before_end)(void);

/*
 * The first row of a file as it stands there, for finding out what it is.
 * False if there is none. close() it with csv_close() and member_close().
 */
struct csv *table_csv(struct archive_source *source, const char *name,
    const struct meta_table *meta, const struct table_options *options,
    struct member **member);

#endif
