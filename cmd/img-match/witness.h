/* SPDX-License-Identifier: MIT */
/* What the codes in a picture say of the record that its name or number led
 * to: a second witness. */
#ifndef IMG_WITNESS_H
#define IMG_WITNESS_H

#include "decide.h"

enum witness_says {
	WITNESS_SILENT, /* no codes, or none that says anything */
	WITNESS_UNKNOWN, /* codes that no record has, of another kind */
	WITNESS_AGREES,
	WITNESS_ALONE, /* nothing else has led to a record */
	WITNESS_DIFFERS
};

/* Of one thread; zero-initialise, free with witness_free(). */
struct witness {
	struct hits records; /* of the codes */
	struct buf number;
};

void witness_free(struct witness *witness);

/*
 * Compares the plan's codes of --also with the outcome, and changes it: where
 * the codes agree with one of several records, it is that one; where nothing
 * else has led to a record, it is theirs; where they differ, it is
 * contradictory. What is written of the columns is the caller's.
 */
enum witness_says witness_hear(struct witness *witness, struct decider *decider,
    const struct plan *plan, const struct query *asks, struct outcome *outcome);

#endif
