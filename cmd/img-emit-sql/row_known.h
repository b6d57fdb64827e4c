/* SPDX-License-Identifier: MIT */
/* What the portal had, at its export, of the picture that a row is. */
#ifndef IMG_ROW_KNOWN_H
#define IMG_ROW_KNOWN_H

#include "sink/portal_media.h"
#include "sql_plan.h"

enum known {
	KNOWN_NOT, /* it has none such */
	KNOWN_AS_IS, /* one that the statements will find, too */
	KNOWN_SPELLED, /* one with its URL in another spelling */
	KNOWN_BY_ID, /* the one that the row names */
	KNOWN_ELSEWHERE /* not with this record, but with another */
};

/* Zero-initialise; one for each thread. */
struct row_known {
	struct portal_media_query query;
	struct buf value;
	struct slice *fields; /* of the row of media.tsv, still escaped */
};

void row_known_free(struct row_known *known);

/*
 * Looks for the row's picture. `cells` and `values` are the row's; `occid` is
 * that of its record, 0 if it is to be made.
 */
enum known row_known_find(struct row_known *known, const struct plan *plan,
    uint32_t occid, const struct slice cells[], const struct slice values[]);

/* What the picture that was found had in a column; until the next call. */
struct slice row_known_had(struct row_known *known, size_t column);

/*
 * True if the row's picture is the smaller or larger version of the one that
 * was found: its best URL is in the other column there, in some spelling.
 */
bool row_known_is_other_version(struct row_known *known,
    const struct plan *plan, const struct slice values[]);

#endif
