/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/hash_key.h"
#include "base/mem.h"
#include "seen_keys.h"
#include "slots.h"

/*
 * Of two keys what print_of() keeps, or 0. The lowest NEXT_BITS bits of both
 * are the number of the next node, the one above them is a key's mark.
 */
struct node {
	uint64_t a, b;
};

enum {
	NEXT_BITS = 16,
	NEXT_MASK = (1 << NEXT_BITS) - 1,
	MARK = 1 << NEXT_BITS,
	LOW_MASK = MARK | NEXT_MASK,
	ROOM_FIRST = 1 << 16
};

/* From so many nodes on, each key of an id goes to an id of its own. */
enum { NODES_MOST = 16 };

struct seen_keys {
	struct slots *slots; /* the first node of each id */
	struct node *nodes; /* number 0 is none */
	size_t n, room;
	struct hash_key secret;
};

/* The bits of LOW_MASK are 0, others are not. */
static uint64_t
print_of(uint64_t key)
{
	return (key > LOW_MASK ? key : ~key) & ~(uint64_t)LOW_MASK;
}

struct seen_keys *
seen_keys_new(void)
{
	struct seen_keys *seen = mem_array(1, sizeof *seen);

	seen->slots = slots_new();
	seen->n = 1;
	seen->room = ROOM_FIRST;
	seen->nodes = mem_pages(NULL, 0, seen->room * sizeof *seen->nodes);
	seen->secret = hash_key_new();
	return seen;
}

void
seen_keys_free(struct seen_keys *seen)
{
	if (seen == NULL)
		return;
	slots_free(seen->slots);
	mem_pages_free(seen->nodes, seen->room * sizeof *seen->nodes);
	free(seen);
}

void
seen_keys_prefetch(const struct seen_keys *seen, uint32_t id)
{
	slots_prefetch(seen->slots, id);
}

static uint32_t
next_node(const struct node *node)
{
	return (uint32_t)((node->a & NEXT_MASK) << NEXT_BITS |
	    (node->b & NEXT_MASK));
}

static bool
holds(const struct node *node, uint64_t print)
{
	return (node->a ^ print) <= LOW_MASK || (node->b ^ print) <= LOW_MASK;
}

/* True if one of the nodes has one of the prints; *length becomes theirs. */
static bool
has_any(const struct seen_keys *seen, uint32_t at, const uint64_t *prints,
    size_t n, size_t *length)
{
	for (*length = 0; at != 0; ++*length) {
		const struct node *node = &seen->nodes[at];

		for (size_t i = 0; i < n; i++)
			if (holds(node, prints[i]))
				return true;
		at = next_node(node);
	}
	return false;
}

static uint32_t
new_node(struct seen_keys *seen)
{
	size_t size = seen->room * sizeof *seen->nodes;

	if (seen->n > UINT32_MAX)
		die("more than 4,294,967,295 pictures");
	if (seen->n == seen->room) {
		seen->nodes = mem_pages(seen->nodes, size, 2 * size);
		seen->room *= 2;
	}
	return (uint32_t)seen->n++;
}

/* At most two prints, before those that are there. */
static void
put_node(
    struct seen_keys *seen, uint32_t *first, const uint64_t *prints, size_t n)
{
	uint32_t next = *first;

	*first = new_node(seen);
	seen->nodes[*first] = (struct node){prints[0] | next >> NEXT_BITS,
	    (n > 1 ? prints[1] : 0) | (next & NEXT_MASK)};
}

static uint32_t
id_of_print(const struct seen_keys *seen, uint32_t id, uint64_t print)
{
	return (uint32_t)hash_key_hash(
	    &seen->secret, print & ~(uint64_t)MARK, id);
}

/* To an id that has many keys. */
static bool
add_to_many(
    struct seen_keys *seen, uint32_t id, const uint64_t *prints, size_t n)
{
	size_t length;

	for (size_t i = 0; i < n; i++) {
		uint32_t other = id_of_print(seen, id, prints[i]);

		if (has_any(seen, slots_get(seen->slots, other), &prints[i], 1,
			&length))
			return false;
	}
	for (size_t i = 0; i < n; i++) {
		uint32_t other = id_of_print(seen, id, prints[i]);

		put_node(seen, slots_at(seen->slots, other), &prints[i], 1);
	}
	return true;
}

static bool
add_keys(struct seen_keys *seen, uint32_t id, const uint64_t *keys, size_t n,
    uint64_t mark)
{
	uint64_t prints[SEEN_KEYS_ADD_MOST];
	uint32_t *first;
	size_t length;

	for (size_t i = 0; i < n; i++)
		prints[i] = print_of(keys[i]) | (i == 0 ? mark : 0);
	first = slots_at(seen->slots, id);
	if (has_any(seen, *first, prints, n, &length))
		return false;
	if (length >= NODES_MOST)
		return add_to_many(seen, id, prints, n);
	for (size_t i = 0; i < n; i += 2)
		put_node(seen, first, &prints[i], n - i < 2 ? 1 : 2);
	return true;
}

bool
seen_keys_add(
    struct seen_keys *seen, uint32_t id, const uint64_t *keys, size_t n)
{
	return add_keys(seen, id, keys, n, 0);
}

bool
seen_keys_add_marked(
    struct seen_keys *seen, uint32_t id, const uint64_t *keys, size_t n)
{
	return add_keys(seen, id, keys, n, MARK);
}

/* What is kept of the key in the nodes from there on, or 0. */
static uint64_t
find_in(const struct seen_keys *seen, uint32_t at, uint64_t print)
{
	for (; at != 0; at = next_node(&seen->nodes[at])) {
		const struct node *node = &seen->nodes[at];

		if ((node->a ^ print) <= LOW_MASK)
			return node->a;
		if ((node->b ^ print) <= LOW_MASK)
			return node->b;
	}
	return 0;
}

static uint64_t
find_key(const struct seen_keys *seen, uint32_t id, uint64_t key)
{
	uint64_t print = print_of(key);
	uint64_t found = find_in(seen, slots_get(seen->slots, id), print);

	return found != 0
	    ? found
	    : find_in(seen,
		  slots_get(seen->slots, id_of_print(seen, id, print)), print);
}

bool
seen_keys_is_marked(const struct seen_keys *seen, uint32_t id, uint64_t key)
{
	return (find_key(seen, id, key) & MARK) != 0;
}

bool
seen_keys_has(const struct seen_keys *seen, uint32_t id, uint64_t key)
{
	return find_key(seen, id, key) != 0;
}
