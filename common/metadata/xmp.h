/* SPDX-License-Identifier: MIT */
/* What a picture's XMP packet says of it: ISO 16684-1. */
#ifndef IMG_XMP_H
#define IMG_XMP_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"

/* The properties that are read, those of a namespace one after the other. */
enum xmp_field {
	XMP_LICENCE, /* cc:license */
	XMP_CREATOR, /* dc:creator */
	XMP_DESCRIPTION,
	XMP_RIGHTS,
	XMP_SUBJECT,
	XMP_TITLE,
	XMP_LICENCE_TERM, /* dcterms:license */
	XMP_DATE_ORIGINAL, /* exif:DateTimeOriginal */
	XMP_ALTITUDE,
	XMP_ALTITUDE_REFERENCE,
	XMP_LATITUDE,
	XMP_LONGITUDE,
	XMP_CREDIT, /* photoshop:Credit */
	XMP_DATE_CREATED,
	XMP_HEADLINE,
	XMP_CREATE_DATE, /* xmp:CreateDate */
	XMP_MARKED, /* xmpRights:Marked */
	XMP_OWNER,
	XMP_TERMS, /* xmpRights:UsageTerms */
	XMP_STATEMENT, /* xmpRights:WebStatement */
	XMP_FIELDS
};

enum xmp_shape { XMP_SIMPLE, XMP_LINK, XMP_BAG, XMP_SEQUENCE, XMP_LANGUAGES };

struct xmp_property {
	const char *uri;
	const char *prefix;
	const char *name;
	enum xmp_shape shape;
	bool position; /* where the picture was taken */
};

extern const struct xmp_property xmp_properties[XMP_FIELDS];

/* Zero-initialise; the buffers are used again. */
struct xmp {
	struct buf values[XMP_FIELDS]; /* for xmp_next() and xmp_text() */
	bool cut; /* something was too long to be kept */
};

void xmp_free(struct xmp *xmp);

/*
 * Reads the properties of the picture itself, whole as they are; those of
 * pictures that were placed in it are not its own. False if the packet is not
 * well-formed: what came before stays.
 */
bool xmp_read(struct xmp *xmp, struct slice packet);
void xmp_clear(struct xmp *xmp);

/*
 * Adds an item to a property: to a list, or as the text in a language, which
 * is empty where none is said. Of a language, and of what is no list, the
 * first stays. The text is cleaned.
 */
void xmp_add(struct xmp *xmp, enum xmp_field field, struct slice language,
    struct slice text);

/*
 * The next item of values[field]; `items` is what is left. The language is
 * empty where none is said. False at the end.
 */
bool xmp_next(struct slice *items, struct slice *language, struct slice *text);

/*
 * The text of a property: of several languages the default, else the first;
 * of a list the first item. Empty if there is none.
 */
struct slice xmp_text(const struct xmp *xmp, enum xmp_field field);

#endif
