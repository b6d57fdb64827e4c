/* SPDX-License-Identifier: MIT */
#include "metadata/exif.h"
#include "text/xml.h"
#include "xmp_write.h"

enum { VALUE_MOST = 2000 };

#define RDF "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#define DC "http://purl.org/dc/elements/1.1/"
#define CC "http://creativecommons.org/ns#"
#define XMP "http://ns.adobe.com/xap/1.0/"
#define XMP_RIGHTS "http://ns.adobe.com/xap/1.0/rights/"
#define PHOTOSHOP "http://ns.adobe.com/photoshop/1.0/"
#define EXIF "http://ns.adobe.com/exif/1.0/"

enum shape { SIMPLE, LINK, BAG, SEQUENCE, LANGUAGES };

struct property {
	const char *uri;
	const char *prefix;
	const char *name;
	enum shape shape;
	bool position;
};

/* A namespace's properties stand together. */
static const struct property properties[] = {
    {CC, "cc", "license", LINK, false},
    {DC, "dc", "creator", SEQUENCE, false},
    {DC, "dc", "description", LANGUAGES, false},
    {DC, "dc", "rights", LANGUAGES, false},
    {EXIF, "exif", "DateTimeOriginal", SIMPLE, false},
    {EXIF, "exif", "GPSAltitude", SIMPLE, true},
    {EXIF, "exif", "GPSAltitudeRef", SIMPLE, true},
    {EXIF, "exif", "GPSLatitude", SIMPLE, true},
    {EXIF, "exif", "GPSLongitude", SIMPLE, true},
    {PHOTOSHOP, "photoshop", "Credit", SIMPLE, false},
    {PHOTOSHOP, "photoshop", "DateCreated", SIMPLE, false},
    {XMP, "xmp", "CreateDate", SIMPLE, false},
    {XMP_RIGHTS, "xmpRights", "Marked", SIMPLE, false},
    {XMP_RIGHTS, "xmpRights", "Owner", BAG, false},
    {XMP_RIGHTS, "xmpRights", "UsageTerms", LANGUAGES, false},
    {XMP_RIGHTS, "xmpRights", "WebStatement", SIMPLE, false},
};

enum {
	NPROPERTIES = sizeof properties / sizeof *properties,
	NONE = NPROPERTIES,
	CREATOR = 1,
	RIGHTS = 3
};

/* Values of lists end in LF; VALUE_MOST bounds each property. */
struct rights {
	struct buf values[NPROPERTIES];
	bool keep_gps;
	size_t current;
	bool separate; /* the next text is a new item */
};

static size_t
find(const struct rights *rights, struct slice uri, struct slice name)
{
	for (size_t i = 0; i < NPROPERTIES; i++)
		if (slice_equal(name, slice_of(properties[i].name)) &&
		    slice_equal(uri, slice_of(properties[i].uri)) &&
		    (rights->keep_gps || !properties[i].position))
			return i;
	return NONE;
}

static void
keep(struct rights *rights, size_t property, struct slice text)
{
	struct buf *value = &rights->values[property];

	if (value->n + text.n + 1 > VALUE_MOST)
		return;
	if (rights->separate && value->n > 0)
		buf_put_char(value, '\n');
	rights->separate = false;
	for (size_t i = 0; i < text.n; i++)
		buf_put_char(
		    value, (unsigned char)text.at[i] < ' ' ? ' ' : text.at[i]);
}

static void
start(void *state, struct slice uri, struct slice name,
    const struct xml_attribute attributes[], size_t n)
{
	struct rights *rights = state;
	size_t property = find(rights, uri, name);

	for (size_t i = 0; i < n; i++) {
		size_t other =
		    find(rights, attributes[i].uri, attributes[i].name);

		if (property != NONE &&
		    slice_equal(attributes[i].name, SLICE("resource")))
			other = property;
		rights->separate = true;
		if (other != NONE && rights->values[other].n == 0)
			keep(rights, other, attributes[i].value);
	}
	if (property != NONE && rights->values[property].n == 0)
		rights->current = property;
	rights->separate = true;
}

static void
end(void *state, struct slice uri, struct slice name)
{
	struct rights *rights = state;

	if (rights->current != NONE &&
	    find(rights, uri, name) == rights->current)
		rights->current = NONE;
}

static void
text(void *state, struct slice text)
{
	struct rights *rights = state;
	bool blank = true;

	for (size_t i = 0; i < text.n; i++)
		blank &= strchr(" \t\r\n", text.at[i]) != NULL;
	/* Blank text only stands between elements. */
	if (rights->current != NONE && !(blank && rights->separate))
		keep(rights, rights->current, text);
}

static void
read_xmp(struct rights *rights, struct slice xmp)
{
	static const struct xml_handler handler = {start, end, text};
	struct xml *xml;
	bool sound;

	if (xmp.n == 0)
		return;
	xml = xml_open(&handler, rights);
	sound = xml_put(xml, xmp) && xml_finish(xml);
	xml_close(xml);
	for (size_t i = 0; i < NPROPERTIES && !sound; i++)
		buf_clear(&rights->values[i]);
}

