/* SPDX-License-Identifier: MIT */
/* From the stream's rows to their codes. */
#ifndef IMG_BARCODE_ROWS_H
#define IMG_BARCODE_ROWS_H

#include "stream/stream.h"
#include "text/pattern.h"
#include "reader_process.h"

enum barcode_column {
	C_BARCODE,
	C_TYPE,
	C_BOX,
	C_QUALITY,
	C_FROM,
	C_VERDICT,
	C_PROBLEMS,
	BARCODE_COLUMNS
};

extern const char *const barcode_columns[BARCODE_COLUMNS];

struct barcode_counts {
	uint64_t rows, read, several, none, unread, failed;
};

/* What all workers share. */
struct barcode_rows {
	struct starter *starter;
	const struct pattern *pattern; /* or NULL */
	size_t path, verdict, problems; /* columns */
	struct layout *layout;
	int spool; /* for --carry: the rows that are kept */
	struct barcode_counts counts;
};

/* For struct pump. */
void *barcode_start(void *shared);
void barcode_work(void *state, struct block *block, struct buf *out);
void barcode_stop(void *state, void *shared);

/* The verdict that follows the codes, as far as it did before: one that a
 * person has set stays unless the codes are bad. */
struct slice barcode_verdict(
    struct slice verdict, struct slice before, struct slice after);

#endif
