/* SPDX-License-Identifier: MIT */
/* Rows of one table of an archive, through all of its files. */
#ifndef IMG_DWCA_TABLE_H
#define IMG_DWCA_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "sheet/csv.h"
#include "sheet/dwca_meta.h"
#include "sheet/dwca_source.h"
#include "stream/output.h"

struct dwca_table_options {
	bool lenient; /* as csv_options */
	bool threaded; /* likewise */
	bool ahead; /* it will be read again: nothing is reported */
	bool marking; /* rows that break the rules come, and are marked */
	struct output *output; /* what is made of the rows, or NULL */
};

struct dwca_table;

/*
 * `meta` is one of the archive's tables, its file names below `folder` (""
 * or ending in "/"). All stay the caller's. Dies if a file is not there.
 * What is doubtful about a file is reported as a warning at its end.
 */
struct dwca_table *dwca_table_open(struct dwca_source *source,
    const char *folder, const struct dwca_meta_table *meta,
    const struct dwca_table_options *options);

/*
 * Goes on to the next row; false at the end. Dies for what cannot be read, and
 * flushes the options' output before.
 */
bool dwca_table_next(struct dwca_table *table);

/*
 * Where the options say `marking`: what of the row at hand breaks the rules,
 * NULL if nothing, and the line that it begins on.
 */
const char *dwca_table_wrong(const struct dwca_table *table, uint64_t *line);

/*
 * Of the row at hand, valid until the next one: the id or coreid, without
 * blanks around it, and what the field says, its default where the cell is
 * empty.
 */
struct slice dwca_table_key(const struct dwca_table *table);
struct slice dwca_table_value(
    const struct dwca_table *table, const struct dwca_meta_field *field);

/*
 * A cell of the row that comes k rows after the next one, if it has been read
 * already, without blanks around it; without a place in memory if not.
 */
struct slice dwca_table_peek(
    const struct dwca_table *table, size_t k, size_t index);

void dwca_table_close(struct dwca_table *table);

/*
 * The first row of a file as it is there, for finding out what it is.
 * False if there is none. close() it with csv_close() and dwca_member_close().
 */
struct csv *dwca_table_csv(struct dwca_source *source, const char *name,
    const struct dwca_meta_table *meta,
    const struct dwca_table_options *options, struct dwca_member **member);

#endif
