/* SPDX-License-Identifier: MIT */
/*
 * Which pictures have come already: 8 bytes for each, in a table at least
 * three eighths full. Compared by 64 bits of a hash: of ten million pictures
 * two are confused with a probability of 1 in 370,000.
 */
#ifndef IMG_HASH_SET_H
#define IMG_HASH_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

struct hash_set {
	uint64_t *hashes;
	size_t n;
	size_t room; /* a power of two, or 0 */
};

/* The same number on every machine. */
uint64_t hash_set_hash(struct slice text, uint64_t seed);

/* Says that it will be asked for soon. */
void hash_set_expect(const struct hash_set *seen, uint64_t hash);

/* True if it has come before. */
bool hash_set_add(struct hash_set *seen, uint64_t hash);
void hash_set_free(struct hash_set *seen);

#endif
