/* SPDX-License-Identifier: MIT */
/* A thread that reads a stream ahead, so that a slow writer stops nobody. */
#ifndef IMG_READER_H
#define IMG_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stream.h"

/* Some rows of the stream, indexed (block_index). */
struct batch {
	struct block block;
	size_t left; /* for whom takes it; nrows at first */
	uint64_t position, total; /* stream_position() behind it */
	struct batch *next;
};

struct reader;

/* `wake` is called from the thread when a batch has come or the stream ends. */
struct reader *reader_start(struct stream_in *in, size_t rows_at_once,
    void (*wake)(void *context), void *context);

/*
 * The next batch in *batch, or NULL if none is there yet. False at the end;
 * a batch whose block has an error is the last.
 */
bool reader_take(struct reader *reader, struct batch **batch);
void reader_give_back(struct reader *reader, struct batch *batch);

/* Only after the end has been seen and all batches were given back. */
void reader_stop(struct reader *reader);

#endif
