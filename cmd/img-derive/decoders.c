/* SPDX-License-Identifier: MIT */
#include "decoders.h"

const struct raster_decoder *
raster_find(struct slice bytes)
{
	static const struct raster_decoder *const all[] = {
	    &raster_bmp, &raster_j2k, &raster_jxl, &raster_avif, &raster_psd};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (all[i]->fits(bytes))
			return all[i];
	return NULL;
}
