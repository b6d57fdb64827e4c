/* SPDX-License-Identifier: MIT */
/*
 * BMP of Windows and OS/2, as browsers read it: 1 to 32 bits, masks, runs. The
 * unused byte of 32 bits is not taken for transparency.
 */
#include <stdlib.h>
#include <string.h>

#include "picture/raster.h"

enum { RGB, RLE8, RLE4, BITFIELDS, JPEG, PNG, ALPHABITFIELDS };
enum { OS2_RLE24 = JPEG };
enum { RED, GREEN, BLUE, ALPHA };

struct bmp {
	const uint8_t *at, *end; /* of the pixels */
	const uint8_t *palette;
	uint32_t ncolours, entry; /* bytes of one */
	uint32_t width, height, bits, packing;
	bool upside_down; /* the last row comes first, which is usual */
	uint32_t masks[4];
};

static uint32_t
number(struct slice bytes, size_t at, size_t n)
{
	uint32_t value = 0;

	for (size_t i = 0; i < n && at + i < bytes.n; i++)
		value |= (uint32_t)(uint8_t)bytes.at[at + i] << 8 * i;
	return value;
}

static bool
fail(struct buf *why, const char *text)
{
	buf_put_string(why, text);
	return false;
}

static void
read_masks(struct bmp *bmp, struct slice bytes, uint32_t header)
{
	static const uint32_t of_16[] = {0x7C00, 0x3E0, 0x1F, 0};
	static const uint32_t of_32[] = {0xFF0000, 0xFF00, 0xFF, 0};
	bool given =
	    bmp->packing == BITFIELDS || bmp->packing == ALPHABITFIELDS;
	bool with_alpha = header >= 56 || bmp->packing == ALPHABITFIELDS;

	memcpy(bmp->masks, bmp->bits == 16 ? of_16 : of_32, sizeof of_16);
	for (size_t i = 0; given && i < (with_alpha ? 4 : 3); i++)
		bmp->masks[i] = number(bytes, 54 + 4 * i, 4);
}

static bool
read_header(struct bmp *bmp, struct slice bytes, struct buf *why)
{
	uint32_t offset = number(bytes, 10, 4), header = number(bytes, 14, 4);
	bool small = header == 12;
	bool os2 = !small && header < 64 && header != 40 && header != 52 &&
	    header != 56;
	int32_t width = (int32_t)number(bytes, 18, small ? 2 : 4);
	int32_t height = (int32_t)number(bytes, small ? 20 : 22, small ? 2 : 4);
	size_t colours = 14 + header;

	*bmp = (struct bmp){.bits = number(bytes, small ? 24 : 28, 2),
	    .packing = small || header < 20 ? RGB : number(bytes, 30, 4),
	    .entry = small ? 3 : 4,
	    .upside_down = height > 0};
	if (header == 64)
		os2 = true;
	if (width <= 0 || height == 0 || height == INT32_MIN ||
	    header > bytes.n || offset > bytes.n)
		return fail(why, "a bad header");
	if (os2 && bmp->packing == BITFIELDS)
		return fail(why, "a BMP in Huffman codes");
	if (!os2 && (bmp->packing == OS2_RLE24 || bmp->packing == PNG))
		return fail(why, "a BMP with another picture in it");
	bmp->width = (uint32_t)width;
	bmp->height = (uint32_t)(height < 0 ? -height : height);
	read_masks(bmp, bytes, header);
	if (header == 40 &&
	    (bmp->packing == BITFIELDS || bmp->packing == ALPHABITFIELDS))
		colours += bmp->packing == BITFIELDS ? 12 : 16;
	bmp->ncolours = bmp->bits <= 8 ? 1u << bmp->bits : 0;
	if (header >= 36 && number(bytes, 46, 4) > 0 &&
	    number(bytes, 46, 4) < bmp->ncolours)
		bmp->ncolours = number(bytes, 46, 4);
	bmp->palette = (const uint8_t *)bytes.at + colours;
	if (bmp->ncolours > 0 && colours >= bytes.n)
		return fail(why, "its palette is missing");
	while (bmp->ncolours > 0 &&
	    colours + (size_t)bmp->ncolours * bmp->entry > bytes.n)
		bmp->ncolours--;
	bmp->at = (const uint8_t *)bytes.at + offset;
	bmp->end = (const uint8_t *)bytes.at + bytes.n;
	return true;
}

