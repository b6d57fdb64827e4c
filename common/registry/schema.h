/* SPDX-License-Identifier: MIT */
/*
 * What differs between the versions of the portal's schema: a row a version.
 * A portal's own columns and lengths are in its export; this is what cannot
 * be seen there, and what is known without one.
 */
#ifndef IMG_SCHEMA_H
#define IMG_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/slice.h"

struct schema {
	const char *version; /* "3.2" */
	/* A column that this version has and none before it. */
	const char *table, *column;
	/* The table of pictures, its key, and its column of accounts. */
	const char *media, *key, *creator_uid;
	bool media_type; /* pictures have a column mediaType */
	bool pixels; /* and their size in pixels */
	bool metadata; /* there is a table mediametadata */
	size_t identifier_most; /* of omoccuridentifiers.identifierValue */
};

/* All of them, the oldest first; the count goes to *n. */
const struct schema *schema_all(size_t *n);

/* By "3.2"; NULL if there is none. */
const struct schema *schema_find(struct slice version);

/* Appends "3.0, 3.1 or 3.2", all that there are. */
void schema_put_versions(struct buf *out);

#endif
