/* SPDX-License-Identifier: MIT */
/* Which rows a sink takes: fit for the web, and with a settled record. */
#ifndef IMG_ACCEPT_H
#define IMG_ACCEPT_H

#include <stdbool.h>

#include "base/slice.h"
#include "registry/reject_reason.h"

/*
 * Judges by the values of the columns `verdict`, `match` and `occid`, each
 * empty if there is no such column. Why the row is not taken: "bad", "retry",
 * "needs-derive", "ambiguous", "contradictory", "none", "no-record",
 * "bad-value". With `create` rows that matched none are taken as well.
 */
enum reject_reason accept_refusal(
    struct slice verdict, struct slice match, struct slice occid, bool create);

#endif
