/* SPDX-License-Identifier: MIT */
#include <pthread.h>
#include <stdlib.h>

#include "base/diag.h"
#include "base/mem.h"
#include "run/read_ahead.h"

enum { AHEAD = 2 };

struct read_ahead {
	struct stream_in *in;
	size_t rows_at_once;
	void (*wake)(void *);
	void *context;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t taken;
	struct batch *first, *last; /* ready */
	size_t nready;
	struct batch *rest;
	bool at_end;
};

static struct batch *
spare_batch(struct read_ahead *reader)
{
	struct batch *batch;

	pthread_mutex_lock(&reader->lock);
	while (reader->nready >= AHEAD)
		pthread_cond_wait(&reader->taken, &reader->lock);
	batch = reader->rest;
	if (batch != NULL)
		reader->rest = batch->next;
	pthread_mutex_unlock(&reader->lock);
	return batch != NULL ? batch : mem_array(1, sizeof *batch);
}

/* Without a batch: the end. */
static void
hand_over(struct read_ahead *reader, struct batch *batch, bool at_end)
{
	pthread_mutex_lock(&reader->lock);
	reader->at_end = at_end;
	if (batch != NULL) {
		batch->next = NULL;
		if (reader->first == NULL)
			reader->first = batch;
		else
			reader->last->next = batch;
		reader->last = batch;
		reader->nready++;
	}
	pthread_mutex_unlock(&reader->lock);
	reader->wake(reader->context);
}

static void
put_to_rest(struct read_ahead *reader, struct batch *batch)
{
	pthread_mutex_lock(&reader->lock);
	batch->next = reader->rest;
	reader->rest = batch;
	pthread_mutex_unlock(&reader->lock);
}

static void *
read_ahead(void *argument)
{
	struct read_ahead *reader = argument;
	bool at_end = false;

	while (!at_end) {
		struct batch *batch = spare_batch(reader);

		if (!stream_read(
			reader->in, &batch->block, reader->rows_at_once)) {
			put_to_rest(reader, batch);
			hand_over(reader, NULL, true);
			break;
		}
		block_index(&batch->block);
		batch->left = batch->block.nrows;
		stream_position(reader->in, &batch->position, &batch->total);
		at_end = batch->block.error != NULL;
		hand_over(reader, batch, at_end);
	}
	return NULL;
}

struct read_ahead *
read_ahead_start(struct stream_in *in, size_t rows_at_once,
    void (*wake)(void *context), void *context)
{
	struct read_ahead *reader = mem_array(1, sizeof *reader);

	reader->in = in;
	reader->rows_at_once = rows_at_once;
	reader->wake = wake;
	reader->context = context;
	pthread_mutex_init(&reader->lock, NULL);
	pthread_cond_init(&reader->taken, NULL);
	if (pthread_create(&reader->thread, NULL, read_ahead, reader) != 0)
		die("no thread can be started");
	return reader;
}

bool
read_ahead_take(struct read_ahead *reader, struct batch **batch)
{
	bool more;

	pthread_mutex_lock(&reader->lock);
	*batch = reader->first;
	more = *batch != NULL || !reader->at_end;
	if (*batch != NULL) {
		reader->first = (*batch)->next;
		reader->nready--;
		pthread_cond_signal(&reader->taken);
	}
	pthread_mutex_unlock(&reader->lock);
	return more;
}

void
read_ahead_give_back(struct read_ahead *reader, struct batch *batch)
{
	put_to_rest(reader, batch);
}

void
read_ahead_stop(struct read_ahead *reader)
{
	struct batch *batch;

	pthread_join(reader->thread, NULL);
	while ((batch = reader->rest) != NULL) {
		reader->rest = batch->next;
		block_free(&batch->block);
		free(batch);
	}
	pthread_mutex_destroy(&reader->lock);
	pthread_cond_destroy(&reader->taken);
	free(reader);
}
