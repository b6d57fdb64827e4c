/* SPDX-License-Identifier: MIT */
/*
 * The identifiers of all records of an archive, by core id: 8 to 11 bytes for
 * each in memory, and their text in a spill (spill.h).
 */
#ifndef RECORDS_H
#define RECORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "slice.h"

enum { CATALOG_NUMBER, OTHER_NUMBERS, OCCURRENCE_ID, NIDENTIFIERS };

struct record {
	struct slice identifiers[NIDENTIFIERS];
	bool several; /* records have this id, and they differ */
};

struct records;

struct records *records_new(void);

/* All before the first records_find(). */
void records_add(struct records *records, struct slice id,
    const struct slice identifiers[NIDENTIFIERS]);

/*
 * Says that these ids, at most RECORDS_EXPECTED, will be looked up soon, so
 * that the records can be fetched from memory together.
 */
enum { RECORDS_EXPECTED = 16 };
void records_expect(
    struct records *records, const struct slice ids[], size_t n);

/* False if there is none; what it finds is valid until the next call. */
bool records_find(
    struct records *records, struct slice id, struct record *record);
void records_free(struct records *records);

#endif
