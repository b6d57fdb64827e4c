/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "picture_set.h"

/*
 * Looking each up in one table as it comes would miss the caches every time.
 * They are only collected, and counted at the end, in parts that fit in there.
 */
struct picture_set {
	uint64_t *pictures;
	size_t n, room;
};

enum { ROOM_FIRST = 1 << 13, PART = 1 << 13, PARTS_BITS_MOST = 11 };

struct picture_set *
picture_set_new(void)
{
	struct picture_set *set = mem_array(1, sizeof *set);

	set->room = ROOM_FIRST;
	set->pictures = mem_resize(NULL, set->room, sizeof *set->pictures);
	return set;
}

void
picture_set_free(struct picture_set *set)
{
	if (set == NULL)
		return;
	free(set->pictures);
	free(set);
}

void
picture_set_add(struct picture_set *set, uint64_t picture)
{
	if (set->n == set->room) {
		set->room *= 2;
		set->pictures =
		    mem_resize(set->pictures, set->room, sizeof *set->pictures);
	}
	set->pictures[set->n++] = picture;
}

/* Puts pictures whose highest bits are the same after each other. */
static void
sort_parts(struct picture_set *set, unsigned shift, size_t *ends)
{
	uint64_t *sorted = mem_resize(NULL, set->n, sizeof *sorted);
	size_t nparts = (size_t)1 << (64 - shift), start = 0;

	memset(ends, 0, nparts * sizeof *ends);
	for (size_t i = 0; i < set->n; i++)
		ends[set->pictures[i] >> shift]++;
	for (size_t i = 0; i < nparts; i++) {
		size_t n = ends[i];

		ends[i] = start;
		start += n;
	}
	for (size_t i = 0; i < set->n; i++)
		sorted[ends[set->pictures[i] >> shift]++] = set->pictures[i];
	free(set->pictures);
	set->pictures = sorted;
	set->room = set->n;
}

/* `table` has room for more than n, a power of two; 0 is an empty place. */
static uint64_t
count_repeats(
    const uint64_t *pictures, size_t n, uint64_t *table, size_t nplaces)
{
	uint64_t repeats = 0;

	memset(table, 0, nplaces * sizeof *table);
	for (size_t i = 0; i < n; i++) {
		uint64_t picture = pictures[i] != 0 ? pictures[i] : 1;
		size_t at = picture & (nplaces - 1);

		while (table[at] != 0 && table[at] != picture)
			at = (at + 1) & (nplaces - 1);
		repeats += table[at] == picture;
		table[at] = picture;
	}
	return repeats;
}

uint64_t
picture_set_repeats(struct picture_set *set)
{
	size_t ends[1 << PARTS_BITS_MOST], most = 0, nplaces = 1, start = 0;
	uint64_t *table, repeats = 0;
	unsigned bits = 1;

	while (bits < PARTS_BITS_MOST && set->n >> bits > PART)
		bits++;
	sort_parts(set, 64 - bits, ends);
	for (size_t i = 0; i < (size_t)1 << bits; i++) {
		most = ends[i] - start > most ? ends[i] - start : most;
		start = ends[i];
	}
	while (nplaces < 2 * most)
		nplaces *= 2;
	table = mem_resize(NULL, nplaces, sizeof *table);
	start = 0;
	for (size_t i = 0; i < (size_t)1 << bits; i++) {
		repeats += count_repeats(
		    set->pictures + start, ends[i] - start, table, nplaces);
		start = ends[i];
	}
	free(table);
	return repeats;
}
