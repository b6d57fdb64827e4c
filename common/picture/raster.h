/* SPDX-License-Identifier: MIT */
/*
 * Whole pictures as samples in memory, from decoders of this program's own:
 * where libvips has none, or one that draws something else. Each function may
 * be called by several threads at once.
 */
#ifndef IMG_RASTER_H
#define IMG_RASTER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

/* Where a picture is in a TIFF: a page, from 0, and the SubIFD of that, from 1;
 * 0 where it is the page itself. */
struct tiff_part {
	uint32_t page, sub;
};

struct raster {
	struct tiff_part part; /* of a TIFF: set before `head` */
	uint32_t width;
	uint32_t height;
	unsigned bands; /* 1 or 3 of colour, 4 of ink */
	bool ink; /* CMYK, 255 is full */
	bool alpha; /* one band more */
	uint64_t memory; /* bytes that decoding takes, about */
	uint8_t *samples; /* of 8 bits, by rows; malloc'ed, or NULL */
	struct buf profile; /* ICC */
};

static inline size_t
raster_bands(const struct raster *raster)
{
	return raster->bands + (raster->alpha ? 1u : 0u);
}

/*
 * A decoder. Both functions append to `why` what is wrong, and return false;
 * `head` sets all but samples and profile, `decode` those.
 */
struct raster_decoder {
	bool (*fits)(struct slice bytes);
	bool (*head)(
	    struct slice bytes, struct raster *raster, struct buf *why);
	bool (*decode)(
	    struct slice bytes, struct raster *raster, struct buf *why);
};

void raster_free(struct raster *raster);

/* The whole JPEG or PNG that a BMP is made of, if it is. */
bool raster_bmp_holds(struct slice bytes, struct slice *inside);

extern const struct raster_decoder raster_bmp, raster_psd;

#endif
