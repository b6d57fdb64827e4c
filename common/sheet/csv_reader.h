/* SPDX-License-Identifier: MIT */
/*
 * What the parts of the csv reader share: the reader itself. For csv*.c alone.
 *
 * csv_text.c has the text and where it fails, csv_split.c cuts a row of it into
 * cells, csv_strict.c and csv_lenient.c do that for rows with quotes in their
 * cells or that break the rules, csv.c makes all rows as wide as the first.
 */
#ifndef IMG_CSV_READER_H
#define IMG_CSV_READER_H

#include "base/buf.h"
#include "sheet/csv.h"
#include "sheet/csv_parts.h"
#include "sheet/csv_strict.h"

/* Bytes read from the file at once. */
enum { CSV_RAW_BLOCK = 1 << 17 };

struct csv {
	char *name;
	csv_read *read;
	void *state;
	int fd; /* its own, or -1 */
	uint64_t bytes;
	uint64_t total;
	struct decoder *decoder;
	char *raw;
	size_t nraw;
	bool ended; /* the text is all there is */
	int read_error;

	struct buf text;
	size_t at; /* where the next row begins */
	/* The next quote after that, text.n if none is known. */
	size_t quote_at;
	uint64_t line;

	struct csv_options options;
	struct dialect dialect;
	bool begun;
	bool by_marks;
	size_t width;
	struct csv_strict *strict;
	struct cells cells;
	struct marks marks;
	struct csv_batch *batch; /* being filled: the row at hand comes last */
	struct csv_batch own; /* without a thread */
	struct csv_batch *current; /* being returned */
	struct csv_ahead *ahead;
	bool over;
	size_t nrow; /* cells of the row at hand */
	uint64_t row_line;
	uint64_t fitted; /* rows, the header among them */
	size_t fewest; /* cells that any of them has */
	uint64_t row_name; /* of the last row; 0: rows have none */
	const char *assumed;
	struct csv_facts facts;
	char *failure;
	bool mendable;
};

/* The reader fails, without a position; the first failure counts. */
void csv_fail(struct csv *csv, const char *text);

/*
 * Fails at an offset of the text that is not before the row's beginning.
 * `mendable`: lenience would read over it.
 */
void csv_fail_at(struct csv *csv, size_t at, bool mendable, const char *format,
    ...) __attribute__((format(printf, 4, 5)));

/* True, and the reader has failed, if the text ended before its time: then no
 * row after it is whole. */
bool csv_is_broken(struct csv *csv);

/* Reads on; what is before `at` goes. False if there is no more text. */
bool csv_fill(struct csv *csv);

/* Makes quote_at the next quote from an offset on. */
void csv_seek_quote(struct csv *csv, size_t from);

/*
 * Finds the end of the line at hand; false, and *end as it was, at the end of
 * the text or if the reader has failed. The last line may have no line end.
 */
bool csv_find_line(struct csv *csv, size_t *end);

/*
 * Finds the end of the row at hand: a line end with an even number of quotes
 * before it. False, and *end where the text ends, if the last quote is never
 * closed.
 */
bool csv_find_quoted(struct csv *csv, size_t *end);

/* The row at hand up to the line end at an offset, without a CR there. */
struct slice csv_line(const struct csv *csv, size_t end);

/* Line ends between the row's beginning and an offset. */
uint64_t csv_count_lines(const struct csv *csv, size_t end);

/* The batch gets the text that its rows are in; what is left begins again. */
void csv_hand_over(struct csv *csv, struct csv_batch *batch);

/*
 * Takes the next row, blank or not: nrow cells from csv_row_cells() on, which
 * are not yet the batch's. False if there is none that can be had now: at the
 * end, after a failure, and where the batch has rows, if it is not whole.
 */
bool csv_take_row(struct csv *csv);

/* The cells of the row at hand. */
static inline struct slice *
csv_row_cells(const struct csv *csv)
{
	return csv->batch->cells + csv->batch->ncells;
}

/* One more cell for the row at hand; false, and the reader has failed, if they
 * are too many. */
bool csv_add_cell(struct csv *csv, struct slice cell);

/*
 * Splits the row at hand, of one line or more up to `end`, in the likeliest
 * way into csv->cells, says in csv->assumed which, and returns where it ends.
 */
size_t csv_mend(struct csv *csv, size_t end);

/* Splits the line at hand into csv->cells, whatever its quotes say. */
void csv_split_loose(struct csv *csv, size_t end);

#endif
