/* SPDX-License-Identifier: MIT */
/* An earlier output of this program, whole or cut off, as a source of records.
 */
#ifndef IMG_PREVIOUS_RUN_H
#define IMG_PREVIOUS_RUN_H

#include <stdbool.h>
#include <stdint.h>

#include "result_record.h"
#include "result_store.h"

struct previous_run;

/*
 * Enters each URL in the column into the store, with where its row is; rows
 * that another URL's key hides are left out, and so is a last line without
 * LF. `base` is put before URLs that are paths alone. Dies if the file is no
 * regular one or no output of this program.
 */
struct previous_run *previous_run_open(const char *path, const char *url_column,
    struct slice base, struct result_store *store);
void previous_run_close(struct previous_run *earlier);

/*
 * The record of the row at `where`; false if that row is about another URL.
 * *time is when it was checked, seconds since 1970: by its column `checked`,
 * or by the file's own time.
 */
bool previous_run_read(struct previous_run *earlier, uint64_t where,
    struct slice url, struct result_record *record, int64_t *time);

#endif
