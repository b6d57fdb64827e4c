/* SPDX-License-Identifier: MIT */
/*
 * What has come before: a set of keys, 13 to 26 bytes for each, also while it
 * grows, and at least a megabyte. Keys are compared by 78 bits of a hash that
 * is another in every run: of twenty million, two are confused with a
 * probability of 1 in 1,500 million.
 */
#ifndef SQL_SEEN_H
#define SQL_SEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "slice.h"

struct key {
	uint64_t high, low;
};

/*
 * A key of 32 hexadecimal digits in lower case, mixed with a number: others
 * give another key. The digits must be of a hash, which nobody can choose.
 */
struct key key_of_hex(const char hex[32], uint64_t number);

/* A key of the first sixteen bytes of a hash. */
struct key key_of_hash(const unsigned char hash[16]);

struct seen;

struct seen *seen_new(void);
void seen_free(struct seen *seen);

/* Announces that the key will be asked for soon. */
void seen_prefetch(const struct seen *seen, struct key key);

enum { SEEN_ADD_MOST = 4 };

/* Adds at most so many keys, or none and returns false if any of them was
 * there. */
bool seen_add(struct seen *seen, const struct key *keys, size_t n);

#endif
