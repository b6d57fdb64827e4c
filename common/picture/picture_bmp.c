/* SPDX-License-Identifier: MIT */
/* BMP: the pixels' size follows from the header where they are not packed. */
#include "picture/picture_parse.h"

enum { RGB = 0, BITFIELDS = 3, ALPHABITFIELDS = 6 };

static void
size(struct picture *p, int64_t width, int64_t height, uint32_t bits,
    uint32_t packing, uint32_t bytes)
{
	uint64_t stride;

	if (height < 0)
		height = -height;
	if (width <= 0 || height == 0 || bits > 64) {
		picture_fail(p, PICTURE_CORRUPT, "a bad header");
		return;
	}
	p->facts.width = (uint32_t)width;
	p->facts.height = (uint32_t)height;
	stride = ((uint64_t)width * bits + 31) / 32 * 4;
	p->bmp.least = p->bmp.offset;
	if (packing == RGB || packing == BITFIELDS || packing == ALPHABITFIELDS)
		p->bmp.least += stride * (uint64_t)height;
	else
		p->bmp.least += bytes;
	p->settled = true;
	picture_look(p, picture_rest);
}

static void
small_header(struct picture *p, const uint8_t *b)
{
	size(p, (int64_t)le16(b), (int64_t)le16(b + 2), le16(b + 6), RGB, 0);
}

static void
large_header(struct picture *p, const uint8_t *b)
{
	size(p, (int32_t)le32(b), (int32_t)le32(b + 4), le16(b + 10),
	    le32(b + 12), le32(b + 16));
}

static void
short_header(struct picture *p, const uint8_t *b)
{
	size(p, (int32_t)le32(b), (int32_t)le32(b + 4), le16(b + 10), RGB, 0);
}

static void
file_header(struct picture *p, const uint8_t *b)
{
	uint32_t length = le32(b + 14);

	p->bmp.offset = le32(b + 10);
	if (length == 12)
		picture_expect(p, 8, small_header);
	else if (length >= 40)
		picture_expect(p, 20, large_header);
	else if (length >= 16)
		picture_expect(p, 12, short_header);
	else
		picture_fail(p, PICTURE_CORRUPT, "a bad header");
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
