/* SPDX-License-Identifier: MIT */
/*
 * Photoshop's files (Adobe Photoshop File Formats Specification): the composite
 * at their end, in black and white, grey, inks, RGB, Lab or of a palette, with
 * 8 or 16 bits. It is blended with white where it is transparent, so that no
 * alpha is needed.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "picture/inflate.h"
#include "picture/raster.h"

enum {
	BITMAP = 0,
	GREY = 1,
	INDEXED = 2,
	COLOURS = 3,
	INKS = 4,
	DUOTONE = 8,
	LAB = 9
};
enum { PLAIN, RUNS, ZIP, ZIP_PREDICTED };
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
	return mode == COLOURS || mode == LAB ? 3 : mode == INKS ? 4 : 1;
}

static bool
is_read(const struct psd *psd)
{
	switch (psd->mode) {
	case BITMAP: return psd->depth == 1;
	case GREY:
	case COLOURS:
	case INKS:
	case LAB:
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
	uint64_t packing;
	size_t n; /* bytes of a row */
	uint64_t next; /* row, of all channels' */
	uint64_t at; /* its bytes */
	struct inflater *inflater; /* of all rows; or NULL */
	uint8_t *room;
};

static struct slice
row_bytes(struct rows *rows, size_t n)
{
	struct slice pixels = rows->psd->pixels, row = {NULL, 0};

	if (rows->at > pixels.n || n > pixels.n - rows->at)
		return row;
	row = (struct slice){pixels.at + rows->at, n};
	rows->at += n;
	return row;
}

/* Each sample is what is to be added to the one before it. */
static void
add_up(uint8_t *row, size_t n, unsigned depth)
{
	unsigned sum = 0;

	if (depth == 8) {
		for (size_t i = 0; i < n; i++)
			row[i] = (uint8_t)(sum += row[i]);
		return;
	}
	for (size_t i = 0; i + 1 < n; i += 2) {
		sum += (unsigned)row[i] << 8 | row[i + 1];
		row[i] = (uint8_t)(sum >> 8);
		row[i + 1] = (uint8_t)sum;
	}
}

static bool
inflate_row(struct rows *rows)
{
	size_t done = 0;

	while (done < rows->n) {
		struct slice in = {rows->psd->pixels.at + rows->at,
		    rows->psd->pixels.n - (size_t)rows->at};
		size_t left = in.n, n = rows->n - done;
		enum inflate_state state =
		    inflater_run(rows->inflater, &in, rows->room + done, &n);

		rows->at += left - in.n;
		done += n;
		if (done < rows->n &&
		    (state != INFLATE_MORE || (n == 0 && in.n == left)))
			return false;
	}
	if (rows->packing == ZIP_PREDICTED)
		add_up(rows->room, rows->n, rows->psd->depth);
	return true;
}

static const uint8_t *
next_row(struct rows *rows)
{
	const struct psd *psd = rows->psd;
	size_t count = psd->large ? 4 : 2;
	struct slice row;

	if (rows->inflater != NULL)
		return inflate_row(rows) ? rows->room : NULL;
	if (rows->packing == PLAIN)
		return (const uint8_t *)row_bytes(rows, rows->n).at;
	row = row_bytes(
	    rows, (size_t)number(psd->pixels, 2 + rows->next++ * count, count));
	return row.at != NULL && unpack_row(row, rows->room, rows->n)
	    ? rows->room
	    : NULL;
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

/* A bit that is set is black. */
static void
put_bits(const struct psd *psd, const uint8_t *row, uint8_t *to)
{
	for (uint32_t x = 0; x < psd->width; x++)
		to[x] = (row[x / 8] >> (7 - x % 8) & 1) != 0 ? 0 : 255;
}

static double
linear(double f)
{
	return f > 6.0 / 29 ? f * f * f : (f - 4.0 / 29) * 3 * 36 / 841;
}

static uint8_t
coded(double light)
{
	double v = light <= 0.0031308 ? 12.92 * light
				      : 1.055 * pow(light, 1 / 2.4) - 0.055;

	return (uint8_t)(v <= 0 ? 0 : v >= 1 ? 255 : v * 255 + 0.5);
}

/* From CIE Lab (ISO 11664-4) with the white of D50 to sRGB, whose primaries
 * are adapted to that. */
static void
lab_to_srgb(uint8_t *p)
{
	double y = (p[0] / 2.55 + 16) / 116;
	double x = linear(y + (p[1] - 128) / 500.0) * 0.96422;
	double z = linear(y - (p[2] - 128) / 200.0) * 0.82521;

	y = linear(y);
	p[0] = coded(3.1338561 * x - 1.6168667 * y - 0.4906146 * z);
	p[1] = coded(-0.9787684 * x + 1.9161415 * y + 0.0334540 * z);
	p[2] = coded(0.0719453 * x - 0.2289914 * y + 1.4052427 * z);
}

static bool
put_all(struct rows *rows, struct raster *raster)
{
	const struct psd *psd = rows->psd;
	size_t n = (size_t)psd->width * raster->bands;

	for (unsigned c = 0; c < colours_of(psd->mode); c++)
		for (uint32_t y = 0; y < psd->height; y++) {
			uint8_t *to = raster->samples + y * n;
			const uint8_t *row = next_row(rows);

			if (row == NULL)
				return false;
			if (psd->mode == INDEXED)
				put_colours(psd, row, to);
			else if (psd->mode == BITMAP)
				put_bits(psd, row, to);
			else
				put_row(psd, row, to + c, raster->bands);
		}
	if (psd->mode == LAB)
		for (size_t i = 0; i < n * psd->height; i += 3)
			lab_to_srgb(raster->samples + i);
	return true;
}

static bool
read_rows(const struct psd *psd, struct raster *raster, struct buf *why)
{
	struct rows rows = {.psd = psd,
	    .packing = number(psd->pixels, 0, 2),
	    .n = ((size_t)psd->width * psd->depth + 7) / 8,
	    .at = 2};
	bool whole;

	if (rows.packing > ZIP_PREDICTED ||
	    (rows.packing == ZIP_PREDICTED && psd->depth < 8))
		return fail(why, "a packing that is not read");
	if (psd->pixels.n < 2)
		return fail(why, "its pixels are not all there");
	if (rows.packing == RUNS)
		rows.at += (uint64_t)psd->channels * psd->height *
		    (psd->large ? 4 : 2);
	rows.room = malloc(rows.n);
	if (rows.room == NULL)
		return fail(why, "out of memory");
	if (rows.packing >= ZIP)
		rows.inflater = inflater_new();
	whole = put_all(&rows, raster);
	if (rows.inflater != NULL)
		inflater_free(rows.inflater);
	free(rows.room);
	return whole || fail(why, "its pixels are not all there");
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
	if (profile.n > 0 && psd.mode != LAB)
		buf_put_slice(&raster->profile, profile);
	return read_rows(&psd, raster, why);
}

const struct raster_decoder raster_psd = {fits, head, decode};
