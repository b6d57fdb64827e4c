/* SPDX-License-Identifier: MIT */
/* Which rows a sink takes: fit for the web, and with a settled record. */
#ifndef IMG_ACCEPT_H
#define IMG_ACCEPT_H

#include <stdbool.h>

#include "base/slice.h"

/*
 * Judges by the values of the columns `verdict`, `match` and `occid`, each
 * empty if there is no such column. NULL if the row is taken, else the reason
 * for the column of that name in the rejects: "bad", "retry", "needs-derive",
 * "ambiguous", "contradictory", "none", "no-record", "bad-value". With
 * `create` rows that matched none are taken as well.
 */
const char *accept_refusal(
    struct slice verdict, struct slice match, struct slice occid, bool create);

#endif
