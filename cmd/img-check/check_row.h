/* SPDX-License-Identifier: MIT */
/* From a row to the row with its verdict. */
#ifndef IMG_CHECK_ROW_H
#define IMG_CHECK_ROW_H

#include "stream/stream.h"
#include "check_settings.h"

/* Columns whose names are not known beforehand: those of URLs. */
enum { EXTRA_MOST = 32 };

/* What all workers share; the counts are added up at the end. */
struct check {
	struct settings settings;
	bool urls; /* rows without path are checked by URL */
	bool record_time; /* the time of that is a column */
	bool before; /* old values are a column, or become one */
	bool full; /* pictures are fetched whole: to compare them */
	bool compares; /* the stream was checked before */
	size_t nextra; /* set, with their names, before check_open() */
	const char *extra[EXTRA_MOST];
	size_t path; /* columns of the input */
	size_t there[NCOLUMNS];
	enum check_column
	    own[NCOLUMNS]; /* the columns written, in their order */
	const char *names[NCOLUMNS + EXTRA_MOST]; /* their names, extra last */
	size_t nown;
	struct layout *layout;
	uint64_t rows, passed, unread, changed;
	uint64_t first_unread; /* its row */
	char *why_unread; /* "PATH: why" of that one */
	uint64_t verdicts[SEVERITY_BAD + 1];
};

/* Finds the columns in the input, and lays the output out. */
void check_open(struct check *check, const struct stream_in *in);
void check_close(struct check *check);

/* For pump: a worker, what it does with a block, and its end. */
void *check_start(void *shared);
void check_work(void *state, struct block *block, struct buf *out);
void check_stop(void *state, void *shared);

/* The name of a column. */
const char *check_name(enum check_column column);

/* One row: its file is judged, or it passes through. */
void check_row(
    void *state, const struct block *block, size_t row, struct buf *out);

/*
 * A row whose picture was judged elsewhere: `codes` are its problems, values
 * and extra those of the other columns (SLICE_NONE: left as it is).
 */
void check_give(void *state, const struct block *block, size_t row,
    struct slice values[NCOLUMNS], struct slice codes,
    const struct slice extra[], struct buf *out);

#endif
