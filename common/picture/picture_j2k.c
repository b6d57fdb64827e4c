/* SPDX-License-Identifier: MIT */
/* JPEG 2000 codestreams: ISO 15444-1 annex A, tile-parts to EOC. */
#include "picture/picture_parse.h"

enum { SOC = 0xFF4F, SIZ = 0xFF51, SOT = 0xFF90, SOD = 0xFF93, EOC = 0xFFD9 };

static picture_step marker;

static uint32_t
divide_up(uint32_t n, uint32_t by)
{
	return (uint32_t)(((uint64_t)n + by - 1) / by);
}

/* Pixels are as wide as the finest component's steps on the grid: B.2. */
bool
picture_j2k_size(struct picture *p, const uint8_t *b, size_t n)
{
	uint32_t x = be32(b + 2), y = be32(b + 6);
	uint32_t left = be32(b + 10), top = be32(b + 14);
	uint32_t across = UINT32_MAX, down = UINT32_MAX;

	for (size_t at = 36; at + 3 <= n && at < 36 + 3 * be16(b + 34);
	     at += 3) {
		if (b[at + 1] > 0 && b[at + 1] < across)
			across = b[at + 1];
		if (b[at + 2] > 0 && b[at + 2] < down)
			down = b[at + 2];
	}
	if (x <= left || y <= top || across > 255 || down > 255)
		return false;
	p->facts.width = divide_up(x, across) - divide_up(left, across);
	p->facts.height = divide_up(y, down) - divide_up(top, down);
	return p->facts.width > 0 && p->facts.height > 0;
}

static void
size(struct picture *p, const uint8_t *b)
{
	size_t n =
	    p->j2k.left < PICTURE_J2K_SIZE ? p->j2k.left : PICTURE_J2K_SIZE;

	if (!picture_j2k_size(p, b, n)) {
		picture_fail(p, PICTURE_CORRUPT, "a bad size");
		return;
	}
	p->settled = true;
	picture_expect(p, 2, marker);
	picture_pass(p, p->j2k.left - n, NULL);
}

static void
size_length(struct picture *p, const uint8_t *b)
{
	if (be16(b) < 41) {
		picture_fail(p, PICTURE_CORRUPT, "a bad size");
		return;
	}
	p->j2k.left = be16(b) - 2;
	picture_expect(p,
	    p->j2k.left < PICTURE_J2K_SIZE ? p->j2k.left : PICTURE_J2K_SIZE,
	    size);
}

/* Of the last tile-part only the codestream's end says how long it is. */
static size_t
to_the_end(struct picture *p, const uint8_t *bytes, size_t n)
{
	uint8_t *last = p->j2k.last;

	if (n > 1)
		last[0] = bytes[n - 2];
	else
		last[0] = last[1];
	last[1] = bytes[n - 1];
	return n;
}

static void
tile(struct picture *p, const uint8_t *b)
{
	uint32_t length = be32(b + 4);

	if (be16(b) != 10 || (length != 0 && length < 14)) {
		picture_fail(p, PICTURE_CORRUPT, "a bad tile-part");
	} else if (length == 0) {
		picture_look(p, to_the_end);
	} else {
		picture_expect(p, 2, marker);
		picture_pass(p, length - 12, NULL);
	}
}

static void
segment(struct picture *p, const uint8_t *b)
{
	if (be16(b) < 2) {
		picture_fail(p, PICTURE_CORRUPT, "a segment without a length");
		return;
	}
	picture_expect(p, 2, marker);
	picture_pass(p, be16(b) - 2, NULL);
}

static void
marker(struct picture *p, const uint8_t *b)
{
	switch (be16(b)) {
	case SOC: picture_expect(p, 2, marker); break;
	case SIZ: picture_expect(p, 2, size_length); break;
	case SOT: picture_expect(p, 10, tile); break;
	case EOC:
		if (p->facts.width == 0)
			picture_fail(p, PICTURE_BARE, "no image data");
		else
			picture_complete(p);
		break;
	default:
		if (b[0] == 0xFF && b[1] >= 0x30 && b[1] <= 0x3F)
			picture_expect(p, 2, marker); /* without a length */
		else if (b[0] == 0xFF && b[1] >= 0x40)
			picture_expect(p, 2, segment);
		else
			picture_fail(
			    p, PICTURE_CORRUPT, "bytes in place of a marker");
	}
}

static void
begin(struct picture *p)
{
	p->j2k = (struct j2k){0};
	picture_expect(p, 2, marker);
}

static bool
ends(const uint8_t *bytes, size_t n)
{
	return memmem(bytes, n, "\xFF\xD9", 2) != NULL;
}

static void
end(struct picture *p)
{
	if (p->scan == to_the_end && ends(p->j2k.last, 2)) {
		p->complete = true;
		p->ended = p->size;
	}
}

const struct picture_parser picture_j2k = {begin, end, ends};
