/* SPDX-License-Identifier: MIT */
/*
 * Keyed hashing: numbers that are others in every run, so that nobody can
 * choose input that meets in one place of a table. No output depends on them.
 */
#ifndef IMG_HASH_KEY_H
#define IMG_HASH_KEY_H

#include <stdint.h>
#include <string.h>

#include "base/slice.h"

struct hash_key {
	uint64_t a, b;
};

/* From the system; dies if it has no random bytes. */
struct hash_key hash_key_new(void);

__extension__ typedef unsigned __int128 hash_key_wide;

static inline uint64_t
hash_key_fold(uint64_t a, uint64_t b)
{
	hash_key_wide product = (hash_key_wide)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* 64 bits of a hash of two numbers. */
static inline uint64_t
hash_key_hash(const struct hash_key *secret, uint64_t first, uint64_t second)
{
	uint64_t hash =
	    hash_key_fold(first ^ secret->a, UINT64_C(0x9e3779b97f4a7c15));

	return hash_key_fold(
	    hash ^ secret->b ^ second, UINT64_C(0x6a09e667f3bcc909));
}

/* Of a text; `first` tells texts of different kinds apart. */
static inline uint64_t
hash_key_text(const struct hash_key *secret, uint64_t first, struct slice text)
{
	uint64_t hash = hash_key_hash(secret, first, text.n);

	for (size_t i = 0; i < text.n; i += 8) {
		uint64_t word = 0;

		memcpy(&word, text.at + i, text.n - i < 8 ? text.n - i : 8);
		hash = hash_key_hash(secret, hash, word);
	}
	return hash;
}

#endif
