/* SPDX-License-Identifier: MIT */
/*
 * Looks at files and writes their rows: parts of folders go to several
 * threads, the rows come out in the order the parts were given. Called from
 * the main thread, which works too while it waits.
 */
#ifndef SCAN_CREW_H
#define SCAN_CREW_H

#include <stddef.h>

#include "folder.h"
#include "look.h"
#include "output.h"
#include "row.h"
#include "tally.h"

/* At most so many entries are worth giving at once. */
enum { CREW_PART = 256 };

struct crew;

/* Of `jobs` threads, this one included. Files younger than min_age seconds are
 * left out. What is given stays the caller's. */
struct crew *crew_new(size_t jobs, uint64_t min_age, struct folder_pool *pool,
    struct output *out, struct tally *tally);

/*
 * Gives n entries, all files, of an open folder, which is held until their
 * rows are written; `lead` is copied. Waits while everybody is busy.
 */
void crew_give(struct crew *crew, struct folder *folder, size_t first, size_t n,
    const struct row_lead *lead);

/* Until the rows of all that was given have gone to the output. */
void crew_wait(struct crew *crew);

/* Waits, and ends the threads. */
void crew_free(struct crew *crew);

#endif
