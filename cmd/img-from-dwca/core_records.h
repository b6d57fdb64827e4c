/* SPDX-License-Identifier: MIT */
/*
 * The identifiers of all records of an archive, and whether they are protected,
 * by core id: 8 to 11 bytes for each in memory, and their text in a spill
 * (spill.h).
 */
#ifndef IMG_CORE_RECORDS_H
#define IMG_CORE_RECORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

enum {
	CATALOG_NUMBER,
	OTHER_NUMBERS,
	OCCURRENCE_ID,
	NIDENTIFIERS,
	RECORD_SECURITY = NIDENTIFIERS,
	RECORD_ZEROS, /* not empty: its number may lack zeros */
	NRECORD_VALUES
};

struct record {
	struct slice values[NRECORD_VALUES];
	bool several; /* records have this id, and they differ */
};

struct core_records;

struct core_records *core_records_new(void);

/* All before the first core_records_find(). */
void core_records_add(struct core_records *records, struct slice id,
    const struct slice values[NRECORD_VALUES]);

/*
 * Says that these ids, at most CORE_RECORDS_EXPECTED, will be looked up soon,
 * so that the records can be fetched from memory together.
 */
enum { CORE_RECORDS_EXPECTED = 16 };
void core_records_expect(
    struct core_records *records, const struct slice ids[], size_t n);

/* False if there is none; what it finds is valid until the next call. */
bool core_records_find(
    struct core_records *records, struct slice id, struct record *record);
void core_records_free(struct core_records *records);

#endif
