/* SPDX-License-Identifier: MIT */
/* What is known of a URL: as values, and as a line of text to keep. */
#ifndef IMG_RESULT_RECORD_H
#define IMG_RESULT_RECORD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/slice.h"
#include "check_settings.h"

/* Beside the columns of the output: */
enum {
	RESULT_RECORD_URL = NCOLUMNS, /* that was asked for */
	RESULT_RECORD_HTTPS, /* "1": its https form serves the same */
	RESULT_RECORD_PICTURE, /* to which it leads, if not empty: all is of it
				*/
	RESULT_RECORD_FIELDS
};

/*
 * {0} has no values. PROBLEMS holds what the answers said, not what the URL
 * itself tells (url_rules.h); VERDICT is empty.
 */
struct result_record {
	struct buf text, spare;
	size_t ends[RESULT_RECORD_FIELDS];
};

void result_record_free(struct result_record *record);

/* The values may be those of the record itself. */
void result_record_set(struct result_record *record,
    const struct slice values[RESULT_RECORD_FIELDS]);

/* Valid until result_record_set() or result_record_read(). */
struct slice result_record_value(
    const struct result_record *record, size_t field);

/* Appends the record as a line, without LF. */
void result_record_put(const struct result_record *record, struct buf *out);

/* And back; false if it is no such line. */
bool result_record_read(struct result_record *record, struct slice line);

#endif
