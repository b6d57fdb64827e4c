/* SPDX-License-Identifier: MIT */
/*
 * The pictures of all records, by 64 bits of a hash that nobody can choose: 8
 * bytes each on disk, and a megabyte of memory.
 */
#ifndef IMG_PICTURE_SET_H
#define IMG_PICTURE_SET_H

#include <stdint.h>

struct picture_set;

struct picture_set *picture_set_new(void);
void picture_set_free(struct picture_set *set);

void picture_set_add(struct picture_set *set, uint64_t picture);

/* How many of those added had been added before. */
uint64_t picture_set_repeats(const struct picture_set *set);

#endif
