/* SPDX-License-Identifier: MIT */
/*
 * What a portal had of its records when it was exported: some columns of
 * DIR/occurrences.tsv, kept with 16 bytes more for each record.
 */
#ifndef IMG_PORTAL_RECORDS_H
#define IMG_PORTAL_RECORDS_H

#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

enum portal_record_column {
	PORTAL_RECORD_NAME, /* scientificName */
	PORTAL_RECORD_BASIS, /* basisOfRecord */
	PORTAL_RECORD_SECURITY, /* recordSecurity */
	NPORTAL_RECORD_COLUMNS
};

struct portal_records;

/* Dies if the file cannot be read or has no column occid. */
struct portal_records *portal_records_read(const char *dir);
void portal_records_free(struct portal_records *records);

/*
 * The record's value, unescaped (in `scratch`, if need be); empty if it has
 * none, or if there is no such record.
 */
struct slice portal_records_value(const struct portal_records *records,
    uint32_t occid, enum portal_record_column column, struct buf *scratch);

#endif
