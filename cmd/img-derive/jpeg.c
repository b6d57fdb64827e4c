/* SPDX-License-Identifier: MIT */
#include "jpeg.h"

enum {
	SOF0 = 0xC0,
	SOF1 = 0xC1,
	RST0 = 0xD0,
	RST7 = 0xD7,
	SOI = 0xD8,
	EOI = 0xD9,
	SOS = 0xDA,
	DRI = 0xDD,
	APP0 = 0xE0,
	APP1 = 0xE1,
	APP2 = 0xE2,
	APP13 = 0xED,
	APP14 = 0xEE,
	APP15 = 0xEF,
	COM = 0xFE
};

static const struct slice exif_lead = SLICE_INIT("Exif\0\0");
static const struct slice xmp_lead =
    SLICE_INIT("http://ns.adobe.com/xap/1.0/\0");
static const struct slice iptc_lead = SLICE_INIT("Photoshop 3.0\0");
static const struct slice profile_lead = SLICE_INIT("ICC_PROFILE\0");

static unsigned
byte(struct slice s, size_t at)
{
	return (unsigned char)s.at[at];
}

static unsigned
two(struct slice s, size_t at)
{
	return byte(s, at) << 8 | byte(s, at + 1);
}

struct segment {
	unsigned code;
	size_t start; /* of the marker, with its padding */
	struct slice payload; /* empty for markers that stand alone */
	size_t end;
};

/* The segment at an offset; false at the end or where there is no marker. */
static bool
next_segment(struct slice bytes, size_t at, struct segment *segment)
{
	size_t n;

	segment->start = at;
	if (at >= bytes.n || byte(bytes, at) != 0xFF)
		return false;
	while (at < bytes.n && byte(bytes, at) == 0xFF)
		at++;
	if (at == bytes.n || byte(bytes, at) == 0)
		return false;
	segment->code = byte(bytes, at++);
	segment->payload = (struct slice){bytes.at + at, 0};
	segment->end = at;
	if (segment->code == SOI || segment->code == EOI ||
	    (segment->code >= 0xD0 && segment->code <= 0xD7))
		return true;
	if (bytes.n - at < 2 || (n = two(bytes, at)) < 2 || bytes.n - at < n)
		return false;
	segment->payload = (struct slice){bytes.at + at + 2, n - 2};
	segment->end = at + n;
	return true;
}

/* After the entropy-coded data that begins at an offset. */
static size_t
skip_data(struct slice bytes, size_t at)
{
	while (at < bytes.n) {
		const char *mark = memchr(bytes.at + at, 0xFF, bytes.n - at);
		unsigned next;

		if (mark == NULL)
			return bytes.n;
		at = (size_t)(mark - bytes.at);
		if (at + 1 == bytes.n)
			return bytes.n;
		next = byte(bytes, at + 1);
		if (next != 0 && next != 0xFF && (next < RST0 || next > RST7))
			return at;
		at += next == 0xFF ? 1 : 2;
	}
	return at;
}

static bool
begins(struct slice s, struct slice lead)
{
	return s.n >= lead.n && memcmp(s.at, lead.at, lead.n) == 0;
}

static struct slice
after(struct slice s, size_t n)
{
	return (struct slice){s.at + n, s.n - n};
}

static bool
mentions(struct slice s, const char *word)
{
	return s.n > 0 && memmem(s.at, s.n, word, strlen(word)) != NULL;
}

/* Start of frame, of any process. */
static bool
is_frame(unsigned code)
{
	return code >= 0xC0 && code <= 0xCF && code != 0xC4 && code != 0xC8 &&
	    code != 0xCC;
}

static bool
take_frame(struct jpeg *jpeg, const struct segment *segment)
{
	struct slice s = segment->payload;
	unsigned components;

	if (s.n < 6)
		return false;
	components = byte(s, 5);
	if (s.n != 6 + 3 * (size_t)components || components == 0)
		return false;
	jpeg->height = two(s, 1);
	jpeg->width = two(s, 3);
	jpeg->web = byte(s, 0) == 8 && segment->code <= 0xC2 &&
	    (components == 1 || components == 3) && jpeg->width > 0 &&
	    jpeg->height > 0;
	return true;
}

/* Bytes of the payload of a JFIF or Adobe segment that say something. */
enum { JFIF_LENGTH = 14, ADOBE_LENGTH = 12 };

