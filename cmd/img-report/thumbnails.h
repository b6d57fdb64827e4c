/* SPDX-License-Identifier: MIT */
/* Thumbnails by a budget: those that people need first. */
#ifndef IMG_THUMBNAILS_H
#define IMG_THUMBNAILS_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "run/starter.h"
#include "report_rows.h"

/*
 * Appends JSON, {"row":"base64",...}, with thumbnails of the rows' files: of
 * each row that needs a person, then of one row a folder, then of the others,
 * in their order, until so many bytes are used; "row.0", "row.1", ... are the
 * barcodes of a row that needs a person. `starter` is that of
 * thumbnail_process.h, or NULL with a budget of 0. The bytes do not depend on
 * `jobs`. *missing counts files of which none could be made.
 */
void thumbnails_put(struct buf *json, const struct report_rows *rows,
    struct starter *starter, uint64_t budget, size_t jobs, uint64_t *missing);

#endif
