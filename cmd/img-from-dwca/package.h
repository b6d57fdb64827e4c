/* SPDX-License-Identifier: MIT */
/*
 * A Darwin Core Archive: its tables, by meta.xml or, without one, by the
 * names and header lines of its files.
 */
#ifndef IMG_PACKAGE_H
#define IMG_PACKAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "archive_source.h"
#include "meta.h"
#include "table.h"

struct package {
	struct archive_source *source;
	char *folder; /* where meta.xml is: "", or ending in "/" */
	struct meta meta;
	/* Indexes into meta.tables; META_NONE if there is none. */
	size_t records;
	bool portal; /* it has terms of Symbiota: core ids are occids there */
};

/* Dies if it is no such archive. */
void package_open(struct package *package, const char *operand,
    const struct archive_source_options *source,
    const struct table_options *options);
void package_close(struct package *package);

/* True for tables whose rows are pictures. */
bool package_is_media(const struct package *package, size_t table);

/* The field of the table with this local name, or NULL. */
const struct meta_field *package_field(
    const struct meta_table *table, const char *local);

#endif
