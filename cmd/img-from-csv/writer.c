/* SPDX-License-Identifier: MIT */
#include <pthread.h>
#include <stdlib.h>

#include "base/diag.h"
#include "base/mem.h"
#include "writer.h"

struct writer {
	struct output *out;
	struct deferred late;
	bool threaded;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct batch batch; /* the thread's while full */
	bool full;
	bool flush;
	bool ended;
};

static void
write_batch(struct writer *w, struct batch *batch, bool flush)
{
	deferred_settle(&w->late, batch);
	output_put(w->out, buf_slice(&batch->rows));
	buf_clear(&batch->rows);
	if (flush)
		output_flush(w->out);
}

static void *
run(void *state)
{
	struct writer *w = state;

	pthread_mutex_lock(&w->lock);
	for (;;) {
		while (!w->full && !w->ended)
			pthread_cond_wait(&w->changed, &w->lock);
		if (!w->full)
			break;
		pthread_mutex_unlock(&w->lock);
		write_batch(w, &w->batch, w->flush);
		pthread_mutex_lock(&w->lock);
		w->full = false;
		pthread_cond_broadcast(&w->changed);
	}
	pthread_mutex_unlock(&w->lock);
	return NULL;
}

struct writer *
writer_new(struct output *out, bool threaded)
{
	struct writer *w = mem_array(1, sizeof *w);

	w->out = out;
	w->threaded = threaded;
	if (!threaded)
		return w;
	if (pthread_mutex_init(&w->lock, NULL) != 0 ||
	    pthread_cond_init(&w->changed, NULL) != 0 ||
	    pthread_create(&w->thread, NULL, run, w) != 0)
		die("no thread can be started");
	return w;
}

void
writer_give(struct writer *w, struct batch *batch, const char *file, bool flush)
{
	struct batch given = *batch;

	if (!w->threaded) {
		w->late.tell.file = file;
		write_batch(w, batch, flush);
		return;
	}
	pthread_mutex_lock(&w->lock);
	while (w->full)
		pthread_cond_wait(&w->changed, &w->lock);
	*batch = w->batch;
	w->batch = given;
	w->late.tell.file = file;
	w->flush = flush;
	w->full = true;
	pthread_cond_broadcast(&w->changed);
	pthread_mutex_unlock(&w->lock);
}

void
writer_wait(struct writer *w)
{
	if (!w->threaded)
		return;
	pthread_mutex_lock(&w->lock);
	while (w->full)
		pthread_cond_wait(&w->changed, &w->lock);
	pthread_mutex_unlock(&w->lock);
}

void
writer_free(struct writer *w, struct warnings *tell)
{
	if (w->threaded) {
		pthread_mutex_lock(&w->lock);
		w->ended = true;
		pthread_cond_broadcast(&w->changed);
		pthread_mutex_unlock(&w->lock);
		pthread_join(w->thread, NULL);
		pthread_cond_destroy(&w->changed);
		pthread_mutex_destroy(&w->lock);
	}
	warnings_join(tell, &w->late.tell);
	deferred_free(&w->late);
	batch_free(&w->batch);
	free(w);
}