static void
keep_iptc(struct rights *rights, size_t property, struct slice text)
{
	struct buf clean = {0};

	exif_put_text(&clean, text);
	rights->separate = true;
	keep(rights, property, buf_slice(&clean));
	buf_free(&clean);
}

static unsigned
two(const char *s)
{
	return (unsigned)((unsigned char)s[0] << 8 | (unsigned char)s[1]);
}

/* IPTC's own records: by-line and copyright notice. */
static void
read_iim(struct rights *rights, struct slice s, bool creator, bool notice)
{
	while (s.n >= 5 && s.at[0] == 0x1C) {
		unsigned dataset = two(s.at + 1), n = two(s.at + 3);
		struct slice value = {s.at + 5, n};

		if (n > s.n - 5)
			return;
		if (creator && dataset == (2 << 8 | 80))
			keep_iptc(rights, CREATOR, value);
		if (notice && dataset == (2 << 8 | 116))
			keep_iptc(rights, RIGHTS, value);
		s.at += 5 + n;
		s.n -= 5 + n;
	}
}

/* The records among Photoshop's resources, or bare. */
static struct slice
find_iim(struct slice s)
{
	while (s.n >= 12 && memcmp(s.at, "8BIM", 4) == 0) {
		size_t name = ((unsigned char)s.at[6] + 2U) & ~1U,
		       at = 6 + name;
		size_t n;

		if (s.n < at + 4)
			return SLICE_NONE;
		n = (size_t)two(s.at + at) << 16 | two(s.at + at + 2);
		if (n > s.n - at - 4)
			return SLICE_NONE;
		if (two(s.at + 4) == 0x0404)
			return (struct slice){s.at + at + 4, n};
		n += n & 1;
		n = n > s.n - at - 4 ? s.n - at - 4 : n;
		s.at += at + 4 + n;
		s.n -= at + 4 + n;
	}
	return s;
}

static void
put_escaped(struct buf *out, struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		switch (s.at[i]) {
		case '&': buf_put_string(out, "&amp;"); break;
		case '<': buf_put_string(out, "&lt;"); break;
		case '>': buf_put_string(out, "&gt;"); break;
		case '"': buf_put_string(out, "&quot;"); break;
		default: buf_put_char(out, s.at[i]);
		}
}

static void
put_list(struct buf *out, const struct property *property, struct slice values)
{
	static const char *const kinds[] = {
	    [BAG] = "Bag", [SEQUENCE] = "Seq", [LANGUAGES] = "Alt"};
	const char *kind = kinds[property->shape];
	struct slice value;

	buf_printf(
	    out, "<%s:%s><rdf:%s>", property->prefix, property->name, kind);
	while (slice_word(&values, '\n', &value)) {
		buf_put_string(out,
		    property->shape == LANGUAGES
			? "<rdf:li xml:lang=\"x-default\">"
			: "<rdf:li>");
		put_escaped(out, value);
		buf_put_string(out, "</rdf:li>");
		/* Only the default language: it comes first. */
		if (property->shape == LANGUAGES)
			break;
	}
	buf_printf(
	    out, "</rdf:%s></%s:%s>\n", kind, property->prefix, property->name);
}

static void
put_property(
    struct buf *out, const struct property *property, struct slice values)
{
	switch (property->shape) {
	case SIMPLE:
		buf_printf(out, "<%s:%s>", property->prefix, property->name);
		put_escaped(out, values);
		buf_printf(out, "</%s:%s>\n", property->prefix, property->name);
		break;
	case LINK:
		buf_printf(out, "<%s:%s rdf:resource=\"", property->prefix,
		    property->name);
		put_escaped(out, values);
		buf_put_string(out, "\"/>\n");
		break;
	case BAG:
	case SEQUENCE:
	case LANGUAGES: put_list(out, property, values); break;
	}
}

static void
put_packet(struct buf *out, const struct rights *rights)
{
	buf_put_string(out,
	    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"" RDF
	    "\"><rdf:Description rdf:about=\"\"");
	for (size_t i = 0; i < NPROPERTIES; i++)
		if (i == 0 ||
		    strcmp(properties[i].uri, properties[i - 1].uri) != 0)
			buf_printf(out, "\n xmlns:%s=\"%s\"",
			    properties[i].prefix, properties[i].uri);
	buf_put_string(out, ">\n");
	for (size_t i = 0; i < NPROPERTIES; i++)
		if (rights->values[i].n > 0)
			put_property(
			    out, &properties[i], buf_slice(&rights->values[i]));
	buf_put_string(out, "</rdf:Description></rdf:RDF></x:xmpmeta>\n");
}

void
rights_put(struct buf *out, struct slice xmp, struct slice iptc, bool keep_gps)
{
	struct rights rights = {.keep_gps = keep_gps, .current = NONE};
	bool any = false;

	read_xmp(&rights, xmp);
	read_iim(&rights, find_iim(iptc), rights.values[CREATOR].n == 0,
	    rights.values[RIGHTS].n == 0);
	for (size_t i = 0; i < NPROPERTIES; i++)
		any |= rights.values[i].n > 0;
	if (any)
		put_packet(out, &rights);
	for (size_t i = 0; i < NPROPERTIES; i++)
		buf_free(&rights.values[i]);
}
