/* SPDX-License-Identifier: MIT */
/* Whether a JPEG's scans are what its headers promise: ITU T.81. */
#include <assert.h>

#include "picture/picture_jpeg.h"

static uint64_t
divide_up(uint64_t n, uint64_t by)
{
	return (n + by - 1) / by;
}

/* How many blocks an MCU has. */
static uint64_t
blocks_of_unit(const struct jpeg *j, uint8_t n)
{
	uint64_t blocks = 0;

	for (size_t i = 0; n > 1 && i < j->ncomponents && i < 4; i++)
		blocks += (uint64_t)j->components[i].h * j->components[i].v;
	return n > 1 ? blocks : 1;
}

/* How many MCUs the scan has: T.81 A.2. */
static uint64_t
count_units(const struct picture *p, uint8_t n, const uint8_t *selectors)
{
	const struct jpeg *j = &p->jpeg;
	uint64_t width = p->facts.width, height = p->facts.height;
	uint8_t h = 1, v = 1, one_h = 1, one_v = 1;

	for (size_t i = 0; i < j->ncomponents; i++) {
		const struct jpeg_component *c = &j->components[i];

		if (c->h > h)
			h = c->h;
		if (c->v > v)
			v = c->v;
		if (c->id == selectors[0]) {
			one_h = c->h;
			one_v = c->v;
		}
	}
	if (n > 1)
		return divide_up(width, 8u * h) * divide_up(height, 8u * v);
	return divide_up(divide_up(width * one_h, h), 8) *
	    divide_up(divide_up(height * one_v, v), 8);
}

static const struct jpeg_component *
component(const struct jpeg *j, uint8_t id)
{
	for (size_t i = 0; i < j->ncomponents && i < 4; i++)
		if (j->components[i].id == id)
			return &j->components[i];
	return NULL;
}

/* T.81 B.2.3: at most so many blocks in an MCU. */
enum { BLOCKS_MOST = 10, COEFFICIENTS = 64 };

static bool
fits_unit(const struct jpeg *j, uint8_t n, const uint8_t *selectors)
{
	unsigned blocks = 0;

	for (uint8_t i = 0; n > 1 && i < n; i++) {
		const struct jpeg_component *c = component(j, selectors[2 * i]);

		blocks += c != NULL ? (unsigned)c->h * c->v : 1;
	}
	return blocks <= BLOCKS_MOST;
}

/* A table that is not there may be the usual one: of those there are two. */
static bool
has_tables(const struct jpeg *j, uint8_t tables, bool dc, bool ac)
{
	uint8_t first = tables >> 4, second = tables & 15;

	return (!dc || first < 2 ||
		   (first < 4 && (j->huffman >> first & 1) != 0)) &&
	    (!ac || second < 2 ||
		(second < 4 && (j->huffman >> (second + 4) & 1) != 0));
}

/* T.81 G.1.1.1: DC first and by itself, AC of one component, each bit in its
 * turn. */
static bool
refine(struct jpeg *j, uint8_t n, const uint8_t *b)
{
	const uint8_t *band = b + 2 * n;
	int first = band[0], last = band[1];
	int high = band[2] >> 4, low = band[2] & 15;

	if (last >= COEFFICIENTS || first > last || low > 13 ||
	    (high != 0 && low != high - 1) || (first == 0 ? last != 0 : n != 1))
		return false;
	for (uint8_t i = 0; i < n; i++) {
		const struct jpeg_component *c = component(j, b[2 * i]);
		int8_t *bits = c != NULL ? j->bits[c - j->components] : NULL;

		if (bits == NULL || (first > 0 && bits[0] < 0))
			return false;
		for (int k = first; k <= last; k++) {
			if (high != (bits[k] < 0 ? 0 : bits[k]))
				return false;
			bits[k] = (int8_t)low;
		}
	}
	return true;
}

/* NULL, or what is wrong with a scan of Huffman codes. */
static const char *
scan_fault(struct jpeg *j, uint8_t n, const uint8_t *b)
{
	const uint8_t *band = b + 2 * n;

	if (j->lossless || j->hierarchical || j->twins || j->ncomponents > 4)
		return NULL;
	if (!fits_unit(j, n, b))
		return "more blocks at once than ten";
	if (j->progressive && !refine(j, n, b))
		return "a scan out of order";
	for (uint8_t i = 0; i < n && !j->arithmetic; i++)
		if (!has_tables(j, b[2 * i + 1],
			!j->progressive || (band[0] == 0 && band[2] >> 4 == 0),
			!j->progressive || band[0] > 0))
			return "no Huffman table for a component";
	return NULL;
}

const char *
picture_jpeg_fault(const struct jpeg *j)
{
	if (j->lossless || j->hierarchical || j->twins || j->ncomponents > 4)
		return NULL;
	for (size_t i = 0; i < j->ncomponents; i++) {
		if ((j->seen >> i & 1) == 0)
			return "a component without a scan";
		for (size_t k = 0; j->progressive && k < COEFFICIENTS; k++)
			if (j->bits[i][k] < 0)
				return "scans are missing";
	}
	return NULL;
}

const char *
picture_jpeg_begin_scan(struct picture *p, const uint8_t *b)
{
	struct jpeg *j = &p->jpeg;
	uint8_t n = (uint8_t)((j->left - 3) / 2), ids[4];
	const char *fault;

	assert(n >= 1 && n <= sizeof ids);
	/* Of one name, they are meant in their order. */
	if (j->twins)
		j->seen = (uint8_t)((1 << j->ncomponents) - 1);
	for (uint8_t i = 0; i < n; i++) {
		const struct jpeg_component *c = component(j, b[2 * i]);

		ids[i] = b[2 * i];
		if (c == NULL && j->ncomponents <= 4) {
			return "a scan of a component that is not there";
		}
		if (c != NULL && !j->lossless &&
		    (j->tables >> c->table & 1) == 0) {
			return "no quantisation table for a component";
		}
		if (c != NULL)
			j->seen |= (uint8_t)(1 << (c - j->components));
	}
	fault = scan_fault(j, n, b);
	if (fault != NULL)
		return fault;
	j->counted = j->ncomponents <= 4 && !j->lossless && !j->hierarchical &&
	    !j->twins && p->facts.height > 0 && !j->extra;
	j->units = j->counted ? count_units(p, n, ids) : 0;
	/* A block takes two bits at least, where the coding is sequential. */
	j->least = n < j->ncomponents || j->arithmetic || j->progressive
	    ? 0
	    : j->units * blocks_of_unit(j, n) / 4;
	j->start = p->at;
	j->restarts = 0;
	j->scanned = true;
	j->ff = false;
	return NULL;
}
