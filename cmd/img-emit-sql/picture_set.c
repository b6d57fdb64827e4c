/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "file/number_file.h"
#include "picture_set.h"

/*
 * Looking each up in one table as it comes would miss the caches every time.
 * They are only collected, and counted at the end, in parts that fit in there.
 */
struct picture_set {
	struct number_file pictures;
};

enum { PART = 1 << 13, PARTS_BITS_MOST = 11, READ = 1 << 13 };

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
	number_file_free(&set->pictures);
	free(set);
}

void
picture_set_add(struct picture_set *set, uint64_t picture)
{
	number_file_add(&set->pictures, picture);
}

/* Counts those of each part, by their highest bits; then where they begin. */
static void
count_parts(const struct picture_set *set, unsigned shift, size_t *starts)
{
	size_t nparts = (size_t)1 << (64 - shift), start = 0, n;
	uint64_t pictures[READ], at = 0;

	memset(starts, 0, nparts * sizeof *starts);
	for (; (n = number_file_read(&set->pictures, at, pictures, READ)) > 0;
	     at += n)
		for (size_t i = 0; i < n; i++)
			starts[pictures[i] >> shift]++;
	for (size_t i = 0; i < nparts; i++) {
		n = starts[i];
		starts[i] = start;
		start += n;
	}
}

/* Those of each part after each other; what was its begin becomes its end. */
static uint64_t *
sort_parts(const struct picture_set *set, unsigned shift, size_t *starts)
{
	size_t count = (size_t)number_file_count(&set->pictures), n;
	uint64_t *sorted = mem_resize(NULL, count, sizeof *sorted);
	uint64_t pictures[READ], at = 0;

	for (; (n = number_file_read(&set->pictures, at, pictures, READ)) > 0;
	     at += n)
		for (size_t i = 0; i < n; i++)
			sorted[starts[pictures[i] >> shift]++] = pictures[i];
	return sorted;
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
picture_set_repeats(const struct picture_set *set)
{
	size_t ends[1 << PARTS_BITS_MOST], most = 0, nplaces = 1, start = 0;
	uint64_t *sorted, *table, repeats = 0;
	unsigned bits = 1;

	while (bits < PARTS_BITS_MOST &&
	    number_file_count(&set->pictures) >> bits > PART)
		bits++;
	count_parts(set, 64 - bits, ends);
	sorted = sort_parts(set, 64 - bits, ends);
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
		    sorted + start, ends[i] - start, table, nplaces);
		start = ends[i];
	}
	free(table);
	free(sorted);
	return repeats;
}
