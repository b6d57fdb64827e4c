/* SPDX-License-Identifier: MIT */
/*
 * Sorting more than memory holds: records are collected, sorted and written to
 * a temporary file whenever the memory is used up, and merged at the end. What
 * comes out does not depend on the order in which it was put in.
 */
#ifndef IMG_SORTER_H
#define IMG_SORTER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

struct sorter;

/* `memory` bytes are used for collecting; while merging 64 KiB for each time
 * that they were used up. */
struct sorter *sorter_new(size_t memory);
void sorter_free(struct sorter *sorter);

/* Adds a record, each part of less than 4 GiB; dies on failure. */
void sorter_add(struct sorter *sorter, struct slice key, struct slice value);

/*
 * The next record, bytewise by key and then by value; false after the last.
 * The slices are valid until the next call. After the first call nothing may be
 * added.
 */
bool sorter_next(struct sorter *sorter, struct slice *key, struct slice *value);

#endif
