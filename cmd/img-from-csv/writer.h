/* SPDX-License-Identifier: MIT */
/*
 * Rows are completed and written by a thread of their own, so that the next
 * ones can be read meanwhile.
 */
#ifndef IMG_WRITER_H
#define IMG_WRITER_H

#include <stdbool.h>

#include "stream/output.h"
#include "deferred_codes.h"
#include "sheet/warnings.h"

struct writer;

/* Without `threaded` the work is done by whoever calls writer_give(). */
struct writer *writer_new(struct output *out, bool threaded);

/*
 * Takes what is in the batch, of rows of the file named, and leaves it empty;
 * the name must be there until writer_wait(). With `flush` the rows are passed
 * on at once.
 */
void writer_give(
    struct writer *writer, struct batch *batch, const char *file, bool flush);

/* Returns when all is written that was given. */
void writer_wait(struct writer *writer);

/* Waits, and adds to `tell` what was reported of the rows. */
void writer_free(struct writer *writer, struct warnings *tell);

#endif
