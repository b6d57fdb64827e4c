/* SPDX-License-Identifier: MIT */
#include "base/ascii.h"
#include "metadata/clean_text.h"
#include "metadata/xmp.h"
#include "text/xml.h"

#define RDF "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#define XML "http://www.w3.org/XML/1998/namespace"
#define CC "http://creativecommons.org/ns#"
#define DC "http://purl.org/dc/elements/1.1/"
#define DCTERMS "http://purl.org/dc/terms/"
#define EXIF "http://ns.adobe.com/exif/1.0/"
#define PHOTOSHOP "http://ns.adobe.com/photoshop/1.0/"
#define XMP "http://ns.adobe.com/xap/1.0/"
#define RIGHTS "http://ns.adobe.com/xap/1.0/rights/"

/* Of a property; nobody's name or terms are longer. */
enum { VALUE_MOST = 4000, LANGUAGE_MOST = 40 };

const struct xmp_property xmp_properties[XMP_FIELDS] = {
    [XMP_LICENCE] = {CC, "cc", "license", XMP_LINK, false},
    [XMP_CREATOR] = {DC, "dc", "creator", XMP_SEQUENCE, false},
    [XMP_DESCRIPTION] = {DC, "dc", "description", XMP_LANGUAGES, false},
    [XMP_RIGHTS] = {DC, "dc", "rights", XMP_LANGUAGES, false},
    [XMP_SUBJECT] = {DC, "dc", "subject", XMP_BAG, false},
    [XMP_TITLE] = {DC, "dc", "title", XMP_LANGUAGES, false},
    [XMP_LICENCE_TERM] = {DCTERMS, "dcterms", "license", XMP_LINK, false},
    [XMP_DATE_ORIGINAL] = {EXIF, "exif", "DateTimeOriginal", XMP_SIMPLE, false},
    [XMP_ALTITUDE] = {EXIF, "exif", "GPSAltitude", XMP_SIMPLE, true},
    [XMP_ALTITUDE_REFERENCE] = {EXIF, "exif", "GPSAltitudeRef", XMP_SIMPLE,
	true},
    [XMP_LATITUDE] = {EXIF, "exif", "GPSLatitude", XMP_SIMPLE, true},
    [XMP_LONGITUDE] = {EXIF, "exif", "GPSLongitude", XMP_SIMPLE, true},
    [XMP_CREDIT] = {PHOTOSHOP, "photoshop", "Credit", XMP_SIMPLE, false},
    [XMP_DATE_CREATED] = {PHOTOSHOP, "photoshop", "DateCreated", XMP_SIMPLE,
	false},
    [XMP_HEADLINE] = {PHOTOSHOP, "photoshop", "Headline", XMP_SIMPLE, false},
    [XMP_CREATE_DATE] = {XMP, "xmp", "CreateDate", XMP_SIMPLE, false},
    [XMP_MARKED] = {RIGHTS, "xmpRights", "Marked", XMP_SIMPLE, false},
    [XMP_OWNER] = {RIGHTS, "xmpRights", "Owner", XMP_BAG, false},
    [XMP_TERMS] = {RIGHTS, "xmpRights", "UsageTerms", XMP_LANGUAGES, false},
    [XMP_STATEMENT] = {RIGHTS, "xmpRights", "WebStatement", XMP_SIMPLE, false},
};

/* Depths are those of open elements, 0 for none. */
struct reading {
	struct xmp *xmp;
	size_t depth;
	size_t description; /* rdf:Description of the picture */
	size_t property; /* one of ours in it */
	size_t list; /* the container in that */
	size_t item; /* what the text is the item's of */
	size_t value; /* rdf:value of an item that has qualifiers */
	size_t foreign; /* what is nothing of ours */
	enum xmp_field field;
	char language[LANGUAGE_MOST];
	bool too_long;
	struct buf text;
};

