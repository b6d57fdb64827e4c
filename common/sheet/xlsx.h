/* SPDX-License-Identifier: MIT */
/*
 * The rows of a sheet of an Office Open XML workbook (.xlsx, ECMA-376).
 *
 * Cells are text: a number as the file holds it (what binary fractions add
 * after the 15th digit is taken off), as number_format.h shows it; a date as
 * YYYY-MM-DD, with Thh:mm:ss if it has a time; TRUE, FALSE and errors as they
 * are shown. Shared strings are kept in memory, rows are not.
 */
#ifndef IMG_XLSX_H
#define IMG_XLSX_H

#include <stdbool.h>
#include <stdint.h>

#include "sheet/csv.h"

struct xlsx;

/*
 * Opens a sheet by its name or, where none has that name, its number from 1;
 * NULL is the first that is not hidden. The seekable descriptor stays the
 * caller's. Never NULL: on failure there are no rows. Of the options one
 * counts here: `skip` is the number of the last row before the header. The
 * header is as wide as the widest row: what is right of its last heading has
 * empty ones.
 */
struct xlsx *xlsx_open(int fd, const char *name, const char *sheet,
    const struct csv_options *options);
void xlsx_close(struct xlsx *xlsx);

/* As csv_next(); a row's line is its number in the sheet. */
bool xlsx_next(struct xlsx *xlsx, struct csv_row *row);

/* "file: what is wrong", or NULL. */
const char *xlsx_failure(const struct xlsx *xlsx);

/* The names of other sheets with cells, 'B', 'C', if it was not chosen. */
struct slice xlsx_unread(const struct xlsx *xlsx);

/* The name of the sheet, and the rows without content so far. */
const char *xlsx_sheet(const struct xlsx *xlsx);
uint64_t xlsx_blank(const struct xlsx *xlsx);

/* How many rows that are hidden, by a filter for instance, were given, and the
 * first of them. */
uint64_t xlsx_hidden(const struct xlsx *xlsx, uint64_t *first);

/* How many columns are right of the last heading, and have cells. */
size_t xlsx_unheaded(const struct xlsx *xlsx);

/*
 * How many merged cells span several rows below the header, and the first of
 * them; known after the last row. Only the uppermost row has the value.
 */
uint64_t xlsx_merged(const struct xlsx *xlsx, struct slice *first);

/*
 * How many formulas have no result in the file, as programs write them that do
 * not calculate, and the first of them; known after the last row.
 */
uint64_t xlsx_unsaved(const struct xlsx *xlsx, struct slice *first);

#endif
