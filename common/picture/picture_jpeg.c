/* SPDX-License-Identifier: MIT */
/* JPEG: ITU T.81 annex B; EXIF, XMP, Photoshop and MPF segments. */
#include "picture/picture_jpeg.h"

enum {
	DHT = 0xC4,
	JPG = 0xC8,
	DAC = 0xCC,
	RST0 = 0xD0,
	RST7 = 0xD7,
	SOI = 0xD8,
	EOI = 0xD9,
	SOS = 0xDA,
	DQT = 0xDB,
	DNL = 0xDC,
	DRI = 0xDD,
	DHP = 0xDE,
	APP0 = 0xE0,
	APP1 = 0xE1,
	APP2 = 0xE2,
	APP13 = 0xED,
	APP15 = 0xEF,
	JPG0 = 0xF0,
	COM = 0xFE,
	TEM = 0x01
};

static const char xmp_name[] = "http://ns.adobe.com/xap/1.0/";
static const char iptc_name[] = "Photoshop 3.0";
/* ISO 21496-1: a gain map, or a picture that has one. */
static const char gain_name[] = "urn:iso:std:iso:ts:21496:-1";

/* XMP of further images is kept up to this, and what follows them. */
enum { ABOUT_MOST = 1 << 16, REST_MOST = 1 << 12 };

static picture_step marker, code, length;
static picture_scan scan, wait_marker;

/* A further image after the picture cannot spoil it. */
static void
fail(struct picture *p, const char *why)
{
	if (!p->jpeg.extra) {
		picture_fail(p, PICTURE_CORRUPT, why);
		return;
	}
	p->facts.extra_cut = true;
	p->stopped = true;
}

static void
next_segment(struct picture *p)
{
	p->pixels = false;
	picture_expect(p, 1, marker);
}

/* To the next segment, but n bytes of this one come before. */
static void
pass_on(struct picture *p, size_t n)
{
	bool pixels = p->pixels;

	next_segment(p);
	picture_pass(p, n, NULL);
	p->pass_pixels = pixels;
}

/* The rest of the segment has nothing to tell. */
static void
pass_rest(struct picture *p)
{
	pass_on(p, p->jpeg.left);
}

static void
keep_mpf(struct picture *p, const uint8_t *bytes, size_t n)
{
	buf_put(&p->jpeg.mpf, (const char *)bytes, n);
}

static void
keep_about(struct picture *p, const uint8_t *bytes, size_t n)
{
	if (p->jpeg.about.n + n <= ABOUT_MOST)
		buf_put(&p->jpeg.about, (const char *)bytes, n);
}

static void
keep_rest(struct picture *p, picture_through *keep)
{
	next_segment(p);
	picture_pass(p, p->jpeg.left, keep);
}

static void
xmp(struct picture *p, const uint8_t *bytes)
{
	p->jpeg.left = (uint16_t)(p->jpeg.left - (sizeof xmp_name - 6));
	if (memcmp(bytes, xmp_name + 6, sizeof xmp_name - 6) != 0)
		pass_rest(p);
	else if (p->jpeg.extra)
		keep_rest(p, keep_about);
	else if (p->facts.xmp.n == 0)
		keep_rest(p, picture_keep_xmp);
	else
		pass_rest(p);
}

static void
app1(struct picture *p, const uint8_t *bytes)
{
	struct jpeg *j = &p->jpeg;

	j->left = (uint16_t)(j->left - 6);
	if (memcmp(bytes, "Exif\0", 5) == 0 && p->facts.exif.n == 0 &&
	    !j->extra)
		keep_rest(p, picture_keep_exif);
	else if (memcmp(bytes, xmp_name, 6) == 0 &&
	    j->left >= sizeof xmp_name - 6)
		picture_expect(p, sizeof xmp_name - 6, xmp);
	else
		pass_rest(p);
}

static void
gain(struct picture *p, const uint8_t *bytes)
{
	p->jpeg.left = (uint16_t)(p->jpeg.left - (sizeof gain_name - 4));
	p->facts.gain_map |=
	    memcmp(bytes, gain_name + 4, sizeof gain_name - 4) == 0;
	pass_rest(p);
}

