/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash_key.h"
#include "base/mem.h"
#include "slots.h"

/*
 * IN_LINE slots share a cache line, and so do as many ids that lie side by
 * side. A segment of the table is small enough for the processor's cache, where
 * it is filled again when the table grows.
 */
enum { SEGMENT_BITS = 11, SEGMENTS = 1 << SEGMENT_BITS, IN_LINE = 8 };

struct slot {
	uint32_t id, number; /* 0: free, and so are those after in the line */
};

struct line {
	struct slot slots[IN_LINE];
};

struct segment {
	struct line *lines;
	size_t room;
};

/* While it grows, the first segments still have the room that all had. */
struct slots {
	struct line *lines;
	size_t room, before; /* lines in a segment */
	size_t unmoved; /* segments */
	size_t due; /* ids when the next of them moves */
	size_t n;
	struct line *spare; /* what was in the segment that moves */
	unsigned char *used_in; /* each of its lines, so far */
	struct hash_key secret; /* so that nobody can crowd a segment */
};

static size_t
bytes_of(size_t room)
{
	return SEGMENTS * room * sizeof(struct line);
}

struct slots *
slots_new(void)
{
	struct slots *slots = mem_array(1, sizeof *slots);

	slots->secret = hash_key_new();
	slots->room = 1;
	slots->lines = mem_pages(NULL, 0, bytes_of(slots->room));
	return slots;
}

void
slots_free(struct slots *slots)
{
	if (slots == NULL)
		return;
	mem_pages_free(slots->lines, bytes_of(slots->room));
	free(slots->spare);
	free(slots->used_in);
	free(slots);
}

/* Its upper bits choose the segment, its lower half the line there. */
static uint64_t
hash_of(const struct slots *slots, uint32_t id)
{
	return hash_key_hash(&slots->secret, id / IN_LINE, 0);
}

static struct segment
segment_at(const struct slots *slots, size_t number)
{
	size_t room = number < slots->unmoved ? slots->before : slots->room;

	return (struct segment){slots->lines + number * room, room};
}

static struct segment
segment_of(const struct slots *slots, uint64_t hash)
{
	return segment_at(slots, hash >> (64 - SEGMENT_BITS));
}

/* The line in which an id is looked for first, then in those after. */
static size_t
home(const struct segment *segment, uint64_t hash)
{
	return (hash & UINT32_MAX) * segment->room >> 32;
}

static size_t
behind(const struct segment *segment, size_t line)
{
	return line + 1 < segment->room ? line + 1 : 0;
}

/* The id's slot in the line, or the one that it would get, or NULL. */
static struct slot *
find_in(struct line *line, uint32_t id)
{
	for (size_t i = 0; i < IN_LINE; i++)
		if (line->slots[i].number == 0 || line->slots[i].id == id)
			return &line->slots[i];
	return NULL;
}

/* The same in its segment; NULL if that is full. */
static struct slot *
find(const struct slots *slots, uint32_t id)
{
	uint64_t hash = hash_of(slots, id);
	struct segment segment = segment_of(slots, hash);
	size_t at = home(&segment, hash);

	for (size_t n = 0; n < segment.room; n++) {
		struct slot *slot = find_in(&segment.lines[at], id);

		if (slot != NULL)
			return slot;
		at = behind(&segment, at);
	}
	return NULL;
}

/* Into a segment with room for them, where none of them is yet. */
static void
fill(const struct slots *slots, const struct segment *segment,
    const struct line *from)
{
	for (size_t i = 0; i < IN_LINE && from->slots[i].number != 0; i++) {
		const struct slot *slot = &from->slots[i];
		size_t at = home(segment, hash_of(slots, slot->id));

		while (slots->used_in[at] == IN_LINE)
			at = behind(segment, at);
		segment->lines[at].slots[slots->used_in[at]++] = *slot;
	}
}

/* The last that has not moved, so that none goes to where another is. */
static void
move_segment(struct slots *slots)
{
	size_t number = --slots->unmoved;
	struct line *from = &slots->lines[number * slots->before];
	struct segment to = segment_at(slots, number);

	memcpy(slots->spare, from, slots->before * sizeof *from);
	memset(from, 0, slots->before * sizeof *from);
	memset(slots->used_in, 0, slots->room);
	for (size_t i = 0; i < slots->before; i++)
		fill(slots, &to, &slots->spare[i]);
}

static void
start_growing(struct slots *slots)
{
	slots->before = slots->room;
	slots->room *= 2;
	slots->lines = mem_pages(
	    slots->lines, bytes_of(slots->before), bytes_of(slots->room));
	slots->spare =
	    mem_resize(slots->spare, slots->before, sizeof *slots->spare);
	slots->used_in = mem_resize(slots->used_in, slots->room, 1);
	slots->unmoved = SEGMENTS;
	slots->due = slots->n;
}

/* Five eighths full: with more, the way to a free slot gets long. */
static bool
is_crowded(const struct slots *slots)
{
	return slots->n > SEGMENTS * slots->room * IN_LINE / 8 * 5;
}

/* Little by little, so that no thread waits for it. */
static void
go_on_growing(struct slots *slots)
{
	while (slots->unmoved > 0 && slots->n >= slots->due) {
		move_segment(slots);
		slots->due += slots->room - slots->before;
	}
	if (is_crowded(slots))
		start_growing(slots);
}

/* When a segment is full. */
static void
grow_at_once(struct slots *slots)
{
	if (slots->unmoved == 0)
		start_growing(slots);
	while (slots->unmoved > 0)
		move_segment(slots);
}

void
slots_prefetch(const struct slots *slots, uint32_t id)
{
	uint64_t hash = hash_of(slots, id);
	struct segment segment = segment_of(slots, hash);

	__builtin_prefetch(&segment.lines[home(&segment, hash)], 1);
}

uint32_t
slots_get(const struct slots *slots, uint32_t id)
{
	const struct slot *slot = find(slots, id);

	return slot != NULL ? slot->number : 0;
}

uint32_t *
slots_at(struct slots *slots, uint32_t id)
{
	struct slot *slot;

	go_on_growing(slots);
	while ((slot = find(slots, id)) == NULL)
		grow_at_once(slots);
	slots->n += slot->number == 0;
	slot->id = id;
	return &slot->number;
}
