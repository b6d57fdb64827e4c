/* SPDX-License-Identifier: MIT */
/* The decoders of img-derive's own, and what is looked up for libvips: memory
 * stays within what the head says. */
#include "../../cmd/img-derive/look.h"
#include "../../cmd/img-derive/decoders.h"
#include "shared.h"

enum { MEMORY = 16 << 20 };

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct slice bytes = {n > 0 ? (const char *)data : "", n};
	const struct byte_source view = {.bytes = bytes, .fd = -1};
	const struct raster_decoder *decoder = raster_find(bytes);
	struct raster raster = {0};
	struct buf why = {0};
	struct slice inside;
	struct look look;

	look_at(&look, &view,
	    n > 0 ? (struct tiff_part){data[n - 1] % 4, data[n - 1] / 4 % 3}
		  : (struct tiff_part){0});
	raster_bmp_holds(bytes, &inside);
	if (decoder == NULL && look.tiff)
		decoder = &raster_tiff;
	if (decoder != NULL && decoder->head(bytes, &raster, &why) &&
	    raster.memory <= MEMORY) {
		uint32_t width = raster.width, height = raster.height;

		if (decoder->decode(bytes, &raster, &why))
			must(raster.samples != NULL && raster.width == width &&
			    raster.height == height);
	}
	raster_free(&raster);
	buf_free(&why);
	return 0;
}