static void
app2(struct picture *p, const uint8_t *bytes)
{
	struct jpeg *j = &p->jpeg;

	j->left = (uint16_t)(j->left - 4);
	if (memcmp(bytes, "MPF", 4) == 0 && j->mpf.n == 0 && !j->extra) {
		j->mpf_base = p->at;
		keep_rest(p, keep_mpf);
	} else if (memcmp(bytes, gain_name, 4) == 0 &&
	    j->left >= sizeof gain_name - 4) {
		picture_expect(p, sizeof gain_name - 4, gain);
	} else {
		pass_rest(p);
	}
}

static void
app13(struct picture *p, const uint8_t *bytes)
{
	struct jpeg *j = &p->jpeg;

	j->left = (uint16_t)(j->left - sizeof iptc_name);
	if (memcmp(bytes, iptc_name, sizeof iptc_name) == 0 && !j->extra)
		keep_rest(p, picture_keep_iptc);
	else
		pass_rest(p);
}

static void
quantisation(struct picture *p, const uint8_t *bytes)
{
	struct jpeg *j = &p->jpeg;
	uint16_t n = *bytes >> 4 ? 129 : 65;

	j->tables |= (uint8_t)(1 << (*bytes & 7));
	if (j->left < n || (*bytes >> 4) > 1 || (*bytes & 15) > 3) {
		fail(p, "a bad quantisation table");
		return;
	}
	j->left = (uint16_t)(j->left - n);
	if (j->left == 0) {
		pass_on(p, n - 1u);
		return;
	}
	picture_expect(p, 1, quantisation);
	picture_pass(p, n - 1u, NULL);
}

/* How many codes there are of each length: together no more than fit. */
static bool
good_code(const uint8_t *lengths)
{
	uint32_t code = 0;

	for (unsigned i = 0; i < 16; i++) {
		code += lengths[i];
		if (code > UINT32_C(2) << i)
			return false;
		code <<= 1;
	}
	return true;
}

static void
huffman(struct picture *p, const uint8_t *b)
{
	struct jpeg *j = &p->jpeg;
	uint32_t n = 0;

	for (size_t i = 1; i <= 16; i++)
		n += b[i];
	if (n > 256 || n > j->left - 17u || *b >> 4 > 1 || (*b & 15) > 3 ||
	    !good_code(b + 1)) {
		fail(p, "a bad Huffman table");
		return;
	}
	j->huffman |= (uint8_t)(1 << ((*b >> 4) * 4 + (*b & 3)));
	j->left = (uint16_t)(j->left - 17 - n);
	if (j->left < 17) {
		pass_on(p, n + j->left);
		return;
	}
	picture_expect(p, 17, huffman);
	picture_pass(p, n, NULL);
}

static void
restart_interval(struct picture *p, const uint8_t *bytes)
{
	p->jpeg.restart = (uint16_t)be16(bytes);
	p->jpeg.left = (uint16_t)(p->jpeg.left - 2);
	pass_rest(p);
}

static void
number_of_lines(struct picture *p, const uint8_t *bytes)
{
	/* Browsers want the height in the frame header. */
	if (!p->jpeg.extra && p->facts.height == 0) {
		p->facts.height = be16(bytes);
		p->facts.web = false;
	}
	p->jpeg.left = (uint16_t)(p->jpeg.left - 2);
	pass_rest(p);
}

static void
components(struct picture *p, const uint8_t *b)
{
	struct jpeg *j = &p->jpeg;

	for (size_t i = 0; i < j->ncomponents; i++, b += 3) {
		struct jpeg_component c = {b[0], b[1] >> 4, b[1] & 15, b[2]};

		if (c.h < 1 || c.h > 4 || c.v < 1 || c.v > 4 || c.table > 3) {
			fail(p, "a bad component in the frame header");
			return;
		}
		for (size_t k = 0; k < i; k++)
			j->twins |= j->components[k].id == c.id;
		j->components[i] = c;
	}
	j->left = (uint16_t)(j->left - 3 * j->ncomponents);
	pass_rest(p);
}

