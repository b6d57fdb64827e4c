/* SPDX-License-Identifier: MIT */
/* Parts of the csv reader that need no file; for csv*.c alone. */
#ifndef IMG_CSV_PARTS_H
#define IMG_CSV_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"
#include "sheet/csv.h"

/*
 * What the beginning of a file says of its form. `whole` if nothing follows
 * the text. skip is the length of a first line "sep=;" with its line end.
 */
struct dialect {
	char delimiter;
	char newline; /* '\n', also for CRLF; or '\r' */
	bool crlf;
	size_t skip;
};

struct dialect dialect_guess(struct slice text, char quote, bool whole);

/* Cells being put together: their bytes in `bytes`, their ends in `ends`. */
struct cells {
	struct buf bytes;
	size_t *ends;
	size_t n;
	size_t room;
};

void cells_clear(struct cells *cells);
/* Ends the cell whose bytes have been put; false if there are too many. */
bool cells_end(struct cells *cells);
void cells_free(struct cells *cells);

/*
 * Where delimiters, quotes and line ends stand in a text, found out some KiB
 * ahead. Zero-initialise and set the three characters. Where quotes have no
 * meaning, the quote is the delimiter.
 */
struct marks {
	char delimiter;
	char quote;
	char newline;
	uint32_t *at; /* offsets in the text, ascending */
	size_t next; /* those before are done with */
	size_t n;
	size_t room;
	size_t seen; /* bytes of the text looked at */
};

/* The text is another one, to be looked at from there on. */
void marks_start(struct marks *marks, size_t at);

/* What is before the offset is done with. */
void marks_skip(struct marks *marks, size_t at);

/* Looks on, and makes `next` 0; false at the end of the text. */
bool marks_more(struct marks *marks, struct slice text);
void marks_free(struct marks *marks);

/* Rows that were read together; their cells are slices of the text. */
struct csv_batch {
	struct buf text;
	struct slice *cells;
	size_t ncells;
	size_t cells_room;
	struct csv_row *rows;
	size_t n;
	size_t room;
	size_t next; /* row to be returned */
	uint64_t bytes; /* of the file, read so far */
};

/* Room for one more cell of the row after the last one, its n-th. */
void csv_batch_room(struct csv_batch *batch, size_t n);
void csv_batch_more_rows(struct csv_batch *batch);
void csv_batch_clear(struct csv_batch *batch);
void csv_batch_free(struct csv_batch *batch);

/*
 * Reads the row that begins at the offset if it keeps all the rules: its cells
 * go after those of the batch, doubled quotes become one in the text itself.
 * Nothing is known of a row that is NOT_WHOLE in the text, or has anything
 * ODD in it, too great a length for instance.
 */
enum csv_walk { CSV_WALKED, CSV_NOT_WHOLE, CSV_ODD };

struct csv_walked {
	size_t cells;
	size_t end; /* offset after the line end */
	uint64_t lines;
};

enum csv_walk csv_walk_row(struct marks *marks, struct buf *text, size_t at,
    struct csv_batch *batch, struct csv_walked *walked);

/* A thread that makes batches ahead. */
struct csv_ahead;

/* `make` is called from the thread, with `state`; false at the end. */
struct csv_ahead *csv_ahead_start(
    bool (*make)(void *state, struct csv_batch *batch), void *state);

/* Gives the batch before back and waits for the next; NULL at the end. */
struct csv_batch *csv_ahead_next(struct csv_ahead *ahead);

/* True if csv_ahead_next() would wait. */
bool csv_ahead_waits(struct csv_ahead *ahead);

/* Waits for the thread to end what it is at. */
void csv_ahead_stop(struct csv_ahead *ahead);

#endif
