/* SPDX-License-Identifier: MIT */
/*
 * The rows of a sheet of an OpenDocument workbook (.ods, OpenDocument 1.0 to
 * 1.3).
 *
 * Cells are text, as a person sees it: a number as the file holds it, or with
 * the zeros and letters that its format shows before it ("00123", "UCR-0012"),
 * but without separators of thousands; per cent; a date as YYYY-MM-DD, with
 * Thh:mm:ss if it has a time; TRUE and FALSE. Comments, shapes and what merged
 * cells cover are no text. Repeated rows and cells are repeated, within the
 * limits of csv.h and of the sheets of spreadsheet programs.
 */
#ifndef IMG_ODS_H
#define IMG_ODS_H

#include <stdbool.h>
#include <stdint.h>

#include "sheet/csv.h"

struct ods;

/* True if the zip file has the part that OpenDocument files have. */
bool ods_is(int fd);

/* As xlsx_open(); the header is as wide as the widest row, too. */
struct ods *ods_open(int fd, const char *name, const char *sheet,
    const struct csv_options *options);
void ods_close(struct ods *ods);

/* As csv_next(); a row's line is its number in the sheet. */
bool ods_next(struct ods *ods, struct csv_row *row);

/* "file: what is wrong", or NULL. */
const char *ods_failure(const struct ods *ods);

/* The name of the sheet, and the rows without content so far. */
const char *ods_sheet(const struct ods *ods);
uint64_t ods_blank(const struct ods *ods);

/* As xlsx_unread() and xlsx_hidden(). */
struct slice ods_unread(const struct ods *ods);
uint64_t ods_hidden(const struct ods *ods, uint64_t *first);

/* As xlsx_unheaded() and xlsx_merged(). */
size_t ods_unheaded(const struct ods *ods);
uint64_t ods_merged(const struct ods *ods, struct slice *first);

#endif
