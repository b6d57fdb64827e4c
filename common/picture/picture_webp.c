/* SPDX-License-Identifier: MIT */
/* WebP: RFC 9649, RIFF chunks. */
#include "picture/picture_parse.h"

static picture_step chunk;

static void
keep(struct picture *p, const uint8_t *bytes, size_t n)
{
	struct webp *w = &p->webp;

	if (w->pixels)
		picture_put_pixels(p, bytes, n);
	if (w->into != NULL && !picture_keep(w->into, bytes, n))
		w->into = NULL;
}

static void
finish(struct picture *p, const uint8_t *bytes)
{
	(void)bytes;
	struct webp *w = &p->webp;

	if (w->extended && w->image && w->moving == w->still)
		picture_fail(p, PICTURE_CORRUPT,
		    w->moving ? "an animation without frames"
			      : "frames without an animation");
	else if (w->image)
		picture_complete(p);
	else
		picture_fail(p, PICTURE_BARE, "no image data");
}

/* Chunks are padded to even lengths; at the very end some writers forget. */
static void
next_chunk(struct picture *p, uint64_t left)
{
	struct webp *w = &p->webp;
	uint64_t after = p->at + left;

	if (after + (after & 1) <= w->end)
		left += after & 1;
	if (p->at + left + 8 <= w->end)
		picture_expect(p, 8, chunk);
	else
		picture_expect(p, 0, finish);
	picture_pass(p, left, keep);
}

static void
pass_chunk(struct picture *p, uint32_t used)
{
	next_chunk(p, p->webp.left - used);
}

/* An image outside of frames: there is one, and with a canvas as large. A
 * second one without a canvas is passed over. */
static void
still(struct picture *p, uint32_t width, uint32_t height, uint32_t used)
{
	struct webp *w = &p->webp;

	if (w->extended &&
	    (w->still || width != w->width || height != w->height)) {
		picture_fail(p, PICTURE_CORRUPT,
		    w->still ? "two images" : "an image of another size");
		return;
	}
	if (!w->still) {
		p->facts.width = width;
		p->facts.height = height;
	}
	w->image = w->still = true;
	p->settled = !w->metadata;
	pass_chunk(p, used);
}

/* RFC 6386 9.1: a key frame of a known version that is shown; its first part
 * is in the chunk. */
static void
lossy(struct picture *p, const uint8_t *b)
{
	uint32_t tag = le16(b) | (uint32_t)b[2] << 16;

	if ((tag & 1) != 0 || (tag >> 1 & 7) > 3 || (tag >> 4 & 1) == 0 ||
	    tag >> 5 > p->webp.left || memcmp(b + 3, "\x9D\x01\x2A", 3) != 0) {
		picture_fail(p, PICTURE_CORRUPT, "a bad VP8 frame");
		return;
	}
	picture_put_pixels(p, b, 10);
	still(p, le16(b + 6) & 0x3FFF, le16(b + 8) & 0x3FFF, 10);
}

