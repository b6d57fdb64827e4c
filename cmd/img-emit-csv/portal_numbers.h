/* SPDX-License-Identifier: MIT */
/*
 * Whom an importer would find by a number, as the portal had them when it was
 * exported: DIR/occurrences.tsv. 16 bytes are kept for each number, in tables
 * that are up to twice as large, and 8 for each record that has an observer,
 * and that has a security.
 */
#ifndef IMG_PORTAL_NUMBERS_H
#define IMG_PORTAL_NUMBERS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"
#include "import_row.h"

struct portal_numbers;

/* NULL if the folder has no such file; dies if it cannot be read. */
struct portal_numbers *portal_numbers_read(const char *dir);
void portal_numbers_free(struct portal_numbers *numbers);

/*
 * The record of the collection (or of the only one, if that is empty) that has
 * the number, in *occid. REJECT_REASON_NO_RECORD if none has it, _AMBIGUOUS if
 * several have it, or one that is not the row's.
 */
enum reject_reason portal_numbers_find(struct portal_numbers *numbers,
    const struct import_row *item, uint32_t *occid);

/* True if the record is an observer's (observerUid). */
bool portal_numbers_observed(
    const struct portal_numbers *numbers, uint32_t occid);

/* True if the record's security is empty, which is not 0. */
bool portal_numbers_unsecured(
    const struct portal_numbers *numbers, uint32_t occid);

#endif
