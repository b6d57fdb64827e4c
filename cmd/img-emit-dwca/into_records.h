/* SPDX-License-Identifier: MIT */
/*
 * The records of an archive by all of their identifiers: 32 bytes or less for
 * an identifier and 8 for a record in memory, and the ids in a temporary file.
 */
#ifndef IMG_INTO_RECORDS_H
#define IMG_INTO_RECORDS_H

#include <stdbool.h>

#include "registry/reject_reason.h"
#include "sheet/dwca_package.h"
#include "row.h"

struct into_records;

struct into_records *into_records_read(const struct dwca_package *package,
    const struct dwca_table_options *options);
void into_records_free(struct into_records *records);

/* As into_find(). */
enum reject_reason into_records_find(struct into_records *records,
    const struct row *row, bool include_protected, struct slice *id);

#endif
