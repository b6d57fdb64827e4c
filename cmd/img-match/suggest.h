/* SPDX-License-Identifier: MIT */
/*
 * Numbers that an unmatched row may have meant. All rows must be known first:
 * the likely one has no picture yet.
 */
#ifndef IMG_SUGGEST_H
#define IMG_SUGGEST_H

#include "stream/output.h"
#include "record_reader.h"

/*
 * Reads the rows that img-match has written to the file `spool`, header and
 * all, and writes them with the columns suggested, suggestRule, suggestCount.
 * With `exact` leading zeros count. Returns how many rows got a suggestion that
 * is the only one of its rank.
 */
uint64_t suggest_rows(
    const struct records *records, bool exact, int spool, struct output *out);

#endif
