/* SPDX-License-Identifier: MIT */
#include "base/ascii.h"
#include "metadata/exif.h"
#include "metadata/xmp.h"
#include "text/xml.h"

#define RDF "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#define DC "http://purl.org/dc/elements/1.1/"
#define RIGHTS "http://ns.adobe.com/xap/1.0/rights/"

/* Nobody's name or terms are longer. */
enum { VALUE_MOST = 4000 };

static const struct {
	const char *uri, *name;
	enum xmp_field field;
} fields[] = {
    {DC, "creator", XMP_CREATOR},
    {DC, "rights", XMP_RIGHTS},
    {DC, "description", XMP_DESCRIPTION},
    {RIGHTS, "Owner", XMP_OWNER},
    {RIGHTS, "UsageTerms", XMP_TERMS},
    {RIGHTS, "WebStatement", XMP_STATEMENT},
    {"http://creativecommons.org/ns#", "license", XMP_LICENCE},
    {"http://purl.org/dc/terms/", "license", XMP_LICENCE},
};

struct reading {
	struct xmp *xmp;
	size_t depth;
	size_t description; /* depth of the open rdf:Description, 0 for none */
	size_t property; /* depth of the open property of ours, likewise */
	enum xmp_field field;
	bool is_default; /* the value kept is in the default language */
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
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (is(uri, name, fields[i].uri, fields[i].name))
			return fields[i].field;
	return XMP_FIELDS;
}

static bool
is_list(enum xmp_field field)
{
	return field == XMP_CREATOR || field == XMP_OWNER;
}

/* Lists are joined; of alternatives the default wins, else the first. */
static void
keep(struct reading *r, enum xmp_field field, struct slice text, bool chosen)
{
	struct buf *value = &r->xmp->values[field];
	size_t before = value->n;

	if (before > 0 && !is_list(field) && !chosen)
		return;
	if (!is_list(field))
		buf_clear(value);
	else if (before > 0)
		buf_put_string(value, "; ");
	before = value->n;
	exif_put_text(value, text);
	if (value->n == before && is_list(field))
		value->n = before > 2 ? before - 2 : 0;
	if (value->n > VALUE_MOST)
		buf_clear(value);
}

static void
keep_attributes(
    struct reading *r, const struct xml_attribute attributes[], size_t n)
{
	for (size_t i = 0; i < n; i++) {
		enum xmp_field field =
		    field_of(attributes[i].uri, attributes[i].name);

		if (field != XMP_FIELDS)
			keep(r, field, attributes[i].value, false);
	}
}

static void
open_item(struct reading *r, const struct xml_attribute attributes[], size_t n)
{
	r->is_default = false;
	buf_clear(&r->text);
	for (size_t i = 0; i < n; i++) {
		if (slice_equal(attributes[i].name, SLICE("lang")) &&
		    slice_equal(attributes[i].value, SLICE("x-default")))
			r->is_default = true;
		if (is(attributes[i].uri, attributes[i].name, RDF, "resource"))
			keep(r, r->field, attributes[i].value, false);
	}
}

static void
on_start(void *state, struct slice uri, struct slice name,
    const struct xml_attribute attributes[], size_t n)
{
	struct reading *r = state;
	enum xmp_field field;

	r->depth++;
	if (r->description == 0 && is(uri, name, RDF, "Description")) {
		r->description = r->depth;
		keep_attributes(r, attributes, n);
		return;
	}
	if (r->property > 0) {
		open_item(r, attributes, n);
		return;
	}
	if (r->description == 0 || r->depth != r->description + 1)
		return;
	field = field_of(uri, name);
	if (field != XMP_FIELDS) {
		r->property = r->depth;
		r->field = field;
		open_item(r, attributes, n);
	}
}

static void
on_end(void *state, struct slice uri, struct slice name)
{
	struct reading *r = state;

	(void)uri;
	(void)name;
	/* Between the elements of a list there is but white space. */
	if (r->property > 0 && !slice_is_blank(buf_slice(&r->text)))
		keep(r, r->field, buf_slice(&r->text), r->is_default);
	r->is_default = false;
	buf_clear(&r->text);
	if (r->depth == r->property)
		r->property = 0;
	if (r->depth == r->description)
		r->description = 0;
	r->depth--;
}

static void
on_text(void *state, struct slice text)
{
	struct reading *r = state;

	if (r->property > 0 && r->text.n + text.n <= VALUE_MOST)
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

bool
xmp_read(struct xmp *xmp, struct slice packet)
{
	static const struct xml_handler handler = {on_start, on_end, on_text};
	struct reading r = {.xmp = xmp};
	struct xml *xml = xml_open(&handler, &r);
	bool good;

	for (size_t i = 0; i < XMP_FIELDS; i++)
		buf_clear(&xmp->values[i]);
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
