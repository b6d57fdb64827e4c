/* SPDX-License-Identifier: MIT */
/*
 * A plane of bytes made smaller, both ways, by rows as they come: in memory is
 * what one row of it is made of.
 */
#ifndef IMG_PLANE_FILTER_H
#define IMG_PLANE_FILTER_H

#include "lanczos.h"

struct plane {
	size_t width, height;
	size_t stride; /* from row to row */
	uint8_t *at;
};

struct plane_filter;

/*
 * To a plane that has been allocated: its pixels are those that `across` and
 * `down` make, which must outlive it, as the plane must. `height` rows come.
 */
struct plane_filter *plane_filter_new(const struct lanczos *across,
    const struct lanczos *down, size_t width, size_t height,
    const struct plane *to);

/* The next row, from top to bottom. */
void plane_filter_push(struct plane_filter *filter, const uint8_t *row);
void plane_filter_free(struct plane_filter *filter);

#endif
