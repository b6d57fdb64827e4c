/* SPDX-License-Identifier: MIT */
/* meta.xml and eml.xml of the archive. */
#ifndef DESCRIBE_H
#define DESCRIBE_H

#include "buf.h"
#include "columns.h"

#define OCCURRENCES_NAME "occurrences.csv"
#define PICTURES_NAME "multimedia.csv"

/* NULL for what is not given. */
struct about {
	const char *title, *abstract, *organization, *contact, *email, *rights,
	    *language, *date, *id;
};

/* `core` are the terms behind the id, NULL at the end. */
void describe_meta(struct buf *out, const char *const core[],
    const struct columns_plan *plan, enum extension extension);
void describe_eml(struct buf *out, const struct about *about);

#endif
