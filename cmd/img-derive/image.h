/* SPDX-License-Identifier: MIT */
/*
 * Pictures as pixels: decoded, reduced, turned upright, brought to sRGB, and
 * encoded as JPEG. The only door to libvips.
 *
 * Every function but image_start() and image_stop() may be called by several
 * threads at once, for different pictures.
 */
#ifndef IMG_IMAGE_H
#define IMG_IMAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"
#include "look.h"

/* Once, before threads are there; dies if libvips does not start. */
void image_start(const char *program);
void image_stop(void);

enum image_outcome {
	IMAGE_GOOD,
	IMAGE_UNKNOWN, /* no decoder for it */
	IMAGE_BROKEN, /* the decoder fails, or misses a part */
	IMAGE_HUGE, /* more pixels, or more memory, than are allowed */
	IMAGE_FAULT /* not the picture's: the system lacks memory or threads */
};

/* Both sides are bounded; 0 by 0 means that no such picture is wanted. */
struct image_box {
	uint32_t width;
	uint32_t height;
};

struct image_limits {
	uint64_t pixels;
	uint64_t memory; /* bytes, for all that are decoded at once */
};

/* A picture still encoded, opened by image_open(). */
struct image_file;

struct image_head {
	uint32_t width; /* as stored */
	uint32_t height;
	int orientation; /* what is left to do to turn it upright, 1 to 8 */
	int page_orientation; /* what a TIFF's page says of itself, 0 for
				 nothing; -1: no TIFF */
};

/*
 * Reads the head; of a TIFF that of this part. The bytes are
 * `bytes`, or if that is NULL what `fd` holds; both stay the caller's and must
 * outlive the file. NULL on failure, with *outcome set and a text for people
 * appended to `why`.
 */
struct image_file *image_open(int fd, struct slice bytes, struct tiff_part part,
    const struct image_limits *limits, enum image_outcome *outcome,
    struct buf *why);
const struct image_head *image_head(const struct image_file *file);
void image_close(struct image_file *file);

/* It will not be decoded: gives back the memory that this would have taken. */
void image_give_back(struct image_file *file);

/* Pixels in memory: upright, sRGB or grey, 8 bits, opaque (on white). */
struct image;

struct image_order {
	struct image_box box;
	int orientation; /* what has to be done */
	/* A JPEG is broken if its decoder so much as warns; without, a GIF is
	 * what its decoder makes of it. */
	bool strict;
	/* It will not be sharpened, and encoded with less than
	 * IMAGE_ALL_COLOURS: colours may have half the resolution. */
	bool halved;
};

/* With a quality below it JPEGs have colours of half the resolution. */
enum { IMAGE_ALL_COLOURS = 90 };

/*
 * Decodes, once, and reduces with a Lanczos filter to fit into the box; never
 * enlarges. NULL as with image_open().
 */
struct image *image_load(struct image_file *file,
    const struct image_order *order, enum image_outcome *outcome,
    struct buf *why);

/* A smaller one; NULL if memory is short or libvips fails. */
struct image *image_reduce(const struct image *image, struct image_box box);

/* Mildly, on lightness, what was not loaded with `halved`; NULL as above. */
struct image *image_sharpen(const struct image *image);
void image_free(struct image *image);

uint32_t image_width(const struct image *image);
uint32_t image_height(const struct image *image);

/* True if all its pixels have one colour, nearly. */
bool image_is_blank(const struct image *image);

/* Appends a progressive JPEG without metadata; false if libvips fails, which
 * is never the picture's fault. */
bool image_encode(const struct image *image, int quality, struct buf *out);

/*
 * True if the ICC profile is sRGB in effect: no colour differs visibly. One
 * that cannot be used is as none, to browsers too.
 */
bool image_profile_is_srgb(struct slice profile);

#endif
