/* SPDX-License-Identifier: MIT */
/* What is known of a URL: as values, and as a line of text to keep. */
#ifndef IMG_CHECK_RECORD_H
#define IMG_CHECK_RECORD_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "settings.h"
#include "slice.h"

/* Beside the columns of the output: */
enum {
	RECORD_URL = NCOLUMNS, /* that was asked for */
	RECORD_HTTPS, /* "1": its https form serves the same */
	RECORD_FIELDS
};

/*
 * {0} has no values. PROBLEMS holds what the answers told, not what the URL
 * itself tells (urlrules.h); VERDICT is empty.
 */
struct record {
	struct buf text, spare;
	size_t ends[RECORD_FIELDS];
};

void record_free(struct record *record);

/* The values may be those of the record itself. */
void record_set(
    struct record *record, const struct slice values[RECORD_FIELDS]);

/* Valid until record_set() or record_read(). */
struct slice record_value(const struct record *record, size_t field);

/* Appends the record as a line, without LF. */
void record_put(const struct record *record, struct buf *out);

/* And back; false if it is no such line. */
bool record_read(struct record *record, struct slice line);

#endif
