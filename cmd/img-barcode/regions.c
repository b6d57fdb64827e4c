/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "regions.h"

/* A block's side in pixels; every second row of it is looked at. */
enum { BLOCK = 16 };

/* The mean square of a gradient: below it is paper, above it may be print. */
static const float quiet = 60, busy = 400;

/* How much of it goes one way: 1 for bars, 0 for matrices and text. */
static const float coherent = 0.55F, scattered = 0.45F;

/* The sums of the products of the gradients of a block. */
struct tensor {
	float xx, yy, xy;
};

enum kind { KIND_NONE, KIND_BARS, KIND_MATRIX };

void
region_finder_free(struct region_finder *finder)
{
	free(finder->blocks);
	free(finder->smooth);
	free(finder->kinds);
	free(finder->labels);
	free(finder->stack);
}

static void
make_room(struct region_finder *finder, const struct grey *grey)
{
	size_t n;

	finder->width = grey->width / BLOCK;
	finder->height = grey->height / BLOCK;
	n = finder->width * finder->height;
	if (n <= finder->room)
		return;
	finder->room = n;
	finder->blocks = mem_resize(finder->blocks, n, sizeof *finder->blocks);
	finder->smooth = mem_resize(finder->smooth, n, sizeof *finder->smooth);
	finder->kinds = mem_resize(finder->kinds, n, sizeof *finder->kinds);
	finder->labels = mem_resize(finder->labels, n, sizeof *finder->labels);
	finder->stack = mem_resize(finder->stack, n, sizeof *finder->stack);
}

/*
 * One block; its neighbours' pixels are there (see measure()). Scharr's
 * weights: with those of plain differences, bars of two pixels seem to be
 * turned by up to ten degrees more than they are.
 */
static struct tensor
measure_block(const uint8_t *at, size_t stride)
{
	int xx = 0, yy = 0, xy = 0;

	for (size_t y = 0; y < BLOCK; y += 2, at += 2 * stride)
		for (size_t x = 0; x < BLOCK; x++) {
			const uint8_t *p = at + x, *up = p - stride,
				      *down = p + stride;
			int falls = down[1] - up[-1], rises = up[1] - down[-1];
			int gx = 3 * (falls + rises) + 10 * (p[1] - p[-1]);
			int gy = 3 * (falls - rises) + 10 * (*down - *up);

			/* Four times the difference of two pixels. */
			gx /= 4;
			gy /= 4;
			xx += gx * gx;
			yy += gy * gy;
			xy += gx * gy;
		}
	return (struct tensor){(float)xx / 16, (float)yy / 16, (float)xy / 16};
}

static void
measure(struct region_finder *finder, const struct grey *grey)
{
	for (size_t by = 0; by < finder->height; by++)
		for (size_t bx = 0; bx < finder->width; bx++) {
			bool edge = bx == 0 || by == 0 ||
			    (bx + 1) * BLOCK >= grey->width ||
			    (by + 1) * BLOCK >= grey->height;

			finder->blocks[by * finder->width + bx] = edge
			    ? (struct tensor){0, 0, 0}
			    : measure_block(
				  grey_row(grey, by * BLOCK) + bx * BLOCK,
				  grey->width);
		}
}

/* Of each block and the eight around it. */
static void
smooth(struct region_finder *finder)
{
	size_t w = finder->width;

	memset(finder->smooth, 0, w * finder->height * sizeof *finder->smooth);
	for (size_t by = 1; by + 1 < finder->height; by++)
		for (size_t bx = 1; bx + 1 < w; bx++) {
			struct tensor sum = {0, 0, 0};

			for (size_t y = by - 1; y <= by + 1; y++)
				for (size_t x = bx - 1; x <= bx + 1; x++) {
					const struct tensor *t =
					    &finder->blocks[y * w + x];

					sum.xx += t->xx;
					sum.yy += t->yy;
					sum.xy += t->xy;
				}
			finder->smooth[by * w + bx] = sum;
		}
}

