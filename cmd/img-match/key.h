/* SPDX-License-Identifier: MIT */
/*
 * An identifier made ready for looking up: its comparable form
 * (text/collation.h) and keyed hashes of it. The hashes' secret is new in every
 * run, so that nobody can make two texts meet; results do not depend on it.
 *
 * Padding: two identifiers are the same but for padding if they differ only
 * in zeros that lead their last run of digits. A run that is a decimal part
 * ("12.05") and one that is nothing but zeros are not touched.
 */
#ifndef IMG_KEY_H
#define IMG_KEY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/hash_key.h"
#include "base/slice.h"

/* Bytes of the longest comparable form that is looked up. */
enum { KEY_MOST = 1024 };

struct key {
	struct slice text; /* the comparable form; the caller's */
	uint64_t hash; /* of the text without padding */
	uint8_t shard; /* 8 more bits of that hash */
	uint32_t exact; /* of the text as it is; KEY_EXACT_BITS of them */
};

enum { KEY_EXACT_BITS = 29 };

/* Takes the secret from the system; once, before any key is made. */
void key_start(void);

/* Takes that of an earlier run instead, whose keys were kept. */
void key_start_with(const struct hash_key *earlier);

/* The secret, to keep keys. */
struct hash_key key_secret(void);

/* False if the text is empty or too long to be an identifier. */
bool key_make(struct key *key, struct slice folded);

/* True if two comparable forms are the same but for padding. */
bool key_padded_equal(struct slice a, struct slice b);

#endif
