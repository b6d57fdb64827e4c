/* SPDX-License-Identifier: MIT */
/* JPEG XL as a raster. */
#include <stdlib.h>

#include "picture/jxl.h"
#include "decoders.h"

static bool
head(struct slice bytes, struct raster *raster, struct buf *why)
{
	struct jxl_image image = {0};

	if (!jxl_head(bytes, &image, why))
		return false;
	raster->width = image.width;
	raster->height = image.height;
	raster->bands = image.bands;
	raster->alpha = image.alpha;
	/* Samples are floating-point numbers, three times over. */
	raster->memory = (uint64_t)image.width * image.height *
	    (12 * (3 + (uint64_t)image.extra) + raster_bands(raster));
	return true;
}

static bool
decode(struct slice bytes, struct raster *raster, struct buf *why)
{
	struct jxl_image image = {.width = raster->width,
	    .height = raster->height,
	    .bands = raster->bands,
	    .alpha = raster->alpha};
	bool good = jxl_decode(bytes, &image, why);

	if (good) {
		raster->samples = image.samples;
		buf_put_slice(&raster->profile, buf_slice(&image.profile));
	} else {
		free(image.samples);
	}
	buf_free(&image.profile);
	return good;
}

const struct raster_decoder raster_jxl = {jxl_begins, head, decode};
