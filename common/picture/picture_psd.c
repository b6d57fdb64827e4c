/* SPDX-License-Identifier: MIT */
/* Photoshop's own files: their size, and the metadata among the resources. */
#include "picture/picture_parse.h"

enum { IIM = 1028, VERSION_INFO = 1057, EXIF = 1058, XMP = 1060 };

static picture_step resource;

/* The rest is layers and pixels. */
static void
finish(struct picture *p)
{
	p->settled = true;
	picture_look(p, picture_rest);
}

static void
next_resource(struct picture *p)
{
	if (p->at + 12 > p->psd.end)
		finish(p);
	else
		picture_expect(p, 7, resource);
}

static void
keep_resource(struct picture *p, const uint8_t *bytes, size_t n)
{
	picture_keep(p->psd.into, bytes, n);
}

/* After its version: whether there is more than layers. */
static void
keep_version(struct picture *p, const uint8_t *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p->psd.seen++ == 4 && bytes[i] == 0)
			p->facts.undecodable = "a PSD with layers only";
}

static void
after(struct picture *p, const uint8_t *none)
{
	(void)none;
	next_resource(p);
}

/* The bytes of a resource are padded to an even number. */
static void
padding(struct picture *p, const uint8_t *none)
{
	(void)none;
	picture_expect(p, 0, after);
	picture_pass(p, p->psd.left & 1, NULL);
}

static void
length(struct picture *p, const uint8_t *b)
{
	struct psd *d = &p->psd;
	uint64_t n = be32(b);

	d->left = (uint32_t)n;
	if (n > d->end - p->at) {
		finish(p);
		return;
	}
	if (d->into != NULL && (d->into->n > 0 || n > PICTURE_PAYLOAD_MOST))
		d->into = NULL;
	picture_expect(p, 0, padding);
	picture_pass(p, n,
	    d->into != NULL	? keep_resource
		: d->is_version ? keep_version
				: NULL);
}

/* IPTC is kept as bare records. */
static void
resource(struct picture *p, const uint8_t *b)
{
	struct psd *d = &p->psd;

	if (memcmp(b, "8BIM", 4) != 0) {
		finish(p);
		return;
	}
	d->is_version = be16(b + 4) == VERSION_INFO;
	d->seen = 0;
	switch (be16(b + 4)) {
	case IIM: d->into = &p->facts.iptc; break;
	case EXIF: d->into = &p->facts.exif; break;
	case XMP: d->into = &p->facts.xmp; break;
	default: d->into = NULL;
	}
	/* The name has its length in front, and both are of even length. */
	picture_expect(p, 4, length);
	picture_pass(p, b[6] | 1u, NULL);
}

static void
resources(struct picture *p, const uint8_t *b)
{
	p->psd.end = p->at + be32(b);
	next_resource(p);
}

static void
colours(struct picture *p, const uint8_t *b)
{
	picture_expect(p, 4, resources);
	picture_pass(p, be32(b), NULL);
}

/* As img-derive decodes them. */
static bool
is_decoded(unsigned mode, unsigned depth)
{
	enum { GREY = 1, INDEXED = 2, COLOURS = 3, INKS = 4, DUOTONE = 8 };

	if (mode == INDEXED)
		return depth == 8;
	return (depth == 8 || depth == 16) &&
	    (mode == GREY || mode == COLOURS || mode == INKS ||
		mode == DUOTONE);
}

static void
header(struct picture *p, const uint8_t *b)
{
	if (!is_decoded(be16(b + 24), be16(b + 22)))
		p->facts.undecodable = "a PSD of this mode or depth";
	picture_enlarge(p, be32(b + 18), be32(b + 14));
	picture_expect(p, 4, colours);
}

static void
begin(struct picture *p)
{
	p->psd = (struct psd){.end = 0};
	p->unjudged = true;
	picture_expect(p, 26, header);
}

const struct picture_parser picture_psd = {begin, NULL, NULL};
