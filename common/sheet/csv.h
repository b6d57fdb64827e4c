/* SPDX-License-Identifier: MIT */
/*
 * A spreadsheet's rows from delimited text: a pull reader. RFC 4180, strict.
 *
 * Delimiter (comma, TAB, semicolon, bar), encoding (encoding.h), byte order
 * mark and line ends (LF, CRLF, CR) are found out unless given. A first line
 * "sep=;" is obeyed and left out. Cells keep their blanks, and are never
 * anything but text. A TAB file may have quotes inside its cells; one that
 * begins with a quote is a quoted cell, as spreadsheets write it.
 *
 * Nothing is returned before 64 KiB or the end have been read, so that what is
 * found out does not depend on how the bytes come.
 * Memory is bounded by the largest row, CSV_ROW_MOST, not by the file.
 *
 * A row that keeps all the rules is cut where its delimiters, quotes and line
 * ends stand; whatever else there is, and every error, is libcsv's.
 */
#ifndef IMG_CSV_H
#define IMG_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

/* A row may have at most this many bytes, and this many cells. */
#define CSV_ROW_MOST ((size_t)16 << 20)
#define CSV_CELLS_MOST ((size_t)1 << 16)

struct csv;

/* All zero: everything is found out, and the file must keep the rules. */
struct csv_options {
	const char *encoding; /* as iconv knows it, or NULL */
	char delimiter; /* ASCII, or 0 */
	char quote; /* ASCII; 0 is the double quote */
	bool unquoted; /* quotes are characters like any other */
	size_t columns; /* cells of a row; 0: as many as the first row */
	uint64_t skip; /* lines before the first row, of the first 64 KiB */
	/*
	 * What breaks the rules is read in the likeliest way instead of ending
	 * the file: stray quotes, backslash escapes, cells too many, NUL, bytes
	 * that are not of the encoding. `assumed` tells of rows that needed it,
	 * and, lenient or not, of one that is cut.
	 */
	bool lenient;
	bool any_text; /* the same for the encoding alone */
	bool ragged; /* rows have the cells that stand there, none added */
	uint64_t loose; /* so many first lines are rows, whatever quotes say */
	bool threaded; /* rows are read ahead by a thread of its own */
	bool slow; /* each row by libcsv: for tests, all else is the same */
};

struct csv_row {
	uint64_t line; /* of the file where it begins, from 1 */
	size_t n; /* the same for all rows */
	size_t given; /* cells that stood there: if fewer than n,
		       * the rest is empty; more only if lenient,
		       * and cells[n] to cells[given - 1] are those */
	const struct slice *cells; /* UTF-8 without NUL */
	const char *assumed; /* what it was taken for though it breaks the
			      * rules, or NULL */
	bool cut; /* the file ends in it: without a line end, and with fewer
		   * cells than any row before it */
	const struct slice *links; /* of a workbook: where each cell links
				    * to, SLICE_NONE if nowhere; or NULL */
};

/* What was found out; to be asked for when csv_next() was false. */
struct csv_facts {
	const char *encoding;
	bool guessed; /* the encoding was neither given nor marked, nor UTF-8 */
	bool unknown; /* and is hardly what it was taken for; only if lenient */
	char delimiter;
	const char *line_end; /* "LF", "CRLF" or "CR" */
	uint64_t rows; /* returned, the header among them */
	uint64_t blank; /* rows without anything but blanks, left out */
	uint64_t padded; /* rows with fewer cells than the first */
	uint64_t mended; /* characters left out or replaced, if lenient */
	bool unended; /* the last row has no line end */
	bool row_names; /* a first cell without a heading was left out of all */
};

/*
 * Opens a file, "-" for standard input. Never NULL and never dies for what is
 * in the file or that it is not there: csv_next() is then false at once and
 * csv_failure() says why. `path` and options stay the caller's.
 */
struct csv *csv_open(const char *path, const struct csv_options *options);

/*
 * The same from a source of bytes: read() puts up to n bytes at `to` and
 * returns their number, 0 at the end, -1 with errno set for an error. `name`
 * is for messages.
 */
typedef ptrdiff_t csv_read(void *state, char *to, size_t n);
struct csv *csv_open_source(const char *name, csv_read *read, void *state,
    const struct csv_options *options);

/*
 * The next row that is not blank; the first one is the header, if the file
 * has one. It belongs to the reader and is valid until the next call. False
 * at the end and at the first error.
 */
bool csv_next(struct csv *csv, struct csv_row *row);

/*
 * The row that csv_next() will return when called k times more after the next
 * time, if it is there already; NULL if not. Valid as that one is.
 */
const struct csv_row *csv_peek(const struct csv *csv, size_t k);

/*
 * "file:line:column: what is wrong" after an error, NULL at a good end; to be
 * asked for when csv_next() was false.
 */
const char *csv_failure(const struct csv *csv);

/* True if the failure is one that lenience reads over. */
bool csv_mendable(const struct csv *csv);

void csv_facts(const struct csv *csv, struct csv_facts *facts);

/* True if the next row is not there whole: csv_next() would read on. */
bool csv_waits(const struct csv *csv);

/* Bytes read so far, and in all; 0 where that cannot be known. */
void csv_position(const struct csv *csv, uint64_t *bytes, uint64_t *total);

void csv_close(struct csv *csv);

#endif
