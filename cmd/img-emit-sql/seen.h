/* SPDX-License-Identifier: MIT */
/*
 * What has come before: a set of 128-bit keys, 22 to 43 bytes for each, that
 * grows in small steps.
 */
#ifndef SQL_SEEN_H
#define SQL_SEEN_H

#include <stdbool.h>
#include <stdint.h>

#include "slice.h"

struct key {
	uint64_t high, low;
};

/*
 * The key of a value that belongs to a record: SipHash-1-3 with 128 bits of
 * result under the given secret, so that nobody can make two that collide.
 */
struct key key_of(
    const uint64_t secret[2], struct key record, struct slice value);

struct seen;

struct seen *seen_new(void);
void seen_free(struct seen *seen);

/* Announces that the key will be asked for soon. */
void seen_prefetch(const struct seen *seen, struct key key);

bool seen_has(const struct seen *seen, struct key key);

/* False if it was there. */
bool seen_add(struct seen *seen, struct key key);

#endif
