/* SPDX-License-Identifier: MIT */
/*
 * Codes that rows get after they have been put into a buffer: those for a URL
 * that has come before, which are looked up for many rows together as that is
 * several times faster, and those for lost zeros, which may only show by the
 * rows that follow.
 */
#ifndef IMG_DEFERRED_CODES_H
#define IMG_DEFERRED_CODES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/table.h"
#include "sheet/number_check.h"
#include "sheet/warnings.h"

/* A row in the buffer; offsets are of the buffer. */
struct deferred_row {
	uint64_t line;
	uint64_t url; /* what stands for it, if url_n is not 0 */
	uint32_t number;
	bool bare; /* it has no codes yet */
	size_t url_at; /* escaped */
	size_t url_n;
	size_t codes_end;
	/* Of a number that may turn out to lack zeros; 0 for others. */
	size_t number_n;
};

/* Rows with their LF, and what may still be found out about each. */
struct batch {
	struct buf rows;
	struct deferred_row *late;
	size_t n;
	size_t room;
	size_t width; /* numbers of fewer digits lack zeros */
};

/* Zero-initialise; deferred_free() when done. */
struct deferred {
	struct warnings tell;
	struct table seen; /* first line and number of each URL */
	struct buf marked;
	uint64_t reported; /* the line whose zeros were reported last */
};

/* What is kept of a number: never 0 but where there is none. */
uint32_t deferred_number(struct slice number);

void batch_add(struct batch *batch, const struct deferred_row *row);
void batch_free(struct batch *batch);

/* Puts the codes into the rows, which can then be written. */
void deferred_settle(struct deferred *late, struct batch *batch);

void deferred_free(struct deferred *late);

#endif
