/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "picture_set.h"

struct picture_set {
	uint64_t *places; /* 0: none is there */
	size_t nplaces, n; /* the first a power of two */
};

enum { PLACES_FIRST = 1 << 18 };

struct picture_set *
picture_set_new(void)
{
	struct picture_set *set = mem_array(1, sizeof *set);

	set->nplaces = PLACES_FIRST;
	set->places = mem_table(set->nplaces, sizeof *set->places);
	return set;
}

void
picture_set_free(struct picture_set *set)
{
	free(set->places);
	free(set);
}

void
picture_set_prefetch(const struct picture_set *set, uint64_t picture)
{
	__builtin_prefetch(&set->places[picture & (set->nplaces - 1)]);
}

static bool
put(uint64_t *places, size_t nplaces, uint64_t picture)
{
	size_t at = picture & (nplaces - 1);

	for (; places[at] != 0; at = (at + 1) & (nplaces - 1))
		if (places[at] == picture)
			return false;
	places[at] = picture;
	return true;
}

static void
grow(struct picture_set *set)
{
	uint64_t *places = mem_table(set->nplaces * 2, sizeof *places);

	for (size_t i = 0; i < set->nplaces; i++)
		if (set->places[i] != 0)
			put(places, set->nplaces * 2, set->places[i]);
	free(set->places);
	set->places = places;
	set->nplaces *= 2;
}

bool
picture_set_add(struct picture_set *set, uint64_t picture)
{
	if (set->n >= set->nplaces / 4 * 3)
		grow(set);
	if (!put(set->places, set->nplaces, picture != 0 ? picture : 1))
		return false;
	set->n++;
	return true;
}
