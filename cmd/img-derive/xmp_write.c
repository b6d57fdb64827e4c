/* SPDX-License-Identifier: MIT */
#include <assert.h>

#include "xmp_write.h"

#define RDF "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

enum { PACKET_MOST = 32 << 10 };

/* Which properties are written. */
struct choice {
	bool of[XMP_FIELDS];
	size_t n;
};

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
put_language(struct buf *out, struct slice language, struct slice text)
{
	buf_put_string(out, "<rdf:li");
	if (language.n > 0) {
		buf_put_string(out, " xml:lang=\"");
		put_escaped(out, language);
		buf_put_char(out, '"');
	}
	buf_put_char(out, '>');
	put_escaped(out, text);
	buf_put_string(out, "</rdf:li>");
}

/* The default comes first. A text without a language is the default where it is
 * the one that readers take. */
static void
put_languages(struct buf *out, struct slice items)
{
	struct slice rest = items, language, text;
	const struct slice standard = SLICE("x-default");
	bool there = false, first = true;

	while (!there && xmp_next(&rest, &language, &text)) {
		there = slice_equal(language, standard);
		if (there)
			put_language(out, language, text);
	}
	while (xmp_next(&items, &language, &text)) {
		if (language.n == 0 && first && !there)
			language = standard;
		else if (slice_equal(language, standard))
			continue;
		put_language(out, language, text);
		first = false;
	}
}

static void
put_items(struct buf *out, struct slice items)
{
	struct slice language, text;

	while (xmp_next(&items, &language, &text)) {
		buf_put_string(out, "<rdf:li>");
		put_escaped(out, text);
		buf_put_string(out, "</rdf:li>");
	}
}

static void
put_list(
    struct buf *out, const struct xmp_property *property, struct slice items)
{
	const char *kind = property->shape == XMP_BAG ? "Bag"
	    : property->shape == XMP_SEQUENCE	      ? "Seq"
						      : "Alt";

	buf_printf(
	    out, "<%s:%s><rdf:%s>", property->prefix, property->name, kind);
	if (property->shape == XMP_LANGUAGES)
		put_languages(out, items);
	else
		put_items(out, items);
	buf_printf(
	    out, "</rdf:%s></%s:%s>\n", kind, property->prefix, property->name);
}

static void
put_property(struct buf *out, const struct xmp *xmp, enum xmp_field field)
{
	const struct xmp_property *property = &xmp_properties[field];

	switch (property->shape) {
	case XMP_SIMPLE:
		buf_printf(out, "<%s:%s>", property->prefix, property->name);
		put_escaped(out, xmp_text(xmp, field));
		buf_printf(out, "</%s:%s>\n", property->prefix, property->name);
		break;
	case XMP_LINK:
		buf_printf(out, "<%s:%s rdf:resource=\"", property->prefix,
		    property->name);
		put_escaped(out, xmp_text(xmp, field));
		buf_put_string(out, "\"/>\n");
		break;
	case XMP_BAG:
	case XMP_SEQUENCE:
	case XMP_LANGUAGES:
		put_list(out, property, buf_slice(&xmp->values[field]));
		break;
	}
}

static void
put_packet(struct buf *out, const struct xmp *xmp, const struct choice *choice)
{
	const char *last = "";

	buf_put_string(out,
	    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"" RDF
	    "\"><rdf:Description rdf:about=\"\"");
	for (size_t i = 0; i < XMP_FIELDS; i++) {
		if (!choice->of[i] || strcmp(xmp_properties[i].uri, last) == 0)
			continue;
		last = xmp_properties[i].uri;
		buf_printf(
		    out, "\n xmlns:%s=\"%s\"", xmp_properties[i].prefix, last);
	}
	buf_put_string(out, ">\n");
	for (size_t i = 0; i < XMP_FIELDS; i++)
		if (choice->of[i])
			put_property(out, xmp, (enum xmp_field)i);
	buf_put_string(out, "</rdf:Description></rdf:RDF></x:xmpmeta>\n");
}

/* Of those chosen, of which there is one at least. */
static void
drop_longest(struct choice *choice, const struct xmp *xmp)
{
	size_t longest = XMP_FIELDS;

	for (size_t i = 0; i < XMP_FIELDS; i++)
		if (choice->of[i] &&
		    (longest == XMP_FIELDS ||
			xmp->values[i].n > xmp->values[longest].n))
			longest = i;
	assert(longest < XMP_FIELDS);
	choice->of[longest] = false;
	choice->n--;
}

void
xmp_write_put(struct buf *out, const struct xmp *xmp, bool keep_gps)
{
	struct choice choice = {.n = 0};
	size_t start = out->n;

	for (size_t i = 0; i < XMP_FIELDS; i++) {
		choice.of[i] = xmp->values[i].n > 0 &&
		    (keep_gps || !xmp_properties[i].position);
		choice.n += choice.of[i];
	}
	while (choice.n > 0) {
		put_packet(out, xmp, &choice);
		if (out->n - start <= PACKET_MOST)
			return;
		out->n = start;
		drop_longest(&choice, xmp);
	}
}
