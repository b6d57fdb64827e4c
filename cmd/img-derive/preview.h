/* SPDX-License-Identifier: MIT */
/* JPEG previews inside cameras' raw files. */
#ifndef IMG_PREVIEW_H
#define IMG_PREVIEW_H

#include <stdbool.h>
#include <stdint.h>

#include "byte_source.h"

/*
 * Finds where the preview with the most pixels begins. It is found by what it
 * looks like, in whatever directory of whatever maker it is listed: raw data
 * is lossless and no such JPEG. False if there is none.
 */
bool preview_find(
    const struct byte_source *view, uint64_t size, uint64_t *offset);

#endif
