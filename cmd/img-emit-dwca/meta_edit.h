/* SPDX-License-Identifier: MIT */
/* meta.xml with one table changed, and every other byte as it is. */
#ifndef IMG_META_EDIT_H
#define IMG_META_EDIT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/slice.h"

struct meta_place {
	size_t start, end; /* bytes that make way for the table */
	char prefix[64]; /* of the names of elements: "" or "dwc:" */
};

/*
 * Where the table of this number is (they are counted from 0 in the order of
 * the document), or where a new one goes for DWCA_NONE. The document has been
 * read before, so it is well-formed. False if it is in an encoding of more
 * than a byte for "<", or has too long a prefix.
 */
bool meta_edit_find(struct slice xml, size_t table, struct meta_place *place);

#endif
