/* SPDX-License-Identifier: MIT */
/* From a row to the row with its verdict. */
#ifndef IMG_CHECK_ROW_H
#define IMG_CHECK_ROW_H

#include "settings.h"
#include "stream.h"

/* What all workers share; the counts are added up at the end. */
struct check {
	struct settings settings;
	size_t path; /* columns of the input */
	size_t there[NCOLUMNS];
	enum column own[NCOLUMNS]; /* the columns written, in their order */
	const char *names[NCOLUMNS]; /* their names */
	size_t nown;
	struct layout *layout;
	uint64_t rows, passed, unread;
	uint64_t verdicts[SEVERITY_BAD + 1];
};

/* Finds the columns in the input, and lays the output out. */
void check_open(struct check *check, const struct stream_in *in);
void check_close(struct check *check);

/* For pump: a worker, what it does with a block, and its end. */
void *check_start(void *shared);
void check_work(void *state, struct block *block, struct buf *out);
void check_stop(void *state, void *shared);

#endif
