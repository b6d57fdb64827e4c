/* SPDX-License-Identifier: MIT */
/* meta.xml: what the tables are. */
#ifndef IMG_META_WRITE_H
#define IMG_META_WRITE_H

#include <stdbool.h>

#include "base/buf.h"
#include "extension_columns.h"

/*
 * A whole one for a core with these terms after its id, NULL at the end, and
 * the pictures. The id is in column `key` of the core, and nothing before it
 * is a field.
 */
void meta_write(struct buf *out, const char *const core[], size_t key,
    const char *core_file, const struct extension_columns_plan *plan,
    const char *file);

/*
 * The element of a table of pictures, of this type, or of that of the plan if
 * it is NULL. `prefix` goes before the names of
 * elements ("" or "dwc:"), the coreid is in column `key`.
 */
void meta_write_extension(struct buf *out, const char *prefix,
    const char *row_type, const char *file, size_t key,
    const struct extension_columns_plan *plan);

#endif
