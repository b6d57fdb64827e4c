/* SPDX-License-Identifier: MIT */
/* One question to the records, and the records that answer it. */
#ifndef IMG_QUERY_H
#define IMG_QUERY_H

#include <stdbool.h>
#include <stdint.h>

#include "key.h"
#include "record_reader.h"

/* Where the text that is looked up comes from. */
enum source {
	/* The row's own columns. */
	QUERY_OCCID,
	QUERY_OCCURRENCE,
	QUERY_CATALOG,
	QUERY_JOINED, /* the number before it, with its prefix and suffix */
	QUERY_OTHER,
	/* A pattern or --names. */
	QUERY_NUMBER,
	/* A cell of codes. */
	QUERY_CODE,
	/* A name without either. */
	QUERY_WHOLE, /* the whole stem */
	QUERY_BEGINNING, /* its beginning, with nothing but a suffix after */
	QUERY_CODED, /* what follows the collection's own code */
	QUERY_FAMILY, /* numbers that have a part where the name has a suffix */
	QUERY_LOOSE, /* a beginning with something else after */
	QUERY_SECOND /* a part from the middle */
};

#define QUERY_NO_SEQUENCE UINT64_MAX

struct named;

struct query {
	enum source source;
	unsigned kinds; /* bits 1 << kind that may answer */
	bool exact; /* padding counts, whatever the options say */
	struct slice shown; /* the text as it came */
	struct key key; /* not for QUERY_OCCID */
	uint32_t occid; /* for QUERY_OCCID; 0: not even a number */
	uint32_t collid; /* of the records that may answer; 0: all */
	uint64_t sequence; /* of the picture if this answers, or 0 */
	const struct named *named; /* of --names, or NULL */
	unsigned char first_word, nwords; /* of its cell, for QUERY_CODE */
};

enum { HITS_MOST = 100 };

struct hit {
	uint32_t occid, fact;
	enum kind kind;
	bool exact;
	const struct query *ask;
};

/* Records, each once, by occid; the first HITS_MOST. */
struct hits {
	size_t n;
	bool more; /* there are others */
	struct hit hit[HITS_MOST];
};

static inline bool
hits_have(const struct hits *hits, uint32_t occid)
{
	for (size_t i = 0; i < hits->n; i++)
		if (hits->hit[i].occid == occid)
			return true;
	return false;
}

/* A record is in both. */
static inline bool
hits_share(const struct hits *a, const struct hits *b)
{
	for (size_t i = 0; i < a->n; i++)
		if (hits_have(b, a->hit[i].occid))
			return true;
	return false;
}

/* What one thread needs; zero-initialise, free with query_scratch_free(). */
struct query_scratch {
	struct buf fold;
};

void query_scratch_free(struct query_scratch *scratch);

/* False if no record can have that catalogNumber, a comparable form: one of
 * its characters is in none of them. */
bool query_may_know(const struct records *records, struct slice number);

/* Adds the records whose identifier is the same, bytes of the form for bytes,
 * or, without `exact`, the same but for padding. */
void query_records(const struct records *records, const struct query *ask,
    unsigned kinds, bool exact, struct query_scratch *scratch,
    struct hits *hits);

void hits_copy(struct hits *hits, const struct hits *from);
void hits_join(struct hits *hits, const struct hits *others);

/* Leaves the records that are in both. */
void hits_meet(struct hits *hits, const struct hits *others);

#endif
