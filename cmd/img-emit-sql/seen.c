/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "diag.h"
#include "mem.h"
#include "seen.h"

/* Its multiples spread numbers that lie close together. */
#define GOLDEN UINT64_C(0x9e3779b97f4a7c15)

/*
 * SEGMENT_BITS bits of a key's hash choose a segment of the table, and 64
 * others, its print, are kept there, a cache line after the other, from its
 * home on: in a line they stand in the order in which they came. A segment is
 * small enough for the processor's cache, where it is filled anew when the
 * table grows.
 */
enum { SEGMENT_BITS = 14, SEGMENTS = 1 << SEGMENT_BITS, IN_LINE = 8 };

struct line {
	uint64_t prints[IN_LINE]; /* 0: free, and so are those behind */
};

struct segment {
	struct line *lines;
	size_t room;
};

/* Where a key belongs. */
struct place {
	size_t segment;
	uint64_t print;
};

/* While it grows, the first segments still have the room that all had. */
struct seen {
	struct line *lines;
	size_t room, before; /* lines in a segment */
	size_t unmoved; /* segments */
	size_t due; /* keys when the next of them moves */
	size_t n;
	struct line *spare; /* what was in the segment that moves */
	unsigned char *used_in; /* each of its lines, so far */
	uint64_t secret[2]; /* so that nobody can crowd a segment */
};

__extension__ typedef unsigned __int128 wide;

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

struct key
key_of_hex(const char hex[32], uint64_t number)
{
	uint64_t mixed = number * GOLDEN;
	struct key key = {pack(hex) << 32 | pack(hex + 8),
	    pack(hex + 16) << 32 | pack(hex + 24)};

	key.high ^= mixed;
	key.low ^= mixed >> 32 | number << 32;
	return key;
}

struct key
key_of_hash(const unsigned char hash[16])
{
	struct key key;

	memcpy(&key.high, hash, 8);
	memcpy(&key.low, hash + 8, 8);
	return key;
}

