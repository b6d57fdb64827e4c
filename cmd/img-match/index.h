/* SPDX-License-Identifier: MIT */
/*
 * From identifiers to records: 16 bytes for each identifier of each record.
 * First everything is added, from several threads; index_build() then sorts it
 * into buckets, and from there on it is only read.
 */
#ifndef IMG_INDEX_H
#define IMG_INDEX_H

#include <stddef.h>
#include <stdint.h>

#include "key.h"
#include "record_table.h"

/* What an identifier is to its record. */
enum kind {
	KIND_CATALOG, /* its catalogNumber */
	KIND_OTHER, /* one of its otherCatalogNumbers */
	KIND_OCCURRENCE, /* its occurrenceID or recordID */
	KIND_FAMILY, /* its catalogNumber ends in a part: what is before
		      * it, and the kind of part (known_number.h) */
	KIND_ELSEWHERE /* the catalogNumber of a record of a collection that is
			* left out: the fact is of none */
};

struct entry {
	uint64_t hash;
	uint32_t exact; /* key's bits above the kind's three */
	uint32_t fact;
};

static inline uint32_t
index_exact(const struct key *key, enum kind kind)
{
	return key->exact << 3 | (uint32_t)kind;
}

static inline enum kind
index_kind(const struct entry *entry)
{
	return (enum kind)(entry->exact & 7);
}

struct index;
struct index_writer; /* where one thread adds */

/* An index is in so many parts, each sorted into buckets. */
enum { INDEX_PARTS = 256 };

struct index_part {
	size_t n; /* entries */
	size_t nbuckets;
	const uint32_t *starts; /* of the buckets, and the end: nbuckets + 1 */
	const struct entry *entries;
};

/* Part i of an index that was built. */
struct index_part index_part(const struct index *index, size_t i);

/* An index of parts that stay the caller's. */
struct index *index_of_parts(const struct index_part parts[INDEX_PARTS]);

struct index *index_new(void);
void index_free(struct index *index);

struct index_writer *index_writer_new(void);
void index_add(struct index_writer *writer, const struct key *key,
    enum kind kind, uint32_t fact);
/* Hands over what was added; frees the writer. One thread at a time. */
void index_take(struct index *index, struct index_writer *writer);

/* The facts decide the order of entries with one hash: by occid. */
void index_build(
    struct index *index, const struct record_table *facts, size_t jobs);

/* Two steps that hide the memory's latency: call each for many keys before
 * the next is called for the first of them. */
void index_prefetch_bucket(const struct index *index, const struct key *key);
void index_prefetch_entries(const struct index *index, const struct key *key);

/* No identifier is looked at in more records than this. */
enum { INDEX_MOST = 4096 };

/* The entries with the key's hash, i.e. with padding left out of account:
 * sorted by occid, the first INDEX_MOST. */
const struct entry *index_find(
    const struct index *index, const struct key *key, size_t *n);

#endif
