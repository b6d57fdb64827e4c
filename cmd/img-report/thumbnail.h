/* SPDX-License-Identifier: MIT */
/* A small JPEG of a picture. The only door to libvips of this program. */
#ifndef IMG_THUMBNAIL_H
#define IMG_THUMBNAIL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

/* Called once in each process; false if libvips does not start. */
bool thumbnail_start(void);

/* A part of a picture as it is stored, in pixels; all of it if it is empty. */
struct thumbnail_part {
	uint32_t x, y, width, height;
};

/*
 * Puts a JPEG of the picture in the file, upright, in sRGB, at most 160 pixels
 * wide and high; of the part and what is close around it, at most 320. Of a
 * broken picture as much is there as can be decoded. False if nothing can be.
 */
bool thumbnail_make(
    int fd, const struct thumbnail_part *part, struct buf *jpeg);

#endif