static uint8_t *
pixel(const struct bmp *bmp, struct raster *raster, uint32_t x, uint32_t y)
{
	uint32_t row = bmp->upside_down ? bmp->height - 1 - y : y;

	return raster->samples + ((size_t)row * bmp->width + x) * 4;
}

/* Colours beyond the palette are black. */
static void
put_colour(const struct bmp *bmp, uint8_t *to, uint32_t index)
{
	const uint8_t *from = bmp->palette + (size_t)index * bmp->entry;

	to[ALPHA] = 255;
	for (size_t i = 0; i < 3; i++)
		to[i] = index < bmp->ncolours ? from[2 - i] : 0;
}

/* The bits of a mask, brought to 0 to 255. */
static uint8_t
under(uint32_t value, uint32_t mask)
{
	unsigned shift = 0;
	uint64_t most;

	if (mask == 0)
		return 0;
	while ((mask >> shift & 1) == 0)
		shift++;
	most = mask >> shift;
	return (
	    uint8_t)(((uint64_t)((value & mask) >> shift) * 255 + most / 2) /
	    most);
}

static void
put_direct(const struct bmp *bmp, uint8_t *to, const uint8_t *from)
{
	uint32_t value = 0;

	to[ALPHA] = 255;
	if (bmp->bits == 24) {
		for (size_t i = 0; i < 3; i++)
			to[i] = from[2 - i];
		return;
	}
	for (size_t i = 0; i < bmp->bits / 8; i++)
		value |= (uint32_t)from[i] << 8 * i;
	for (size_t i = RED; i <= BLUE; i++)
		to[i] = under(value, bmp->masks[i]);
	if (bmp->masks[ALPHA] != 0)
		to[ALPHA] = under(value, bmp->masks[ALPHA]);
}

static bool
read_rows(const struct bmp *bmp, struct raster *raster, struct buf *why)
{
	uint64_t stride = ((uint64_t)bmp->width * bmp->bits + 31) / 32 * 4;

	if (stride * bmp->height > (uint64_t)(bmp->end - bmp->at))
		return fail(why, "fewer bytes than pixels need");
	for (uint32_t y = 0; y < bmp->height; y++) {
		const uint8_t *row = bmp->at + stride * y;

		for (uint32_t x = 0; x < bmp->width; x++) {
			uint64_t bit = (uint64_t)x * bmp->bits;
			uint8_t *to = pixel(bmp, raster, x, y);

			if (bmp->bits > 8)
				put_direct(bmp, to, row + bit / 8);
			else
				put_colour(bmp, to,
				    (uint32_t)row[bit / 8] >>
					    (8 - bmp->bits - bit % 8) &
					((1u << bmp->bits) - 1));
		}
	}
	return true;
}

/* Where the next pixel goes, while runs are unpacked. */
struct pen {
	uint32_t x, y;
};

static void
put_run_pixel(const struct bmp *bmp, struct raster *raster, struct pen *pen,
    const uint8_t *from, bool second)
{
	if (pen->x < bmp->width && pen->y < bmp->height) {
		uint8_t *to = pixel(bmp, raster, pen->x, pen->y);

		if (bmp->bits == 24)
			put_direct(bmp, to, from);
		else if (bmp->bits == 8)
			put_colour(bmp, to, *from);
		else
			put_colour(bmp, to, second ? *from & 15 : *from >> 4);
	}
	pen->x++;
}

/* Pixels as they are; padded to even bytes. NULL if they are not there. */
static const uint8_t *
read_literal(const struct bmp *bmp, struct raster *raster, struct pen *pen,
    const uint8_t *at, uint32_t n)
{
	size_t bytes = ((size_t)n * bmp->bits + 7) / 8;

	if ((size_t)(bmp->end - at) < bytes)
		return NULL;
	for (uint32_t i = 0; i < n; i++)
		put_run_pixel(bmp, raster, pen, at + (size_t)i * bmp->bits / 8,
		    i % 2 == 1);
	bytes += bytes & 1;
	return (size_t)(bmp->end - at) < bytes ? bmp->end : at + bytes;
}