static void
lossless(struct picture *p, const uint8_t *b)
{
	uint32_t bits = le32(b + 1);

	/* It has its own transparency. */
	if (b[0] != 0x2F || bits >> 29 != 0 || p->webp.alpha) {
		picture_fail(p, PICTURE_CORRUPT, "a bad VP8L image");
		return;
	}
	picture_put_pixels(p, b, 5);
	still(p, (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, 5);
}

static void
extended(struct picture *p, const uint8_t *b)
{
	struct webp *w = &p->webp;

	if (w->extended || (b[0] & 0xC1) != 0) {
		picture_fail(p, PICTURE_CORRUPT,
		    w->extended ? "two headers" : "a bad header");
		return;
	}
	/* After an image it says nothing any more. */
	if (!w->image) {
		w->extended = true;
		w->metadata = (b[0] & 0x0C) != 0;
		w->moving = p->facts.animated = (b[0] & 0x02) != 0;
		w->width = p->facts.width = (le32(b + 3) >> 8) + 1;
		w->height = p->facts.height = (le32(b + 6) >> 8) + 1;
	}
	pass_chunk(p, 10);
}

enum { FRAME_HEAD = 16, FRAME_LEAD = FRAME_HEAD + 8 };

static bool
is_image(const uint8_t *name)
{
	return memcmp(name, "VP8 ", 4) == 0 || memcmp(name, "VP8L", 4) == 0 ||
	    memcmp(name, "ALPH", 4) == 0;
}

static uint32_t
le24(const uint8_t *b)
{
	return le16(b) | (uint32_t)b[2] << 16;
}

/* On the canvas, after what says how they are shown, and with an image. */
static void
frame(struct picture *p, const uint8_t *b)
{
	struct webp *w = &p->webp;
	uint64_t right = 2 * le24(b) + le24(b + 6) + 1;
	uint64_t bottom = 2 * le24(b + 3) + le24(b + 9) + 1;

	if (!w->control || right > w->width || bottom > w->height ||
	    !is_image(b + FRAME_HEAD)) {
		picture_fail(p, PICTURE_CORRUPT, "a bad frame");
		return;
	}
	picture_put_pixels(p, b, FRAME_LEAD);
	w->image = true;
	p->settled = !w->metadata;
	pass_chunk(p, FRAME_LEAD);
}

/* EXIF may begin with the name that JPEG gives it. */
static void
exif(struct picture *p, const uint8_t *b)
{
	if (p->facts.exif.n == 0) {
		p->webp.into = &p->facts.exif;
		if (memcmp(b, "Exif\0", 5) != 0)
			picture_keep(p->webp.into, b, 6);
	}
	pass_chunk(p, 6);
}

/* RFC 9649 2.7.1.2: plain or lossless, of whole levels or fewer. */
static void
alpha(struct picture *p, const uint8_t *b)
{
	if ((b[0] & 3) > 1 || b[0] >> 4 > 1) {
		picture_fail(p, PICTURE_CORRUPT, "transparency in no form");
		return;
	}
	p->webp.alpha = true;
	picture_put_pixels(p, b, 1);
	pass_chunk(p, 1);
}

static void
chunk(struct picture *p, const uint8_t *b)
{
	struct webp *w = &p->webp;

	if (!w->begun && memcmp(b, "VP8 ", 4) != 0 &&
	    memcmp(b, "VP8L", 4) != 0 && memcmp(b, "VP8X", 4) != 0) {
		picture_fail(p, PICTURE_CORRUPT, "no image at its beginning");
		return;
	}
	w->begun = true;
	w->into = NULL;
	w->pixels = memcmp(b, "VP8 ", 4) == 0 || memcmp(b, "VP8L", 4) == 0 ||
	    memcmp(b, "ALPH", 4) == 0 || memcmp(b, "ANIM", 4) == 0 ||
	    memcmp(b, "ANMF", 4) == 0;
	w->left = le32(b + 4);
	if (p->at + w->left > w->end) {
		picture_fail(
		    p, PICTURE_CORRUPT, "a chunk is longer than the file");
	} else if (memcmp(b, "VP8 ", 4) == 0 && w->left >= 10) {
		picture_expect(p, 10, lossy);
	} else if (memcmp(b, "VP8L", 4) == 0 && w->left >= 5) {
		picture_expect(p, 5, lossless);
	} else if (memcmp(b, "VP8X", 4) == 0 && w->left >= 10) {
		picture_expect(p, 10, extended);
	} else if (memcmp(b, "EXIF", 4) == 0 && w->left >= 6) {
		picture_expect(p, 6, exif);
	} else if (memcmp(b, "ANMF", 4) == 0 && w->left >= FRAME_LEAD) {
		picture_expect(p, FRAME_LEAD, frame);
	} else if (memcmp(b, "VP8", 3) == 0 || memcmp(b, "ANMF", 4) == 0) {
		picture_fail(p, PICTURE_CORRUPT, "an image chunk is too short");
	} else if (memcmp(b, "ALPH", 4) == 0 && w->still) {
		picture_fail(
		    p, PICTURE_CORRUPT, "transparency after its image");
	} else if (memcmp(b, "ALPH", 4) == 0 && w->left > 0) {
		picture_expect(p, 1, alpha);
	} else {
		w->control |= memcmp(b, "ANIM", 4) == 0;
		if (memcmp(b, "XMP ", 4) == 0 && p->facts.xmp.n == 0)
			w->into = &p->facts.xmp;
		pass_chunk(p, 0);
	}
}

static void
riff(struct picture *p, const uint8_t *b)
{
	p->webp.end = (uint64_t)le32(b + 4) + 8;
	picture_expect(p, 8, chunk);
}

static void
begin(struct picture *p)
{
	p->webp = (struct webp){0};
	picture_expect(p, 12, riff);
}

/* The header says how long it is: so a part of it is enough to judge. */
static void
end(struct picture *p)
{
	struct webp *w = &p->webp;

	if (w->end == 0 || p->complete || p->facts.why != NULL)
		return;
	if (p->size >= w->end && p->at < w->end) {
		p->complete = true;
		p->ended = w->end;
	} else if (p->size < w->end) {
		p->at = p->size;
		picture_fail(
		    p, PICTURE_TRUNCATED, "shorter than its header says");
	}
}

const struct picture_parser picture_webp = {begin, end, NULL};
