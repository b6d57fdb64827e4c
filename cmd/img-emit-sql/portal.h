/* SPDX-License-Identifier: MIT */
/* What img-portal-export found out about a portal: its schema.tsv. */
#ifndef IMG_PORTAL_H
#define IMG_PORTAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "registry/schema.h"

/* A column of a table; names and types as the portal spells them. */
struct portal_column {
	char *table;
	char *column;
	char *type; /* dataType: "varchar", "int", "timestamp" */
	char *charset; /* "utf8mb3"; empty for what is no text */
	char *collation; /* likewise */
	char *references; /* "table.column" of the foreign key, or empty */
	char *on_delete; /* "CASCADE" and the like, or empty */
	char *value; /* of omcollections and schemaversion */
	bool nullable;
	uint64_t length; /* in characters; 0 for what is no text */
	size_t nth; /* which mention of the column this is, from 0 */
};

struct portal;

/* Reads DIR/schema.tsv; dies if it cannot or if it describes no portal. */
struct portal *portal_read(const char *dir);
void portal_free(struct portal *portal);

/* Decided by the tables and columns that are there. */
const struct schema *portal_schema(const struct portal *portal);

/* All of them, the count in *n. */
const struct portal_column *portal_columns(
    const struct portal *portal, size_t *n);

/* NULL if there is none; letter case does not matter. */
const struct portal_column *portal_find(
    const struct portal *portal, const char *table, const char *column);

/* True if the collection is among those exported. */
bool portal_has_collection(const struct portal *portal, uint32_t collid);

/* The nth exported collection, 0 after the last. */
uint32_t portal_collid(const struct portal *portal, size_t nth);

/* A column of the collection's row in omcollections; empty for NULL. */
struct slice portal_collection(
    const struct portal *portal, uint32_t collid, const char *column);

/* True if the foreign key of the column is to this table's column. */
bool portal_refers(
    const struct portal_column *column, const char *table, const char *key);

#endif
