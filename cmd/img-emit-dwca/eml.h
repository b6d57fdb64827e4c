/* SPDX-License-Identifier: MIT */
/* meta.xml and eml.xml of the archive. */
#ifndef IMG_EML_H
#define IMG_EML_H

#include "base/buf.h"
#include "extension_columns.h"

#define OCCURRENCES_NAME "occurrences.csv"
#define PICTURES_NAME "multimedia.csv"

/* NULL for what is not given. */
struct about {
	const char *title, *abstract, *organization, *contact, *email, *rights,
	    *language, *date, *id;
};

/* `core` are the terms behind the id, NULL at the end. */
void eml_meta(struct buf *out, const char *const core[],
    const struct extension_columns_plan *plan, enum extension extension);
void eml_eml(struct buf *out, const struct about *about);

#endif
