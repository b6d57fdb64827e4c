/* SPDX-License-Identifier: MIT */
/*
 * Files made of boxes: HEIF, AVIF, CR3, JPEG 2000 and JPEG XL (ISO 14496-12,
 * 23008-12, 15444-1, 18181-2). Small boxes are kept whole and read in memory,
 * with a ceiling; data is passed over.
 */
#include "picture/picture_parse.h"
#include "picture/unbrotli.h"

#define TYPE(a, b, c, d) \
	((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | \
	    (uint32_t)(d))

enum {
	FTYP = TYPE('f', 't', 'y', 'p'),
	AVIS = TYPE('a', 'v', 'i', 's'),
	META = TYPE('m', 'e', 't', 'a'),
	MOOV = TYPE('m', 'o', 'o', 'v'),
	MDAT = TYPE('m', 'd', 'a', 't'),
	JP2H = TYPE('j', 'p', '2', 'h'),
	JP2C = TYPE('j', 'p', '2', 'c'),
	JXLC = TYPE('j', 'x', 'l', 'c'),
	JXLP = TYPE('j', 'x', 'l', 'p'),
	UUID = TYPE('u', 'u', 'i', 'd'),
	BROB = TYPE('b', 'r', 'o', 'b'),
	IPRP = TYPE('i', 'p', 'r', 'p'),
	IPCO = TYPE('i', 'p', 'c', 'o'),
	ISPE = TYPE('i', 's', 'p', 'e'),
	IHDR = TYPE('i', 'h', 'd', 'r'),
	COLR = TYPE('c', 'o', 'l', 'r'),
	IINF = TYPE('i', 'i', 'n', 'f'),
	INFE = TYPE('i', 'n', 'f', 'e'),
	AV1C = TYPE('a', 'v', '1', 'C'),
	HDLR = TYPE('h', 'd', 'l', 'r'),
	PICT = TYPE('p', 'i', 'c', 't'),
	ILOC = TYPE('i', 'l', 'o', 'c'),
	IDAT = TYPE('i', 'd', 'a', 't'),
	MINI = TYPE('m', 'i', 'n', 'i'),
	MPVD = TYPE('m', 'p', 'v', 'd'),
	PITM = TYPE('p', 'i', 't', 'm'),
	IREF = TYPE('i', 'r', 'e', 'f'),
	CDSC = TYPE('c', 'd', 's', 'c'),
	CMT1 = TYPE('C', 'M', 'T', '1'),
	EXIF = TYPE('E', 'x', 'i', 'f'),
	XML = TYPE('x', 'm', 'l', ' '),
	MIME = TYPE('m', 'i', 'm', 'e')
};

static const uint8_t xmp_id[] = "\xBE\x7A\xCF\xCB\x97\xA9\x42\xE8"
				"\x9C\x71\x99\x94\x91\xE3\xAF\xAC";
static const uint8_t canon_id[] = "\x85\xC0\xB6\x87\x82\x0F\x11\xE0"
				  "\x81\x11\xF4\xCE\x46\x2B\x6A\x48";

static picture_step header;

/* Bytes in memory, taken from the front; `n` never goes below what is left,
 * and reading past the end gives zeros and empties it. */
struct bytes {
	const uint8_t *at;
	size_t n;
};

static uint64_t
take(struct bytes *b, size_t n)
{
	uint64_t value = 0;

	if (b->n < n) {
		b->n = 0;
		return 0;
	}
	for (size_t i = 0; i < n; i++)
		value = value << 8 | b->at[i];
	b->at += n;
	b->n -= n;
	return value;
}

/* The next box of a list of boxes; false when there is none that fits. */
static bool
next_box(struct bytes *list, uint32_t *type, struct bytes *inside)
{
	uint64_t size;
	size_t head = 8;

	if (list->n < 8)
		return false;
	size = be32(list->at);
	*type = be32(list->at + 4);
	if (size == 1 && list->n >= 16) {
		size = be64(list->at + 8);
		head = 16;
	} else if (size == 0) {
		size = list->n;
	}
	if (size < head || size > list->n)
		return false;
	*inside = (struct bytes){list->at + head, (size_t)size - head};
	list->at += size;
	list->n -= (size_t)size;
	return true;
}

/* True if a codec is configured too. */
static bool
sizes(struct picture *p, struct bytes list)
{
	bool avif = strcmp(p->facts.kind->mime, "image/avif") == 0;
	bool codec = !avif;
	struct bytes inside;
	uint32_t type;

	while (next_box(&list, &type, &inside)) {
		codec |= type == AV1C;
		if (type != ISPE)
			continue;
		take(&inside, 4);
		uint64_t width = take(&inside, 4);
		picture_enlarge(p, width, take(&inside, 4));
	}
	return codec;
}

/* Items of metadata, in the order of the file, and which is the picture's. */
struct items {
	struct {
		uint64_t id;
		bool xmp; /* or EXIF */
		bool other; /* it is about another image */
	} list[32];
	size_t n;
	uint64_t primary; /* the image that is the picture */
	uint64_t exif, xmp;
	struct bytes data; /* in the box of descriptions itself */
};

static void
add_item(struct items *items, uint64_t id, bool xmp)
{
	if (items->n == sizeof items->list / sizeof *items->list)
		return;
	items->list[items->n].id = id;
	items->list[items->n++].xmp = xmp;
}

static void
item(struct bytes b, struct items *items)
{
	uint64_t version = take(&b, 4) >> 24;
	uint64_t id = take(&b, version == 2 ? 2 : 4);
	uint32_t type;

	take(&b, 2);
	type = (uint32_t)take(&b, 4);
	if (version < 2)
		return;
	if (type == EXIF)
		add_item(items, id, false);
	if (type == MIME && memmem(b.at, b.n, "rdf+xml", 7) != NULL)
		add_item(items, id, true);
}

static void
item_list(struct bytes list, struct items *items)
{
	uint64_t version = take(&list, 4) >> 24;
	struct bytes inside;
	uint32_t type;

	take(&list, version == 0 ? 2 : 4);
	while (next_box(&list, &type, &inside))
		if (type == INFE)
			item(inside, items);
}

static void
choose(struct items *items, uint64_t id)
{
	for (size_t i = 0; i < items->n; i++)
		if (items->list[i].id == id)
			*(items->list[i].xmp ? &items->xmp : &items->exif) = id;
}

/* From an item of metadata to the images that it describes. */
static void
reference(struct bytes b, size_t width, struct items *items)
{
	uint64_t from = take(&b, width), n = take(&b, 2);
	bool ours = false;

	for (; n > 0 && b.n > 0; n--)
		ours |= take(&b, width) == items->primary;
	if (ours)
		choose(items, from);
	for (size_t i = 0; i < items->n; i++)
		if (items->list[i].id == from && !ours)
			items->list[i].other = true;
}

/* The metadata of the picture; where nothing refers to it, the first that
 * refer to nothing. */
static void
choose_metadata(struct items *items, struct bytes references)
{
	uint64_t version = take(&references, 4) >> 24;
	struct bytes inside;
	uint32_t type;

	items->exif = items->xmp = UINT64_MAX;
	while (next_box(&references, &type, &inside))
		if (type == CDSC)
			reference(inside, version == 0 ? 2 : 4, items);
	for (size_t i = 0; i < items->n; i++) {
		uint64_t *of = items->list[i].xmp ? &items->xmp : &items->exif;

		if (*of == UINT64_MAX && !items->list[i].other)
			*of = items->list[i].id;
	}
}

/* EXIF in HEIF and JPEG XL has the offset of its TIFF header before it. */
static void
keep_exif(struct picture *p, struct bytes b)
{
	uint64_t skip = take(&b, 4);

	if (skip >= b.n || p->facts.exif.n > 0)
		return;
	picture_keep(&p->facts.exif, b.at + skip, b.n - (size_t)skip);
}

static void
metadata_at(struct picture *p, const struct items *items, uint64_t id,
    uint64_t at, uint64_t n)
{
	struct box *x = &p->box;

	if (id == items->exif && x->exif_n == 0) {
		x->exif_at = at;
		x->exif_n = n;
	} else if (id == items->xmp && x->xmp_n == 0) {
		x->xmp_at = at;
		x->xmp_n = n;
	}
}

/* The same for what is among the descriptions. */
static void
metadata_inside(struct picture *p, const struct items *items, uint64_t id,
    uint64_t at, uint64_t n)
{
	struct bytes data = items->data;

	if (data.at == NULL || at > data.n || n > data.n - at)
		return;
	data = (struct bytes){data.at + at, (size_t)n};
	if (id == items->exif)
		keep_exif(p, data);
	else if (id == items->xmp && p->facts.xmp.n == 0)
		picture_keep(&p->facts.xmp, data.at, data.n);
}

/* Where the items' bytes are: their furthest end, and the metadata. */
static void
locations(struct picture *p, struct bytes b, const struct items *items)
{
	struct box *x = &p->box;
	uint64_t version = take(&b, 4) >> 24, widths = take(&b, 2);
	size_t offset_n = widths >> 12 & 15, length_n = widths >> 8 & 15;
	size_t base_n = widths >> 4 & 15,
	       index_n = version > 0 ? widths & 15 : 0;
	uint64_t nitems = take(&b, version < 2 ? 2 : 4);

	if (offset_n > 8 || length_n > 8 || base_n > 8 || index_n > 8)
		return;
	for (; nitems > 0 && b.n > 0; nitems--) {
		uint64_t id = take(&b, version < 2 ? 2 : 4);
		uint64_t method = version > 0 ? take(&b, 2) & 15 : 0;

		take(&b, 2);
		uint64_t base = take(&b, base_n), extents = take(&b, 2);

		for (; extents > 0 && b.n > 0; extents--) {
			take(&b, index_n);
			uint64_t at = base + take(&b, offset_n);
			uint64_t n = take(&b, length_n);

			if (method == 1)
				metadata_inside(p, items, id, at, n);
			if (method != 0 || at + n < at)
				continue;
			if (at + n > x->data_end)
				x->data_end = at + n;
			metadata_at(p, items, id, at, n);
		}
	}
}

/* What every decoder must find in the description of a picture: who handles
 * it, which items there are, which is the picture, where, and how large. */
enum {
	NEEDED_HANDLER = 1,
	NEEDED_LIST = 2,
	NEEDED_PLACES = 4,
	NEEDED_PRIMARY = 8,
	NEEDED_SIZE = 16,
	NEEDED_CODEC = 32,
	NEEDED_ALL = 63
};

static bool
is_described(const struct picture *p, unsigned found)
{
	const char *mime = p->facts.kind->mime;

	return found == NEEDED_ALL ||
	    (strcmp(mime, "image/avif") != 0 &&
		strcmp(mime, "image/heic") != 0 &&
		strcmp(mime, "image/heif") != 0);
}

static void
meta(struct picture *p, struct bytes list)
{
	unsigned found = (p->facts.width > 0 ? NEEDED_SIZE : 0) |
	    (p->box.sequence ? NEEDED_PRIMARY : 0);
	struct items items = {.primary = UINT64_MAX};
	struct bytes inside, deeper, where = {NULL, 0}, references = {NULL, 0};
	uint32_t type;

	take(&list, 4);
	while (next_box(&list, &type, &inside)) {
		if (type == IINF && (found |= NEEDED_LIST))
			item_list(inside, &items);
		else if (type == HDLR && inside.n >= 12 &&
		    be32(inside.at + 8) == PICT)
			found |= NEEDED_HANDLER;
		else if (type == ILOC && (found |= NEEDED_PLACES))
			where = inside;
		else if (type == IREF)
			references = inside;
		else if (type == PITM && (found |= NEEDED_PRIMARY))
			items.primary = take(&inside, 4) >> 24 == 0
			    ? take(&inside, 2)
			    : take(&inside, 4);
		else if (type == IDAT && (p->box.data = true))
			items.data = inside;
		else if (type == IPRP)
			while (next_box(&inside, &type, &deeper))
				if (type == IPCO && sizes(p, deeper))
					found |= NEEDED_CODEC;
	}
	/* A box that is not all there, unless too much of it was to be kept. */
	if (list.n > 0 && p->box.left == UINT64_MAX && !p->box.clipped)
		picture_fail(
		    p, PICTURE_TRUNCATED, "shorter than its boxes say");
	if (list.n >= 8 && be32(list.at + 4) == IDAT)
		p->box.data = true;
	if (p->facts.width > 0)
		found |= NEEDED_SIZE;
	if (list.n == 0 && !is_described(p, found))
		picture_fail(
		    p, PICTURE_CORRUPT, "its description is incomplete");
	choose_metadata(&items, references);
	locations(p, where, &items);
	p->box.described = true;
}

/* A whole small picture in one box: ISO 23008-12, MinimizedImageBox. */
static void
mini(struct picture *p, const uint8_t *b)
{
	/* After two bytes of flags: small or not, and both sides less one. */
	uint32_t bits = be32(b + 2);

	if (bits >> 31 != 0)
		picture_enlarge(
		    p, (bits >> 24 & 0x7F) + 1, (bits >> 17 & 0x7F) + 1);
	else
		picture_enlarge(
		    p, (bits >> 16 & 0x7FFF) + 1, (bits >> 1 & 0x7FFF) + 1);
	p->box.described = p->box.data = true;
	p->facts.odd = true;
	p->settled = true;
	picture_expect(p, 8, header);
	if (p->box.left > 8)
		picture_pass(p, p->box.left - 8, NULL);
}

/* ISO 15444-1, I.5.3.3 and 15444-2, M.11.7.3: what is known for certain are
 * black and white, CMYK, sRGB, grey, and two kinds of YCbCr. */
static void
jp2_colours(struct picture *p, struct bytes b)
{
	enum { ENUMERATED = 1, LAB = 14 };
	static const uint8_t certain[] = {0, 12, 15, 16, 17, 18, 24};
	uint64_t method = take(&b, 1), space;

	take(&b, 2);
	if (method != ENUMERATED || b.n < 4)
		return;
	space = take(&b, 4);
	for (size_t i = 0; i < sizeof certain; i++)
		if (space == certain[i])
			return;
	p->facts.undecodable = space == LAB
	    ? "a JPEG 2000 in Lab"
	    : "a JPEG 2000 in colours of another kind";
}

static void
jp2_header(struct picture *p, struct bytes list)
{
	struct bytes inside;
	bool coloured = false;
	uint32_t type;

	while (next_box(&list, &type, &inside)) {
		if (type == COLR && !coloured) {
			jp2_colours(p, inside);
			coloured = true;
		}
		if (type != IHDR)
			continue;
		uint64_t height = take(&inside, 4);
		picture_enlarge(p, take(&inside, 4), height);
	}
	p->box.described = true;
}

/* The first directory of a TIFF in memory has the picture's size. */
static void
canon_size(struct picture *p, struct bytes tiff)
{
	uint64_t width = 0, height = 0;

	if (tiff.n < 10 || memcmp(tiff.at, "II*\0\x08\0\0\0", 8) != 0)
		return;
	for (size_t i = 0, at = 10; i < le16(tiff.at + 8); i++, at += 12) {
		if (at + 12 > tiff.n)
			return;
		uint32_t tag = le16(tiff.at + at);
		bool half = le16(tiff.at + at + 2) == 3;
		uint32_t value =
		    half ? le16(tiff.at + at + 8) : le32(tiff.at + at + 8);

		if (tag == 256)
			width = value;
		else if (tag == 257)
			height = value;
	}
	picture_enlarge(p, width, height);
}

static void
movie(struct picture *p, struct bytes list)
{
	struct bytes inside, deeper;
	uint32_t type;

	while (next_box(&list, &type, &inside)) {
		if (type != UUID || inside.n < 16 ||
		    memcmp(inside.at, canon_id, 16) != 0)
			continue;
		take(&inside, 16);
		while (next_box(&inside, &type, &deeper)) {
			if (type != CMT1)
				continue;
			picture_keep(&p->facts.exif, deeper.at, deeper.n);
			canon_size(p, deeper);
		}
	}
	p->box.described = true;
}

static void
take_box(struct picture *p, uint32_t type, struct bytes b)
{
	if (type == EXIF)
		keep_exif(p, b);
	else if (type == XML && p->facts.xmp.n == 0)
		picture_keep(&p->facts.xmp, b.at, b.n);
}

/* ISO 18181-2: a box in brotli's form, after its type. */
static void
take_compressed(struct picture *p, struct bytes b)
{
	struct buf out = {0};
	uint32_t type = (uint32_t)take(&b, 4);

	if ((type == EXIF || type == XML) &&
	    unbrotli((struct slice){(const char *)b.at, b.n},
		PICTURE_PAYLOAD_MOST, &out))
		take_box(
		    p, type, (struct bytes){(const uint8_t *)out.at, out.n});
	buf_free(&out);
}

/* What has been kept is whole: read it. */
static void
digest(struct picture *p, const uint8_t *none)
{
	struct box *x = &p->box;
	struct bytes b = {(const uint8_t *)x->inside.at, x->inside.n};

	(void)none;
	if (x->type == META)
		meta(p, b);
	else if (x->type == JP2H)
		jp2_header(p, b);
	else if (x->type == MOOV)
		movie(p, b);
	else if (x->type == BROB)
		take_compressed(p, b);
	else if (x->type == EXIF || x->type == XML)
		take_box(p, x->type, b);
	else if (x->type == UUID && b.n > 16 && memcmp(b.at, xmp_id, 16) == 0 &&
	    p->facts.xmp.n == 0)
		picture_keep(&p->facts.xmp, b.at + 16, b.n - 16);
	buf_clear(&x->inside);
	picture_expect(p, 8, header);
}

static void
keep(struct picture *p, const uint8_t *bytes, size_t n)
{
	picture_keep(&p->box.inside, bytes, n);
}

/* Of a box that goes on to the end only so much is looked at. */
static void
keep_some(struct picture *p, const uint8_t *bytes, size_t n)
{
	struct box *x = &p->box;
	size_t room = PICTURE_PAYLOAD_MOST - x->inside.n;

	x->clipped = x->clipped || n > room;
	picture_keep(&x->inside, bytes, n < room ? n : room);
}

/* A part of a codestream has its number in front. The first part may be short.
 */
enum { PART_NUMBER = 4, CODESTREAM_HEAD = PART_NUMBER + PICTURE_JXL_HEAD };

static size_t
codestream_head(const struct picture *p)
{
	uint64_t left = p->box.left;

	return left < CODESTREAM_HEAD ? (size_t)left : CODESTREAM_HEAD;
}

static void
codestream(struct picture *p, const uint8_t *b)
{
	struct box *x = &p->box;
	size_t n = codestream_head(p);
	size_t at = x->type == JXLP ? PART_NUMBER : 0;

	picture_jxl_size(p, b + at, n - at);
	picture_expect(p, 8, header);
	picture_pass(p, x->left - n, NULL);
}

/* Its own head says more than the box before it does; what is after the size
 * is passed over. */
enum { J2K_LEAD = 6, J2K_HEAD = J2K_LEAD + PICTURE_J2K_SIZE };

static void
j2k_head(struct picture *p, const uint8_t *b)
{
	uint32_t length = be16(b + 4);
	size_t n = PICTURE_J2K_SIZE;

	if (memcmp(b, "\xFF\x4F\xFF\x51", 4) == 0 && length >= 41) {
		if (length - 2 < n)
			n = length - 2;
		picture_j2k_size(p, b + J2K_LEAD, n);
	}
	picture_expect(p, 8, header);
	picture_pass(p, p->box.left - J2K_HEAD, NULL);
}

/* The pictures of a sequence are those of its track. */
static void
brand(struct picture *p, const uint8_t *b)
{
	p->box.sequence = be32(b) == AVIS;
	picture_expect(p, 8, header);
	picture_pass(p, p->box.left - 4, NULL);
}

static void
body(struct picture *p, uint64_t left)
{
	struct box *x = &p->box;
	uint32_t type = x->type;

	x->left = left;
	if (type == MPVD)
		p->facts.video = true;
	picture_expect(p, 8, header);
	if (type == MDAT || type == JP2C || type == JXLC || type == JXLP) {
		x->data = true;
		p->settled = x->described && p->facts.exif.n == 0 &&
		    type != JXLC && type != JXLP;
	}
	if (type == JP2C && left == UINT64_MAX) {
		p->parser = &picture_j2k;
		p->parser->begin(p);
	} else if (type == JP2C && left >= J2K_HEAD) {
		picture_expect(p, J2K_HEAD, j2k_head);
	} else if ((type == JXLC || type == JXLP) && !x->described &&
	    left >= PART_NUMBER) {
		x->described = true;
		picture_expect(p, codestream_head(p), codestream);
	} else if (type == MINI && left >= 8) {
		picture_expect(p, 8, mini);
	} else if (type == FTYP && left >= 4) {
		picture_expect(p, 4, brand);
	} else if (type == META && left == UINT64_MAX) {
		picture_pass(p, left, keep_some);
	} else if ((type == META || type == MOOV || type == JP2H ||
		       type == EXIF || type == XML || type == BROB ||
		       type == UUID) &&
	    left > 0 && left <= PICTURE_PAYLOAD_MOST) {
		picture_expect(p, 0, digest);
		picture_pass(p, left, keep);
	} else {
		picture_pass(p, left, NULL);
	}
}

static void
large_header(struct picture *p, const uint8_t *b)
{
	uint64_t size = be64(b);

	if (size < 16)
		picture_fail(p, PICTURE_CORRUPT, "a box without a length");
	else
		body(p, size - 16);
}

static bool
good_name(const uint8_t *b)
{
	for (size_t i = 0; i < 4; i++)
		if (b[i] < ' ' || b[i] > '~')
			return false;
	return true;
}

/* Once description and data are there, what is no box is trailing. */
static void
header(struct picture *p, const uint8_t *b)
{
	struct box *x = &p->box;
	uint32_t size = be32(b);

	x->type = be32(b + 4);
	x->start = p->at - 8;
	if ((size > 1 && size < 8) || !good_name(b + 4)) {
		p->at -= 8;
		if (x->described && x->data)
			picture_complete(p);
		else
			picture_fail(
			    p, PICTURE_CORRUPT, "bytes in place of a box");
		p->at += 8;
	} else if (size == 1) {
		picture_expect(p, 8, large_header);
	} else {
		body(p, size == 0 ? UINT64_MAX : size - 8);
	}
}

static void
begin(struct picture *p)
{
	struct buf inside = p->box.inside;

	buf_clear(&inside);
	p->box = (struct box){.inside = inside};
	picture_expect(p, 8, header);
}

static void
fetch(struct picture *p, uint64_t at, uint64_t n)
{
	struct buf *b = &p->box.inside;

	buf_clear(b);
	if (p->reader == NULL || n == 0 || n > PICTURE_PAYLOAD_MOST ||
	    at >= p->size || n > p->size - at)
		return;
	buf_room(b, (size_t)n);
	b->n = p->reader(p->context, at, b->at, (size_t)n);
}

static void
fetch_metadata(struct picture *p)
{
	struct box *x = &p->box;

	fetch(p, x->exif_at, x->exif_n);
	if (x->inside.n > 4)
		keep_exif(p,
		    (struct bytes){(const uint8_t *)x->inside.at, x->inside.n});
	fetch(p, x->xmp_at, x->xmp_n);
	if (p->facts.xmp.n == 0)
		buf_put_slice(&p->facts.xmp, buf_slice(&x->inside));
}

/* A box may say that it goes on to the end of the file. */
static bool
is_between_boxes(const struct picture *p)
{
	return (p->pass == 0 && p->have == 0 && p->step == header) ||
	    p->box.left == UINT64_MAX;
}

static void
end(struct picture *p)
{
	struct box *x = &p->box;

	if (p->through == keep_some && p->pass > 0 && p->at < p->size)
		x->clipped = true;
	if (p->through == keep_some && p->pass > 0)
		meta(p,
		    (struct bytes){(const uint8_t *)x->inside.at, x->inside.n});
	fetch_metadata(p);
	if (p->facts.why != NULL || p->complete)
		return;
	if (p->at < p->size && p->pass > 0 && p->box.left != UINT64_MAX &&
	    p->pass <= p->size - p->at) {
		/* The rest is more than the box being passed over. */
		p->complete = x->described && x->data;
		p->ended = p->size;
		return;
	}
	if (p->at < p->size && p->pass == 0)
		return;
	if (x->described && x->data_end > 0 && x->data_end <= p->size)
		x->data = true;
	/* A last box that is not all there, after all that is needed. */
	if (!is_between_boxes(p) && x->described && x->data_end > 0 &&
	    x->data_end <= x->start && x->type != META) {
		p->complete = true;
		p->ended = x->start;
		return;
	}
	p->at = p->size;
	if (!is_between_boxes(p) || x->data_end > p->size)
		picture_fail(
		    p, PICTURE_TRUNCATED, "shorter than its boxes say");
	else if (!x->described || !x->data)
		picture_fail(p, PICTURE_BARE, "no image data");
	p->complete = p->facts.why == NULL;
	p->ended = p->size;
}

const struct picture_parser picture_box = {begin, end, NULL};
