/* SPDX-License-Identifier: MIT */
/* What people give in place of a stream. */
#ifndef IMG_MISTAKEN_H
#define IMG_MISTAKEN_H

#include <stdbool.h>

#include "base/slice.h"

/*
 * What a file is by its first bytes, if it is plainly something else than a
 * stream, and which program takes it: "a picture, not a stream: img-scan lists
 * pictures". NULL if it may be one.
 */
const char *mistaken_for_stream(struct slice head);

/*
 * The same for a folder; `records`: it holds what img-portal-export writes.
 */
const char *mistaken_folder(bool records);

#endif
