/* SPDX-License-Identifier: MIT */
/*
 * What the parts of the JPEG parser share. For picture_jpeg*.c alone.
 *
 * picture_jpeg.c goes from segment to segment, picture_jpeg_scan.c knows what
 * scans must have, picture_jpeg_further.c what is after the image.
 */
#ifndef IMG_PICTURE_JPEG_H
#define IMG_PICTURE_JPEG_H

#include "picture/picture_parse.h"

/*
 * A scan begins, whose header has the selectors of 1 to 4 components, two bytes
 * each, and three bytes more: jpeg.left in all. NULL, or what is wrong with it.
 */
const char *picture_jpeg_begin_scan(struct picture *p, const uint8_t *b);

/* NULL, or what all scans together leave out. */
const char *picture_jpeg_fault(const struct jpeg *j);

/* Where the last image of the multi-picture index ends; 0 if there is none. */
uint64_t picture_jpeg_index_end(const struct jpeg *j);

/* Makes facts of what came with the image: video, gain_map. */
void picture_jpeg_see_further(struct picture *p);

#endif
