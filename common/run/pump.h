/* SPDX-License-Identifier: MIT */
/*
 * The loop of filters that compute: blocks of rows to workers, results out in
 * input order. The bytes written do not depend on the number of workers.
 * Memory is bounded by the workers, not by the stream.
 */
#ifndef IMG_PUMP_H
#define IMG_PUMP_H

#include <stddef.h>

#include "base/buf.h"
#include "stream/output.h"
#include "stream/stream.h"

struct pump {
	/* How many workers; with 1 no thread is started. */
	size_t jobs;
	/* Rows given to a worker at once, 0 for whole blocks: few where a row
	 * takes long. */
	size_t rows_at_once;
	/* The state of one worker, made in its thread, or NULL for none. */
	void *(*start)(void *shared);
	/*
	 * Appends to `out` what the rows of the block become. The block is
	 * indexed; block_fail() ends the program there, with what came before
	 * written. `state` is what start() returned, or `shared`.
	 */
	void (*work)(void *state, struct block *block, struct buf *out);
	/*
	 * Takes what a block became instead of having it written: NULL, or for
	 * each block, one after the other, in input order.
	 */
	void (*collect)(void *shared, struct slice bytes, struct output *out);
	/* Ends a worker; calls of it do not overlap, so it may add to shared.
	 */
	void (*stop)(void *state, void *shared);
	void *shared;
};

/*
 * Runs to the end of the stream, with progress if progress_start() was
 * called. What was written before (a header) may stand in `out` already. On an
 * error in the stream or by block_fail() everything before it is written and
 * the program ends with status 2. Does not finish `out`.
 */
void pump_run(
    const struct pump *pump, struct stream_in *in, struct output *out);

#endif
