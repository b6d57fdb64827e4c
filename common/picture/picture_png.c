/* SPDX-License-Identifier: MIT */
/* PNG: chunks with their CRC, to IEND. The only door to zlib. */
#include <zlib.h>

#include "picture/picture_parse.h"

static picture_step chunk, check;

#define TYPE(a, b, c, d) \
	((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | \
	    (uint32_t)(d))

/* The keyword of XMP in iTXt, flag, method, and empty language and keyword. */
static const char xmp_name[] = "XML:com.adobe.xmp\0\0\0\0";

enum { XMP_NAME = sizeof xmp_name };

static void
sum(struct picture *p, const uint8_t *bytes, size_t n)
{
	struct png *g = &p->png;

	while (n > 0) {
		uInt some = n < (1u << 30) ? (uInt)n : 1u << 30;

		g->crc = (uint32_t)crc32(g->crc, bytes, some);
		bytes += some;
		n -= some;
	}
}

static void
sum_and_keep(struct picture *p, const uint8_t *bytes, size_t n)
{
	struct png *g = &p->png;

	sum(p, bytes, n);
	if (g->pixels)
		picture_put_pixels(p, bytes, n);
	if (g->into != NULL && !picture_keep(g->into, bytes, n))
		g->into = NULL;
}

/* The rest of the chunk, then its CRC. */
static void
pass_data(struct picture *p)
{
	picture_expect(p, 4, check);
	picture_pass(p, p->png.left, sum_and_keep);
}

static bool
good_depth(uint8_t colour, uint8_t depth)
{
	switch (colour) {
	case 0:
		return depth == 1 || depth == 2 || depth == 4 || depth == 8 ||
		    depth == 16;
	case 3: return depth == 1 || depth == 2 || depth == 4 || depth == 8;
	case 2:
	case 4:
	case 6: return depth == 8 || depth == 16;
	}
	return false;
}

static void
header(struct picture *p, const uint8_t *b)
{
	struct png *g = &p->png;

	sum(p, b, 13);
	picture_put_pixels(p, b, 13);
	g->left = 0;
	g->header = true;
	g->colour = b[9];
	p->facts.width = be32(b);
	p->facts.height = be32(b + 4);
	if (p->facts.width == 0 || p->facts.height == 0 ||
	    p->facts.width > INT32_MAX || p->facts.height > INT32_MAX ||
	    !good_depth(b[9], b[8]) || b[10] != 0 || b[11] != 0 || b[12] > 1)
		picture_fail(p, PICTURE_CORRUPT, "a bad header");
	else
		picture_expect(p, 4, check);
}

static void
text(struct picture *p, const uint8_t *b)
{
	struct png *g = &p->png;

	sum(p, b, XMP_NAME);
	g->left -= XMP_NAME;
	if (memcmp(b, xmp_name, XMP_NAME) == 0 && p->facts.xmp.n == 0)
		g->into = &p->facts.xmp;
	pass_data(p);
}

enum { GREY = 0, INDEXED = 3, GREY_ALPHA = 4 };

/* As browsers read it: NULL, or why it is none. A palette that no pixel needs
 * may be anything but there twice. */
static const char *
palette(struct png *g)
{
	if (g->palette)
		return "a second palette";
	if (g->data)
		return g->colour == INDEXED ? "a chunk in the wrong place"
					    : NULL;
	g->palette = true;
	if (g->colour == GREY || g->colour == GREY_ALPHA)
		return NULL;
	if (g->left == 0)
		return "an empty palette";
	if (g->left > 3 * 256 || (g->colour == INDEXED && g->left % 3 != 0))
		return "a palette of a bad length";
	return NULL;
}

static bool
good_order(struct picture *p, uint32_t type)
{
	struct png *g = &p->png;

	if (type == TYPE('C', 'g', 'B', 'I') && !g->header) {
		p->facts.web = false;
		return true;
	}
	if ((type == TYPE('I', 'H', 'D', 'R')) == g->header)
		return false;
	if (type == TYPE('P', 'L', 'T', 'E'))
		return true;
	if (type == TYPE('I', 'D', 'A', 'T')) {
		p->settled = true;
		if (g->after || (g->colour == INDEXED && !g->palette))
			return false;
		g->data = true;
		return true;
	}
	g->after = g->data;
	return true;
}

static bool
is_image(uint32_t type)
{
	switch (type) {
	case TYPE('P', 'L', 'T', 'E'):
	case TYPE('t', 'R', 'N', 'S'):
	case TYPE('I', 'D', 'A', 'T'):
	case TYPE('a', 'c', 'T', 'L'):
	case TYPE('f', 'c', 'T', 'L'):
	case TYPE('f', 'd', 'A', 'T'): return true;
	default: return false;
	}
}

static bool
good_name(const uint8_t *b)
{
	for (size_t i = 0; i < 4; i++)
		if ((b[i] | 0x20) < 'a' || (b[i] | 0x20) > 'z')
			return false;
	return true;
}

static void
chunk(struct picture *p, const uint8_t *b)
{
	struct png *g = &p->png;
	uint32_t type = be32(b + 4);
	const char *why = NULL;

	g->left = be32(b);
	g->type = type;
	g->into = NULL;
	g->crc = 0;
	sum(p, b + 4, 4);
	g->pixels = is_image(type);
	if (g->left > INT32_MAX || !good_name(b + 4)) {
		picture_fail(
		    p, PICTURE_CORRUPT, "what should be a chunk is none");
	} else if (!good_order(p, type)) {
		picture_fail(p, PICTURE_CORRUPT, "a chunk in the wrong place");
	} else if (type == TYPE('P', 'L', 'T', 'E') &&
	    (why = palette(g)) != NULL) {
		picture_fail(p, PICTURE_CORRUPT, why);
	} else if (type == TYPE('I', 'H', 'D', 'R')) {
		if (g->left == 13)
			picture_expect(p, 13, header);
		else
			picture_fail(p, PICTURE_CORRUPT, "a bad header");
	} else if (type == TYPE('i', 'T', 'X', 't') && g->left > XMP_NAME) {
		picture_expect(p, XMP_NAME, text);
	} else {
		if (type == TYPE('e', 'X', 'I', 'f') && p->facts.exif.n == 0)
			g->into = &p->facts.exif;
		if (type == TYPE('a', 'c', 'T', 'L') && !g->data)
			p->facts.animated = true;
		pass_data(p);
	}
}

/* A small letter marks what pictures can do without; transparency is theirs. */
static bool
is_needed(uint32_t type)
{
	return (type >> 24 & 0x20) == 0 || type == TYPE('t', 'R', 'N', 'S');
}

static void
check(struct picture *p, const uint8_t *b)
{
	struct png *g = &p->png;

	if (be32(b) != g->crc && !is_needed(g->type)) {
		p->facts.bad_checksum = true;
		if (g->into != NULL)
			buf_clear(g->into);
	} else if (be32(b) != g->crc) {
		picture_fail(
		    p, PICTURE_CORRUPT, "a chunk does not fit its CRC");
		return;
	}
	if (g->type != TYPE('I', 'E', 'N', 'D')) {
		picture_expect(p, 8, chunk);
	} else if (!g->data) {
		picture_fail(p, PICTURE_BARE, "no image data");
	} else {
		picture_complete(p);
	}
}

/* The signature is made to show what a transfer as text does. */
static void
signature(struct picture *p, const uint8_t *b)
{
	if (memcmp(b, "\x89PNG\r\n\x1A\n", 8) != 0)
		picture_fail(p, PICTURE_CORRUPT, "changed as if it were text");
	else
		picture_expect(p, 8, chunk);
}

static void
begin(struct picture *p)
{
	p->png = (struct png){0};
	picture_expect(p, 8, signature);
}

static bool
ends(const uint8_t *bytes, size_t n)
{
	return memmem(bytes, n, "IEND\xAE\x42\x60\x82", 8) != NULL;
}

const struct picture_parser picture_png = {begin, NULL, ends};