static bool
is(struct slice uri, struct slice name, const char *its_uri,
    const char *its_name)
{
	return slice_equal(name, slice_of(its_name)) &&
	    slice_equal(uri, slice_of(its_uri));
}

static enum xmp_field
field_of(struct slice uri, struct slice name)
{
	for (size_t i = 0; i < XMP_FIELDS; i++)
		if (is(uri, name, xmp_properties[i].uri,
			xmp_properties[i].name))
			return (enum xmp_field)i;
	return XMP_FIELDS;
}

bool
xmp_next(struct slice *items, struct slice *language, struct slice *text)
{
	const char *tab, *end;

	if (items->n == 0)
		return false;
	tab = memchr(items->at, '\t', items->n);
	end = memchr(items->at, '\n', items->n);
	*language = (struct slice){items->at, (size_t)(tab - items->at)};
	*text = (struct slice){tab + 1, (size_t)(end - tab - 1)};
	*items = slice_from(*items, (size_t)(end + 1 - items->at));
	return true;
}

/* A list takes all, languages one text each, others one. */
static bool
has_room(const struct xmp *xmp, enum xmp_field field, struct slice language)
{
	struct slice items = buf_slice(&xmp->values[field]), other, text;

	switch (xmp_properties[field].shape) {
	case XMP_BAG:
	case XMP_SEQUENCE: return true;
	case XMP_SIMPLE:
	case XMP_LINK: return items.n == 0;
	case XMP_LANGUAGES: break;
	}
	while (xmp_next(&items, &other, &text))
		if (slice_equal(language, other))
			return false;
	return true;
}

void
xmp_add(struct xmp *xmp, enum xmp_field field, struct slice language,
    struct slice text)
{
	struct buf *value = &xmp->values[field];
	size_t before = value->n, start;

	if (xmp_properties[field].shape != XMP_LANGUAGES)
		language = SLICE("");
	if (!has_room(xmp, field, language))
		return;
	clean_text_put_as(value, language, CHARSET_UTF_8);
	buf_put_char(value, '\t');
	start = value->n;
	if (!clean_text_put_as(value, text, CHARSET_UTF_8) ||
	    value->n == start) {
		value->n = before;
		return;
	}
	buf_put_char(value, '\n');
	if (value->n > VALUE_MOST) {
		value->n = before;
		xmp->cut = true;
	}
}

struct slice
xmp_text(const struct xmp *xmp, enum xmp_field field)
{
	struct slice items = buf_slice(&xmp->values[field]);
	struct slice first = SLICE(""), language, text;

	while (xmp_next(&items, &language, &text)) {
		if (slice_equal(language, SLICE("x-default")))
			return text;
		if (first.n == 0)
			first = text;
	}
	return first;
}

static void
keep(struct reading *r, struct slice text)
{
	xmp_add(r->xmp, r->field, slice_of(r->language), text);
}

static void
keep_attributes(
    struct reading *r, const struct xml_attribute attributes[], size_t n)
{
	for (size_t i = 0; i < n; i++) {
		enum xmp_field field =
		    field_of(attributes[i].uri, attributes[i].name);

		if (field != XMP_FIELDS)
			xmp_add(r->xmp, field, SLICE(""), attributes[i].value);
	}
}

static void
open_item(struct reading *r, const struct xml_attribute attributes[], size_t n)
{
	r->item = r->depth;
	r->language[0] = '\0';
	r->too_long = false;
	buf_clear(&r->text);
	for (size_t i = 0; i < n; i++) {
		struct slice value = attributes[i].value;

		if (is(attributes[i].uri, attributes[i].name, XML, "lang") &&
		    value.n < LANGUAGE_MOST) {
			memcpy(r->language, value.at, value.n);
			r->language[value.n] = '\0';
		}
		if (is(attributes[i].uri, attributes[i].name, RDF, "resource"))
			keep(r, value);
	}
}

static bool
is_list(struct slice uri, struct slice name)
{
	return is(uri, name, RDF, "Alt") || is(uri, name, RDF, "Bag") ||
	    is(uri, name, RDF, "Seq");
}

