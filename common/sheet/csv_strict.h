/* SPDX-License-Identifier: MIT */
/* A row's cells by RFC 4180, strictly: the only door to libcsv. */
#ifndef IMG_CSV_STRICT_H
#define IMG_CSV_STRICT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

struct cells;
struct csv_strict;

struct csv_strict *csv_strict_new(char delimiter, char quote);

/*
 * Splits one whole row without its line end. False if it breaks the rules:
 * then *at is the offset of what does, or row.n if a quote is never closed, and
 * nothing is known of the cells.
 */
bool csv_strict_split(struct csv_strict *strict, struct slice row,
    struct cells *cells, size_t *at);

void csv_strict_free(struct csv_strict *strict);

#endif
