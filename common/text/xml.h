/* SPDX-License-Identifier: MIT */
/*
 * Namespace-aware XML 1.0 as events, pushed piece by piece: the door to
 * libxml2's parser. Made for hostile documents: nothing is loaded from
 * outside, declarations of entities are passed over, and a reference to any
 * entity but the five predefined ones is an error. Depth and length are
 * libxml2's ordinary limits (256 levels, 10 MB for one text or name).
 */
#ifndef IMG_XML_H
#define IMG_XML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

/* Names are local parts; uri is empty for names in no namespace. */
struct xml_attribute {
	struct slice uri;
	struct slice name;
	struct slice value;
};

/* Any may be NULL. Slices are UTF-8 and valid during the call only. */
struct xml_handler {
	void (*start)(void *state, struct slice uri, struct slice name,
	    const struct xml_attribute attributes[], size_t n);
	void (*end)(void *state, struct slice uri, struct slice name);
	/* A text may come in several pieces; CDATA sections are text. */
	void (*text)(void *state, struct slice text);
};

struct xml;

/* `handler` and `state` stay the caller's and must outlive the parser. */
struct xml *xml_open(const struct xml_handler *handler, void *state);
void xml_close(struct xml *xml);

/* Parses the next bytes, in any encoding that XML names; false on failure. */
bool xml_put(struct xml *xml, struct slice bytes);

/* Nothing follows; false if the document is not well-formed. */
bool xml_finish(struct xml *xml);

/* From a handler: no more events, and the failure is `text`, a literal. */
void xml_stop(struct xml *xml, const char *text);

/* "line 3: what is wrong", or NULL. */
const char *xml_failure(const struct xml *xml);

/*
 * A page of HTML, however broken, as the same events: names in lower case, no
 * uri, texts and values in UTF-8 where `charset` is right. It may be NULL: what
 * the page itself declares counts then, or Latin-1. Scripts and styles are no
 * text. At most XML_HTML_MOST bytes are read.
 */
void xml_read_html(struct slice page, const char *charset,
    const struct xml_handler *handler, void *state);

#define XML_HTML_MOST ((size_t)64 << 20)

/* The value of an attribute in no namespace; at NULL if it is not there. */
struct slice xml_attribute(
    const struct xml_attribute attributes[], size_t n, const char *name);

#endif
