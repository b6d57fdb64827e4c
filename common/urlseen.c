/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "urlseen.h"

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
urlseen_url(struct slice url)
{
	return hash_of(url);
}

uint32_t
urlseen_number(struct slice number)
{
	return (uint32_t)(hash_of(number) >> 32);
}

static struct urlseen_entry *
place(const struct urlseen *seen, uint64_t url)
{
	size_t at = (size_t)url & (seen->room - 1);

	while (seen->entries[at].line != 0 && seen->entries[at].url != url)
		at = (at + 1) & (seen->room - 1);
	return &seen->entries[at];
}

static void
grow(struct urlseen *seen)
{
	struct urlseen old = *seen;

	seen->room = old.room > 0 ? 2 * old.room : FIRST_ROOM;
	seen->entries = mem_table(seen->room, sizeof *seen->entries);
	for (size_t i = 0; i < old.room; i++)
		if (old.entries[i].line != 0)
			*place(seen, old.entries[i].url) = old.entries[i];
	free(old.entries);
}

void
urlseen_expect(const struct urlseen *seen, uint64_t url)
{
	if (seen->room > 0)
		__builtin_prefetch(
		    &seen->entries[(size_t)url & (seen->room - 1)], 1);
}

const struct urlseen_entry *
urlseen_add(struct urlseen *seen, uint64_t url, uint32_t number, uint64_t line)
{
	struct urlseen_entry *entry;

	if (3 * (seen->n + 1) > 2 * seen->room)
		grow(seen);
	entry = place(seen, url);
	if (entry->line != 0)
		return entry;
	*entry = (struct urlseen_entry){
	    url, number, line < UINT32_MAX ? (uint32_t)line : UINT32_MAX};
	seen->n++;
	return NULL;
}

void
urlseen_free(struct urlseen *seen)
{
	free(seen->entries);
	*seen = (struct urlseen){0};
}
