/* SPDX-License-Identifier: MIT */
/* The columns of the output, and which fields of a table go into each. */
#ifndef IMG_COLUMN_PLAN_H
#define IMG_COLUMN_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "sheet/dwca_meta.h"
#include "sheet/dwca_package.h"

struct column_rule {
	char *name;
	const char *terms; /* local names, as in registry/column; or NULL */
	char *term; /* of a column that passes a field through, or NULL */
};

/* Zero-initialise; column_plan_free() when done. */
struct column_plan {
	struct column_rule *columns;
	size_t n;
};

/* The fields of one table that a column takes its value from, by preference. */
struct binding {
	const struct dwca_meta_field **fields;
	size_t n;
};

/* Appends a column and returns its place. */
size_t column_plan_add(
    struct column_plan *plan, const char *name, const char *terms);

/*
 * Appends a column with the terms of the rule if one of the tables of
 * pictures has one of them, or if `always`; DWCA_NONE if not.
 */
size_t column_plan_add_rule(struct column_plan *plan,
    const struct dwca_package packages[], size_t n, const char *name,
    const char *terms, bool always);

/*
 * Appends columns for the fields of the table that are not the first choice
 * of any column: their own local name, with a prefix if that is taken, or,
 * unless `any_name`, is a column of the stream with another meaning.
 */
void column_plan_pass(struct column_plan *plan,
    const struct dwca_meta_table *table, bool any_name);

/* One binding for each column; free with column_plan_unbind(). */
struct binding *column_plan_bind(
    const struct column_plan *plan, const struct dwca_meta_table *table);
void column_plan_unbind(
    const struct column_plan *plan, struct binding *bindings);

/* Appends the header line. */
void column_plan_header(const struct column_plan *plan, struct buf *out);
void column_plan_free(struct column_plan *plan);

#endif
