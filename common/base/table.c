/* SPDX-License-Identifier: MIT */
#include <pthread.h>
#include <stdlib.h>

#include "base/hash_key.h"
#include "base/mem.h"
#include "base/table.h"

enum { ROOM_FIRST = 1 << 10 };

static struct hash_key secret;

static void
secret_make(void)
{
	secret = hash_key_new();
}

static const struct hash_key *
secret_of_run(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, secret_make);
	return &secret;
}

uint64_t
table_key_after(uint64_t before, struct slice text)
{
	return hash_key_text(secret_of_run(), before, text);
}

uint64_t
table_key_number(uint64_t before, uint64_t number)
{
	return hash_key_hash(secret_of_run(), before, number);
}

uint64_t
table_key(struct slice text)
{
	return table_key_after(0, text);
}

static void
grow(struct table *table)
{
	struct table old = *table;
	size_t width = table->set ? 1 : 2;

	table->room = old.room > 0 ? 2 * old.room : ROOM_FIRST;
	table->places = mem_table(table->room, width * sizeof *table->places);
	for (size_t i = 0; i < old.room * width; i += width)
		if (old.places[i] != 0)
			memcpy(
			    &table->places[table_place(table, old.places[i])],
			    &old.places[i], width * sizeof *old.places);
	free(old.places);
}

/* Where the key is in `places`, from now on. */
static size_t
take_place(struct table *table, uint64_t key)
{
	size_t at;

	key = table_not_zero(key);
	if (table->n * 4 >= table->room * 3)
		grow(table);
	at = table_place(table, key);
	table->n += table->places[at] == 0;
	table->places[at] = key;
	return at;
}

bool
table_add(struct table *table, uint64_t key)
{
	size_t before = table->n;

	take_place(table, key);
	return table->n > before;
}

uint64_t *
table_value(struct table *table, uint64_t key)
{
	size_t at = take_place(table, key);

	return &table->places[at + 1];
}

void
table_free(struct table *table)
{
	free(table->places);
	*table = (struct table){.set = table->set};
}
