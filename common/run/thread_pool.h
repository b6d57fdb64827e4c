/* SPDX-License-Identifier: MIT */
/* Threads that are handed pieces of work and give them back when done. */
#ifndef IMG_THREAD_POOL_H
#define IMG_THREAD_POOL_H

#include <stddef.h>

/* Part of a piece of work. */
struct thread_pool_piece {
	struct thread_pool_piece *next;
};

struct thread_pool_task {
	size_t jobs; /* threads */
	void *(*start)(void *shared); /* NULL: the state is `shared` */
	void (*work)(
	    void *state, struct thread_pool_piece *piece, void *context);
	/* Calls of it do not overlap. NULL for none. */
	void (*stop)(void *state, void *shared);
	void *shared;
	/* Called from a thread when pieces are done and none were before. */
	void (*wake)(void *context);
	void *context;
};

struct thread_pool;

struct thread_pool *thread_pool_start(const struct thread_pool_task *task);
void thread_pool_hand(
    struct thread_pool *crew, struct thread_pool_piece *piece);

/* What is done, linked by `next`, or NULL. */
struct thread_pool_piece *thread_pool_collect(struct thread_pool *crew);

/* Ends the threads; nothing may be in their hands. */
void thread_pool_stop(struct thread_pool *crew);

#endif
