/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/arena.h"
#include "base/mem.h"

enum { FIRST = 1 << 16 };

struct arena_chunk {
	struct arena_chunk *older;
	size_t room;
	char bytes[];
};

char *
arena_room(struct arena *pool, size_t n)
{
	struct arena_chunk *chunk = pool->chunk;

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
arena_keep(struct arena *pool, size_t n)
{
	struct slice kept = {pool->chunk->bytes + pool->n, n};

	pool->n += n;
	return kept;
}

struct slice
arena_copy(struct arena *pool, struct slice bytes)
{
	char *to = arena_room(pool, bytes.n);

	if (bytes.n > 0)
		memcpy(to, bytes.at, bytes.n);
	return arena_keep(pool, bytes.n);
}

static void
free_from(struct arena_chunk *chunk)
{
	while (chunk != NULL) {
		struct arena_chunk *older = chunk->older;

		free(chunk);
		chunk = older;
	}
}

void
arena_clear(struct arena *pool)
{
	if (pool->chunk != NULL) {
		free_from(pool->chunk->older);
		pool->chunk->older = NULL;
	}
	pool->n = 0;
}

void
arena_free(struct arena *pool)
{
	free_from(pool->chunk);
	*pool = (struct arena){0};
}
