/* SPDX-License-Identifier: MIT */
/* The columns of the output, and which fields of a table go into each. */
#ifndef IMG_COLUMN_PLAN_H
#define IMG_COLUMN_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "sheet/dwca_meta.h"
#include "sheet/dwca_package.h"

struct plan_column {
	char *name;
	const char *terms; /* local names, as in terms.h; or NULL */
	char *term; /* of a column that passes a field through, or NULL */
};

/* Zero-initialise; plan_column_plan_free() when done. */
struct plan_column_plan {
	struct plan_column *columns;
	size_t n;
};

/* The fields of one table that a column takes its value from, by preference. */
struct binding {
	const struct dwca_meta_field **fields;
	size_t n;
};

/* Appends a column and returns its place. */
size_t plan_column_plan_add(
    struct plan_column_plan *plan, const char *name, const char *terms);

/*
 * Appends a column with the terms of the rule if one of the tables of
 * pictures has one of them, or if `always`; DWCA_NONE if not.
 */
size_t plan_column_plan_add_rule(struct plan_column_plan *plan,
    const struct dwca_package packages[], size_t n, const char *name,
    const char *terms, bool always);

/*
 * Appends columns for the fields of the table that are not the first choice
 * of any column: their own local name, with a prefix if that is taken, or,
 * unless `any_name`, is a column of the stream with another meaning.
 */
void plan_column_plan_pass(struct plan_column_plan *plan,
    const struct dwca_meta_table *table, bool any_name);

/* One binding for each column; free with plan_column_plan_unbind(). */
struct binding *plan_column_plan_bind(
    const struct plan_column_plan *plan, const struct dwca_meta_table *table);
void plan_column_plan_unbind(
    const struct plan_column_plan *plan, struct binding *bindings);

/* Appends the header line. */
void plan_column_plan_header(
    const struct plan_column_plan *plan, struct buf *out);
void plan_column_plan_free(struct plan_column_plan *plan);

#endif
