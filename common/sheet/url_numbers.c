/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "sheet/url_numbers.h"

enum { FIRST_ROOM = 1 << 12 };

static uint64_t
mix(uint64_t h)
{
	h ^= h >> 32;
	h *= 0xD6E8FEB86659FD93u;
	h ^= h >> 32;
	h *= 0xD6E8FEB86659FD93u;
	return h ^ h >> 32;
}

static uint64_t
hash_of(struct slice bytes)
{
	uint64_t h = 0x9E3779B97F4A7C15u ^ bytes.n, word;

	for (; bytes.n >= sizeof word; bytes.at += 8, bytes.n -= 8) {
		memcpy(&word, bytes.at, sizeof word);
		h = mix(h ^ word);
	}
	word = 0;
	if (bytes.n > 0)
		memcpy(&word, bytes.at, bytes.n);
	return mix(h ^ word);
}

uint64_t
url_numbers_url(struct slice url)
{
	return hash_of(url);
}

uint32_t
url_numbers_number(struct slice number)
{
	return (uint32_t)(hash_of(number) >> 32);
}

static struct url_numbers_entry *
place(const struct url_numbers *seen, uint64_t url)
{
	size_t at = (size_t)url & (seen->room - 1);

	while (seen->entries[at].line != 0 && seen->entries[at].url != url)
		at = (at + 1) & (seen->room - 1);
	return &seen->entries[at];
}

static void
grow(struct url_numbers *seen)
{
	struct url_numbers old = *seen;

	seen->room = old.room > 0 ? 2 * old.room : FIRST_ROOM;
	seen->entries = mem_table(seen->room, sizeof *seen->entries);
	for (size_t i = 0; i < old.room; i++)
		if (old.entries[i].line != 0)
			*place(seen, old.entries[i].url) = old.entries[i];
	free(old.entries);
}

void
url_numbers_expect(const struct url_numbers *seen, uint64_t url)
{
	if (seen->room > 0)
		__builtin_prefetch(
		    &seen->entries[(size_t)url & (seen->room - 1)], 1);
}

const struct url_numbers_entry *
url_numbers_add(
    struct url_numbers *seen, uint64_t url, uint32_t number, uint64_t line)
{
	struct url_numbers_entry *entry;

	if (3 * (seen->n + 1) > 2 * seen->room)
		grow(seen);
	entry = place(seen, url);
	if (entry->line != 0)
		return entry;
	*entry = (struct url_numbers_entry){
	    url, number, line < UINT32_MAX ? (uint32_t)line : UINT32_MAX};
	seen->n++;
	return NULL;
}

uint32_t
url_numbers_find(const struct url_numbers *seen, uint64_t url)
{
	return seen->room > 0 ? place(seen, url)->number : 0;
}

uint32_t
url_numbers_least(struct url_numbers *seen, uint64_t url, uint32_t number)
{
	const struct url_numbers_entry *there =
	    url_numbers_add(seen, url, number, 1);
	uint32_t before = there != NULL ? there->number : 0;

	if (before > number)
		place(seen, url)->number = number;
	return before;
}

void
url_numbers_free(struct url_numbers *seen)
{
	free(seen->entries);
	*seen = (struct url_numbers){0};
}
