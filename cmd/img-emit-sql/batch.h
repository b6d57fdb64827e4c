/* SPDX-License-Identifier: MIT */
/*
 * The rows of one kind that go into the next statements, and the statements'
 * fixed text around them.
 */
#ifndef IMG_BATCH_H
#define IMG_BATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "stream/output.h"
#include "sql_row.h"

/* A statement is written if its list is not empty. */
struct statement {
	enum list list;
	struct buf before, after;
};

enum { STATEMENTS_MOST = 32 };

struct batch {
	struct statement statements[STATEMENTS_MOST];
	size_t nstatements;
	struct buf lists[NLISTS];
	size_t rows;
	size_t most; /* bytes in the longest list, which bounds a statement */
};

/* Begins a statement around a list; its texts are to be filled. */
struct statement *batch_statement(struct batch *batch, enum list list);

/* Appends to a list; the text stays the caller's. */
void batch_add(struct batch *batch, enum list list, struct slice text);

/* Writes the statements and empties the lists. */
void batch_flush(struct batch *batch, struct output *out);

void batch_free(struct batch *batch);

#endif
