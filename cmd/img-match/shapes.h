/* SPDX-License-Identifier: MIT */
/* What numbers inside of names look like, and the pattern that finds them. */
#ifndef IMG_SHAPES_H
#define IMG_SHAPES_H

#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

/* Shapes that are kept apart, and bytes of the longest. */
enum { SHAPES_MOST = 64, SHAPE_TEXT_MOST = 48 };

struct shape {
	char text[SHAPE_TEXT_MOST]; /* of a pattern: "UCR\d{7}" */
	size_t n;
	uint64_t right, ambiguous; /* names with one record, with several */
};

/* Zero-initialise. */
struct shapes {
	struct shape shape[SHAPES_MOST];
	size_t n;
};

/* Counts a number as a name has it, in comparable form, that so many records
 * have. */
void shapes_add(struct shapes *shapes, struct slice number, size_t nrecords);
void shapes_join(struct shapes *shapes, const struct shapes *others);

/* The one that is right most often; NULL if there is none. */
const struct shape *shapes_best(const struct shapes *shapes);

/* Appends the pattern for --pattern. */
void shape_put_pattern(struct buf *out, const struct shape *shape);

#endif