static float
coherence(const struct tensor *t)
{
	float sum = t->xx + t->yy, d = t->xx - t->yy;

	return sum > 0 ? sqrtf(d * d + 4 * t->xy * t->xy) / sum : 0;
}

/* Blocks at the border have no neighbours on all sides. */
static bool
is_inside(const struct region_finder *finder, size_t i)
{
	size_t x = i % finder->width, y = i / finder->width;

	return x > 0 && x + 1 < finder->width && y > 0 &&
	    y + 1 < finder->height;
}

/* No region begins or goes on at the border. */
static void
sort_blocks(struct region_finder *finder)
{
	const float pixels = BLOCK * BLOCK / 2;

	for (size_t i = 0; i < finder->width * finder->height; i++) {
		const struct tensor *own = &finder->blocks[i];
		const struct tensor *around = &finder->smooth[i];
		float energy = (own->xx + own->yy) / pixels;
		float c = coherence(around);

		finder->kinds[i] = KIND_NONE;
		finder->labels[i] = 0;
		if (!is_inside(finder, i))
			continue;
		if (energy > quiet && c > coherent)
			finder->kinds[i] = KIND_BARS;
		else if (energy > busy && c < scattered)
			finder->kinds[i] = KIND_MATRIX;
	}
}

/* Whether the bars of two blocks are parallel, to 15 degrees. */
static bool
parallel(const struct tensor *a, const struct tensor *b)
{
	float ax = a->xx - a->yy, ay = 2 * a->xy;
	float bx = b->xx - b->yy, by = 2 * b->xy;
	float dot = ax * bx + ay * by;

	return dot > 0 &&
	    dot * dot > 0.75F * (ax * ax + ay * ay) * (bx * bx + by * by);
}

/* Marks what touches the block and is of its kind; the number of blocks, which
 * stay on the stack. */
static size_t
fill(struct region_finder *finder, size_t seed, uint32_t label)
{
	size_t w = finder->width, n = 1, done = 0;
	unsigned char kind = finder->kinds[seed];

	finder->stack[0] = (uint32_t)seed;
	finder->labels[seed] = label;
	while (done < n) {
		size_t at = finder->stack[done++];

		for (int k = 0; k < 9; k++) {
			size_t to =
			    at + (size_t)(k / 3) * w + (size_t)(k % 3) - w - 1;

			if (finder->kinds[to] != kind ||
			    finder->labels[to] != 0)
				continue;
			if (kind == KIND_BARS &&
			    !parallel(&finder->smooth[at], &finder->smooth[to]))
				continue;
			finder->labels[to] = label;
			finder->stack[n++] = (uint32_t)to;
		}
	}
	return n;
}

/* The smallest rectangle, in the direction of the bars, around the blocks. */
static struct region
enclose(const struct region_finder *finder, size_t n, enum kind kind)
{
	struct region region = {.matrix = kind == KIND_MATRIX};
	struct tensor sum = {0, 0, 0};
	double low[2] = {HUGE_VAL, HUGE_VAL}, high[2] = {-HUGE_VAL, -HUGE_VAL};
	double c, s;

	for (size_t i = 0; i < n; i++) {
		const struct tensor *t = &finder->blocks[finder->stack[i]];

		sum.xx += t->xx;
		sum.yy += t->yy;
		sum.xy += t->xy;
	}
	if (!region.matrix)
		region.angle =
		    0.5 * atan2(2.0 * sum.xy, (double)sum.xx - sum.yy);
	c = cos(region.angle);
	s = sin(region.angle);
	for (size_t i = 0; i < n; i++) {
		double x =
		    ((double)(finder->stack[i] % finder->width) + 0.5) * BLOCK;
		double y =
		    ((double)(finder->stack[i] / finder->width) + 0.5) * BLOCK;
		double at[2] = {x * c + y * s, y * c - x * s};

		for (int k = 0; k < 2; k++) {
			low[k] = fmin(low[k], at[k]);
			high[k] = fmax(high[k], at[k]);
		}
	}
	region.length = high[0] - low[0] + BLOCK;
	region.height = high[1] - low[1] + BLOCK;
	region.x = ((low[0] + high[0]) * c - (low[1] + high[1]) * s) / 2;
	region.y = ((low[0] + high[0]) * s + (low[1] + high[1]) * c) / 2;
	region.weight = (sum.xx + sum.yy) / (BLOCK * BLOCK / 2);
	/* A code fills its rectangle; what is full of holes is a plant. */
	region.weight *=
	    (double)n * BLOCK * BLOCK / (region.length * region.height);
	return region;
}

