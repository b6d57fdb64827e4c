/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "number_set.h"

enum { ROOM_LEAST = 1024 };

static size_t
slot_of(const struct number_set *set, uint64_t hash)
{
	size_t slot = (size_t)hash & (set->room - 1);

	while (set->slots[slot] != 0 && set->slots[slot] != hash)
		slot = (slot + 1) & (set->room - 1);
	return slot;
}

static void
grow(struct number_set *set)
{
	struct number_set larger = {
	    .room = set->room == 0 ? ROOM_LEAST : set->room * 2};

	larger.slots = mem_table(larger.room, sizeof *larger.slots);
	for (size_t i = 0; i < set->room; i++)
		if (set->slots[i] != 0)
			larger.slots[slot_of(&larger, set->slots[i])] =
			    set->slots[i];
	larger.n = set->n;
	free(set->slots);
	*set = larger;
}

/* 0 marks an empty slot. */
static uint64_t
never_zero(uint64_t hash)
{
	return hash != 0 ? hash : 1;
}

void
number_set_add(struct number_set *set, uint64_t hash)
{
	size_t slot;

	if (set->n * 2 >= set->room)
		grow(set);
	slot = slot_of(set, never_zero(hash));
	set->n += set->slots[slot] == 0;
	set->slots[slot] = never_zero(hash);
}

bool
number_set_has(const struct number_set *set, uint64_t hash)
{
	return set->n > 0 && set->slots[slot_of(set, never_zero(hash))] != 0;
}

void
number_set_free(struct number_set *set)
{
	free(set->slots);
}