static bool
is_jfif(const struct segment *segment)
{
	return segment->code == APP0 && segment->payload.n >= JFIF_LENGTH &&
	    begins(segment->payload, SLICE("JFIF\0"));
}

static bool
is_adobe(const struct segment *segment)
{
	return segment->code == APP14 && segment->payload.n >= ADOBE_LENGTH &&
	    begins(segment->payload, SLICE("Adobe"));
}

/* It says how to show the picture, and nothing more. */
static bool
is_plain(const struct segment *segment)
{
	return (is_jfif(segment) && segment->payload.n == JFIF_LENGTH) ||
	    (is_adobe(segment) && segment->payload.n == ADOBE_LENGTH) ||
	    (segment->code == APP2 && begins(segment->payload, profile_lead));
}

static void
take_profile(struct jpeg *jpeg, struct slice s)
{
	s = after(s, profile_lead.n);
	if (s.n < 2)
		return;
	jpeg->profile_in_parts |= byte(s, 1) != 1 || jpeg->profile.at != NULL;
	jpeg->profile = after(s, 2);
}

static void
take_metadata(struct jpeg *jpeg, const struct segment *segment)
{
	struct slice s = segment->payload;

	if (segment->code == APP2 && begins(s, profile_lead)) {
		take_profile(jpeg, s);
		return;
	}
	if (segment->code == APP1 && begins(s, exif_lead) &&
	    jpeg->exif.at == NULL) {
		jpeg->exif = after(s, exif_lead.n);
		return;
	}
	if (is_plain(segment))
		return;
	if (segment->code == APP1 && begins(s, xmp_lead))
		jpeg->xmp = after(s, xmp_lead.n);
	else if (segment->code == APP13 && begins(s, iptc_lead))
		jpeg->iptc = after(s, iptc_lead.n);
	/* A second EXIF cannot be told to be harmless; few have one. */
	jpeg->mentions_position |= mentions(s, "GPS") || begins(s, exif_lead);
}

static bool
is_application(unsigned code)
{
	return (code >= APP0 && code <= APP15) || code == COM;
}

/* Up to the first scan, whose segment is returned in *segment. */
static bool
read_head(struct slice bytes, struct jpeg *jpeg, struct segment *segment)
{
	bool framed = false;

	*jpeg = (struct jpeg){0};
	if (!next_segment(bytes, 0, segment) || segment->code != SOI ||
	    segment->end != 2)
		return false;
	while (next_segment(bytes, segment->end, segment)) {
		if (segment->code == SOS)
			return framed;
		if (segment->code == SOI || segment->code == EOI)
			return false;
		if (is_frame(segment->code)) {
			if (framed || !take_frame(jpeg, segment))
				return false;
			framed = true;
		} else if (segment->code >= APP0 && segment->code <= APP15) {
			take_metadata(jpeg, segment);
		} else if (segment->code == COM) {
			jpeg->mentions_position |=
			    mentions(segment->payload, "GPS");
		}
	}
	return false;
}

bool
jpeg_read_head(struct slice bytes, struct jpeg *jpeg)
{
	struct segment segment;

	return read_head(bytes, jpeg, &segment);
}

bool
jpeg_read(struct slice bytes, struct jpeg *jpeg)
{
	struct segment segment;

	if (!read_head(bytes, jpeg, &segment))
		return false;
	do {
		if (segment.code == EOI) {
			jpeg->whole = true;
			jpeg->end = segment.end;
			break;
		}
		if (segment.code == SOS)
			segment.end = skip_data(bytes, segment.end);
		/* No camera puts metadata here. */
		jpeg->mentions_position |=
		    is_application(segment.code) && !is_plain(&segment);
	} while (next_segment(bytes, segment.end, &segment));
	for (size_t i = jpeg->end; jpeg->whole && i < bytes.n; i++)
		jpeg->trailing |= byte(bytes, i) != 0 && byte(bytes, i) != 0xFF;
	return true;
}

/* The bytes to the frame's, or the scan's, number of components. */
static unsigned
components_of(const struct segment *segment)
{
	size_t at = segment->code == SOS ? 0 : 5;

	return segment->payload.n > at ? byte(segment->payload, at) : 0;
}

