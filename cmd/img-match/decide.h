/* SPDX-License-Identifier: MIT */
/* From the answers to a row's asks to its outcome. */
#ifndef IMG_DECIDE_H
#define IMG_DECIDE_H

#include "match_plan.h"
#include "query.h"

enum match { MATCHED, AMBIGUOUS, CONTRADICTORY, NONE, MATCHES };

enum rule {
	RULE_NONE,
	RULE_EXACT,
	RULE_BEGINNING,
	RULE_PADDED,
	RULE_JOINED,
	RULES
};

struct outcome {
	enum match match;
	enum rule rule;
	struct slice key; /* what was looked up */
	const char *on; /* the identifier it met, "" if none */
	uint64_t sequence; /* 0: none */
	const char *code; /* of the registry of problems, or NULL */
	const char *also; /* a further one, or NULL */
	struct hits records; /* the one, or those that came into question */
};

struct decider {
	const struct records *records;
	bool exact; /* padding counts */
	struct query_scratch scratch;
	struct hits all, some;
};

/* The records of a cell's codes, which are `n` asks: a text of several words
 * that is known hides the words in it. Clears the hits before. */
void decide_codes(struct decider *decider, const struct query *asks, size_t n,
    struct hits *hits);

/* Everything but PLAN_SETTLED; of PLAN_NUMBERS, ask number `which`. */
void decide(struct decider *decider, const struct plan *plan,
    const struct query *asks, size_t which, struct outcome *outcome);

/*
 * Whether the number of an outcome without a record, of which one could be
 * made, is in use all the same: as another of a record's identifiers, or in
 * another collection. The records that can be linked are the outcome's then.
 */
bool decide_in_use(struct decider *decider, const struct plan *plan,
    const struct query *asks, size_t which, struct outcome *outcome);

#endif
