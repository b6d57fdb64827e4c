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
	if (p->webp.image)
		picture_complete(p);
	else
		picture_fail(p, PICTURE_BARE, "no image data");
}

/* Chunks are padded to even lengths; at the very end some writers forget. */
static void
next_chunk(struct picture *p, uint64_t left)
{
	struct webp *w = &p->webp;
	uint64_t behind = p->at + left;

	if (behind + (behind & 1) <= w->end)
		left += behind & 1;
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

static void
lossy(struct picture *p, const uint8_t *b)
{
	if (b[0] & 1 || memcmp(b + 3, "\x9D\x01\x2A", 3) != 0) {
		picture_fail(p, PICTURE_CORRUPT, "a bad VP8 frame");
		return;
	}
	if (!p->webp.extended) {
		p->facts.width = le16(b + 6) & 0x3FFF;
		p->facts.height = le16(b + 8) & 0x3FFF;
	}
	picture_put_pixels(p, b, 10);
	p->webp.image = true;
	p->settled = !p->webp.metadata;
	pass_chunk(p, 10);
}

static void
lossless(struct picture *p, const uint8_t *b)
{
	uint32_t bits = le32(b + 1);

	if (b[0] != 0x2F || bits >> 29 != 0) {
		picture_fail(p, PICTURE_CORRUPT, "a bad VP8L image");
		return;
	}
	if (!p->webp.extended) {
		p->facts.width = (bits & 0x3FFF) + 1;
		p->facts.height = (bits >> 14 & 0x3FFF) + 1;
	}
	picture_put_pixels(p, b, 5);
	p->webp.image = true;
	p->settled = !p->webp.metadata;
	pass_chunk(p, 5);
}

static void
extended(struct picture *p, const uint8_t *b)
{
	p->webp.extended = true;
	p->webp.metadata = (b[0] & 0x0C) != 0;
	p->facts.animated = (b[0] & 0x02) != 0;
	p->facts.width = (le32(b + 3) >> 8) + 1;
	p->facts.height = (le32(b + 6) >> 8) + 1;
	pass_chunk(p, 10);
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

static void
chunk(struct picture *p, const uint8_t *b)
{
	struct webp *w = &p->webp;

	if (!w->begun && memcmp(b, "VP8 ", 4) != 0 &&
	    memcmp(b, "VP8L", 4) != 0 && memcmp(b, "VP8X", 4) != 0) {
		picture_fail(p, PICTURE_CORRUPT, "begins with no image");
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
	} else if (memcmp(b, "VP8 ", 4) == 0 || memcmp(b, "VP8L", 4) == 0) {
		picture_fail(p, PICTURE_CORRUPT, "an image chunk is too short");
	} else {
		if (memcmp(b, "ANMF", 4) == 0)
			w->image = true;
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
