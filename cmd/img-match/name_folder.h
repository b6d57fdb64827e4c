/* SPDX-License-Identifier: MIT */
/*
 * The folders of a path, from the innermost outwards: a sheet and a stream may
 * begin their paths at different places. "." is no folder.
 */
#ifndef IMG_NAME_FOLDER_H
#define IMG_NAME_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"
#include "base/table.h"

/* Takes the last segment off a path; what stays has no slash at its end. */
struct slice name_folder_take(struct slice *path);

/* The order by the innermost folder, then the one around it, and so on. */
int name_folder_compare(struct slice a, struct slice b);

/* How many folders are the same, and how many there are. */
size_t name_folder_common(struct slice a, struct slice b);
size_t name_folder_depth(struct slice folder);

/* Notes the endings of a folder's path in a set: c, b/c and a/b/c. */
void name_folder_note(struct table *endings, struct slice folder);

/* True if the ending of so many folders was noted. */
bool name_folder_is_noted(
    const struct table *endings, struct slice folder, size_t depth);

#endif