/* Whatever the runs leave out stays transparent. */
static bool
read_runs(const struct bmp *bmp, struct raster *raster, struct buf *why)
{
	size_t unit = bmp->bits == 24 ? 3 : 1;
	const uint8_t *at = bmp->at;
	struct pen pen = {0, 0};

	while ((size_t)(bmp->end - at) >= 2 && pen.y < bmp->height) {
		uint32_t n = at[0];

		if (n > 0) {
			if ((size_t)(bmp->end - at) < 1 + unit)
				break;
			for (uint32_t i = 0; i < n; i++)
				put_run_pixel(
				    bmp, raster, &pen, at + 1, i % 2 == 1);
			at += 1 + unit;
			continue;
		}
		n = at[1];
		at += 2;
		if (n == 0) {
			pen.x = 0;
			pen.y++;
		} else if (n == 1) {
			return true;
		} else if (n == 2 && (size_t)(bmp->end - at) >= 2) {
			pen.x += at[0];
			pen.y += at[1];
			at += 2;
		} else if (n == 2 ||
		    (at = read_literal(bmp, raster, &pen, at, n)) == NULL) {
			break;
		}
	}
	return pen.y + 1 >= bmp->height ||
	    fail(why, "its data ends before its rows do");
}

/* A picture that is transparent all over is one whose writer did not care. */
static void
make_visible(struct raster *raster)
{
	size_t n = (size_t)raster->width * raster->height * 4;

	for (size_t i = ALPHA; i < n; i += 4)
		if (raster->samples[i] != 0)
			return;
	for (size_t i = ALPHA; i < n; i += 4)
		raster->samples[i] = 255;
}

static bool
fits(struct slice bytes)
{
	return bytes.n >= 26 && memcmp(bytes.at, "BM", 2) == 0;
}

bool
raster_bmp_holds(struct slice bytes, struct slice *inside)
{
	uint32_t offset = number(bytes, 10, 4), header = number(bytes, 14, 4);
	uint32_t packing = number(bytes, 30, 4);

	if (!fits(bytes) || header < 40 || header == 64 || offset >= bytes.n ||
	    number(bytes, 28, 2) != 0 || (packing != JPEG && packing != PNG))
		return false;
	*inside = (struct slice){bytes.at + offset, bytes.n - offset};
	return true;
}

static bool
head(struct slice bytes, struct raster *raster, struct buf *why)
{
	struct bmp bmp;

	if (!read_header(&bmp, bytes, why))
		return false;
	raster->width = bmp.width;
	raster->height = bmp.height;
	raster->bands = 3;
	raster->alpha = true;
	raster->memory = (uint64_t)bmp.width * bmp.height * 4;
	return true;
}

static bool
decode(struct slice bytes, struct raster *raster, struct buf *why)
{
	struct bmp bmp;
	bool good;

	if (!read_header(&bmp, bytes, why))
		return false;
	raster->samples = calloc((size_t)bmp.width * bmp.height, 4);
	if (raster->samples == NULL)
		return fail(why, "out of memory");
	switch (bmp.packing) {
	case RGB:
	case BITFIELDS:
	case ALPHABITFIELDS:
		good = (bmp.bits <= 8 ? bmp.bits == 1 || bmp.bits == 2 ||
				   bmp.bits == 4 || bmp.bits == 8
				      : bmp.bits == 16 || bmp.bits == 24 ||
				   bmp.bits == 32) &&
		    read_rows(&bmp, raster, why);
		break;
	case RLE8: good = bmp.bits == 8 && read_runs(&bmp, raster, why); break;
	case RLE4: good = bmp.bits == 4 && read_runs(&bmp, raster, why); break;
	case OS2_RLE24:
		good = bmp.bits == 24 && read_runs(&bmp, raster, why);
		break;
	default: good = false;
	}
	if (good)
		make_visible(raster);
	return good;
}

const struct raster_decoder raster_bmp = {fits, head, decode};
