/* SPDX-License-Identifier: MIT */
#include "registry/schema.h"

#define IMAGES "images", "imgid", "photographerUid", false
#define MEDIA "media", "mediaID", "creatorUid", true

static const struct schema schemas[] = {
    {"3.0", "images", "originalUrl", IMAGES, false, false, 45},
    {"3.1", "images", "pixelXDimension", IMAGES, true, false, 45},
    {"3.2", "media", "originalUrl", MEDIA, true, false, 75},
    {"3.3", "omoccurrences", "recordSecurity", MEDIA, true, false, 75},
    {"3.4", "mediametadata", "mediaID", MEDIA, true, true, 75},
};

enum { NSCHEMAS = sizeof schemas / sizeof *schemas };

const struct schema *
schema_all(size_t *n)
{
	*n = NSCHEMAS;
	return schemas;
}

const struct schema *
schema_find(struct slice version)
{
	for (size_t i = 0; i < NSCHEMAS; i++)
		if (slice_equal(version, slice_of(schemas[i].version)))
			return &schemas[i];
	return NULL;
}

void
schema_put_versions(struct buf *out)
{
	for (size_t i = 0; i < NSCHEMAS; i++) {
		if (i > 0)
			buf_put_string(out, i + 1 < NSCHEMAS ? ", " : " or ");
		buf_put_string(out, schemas[i].version);
	}
}
