/* SPDX-License-Identifier: MIT */
/* What is around the statements: settings, checks, statistics, report. */
#ifndef IMG_SCRIPT_H
#define IMG_SCRIPT_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "sql_plan.h"

void script_head(struct buf *out, const struct plan *plan);

/* Ends one transaction and begins the next. */
void script_commit(struct buf *out, const struct plan *plan);

/* What the script is about, known at its end. */
struct script_sums {
	const uint32_t *collids;
	size_t ncollids;
	uint64_t pictures;
	/* Of the pictures: those of KIND_LINK and of KIND_THERE, and those that
	 * another record of the batch has, too. */
	uint64_t linked, there, shared;
};

/* Statistics of the collections, a report, the end of the transaction. */
void script_foot(
    struct buf *out, const struct plan *plan, const struct script_sums *sums);

#endif
