/* SPDX-License-Identifier: MIT */
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/diag.h"
#include "base/mem.h"
#include "run/thread_pool.h"

struct thread_pool {
	struct thread_pool_task task;
	pthread_t *threads;
	pthread_mutex_t lock;
	pthread_cond_t more;
	struct thread_pool_piece *first, *last; /* to be done */
	struct thread_pool_piece *done;
	bool stop;
};

static struct thread_pool_piece *
take_piece(struct thread_pool *crew)
{
	struct thread_pool_piece *piece;

	pthread_mutex_lock(&crew->lock);
	while (crew->first == NULL && !crew->stop)
		pthread_cond_wait(&crew->more, &crew->lock);
	piece = crew->first;
	if (piece != NULL)
		crew->first = piece->next;
	pthread_mutex_unlock(&crew->lock);
	return piece;
}

static void
put_done(struct thread_pool *crew, struct thread_pool_piece *piece)
{
	bool first;

	pthread_mutex_lock(&crew->lock);
	first = crew->done == NULL;
	piece->next = crew->done;
	crew->done = piece;
	pthread_mutex_unlock(&crew->lock);
	if (first)
		crew->task.wake(crew->task.context);
}

static void *
run(void *argument)
{
	struct thread_pool *crew = argument;
	const struct thread_pool_task *task = &crew->task;
	void *state =
	    task->start != NULL ? task->start(task->shared) : task->shared;
	struct thread_pool_piece *piece;

	while ((piece = take_piece(crew)) != NULL) {
		task->work(state, piece, task->context);
		put_done(crew, piece);
	}
	if (task->stop != NULL) {
		pthread_mutex_lock(&crew->lock);
		task->stop(state, task->shared);
		pthread_mutex_unlock(&crew->lock);
	}
	return NULL;
}

struct thread_pool *
thread_pool_start(const struct thread_pool_task *task)
{
	struct thread_pool *crew = mem_array(1, sizeof *crew);

	crew->task = *task;
	crew->threads = mem_array(task->jobs, sizeof *crew->threads);
	pthread_mutex_init(&crew->lock, NULL);
	pthread_cond_init(&crew->more, NULL);
	for (size_t i = 0; i < task->jobs; i++)
		if (pthread_create(&crew->threads[i], NULL, run, crew) != 0)
			die("no thread can be started");
	return crew;
}

void
thread_pool_hand(struct thread_pool *crew, struct thread_pool_piece *piece)
{
	piece->next = NULL;
	pthread_mutex_lock(&crew->lock);
	if (crew->first == NULL)
		crew->first = piece;
	else
		crew->last->next = piece;
	crew->last = piece;
	pthread_cond_signal(&crew->more);
	pthread_mutex_unlock(&crew->lock);
}

struct thread_pool_piece *
thread_pool_collect(struct thread_pool *crew)
{
	struct thread_pool_piece *done;

	pthread_mutex_lock(&crew->lock);
	done = crew->done;
	crew->done = NULL;
	pthread_mutex_unlock(&crew->lock);
	return done;
}

void
thread_pool_stop(struct thread_pool *crew)
{
	pthread_mutex_lock(&crew->lock);
	crew->stop = true;
	pthread_cond_broadcast(&crew->more);
	pthread_mutex_unlock(&crew->lock);
	for (size_t i = 0; i < crew->task.jobs; i++)
		pthread_join(crew->threads[i], NULL);
	pthread_mutex_destroy(&crew->lock);
	pthread_cond_destroy(&crew->more);
	free(crew->threads);
	free(crew);
}
