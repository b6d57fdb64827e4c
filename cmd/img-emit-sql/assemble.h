/* SPDX-License-Identifier: MIT */
/*
 * The serial part: prepared rows, in the order of the input, go into the
 * statements, or to the rejects.
 */
#ifndef IMG_ASSEMBLE_H
#define IMG_ASSEMBLE_H

#include "stream/output.h"
#include "sql_plan.h"

struct collector;

/* `rejects` gets the rows that are left out, or is NULL. */
struct collector *collector_new(
    const struct plan *plan, struct output *rejects);

/* Takes prepared rows; has the signature that pump.h wants. */
void collector_take(void *collector, struct slice rows, struct output *out);

/* Writes what is left and the end of the script. */
void collector_finish(struct collector *collector, struct output *out);

/* Says how many rows were left out and why; true if that needs attention. */
bool collector_report(const struct collector *collector);

void collector_free(struct collector *collector);

#endif
