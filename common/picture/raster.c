/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "picture/raster.h"

void
raster_free(struct raster *raster)
{
	free(raster->samples);
	raster->samples = NULL;
	buf_free(&raster->profile);
}
