/* SPDX-License-Identifier: MIT */
/* Photoshop's own files: their size, the metadata among the resources, and
 * whether the pixels of the composite are all there. */
#include "picture/picture_parse.h"

enum { BITMAP, GREY, INDEXED, COLOURS, INKS, DUOTONE = 8, LAB };
enum { PLAIN, RUNS, ZIP, ZIP_PREDICTED };

enum { IIM = 1028, VERSION_INFO = 1057, EXIF = 1058, XMP = 1060 };

static picture_step resource;

/* Where it ends nobody says: what follows is not looked at. */
static void
all_there(struct picture *p, const uint8_t *none)
{
	(void)none;
	p->unjudged = true;
	picture_look(p, picture_rest);
}

static void
add_counts(struct picture *p, const uint8_t *bytes, size_t n)
{
	struct psd *d = &p->psd;
	unsigned size = d->large ? 4 : 2;

	for (size_t i = 0; i < n; i++) {
		d->length = d->length << 8 | bytes[i];
		if (++d->seen % size == 0) {
			d->packed += d->length;
			d->length = 0;
		}
	}
}

static void
counted(struct picture *p, const uint8_t *none)
{
	(void)none;
	picture_expect(p, 0, all_there);
	picture_pass(p, p->psd.packed, NULL);
}

static void
packing(struct picture *p, const uint8_t *b)
{
	struct psd *d = &p->psd;
	uint64_t rows = (uint64_t)d->channels * p->facts.height;

	switch (be16(b)) {
	case PLAIN:
		picture_expect(p, 0, all_there);
		picture_pass(p,
		    rows * (((uint64_t)p->facts.width * d->depth + 7) / 8),
		    NULL);
		break;
	case RUNS:
		d->seen = 0;
		d->packed = d->length = 0;
		picture_expect(p, 0, counted);
		picture_pass(p, rows * (d->large ? 4 : 2), add_counts);
		break;
	case ZIP:
	case ZIP_PREDICTED: all_there(p, NULL); break;
	default: picture_fail(p, PICTURE_CORRUPT, "its pixels are in no form");
	}
}

static void
layers(struct picture *p, const uint8_t *b)
{
	picture_expect(p, 2, packing);
	picture_pass(p, p->psd.large ? be64(b) : be32(b), NULL);
}

static void
finish(struct picture *p)
{
	struct psd *d = &p->psd;

	p->settled = true;
	picture_expect(p, d->large ? 8 : 4, layers);
	picture_pass(p, d->end > p->at ? d->end - p->at : 0, NULL);
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
	switch (mode) {
	case BITMAP: return depth == 1;
	case INDEXED: return depth == 8;
	case GREY:
	case COLOURS:
	case INKS:
	case DUOTONE:
	case LAB: return depth == 8 || depth == 16;
	default: return false;
	}
}

static void
header(struct picture *p, const uint8_t *b)
{
	struct psd *d = &p->psd;

	d->large = be16(b + 4) == 2;
	d->channels = be16(b + 12);
	d->depth = be16(b + 22);
	if (!is_decoded(be16(b + 24), d->depth))
		p->facts.undecodable = "a PSD of this mode or depth";
	picture_enlarge(p, be32(b + 18), be32(b + 14));
	picture_expect(p, 4, colours);
}

static void
begin(struct picture *p)
{
	p->psd = (struct psd){.end = 0};
	picture_expect(p, 26, header);
}

const struct picture_parser picture_psd = {begin, NULL, NULL};
