/* SPDX-License-Identifier: MIT */
/* A set of keyed hashes: 8 bytes for each, at most half full. */
#ifndef IMG_NUMBER_SET_H
#define IMG_NUMBER_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Zero-initialise, free with number_set_free(). */
struct number_set {
	uint64_t *slots;
	size_t n, room;
};

void number_set_add(struct number_set *set, uint64_t hash);
bool number_set_has(const struct number_set *set, uint64_t hash);
void number_set_free(struct number_set *set);

#endif
