/* SPDX-License-Identifier: MIT */
/* An image made smaller, to fit into a box, by Lanczos' filter. */
#ifndef IMG_IMAGE_SHRINK_H
#define IMG_IMAGE_SHRINK_H

#include <stdbool.h>
#include <stdint.h>

#include "picture/vips_start.h"
#include "image.h"

/* How much both sides shrink to fit, at least 1. */
double image_shrink_of(uint32_t width, uint32_t height, struct image_box box);

/* To the pixel: no side gets larger than its bound. */
struct image_box image_reduced_size(
    uint32_t width, uint32_t height, double shrink);

/* A step, see image_step.h; an image that fits stays as it is. */
bool image_shrink(VipsImage **image, struct image_box box);

#endif
