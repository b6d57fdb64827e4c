/* SPDX-License-Identifier: MIT */
/* PNG: chunks with their CRC, to IEND. */
#include <strings.h>

#include "picture/inflate.h"
#include "picture/picture_parse.h"

static picture_step chunk, check;

/* Browsers show no larger side: libpng's limit. */
enum { SIDE_MOST = 1000000 };

#define TYPE(a, b, c, d) \
	((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | \
	    (uint32_t)(d))

/* Chunks of text begin with a keyword. ImageMagick and others have put whole
 * profiles there, in hexadecimal digits. */
static const char xmp_keyword[] = "XML:com.adobe.xmp";
static const char profile_keyword[] = "Raw profile type ";

static const char no_chunk[] = "what should be a chunk is none";

enum { FRAME_CONTROL = 26 /* bytes of an fcTL */ };

enum {
	EXIF = TYPE('e', 'X', 'I', 'f'),
	TEXT = TYPE('t', 'E', 'X', 't'),
	COMPRESSED = TYPE('z', 'T', 'X', 't'),
	INTERNATIONAL = TYPE('i', 'T', 'X', 't'),
	IDAT = TYPE('I', 'D', 'A', 'T'),
	IEND = TYPE('I', 'E', 'N', 'D')
};

static void
sum(struct picture *p, const uint8_t *bytes, size_t n)
{
	p->png.crc = inflate_crc(p->png.crc, bytes, n);
}

/* RFC 1950: deflated, in a window that there is, without a dictionary. */
static bool
begins_stream(const uint8_t *b)
{
	return (b[0] & 15) == 8 && b[0] >> 4 <= 7 && be16(b) % 31 == 0 &&
	    (b[1] & 0x20) == 0;
}

/* The first two bytes of the pixels, however they are cut into chunks. */
static void
look_at_stream(struct picture *p, const uint8_t *bytes, size_t n)
{
	struct png *g = &p->png;

	if (g->type != IDAT || g->nlead == 2)
		return;
	for (; n > 0 && g->nlead < 2; n--)
		g->lead[g->nlead++] = *bytes++;
	if (g->nlead < 2 || begins_stream(g->lead))
		return;
	/* Where these are, however much came with them. */
	p->at -= n;
	picture_fail(p, PICTURE_CORRUPT, "its pixels are not deflated");
	p->at += n;
}

static void
sum_and_keep(struct picture *p, const uint8_t *bytes, size_t n)
{
	struct png *g = &p->png;

	sum(p, bytes, n);
	look_at_stream(p, bytes, n);
	if (g->pixels)
		picture_put_pixels(p, bytes, n);
	if (g->keeps && !picture_keep(&g->payload, bytes, n))
		g->keeps = false;
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
	    !good_depth(b[9], b[8]) || b[10] != 0 || b[11] != 0 || b[12] > 1) {
		picture_fail(p, PICTURE_CORRUPT, "a bad header");
		return;
	}
	if (p->facts.width > SIDE_MOST || p->facts.height > SIDE_MOST)
		p->facts.web = false;
	picture_expect(p, 4, check);
}

/* The part of the text before the next NUL, and what follows that. */
static struct slice
take_string(struct slice *s)
{
	size_t n = s->n > 0 ? strnlen(s->at, s->n) : 0;
	struct slice string = {s->at, n};

	*s = slice_from(*s, n < s->n ? n + 1 : n);
	return string;
}

/* Longer ones are of no use: twice what a profile may have, as digits. */
enum { INFLATED_MOST = 3 * PICTURE_PAYLOAD_MOST };

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* A name, a number of bytes, and these in digits, in lines of their own. */
static void
read_digits(struct slice s, struct buf *out)
{
	int high = -1;

	s = slice_trim(s);
	for (size_t line = 0; line < 2; line++) {
		while (s.n > 0 && *s.at != '\n')
			s = slice_from(s, 1);
		s = slice_trim(s);
	}
	for (size_t i = 0; i < s.n; i++) {
		int digit = hex_digit(s.at[i]);

		if (digit < 0)
			continue;
		if (high >= 0)
			buf_put_char(out, (char)(high << 4 | digit));
		high = high >= 0 ? -1 : digit;
	}
}

static void
keep_profile(struct buf *into, struct slice s, struct slice lead)
{
	if (lead.n > 0 && s.n >= lead.n && memcmp(s.at, lead.at, lead.n) == 0)
		s = slice_from(s, lead.n);
	if (into->n == 0)
		picture_keep(into, (const uint8_t *)s.at, s.n);
}

