/* SPDX-License-Identifier: MIT */
#include <pthread.h>
#include <stdlib.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/progress.h"
#include "run/pump.h"

/* Results that may wait for an earlier one, for each worker. */
enum { PARKED_PER_WORKER = 8 };

/* How far the stream was read when a block had been taken from it. */
struct position {
	uint64_t bytes, total;
};

struct result {
	bool done;
	struct buf text;
	char *error;
	struct position position;
};

/*
 * Each worker reads a block, works on it, and parks the result under the
 * block's number; whoever parks the result whose turn it is writes it and
 * those after it that are done, while the others go on. `parking` is held for
 * moments only, and is taken last.
 */
struct run {
	const struct pump *pump;
	struct stream_in *in;
	struct output *out;
	pthread_mutex_t reading, parking;
	pthread_cond_t written;
	uint64_t next; /* block to be read; under `reading` */
	bool at_end; /* under `reading` */
	uint64_t
	    turn; /* block to be written; under `parking`, as what follows */
	bool writing; /* somebody is */
	struct result *results;
	size_t nresults;
};

/* Waits until there is room for the result, then reads. */
static bool
read_block(struct run *run, struct block *block, uint64_t *number,
    struct position *position)
{
	bool got;

	pthread_mutex_lock(&run->reading);
	pthread_mutex_lock(&run->parking);
	while (run->next - run->turn >= run->nresults)
		pthread_cond_wait(&run->written, &run->parking);
	pthread_mutex_unlock(&run->parking);
	got = !run->at_end &&
	    stream_read(run->in, block, run->pump->rows_at_once);
	run->at_end = !got || block->error != NULL;
	if (got)
		*number = run->next++;
	stream_position(run->in, &position->bytes, &position->total);
	pthread_mutex_unlock(&run->reading);
	return got;
}

static void
deliver(const struct run *run, struct slice text)
{
	if (run->pump->collect != NULL)
		run->pump->collect(run->pump->shared, text, run->out);
	else
		output_put(run->out, text);
}

static void
write_result(struct run *run, struct result *result)
{
	deliver(run, buf_slice(&result->text));
	progress_share(result->position.bytes, result->position.total);
	if (result->error != NULL) {
		output_flush(run->out);
		die("%s", result->error);
	}
}

static struct result *
result_of(struct run *run, uint64_t number)
{
	return &run->results[number % run->nresults];
}

/* With `parking` held, which is let go while a result is written. */
static void
write_results(struct run *run)
{
	struct result *result;

	run->writing = true;
	while ((result = result_of(run, run->turn))->done) {
		bool last = !result_of(run, run->turn + 1)->done;

		pthread_mutex_unlock(&run->parking);
		write_result(run, result);
		/* What comes next may take long. */
		if (last)
			output_flush(run->out);
		pthread_mutex_lock(&run->parking);
		result->done = false;
		run->turn++;
		pthread_cond_signal(&run->written);
	}
	run->writing = false;
}

/* Swaps the text in, so that buffers go round instead of growing again. */
static void
park(struct run *run, uint64_t number, struct buf *text, struct block *block,
    struct position position)
{
	struct result *result = result_of(run, number);
	struct buf spare = result->text;

	result->position = position;
	result->text = *text;
	result->error = block->error;
	*text = spare;
	block->error = NULL;
	pthread_mutex_lock(&run->parking);
	result->done = true;
	if (number == run->turn && !run->writing)
		write_results(run);
	pthread_mutex_unlock(&run->parking);
	buf_clear(text);
}

static void *
work(void *argument)
{
	struct run *run = argument;
	const struct pump *pump = run->pump;
	void *state =
	    pump->start != NULL ? pump->start(pump->shared) : pump->shared;
	struct block block = {0};
	struct buf text = {0};
	struct position position;
	uint64_t number;

	while (read_block(run, &block, &number, &position)) {
		/* What is wrong comes after the rows that are good. */
		block_index(&block);
		if (block.nrows > 0)
			pump->work(state, &block, &text);
		progress_add(block.nrows);
		park(run, number, &text, &block, position);
	}
	block_free(&block);
	buf_free(&text);
	if (pump->stop != NULL) {
		pthread_mutex_lock(&run->reading);
		pump->stop(state, pump->shared);
		pthread_mutex_unlock(&run->reading);
	}
	return NULL;
}

static void
work_in_threads(struct run *run, size_t jobs)
{
	pthread_t *threads = mem_array(jobs, sizeof *threads);
	size_t started = 0;

	while (started < jobs &&
	    pthread_create(&threads[started], NULL, work, run) == 0)
		started++;
	if (started == 0)
		work(run);
	for (size_t i = 0; i < started; i++)
		pthread_join(threads[i], NULL);
	free(threads);
}

void
pump_run(const struct pump *pump, struct stream_in *in, struct output *out)
{
	struct run run = {.pump = pump, .in = in, .out = out};

	pthread_mutex_init(&run.reading, NULL);
	pthread_mutex_init(&run.parking, NULL);
	pthread_cond_init(&run.written, NULL);
	run.nresults = pump->jobs * PARKED_PER_WORKER;
	run.results = mem_array(run.nresults, sizeof *run.results);
	if (pump->jobs > 1)
		work_in_threads(&run, pump->jobs);
	else
		work(&run);
	progress_end();
	for (size_t i = 0; i < run.nresults; i++)
		buf_free(&run.results[i].text);
	free(run.results);
	pthread_mutex_destroy(&run.reading);
	pthread_mutex_destroy(&run.parking);
	pthread_cond_destroy(&run.written);
}
