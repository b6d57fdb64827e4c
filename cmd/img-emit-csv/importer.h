/* SPDX-License-Identifier: MIT */
/* The portal's importers: what each takes, loses or spoils, by version. */
#ifndef IMG_IMPORTER_H
#define IMG_IMPORTER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

/* Extended Data Import, URL mapping file, skeletal upload. */
enum importer { MEDIA_IMPORT, URL_MAP, SKELETAL };

struct importer_version {
	enum importer importer;
	int minor, patch; /* of 3.MINOR.PATCH: from this on */
	unsigned takers; /* whose media types it takes */
	bool by_occid; /* finds records by occid */
	bool creates; /* makes records of numbers without one */
	bool escapes; /* puts backslashes before quotes */
	bool secures; /* sets an empty security of a record to 0 */
	const char *extensions; /* that it knows; NULL: it looks at formats */
	const char *lost; /* columns that it loses, blanks around each */
	const char *creator; /* what it calls the column creator */
};

/*
 * "media-import", "url-map:3.1" or "skeletal:3.2.4". Without a version, the
 * newest one of the importer that is known; NULL if it is none.
 */
const struct importer_version *importer_find(const char *text);

/* True if it loses the column. */
bool importer_loses(const struct importer_version *version, const char *name);

/*
 * The name that a skeletal upload gives to the picture as its
 * sourceIdentifier, part of the URL; empty if it gives none. Where a picture
 * of the record has it, its URLs are overwritten instead.
 */
struct slice importer_source_name(struct slice url);

/* What its form takes at most, in bytes. */
uint64_t importer_limit(enum importer importer);

#endif