/* What kind it is its name does not always say: APP1 may be both. */
static void
take_profile(struct picture *p, struct slice name, struct slice text)
{
	static const struct slice xmp_lead =
	    SLICE_INIT("http://ns.adobe.com/xap/1.0/\0");
	static const struct slice exif_lead = SLICE_INIT("Exif\0\0");
	struct picture_facts *f = &p->facts;
	struct buf bytes = {0};
	struct slice s;

	read_digits(text, &bytes);
	s = buf_slice(&bytes);
	if (slice_equal(name, SLICE("iptc")) ||
	    slice_equal(name, SLICE("8bim"))) {
		keep_profile(&f->iptc, s, SLICE("Photoshop 3.0\0"));
	} else if (slice_equal(name, SLICE("xmp")) ||
	    (slice_equal(name, SLICE("APP1")) && s.n > xmp_lead.n &&
		memcmp(s.at, xmp_lead.at, xmp_lead.n) == 0)) {
		keep_profile(&f->xmp, s, xmp_lead);
	} else if ((slice_equal(name, SLICE("exif")) ||
		       slice_equal(name, SLICE("APP1"))) &&
	    f->exif.n == 0) {
		keep_profile(&f->exif, s, exif_lead);
		f->exif_unheeded = true;
	}
	buf_free(&bytes);
}

/* The records of IPTC that say what the keyword does, W3C PNG 11.3.3.1; 0 for
 * none. Some programs write them in lower case. */
static uint8_t
record_of(struct slice keyword)
{
	static const struct {
		const char *keyword;
		uint8_t record;
	} all[] = {{"Title", 5}, {"Author", 80}, {"Copyright", 116},
	    {"Description", 120}};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (keyword.n == strlen(all[i].keyword) &&
		    strncasecmp(keyword.at, all[i].keyword, keyword.n) == 0)
			return all[i].record;
	return 0;
}

/* A text of Latin-1, or of UTF-8, as a record of IPTC in UTF-8. */
static void
put_record(struct buf *out, uint8_t record, struct slice text, bool latin)
{
	enum { MOST = 0x7FFF };
	struct buf utf8 = {0};

	for (size_t i = 0; i < text.n; i++) {
		uint8_t c = (uint8_t)text.at[i];

		if (latin && c >= 0x80) {
			buf_put_char(&utf8, (char)(0xC0 | c >> 6));
			c = (uint8_t)(0x80 | (c & 0x3F));
		}
		buf_put_char(&utf8, (char)c);
	}
	if (utf8.n > 0 && utf8.n <= MOST) {
		buf_put(out, "\x1C\2", 2);
		buf_put_char(out, (char)record);
		buf_put_char(out, (char)(utf8.n >> 8));
		buf_put_char(out, (char)utf8.n);
		buf_put_slice(out, buf_slice(&utf8));
	}
	buf_free(&utf8);
}

/* Where there is no IPTC, its texts are that. */
static void
use_records(struct picture *p)
{
	static const char is_utf8[] = "\x1C\1\x5A\0\3\x1B%G";
	const struct buf *records = &p->png.records;

	if (records->n == 0 || p->facts.iptc.n > 0)
		return;
	picture_keep(
	    &p->facts.iptc, (const uint8_t *)is_utf8, sizeof is_utf8 - 1);
	picture_keep(&p->facts.iptc, (const uint8_t *)records->at, records->n);
}

static void
take_text(struct picture *p, uint32_t type, struct slice s)
{
	struct slice keyword = take_string(&s);
	size_t n = strlen(profile_keyword);
	struct buf inflated = {0};
	bool packed = type == COMPRESSED;
	uint8_t record = record_of(keyword);

	if (type == INTERNATIONAL && s.n >= 2) {
		packed = s.at[0] == 1;
		s = slice_from(s, 2);
		take_string(&s);
		take_string(&s);
	} else if (packed && s.n > 0) {
		s = slice_from(s, 1);
	}
	if (record == 0 && !slice_equal(keyword, slice_of(xmp_keyword)) &&
	    !(keyword.n > n && memcmp(keyword.at, profile_keyword, n) == 0))
		return;
	if (packed && inflate_all(s, INFLATED_MOST, &inflated))
		s = buf_slice(&inflated);
	else if (packed)
		s = SLICE("");
	if (record != 0)
		put_record(&p->png.records, record, s, type != INTERNATIONAL);
	else if (*keyword.at == 'R')
		take_profile(p, slice_from(keyword, n), s);
	else if (p->facts.xmp.n == 0)
		picture_keep(&p->facts.xmp, (const uint8_t *)s.at, s.n);
	buf_free(&inflated);
}

