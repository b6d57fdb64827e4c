/* SPDX-License-Identifier: MIT */
/*
 * A Darwin Core Archive: its tables, by meta.xml or, without one, by the
 * names and header lines of its files.
 */
#ifndef IMG_DWCA_PACKAGE_H
#define IMG_DWCA_PACKAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "sheet/dwca_source.h"
#include "sheet/dwca_meta.h"
#include "sheet/dwca_table.h"

struct dwca_package {
	struct dwca_source *source;
	char *folder; /* where meta.xml is: "", or ending in "/" */
	struct dwca_meta meta;
	/* Indexes into meta.tables; DWCA_NONE if there is none. */
	size_t records;
	bool portal; /* it has terms of Symbiota: core ids are occids there */
};

/* Dies if it is no such archive. */
void dwca_package_open(struct dwca_package *package, const char *operand,
    const struct dwca_source_options *source,
    const struct dwca_table_options *options);
void dwca_package_close(struct dwca_package *package);

/* True for tables whose rows are pictures. */
bool dwca_package_is_media(const struct dwca_package *package, size_t table);

/* The field of the table with this local name, or NULL. */
const struct dwca_meta_field *dwca_package_field(
    const struct dwca_meta_table *table, const char *local);

/*
 * The field that says whether a record is protected: recordSecurity, or
 * localitySecurity as portals up to 3.2 call it; NULL if there is none.
 */
const struct dwca_meta_field *dwca_package_security(
    const struct dwca_meta_table *table);

#endif
