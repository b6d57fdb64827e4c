/* SPDX-License-Identifier: MIT */
/* Rows of the stream: which files they bring, and what they say afterwards. */
#ifndef IMG_PUT_ROWS_H
#define IMG_PUT_ROWS_H

#include <stdbool.h>

#include "base/buf.h"
#include "stream/stream.h"
#include "put_settings.h"
#include "upload.h"

enum { LARGE, WEB, THUMBNAIL, NSIZES };

/* The columns that are read; STREAM_NONE where there is none. */
struct row_columns {
	bool derived; /* there are columns of derivatives: `path` is not sent */
	size_t files[NSIZES];
	size_t md5[NSIZES];
	size_t photograph; /* where the row has it from */
	size_t store;
	size_t verdict;
	size_t problems;
};

/* Dies if the input has no column of files. */
struct row_columns row_columns(
    const struct stream_in *in, const struct settings *settings);

/* What is read of a row, not escaped; zero-initialise. */
struct row_reader {
	struct buf photograph, store, files[NSIZES], scratch;
};

void row_reader_free(struct row_reader *reader);

/* True if the row brings files: `files` that are empty have none. */
bool row_read(struct row_reader *reader, const struct row_columns *columns,
    const struct block *block, size_t row);

/* The names of the columns that are written, with those of URLs or not; the
 * count goes to *n. */
const char *const *row_own(
    const struct settings *settings, bool urls, size_t *n);

struct row_file {
	bool sent; /* else there is none */
	struct upload_result result;
	struct slice url; /* as it is written; empty for none */
};

/* Zero-initialise. */
struct row_writer {
	bool urls;
	struct row_columns columns;
	struct layout *layout;
	struct buf found, problems, action;
};

void row_writer_free(struct row_writer *writer);
void row_write(struct row_writer *writer, const struct block *block, size_t row,
    const struct row_file files[NSIZES], struct buf *out);

/* A row that is left alone. */
void row_write_through(struct row_writer *writer, const struct block *block,
    size_t row, struct buf *out);

#endif