static bool
is_metadata(uint32_t type)
{
	return type == EXIF || type == TEXT || type == COMPRESSED ||
	    type == INTERNATIONAL;
}

/* A whole chunk of them. EXIF comes before a profile of the same name. */
static void
take_metadata(struct picture *p, uint32_t type)
{
	struct picture_facts *f = &p->facts;
	struct slice s = buf_slice(&p->png.payload);

	if (type != EXIF) {
		take_text(p, type, s);
	} else if (f->exif.n == 0 || f->exif_unheeded) {
		buf_clear(&f->exif);
		picture_keep(&f->exif, (const uint8_t *)s.at, s.n);
		f->exif_unheeded = p->png.data;
	}
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
		p->facts.undecodable = "a PNG for iPhones";
		g->nlead = 2; /* it has no header of the stream */
		return true;
	}
	if ((type == TYPE('I', 'H', 'D', 'R')) == g->header)
		return false;
	if (type == TYPE('P', 'L', 'T', 'E'))
		return true;
	if (type == IDAT) {
		p->settled = true;
		if (g->after || (g->colour == INDEXED && !g->palette))
			return false;
		g->data = true;
		return true;
	}
	g->after = g->data;
	return true;
}

/* A capital marks what a decoder must know. After the pixels it has them. */
static bool
is_known(const struct png *g, uint32_t type)
{
	switch (type) {
	case TYPE('I', 'H', 'D', 'R'):
	case TYPE('P', 'L', 'T', 'E'):
	case IDAT:
	case TYPE('C', 'g', 'B', 'I'):
	case IEND: return true;
	default: return (type >> 24 & 0x20) != 0 || g->data;
	}
}

/* Before the pixels they are the animation's first frame: browsers show none
 * if that is wrong. */
static void
first_frame(struct picture *p, const uint8_t *b)
{
	const struct picture_facts *f = &p->facts;

	sum(p, b, FRAME_CONTROL);
	picture_put_pixels(p, b, FRAME_CONTROL);
	if (be32(b) != 0 || be32(b + 4) != f->width ||
	    be32(b + 8) != f->height || be64(b + 12) != 0 || b[24] > 2 ||
	    b[25] > 1)
		p->facts.web = false;
	p->png.left = 0;
	pass_data(p);
}