static int
by_weight(const void *a, const void *b)
{
	double left = ((const struct region *)a)->weight;
	double right = ((const struct region *)b)->weight;

	return (left < right) - (left > right);
}

/* The least takes the last place. */
static size_t
keep(struct region regions[REGIONS_MOST], size_t n, const struct region *one)
{
	size_t least = 0;

	if (n < REGIONS_MOST) {
		regions[n] = *one;
		return n + 1;
	}
	for (size_t i = 1; i < n; i++)
		if (regions[i].weight < regions[least].weight)
			least = i;
	if (regions[least].weight < one->weight)
		regions[least] = *one;
	return n;
}

/* A code has three blocks at least; a matrix code is at most four times as wide
 * as high. */
static bool
may_be_code(const struct region *region, size_t n)
{
	double ratio = region->length / region->height;

	if (!region->matrix)
		return n >= 4 && region->length >= 3 * BLOCK;
	return n >= 4 && ratio > 0.2 && ratio < 5;
}

/* True if the second goes on where the first ends: glare, dirt, or a wide
 * gap, has parted them. Both become the first then. */
static bool
joined(struct region *a, const struct region *b)
{
	double c = cos(a->angle), s = sin(a->angle);
	double dx = b->x - a->x, dy = b->y - a->y;
	double u = dx * c + dy * s, v = dy * c - dx * s;
	double gap = fabs(u) - (a->length + b->length) / 2;
	double lower = fmin(a->height, b->height);
	double low, high;

	/* What is much higher is a plant, or the edge of a sheet. */
	if (a->matrix || b->matrix || fmax(a->height, b->height) > 2 * lower ||
	    fabs(sin(a->angle - b->angle)) > sin(0.15) || gap > 1.5 * lower ||
	    fabs(v) > lower / 2)
		return false;
	low = fmin(-a->length / 2, u - b->length / 2);
	high = fmax(a->length / 2, u + b->length / 2);
	a->x += (low + high) / 2 * c;
	a->y += (low + high) / 2 * s;
	a->length = high - low;
	a->height = fmax(a->height, b->height);
	a->weight += b->weight;
	return true;
}

static size_t
join(struct region regions[], size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n;)
			if (joined(&regions[i], &regions[j])) {
				memmove(&regions[j], &regions[j + 1],
				    (n - j - 1) * sizeof *regions);
				n--;
				j = i + 1;
			} else {
				j++;
			}
	return n;
}

size_t
regions_find(struct region_finder *finder, const struct grey *grey,
    struct region regions[REGIONS_MOST])
{
	size_t found = 0, size;
	uint32_t label = 0;

	make_room(finder, grey);
	if (finder->width < 3 || finder->height < 3)
		return 0;
	measure(finder, grey);
	smooth(finder);
	sort_blocks(finder);
	size = finder->width * finder->height;
	for (size_t i = 0; i < size; i++) {
		enum kind kind = finder->kinds[i];
		struct region region;
		size_t n;

		if (kind == KIND_NONE || finder->labels[i] != 0)
			continue;
		n = fill(finder, i, ++label);
		region = enclose(finder, n, kind);
		if (may_be_code(&region, n))
			found = keep(regions, found, &region);
	}
	mem_sort(regions, found, sizeof *regions, by_weight);
	found = join(regions, found);
	mem_sort(regions, found, sizeof *regions, by_weight);
	return found;
}
