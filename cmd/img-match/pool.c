/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "mem.h"
#include "pool.h"

enum { FIRST = 1 << 16 };

struct pool_chunk {
	struct pool_chunk *older;
	size_t room;
	char bytes[];
};

char *
pool_room(struct pool *pool, size_t n)
{
	struct pool_chunk *chunk = pool->chunk;

	if (chunk == NULL || chunk->room - pool->n < n) {
		size_t room = chunk == NULL ? FIRST : chunk->room * 2;

		while (room < n)
			room *= 2;
		chunk = mem_alloc(sizeof *chunk + room);
		chunk->older = pool->chunk;
		chunk->room = room;
		pool->chunk = chunk;
		pool->n = 0;
	}
	return chunk->bytes + pool->n;
}

struct slice
pool_keep(struct pool *pool, size_t n)
{
	struct slice kept = {pool->chunk->bytes + pool->n, n};

	pool->n += n;
	return kept;
}

struct slice
pool_copy(struct pool *pool, struct slice bytes)
{
	char *to = pool_room(pool, bytes.n);

	if (bytes.n > 0)
		memcpy(to, bytes.at, bytes.n);
	return pool_keep(pool, bytes.n);
}

static void
free_from(struct pool_chunk *chunk)
{
	while (chunk != NULL) {
		struct pool_chunk *older = chunk->older;

		free(chunk);
		chunk = older;
	}
}

void
pool_clear(struct pool *pool)
{
	if (pool->chunk != NULL) {
		free_from(pool->chunk->older);
		pool->chunk->older = NULL;
	}
	pool->n = 0;
}

void
pool_free(struct pool *pool)
{
	free_from(pool->chunk);
	*pool = (struct pool){0};
}
