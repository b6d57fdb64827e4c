/* SPDX-License-Identifier: MIT */
/*
 * Known numbers anywhere in a name, and with other separators than the record
 * has: what no safe rule links, and a person should hear of.
 */
#ifndef IMG_INSIDE_H
#define IMG_INSIDE_H

#include "query.h"

/* What is looked for, and where. */
struct inside_search {
	const struct records *records;
	uint32_t collid; /* of the records that may answer; 0: all */
	struct slice stem; /* in comparable form */
	bool exact; /* leading zeros count */
	bool strict; /* only numbers with letters in them */
	bool late; /* only numbers that do not begin the name */
};

/* Zero-initialise, free with inside_free(). */
struct inside_scratch {
	struct buf text;
	struct query_scratch query;
	struct query ask; /* that of the hits: valid until the next search */
};

void inside_free(struct inside_scratch *scratch);

/*
 * Adds the records to the hits, and returns the part of the stem that is the
 * first of their numbers, as it is spelled there; empty if there is none. A
 * number in a longer one that is known does not count.
 */
struct slice inside_find(const struct inside_search *search,
    struct inside_scratch *scratch, struct hits *hits);

#endif
