/* SPDX-License-Identifier: MIT */
/*
 * What has come before: keys that belong to ids, which are numbers of records
 * or stand for them. A key is a hash that nobody can choose (base/hash_key). It
 * takes 13 to 26 bytes for each id, 16 for one key or two that are added
 * together, and at least two megabytes. Keys of one id are compared by 47 bits:
 * of ten keys, two are confused with a probability of 1 in three million
 * millions.
 */
#ifndef IMG_SEEN_KEYS_H
#define IMG_SEEN_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct seen_keys;

struct seen_keys *seen_keys_new(void);
void seen_keys_free(struct seen_keys *seen);

/* Announces that the id will be asked for soon. */
void seen_keys_prefetch(const struct seen_keys *seen, uint32_t id);

enum { SEEN_KEYS_ADD_MOST = 4 };

/* Adds one key to an id or at most so many, or none and returns false if it had
 * any of them. */
bool seen_keys_add(
    struct seen_keys *seen, uint32_t id, const uint64_t *keys, size_t n);

/* The same, and the first of them is marked, at no cost. */
bool seen_keys_add_marked(
    struct seen_keys *seen, uint32_t id, const uint64_t *keys, size_t n);

/* True if the id has the key, and has it marked. */
bool seen_keys_is_marked(
    const struct seen_keys *seen, uint32_t id, uint64_t key);

bool seen_keys_has(const struct seen_keys *seen, uint32_t id, uint64_t key);

#endif
