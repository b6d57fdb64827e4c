/* SPDX-License-Identifier: MIT */
/* Which samples of an image are its colours; what is transparent is white. */
#ifndef IMG_IMAGE_BANDS_H
#define IMG_IMAGE_BANDS_H

#include <stdbool.h>

#include "picture/vips_start.h"
#include "look.h"

bool image_is_ink(VipsImage *image);

/* Each is a step, see image_step.h, and false where libvips fails. */
bool image_choose_bands(VipsImage **image, const struct look *look);
bool image_fill_canvas(VipsImage **image, const struct look *look);
bool image_make_opaque(VipsImage **image);

#endif
