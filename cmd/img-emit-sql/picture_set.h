/* SPDX-License-Identifier: MIT */
/*
 * The pictures of all records that have come so far, by 64 bits of a hash that
 * nobody can choose: 11 to 22 bytes each.
 */
#ifndef IMG_PICTURE_SET_H
#define IMG_PICTURE_SET_H

#include <stdbool.h>
#include <stdint.h>

struct picture_set;

struct picture_set *picture_set_new(void);
void picture_set_free(struct picture_set *set);

/* Announces that the picture will be added soon. */
void picture_set_prefetch(const struct picture_set *set, uint64_t picture);

/* False if it has come before. */
bool picture_set_add(struct picture_set *set, uint64_t picture);

#endif
