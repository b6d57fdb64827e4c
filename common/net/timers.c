/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "net/timers.h"

static bool
earlier(const struct timer *a, const struct timer *b)
{
	return a->due != b->due ? a->due < b->due : a->order < b->order;
}

static void
swap(struct timer *a, struct timer *b)
{
	struct timer kept = *a;

	*a = *b;
	*b = kept;
}

void
timers_add(struct timers *timers, int64_t due, void *what)
{
	struct timer *heap;
	size_t at = timers->n++;

	if (timers->n > timers->room) {
		timers->room = timers->room > 0 ? 2 * timers->room : 64;
		timers->heap = mem_resize(
		    timers->heap, timers->room, sizeof *timers->heap);
	}
	heap = timers->heap;
	heap[at] = (struct timer){due, timers->order++, what};
	while (at > 0 && earlier(&heap[at], &heap[(at - 1) / 2])) {
		swap(&heap[at], &heap[(at - 1) / 2]);
		at = (at - 1) / 2;
	}
}

static void
sink(const struct timers *timers, size_t at)
{
	struct timer *heap = timers->heap;

	for (;;) {
		size_t least = at;

		for (size_t c = 2 * at + 1; c <= 2 * at + 2; c++)
			if (c < timers->n && earlier(&heap[c], &heap[least]))
				least = c;
		if (least == at)
			return;
		swap(&heap[at], &heap[least]);
		at = least;
	}
}

void
timers_hasten(struct timers *timers, int64_t due,
    bool (*which)(const void *what, const void *context), const void *context)
{
	for (size_t i = 0; i < timers->n; i++)
		if (timers->heap[i].due > due &&
		    which(timers->heap[i].what, context))
			timers->heap[i].due = due;
	for (size_t i = timers->n / 2; i-- > 0;)
		sink(timers, i);
}

void *
timers_take(struct timers *timers, int64_t now)
{
	struct timer *heap = timers->heap;
	void *what;

	if (timers->n == 0 || heap[0].due > now)
		return NULL;
	what = heap[0].what;
	heap[0] = heap[--timers->n];
	sink(timers, 0);
	return what;
}

int64_t
timers_due(const struct timers *timers)
{
	return timers->n > 0 ? timers->heap[0].due : -1;
}

void
timers_free(struct timers *timers)
{
	free(timers->heap);
}
