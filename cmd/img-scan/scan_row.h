/* SPDX-License-Identifier: MIT */
/* The rows that img-scan writes. */
#ifndef IMG_SCAN_ROW_H
#define IMG_SCAN_ROW_H

#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"
#include "listing_facts.h"

/* The header line with its LF. */
#define SCAN_ROW_HEADER "path\toriginalUrl\tname\tbytes\tmodified\n"

/*
 * What the rows of one folder begin with: its path as in the stream (escaped)
 * and the URL of the folder, at NULL without -u; the name follows directly.
 */
struct scan_row_lead {
	struct slice path;
	struct slice url;
};

/* Appends the row of a local file; `seconds` since 1970 of its last change. */
void scan_row_local(struct buf *out, const struct scan_row_lead *lead,
    struct slice name, uint64_t bytes, int64_t seconds);

/* Appends the row of a picture on the web; `facts` that are known, or NULL. */
void scan_row_remote(
    struct buf *out, struct slice url, const struct listing_facts *facts);

#endif
