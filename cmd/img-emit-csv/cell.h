/* SPDX-License-Identifier: MIT */
/*
 * Cells of CSV that the portal reads as they are meant. It is PHP that reads
 * them: inside quotes a backslash keeps the quote after it from ending the
 * cell, and cannot itself be escaped.
 */
#ifndef IMG_CELL_H
#define IMG_CELL_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"

/* False if there is no way to write the value. */
bool cell_is_safe(struct slice value);

/*
 * False for characters of four bytes: portals are installed with utf8mb3, and
 * speak it with their database.
 */
bool cell_fits_charset(struct slice value);

/* Appends the value, in quotes if it needs them. */
void cell_put(struct buf *out, struct slice value);

#endif
