/* SPDX-License-Identifier: MIT */
/* GIF87a and GIF89a: blocks to the trailer. */
#include "picture/picture_parse.h"

enum {
	GRAPHIC_CONTROL = 0xF9,
	COMMENT = 0xFE,
	APPLICATION = 0xFF,
	APPLICATION_NAME = 11
};
enum { LEAD_MOST = 11 };

static picture_step block, sub_block;

static void
next_block(struct picture *p)
{
	p->pixels = false;
	picture_expect(p, 1, block);
}

static uint32_t
colours(uint8_t flags)
{
	return flags & 0x80 ? 3u << ((flags & 7) + 1) : 0;
}

/* After the text come 257 bytes that lead a reader of blocks to their end. */
static void
end_xmp(struct picture *p)
{
	struct buf *xmp = &p->facts.xmp;
	const char *lead =
	    xmp->n > 0 ? memmem(xmp->at, xmp->n, "\x01\xFF\xFE\xFD", 4) : NULL;

	if (lead != NULL)
		xmp->n = (size_t)(lead - xmp->at);
	while (xmp->n > 0 && xmp->at[xmp->n - 1] != '>')
		xmp->n--;
	p->gif.xmp = false;
}

static void
sub_block(struct picture *p, const uint8_t *b)
{
	struct gif *g = &p->gif;

	if (*b == 0 && g->empty) {
		picture_fail(p, PICTURE_CORRUPT, "a frame without data");
		return;
	}
	g->empty = false;
	if (*b == 0 && g->xmp)
		end_xmp(p);
	if (g->xmp)
		g->xmp = picture_keep(&p->facts.xmp, b, 1);
	if (*b == 0) {
		g->whole |= g->image;
		next_block(p);
		return;
	}
	picture_expect(p, 1, sub_block);
	picture_pass(p, *b, g->xmp ? picture_keep_xmp : NULL);
}

static void
code_size(struct picture *p, const uint8_t *b)
{
	if (*b < 1 || *b > LEAD_MOST) {
		picture_fail(p, PICTURE_CORRUPT, "a bad code size");
		return;
	}
	/* Codes for more than 256 colours: some decoders take them. */
	if (*b > 8)
		p->facts.web = false;
	p->settled = true;
	p->facts.animated = p->gif.image;
	p->gif.image = p->gif.empty = true;
	picture_expect(p, 1, sub_block);
}

/* Some writers leave the screen's size empty. */
static void
image(struct picture *p, const uint8_t *b)
{
	if (p->facts.width == 0)
		p->facts.width = le16(b + 4);
	if (p->facts.height == 0)
		p->facts.height = le16(b + 6);
	if (!p->gif.image && (le16(b + 4) == 0 || le16(b + 6) == 0)) {
		picture_fail(p, PICTURE_CORRUPT, "a frame without pixels");
		return;
	}
	/* Neither browsers nor libnsgif take zeros between blocks there. */
	if (!p->gif.image && p->gif.zeros > 0) {
		p->facts.web = false;
		p->facts.undecodable = "zeros before the picture";
	}
	picture_expect(p, 1, code_size);
	picture_pass(p, colours(b[8]), NULL);
}

/* Browsers show no GIF where this has another length. */
static void
control(struct picture *p, const uint8_t *b)
{
	if (*b != 4)
		p->facts.web = false;
	sub_block(p, b);
}

/* Browsers pass over an extension without data; libnsgif finds no picture
 * after it, unless it is a comment. */
static void
extension(struct picture *p, const uint8_t *b)
{
	if (*b == 0 && !p->gif.image) {
		p->facts.web = false;
		p->facts.odd = true;
		p->facts.undecodable = "an empty block before the picture";
	}
	sub_block(p, b);
}

/* XMP, part 3: an application of this name, then the text without blocks. */
static void
application(struct picture *p, const uint8_t *b)
{
	p->gif.xmp = p->facts.xmp.n == 0 &&
	    memcmp(b, "XMP DataXMP", APPLICATION_NAME) == 0;
	picture_expect(p, 1, sub_block);
}

static void
application_length(struct picture *p, const uint8_t *b)
{
	if (*b == APPLICATION_NAME)
		picture_expect(p, APPLICATION_NAME, application);
	else
		extension(p, b);
}

static void
label(struct picture *p, const uint8_t *b)
{
	p->pixels = *b == GRAPHIC_CONTROL;
	picture_expect(p, 1,
	    p->pixels		    ? control
		: *b == APPLICATION ? application_length
		: *b == COMMENT	    ? sub_block
				    : extension);
}

static void
trailer(struct picture *p)
{
	if (!p->gif.image)
		picture_fail(p, PICTURE_BARE, "no image data");
	else if (p->facts.width == 0 || p->facts.height == 0)
		picture_fail(p, PICTURE_CORRUPT, "no size");
	else
		picture_complete(p);
}

static void
gap(struct picture *p)
{
	if (++p->gif.zeros > PICTURE_GAP_MOST)
		picture_fail(p, PICTURE_CORRUPT, "a block is missing");
	else
		next_block(p);
}

static void
block(struct picture *p, const uint8_t *b)
{
	switch (*b) {
	case 0x2C:
		p->pixels = true;
		picture_expect(p, 9, image);
		break;
	case 0x21: picture_expect(p, 1, label); break;
	case 0x3B: trailer(p); break;
	case 0: gap(p); break; /* one terminator too many is common */
	default: picture_fail(p, PICTURE_CORRUPT, "bytes in place of a block");
	}
}

static void
screen(struct picture *p, const uint8_t *b)
{
	p->facts.width = le16(b + 6);
	p->facts.height = le16(b + 8);
	picture_put_pixels(p, b + 6, 7);
	next_block(p);
	picture_pass(p, colours(b[10]), NULL);
	p->pass_pixels = true;
}

static void
begin(struct picture *p)
{
	p->gif = (struct gif){0};
	picture_expect(p, 13, screen);
}

/* What is missing after the first frame is missing to no picture. */
static void
end(struct picture *p)
{
	if (p->complete || p->facts.why != NULL || p->at < p->size)
		return;
	/* Zeros may be the frame's terminator, or what a disk had left. */
	p->facts.end_missing = p->complete = p->gif.whole && p->gif.zeros < 2;
	p->facts.doubtful = p->gif.image && !p->complete;
	p->ended = p->size;
}

static bool
ends(const uint8_t *bytes, size_t n)
{
	while (n > 0 && bytes[n - 1] == 0)
		n--;
	return n > 0 && bytes[n - 1] == 0x3B;
}

const struct picture_parser picture_gif = {begin, end, ends};
