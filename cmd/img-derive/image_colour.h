/* SPDX-License-Identifier: MIT */
/* An image brought to sRGB: by its profile, its gamma or its primaries. */
#ifndef IMG_IMAGE_COLOUR_H
#define IMG_IMAGE_COLOUR_H

#include <stdbool.h>

#include "base/slice.h"
#include "picture/vips_start.h"

/* The embedded profile, as long as the image is there, or SLICE_NONE. */
struct slice image_profile(VipsImage *image);

/* A profile for other colours than the picture has is none. */
bool image_profile_fits(VipsImage *image, struct slice profile);

/* Each is a step, see image_step.h, and false where libvips fails. */
bool image_unpack(VipsImage **image);
bool image_make_srgb(VipsImage **image);
bool image_forget_profile(VipsImage **image);
bool image_settle(VipsImage **image);
bool image_apply_gamma(VipsImage **image, double gamma);
bool image_apply_primaries(VipsImage **image, unsigned primaries);

#endif
