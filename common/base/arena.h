/* SPDX-License-Identifier: MIT */
/* Bytes that stay where they are until all are given back at once. */
#ifndef IMG_ARENA_H
#define IMG_ARENA_H

#include <stddef.h>

#include "base/slice.h"

/* Zero-initialise. */
struct arena {
	struct arena_chunk *chunk; /* the newest and largest */
	size_t n;
};

/* Room for n bytes; arena_keep() says how many of them were used. */
char *arena_room(struct arena *pool, size_t n);
struct slice arena_keep(struct arena *pool, size_t n);

struct slice arena_copy(struct arena *pool, struct slice bytes);

/* Gives all back, to be used again. */
void arena_clear(struct arena *pool);
void arena_free(struct arena *pool);

#endif
