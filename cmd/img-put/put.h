/* SPDX-License-Identifier: MIT */
/* The run: rows in, their files on the way, rows out. */
#ifndef IMG_PUT_H
#define IMG_PUT_H

#include "stream/output.h"
#include "stream/stream.h"
#include "engine_process.h"
#include "put_settings.h"
#include "target.h"

/*
 * Writes the header and all rows. `engine` is NULL if the target has none. A
 * file that several rows have is sent once. Dies if the target lets nobody in,
 * is full, or the files' folder cannot be opened, after the rows that are done
 * have been written. Tells diag if a row has a problem, and says how many files
 * had which outcome.
 */
void put_run(const struct settings *settings, const struct target *target,
    struct engine_process *engine, struct stream_in *in, struct output *out);

#endif
