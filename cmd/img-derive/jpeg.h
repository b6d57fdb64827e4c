/* SPDX-License-Identifier: MIT */
/*
 * JPEG files as segments: what is in them, and the same picture with other
 * metadata, without touching a pixel. Facts from ITU-T T.81 and CIPA DC-008.
 */
#ifndef IMG_JPEG_H
#define IMG_JPEG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

/* Slices point into the bytes that were read. */
struct jpeg {
	uint32_t width; /* as stored */
	uint32_t height;
	bool web; /* 8 bits, grey or three colours, not lossless */
	bool whole; /* ends with its end marker */
	size_t end; /* after it */
	bool trailing; /* something but padding follows there */
	struct slice exif; /* begins with the TIFF header */
	struct slice xmp;
	struct slice iptc; /* Photoshop's 8BIM resources */
	struct slice profile; /* ICC, where it is in one segment */
	bool profile_in_parts;
	bool mentions_position; /* metadata but the EXIF's mention a GPS
				   position */
};

/* Reads the structure; false if the bytes do not begin with a JPEG's head. */
bool jpeg_read(struct slice bytes, struct jpeg *jpeg);

/*
 * The same for no more than what comes before the picture data: dimensions,
 * metadata and `web` are known, the end is not.
 */
bool jpeg_read_head(struct slice bytes, struct jpeg *jpeg);

/*
 * Gives restart markers the numbers of their places, where decoders pass over
 * the wrong one (those off by one or two say that data is missing). True if
 * there was one.
 */
bool jpeg_renumber(char *bytes, size_t n);

/*
 * Puts an end marker in place of the zeros that a sequential JPEG of one scan
 * ends with, or of nothing: a decoder says then whether pixels are missing.
 * False for others.
 */
bool jpeg_end(struct buf *bytes);

/* Payloads of segments; any may be empty. */
struct jpeg_metadata {
	struct slice exif; /* begins with the TIFF header */
	struct slice xmp;
	struct slice iptc; /* Photoshop's 8BIM resources */
};

/*
 * Appends the JPEG with its metadata replaced. What is needed to show it stays
 * as it is: JFIF and Adobe segments, and the ICC profile. What follows its end
 * is left out.
 */
void jpeg_put(
    struct buf *out, struct slice bytes, const struct jpeg_metadata *metadata);

#endif