/* Browsers decode Huffman-coded 8-bit sequential and progressive ones. */
static void
frame(struct picture *p, const uint8_t *b)
{
	struct jpeg *j = &p->jpeg;
	uint32_t height = be16(b + 1), width = be16(b + 3);

	j->left = (uint16_t)(j->left - 6);
	j->framed = true;
	j->lossless = (j->code & 3) == 3;
	j->progressive = (j->code & 3) == 2;
	j->arithmetic = j->code > JPG;
	j->ncomponents = b[5];
	if (!j->extra) {
		p->facts.width = width;
		p->facts.height = height;
		if (j->code > 0xC2 || b[0] != 8)
			p->facts.web = false;
		if (b[5] != 1 && b[5] != 3 && b[5] != 4)
			p->facts.web = false;
		if (j->lossless)
			p->facts.undecodable = "a lossless JPEG";
		else if (!p->facts.web && (b[5] == 2 || b[5] > 4))
			p->facts.undecodable = "a JPEG of so many components";
		else if ((j->code & 7) > 4)
			p->facts.undecodable = "a hierarchical JPEG";
		else if (b[0] != 8)
			p->facts.undecodable =
			    "a JPEG of more than 8 bits a sample";
	}
	if (width == 0 || b[5] == 0 || j->left != 3 * b[5] || b[0] < 2 ||
	    b[0] > 16) {
		fail(p, "a bad frame header");
	} else if (b[5] <= 4) {
		picture_expect(p, 3u * b[5], components);
	} else {
		pass_rest(p);
	}
}

static void
scan_header(struct picture *p, const uint8_t *b)
{
	const char *fault = picture_jpeg_begin_scan(p, b);

	if (fault != NULL) {
		fail(p, fault);
		return;
	}
	if (!p->jpeg.extra)
		p->settled = true;
	picture_look(p, scan);
}

static void
scan_count(struct picture *p, const uint8_t *b)
{
	struct jpeg *j = &p->jpeg;

	j->left = (uint16_t)(j->left - 1);
	if (!j->framed)
		fail(p, "a scan before the frame header");
	else if (*b < 1 || *b > 4 || j->left != 2 * *b + 3)
		fail(p, "a bad scan header");
	else
		picture_expect(p, j->left, scan_header);
}

static void
hierarchical(struct picture *p)
{
	p->jpeg.hierarchical = true;
	if (!p->jpeg.extra) {
		p->facts.web = false;
		p->facts.undecodable = "a hierarchical JPEG";
	}
	pass_rest(p);
}

static bool
is_frame(uint8_t c)
{
	return c >= 0xC0 && c <= 0xCF && c != DHT && c != JPG && c != DAC;
}

/* The segment's length is known: what is read of it? */
static void
length(struct picture *p, const uint8_t *bytes)
{
	struct jpeg *j = &p->jpeg;
	uint32_t n = be16(bytes);

	/* Of what it does not need, libjpeg makes an empty one of it. */
	if (n < 2 && (j->code == COM || (j->code >= APP0 && j->code <= APP15)))
		n = 2;
	if (n < 2) {
		fail(p, "a segment without a length");
		return;
	}
	j->left = (uint16_t)(n - 2);
	if (is_frame(j->code) && j->framed && !j->hierarchical)
		fail(p, "two frame headers");
	else if (is_frame(j->code) && j->left < 6)
		fail(p, "a bad frame header");
	else if (is_frame(j->code))
		picture_expect(p, 6, frame);
	else if (j->code == DHP)
		hierarchical(p);
	else if (j->code == SOS && j->left > 0)
		picture_expect(p, 1, scan_count);
	else if (j->code == SOS)
		fail(p, "a bad scan header");
	else if (j->code == DQT && j->left > 0)
		picture_expect(p, 1, quantisation);
	else if (j->code == DHT && j->left >= 17)
		picture_expect(p, 17, huffman);
	else if (j->code == DHT)
		fail(p, "a bad Huffman table");
	else if (j->code == DRI && j->left != 2)
		fail(p, "a bad restart interval");
	else if (j->code == DRI)
		picture_expect(p, 2, restart_interval);
	else if (j->code == DNL && j->left >= 2)
		picture_expect(p, 2, number_of_lines);
	else if (j->code == APP1 && j->left >= 6)
		picture_expect(p, 6, app1);
	else if (j->code == APP2 && j->left >= 4)
		picture_expect(p, 4, app2);
	else if (j->code == APP13 && j->left >= sizeof iptc_name)
		picture_expect(p, sizeof iptc_name, app13);
	else
		pass_rest(p);
}

