/* SPDX-License-Identifier: MIT */
/*
 * Numbers by ids, made for ids that come in about their own order: those that
 * lie side by side share a cache line. 13 to 26 bytes for each id, also while
 * it grows, and at least 128 KiB. Who knows the ids before cannot make it slow:
 * where they go is another place in every run.
 */
#ifndef IMG_SLOTS_H
#define IMG_SLOTS_H

#include <stdint.h>

struct slots;

struct slots *slots_new(void);
void slots_free(struct slots *slots);

/* Announces that the id will be asked for soon. */
void slots_prefetch(const struct slots *slots, uint32_t id);

/* The id's number, or 0. */
uint32_t slots_get(const struct slots *slots, uint32_t id);

/* Where it is: until the next call. The caller puts another than 0 there.
 */
uint32_t *slots_at(struct slots *slots, uint32_t id);

#endif
