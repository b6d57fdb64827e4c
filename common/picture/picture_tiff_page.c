/* SPDX-License-Identifier: MIT */
/* Which page of a TIFF is the picture, and whether it can be decoded. */
#include "picture/picture_tiff.h"

bool
tiff_is_described(const struct tiff *t)
{
	return t->ifd == TIFF_MAIN ||
	    (t->ifd == TIFF_PAGE && t->main_reduced && !t->reduced &&
		t->full == 0);
}

void
tiff_see_depth(struct picture *p, uint64_t bits)
{
	p->tiff.bits = (uint16_t)bits;
	if (bits > 32)
		p->tiff.undecodable = "a TIFF with samples of so many bits";
}

/* What libtiff would give in false colours. */
static void
see_compression(struct picture *p)
{
	enum { RGB = 2, YCBCR = 6, JPEG = 7 };
	struct tiff *t = &p->tiff;

	if (t->photometric <= RGB && t->format > 1 && t->format != 4)
		t->undecodable = "a TIFF with signed or floating-point samples";
	else if (t->photometric > RGB && t->bits > 1 && t->bits != 2 &&
	    t->bits != 4 && t->bits != 8 && t->bits != 16 && t->bits != 32)
		t->undecodable = "a TIFF with samples of odd bits";
	if (t->photometric == YCBCR && t->apart && t->compression != JPEG)
		t->undecodable = "a TIFF in YCbCr with each colour apart";
	if (!t->meant)
		t->undecodable =
		    "a TIFF that does not say what its samples are";
}

/* Half of it, however it was rounded. */
static bool
is_half(uint32_t of, uint32_t half)
{
	return half == of / 2 || half == of / 2 + of % 2;
}

void
tiff_count_page(struct tiff *t)
{
	uint64_t size = (uint64_t)t->width * t->height;

	if (t->ifd == TIFF_MAIN)
		t->main_reduced = t->reduced;
	if (t->reduced || size == 0)
		return;
	t->pyramid = t->full == 0 ||
	    (t->pyramid && is_half(t->level_width, t->width) &&
		is_half(t->level_height, t->height));
	t->level_width = t->width;
	t->level_height = t->height;
	t->full++;
	if (size <= (uint64_t)t->full_width * t->full_height)
		return;
	t->full_width = t->width;
	t->full_height = t->height;
	t->full_page = t->page;
}

void
tiff_see_sub(struct tiff *t)
{
	uint64_t size = (uint64_t)t->width * t->height;

	if (t->reduced || size <= (uint64_t)t->sub_width * t->sub_height)
		return;
	t->sub_width = t->width;
	t->sub_height = t->height;
	t->sub_page = t->page;
	t->best_sub = t->sub;
}

static bool
is_make(const struct tiff *t, const char *name)
{
	for (size_t i = 0; i < t->nvalues; i++) {
		const struct tiff_value *v = &t->list[i];

		if (v->tag == TIFF_MAKE)
			return v->n >= strlen(name) &&
			    memcmp(t->values.at + v->at, name, strlen(name)) ==
			    0;
	}
	return false;
}

void
tiff_name_kind(struct picture *p)
{
	static const struct {
		const char *make, *mime;
	} makers[] = {
	    {"NIKON", "image/x-nikon-nef"},
	    {"SONY", "image/x-sony-arw"},
	    {"PENTAX", "image/x-pentax-pef"},
	    {"RICOH", "image/x-pentax-pef"},
	    {"SAMSUNG", "image/x-samsung-srw"},
	};
	const struct tiff *t = &p->tiff;

	if (t->dng)
		p->facts.kind = media_type_find(SLICE("image/x-adobe-dng"));
	if (t->dng || !t->cfa || strcmp(p->facts.kind->mime, "image/tiff") != 0)
		return;
	for (size_t i = 0; i < sizeof makers / sizeof *makers; i++)
		if (is_make(t, makers[i].make))
			p->facts.kind =
			    media_type_find(slice_of(makers[i].mime));
}

void
tiff_choose_page(struct picture *p)
{
	const struct tiff *t = &p->tiff;
	bool below = (uint64_t)t->sub_width * t->sub_height >
	    (uint64_t)t->full_width * t->full_height;

	if (strcmp(p->facts.kind->mime, "image/tiff") != 0 ||
	    (t->full == 0 && !below))
		return;
	see_compression(p);
	p->facts.undecodable = t->undecodable;
	if (below) {
		p->facts.page = t->sub_page;
		p->facts.sub = t->best_sub;
		return;
	}
	p->facts.page = t->full_page;
	/* Two may be pages at two resolutions. */
	p->facts.pages = t->pyramid && t->full > 2 ? 1 : t->full;
	if (t->main_reduced)
		p->facts.width = p->facts.height = 0;
	picture_enlarge(p, t->full_width, t->full_height);
}
