/* SPDX-License-Identifier: MIT */
/*
 * Which terms of Darwin Core, Audiovisual Core, GBIF's multimedia and image
 * extensions and the portal's own go to which column of the stream. The
 * manual shows the same table.
 */
#ifndef IMG_TERMS_H
#define IMG_TERMS_H

#include <stddef.h>

struct term_rule {
	const char *column;
	/* Local names of terms in lower case, the preferred one first. */
	const char *terms;
};

/* In the order of the output. */
const struct term_rule *term_rules(size_t *n);

#endif
