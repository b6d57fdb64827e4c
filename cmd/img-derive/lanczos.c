/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lanczos.h"

enum { LOBES = 3, LANES = 4 };

/* A pixel, in one register. */
typedef float lanes __attribute__((vector_size(16)));
typedef int32_t whole_lanes __attribute__((vector_size(16)));

struct lanczos {
	size_t from;
	size_t taps;
	ptrdiff_t *starts; /* of each pixel made; may be before the row */
	float *weights; /* `taps` for each */
};

static double
kernel(double x)
{
	static const double pi = 3.14159265358979323846;
	double s;

	if (fabs(x) >= LOBES)
		return 0;
	if (fabs(x) < 1e-9)
		return 1;
	/* The sine of three times an angle is 3 s - 4 s^3. */
	s = sin(pi * x / LOBES);
	return LOBES * (3 * s - 4 * s * s * s) * s / (pi * x * pi * x);
}

static void
weigh(struct lanczos *filter, size_t at, double centre, double shrink)
{
	double sum = 0;
	ptrdiff_t start = (ptrdiff_t)ceil(centre - LOBES * shrink);
	float *weights = filter->weights + at * filter->taps;

	filter->starts[at] = start;
	for (size_t i = 0; i < filter->taps; i++) {
		double weight =
		    kernel(((double)(start + (ptrdiff_t)i) - centre) / shrink);

		weights[i] = (float)weight;
		sum += weight;
	}
	for (size_t i = 0; i < filter->taps; i++)
		weights[i] = (float)(weights[i] / sum);
}

struct lanczos *
lanczos_new(size_t from, size_t to)
{
	double shrink = (double)from / (double)to;

	return lanczos_new_at(from, to, 0.5 * shrink - 0.5, shrink);
}

struct lanczos *
lanczos_new_at(size_t from, size_t to, double first, double step)
{
	struct lanczos *filter = mem_array(1, sizeof *filter);
	double shrink = fabs(step);

	filter->from = from;
	/* Two by two; one too many has no weight. */
	filter->taps = ((size_t)floor(2 * LOBES * shrink) + 2) / 2 * 2;
	filter->starts = mem_array(to, sizeof *filter->starts);
	filter->weights = mem_array(to * filter->taps, sizeof *filter->weights);
	for (size_t i = 0; i < to; i++)
		weigh(filter, i, first + (double)i * step, shrink);
	return filter;
}

struct lanczos_pixel
lanczos_pixel(const struct lanczos *filter, size_t at)
{
	return (struct lanczos_pixel){filter->starts[at], filter->taps,
	    filter->weights + at * filter->taps};
}

void
lanczos_free(struct lanczos *filter)
{
	free(filter->starts);
	free(filter->weights);
	free(filter);
}

static size_t
within(const struct lanczos *filter, ptrdiff_t at)
{
	return at < 0			 ? 0
	    : (size_t)at >= filter->from ? filter->from - 1
					 : (size_t)at;
}

/* The first pixel after those that the wanted ones are made of. */
static ptrdiff_t
end_of(const struct lanczos *filter, struct lanczos_span wanted)
{
	return filter->starts[wanted.start + wanted.n - 1] +
	    (ptrdiff_t)filter->taps;
}

struct lanczos_span
lanczos_needs(const struct lanczos *filter, struct lanczos_span wanted)
{
	size_t start = within(filter, filter->starts[wanted.start]);
	size_t last = within(filter, end_of(filter, wanted) - 1);

	return (struct lanczos_span){start, last + 1 - start};
}

size_t
lanczos_scratch(const struct lanczos *filter, struct lanczos_span wanted)
{
	return (size_t)(end_of(filter, wanted) - filter->starts[wanted.start]) *
	    LANES;
}

static inline float *
put_lanes(float *scratch, const uint8_t *pixel, size_t bands)
{
	whole_lanes whole = {
	    pixel[0], pixel[1], pixel[2], bands == LANES ? pixel[3] : 0};
	lanes floats = __builtin_convertvector(whole, lanes);

	memcpy(scratch, &floats, sizeof floats);
	return scratch + LANES;
}

/* Each pixel by its own register; the ends of the row are repeated. */
static inline void
unpack(const struct lanczos *filter, struct lanczos_span wanted, size_t bands,
    const uint8_t *from, float *scratch)
{
	struct lanczos_span needs = lanczos_needs(filter, wanted);
	ptrdiff_t at = filter->starts[wanted.start];
	ptrdiff_t end = end_of(filter, wanted);
	const uint8_t *last = from + (needs.n - 1) * bands;

	for (; at < 0; at++)
		scratch = put_lanes(scratch, from, bands);
	for (size_t i = 0; i < needs.n; i++, at++)
		scratch = put_lanes(scratch, from + i * bands, bands);
	for (; at < end; at++)
		scratch = put_lanes(scratch, last, bands);
}

/* The sum of all taps, rounded. */
static inline whole_lanes
sum_of(const float *weights, const float *at, size_t taps)
{
	lanes even = {0.5F, 0.5F, 0.5F, 0.5F}, odd = {0}, pixel, next;

	for (size_t i = 0; i < taps; i += 2) {
		memcpy(&pixel, at + i * LANES, sizeof pixel);
		memcpy(&next, at + (i + 1) * LANES, sizeof next);
		even += pixel * weights[i];
		odd += next * weights[i + 1];
	}
	return __builtin_convertvector(even + odd, whole_lanes);
}

static inline void
filter_row(const struct lanczos *filter, struct lanczos_span wanted,
    size_t bands, uint8_t *to, const float *scratch)
{
	ptrdiff_t start = filter->starts[wanted.start];

	for (size_t x = wanted.start; x < wanted.start + wanted.n; x++) {
		whole_lanes sum = sum_of(filter->weights + x * filter->taps,
		    scratch + (size_t)(filter->starts[x] - start) * LANES,
		    filter->taps);

		/* From 0 to 255: comparisons give all bits or none. */
		sum &= sum > 0;
		sum |= sum > UINT8_MAX;
		for (size_t band = 0; band < bands; band++)
			to[band] = (uint8_t)sum[band];
		to += bands;
	}
}

void
lanczos_row(const struct lanczos *filter, struct lanczos_span wanted,
    size_t bands, const uint8_t *from, uint8_t *to, float *scratch)
{
	/* With a number that the compiler knows it is twice as fast. */
	if (bands == 3) {
		unpack(filter, wanted, 3, from, scratch);
		filter_row(filter, wanted, 3, to, scratch);
	} else {
		unpack(filter, wanted, LANES, from, scratch);
		filter_row(filter, wanted, LANES, to, scratch);
	}
}
