/* SPDX-License-Identifier: MIT */
/* Rows of the stream: which are worked on, and what they say afterwards. */
#ifndef IMG_DERIVE_ROWS_H
#define IMG_DERIVE_ROWS_H

#include "stream/stream.h"
#include "derive.h"

/* The columns that are read; STREAM_NONE where there is none. */
struct row_columns {
	size_t path;
	size_t name;
	size_t md5;
	size_t verdict;
	size_t problems;
	size_t match;
	size_t occid;
	size_t numbers[4]; /* the specimen's, the best one first */
	size_t by[3]; /* of --name-by, the best one first */
	size_t order;
	size_t page;
};

/* Dies if there is no column `path`, or none of --name-by. */
struct row_columns row_columns(
    const struct stream_in *in, const struct settings *settings);

/* Values read from one row, not escaped; zero-initialise. */
struct row_reader {
	struct buf scratch[6];
};

void row_reader_free(struct row_reader *reader);

/*
 * True if there is a picture to be derived, which is described then: a file,
 * whose verdict (leaving aside what this tool has found in an earlier run) is
 * neither bad nor retry, and whose record is not disputed.
 */
bool row_read(struct row_reader *reader, const struct row_columns *columns,
    const struct block *block, size_t row, struct picture_row *picture);

enum { ROW_OWN_MOST = 23 };

/* The columns that are written: "tiffPage" among them with --page all, "action"
 * with --dry-run. Returns how many. */
size_t row_own(
    const struct settings *settings, const char *names[ROW_OWN_MOST]);

/* What they hold; zero-initialise. */
struct row_writer {
	const struct settings *settings;
	struct row_columns columns;
	struct layout *layout;
	struct buf problems;
	struct buf kept;
	struct buf scratch;
};

void row_writer_free(struct row_writer *writer);
void row_write(struct row_writer *writer, const struct block *block, size_t row,
    const struct derived *derived, struct buf *out);

/* A row that is left alone. */
void row_write_through(struct row_writer *writer, const struct block *block,
    size_t row, struct buf *out);

#endif
