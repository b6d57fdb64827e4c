/* SPDX-License-Identifier: MIT */
/*
 * The rows that a sink leaves out: counted by reason, written to a file as they
 * came with the columns reason and reasonColumn, and summed up in a warning.
 */
#ifndef IMG_REJECTS_H
#define IMG_REJECTS_H

#include <stdbool.h>
#include <stdint.h>

#include "registry/reject_reason.h"
#include "stream/stream.h"

struct rejects;

/* Opens the file and writes its header; NULL: rows are only counted. */
struct rejects *rejects_open(const char *path, const struct stream_in *in);

/* How the rows of the file are made; NULL if there is none. */
const struct layout *rejects_layout(const struct rejects *rejects);

/*
 * Appends a row for the file. `column` is what the reason is about, or "".
 * For workers: rejects_add() takes such rows in the order of the input.
 */
void rejects_put(const struct layout *layout, const struct block *block,
    size_t row, enum reject_reason reason, const char *column, struct buf *out);

/* Counts a row, and writes its text if there is a file. */
void rejects_add(
    struct rejects *rejects, enum reject_reason reason, struct slice text);

/* Both at once, for programs without workers. */
void rejects_take(struct rejects *rejects, const struct block *block,
    size_t row, enum reject_reason reason, const char *column);

/*
 * Completes the file, warns "3 of 10 rows left out: 2 no-url, 1 bad" if any
 * were, and says with -v what the reasons mean. Frees. True if rows were left
 * out that are no duplicates.
 */
bool rejects_finish(struct rejects *rejects, uint64_t taken);

#endif
