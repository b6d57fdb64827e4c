/* SPDX-License-Identifier: MIT */
/*
 * Photoshop's files (Adobe Photoshop File Formats Specification): the composite
 * at their end, in grey, inks, RGB or of a palette, with 8 or 16 bits. It is
 * blended with white where it is transparent, so that no alpha is needed.
 */
#include <stdlib.h>
#include <string.h>

#include "raster.h"

enum { GREY = 1, INDEXED = 2, COLOURS = 3, INKS = 4, DUOTONE = 8 };
enum { PROFILE = 1039, VERSION_INFO = 1057 };
enum { HEADER = 26, PALETTE = 768 };

struct psd {
	unsigned channels, depth, mode;
	uint32_t width, height;
	bool large; /* PSB: longer counts */
	const uint8_t *palette; /* red, then green, then blue; or NULL */
	struct slice resources;
	struct slice pixels; /* with how they are packed in front */
};

static uint64_t
number(struct slice bytes, uint64_t at, size_t n)
{
	uint64_t value = 0;

	for (size_t i = 0; i < n; i++)
		value = value << 8 |
		    (at + i < bytes.n ? (uint8_t)bytes.at[at + i] : 0);
	return value;
}

static bool
fail(struct buf *why, const char *text)
{
	buf_put_string(why, text);
	return false;
}

/* A part that says how long it is; NULL where that is beyond the end. */
static struct slice
part(struct slice bytes, uint64_t *at, size_t length)
{
	uint64_t n = number(bytes, *at, length);
	struct slice part = {NULL, 0};

	*at += length;
	if (*at > bytes.n || n > bytes.n - *at)
		return part;
	part = (struct slice){bytes.at + *at, (size_t)n};
	*at += n;
	return part;
}

/* The bytes of a resource; `at` NULL if it is not there. */
static struct slice
resource(struct slice resources, unsigned id)
{
	for (uint64_t at = 0; at + 12 <= resources.n;) {
		unsigned found = (unsigned)number(resources, at + 4, 2);
		struct slice data;

		at += 6;
		at += 1 + (number(resources, at, 1) | 1);
		data = part(resources, &at, 4);
		if (data.at == NULL || found == id)
			return data;
		at += data.n & 1;
	}
	return (struct slice){NULL, 0};
}

static unsigned
colours_of(unsigned mode)
{
	return mode == COLOURS ? 3 : mode == INKS ? 4 : 1;
}

static bool
is_read(const struct psd *psd)
{
	switch (psd->mode) {
	case GREY:
	case COLOURS:
	case INKS:
	case DUOTONE: return psd->depth == 8 || psd->depth == 16;
	case INDEXED: return psd->depth == 8 && psd->palette != NULL;
	default: return false;
	}
}

static bool
read_header(struct psd *psd, struct slice bytes, struct buf *why)
{
	uint64_t at = HEADER;
	struct slice palette, version;

	psd->large = number(bytes, 4, 2) == 2;
	psd->channels = (unsigned)number(bytes, 12, 2);
	psd->height = (uint32_t)number(bytes, 14, 4);
	psd->width = (uint32_t)number(bytes, 18, 4);
	psd->depth = (unsigned)number(bytes, 22, 2);
	psd->mode = (unsigned)number(bytes, 24, 2);
	palette = part(bytes, &at, 4);
	psd->palette =
	    palette.n >= PALETTE ? (const uint8_t *)palette.at : NULL;
	psd->resources = part(bytes, &at, 4);
	if (psd->resources.at == NULL ||
	    part(bytes, &at, psd->large ? 8 : 4).at == NULL)
		return fail(why, "it is cut before its pixels");
	psd->pixels = (struct slice){bytes.at + at, bytes.n - (size_t)at};
	version = resource(psd->resources, VERSION_INFO);
	if (version.n >= 5 && version.at[4] == 0)
		return fail(
		    why, "it has layers only: save it for compatibility");
	if (!is_read(psd) || psd->channels < colours_of(psd->mode))
		return fail(why, "a mode or depth that is not read");
	if (psd->width == 0 || psd->height == 0 || psd->channels > 56)
		return fail(why, "no size");
	return true;
}

