/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "mem.h"
#include "seen.h"

/* Many small tables: each grows on its own, so growing never doubles all. */
enum { TABLES = 512, FIRST_ROOM = 64 };

struct table {
	struct key *keys; /* all zero: free */
	size_t room; /* a power of two */
	size_t n;
};

struct seen {
	struct table tables[TABLES];
};

/* Eight digits to 32 bits, in some order: a letter is nine above its nibble. */
static uint64_t
pack(const char *hex)
{
	uint64_t w;

	memcpy(&w, hex, 8);
	w = (w & 0x0f0f0f0f0f0f0f0f) + 9 * (w >> 6 & 0x0101010101010101);
	w = (w | w >> 4) & 0x00ff00ff00ff00ff;
	w = (w | w >> 8) & 0x0000ffff0000ffff;
	return (w | w >> 16) & 0xffffffff;
}

/* Zero is how a free place looks. */
static struct key
not_zero(struct key key)
{
	key.low |= key.high == 0 && key.low == 0;
	return key;
}

struct key
key_of_hex(const char hex[32], uint64_t number)
{
	/* The golden ratio spreads numbers that lie close together. */
	uint64_t mixed = number * 0x9e3779b97f4a7c15;
	struct key key = {pack(hex) << 32 | pack(hex + 8),
	    pack(hex + 16) << 32 | pack(hex + 24)};

	key.high ^= mixed;
	key.low ^= mixed >> 32 | number << 32;
	return not_zero(key);
}

struct key
key_of_hash(const unsigned char hash[16])
{
	struct key key;

	memcpy(&key.high, hash, 8);
	memcpy(&key.low, hash + 8, 8);
	return not_zero(key);
}

struct seen *
seen_new(void)
{
	return mem_array(1, sizeof(struct seen));
}

void
seen_free(struct seen *seen)
{
	if (seen == NULL)
		return;
	for (size_t i = 0; i < TABLES; i++)
		free(seen->tables[i].keys);
	free(seen);
}

/* The key's place, or the free one where it would go. */
static struct key *
find(const struct table *table, struct key key)
{
	size_t mask = table->room - 1, i = key.low & mask;

	while (
	    table->keys[i].low != key.low || table->keys[i].high != key.high) {
		if (table->keys[i].low == 0 && table->keys[i].high == 0)
			break;
		i = (i + 1) & mask;
	}
	return &table->keys[i];
}

static void
grow(struct table *table)
{
	struct table larger = {.n = table->n};

	larger.room = table->room > 0 ? table->room * 2 : FIRST_ROOM;
	larger.keys = mem_array(larger.room, sizeof *larger.keys);
	for (size_t i = 0; i < table->room; i++)
		if (table->keys[i].low != 0 || table->keys[i].high != 0)
			*find(&larger, table->keys[i]) = table->keys[i];
	free(table->keys);
	*table = larger;
}

void
seen_prefetch(const struct seen *seen, struct key key)
{
	const struct table *table = &seen->tables[key.high % TABLES];

	if (table->room > 0)
		__builtin_prefetch(&table->keys[key.low & (table->room - 1)]);
}

static bool
is_free(const struct key *place)
{
	return place->low == 0 && place->high == 0;
}

static struct table *
table_of(struct seen *seen, struct key key)
{
	return &seen->tables[key.high % TABLES];
}

/* The place is where the key would go, unless it has been taken since. */
static void
put(struct table *table, struct key key, struct key *place)
{
	if (!is_free(place))
		place = find(table, key);
	table->n += is_free(place);
	*place = key;
}

bool
seen_add(struct seen *seen, const struct key *keys, size_t n)
{
	struct key *places[SEEN_ADD_MOST];

	/* All grow before any place is looked for. */
	for (size_t i = 0; i < n; i++)
		while (table_of(seen, keys[i])->n + n >
		    table_of(seen, keys[i])->room / 4 * 3)
			grow(table_of(seen, keys[i]));
	for (size_t i = 0; i < n; i++) {
		places[i] = find(table_of(seen, keys[i]), keys[i]);
		if (!is_free(places[i]))
			return false;
	}
	for (size_t i = 0; i < n; i++)
		put(table_of(seen, keys[i]), keys[i], places[i]);
	return true;
}
