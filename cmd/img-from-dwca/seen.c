/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "secret.h"
#include "seen.h"

enum { ROOM_LEAST = 1 << 10 };

/* Odd numbers without a pattern: digits of pi. */
#define FIRST UINT64_C(0x243F6A8885A308D3)
#define SECOND UINT64_C(0x13198A2E03707345)

uint64_t
seen_hash(struct slice text, uint64_t seed)
{
	uint64_t hash = seed ^ FIRST, word;
	size_t n = text.n;

	for (; n >= sizeof word; n -= sizeof word, text.at += sizeof word) {
		memcpy(&word, text.at, sizeof word);
		hash = secret_fold(hash ^ word, SECOND);
	}
	word = 0;
	if (n > 0)
		memcpy(&word, text.at, n);
	hash = secret_fold(hash ^ word, SECOND);
	return secret_fold(hash ^ text.n, FIRST);
}

static size_t
slot(const struct seen *seen, uint64_t hash)
{
	return (size_t)secret_fold(hash, FIRST) & (seen->room - 1);
}

void
seen_expect(const struct seen *seen, uint64_t hash)
{
	if (seen->room > 0)
		__builtin_prefetch(&seen->hashes[slot(seen, hash)], 1);
}

static bool
put(struct seen *seen, uint64_t hash)
{
	size_t mask = seen->room - 1;
	size_t at = slot(seen, hash);

	while (seen->hashes[at] != 0) {
		if (seen->hashes[at] == hash)
			return true;
		at = (at + 1) & mask;
	}
	seen->hashes[at] = hash;
	return false;
}

static void
grow(struct seen *seen)
{
	struct seen old = *seen;

	seen->room = old.room > 0 ? 2 * old.room : ROOM_LEAST;
	seen->hashes = mem_table(seen->room, sizeof *seen->hashes);
	for (size_t i = 0; i < old.room; i++)
		if (old.hashes[i] != 0)
			put(seen, old.hashes[i]);
	free(old.hashes);
}

bool
seen_add(struct seen *seen, uint64_t hash)
{
	bool there;

	if (seen->n * 4 >= seen->room * 3)
		grow(seen);
	there = put(seen, hash != 0 ? hash : 1);
	seen->n += !there;
	return there;
}

void
seen_free(struct seen *seen)
{
	free(seen->hashes);
	*seen = (struct seen){0};
}
