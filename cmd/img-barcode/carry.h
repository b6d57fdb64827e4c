/* SPDX-License-Identifier: MIT */
/*
 * Pictures without a code after one that has one: of the same specimen. For
 * workflows in which a slate with the code is photographed first.
 */
#ifndef IMG_CARRY_H
#define IMG_CARRY_H

#include <stdbool.h>
#include <stdint.h>

#include "run/pump.h"

struct carry_options {
	uint64_t gap; /* seconds between two pictures, at most */
	bool keep_slates; /* they go into the portal too */
};

/*
 * Runs the pump, keeps the rows in a temporary file and writes them with the
 * codes carried on. A row takes 48 bytes of memory.
 */
void carry_run(const struct carry_options *options, struct pump *pump,
    struct slice header, struct stream_in *in, struct output *out);

#endif
