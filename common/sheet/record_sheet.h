/* SPDX-License-Identifier: MIT */
/*
 * A table read from the front, row by row: an img-stream, a spreadsheet, or the
 * records of a Darwin Core Archive.
 */
#ifndef IMG_RECORD_SHEET_H
#define IMG_RECORD_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"
#include "sheet/sheet_options.h"

struct record_sheet;

/*
 * True if the file is to be read as an img-stream: no option for sheets was
 * given, or one for several files and it has a column that only streams have;
 * its first line is UTF-8 and has a TAB, but no quote, carriage return
 * or byte order mark; and there is a column `occid`, or nothing looks quoted
 * in what follows, which is UTF-8. So are standard input and pipes, which
 * cannot be looked into twice.
 */
bool record_sheet_is_stream(
    const char *path, const struct sheet_options *options);

/*
 * Opens and reads the header; dies if there is none, or of what is no sheet.
 * A sheet's rows that break the rules are left out and counted, unless the
 * options are lenient and take them in the likeliest way.
 */
struct record_sheet *record_sheet_open(
    const char *path, const struct sheet_options *options);

/* Frees without a word of what was left out. */
void record_sheet_discard(struct record_sheet *sheet);

/* Says what was left out, and frees. */
void record_sheet_close(struct record_sheet *sheet);

/* The header's names, as many as there are columns; valid until closed. */
const struct slice *record_sheet_header(const struct record_sheet *sheet);
size_t record_sheet_columns(const struct record_sheet *sheet);

/* The column that goes by the name, or STREAM_NONE; exact names first. */
size_t record_sheet_find(
    const struct slice names[], size_t n, const char *name);

/* Appends names of columns for a message, with commas. */
void record_sheet_put_names(
    struct buf *out, const struct slice names[], size_t n);

/*
 * The values of the next row, as many as there are columns, valid until the
 * next call; NULL at the end. Dies if the file cannot be read on.
 */
const struct slice *record_sheet_next(struct record_sheet *sheet);

/* The line of that row, and the file's name for messages. */
uint64_t record_sheet_line(const struct record_sheet *sheet);
const char *record_sheet_name(const struct record_sheet *sheet);

/* False if a value of the row just read may have been read wrongly. */
bool record_sheet_is_sure(const struct record_sheet *sheet, struct slice value);

/* Counts the row just read as left out, for the reason given. */
void record_sheet_leave_out(struct record_sheet *sheet, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Dies if rows were left out, with the reason of the first. */
void record_sheet_die_unread(const struct record_sheet *sheet);

/* Closes, and dies with "file:line: " of the row just read and the text. */
_Noreturn void record_sheet_die(struct record_sheet *sheet, const char *format,
    ...) __attribute__((format(printf, 2, 3)));

#endif
