/* SPDX-License-Identifier: MIT */
/* The rows that img-scan writes. */
#ifndef IMG_SCAN_ROW_H
#define IMG_SCAN_ROW_H

#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"
#include "listing_facts.h"

/*
 * Appends the header line. With lists every row has the column `problems`, for
 * what is doubtful in a line: to be said once, before there are rows.
 */
void scan_row_header(struct buf *out, bool problems);

/*
 * What the rows of one folder begin with: its path as in the stream (escaped)
 * and the URL of the folder, at NULL without -u; the name follows directly.
 * `codes` are problems of the row.
 */
struct scan_row_lead {
	struct slice path;
	struct slice url;
	struct slice codes;
};

/* Appends the row of a local file; `seconds` since 1970 of its last change. */
void scan_row_local(struct buf *out, const struct scan_row_lead *lead,
    struct slice name, uint64_t bytes, int64_t seconds);

/* Appends the row of a picture on the web; `facts` that are known, or NULL. */
void scan_row_remote(struct buf *out, struct slice url,
    const struct listing_facts *facts, struct slice codes);

/* Appends the row of what is neither there nor a URL, with its codes. */
void scan_row_none(
    struct buf *out, struct slice path, struct slice url, struct slice codes);

#endif
