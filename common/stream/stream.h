/* SPDX-License-Identifier: MIT */
/*
 * img-stream(5): a header line and rows of tab-separated fields, Linear TSV,
 * strict and canonical. man/img-stream.5 is the contract.
 *
 * Reading goes by blocks of whole lines. stream_read() is the serial part: it
 * only finds the end of the last whole line. block_index() is the part that
 * several threads can do for a block each: it checks every byte and finds the
 * fields. Fields are slices into the block, valid until it is read into
 * again, and still escaped; stream_unescape() gives the value.
 */
#ifndef IMG_STREAM_H
#define IMG_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"
#include "stream/output.h"

/* A row may have at most this many bytes. */
#define STREAM_ROW_MOST ((size_t)16 << 20)

/* No such column. */
#define STREAM_NONE ((size_t)-1)

struct columns {
	size_t n;
	struct slice *names; /* escaped, as in the header */
};

struct stream_in;

/* Rows of a stream. Zero-initialise; block_free() when done. */
struct block {
	const char *source; /* for messages: the operand, "<stdin>" for "-" */
	uint64_t line; /* of the first row; the header is line 1 */
	uint64_t first; /* rows of the stream before this block */
	size_t nrows;
	size_t ncolumns;
	const struct columns *columns; /* of the stream */
	/* After block_index(): true if all values are ASCII without control
	 * characters and backslashes, so that none is escaped. */
	bool printable;
	char *error; /* what is wrong with the row after the last, or NULL */
	/* The reader's own. */
	struct buf bytes;
	struct buf ordered; /* rows put into the first operand's order */
	const char *data;
	size_t length; /* of data, whole lines */
	size_t header_length; /* without its LF */
	const size_t *order; /* NULL where the order is the first operand's */
	uint32_t *ends; /* offset of the separator after each field */
	size_t ends_room;
};

/*
 * Opens the operands as one stream; none is standard input, and so is "-".
 * Reads the first header. The operands stay the caller's and are opened one
 * after the other. Dies if the first cannot be read or its header is wrong.
 */
struct stream_in *stream_open(char *const operands[], size_t n);
void stream_close(struct stream_in *in);

/* The columns of the first operand; valid until stream_close(). */
const struct columns *stream_columns(const struct stream_in *in);

/* The index of the column, or STREAM_NONE. */
size_t stream_column(const struct stream_in *in, const char *name);

/* The same; dies with a message that lists the columns that are there. */
size_t stream_need(const struct stream_in *in, const char *name);

/*
 * Bytes of the rows given so far, and of all; the total is 0 where it cannot
 * be known (pipes). For progress.
 */
void stream_position(
    const struct stream_in *in, uint64_t *bytes, uint64_t *total);

/*
 * Reads the next rows into the block, at least one; it waits for input only
 * while not one whole row is there. At most `most` rows, 0 for no limit but
 * the size of a block. False at the end of the last operand.
 *
 * What is wrong with the stream (the last line has no LF, another operand's
 * columns differ, a read error) comes as block->error after the rows that
 * were still good; nothing follows it. Nothing dies here.
 */
bool stream_read(struct stream_in *in, struct block *block, size_t most);

/*
 * Checks the rows and finds their fields. After it the first nrows rows can
 * be used; if a row is wrong, nrows ends before it and block->error says
 * "source:line: …". False if there is an error.
 */
bool block_index(struct block *block);

/*
 * For programs that go through the rows in one thread: reads the next rows and
 * indexes them; false at the end. Dies for what is wrong with the stream after
 * the rows before it were given.
 */
bool stream_next(struct stream_in *in, struct block *block);

/*
 * Records an error at a row, as "source:line: " and the text, and cuts nrows
 * to the rows before it. For programs that find a value they cannot accept.
 */
void block_fail(struct block *block, size_t row, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

void block_free(struct block *block);

/* Where the fields of a row are; for those who need many of them. */
struct row_fields {
	const char *data;
	const uint32_t *ends; /* of its fields */
	size_t start;
};

/* row < nrows, after indexing. */
static inline struct row_fields
block_row_fields(const struct block *block, size_t row)
{
	size_t at = row * block->ncolumns;

	return (struct row_fields){block->data, block->ends + at,
	    at > 0 ? (size_t)block->ends[at - 1] + 1 : 0};
}

/* A field as it is in the stream, escaped. */
static inline struct slice
row_field(const struct row_fields *fields, size_t column)
{
	size_t start =
	    column > 0 ? (size_t)fields->ends[column - 1] + 1 : fields->start;

	return (struct slice){
	    fields->data + start, fields->ends[column] - start};
}

/* The same of any row. */
static inline struct slice
block_field(const struct block *block, size_t row, size_t column)
{
	struct row_fields fields = block_row_fields(block, row);

	return row_field(&fields, column);
}

/* Fields from one column to another (the last one included), with tabs. */
static inline struct slice
block_fields(const struct block *block, size_t row, size_t column, size_t last)
{
	size_t at = row * block->ncolumns + column;
	size_t start = at > 0 ? (size_t)block->ends[at - 1] + 1 : 0;
	size_t end = block->ends[row * block->ncolumns + last];

	return (struct slice){block->data + start, end - start};
}

/* A whole row without its LF. */
static inline struct slice
block_row(const struct block *block, size_t row)
{
	return block_fields(block, row, 0, block->ncolumns - 1);
}

/*
 * The value of a valid escaped field: the field itself where nothing is
 * escaped, else the bytes appended to `scratch` (which is not cleared, and
 * must not be moved while the slice is used: see stream_value()).
 */
struct slice stream_unescape(struct slice field, struct buf *scratch);

/* The same with `scratch` cleared first: valid until its next use. */
static inline struct slice
stream_value(struct slice field, struct buf *scratch)
{
	if (field.n == 0 || memchr(field.at, '\\', field.n) == NULL)
		return field;
	buf_clear(scratch);
	return stream_unescape(field, scratch);
}

/* Appends the value escaped: TAB, LF, CR and backslash, exactly these. */
void stream_escape(struct buf *out, struct slice value);

/*
 * How the rows that a filter writes are made of those it reads: its input's
 * columns in place, its own columns refreshed in place where the input has
 * them, and appended in the order given where not.
 */
struct layout;

/* `own` and its strings stay the caller's, and must outlive the layout. */
struct layout *layout_new(
    const struct columns *in, const char *const own[], size_t nown);
void layout_free(struct layout *layout);

/* Appends the header line with its LF. */
void layout_header(const struct layout *layout, struct buf *out);

/*
 * Appends a row with its LF. values[i] is the value of own[i], not escaped;
 * SLICE_NONE leaves what the row has (nothing, if it has no such column).
 */
void layout_row(const struct layout *layout, const struct block *block,
    size_t row, const struct slice values[], struct buf *out);

#endif