bool
jpeg_end(struct buf *bytes)
{
	struct slice all = buf_slice(bytes);
	struct segment segment = {.end = 0};
	unsigned frame = 0;

	while (
	    next_segment(all, segment.end, &segment) && segment.code != SOS) {
		if (segment.code == SOF0 || segment.code == SOF1)
			frame = components_of(&segment);
		else if (is_frame(segment.code))
			return false;
	}
	if (segment.code != SOS || frame == 0 ||
	    components_of(&segment) != frame ||
	    skip_data(all, segment.end) < all.n)
		return false;
	while (bytes->n > segment.end &&
	    (byte(all, bytes->n - 1) == 0 || byte(all, bytes->n - 1) == 0xFF))
		bytes->n--;
	buf_put_char(bytes, (char)0xFF);
	buf_put_char(bytes, (char)EOI);
	return true;
}

/* From `at` in the data of a scan to `end`. */
static bool
renumber_scan(char *bytes, size_t at, size_t end)
{
	unsigned count = 0;
	bool found = false;

	for (char *ff; at + 1 < end; at = (size_t)(ff - bytes) + 1) {
		unsigned code, off;

		ff = memchr(bytes + at, 0xFF, end - at - 1);
		if (ff == NULL)
			break;
		code = (unsigned char)ff[1];
		if (code < RST0 || code > RST7)
			continue;
		off = (code - count) & 7;
		if (off >= 3 && off <= 5) {
			ff[1] = (char)(RST0 + (count & 7));
			found = true;
		}
		count++;
	}
	return found;
}

bool
jpeg_renumber(char *bytes, size_t n)
{
	struct slice all = {bytes, n};
	struct segment segment = {.end = 0};
	bool restarts = false, found = false;

	while (
	    next_segment(all, segment.end, &segment) && segment.code != EOI) {
		size_t data = segment.end;

		restarts |= segment.code == DRI;
		if (segment.code != SOS)
			continue;
		segment.end = skip_data(all, data);
		if (restarts)
			found |= renumber_scan(bytes, data, segment.end);
	}
	return found;
}

static void
put_segment(
    struct buf *out, unsigned code, struct slice lead, struct slice payload)
{
	size_t n = 2 + lead.n + payload.n;

	if (payload.n == 0 || n > 0xFFFF)
		return;
	buf_put_char(out, (char)0xFF);
	buf_put_char(out, (char)code);
	buf_put_char(out, (char)(n >> 8));
	buf_put_char(out, (char)(n & 0xFF));
	buf_put_slice(out, lead);
	buf_put_slice(out, payload);
}

/*
 * The segment with the data after it, if it is needed to show the picture:
 * JFIF and Adobe segments without what may hang on them.
 */
static void
put_needed(struct buf *out, struct slice bytes, const struct segment *segment,
    size_t end)
{
	struct slice s = segment->payload;

	if (is_jfif(segment)) {
		char jfif[JFIF_LENGTH];

		memcpy(jfif, s.at, JFIF_LENGTH);
		/* Width and height of its thumbnail. */
		jfif[12] = jfif[13] = 0;
		put_segment(
		    out, APP0, SLICE(""), (struct slice){jfif, JFIF_LENGTH});
	} else if (is_adobe(segment)) {
		s.n = ADOBE_LENGTH;
		put_segment(out, APP14, SLICE(""), s);
	} else if (!is_application(segment->code) ||
	    (segment->code == APP2 && begins(s, profile_lead))) {
		buf_put(out, bytes.at + segment->start, end - segment->start);
	}
}

void
jpeg_put(
    struct buf *out, struct slice bytes, const struct jpeg_metadata *metadata)
{
	struct segment segment;
	bool mentions_position = false;
	size_t at = 0;

	while (next_segment(bytes, at, &segment)) {
		/* EXIF wants to come first, and JFIF too: so do all programs.
		 */
		if (segment.code != SOI && segment.code != APP0 &&
		    !mentions_position) {
			put_segment(out, APP1, exif_lead, metadata->exif);
			put_segment(out, APP1, xmp_lead, metadata->xmp);
			put_segment(out, APP13, iptc_lead, metadata->iptc);
			mentions_position = true;
		}
		at = segment.code == SOS ? skip_data(bytes, segment.end)
					 : segment.end;
		put_needed(out, bytes, &segment, at);
		if (segment.code == EOI)
			break;
	}
}
