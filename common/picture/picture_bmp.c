/* SPDX-License-Identifier: MIT */
/*
 * BMP of Windows and OS/2: the pixels' size follows from the header where they
 * are not packed. What browsers make of the header's fields decides: what they
 * refuse is corrupt, or of a kind that only they lack.
 */
#include "picture/picture_parse.h"

enum { RGB, RLE8, RLE4, BITFIELDS, JPEG, PNG, ALPHABITFIELDS };
enum { OS2_HUFFMAN = 3, OS2_RLE24 = 4 };
enum { WINDOWS = 40, MASKS = 52, ALPHA_MASKS = 56, OS2_MOST = 64 };

/* Lengths of headers that are in use. */
static bool
is_windows(uint32_t length)
{
	return length == WINDOWS || length == MASKS || length == ALPHA_MASKS ||
	    length == 108 || length == 124;
}

static bool
is_os2(uint32_t length)
{
	return length >= 16 && length <= OS2_MOST && !is_windows(length) &&
	    (length % 4 == 0 || length == 42 || length == 46);
}

static bool
good_bits(uint32_t bits)
{
	return bits == 1 || bits == 2 || bits == 4 || bits == 8 || bits == 16 ||
	    bits == 24 || bits == 32;
}

/* The packing is one for pictures of so many bits. */
static bool
good_packing(const struct bmp *bmp, bool windows)
{
	switch (bmp->packing) {
	case RGB: return good_bits(bmp->bits);
	case RLE8: return bmp->bits == 8;
	case RLE4: return bmp->bits == 4;
	case BITFIELDS:
		return windows ? bmp->bits == 16 || bmp->bits == 32
			       : bmp->bits == 1;
	case JPEG: return windows ? bmp->bits == 0 : bmp->bits == 24;
	case PNG: return windows && bmp->bits == 0;
	case ALPHABITFIELDS:
		return windows && (bmp->bits == 16 || bmp->bits == 32);
	default: return false;
	}
}

/* Legal, but browsers lack it. */
static bool
is_rare(const struct bmp *bmp, bool windows)
{
	return windows ? bmp->packing == JPEG || bmp->packing == PNG
		       : bmp->packing == OS2_HUFFMAN;
}

static void
size(struct picture *p, int64_t width, int64_t height, uint32_t bytes)
{
	struct bmp *bmp = &p->bmp;
	bool windows = is_windows(bmp->header);
	uint64_t stride = ((uint64_t)width * bmp->bits + 31) / 32 * 4;

	if (height < 0)
		height = -height;
	if (width <= 0 || height == 0 || !good_packing(bmp, windows)) {
		picture_fail(p, PICTURE_CORRUPT, "a bad header");
		return;
	}
	p->facts.width = (uint32_t)width;
	p->facts.height = (uint32_t)height;
	if (is_rare(bmp, windows))
		p->facts.web = false;
	if (is_rare(bmp, windows) && !windows)
		p->facts.undecodable = "a BMP in Huffman codes";
	bmp->least = bmp->offset;
	if (bmp->packing == RGB || bmp->packing == ALPHABITFIELDS ||
	    (windows && bmp->packing == BITFIELDS))
		bmp->least += stride * (uint64_t)height;
	else
		bmp->least += bytes;
	p->settled = true;
	picture_look(p, picture_rest);
}

/* One run of ones. */
static bool
is_contiguous(uint32_t mask)
{
	uint32_t lowest = mask & (0 - mask);

	return (mask & (mask + lowest)) == 0;
}

/* A colour's bits are together; if they are another's too, some browsers show
 * it. */
static void
masks(struct picture *p, const uint8_t *b)
{
	uint32_t all = 0;

	for (size_t i = 0; i < 3; i++) {
		uint32_t mask = le32(b + 4 * i);

		if (!is_contiguous(mask)) {
			picture_fail(p, PICTURE_CORRUPT, "a bad colour mask");
			return;
		}
		if (p->bmp.bits < 32 && mask >> p->bmp.bits != 0) {
			picture_fail(p, PICTURE_CORRUPT,
			    "a colour mask beyond the bits of a pixel");
			return;
		}
		if ((mask & all) != 0)
			p->facts.web = false;
		all |= mask;
	}
	size(p, p->bmp.width, p->bmp.height, 0);
}

static void
small_header(struct picture *p, const uint8_t *b)
{
	p->bmp.bits = le16(b + 6);
	p->bmp.packing = RGB;
	size(p, (int64_t)le16(b), (int64_t)le16(b + 2), 0);
}

static void
large_header(struct picture *p, const uint8_t *b)
{
	struct bmp *bmp = &p->bmp;

	bmp->bits = le16(b + 10);
	bmp->packing = le32(b + 12);
	if (is_windows(bmp->header) &&
	    (bmp->packing == BITFIELDS || bmp->packing == ALPHABITFIELDS)) {
		bmp->width = (int32_t)le32(b);
		bmp->height = (int32_t)le32(b + 4);
		/* What is before them is of the printer's business. */
		picture_expect(p, 12, masks);
		picture_pass(p, WINDOWS - 38 + 14, NULL);
	} else {
		size(p, (int32_t)le32(b), (int32_t)le32(b + 4), le32(b + 16));
	}
}

static void
short_header(struct picture *p, const uint8_t *b)
{
	p->bmp.bits = le16(b + 10);
	p->bmp.packing = RGB;
	size(p, (int32_t)le32(b), (int32_t)le32(b + 4), 0);
}

static void
file_header(struct picture *p, const uint8_t *b)
{
	uint32_t length = le32(b + 14);

	p->bmp.offset = le32(b + 10);
	p->bmp.header = length;
	if (length == 12)
		picture_expect(p, 8, small_header);
	else if (is_windows(length) || (is_os2(length) && length >= 36))
		picture_expect(p, 20, large_header);
	else if (is_os2(length))
		picture_expect(p, 12, short_header);
	else
		picture_fail(p, PICTURE_CORRUPT, "a bad header length");
}

static void
begin(struct picture *p)
{
	p->bmp = (struct bmp){0};
	picture_expect(p, 18, file_header);
}

static void
end(struct picture *p)
{
	if (p->facts.why != NULL || p->bmp.least == 0)
		return;
	if (p->size < p->bmp.least) {
		p->at = p->size;
		picture_fail(
		    p, PICTURE_TRUNCATED, "fewer bytes than pixels need");
		return;
	}
	p->complete = true;
	p->ended = p->size;
}

const struct picture_parser picture_bmp = {begin, end, NULL};
