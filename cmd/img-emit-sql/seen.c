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

static uint64_t
rotate(uint64_t x, int bits)
{
	return x << bits | x >> (64 - bits);
}

static void
sip_round(uint64_t v[4])
{
	v[0] += v[1];
	v[1] = rotate(v[1], 13) ^ v[0];
	v[0] = rotate(v[0], 32);
	v[2] += v[3];
	v[3] = rotate(v[3], 16) ^ v[2];
	v[0] += v[3];
	v[3] = rotate(v[3], 21) ^ v[0];
	v[2] += v[1];
	v[1] = rotate(v[1], 17) ^ v[2];
	v[2] = rotate(v[2], 32);
}

static void
sip_word(uint64_t v[4], uint64_t word)
{
	v[3] ^= word;
	sip_round(v);
	v[0] ^= word;
}

static void
sip_bytes(uint64_t v[4], struct slice s)
{
	uint64_t word, last = (uint64_t)s.n << 56;

	for (; s.n >= 8; s.at += 8, s.n -= 8) {
		memcpy(&word, s.at, 8);
		sip_word(v, word);
	}
	word = 0;
	if (s.n > 0)
		memcpy(&word, s.at, s.n);
	sip_word(v, last | word);
}

static uint64_t
sip_finish(uint64_t v[4], uint64_t mark)
{
	v[mark == 0xee ? 2 : 1] ^= mark;
	for (int i = 0; i < 3; i++)
		sip_round(v);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}

struct key
key_of(const uint64_t secret[2], struct key record, struct slice value)
{
	uint64_t v[4] = {secret[0] ^ 0x736f6d6570736575,
	    secret[1] ^ 0x646f72616e646f6d ^ 0xee,
	    secret[0] ^ 0x6c7967656e657261, secret[1] ^ 0x7465646279746573};
	struct key key;

	sip_word(v, record.high);
	sip_word(v, record.low);
	sip_bytes(v, value);
	key.high = sip_finish(v, 0xee);
	key.low = sip_finish(v, 0xdd);
	/* Zero is how a free place looks. */
	key.low |= key.high == 0 && key.low == 0;
	return key;
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

bool
seen_has(const struct seen *seen, struct key key)
{
	const struct table *table = &seen->tables[key.high % TABLES];

	return table->room > 0 && find(table, key)->low == key.low &&
	    find(table, key)->high == key.high;
}

bool
seen_add(struct seen *seen, struct key key)
{
	struct table *table = &seen->tables[key.high % TABLES];
	struct key *place;

	if (table->n >= table->room / 4 * 3)
		grow(table);
	place = find(table, key);
	if (place->low == key.low && place->high == key.high)
		return false;
	*place = key;
	table->n++;
	return true;
}
