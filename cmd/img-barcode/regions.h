/* SPDX-License-Identifier: MIT */
/*
 * Where in a picture codes may be. Bars are places where the brightness changes
 * much, and in one direction only; the patterns of a matrix code change much in
 * two. Blocks of pixels of one kind that touch make a region.
 */
#ifndef IMG_REGIONS_H
#define IMG_REGIONS_H

#include "grey.h"

enum { REGIONS_MOST = 48 };

struct region {
	double x, y; /* the middle */
	double angle; /* across the bars, in radians */
	double length, height; /* across the bars and along them */
	double weight; /* the likeliest first */
	bool matrix; /* changes in two directions */
};

/* The room for the work, used again; zero-initialise. */
struct region_finder {
	struct tensor *blocks, *smooth;
	unsigned char *kinds;
	uint32_t *labels, *stack;
	size_t width, height, room;
};

void region_finder_free(struct region_finder *finder);

/* The number of regions, the weightiest first. */
size_t regions_find(struct region_finder *finder, const struct grey *grey,
    struct region regions[REGIONS_MOST]);

#endif