/* A row of runs: PackBits. False if it does not give all bytes. */
static bool
unpack_row(struct slice row, uint8_t *to, size_t n)
{
	const uint8_t *at = (const uint8_t *)row.at, *end = at + row.n;

	while (n > 0 && at < end) {
		unsigned code = *at++;
		size_t some = code < 128 ? code + 1u : 257u - code;

		if (code == 128)
			continue;
		if (some > n || (size_t)(end - at) < (code < 128 ? some : 1))
			return false;
		if (code < 128)
			memcpy(to, at, some);
		else
			memset(to, *at, some);
		at += code < 128 ? some : 1;
		to += some;
		n -= some;
	}
	return n == 0;
}

/* Where the rows of all channels are, one after the other. */
struct rows {
	const struct psd *psd;
	bool runs;
	uint64_t next; /* row, of all channels' */
	uint64_t at; /* its bytes */
	uint8_t *room;
};

static const uint8_t *
next_row(struct rows *rows)
{
	const struct psd *psd = rows->psd;
	size_t count = psd->large ? 4 : 2, n;
	struct slice row;

	n = (size_t)psd->width * (psd->depth / 8);
	row.n = rows->runs
	    ? (size_t)number(psd->pixels, 2 + rows->next * count, count)
	    : n;
	if (rows->at > psd->pixels.n || row.n > psd->pixels.n - rows->at)
		return NULL;
	row.at = psd->pixels.at + rows->at;
	rows->at += row.n;
	rows->next++;
	if (!rows->runs)
		return (const uint8_t *)row.at;
	return unpack_row(row, rows->room, n) ? rows->room : NULL;
}

static void
put_row(const struct psd *psd, const uint8_t *row, uint8_t *to, unsigned bands)
{
	size_t step = psd->depth / 8;
	uint8_t turned = psd->mode == INKS ? 255 : 0;

	for (uint32_t x = 0; x < psd->width; x++)
		to[(size_t)x * bands] = row[x * step] ^ turned;
}

static void
put_colours(const struct psd *psd, const uint8_t *row, uint8_t *to)
{
	for (uint32_t x = 0; x < psd->width; x++)
		for (size_t c = 0; c < 3; c++)
			to[(size_t)x * 3 + c] = psd->palette[row[x] + 256 * c];
}

static bool
read_rows(const struct psd *psd, struct raster *raster, struct buf *why)
{
	uint64_t packing = number(psd->pixels, 0, 2);
	struct rows rows = {.psd = psd, .runs = packing == 1, .at = 2};
	bool whole = packing <= 1;

	if (rows.runs)
		rows.at += (uint64_t)psd->channels * psd->height *
		    (psd->large ? 4 : 2);
	rows.room = malloc((size_t)psd->width * 2);
	if (rows.room == NULL)
		return fail(why, "out of memory");
	for (unsigned c = 0; c < colours_of(psd->mode); c++)
		for (uint32_t y = 0; y < psd->height && whole; y++) {
			uint8_t *to = raster->samples +
			    (size_t)y * psd->width * raster->bands;
			const uint8_t *row = next_row(&rows);

			whole = row != NULL;
			if (whole && psd->mode == INDEXED)
				put_colours(psd, row, to);
			else if (whole)
				put_row(psd, row, to + c, raster->bands);
		}
	free(rows.room);
	return whole ||
	    fail(why,
		packing > 1 ? "a packing that is not read"
			    : "its pixels are not all there");
}

static bool
fits(struct slice bytes)
{
	return bytes.n >= HEADER && memcmp(bytes.at, "8BPS\0", 5) == 0 &&
	    (bytes.at[5] == 1 || bytes.at[5] == 2);
}

static bool
head(struct slice bytes, struct raster *raster, struct buf *why)
{
	struct psd psd;

	if (!read_header(&psd, bytes, why))
		return false;
	raster->width = psd.width;
	raster->height = psd.height;
	raster->bands = psd.mode == INDEXED ? 3 : colours_of(psd.mode);
	raster->ink = psd.mode == INKS;
	raster->memory = (uint64_t)psd.width * psd.height * raster->bands;
	return true;
}

static bool
decode(struct slice bytes, struct raster *raster, struct buf *why)
{
	struct slice profile;
	struct psd psd;

	if (!read_header(&psd, bytes, why))
		return false;
	raster->samples = calloc((size_t)psd.width * psd.height, raster->bands);
	if (raster->samples == NULL)
		return fail(why, "out of memory");
	profile = resource(psd.resources, PROFILE);
	if (profile.n > 0)
		buf_put_slice(&raster->profile, profile);
	return read_rows(&psd, raster, why);
}

const struct raster_decoder raster_psd = {fits, head, decode};
