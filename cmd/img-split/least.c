/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdlib.h>

#include "base/mem.h"
#include "least.h"

static bool
before(const struct least_entry *a, const struct least_entry *b)
{
	return a->rows != b->rows ? a->rows < b->rows : a->part < b->part;
}

static void
swap(struct least_entry *a, struct least_entry *b)
{
	struct least_entry c = *a;

	*a = *b;
	*b = c;
}

static void
sink_down(struct least *least)
{
	struct least_entry *heap = least->heap;
	size_t at = 0;

	for (;;) {
		size_t first = at;

		for (size_t k = 2 * at + 1; k <= 2 * at + 2 && k < least->n;
		     k++)
			if (before(&heap[k], &heap[first]))
				first = k;
		if (first == at)
			return;
		swap(&heap[at], &heap[first]);
		at = first;
	}
}

void
least_add(struct least *least, size_t part)
{
	size_t at = least->n;

	if (least->n == least->room) {
		least->room = 2 * least->room + 16;
		least->heap =
		    mem_resize(least->heap, least->room, sizeof *least->heap);
	}
	least->heap[least->n++] = (struct least_entry){0, part};
	for (; at > 0 && before(&least->heap[at], &least->heap[(at - 1) / 2]);
	     at = (at - 1) / 2)
		swap(&least->heap[at], &least->heap[(at - 1) / 2]);
}

/* What has grown meanwhile is not the least for sure. */
size_t
least_part(struct least *least, const struct parts *parts)
{
	for (;;) {
		struct least_entry *top = &least->heap[0];
		uint64_t rows = parts_rows(parts, top->part);

		if (top->rows == rows)
			return top->part;
		top->rows = rows;
		sink_down(least);
	}
}

void
least_free(struct least *least)
{
	free(least->heap);
}
