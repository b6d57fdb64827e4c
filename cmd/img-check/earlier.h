/* SPDX-License-Identifier: MIT */
/* An earlier output of this program, whole or cut off, as a source of records.
 */
#ifndef IMG_CHECK_EARLIER_H
#define IMG_CHECK_EARLIER_H

#include <stdbool.h>
#include <stdint.h>

#include "record.h"
#include "store.h"

struct earlier;

/*
 * Enters each URL in the column into the store, with where its row is; rows
 * that another URL's key hides are left out, and so is a last line without
 * LF. Dies if the file is no regular one or no output of this program.
 */
struct earlier *earlier_open(
    const char *path, const char *url_column, struct store *store);
void earlier_close(struct earlier *earlier);

/*
 * The record of the row at `where`; false if that row is about another URL.
 * *time is when it was checked, seconds since 1970: by its column `checked`,
 * or by the file's own time.
 */
bool earlier_read(struct earlier *earlier, uint64_t where, struct slice url,
    struct record *record, int64_t *time);

#endif
