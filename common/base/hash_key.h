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

/* Fewer than sixteen bytes, those of both ends, which may overlap. */
static inline void
hash_key_few(struct slice text, uint64_t words[2])
{
	uint32_t first, last;

	if (text.n >= 8) {
		memcpy(&words[0], text.at, 8);
		memcpy(&words[1], text.at + text.n - 8, 8);
	} else if (text.n >= 4) {
		memcpy(&first, text.at, 4);
		memcpy(&last, text.at + text.n - 4, 4);
		words[0] = first;
		words[1] = last;
	} else if (text.n > 0) {
		memcpy(words, text.at, text.n);
	}
}

/* 64 bits of a hash of a text, and of what was hashed before it or 0. */
static inline uint64_t
hash_key_text(const struct hash_key *secret, uint64_t before, struct slice text)
{
	enum { STEP = 16 };
	/* Secret, so that no other beginning makes up for another length. */
	uint64_t hash = before ^ text.n * (secret->b | 1);
	uint64_t words[STEP / 8] = {0};

	for (size_t at = 0; text.n - at > STEP; at += STEP) {
		memcpy(words, text.at + at, STEP);
		hash = hash_key_fold(
		    words[0] ^ secret->a ^ hash, words[1] ^ secret->b);
	}
	/* The last bytes once more, rather than as many as are left. */
	if (text.n >= STEP)
		memcpy(words, text.at + text.n - STEP, STEP);
	else
		hash_key_few(text, words);
	return hash_key_fold(words[0] ^ secret->a ^ hash, words[1] ^ secret->b);
}

#endif
