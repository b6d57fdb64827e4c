/* SPDX-License-Identifier: MIT */
#ifndef IMG_TABLE_CELL_H
#define IMG_TABLE_CELL_H

#include "base/buf.h"
#include "base/slice.h"

/*
 * Appends a value as a cell of the tables: they have TABs between cells, LF at
 * the end of a row and no quotes, which everybody reads alike. So a line break,
 * a TAB or another control character in a value becomes a blank.
 */
void table_cell_put(struct buf *out, struct slice value);

#endif
