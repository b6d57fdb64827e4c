/* SPDX-License-Identifier: MIT */
/* What is due when: a heap of times, the earliest first. */
#ifndef IMG_TIMERS_H
#define IMG_TIMERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct timer {
	int64_t due;
	uint64_t order;
	void *what;
};

/* {0} is an empty one. */
struct timers {
	struct timer *heap;
	size_t n, room;
	uint64_t order;
};

void timers_add(struct timers *timers, int64_t due, void *what);

/* What is due by now, in order of time, then of adding; NULL if nothing is. */
void *timers_take(struct timers *timers, int64_t now);

/* Makes what `which` chooses due at `due`, if it is due later. */
void timers_hasten(struct timers *timers, int64_t due,
    bool (*which)(const void *what, const void *context), const void *context);

/* When the first is due; -1 if there is none. */
int64_t timers_due(const struct timers *timers);

void timers_free(struct timers *timers);

#endif
