/* SPDX-License-Identifier: MIT */
/*
 * The serial part: prepared rows, in the order of the input, go into the
 * statements, or to the rejects.
 */
#ifndef IMG_ASSEMBLE_H
#define IMG_ASSEMBLE_H

#include "sink/rejects.h"
#include "stream/output.h"
#include "sql_plan.h"

struct collector;

/* `rejects` gets the rows that are left out, and stays the caller's. */
struct collector *collector_new(
    const struct plan *plan, struct rejects *rejects);

/* Takes prepared rows; has the signature that pump.h wants. */
void collector_take(void *collector, struct slice rows, struct output *out);

/* Writes what is left and the end of the script. */
void collector_finish(struct collector *collector, struct output *out);

/* Says what is in the statements. */
void collector_report(const struct collector *collector);

/* How many pictures there are in them. */
uint64_t collector_accepted(const struct collector *collector);

void collector_free(struct collector *collector);

#endif
