/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "file/number_file.h"
#include "picture_set.h"

/*
 * Looking each up in one table as it comes would miss the caches every time.
 * They are only collected, in parts by their highest bits, and each part is
 * counted at the end in a table that fits into the caches.
 */
enum { PART_BITS = 8, PARTS = 1 << PART_BITS, BLOCK = 512, APART = 8 };

struct picture_set {
	struct number_file blocks; /* of BLOCK pictures of one part */
	unsigned char *parts; /* of each block, which one */
	size_t nblocks, room;
	size_t counts[PARTS]; /* of all pictures */
	/* Those after the last block of each part; not a power of two apart, or
	 * all would share a few lines of the cache. */
	uint64_t rest[PARTS][BLOCK + APART];
};

struct picture_set *
picture_set_new(void)
{
	return mem_array(1, sizeof(struct picture_set));
}

void
picture_set_free(struct picture_set *set)
{
	if (set == NULL)
		return;
	number_file_free(&set->blocks);
	free(set->parts);
	free(set);
}

static void
put_block(struct picture_set *set, size_t part)
{
	if (set->nblocks == set->room) {
		set->room = set->room * 2 + 1024;
		set->parts = mem_resize(set->parts, set->room, 1);
	}
	set->parts[set->nblocks++] = (unsigned char)part;
	for (size_t i = 0; i < BLOCK; i++)
		number_file_add(&set->blocks, set->rest[part][i]);
}

void
picture_set_add(struct picture_set *set, uint64_t picture)
{
	size_t part = picture >> (64 - PART_BITS);

	set->rest[part][set->counts[part]++ % BLOCK] = picture;
	if (set->counts[part] % BLOCK == 0)
		put_block(set, part);
}

/* A table of pictures; 0 is an empty place, and there always is one. */
struct places {
	uint64_t *at;
	size_t n; /* a power of two */
};

static uint64_t
count_repeats(const struct places *places, const uint64_t *pictures, size_t n)
{
	uint64_t repeats = 0;

	for (size_t i = 0; i < n; i++) {
		uint64_t picture = pictures[i] != 0 ? pictures[i] : 1;
		size_t at = picture & (places->n - 1);

		while (places->at[at] != 0 && places->at[at] != picture)
			at = (at + 1) & (places->n - 1);
		repeats += places->at[at] == picture;
		places->at[at] = picture;
	}
	return repeats;
}

static uint64_t
count_part(
    const struct picture_set *set, size_t part, const struct places *places)
{
	const unsigned char *found = set->parts, *end = found + set->nblocks;
	uint64_t pictures[BLOCK], repeats;

	memset(places->at, 0, places->n * sizeof *places->at);
	repeats =
	    count_repeats(places, set->rest[part], set->counts[part] % BLOCK);
	while (found < end &&
	    (found = memchr(found, (int)part, (size_t)(end - found))) != NULL) {
		uint64_t at = (uint64_t)(found++ - set->parts) * BLOCK;

		for (size_t n = 0; n < BLOCK;)
			n += number_file_read(
			    &set->blocks, at + n, pictures + n, BLOCK - n);
		repeats += count_repeats(places, pictures, BLOCK);
	}
	return repeats;
}

uint64_t
picture_set_repeats(const struct picture_set *set)
{
	struct places places = {.n = 1};
	uint64_t repeats = 0;
	size_t most = 0;

	for (size_t part = 0; part < PARTS; part++)
		most = set->counts[part] > most ? set->counts[part] : most;
	while (places.n <= 2 * most)
		places.n *= 2;
	places.at = mem_resize(NULL, places.n, sizeof *places.at);
	for (size_t part = 0; part < PARTS; part++)
		repeats += count_part(set, part, &places);
	free(places.at);
	return repeats;
}
