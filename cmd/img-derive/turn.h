/* SPDX-License-Identifier: MIT */
/* JPEGs turned upright without loss. The only door to libturbojpeg. */
#ifndef IMG_TURN_H
#define IMG_TURN_H

#include <stdbool.h>

#include "buf.h"
#include "slice.h"

/*
 * Appends the JPEG turned as the orientation (2 to 8) asks for, progressive
 * and without metadata. False, and nothing appended, if that cannot be done
 * to the last pixel: sides that are no multiple of the block size cannot be
 * turned every way.
 */
bool turn_jpeg(struct buf *out, struct slice jpeg, int orientation);

/* True if the JPEG can be read to its end, but some of its image is lost. */
bool turn_finds_damage(struct slice jpeg);

#endif
