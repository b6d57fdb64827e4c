/* SPDX-License-Identifier: MIT */
/* Which part has the fewest rows, where they only grow: 16 bytes for each. */
#ifndef IMG_LEAST_H
#define IMG_LEAST_H

#include <stddef.h>
#include <stdint.h>

#include "parts.h"

struct least_entry {
	uint64_t rows; /* it had when it was looked at */
	size_t part;
};

/* Zero-initialise. */
struct least {
	struct least_entry *heap; /* the least first */
	size_t n, room;
};

/* Tells of a new part. */
void least_add(struct least *least, size_t part);

/* The part with the fewest rows, the first one of several. There is one. */
size_t least_part(struct least *least, const struct parts *parts);

void least_free(struct least *least);

#endif
