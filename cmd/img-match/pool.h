/* SPDX-License-Identifier: MIT */
/* Bytes that stay where they are until all are given back at once. */
#ifndef IMG_POOL_H
#define IMG_POOL_H

#include <stddef.h>

#include "slice.h"

/* Zero-initialise. */
struct pool {
	struct pool_chunk *chunk; /* the newest and largest */
	size_t n;
};

/* Room for n bytes; pool_keep() says how many of them were used. */
char *pool_room(struct pool *pool, size_t n);
struct slice pool_keep(struct pool *pool, size_t n);

struct slice pool_copy(struct pool *pool, struct slice bytes);

/* Gives all back, to be used again. */
void pool_clear(struct pool *pool);
void pool_free(struct pool *pool);

#endif
