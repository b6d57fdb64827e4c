/* SPDX-License-Identifier: MIT */
/* Where the file of a picture is, and what it is called there. */
#ifndef IMG_PICTURE_PLACE_H
#define IMG_PICTURE_PLACE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"

/*
 * Cuts `path`, or where it is empty the comparable form of `url`, which goes to
 * `scratch`, into its folder with the last "/" and its name. False where that
 * says nothing: for a URL with a query, and without a name.
 */
bool picture_place(struct slice path, struct slice url, struct buf *scratch,
    struct slice *folder, struct slice *name);

/* The name without its extension. */
struct slice picture_stem(struct slice name);

#endif
