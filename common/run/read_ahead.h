/* SPDX-License-Identifier: MIT */
/* A thread that reads a stream ahead, so that a slow writer stops nobody. */
#ifndef IMG_READ_AHEAD_H
#define IMG_READ_AHEAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stream/stream.h"

/* Some rows of the stream, indexed (block_index). */
struct batch {
	struct block block;
	size_t left; /* for whom takes it; nrows at first */
	uint64_t position, total; /* stream_position() after it */
	struct batch *next;
};

struct read_ahead;

/* `wake` is called from the thread when a batch has come or the stream ends. */
struct read_ahead *read_ahead_start(struct stream_in *in, size_t rows_at_once,
    void (*wake)(void *context), void *context);

/*
 * The next batch in *batch, or NULL if none is there yet. False at the end;
 * a batch whose block has an error is the last.
 */
bool read_ahead_take(struct read_ahead *reader, struct batch **batch);
void read_ahead_give_back(struct read_ahead *reader, struct batch *batch);

/* Only after the end has been seen and all batches were given back. */
void read_ahead_stop(struct read_ahead *reader);

#endif
