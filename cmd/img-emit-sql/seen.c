/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "buf.h"
#include "mem.h"
#include "seen.h"

/* IN_LINE keys share a cache line. */
enum { FIRST_BITS = 12, IN_LINE = 4 };

/*
 * Lines stand in the order of the hashes of what is in them, but for keys that
 * had to give way: so a table of twice the size is made of it in one go through
 * it, in place.
 */
struct seen {
	struct key *keys; /* all zero: free */
	size_t room; /* 1 << bits */
	size_t n;
	int bits;
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

static size_t
bytes_of(const struct seen *seen)
{
	return seen->room * sizeof *seen->keys;
}

struct seen *
seen_new(void)
{
	struct seen *seen = mem_array(1, sizeof *seen);

	seen->bits = FIRST_BITS;
	seen->room = (size_t)1 << FIRST_BITS;
	seen->keys = mem_pages(NULL, 0, bytes_of(seen));
	return seen;
}

void
seen_free(struct seen *seen)
{
	if (seen == NULL)
		return;
	mem_pages_free(seen->keys, bytes_of(seen));
	free(seen);
}

/* Keys need not be spread evenly: an MD5 may be made up. */
static size_t
home(const struct seen *seen, struct key key)
{
	return (key.high ^ key.low) * 0x9e3779b97f4a7c15 >> (64 - seen->bits);
}

/* Where a key is looked for at the nth try: first in all of its home's line. */
static size_t
nth(size_t home, size_t n)
{
	size_t line = home / IN_LINE + n / IN_LINE;

	return line * IN_LINE + (home + n) % IN_LINE;
}

static bool
is_free(const struct key *place)
{
	return place->low == 0 && place->high == 0;
}

/* The key's place, or the free one where it would go. */
static struct key *
find(const struct seen *seen, struct key key)
{
	size_t start = home(seen, key);

	for (size_t n = 0;; n++) {
		struct key *at = &seen->keys[nth(start, n) & (seen->room - 1)];

		if ((at->low == key.low && at->high == key.high) || is_free(at))
			return at;
	}
}

/*
 * Moves the key to the place that it has now; false if that is not behind the
 * line of `from` or wraps round, where keys stand that have not been moved.
 */
static bool
move_up(struct seen *seen, struct key key, size_t from)
{
	size_t start = home(seen, key), at;

	if (start / IN_LINE <= from / IN_LINE)
		return false;
	for (size_t n = 0; (at = nth(start, n)) < seen->room; n++)
		if (is_free(&seen->keys[at])) {
			seen->keys[at] = key;
			return true;
		}
	return false;
}

/* From the end, so that keys never go to where others wait to be moved. */
static void
grow(struct seen *seen)
{
	static const struct key none;
	struct buf late = {0};
	size_t before = seen->room;
	struct key key;

	seen->keys = mem_pages(seen->keys, bytes_of(seen), 2 * bytes_of(seen));
	seen->room *= 2;
	seen->bits++;
	for (size_t i = before; i-- > 0;) {
		key = seen->keys[i];
		seen->keys[i] = none;
		if (!is_free(&key) && !move_up(seen, key, i))
			buf_put(&late, (const char *)&key, sizeof key);
	}
	for (size_t at = 0; at < late.n; at += sizeof key) {
		memcpy(&key, late.at + at, sizeof key);
		*find(seen, key) = key;
	}
	buf_free(&late);
}

/* The line behind is where a key goes that finds no room. */
void
seen_prefetch(const struct seen *seen, struct key key)
{
	size_t first = home(seen, key);

	__builtin_prefetch(&seen->keys[first], 1);
	__builtin_prefetch(
	    &seen->keys[(first + IN_LINE) & (seen->room - 1)], 1);
}

/* The place is where the key would go, unless it has been taken since. */
static void
put(struct seen *seen, struct key key, struct key *place)
{
	if (!is_free(place))
		place = find(seen, key);
	seen->n += is_free(place);
	*place = key;
}

bool
seen_add(struct seen *seen, const struct key *keys, size_t n)
{
	struct key *places[SEEN_ADD_MOST];

	/* It grows before any place is looked for. */
	if (seen->n + n > seen->room / 4 * 3)
		grow(seen);
	for (size_t i = 0; i < n; i++) {
		places[i] = find(seen, keys[i]);
		if (!is_free(places[i]))
			return false;
	}
	for (size_t i = 0; i < n; i++)
		put(seen, keys[i], places[i]);
	return true;
}
