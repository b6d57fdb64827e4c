/* SPDX-License-Identifier: MIT */
/* The decoders of this program's own. */
#ifndef IMG_DECODERS_H
#define IMG_DECODERS_H

#include "picture/raster.h"

/* The one for what begins with these bytes; NULL if libvips is to do it. */
const struct raster_decoder *raster_find(struct slice bytes);

extern const struct raster_decoder raster_j2k, raster_jxl, raster_avif,
    raster_tiff;

#endif