/* Its beginning says whether it is a video. */
static size_t
rest(struct picture *p, const uint8_t *bytes, size_t n)
{
	struct buf *seen = &p->jpeg.rest;
	size_t more = REST_MOST - seen->n;

	buf_put(seen, (const char *)bytes, n < more ? n : more);
	if (seen->n == REST_MOST)
		picture_look(p, picture_rest);
	return n < more ? n : more;
}

/* After the image: cameras put further images there, whole JPEGs. */
static void
after(struct picture *p, const uint8_t *b)
{
	struct jpeg *j = &p->jpeg;

	if (be16(b) != 0xFFD8) {
		buf_clear(&j->rest);
		buf_put(&j->rest, (const char *)b, 2);
		picture_look(p, rest);
		return;
	}
	j->extra = j->open = true;
	j->framed = j->scanned = false;
	j->tables = j->huffman = j->seen = 0;
	memset(j->bits, -1, sizeof j->bits);
	j->restart = 0;
	next_segment(p);
}

static void
end_of_image(struct picture *p)
{
	struct jpeg *j = &p->jpeg;
	const char *fault;

	if (!j->scanned && !j->extra) {
		picture_fail(p, PICTURE_BARE, "no image data");
		return;
	}
	if (!j->extra && p->facts.height == 0) {
		fail(p, "no height");
		return;
	}
	fault = j->extra ? NULL : picture_jpeg_fault(j);
	if (fault != NULL) {
		picture_fail(p, PICTURE_TRUNCATED, fault);
		return;
	}
	p->pixels = false;
	j->open = false;
	j->end = p->at;
	p->settled = true;
	picture_expect(p, 2, after);
}

/* Tables, headers and scans make the image; the rest is about it. */
static void
begin_segment(struct picture *p, uint8_t c)
{
	p->pixels = !p->jpeg.extra && c != COM && (c < APP0 || c > APP15);
	if (p->pixels)
		picture_put_pixels(p, &c, 1);
}

/* JPEG-LS, of T.87: its frame, and its parameters. */
static bool
is_lossless_form(uint8_t c)
{
	return c == 0xF7 || c == 0xF8;
}

/* Those that T.81 reserves, and decoders stop at. */
static bool
is_unknown(uint8_t c)
{
	enum { EXP = 0xDF };

	return c < 0xC0 || c == JPG || c == EXP ||
	    (c > APP15 && c < COM && !is_lossless_form(c));
}

static void
code_of(struct picture *p, uint8_t c)
{
	struct jpeg *j = &p->jpeg;

	j->code = c;
	if (c == EOI) {
		end_of_image(p);
	} else if (c == TEM || (c >= RST0 && c <= RST7)) {
		next_segment(p);
	} else if (c == SOI) {
		fail(p, "a second beginning of a picture");
	} else if (is_unknown(c)) {
		fail(p, "an unknown marker");
	} else {
		if (is_lossless_form(c) && !j->extra) {
			p->facts.web = false;
			p->facts.undecodable = "a JPEG-LS";
		}
		begin_segment(p, c);
		picture_expect(p, 2, length);
	}
}

static void
code(struct picture *p, const uint8_t *b)
{
	if (*b == 0)
		picture_look(p, wait_marker);
	else if (*b != 0xFF)
		code_of(p, *b);
}

/* Decoders pass over bytes between segments; so do we. */
static size_t
wait_marker(struct picture *p, const uint8_t *bytes, size_t n)
{
	const uint8_t *ff = memchr(bytes, 0xFF, n);

	p->jpeg.waited += ff != NULL ? (size_t)(ff - bytes) : n;
	if (p->jpeg.waited > PICTURE_GAP_MOST)
		fail(p, "a marker is missing");
	if (ff == NULL)
		return n;
	picture_expect(p, 1, code);
	return (size_t)(ff - bytes) + 1;
}

