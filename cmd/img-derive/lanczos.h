/* SPDX-License-Identifier: MIT */
/*
 * A Lanczos filter of three lobes that makes rows of pixels shorter. Pixels
 * have three or four bytes; what is beyond the ends of a row is as its ends.
 * One filter may serve several threads.
 */
#ifndef IMG_LANCZOS_H
#define IMG_LANCZOS_H

#include <stddef.h>
#include <stdint.h>

struct lanczos;

/* From `from` pixels to `to`, which are not more, and not none. */
struct lanczos *lanczos_new(size_t from, size_t to);
void lanczos_free(struct lanczos *filter);

/*
 * The first pixel made has its centre at `first`, in pixels of what it is made
 * from, the next one `step` further: before it if that is negative. A step is
 * 1 at least, or -1 at most.
 */
struct lanczos *lanczos_new_at(
    size_t from, size_t to, double first, double step);

/* What a pixel is made of: some, beginning with `start`, of which those beyond
 * the ends are as the ends. */
struct lanczos_pixel {
	ptrdiff_t start;
	size_t n;
	const float *weights;
};

struct lanczos_pixel lanczos_pixel(const struct lanczos *filter, size_t at);

struct lanczos_span {
	size_t start;
	size_t n;
};

/* Which pixels the wanted ones are made of; there is one at least. */
struct lanczos_span lanczos_needs(
    const struct lanczos *filter, struct lanczos_span wanted);

/* What lanczos_row() needs for it as scratch, in floats. */
size_t lanczos_scratch(
    const struct lanczos *filter, struct lanczos_span wanted);

/* Makes the wanted pixels from the needed ones, both of `bands` bytes. */
void lanczos_row(const struct lanczos *filter, struct lanczos_span wanted,
    size_t bands, const uint8_t *from, uint8_t *to, float *scratch);

#endif
