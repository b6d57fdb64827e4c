/* SPDX-License-Identifier: MIT */
/*
 * What has come already, by 64 bits of a hash: a set of keys, or numbers found
 * by their keys. A place of the table is 16 bytes, 8 in a set, and three
 * eighths to three quarters of them are taken (half as much again is needed
 * while it grows). Texts are not kept: of ten million two have the same key
 * with a probability of 1 in 370,000; who must be sure compares them.
 */
#ifndef IMG_TABLE_H
#define IMG_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

/* Zero-initialise, `set` where keys are all that is kept; table_free(). */
struct table {
	bool set;
	uint64_t *places; /* keys, each with its value unless a set */
	size_t n; /* keys there are */
	size_t room; /* a power of two, or 0 */
};

/*
 * The key of a text, and those of a text and of a number together with what
 * another key is of. They are others in every run, so that nobody can choose
 * texts that meet.
 */
uint64_t table_key(struct slice text);
uint64_t table_key_after(uint64_t before, struct slice text);
uint64_t table_key_number(uint64_t before, uint64_t number);

/* Where the key is in `places`, or where it would be. For those below. */
static inline size_t
table_place(const struct table *table, uint64_t key)
{
	unsigned wide = !table->set;
	size_t mask = table->room - 1, at = (size_t)key & mask;

	while (
	    table->places[at << wide] != 0 && table->places[at << wide] != key)
		at = (at + 1) & mask;
	return at << wide;
}

/* 0 marks a free place. */
static inline uint64_t
table_not_zero(uint64_t key)
{
	return key != 0 ? key : 1;
}

static inline bool
table_has(const struct table *table, uint64_t key)
{
	key = table_not_zero(key);
	return table->n > 0 && table->places[table_place(table, key)] == key;
}

/* The key's value; 0 if it is not there. Not of a set. */
static inline uint64_t
table_get(const struct table *table, uint64_t key)
{
	return table->n > 0
	    ? table->places[table_place(table, table_not_zero(key)) + 1]
	    : 0;
}

/* Says that the key will be asked for soon, so that it can be fetched. */
static inline void
table_expect(const struct table *table, uint64_t key)
{
	if (table->room > 0)
		__builtin_prefetch(&table->places[((size_t)table_not_zero(key) &
						      (table->room - 1))
				       << !table->set],
		    1);
}

/* Adds the key; true if it was not there. The value of a new one is 0. */
bool table_add(struct table *table, uint64_t key);

/* The key's value, to be changed until the next call; the key is added. */
uint64_t *table_value(struct table *table, uint64_t key);

void table_free(struct table *table);

#endif
