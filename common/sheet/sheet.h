/* SPDX-License-Identifier: MIT */
/*
 * A sheet's rows, whatever kind of file it is in: delimited text, or a
 * workbook (.xlsx, .ods), known by its first bytes. What a person may take for
 * a sheet by mistake (an old .xls, a web page, a compressed file) fails with
 * what to do about it.
 */
#ifndef IMG_SHEET_H
#define IMG_SHEET_H

#include <stdbool.h>
#include <stdint.h>

#include "sheet/csv.h"
#include "sheet/sheet_options.h"

struct sheet;

/*
 * Opens a file, "-" for standard input. Never NULL: where it is no sheet,
 * sheet_next() is false, and sheet_failure() says why.
 */
struct sheet *sheet_open(const char *path, const struct sheet_options *options);
void sheet_close(struct sheet *sheet);

/* As csv_next(). */
bool sheet_next(struct sheet *sheet, struct csv_row *row);

/* "file:line: what is wrong", or NULL; and whether lenience would help. */
const char *sheet_failure(const struct sheet *sheet);
bool sheet_mendable(const struct sheet *sheet);

/* The file's name for messages. */
const char *sheet_name(const struct sheet *sheet);

/* The name of the workbook's sheet that is read; NULL for text. */
const char *sheet_tab(const struct sheet *sheet);

/* Says with warn() which sheets with cells of a workbook are not read, where
 * none was chosen; for when the header is read, which may be the wrong one. */
void sheet_report_others(const struct sheet *sheet);

/*
 * Says with inform() and warn() what was found out, after the last row. True
 * if characters were left out or replaced.
 */
bool sheet_report(const struct sheet *sheet);

/*
 * True if nothing tells the encoding of what is not ASCII: the text is read as
 * Windows-1252 and is hardly that. Such text is an error unless lenient.
 */
bool sheet_encoding_unknown(const struct sheet *sheet);

/* True if the next row would have to be waited for. */
bool sheet_waits(const struct sheet *sheet);

/* Bytes read so far and in all; 0 where that cannot be known. */
void sheet_position(
    const struct sheet *sheet, uint64_t *bytes, uint64_t *total);

/*
 * The rows to pass over before the header, where a title or a row of groups is
 * above it: the fewest after which a row of several cells is a header by
 * `is_header`, where the first row is none; 0 if that is not so, if the options
 * say it, or if the file cannot be read twice.
 */
enum { SHEET_TITLE_MOST = 10 };
size_t sheet_title_rows(const char *path, const struct sheet_options *options,
    bool (*is_header)(const struct slice *cells, size_t n));

#endif
