/* SPDX-License-Identifier: MIT */
/* JPEG XL: a bare codestream (ISO 18181-1 annex C) or one in boxes. */
#include "picture/picture_parse.h"

static uint32_t
take(const uint8_t *b, size_t *at, size_t n)
{
	uint32_t value = 0;

	for (size_t i = 0; i < n; i++, ++*at)
		value |= (uint32_t)(b[*at / 8] >> *at % 8 & 1) << i;
	return value;
}

static uint32_t
take_size(const uint8_t *b, size_t *at, bool small)
{
	static const uint8_t bits[] = {9, 13, 18, 30};

	if (small)
		return (take(b, at, 5) + 1) * 8;
	return take(b, at, bits[take(b, at, 2)]) + 1;
}

void
picture_jxl_size(struct picture *p, const uint8_t *bytes, size_t n)
{
	static const uint8_t ratios[8][2] = {
	    {1, 1}, {1, 1}, {12, 10}, {4, 3}, {3, 2}, {16, 9}, {5, 4}, {2, 1}};
	uint8_t b[PICTURE_JXL_HEAD] = {0};
	size_t at = 16;
	bool small;
	uint32_t ratio;
	uint64_t height, width;

	if (n > sizeof b)
		n = sizeof b;
	memcpy(b, bytes, n);
	if (be16(b) != 0xFF0A)
		return;
	small = take(b, &at, 1) != 0;
	height = take_size(b, &at, small);
	ratio = take(b, &at, 3);
	if (ratio == 0)
		width = take_size(b, &at, small);
	else
		width = height * ratios[ratio][0] / ratios[ratio][1];
	if (at <= 8 * n)
		picture_enlarge(p, width, height);
}

static void
bare(struct picture *p, const uint8_t *b)
{
	picture_jxl_size(p, b, PICTURE_JXL_HEAD);
	p->settled = true;
	picture_look(p, picture_rest);
}

static void
begin(struct picture *p)
{
	if (p->head[0] == 0xFF) {
		picture_expect(p, PICTURE_JXL_HEAD, bare);
	} else {
		p->parser = &picture_box;
		p->parser->begin(p);
	}
}

/* A bare codestream does not say how long it is. */
static void
end(struct picture *p)
{
	if (p->scan == picture_rest)
		p->unjudged = true;
}

const struct picture_parser picture_jxl = {begin, end, NULL};
