/* SPDX-License-Identifier: MIT */
/* What a picture's XMP packet says of it: ISO 16684-1. */
#ifndef IMG_XMP_H
#define IMG_XMP_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"

enum xmp_field {
	XMP_CREATOR, /* dc:creator, several joined by "; " */
	XMP_RIGHTS, /* dc:rights */
	XMP_DESCRIPTION, /* dc:description */
	XMP_OWNER, /* xmpRights:Owner */
	XMP_TERMS, /* xmpRights:UsageTerms */
	XMP_STATEMENT, /* xmpRights:WebStatement */
	XMP_LICENCE, /* cc:license, dcterms:license */
	XMP_FIELDS
};

struct xmp {
	struct buf values[XMP_FIELDS]; /* clean text, empty where not there */
};

void xmp_free(struct xmp *xmp);

/*
 * Reads a packet; of texts in several languages it takes the default, else
 * the first. False if the packet is not well-formed: what came before stays.
 */
bool xmp_read(struct xmp *xmp, struct slice packet);

#endif
