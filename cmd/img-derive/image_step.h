/* SPDX-License-Identifier: MIT */
/* For the files of image: one image of libvips becomes the next. */
#ifndef IMG_IMAGE_STEP_H
#define IMG_IMAGE_STEP_H

#include <stdbool.h>

#include "picture/vips_start.h"

/* Around what makes a filter of libvips, or takes one down. */
void image_filters_lock(void);
void image_filters_unlock(void);

void image_release(VipsImage *image);

/*
 * The image gives way to what was made of it, where the status of that is 0;
 * else it stays, and false.
 */
bool image_step(VipsImage **image, VipsImage **made, int status);

#endif
