/* SPDX-License-Identifier: MIT */
/* The decoders of this program's own. */
#ifndef IMG_DECODERS_H
#define IMG_DECODERS_H

#include "picture/raster.h"

/* The one for what begins with these bytes; NULL if libvips is to do it. */
const struct raster_decoder *raster_find(struct slice bytes);

extern const struct raster_decoder raster_j2k, raster_jxl, raster_avif,
    raster_tiff;

/* True if nothing in the file says that an AVIF's colours are other than sRGB's
 * or those of its ICC profile, so that any decoder gives them right. */
bool raster_avif_is_plain(struct slice bytes);

#endif