static bool
is_image(uint32_t type)
{
	switch (type) {
	case TYPE('P', 'L', 'T', 'E'):
	case TYPE('t', 'R', 'N', 'S'):
	case IDAT:
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
	g->chunk_at = p->at - 8;
	g->keeps = is_metadata(type);
	buf_clear(&g->payload);
	g->crc = 0;
	sum(p, b + 4, 4);
	g->pixels = is_image(type);
	g->odd = !good_name(b + 4);
	if (g->left > INT32_MAX && g->data) {
		/* No chunk any more; the pixels may be there all the same. */
		g->odd = true;
		picture_look(p, picture_rest);
	} else if (g->left > INT32_MAX || (g->odd && !g->header)) {
		picture_fail(p, PICTURE_CORRUPT, no_chunk);
	} else if (g->odd) {
		pass_data(p);
	} else if (!good_order(p, type)) {
		picture_fail(p, PICTURE_CORRUPT, "a chunk in the wrong place");
	} else if (!is_known(g, type)) {
		picture_fail(p, PICTURE_CORRUPT, "an unknown critical chunk");
	} else if (type == TYPE('P', 'L', 'T', 'E') &&
	    (why = palette(g)) != NULL) {
		picture_fail(p, PICTURE_CORRUPT, why);
	} else if (type == TYPE('I', 'H', 'D', 'R')) {
		if (g->left == 13)
			picture_expect(p, 13, header);
		else
			picture_fail(p, PICTURE_CORRUPT, "a bad header");
	} else if (type == TYPE('f', 'c', 'T', 'L') && !g->data &&
	    p->facts.animated) {
		if (g->left == FRAME_CONTROL) {
			picture_expect(p, FRAME_CONTROL, first_frame);
			return;
		}
		p->facts.web = false;
		pass_data(p);
	} else {
		if (type == TYPE('a', 'c', 'T', 'L') && !g->data)
			p->facts.animated = true;
		/* A frame before the first one; a palette of half a colour. */
		if ((type == TYPE('f', 'd', 'A', 'T') && !g->data) ||
		    (type == TYPE('P', 'L', 'T', 'E') && !g->data &&
			g->colour != GREY && g->colour != GREY_ALPHA &&
			g->left % 3 != 0))
			p->facts.web = false;
		pass_data(p);
	}
}

/* A small letter marks what pictures can do without. */
static bool
is_needed(uint32_t type)
{
	return (type >> 24 & 0x20) == 0 && type != IEND;
}

/* False if the picture is lost by it. Whether pixels that do not fit the CRC of
 * a chunk are right, only the checksum of their own tells. */
static bool
forgive(struct picture *p)
{
	struct png *g = &p->png;

	if (g->odd)
		return false;
	if (g->type == IDAT) {
		if (g->misfit_at == 0)
			g->misfit_at = p->at;
		return true;
	}
	p->facts.bad_checksum = true;
	g->keeps = false;
	return !is_needed(g->type);
}

static void
finish(struct picture *p)
{
	if (!p->png.data || p->png.nlead < 2)
		picture_fail(p, PICTURE_BARE, "no image data");
	else
		picture_complete(p);
}

static void
check(struct picture *p, const uint8_t *b)
{
	struct png *g = &p->png;

	if (be32(b) != g->crc && !forgive(p)) {
		p->facts.bad_checksum = false;
		picture_fail(p, PICTURE_CORRUPT,
		    g->odd ? no_chunk : "the CRC of a chunk is wrong");
	} else if (g->type == IEND) {
		finish(p);
	} else {
		/* Some browsers pass over it, others show nothing. */
		if (g->odd)
			p->facts.web = false;
		if (g->keeps)
			take_metadata(p, g->type);
		picture_expect(p, 8, chunk);
	}
}

/* The signature is made to show what a transfer as text does. */
static void
signature(struct picture *p, const uint8_t *b)
{
	if (memcmp(b, "\x89PNG\r\n\x1A\n", 8) != 0)
		picture_fail(p, PICTURE_CORRUPT,
		    "its line ends were changed as if it were text");
	else
		picture_expect(p, 8, chunk);
}

static void
begin(struct picture *p)
{
	struct buf payload = p->png.payload, records = p->png.records;

	buf_clear(&payload);
	buf_clear(&records);
	p->png = (struct png){.payload = payload, .records = records};
	picture_expect(p, 8, signature);
}

/* What is missing, or wrong, and may still leave all pixels whole. */
static void
doubt(struct picture *p)
{
	struct png *g = &p->png;

	if (p->facts.why == NULL && g->odd && !g->data && p->at >= p->size)
		picture_fail(p, PICTURE_CORRUPT, no_chunk);
	if (p->facts.why != NULL || !g->data)
		return;
	if (g->misfit_at > 0) {
		picture_fail(p, PICTURE_CORRUPT, "the CRC of a chunk is wrong");
		p->facts.where = g->misfit_at;
		p->facts.doubtful = true;
	} else if (!p->complete && p->at >= p->size) {
		p->facts.end_missing = g->after || g->type == IEND;
		p->facts.doubtful = !p->facts.end_missing;
		p->complete = p->facts.end_missing;
		p->ended = p->size;
	}
}

/* IDATs of 4 KiB in the largest picture there is. */
enum { CHUNKS_MOST = 1 << 20 };

/* Of a picture that was not read to its end, the metadata after the image. */
static void
read_on(struct picture *p)
{
	struct png *g = &p->png;
	uint64_t at = g->chunk_at;
	uint8_t head[8];

	if (p->complete || p->facts.why != NULL || p->reader == NULL || at == 0)
		return;
	for (int i = 0; i < CHUNKS_MOST; i++) {
		uint32_t n, type;

		if (p->reader(p->context, at, head, 8) < 8)
			return;
		n = be32(head);
		type = be32(head + 4);
		g->data |= type == IDAT;
		buf_clear(&g->payload);
		if (is_metadata(type) && n <= PICTURE_PAYLOAD_MOST) {
			buf_room(&g->payload, n + 1);
			g->payload.n =
			    p->reader(p->context, at + 8, g->payload.at, n);
			if (g->payload.n == n)
				take_metadata(p, type);
		}
		if (type == IEND || n > INT32_MAX)
			return;
		at += 12 + (uint64_t)n;
	}
}

static void
end(struct picture *p)
{
	doubt(p);
	read_on(p);
	use_records(p);
}

static bool
ends(const uint8_t *bytes, size_t n)
{
	return memmem(bytes, n, "IEND\xAE\x42\x60\x82", 8) != NULL;
}

const struct picture_parser picture_png = {begin, end, ends};
