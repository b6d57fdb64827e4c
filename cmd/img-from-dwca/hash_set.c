/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/hash_key.h"
#include "base/mem.h"
#include "hash_set.h"

enum { ROOM_LEAST = 1 << 10 };

/* Odd numbers without a pattern: digits of pi. */
#define FIRST UINT64_C(0x243F6A8885A308D3)
#define SECOND UINT64_C(0x13198A2E03707345)

uint64_t
hash_set_hash(struct slice text, uint64_t seed)
{
	uint64_t hash = seed ^ FIRST, word;
	size_t n = text.n;

	for (; n >= sizeof word; n -= sizeof word, text.at += sizeof word) {
		memcpy(&word, text.at, sizeof word);
		hash = hash_key_fold(hash ^ word, SECOND);
	}
	word = 0;
	if (n > 0)
		memcpy(&word, text.at, n);
	hash = hash_key_fold(hash ^ word, SECOND);
	return hash_key_fold(hash ^ text.n, FIRST);
}

static size_t
slot(const struct hash_set *seen, uint64_t hash)
{
	return (size_t)hash_key_fold(hash, FIRST) & (seen->room - 1);
}

void
hash_set_expect(const struct hash_set *seen, uint64_t hash)
{
	if (seen->room > 0)
		__builtin_prefetch(&seen->hashes[slot(seen, hash)], 1);
}

static bool
put(struct hash_set *seen, uint64_t hash)
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
grow(struct hash_set *seen)
{
	struct hash_set old = *seen;

	seen->room = old.room > 0 ? 2 * old.room : ROOM_LEAST;
	seen->hashes = mem_table(seen->room, sizeof *seen->hashes);
	for (size_t i = 0; i < old.room; i++)
		if (old.hashes[i] != 0)
			put(seen, old.hashes[i]);
	free(old.hashes);
}

bool
hash_set_add(struct hash_set *seen, uint64_t hash)
{
	bool there;

	if (seen->n * 4 >= seen->room * 3)
		grow(seen);
	there = put(seen, hash != 0 ? hash : 1);
	seen->n += !there;
	return there;
}

void
hash_set_free(struct hash_set *seen)
{
	free(seen->hashes);
	*seen = (struct hash_set){0};
}
