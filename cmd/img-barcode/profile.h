/* SPDX-License-Identifier: MIT */
/*
 * What a code looks like along one line across its bars: the mean of some lines
 * side by side, taken from the picture itself, at whatever angle, in steps
 * smaller than a pixel. So bars of less than two pixels can be read.
 */
#ifndef IMG_PROFILE_H
#define IMG_PROFILE_H

#include "grey.h"
#include "regions.h"

enum { PROFILE_STEPS = 3, PROFILE_MOST = 9000, ELEMENTS_MOST = 600 };

struct profile {
	size_t n;
	float at[PROFILE_MOST]; /* PROFILE_STEPS for a pixel */
	float scratch[PROFILE_MOST];
};

/* The angle across the bars, better than the region has it. */
double profile_angle(struct profile *profile, const struct grey *grey,
    const struct region *region);

/* The mean of `lines` lines a pixel apart around `v`, the distance from the
 * region's middle along the bars. False if it would be too long. */
bool profile_take(struct profile *profile, const struct grey *grey,
    const struct region *region, double angle, double v, size_t lines);

/* The other way round. */
void profile_turn(struct profile *profile);

/* Makes edges steeper. */
void profile_sharpen(struct profile *profile, float amount);

/* Bars and gaps by turns, in steps, the first and the last a bar. What is
 * before and after them is `before` and `after`. */
struct elements {
	size_t n;
	float width[ELEMENTS_MOST];
	float before, after;
	bool turned;
};

void profile_elements(
    const struct profile *profile, float least, struct elements *elements);

/* The other way round. */
void elements_turn(struct elements *elements);

/* Where the `n` elements from `first` on begin and end, in pixels from the
 * middle of the region. */
struct span {
	double from, to;
};

struct span elements_span(const struct elements *elements,
    const struct profile *profile, size_t first, size_t n);

#endif
