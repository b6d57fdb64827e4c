/* SPDX-License-Identifier: MIT */
/*
 * Looks at files and writes their rows: parts of folders go to several
 * threads, the rows come out in the order the parts were given. Called from
 * the main thread, which works too while it waits.
 */
#ifndef IMG_STAT_POOL_H
#define IMG_STAT_POOL_H

#include <stddef.h>

#include "stream/output.h"
#include "counts.h"
#include "file_stat.h"
#include "folder.h"
#include "scan_row.h"

/* At most so many entries are worth giving at once. */
enum { STAT_POOL_PART = 256 };

struct stat_pool;

/* Of `jobs` threads, this one included. Files younger than min_age seconds are
 * left out. What is given stays the caller's. */
struct stat_pool *stat_pool_new(size_t jobs, uint64_t min_age,
    struct folder_pool *pool, struct output *out, struct counts *tally);

/*
 * Gives n entries, all files, of an open folder, which is held until their
 * rows are written; `lead` is copied. Waits while everybody is busy.
 */
void stat_pool_give(struct stat_pool *crew, struct folder *folder, size_t first,
    size_t n, const struct scan_row_lead *lead);

/* Until the rows of all that was given have gone to the output. */
void stat_pool_wait(struct stat_pool *crew);

/* Waits, and ends the threads. */
void stat_pool_free(struct stat_pool *crew);

#endif