/* What is in a property of ours: a list, its items, or an item's value. */
static void
open_inside(struct reading *r, struct slice uri, struct slice name,
    const struct xml_attribute attributes[], size_t n)
{
	bool deeper =
	    r->item > 0 && (r->depth == r->item + 1 || r->depth == r->item + 2);

	if (r->list == 0 && r->depth == r->property + 1 && is_list(uri, name)) {
		r->list = r->depth;
		r->item = 0;
	} else if (r->list > 0 && r->depth == r->list + 1 &&
	    is(uri, name, RDF, "li")) {
		open_item(r, attributes, n);
	} else if (deeper && is(uri, name, RDF, "value")) {
		r->value = r->depth;
		buf_clear(&r->text);
	} else if (!(deeper && r->depth == r->item + 1 &&
		       is(uri, name, RDF, "Description"))) {
		r->foreign = r->depth;
	}
}

static void
on_start(void *state, struct slice uri, struct slice name,
    const struct xml_attribute attributes[], size_t n)
{
	struct reading *r = state;

	r->depth++;
	if (r->foreign > 0)
		return;
	if (r->property > 0) {
		open_inside(r, uri, name, attributes, n);
	} else if (r->description > 0) {
		r->field = field_of(uri, name);
		if (r->field == XMP_FIELDS) {
			r->foreign = r->depth;
			return;
		}
		r->property = r->depth;
		open_item(r, attributes, n);
	} else if (is(uri, name, RDF, "Description")) {
		r->description = r->depth;
		keep_attributes(r, attributes, n);
	}
}

static void
close_item(struct reading *r)
{
	if (r->too_long)
		r->xmp->cut = true;
	else if (!slice_is_blank(buf_slice(&r->text)))
		keep(r, buf_slice(&r->text));
	buf_clear(&r->text);
	r->too_long = false;
}

static void
on_end(void *state, struct slice uri, struct slice name)
{
	struct reading *r = state;
	size_t depth = r->depth--;

	(void)uri;
	(void)name;
	if (r->foreign > 0) {
		if (r->foreign == depth)
			r->foreign = 0;
		return;
	}
	if (depth == r->value || depth == r->item)
		close_item(r);
	if (depth == r->value)
		r->value = 0;
	if (depth == r->item)
		r->item = 0;
	if (depth == r->list)
		r->list = 0;
	if (depth == r->property)
		r->property = 0;
	if (depth == r->description)
		r->description = 0;
}

static void
on_text(void *state, struct slice text)
{
	struct reading *r = state;

	if (r->foreign > 0 || r->depth == 0 ||
	    (r->depth != r->item && r->depth != r->value))
		return;
	if (r->text.n + text.n > VALUE_MOST)
		r->too_long = true;
	else if (!r->too_long)
		buf_put_slice(&r->text, text);
}

/* Packets are padded, some with NULs. */
static struct slice
trim(struct slice packet)
{
	while (packet.n > 0 && packet.at[packet.n - 1] == '\0')
		packet.n--;
	return packet;
}

void
xmp_clear(struct xmp *xmp)
{
	for (size_t i = 0; i < XMP_FIELDS; i++)
		buf_clear(&xmp->values[i]);
	xmp->cut = false;
}

bool
xmp_read(struct xmp *xmp, struct slice packet)
{
	static const struct xml_handler handler = {on_start, on_end, on_text};
	struct reading r = {.xmp = xmp};
	struct xml *xml = xml_open(&handler, &r);
	bool good;

	xmp_clear(xmp);
	good = xml_put(xml, trim(packet)) && xml_finish(xml);
	xml_close(xml);
	buf_free(&r.text);
	return good;
}

void
xmp_free(struct xmp *xmp)
{
	for (size_t i = 0; i < XMP_FIELDS; i++)
		buf_free(&xmp->values[i]);
}
