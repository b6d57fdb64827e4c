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

#endif
