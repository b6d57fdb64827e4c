/* SPDX-License-Identifier: MIT */
/* The files that img-split writes, none under its name before all are there. */
#ifndef IMG_PARTS_H
#define IMG_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "stream/output.h"

struct parts;

/*
 * Opens the folder, which is made if it is not there; `header` is each part's
 * first line, with its LF. Dies if there are parts already, unless `replace`:
 * then they are removed; and if another run is writing there.
 */
struct parts *parts_open(const char *folder, struct slice header, bool replace);

/* Begins a part and returns its number, from 0. */
size_t parts_new(struct parts *parts);
size_t parts_count(const struct parts *parts);

uint64_t parts_rows(const struct parts *parts, size_t part);

/* Adds a row, without its LF. */
void parts_add(struct parts *parts, size_t part, struct slice row);

/* Completes them all, and writes their names, a line each. Frees. */
void parts_finish(struct parts *parts, struct output *out);

#endif
