/* SPDX-License-Identifier: MIT */
/*
 * Which terms of Darwin Core, Audiovisual Core, GBIF's multimedia and image
 * extensions and the portal's own go to which column of the stream. The
 * manual shows the same table.
 */
#ifndef IMG_TERMS_H
#define IMG_TERMS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/slice.h"

struct term_rule {
	const char *column;
	/* Local names of terms in lower case, the preferred one first. */
	const char *terms;
};

/* In the order of the output. */
const struct term_rule *term_rules(size_t *n);

/* What stands behind the last "/", "#" or ":" of a term. */
struct slice term_local(const char *term);

/* True if its local name is this one, in any letter case. */
bool term_is(const char *term, const char *local);

/* True for http://purl.org/dc/terms/ and what else counts before others. */
bool term_is_preferred(const char *term);

/* Appends a short name of its vocabulary, "dcterms" for instance. */
void term_put_prefix(struct buf *out, const char *term);

/* By a rowType. */
bool row_type_is_media(const char *row_type);
bool row_type_is_occurrence(const char *row_type);

/* True if it holds Audiovisual Core, where `identifier` is no URL. */
bool row_type_is_audiovisual(const char *row_type);

#endif
