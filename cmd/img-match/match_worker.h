/* SPDX-License-Identifier: MIT */
/*
 * For the files of match: what the threads share, what each of them has, and
 * the row at hand. match decides, match_output writes, match_summary says what
 * came of all rows.
 */
#ifndef IMG_MATCH_WORKER_H
#define IMG_MATCH_WORKER_H

#include "decide.h"
#include "match.h"
#include "name_check.h"
#include "shapes.h"
#include "slip.h"
#include "witness.h"

/* Rows whose asks are on their way through the memory at one time. */
enum { MATCH_BATCH = 256 };

struct match_counts {
	uint64_t settled;
	uint64_t of[MATCHES][RULES];
	uint64_t several; /* ambiguous, but written as matched */
	uint64_t disagree, inside, shared; /* by their codes */
	uint64_t agreed, alone, differ, unknown; /* by what codes say */
	uint64_t unlisted; /* not in the sheet */
	uint64_t unlinked; /* names that led to nothing */
};

/* A row shown where nothing matched. */
struct match_example {
	struct buf text;
	uint64_t row;
	bool keyed; /* it was looked up by that */
};

struct match_shared {
	const struct match_options *options;
	const struct records *records;
	struct layout *layout;
	size_t ncolumns; /* of its own that are always there */
	size_t nextras; /* and those that the sheet brings, after them */
	struct slips slips;
	struct shapes shapes;
	struct match_example example;
	struct match_counts counts;
};

/* One thread's. */
struct match_worker {
	const struct match_shared *shared;
	struct planner planner;
	struct decider decider;
	struct name_check check;
	struct witness witness;
	struct plan plans[MATCH_BATCH];
	struct outcome outcome;
	const struct named *named; /* of the number being written, or NULL */
	struct buf occid, collid, security, id, candidates, sort, codes,
	    problems, on;
	struct slips slips;
	struct shapes shapes;
	struct match_example example;
	struct match_counts counts;
};

/* A row being written. */
struct match_row {
	struct block *block;
	size_t n;
	const struct plan *plan;
	struct buf *out;
};

#endif
