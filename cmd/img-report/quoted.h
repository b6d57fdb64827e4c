/* SPDX-License-Identifier: MIT */
/* Text of strangers in the page: as JSON within a script, and as HTML. */
#ifndef IMG_QUOTED_H
#define IMG_QUOTED_H

#include "base/buf.h"
#include "base/slice.h"

/* Appends a JSON string that no HTML parser takes for the end of a script. */
void quoted_json(struct buf *out, struct slice text);

/* Appends text for an element or an attribute. */
void quoted_html(struct buf *out, struct slice text);

/*
 * The same for an element, isolated from the direction of what is around it,
 * with characters that are not seen, or that turn the direction, by their
 * numbers.
 */
void quoted_html_shown(struct buf *out, struct slice text);

#endif
