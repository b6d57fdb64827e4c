/* SPDX-License-Identifier: MIT */
/* Terms of Darwin Core Archives, by their last part, and types of rows. */
#ifndef IMG_DWCA_TERMS_H
#define IMG_DWCA_TERMS_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"

/* What follows the last "/", "#" or ":" of a term. */
struct slice dwca_term_local(const char *term);

/* True if its local name is this one, in any letter case. */
bool dwca_term_is(const char *term, const char *local);

/* True for http://purl.org/dc/terms/ and what else counts before others. */
bool dwca_term_is_preferred(const char *term);

/* Appends a short name of its vocabulary, "dcterms" for instance. */
void dwca_term_put_prefix(struct buf *out, const char *term);

/* What a short name is short for; NULL if it is none. */
const char *dwca_term_base(struct slice prefix);

/* By a rowType. */
bool dwca_row_type_is_media(const char *row_type);
bool dwca_row_type_is_occurrence(const char *row_type);

/* True if it holds Audiovisual Core, where `identifier` is no URL. */
bool dwca_row_type_is_audiovisual(const char *row_type);

#endif
