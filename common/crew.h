/* SPDX-License-Identifier: MIT */
/* Threads that are handed pieces of work and give them back when done. */
#ifndef IMG_CREW_H
#define IMG_CREW_H

#include <stddef.h>

/* Part of a piece of work. */
struct crew_piece {
	struct crew_piece *next;
};

struct crew_task {
	size_t jobs; /* threads */
	void *(*start)(void *shared); /* NULL: the state is `shared` */
	void (*work)(void *state, struct crew_piece *piece, void *context);
	/* Calls of it do not overlap. NULL for none. */
	void (*stop)(void *state, void *shared);
	void *shared;
	/* Called from a thread when pieces are done and none were before. */
	void (*wake)(void *context);
	void *context;
};

struct crew;

struct crew *crew_start(const struct crew_task *task);
void crew_hand(struct crew *crew, struct crew_piece *piece);

/* What is done, linked by `next`, or NULL. */
struct crew_piece *crew_collect(struct crew *crew);

/* Ends the threads; nothing may be in their hands. */
void crew_stop(struct crew *crew);

#endif
