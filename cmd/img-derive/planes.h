/* SPDX-License-Identifier: MIT */
/*
 * JPEGs reduced as they are stored: lightness and colours each by themselves,
 * the colours with half the resolution both ways. Neither is converted, and
 * half as many samples are filtered; for what the usual way between two JPEGs
 * is too long. The only door to libjpeg.
 *
 * Every function may be called by several threads at once, for different
 * pictures.
 */
#ifndef IMG_PLANES_H
#define IMG_PLANES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

/* A picture in memory: grey, or lightness and two colours; 8 bits. */
struct planes;

/*
 * Decodes, and reduces with a Lanczos filter to the size, which is of the
 * picture as it is stored and not larger; then turned as an EXIF orientation
 * from 1 to 8 asks for. NULL if it is no JPEG of this kind, or if the decoder
 * has anything to say against it.
 */
struct planes *planes_load(
    struct slice jpeg, uint32_t width, uint32_t height, int orientation);

/* A smaller one, or one of the same size. */
struct planes *planes_reduce(
    const struct planes *planes, uint32_t width, uint32_t height);
void planes_free(struct planes *planes);

uint32_t planes_width(const struct planes *planes);
uint32_t planes_height(const struct planes *planes);

/* True if no plane varies by more than `noise` (a variance). */
bool planes_are_even(const struct planes *planes, double noise);

/* Appends a progressive JPEG without metadata; false if libjpeg fails. */
bool planes_encode(const struct planes *planes, int quality, struct buf *out);

#endif
