/* SPDX-License-Identifier: MIT */
/* Lines that are needed only at the end: on disk, not in memory. */
#ifndef IMG_SPOOL_H
#define IMG_SPOOL_H

#include <stdbool.h>

#include "base/slice.h"

struct spool;

/* A file without a name; dies if there can be none. */
struct spool *spool_new(void);
void spool_free(struct spool *spool);

/* Adds a line, given without its LF; it holds none. */
void spool_add(struct spool *spool, struct slice line);

/*
 * The next line from the beginning, valid until the next call; false at the
 * end. Nothing may be added once this was called.
 */
bool spool_next(struct spool *spool, struct slice *line);

#endif
