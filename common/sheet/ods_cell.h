/* SPDX-License-Identifier: MIT */
/* A cell of an OpenDocument sheet, put together from the events of its XML. */
#ifndef IMG_ODS_CELL_H
#define IMG_ODS_CELL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/slice.h"
#include "text/xml.h"

struct ods_cell {
	size_t column, repeat;
	/* Set by ods_cell_end(); valid until reset. */
	struct slice text, link;
	struct slice formula; /* of a link; without its "=" */
};

/* Zero-initialise; ods_cell_free() when done. */
struct ods_reading {
	struct ods_cell cell;
	struct buf type, value, shown, link, formula, text;
	size_t paragraphs, start; /* where the last one begins */
	bool in_paragraph, blank; /* a blank that waits for what follows it */
};

/* Which namespace of OpenDocument it is. */
bool ods_is_table(struct slice uri);
bool ods_is_text(struct slice uri);

/* The number of an attribute, 1 where it is none or 0 (ODF 1.3 part 3,
 * 19.675: positiveInteger); `most` is the largest. */
size_t ods_repeat(
    const struct xml_attribute a[], size_t n, const char *name, size_t most);

/* The attribute of that local name, in any namespace; at NULL if none. */
struct slice ods_attribute(
    const struct xml_attribute a[], size_t n, const char *name);

void ods_cell_begin(struct ods_reading *r, size_t column, size_t repeat,
    const struct xml_attribute a[], size_t n);

/* Elements of the namespace `text` within it, and what is in them. */
void ods_cell_element(struct ods_reading *r, struct slice name,
    const struct xml_attribute a[], size_t n);
void ods_cell_element_end(struct ods_reading *r, struct slice name);
void ods_cell_text(struct ods_reading *r, struct slice text);

/* Settles text and link. */
void ods_cell_end(struct ods_reading *r);
void ods_cell_free(struct ods_reading *r);

#endif
