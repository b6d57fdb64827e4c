/* SPDX-License-Identifier: MIT */
/*
 * The skeletal upload wants one line for each specimen, with all its URLs in
 * one cell: they are kept in memory until all rows have been read. Numbers
 * that are equal by the portal's collation are one specimen.
 */
#ifndef IMG_SKELETAL_GROUPS_H
#define IMG_SKELETAL_GROUPS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "file_parts.h"
#include "import_row.h"

/* The portal's column for the cell holds so many bytes. */
enum { GROUP_CELL_MOST = 65535 };

struct skeletal_groups;

struct skeletal_groups *skeletal_groups_new(void);
void skeletal_groups_free(struct skeletal_groups *groups);

/*
 * Adds the item's URL to its specimen, or says why not:
 * "duplicate", "same-name" (the importer would put it in the place of another
 * picture of the specimen with this file name) or "too-long" (the cell).
 */
enum reject_reason skeletal_groups_add(
    struct skeletal_groups *groups, const struct import_row *item);

/* What was written; `by_other`: specimens known by another number only. */
struct skeletal_counts {
	uint64_t specimens, by_other;
};

/*
 * Writes the lines of the specimens whose records are to be made, or of those
 * that the portal has, in the order in which they came.
 */
struct skeletal_counts skeletal_groups_put(const struct skeletal_groups *groups,
    struct file_parts *parts, bool created);

#endif