static void
marker(struct picture *p, const uint8_t *b)
{
	if (*b == 0xFF)
		picture_expect(p, 1, code);
	else
		picture_look(p, wait_marker);
}

/* A number that is off by one or two is that of another interval: one before
 * it, or after it, is missing. Decoders pass over all others, and so lose
 * nothing. */
static void
restart(struct picture *p, uint8_t c)
{
	struct jpeg *j = &p->jpeg;
	unsigned off = (c - (unsigned)j->restarts) & 7;
	bool wrong = j->counted && j->restart > 0 && off != 0;

	if (wrong && (off < 3 || off > 5))
		fail(p, "restart markers out of order: data is missing");
	else if (wrong && !j->extra)
		p->facts.bad_checksum = true;
	j->restarts++;
}

static void
end_of_scan(struct picture *p, uint8_t c)
{
	struct jpeg *j = &p->jpeg;

	if (j->counted && j->restart > 0 && c != DNL &&
	    (j->restarts + 1) * j->restart < j->units)
		fail(p, "restart markers are missing: data is missing");
	else if (c != DNL && p->at - j->start < j->least)
		fail(p, "fewer bytes than its size needs");
	else
		code_of(p, c);
}

/* A marker in the entropy-coded data, n bytes into the piece. */
static void
scan_marker(struct picture *p, uint8_t c, size_t n)
{
	p->at += n;
	if (c >= RST0 && c <= RST7)
		restart(p, c);
	else
		end_of_scan(p, c);
	p->at -= n;
}

/* Entropy-coded data: FF 00 is a byte FF, FF FF a fill byte. */
static size_t
scan(struct picture *p, const uint8_t *bytes, size_t n)
{
	const uint8_t *at = bytes, *end = bytes + n;
	bool *ff = &p->jpeg.ff;

	while (at < end) {
		if (!*ff) {
			at = memchr(at, 0xFF, (size_t)(end - at));
			if (at == NULL)
				return n;
			at++;
			*ff = true;
			continue;
		}
		*ff = *at == 0xFF;
		if (*at++ == 0 || *ff)
			continue;
		scan_marker(p, at[-1], (size_t)(at - bytes));
		if (p->scan != scan || p->stopped)
			break;
	}
	return (size_t)(at - bytes);
}

static void
soi(struct picture *p, const uint8_t *bytes)
{
	(void)bytes;
	next_segment(p);
}

static void
begin(struct picture *p)
{
	struct buf mpf = p->jpeg.mpf, about = p->jpeg.about;
	struct buf others = p->jpeg.rest;

	buf_clear(&mpf);
	buf_clear(&about);
	buf_clear(&others);
	p->jpeg = (struct jpeg){.mpf = mpf, .about = about, .rest = others};
	memset(p->jpeg.bits, -1, sizeof p->jpeg.bits);
	picture_expect(p, 2, soi);
}

/*
 * Whole once the first image has ended. A further image that is cut does not
 * change that, but is said.
 */
static void
end(struct picture *p)
{
	struct jpeg *j = &p->jpeg;
	uint64_t further = picture_jpeg_index_end(j);

	p->facts.several = j->extra || (j->end > 0 && further > j->end);
	if (further > p->size || (j->end > 0 && j->open))
		p->facts.extra_cut = true;
	picture_jpeg_see_further(p);
	if (j->end == 0) {
		/* The end marker may be all that is missing. */
		p->facts.doubtful = j->least > 0 && !j->extra &&
		    p->facts.why == NULL && p->at - j->start >= j->least;
		return;
	}
	p->complete = true;
	p->ended = further > j->end && further <= p->size ? further : j->end;
}

static bool
ends(const uint8_t *bytes, size_t n)
{
	return memmem(bytes, n, "\xFF\xD9", 2) != NULL;
}

const struct picture_parser picture_jpeg = {begin, end, ends};
