/* SPDX-License-Identifier: MIT */
/* eml.xml: what the data set is. */
#ifndef IMG_EML_H
#define IMG_EML_H

#include "base/buf.h"

/* NULL for what is not given. */
struct about {
	const char *title, *abstract, *organization, *contact, *email, *rights,
	    *language, *date, *id;
};

void eml_eml(struct buf *out, const struct about *about);

#endif
