/* SPDX-License-Identifier: MIT */
/*
 * The pixels of a PNG, inflated to the last but not kept: whether they are all
 * there, whatever else is wrong with the file.
 */
#ifndef IMG_PNG_PIXELS_H
#define IMG_PNG_PIXELS_H

#include "picture/picture.h"

struct png_pixels {
	const char *why; /* NULL: every row is there */
	bool fits; /* they fit the checksum of their own */
	bool misfits; /* that is there, and they do not */
};

/* Reads the file from its beginning. */
struct png_pixels png_pixels_look(picture_reader *reader, void *context);

/*
 * The same picture as a PNG that no decoder has anything against: with its
 * colours, transparency and pixels, checksums that fit, and an end. False if
 * not all pixels are there. It takes as many bytes as the pixels, unpacked.
 */
bool png_pixels_mend(picture_reader *reader, void *context, struct buf *out);

/* How many they are, by its header; 0 if there is none. */
uint64_t png_pixels_bytes(picture_reader *reader, void *context);

#endif