static uint64_t
fold(uint64_t a, uint64_t b)
{
	wide product = (wide)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static struct place
place_of(const struct seen *seen, struct key key)
{
	uint64_t print =
	    fold(key.high ^ seen->secret[0], key.low ^ seen->secret[1]);
	uint64_t rest = fold(print ^ seen->secret[1], key.low ^ GOLDEN);

	return (struct place){
	    rest >> (64 - SEGMENT_BITS), print != 0 ? print : 1};
}

static size_t
bytes_of(size_t room)
{
	return SEGMENTS * room * sizeof(struct line);
}

struct seen *
seen_new(void)
{
	struct seen *seen = mem_array(1, sizeof *seen);

	if (getrandom(seen->secret, sizeof seen->secret, 0) !=
	    (ssize_t)sizeof seen->secret)
		die_errno("random bytes");
	seen->room = 1;
	seen->lines = mem_pages(NULL, 0, bytes_of(seen->room));
	return seen;
}

void
seen_free(struct seen *seen)
{
	if (seen == NULL)
		return;
	mem_pages_free(seen->lines, bytes_of(seen->room));
	free(seen->spare);
	free(seen->used_in);
	free(seen);
}

static struct segment
segment_of(const struct seen *seen, struct place place)
{
	size_t room = place.segment < seen->unmoved ? seen->before : seen->room;

	return (struct segment){seen->lines + place.segment * room, room};
}

/* The line in which a print is looked for first, then in those behind. */
static size_t
home(const struct segment *segment, uint64_t print)
{
	return (print >> 32) * segment->room >> 32;
}

static size_t
behind(const struct segment *segment, size_t line)
{
	return line + 1 < segment->room ? line + 1 : 0;
}

static bool
holds(const struct line *line, uint64_t print)
{
	uint64_t found = 0;

	for (size_t i = 0; i < IN_LINE; i++)
		found |= line->prints[i] == print;
	return found != 0;
}

static bool
is_full(const struct line *line)
{
	return line->prints[IN_LINE - 1] != 0;
}

static size_t
used(const struct line *line)
{
	size_t n = 0;

	for (size_t i = 0; i < IN_LINE; i++)
		n += line->prints[i] != 0;
	return n;
}

/*
 * The line of its segment that has the print, or the one that has room for it,
 * or NULL if the segment is full.
 */
static struct line *
find(const struct seen *seen, struct place place)
{
	struct segment segment = segment_of(seen, place);
	size_t at = home(&segment, place.print);

	for (size_t n = 0; n < segment.room; n++) {
		struct line *line = &segment.lines[at];

		if (holds(line, place.print) || !is_full(line))
			return line;
		at = behind(&segment, at);
	}
	return NULL;
}

/* Prints that are not there yet, into a segment with room for them. */
static void
fill(const struct segment *segment, unsigned char *used_in,
    const struct line *from)
{
	for (size_t i = 0; i < IN_LINE && from->prints[i] != 0; i++) {
		size_t at = home(segment, from->prints[i]);

		while (used_in[at] == IN_LINE)
			at = behind(segment, at);
		segment->lines[at].prints[used_in[at]++] = from->prints[i];
	}
}

/* The last that has not moved, so that none goes to where another stands. */
static void
move_segment(struct seen *seen)
{
	struct place place = {.segment = --seen->unmoved};
	struct line *from = &seen->lines[place.segment * seen->before];
	struct segment to = segment_of(seen, place);

	memcpy(seen->spare, from, seen->before * sizeof *from);
	memset(from, 0, seen->before * sizeof *from);
	memset(seen->used_in, 0, seen->room);
	for (size_t i = 0; i < seen->before; i++)
		fill(&to, seen->used_in, &seen->spare[i]);
}

/* Lines that are five eighths full seldom have no room for one more. */
static bool
is_crowded(const struct seen *seen)
{
	return seen->n > SEGMENTS * seen->room * IN_LINE / 8 * 5;
}

static void
start_growing(struct seen *seen)
{
	seen->before = seen->room;
	seen->room *= 2;
	seen->lines = mem_pages(
	    seen->lines, bytes_of(seen->before), bytes_of(seen->room));
	seen->spare =
	    mem_resize(seen->spare, seen->before, sizeof *seen->spare);
	seen->used_in = mem_resize(seen->used_in, seen->room, 1);
	seen->unmoved = SEGMENTS;
	seen->due = seen->n;
}

/* Little by little, so that no thread waits for it. */
static void
go_on_growing(struct seen *seen)
{
	while (seen->unmoved > 0 && seen->n >= seen->due) {
		move_segment(seen);
		seen->due += seen->room - seen->before;
	}
	if (is_crowded(seen))
		start_growing(seen);
}

/* When a segment is full. */
static void
grow_at_once(struct seen *seen)
{
	if (seen->unmoved == 0)
		start_growing(seen);
	while (seen->unmoved > 0)
		move_segment(seen);
}

void
seen_prefetch(const struct seen *seen, struct key key)
{
	struct place place = place_of(seen, key);
	struct segment segment = segment_of(seen, place);

	__builtin_prefetch(&segment.lines[home(&segment, place.print)], 1);
}

/* False if there is no room. */
static bool
put(struct seen *seen, struct place place)
{
	struct line *line = find(seen, place);

	if (line == NULL)
		return false;
	if (!holds(line, place.print)) {
		line->prints[used(line)] = place.print;
		seen->n++;
	}
	return true;
}

bool
seen_add(struct seen *seen, const struct key *keys, size_t n)
{
	struct place places[SEEN_ADD_MOST];

	go_on_growing(seen);
	for (size_t i = 0; i < n; i++) {
		const struct line *line;

		places[i] = place_of(seen, keys[i]);
		line = find(seen, places[i]);
		if (line != NULL && holds(line, places[i].print))
			return false;
	}
	for (size_t i = 0; i < n; i++)
		while (!put(seen, places[i]))
			grow_at_once(seen);
	return true;
}
