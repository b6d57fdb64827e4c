/* SPDX-License-Identifier: MIT */
/* Parts of a picture, turned so that bars stand upright, and enlarged. */
#ifndef IMG_UPRIGHT_H
#define IMG_UPRIGHT_H

#include "grey.h"
#include "regions.h"

/*
 * The region with what is around it: a margin that codes must have. `turn` is
 * added to its angle; `scale` is the number of pixels that one becomes. False
 * if that would be too many.
 */
bool upright_cut(const struct grey *grey, const struct region *region,
    double turn, double scale, struct grey *crop);

/* What the lines of an upright crop have of bars. */
struct bars {
	bool seen; /* so many, and about the same on most lines */
	bool sure; /* the same on nearly all lines, as only a code has */
	double width; /* the mean of bars and gaps, in pixels; 0 unless seen */
};

struct bars upright_bars(const struct grey *crop);

/* How much of what changes in the crop goes in two ways at right angles, as in
 * a matrix code turned in any way: 1 for all of it, 0 for none. */
double upright_squareness(const struct grey *crop);

#endif
