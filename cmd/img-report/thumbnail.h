/* SPDX-License-Identifier: MIT */
/* A small JPEG of a picture. The only door to libvips of this program. */
#ifndef IMG_THUMBNAIL_H
#define IMG_THUMBNAIL_H

#include <stdbool.h>

#include "base/buf.h"

/* Called once in each process; false if libvips does not start. */
bool thumbnail_start(void);

/*
 * Puts a JPEG of the picture in the file, upright, in sRGB, at most 160 pixels
 * wide and high. Of a broken picture as much is there as can be decoded. False
 * if nothing can be.
 */
bool thumbnail_make(int fd, struct buf *jpeg);

#endif
