/* SPDX-License-Identifier: MIT */
/*
 * The fields of a row: its values for the portal's columns and the other cells
 * that are looked at, unescaped, with the URLs of --map.
 */
#ifndef IMG_ROW_CELLS_H
#define IMG_ROW_CELLS_H

#include "stream/stream.h"
#include "preparer.h"

void row_cells_fetch(
    struct preparer *preparer, const struct block *block, size_t row);

#endif
