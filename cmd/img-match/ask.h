/* SPDX-License-Identifier: MIT */
/* One question to the records, and the records that answer it. */
#ifndef IMG_ASK_H
#define IMG_ASK_H

#include <stdbool.h>
#include <stdint.h>

#include "key.h"
#include "records.h"

/* Where the text that is looked up comes from. */
enum source {
	/* The row's own columns. */
	ASK_OCCID,
	ASK_OCCURRENCE,
	ASK_CATALOG,
	ASK_OTHER,
	/* A pattern or --names. */
	ASK_NUMBER,
	/* A name without either. */
	ASK_WHOLE, /* the whole stem */
	ASK_BEGINNING, /* its beginning, with nothing but a suffix behind */
	ASK_FAMILY, /* numbers that have a part where the name has a suffix */
	ASK_LOOSE, /* a beginning with something else behind */
	ASK_SECOND /* a part from the middle */
};

#define ASK_NO_SEQUENCE UINT64_MAX

struct ask {
	enum source source;
	unsigned kinds; /* bits 1 << kind that may answer */
	struct slice shown; /* the text as it came */
	struct key key; /* not for ASK_OCCID */
	uint32_t occid; /* for ASK_OCCID; 0: not even a number */
	uint32_t collid; /* of the records that may answer; 0: all */
	uint64_t sequence; /* of the picture if this answers, or 0 */
};

enum { HITS_MOST = 100 };

struct hit {
	uint32_t occid, fact;
	enum kind kind;
	bool exact;
	const struct ask *ask;
};

/* Records, each once, by occid; the first HITS_MOST. */
struct hits {
	size_t n;
	bool more; /* there are others */
	struct hit hit[HITS_MOST];
};

/* What one thread needs; zero-initialise, free with ask_scratch_free(). */
struct ask_scratch {
	struct buf fold;
};

void ask_scratch_free(struct ask_scratch *scratch);

/* Adds the records whose identifier is the same, bytes of the form for bytes,
 * or, without `exact`, the same but for padding. */
void ask_records(const struct records *records, const struct ask *ask,
    unsigned kinds, bool exact, struct ask_scratch *scratch, struct hits *hits);

void hits_add(struct hits *hits, const struct hit *hit);
void hits_copy(struct hits *hits, const struct hits *from);
void hits_join(struct hits *hits, const struct hits *others);

/* Leaves the records that are in both. */
void hits_meet(struct hits *hits, const struct hits *others);

#endif
