/* SPDX-License-Identifier: MIT */
/* JPEGs turned upright without loss. The only door to libturbojpeg. */
#ifndef IMG_ROTATE_H
#define IMG_ROTATE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"

/*
 * Appends the JPEG turned as the orientation (2 to 8) asks for, progressive
 * and without metadata. False, and nothing appended, if that cannot be done
 * to the last pixel: sides that are no multiple of the block size cannot be
 * turned every way.
 */
bool rotate_jpeg(struct buf *out, struct slice jpeg, int orientation);

/* True if the JPEG can be read to its end, but some of its image is lost. */
bool rotate_finds_damage(struct slice jpeg);

#endif
