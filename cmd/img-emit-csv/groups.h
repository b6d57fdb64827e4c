/* SPDX-License-Identifier: MIT */
/*
 * The skeletal upload wants one line for each specimen, with all its URLs in
 * one cell: they are kept in memory until all rows have been read.
 */
#ifndef GROUPS_H
#define GROUPS_H

#include <stdbool.h>

#include "buf.h"
#include "item.h"
#include "parts.h"

/* The portal's column for the cell holds so many bytes. */
enum { GROUP_CELL_MOST = 65535 };

struct groups;

struct groups *groups_new(void);
void groups_free(struct groups *groups);

/*
 * Adds the item's URL to its specimen. NULL, or the reason why not:
 * "duplicate", "same-name" (the importer would put it in the place of another
 * picture of the specimen with this file name) or "too-long" (the cell).
 */
const char *groups_add(struct groups *groups, const struct item *item);

/* Writes the lines, in the order in which the specimens came. */
void groups_put(const struct groups *groups, struct parts *parts, bool other);

#endif
