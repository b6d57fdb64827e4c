/* SPDX-License-Identifier: MIT */
#include <pthread.h>
#include <stdlib.h>

#include "base/diag.h"
#include "base/mem.h"
#include "sheet/csv_parts.h"

enum { CELLS_LEAST = 1 << 9, ROWS_LEAST = 1 << 6, BATCHES = 3 };

/* Rows keep their cells, of which there are n, when these move. */
static void
grow_cells(struct csv_batch *batch, size_t n, size_t room)
{
	struct slice *cells = mem_array(room, sizeof *cells);

	if (n > 0)
		memcpy(cells, batch->cells, n * sizeof *cells);
	for (size_t i = 0; i < batch->n; i++)
		batch->rows[i].cells =
		    cells + (batch->rows[i].cells - batch->cells);
	free(batch->cells);
	batch->cells = cells;
	batch->cells_room = room;
}

void
csv_batch_room(struct csv_batch *batch, size_t n)
{
	size_t room = batch->cells_room > 0 ? batch->cells_room : CELLS_LEAST;

	while (room - batch->ncells < n)
		room *= 2;
	if (room > batch->cells_room)
		grow_cells(batch, batch->ncells + n - 1, room);
}

void
csv_batch_more_rows(struct csv_batch *batch)
{
	batch->room = batch->room > 0 ? 2 * batch->room : ROWS_LEAST;
	batch->rows = mem_resize(batch->rows, batch->room, sizeof *batch->rows);
}

void
csv_batch_clear(struct csv_batch *batch)
{
	batch->ncells = batch->n = batch->next = 0;
}

void
csv_batch_free(struct csv_batch *batch)
{
	buf_free(&batch->text);
	free(batch->cells);
	free(batch->rows);
}

struct csv_ahead {
	bool (*make)(void *state, struct csv_batch *batch);
	void *state;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct csv_batch batches[BATCHES]; /* used in turns */
	size_t made;
	size_t done; /* given back */
	bool held; /* the first one not given back was taken */
	bool ended;
	bool stopped;
};

static void *
run(void *state)
{
	struct csv_ahead *a = state;

	pthread_mutex_lock(&a->lock);
	while (!a->ended) {
		bool good;

		while (a->made - a->done == BATCHES && !a->stopped)
			pthread_cond_wait(&a->changed, &a->lock);
		if (a->stopped)
			break;
		pthread_mutex_unlock(&a->lock);
		good = a->make(a->state, &a->batches[a->made % BATCHES]);
		pthread_mutex_lock(&a->lock);
		a->made += good;
		a->ended = !good;
		pthread_cond_signal(&a->changed);
	}
	pthread_mutex_unlock(&a->lock);
	return NULL;
}

struct csv_ahead *
csv_ahead_start(bool (*make)(void *state, struct csv_batch *batch), void *state)
{
	struct csv_ahead *a = mem_array(1, sizeof *a);

	a->make = make;
	a->state = state;
	if (pthread_mutex_init(&a->lock, NULL) != 0 ||
	    pthread_cond_init(&a->changed, NULL) != 0 ||
	    pthread_create(&a->thread, NULL, run, a) != 0)
		die("no thread can be started");
	return a;
}

struct csv_batch *
csv_ahead_next(struct csv_ahead *a)
{
	struct csv_batch *batch = NULL;

	pthread_mutex_lock(&a->lock);
	if (a->held) {
		a->done++;
		a->held = false;
		pthread_cond_signal(&a->changed);
	}
	while (a->made == a->done && !a->ended)
		pthread_cond_wait(&a->changed, &a->lock);
	if (a->made > a->done) {
		batch = &a->batches[a->done % BATCHES];
		a->held = true;
	}
	pthread_mutex_unlock(&a->lock);
	return batch;
}

bool
csv_ahead_waits(struct csv_ahead *a)
{
	bool waits;

	pthread_mutex_lock(&a->lock);
	waits = !a->ended && a->made - a->done <= a->held;
	pthread_mutex_unlock(&a->lock);
	return waits;
}

void
csv_ahead_stop(struct csv_ahead *a)
{
	if (a == NULL)
		return;
	pthread_mutex_lock(&a->lock);
	a->stopped = true;
	pthread_cond_signal(&a->changed);
	pthread_mutex_unlock(&a->lock);
	pthread_join(a->thread, NULL);
	pthread_cond_destroy(&a->changed);
	pthread_mutex_destroy(&a->lock);
	for (size_t i = 0; i < BATCHES; i++)
		csv_batch_free(&a->batches[i]);
	free(a);
}
