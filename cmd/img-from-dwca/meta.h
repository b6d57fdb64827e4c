/* SPDX-License-Identifier: MIT */
/*
 * meta.xml: what the tables of a Darwin Core Archive are, after the Darwin
 * Core text guide (http://rs.tdwg.org/dwc/terms/guides/text/). What the guide
 * gives a default for has it here.
 */
#ifndef IMG_META_H
#define IMG_META_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

/* No column, or no such thing. */
#define META_NONE ((size_t)-1)

struct meta_field {
	char *term;
	size_t index; /* of the column from 0; META_NONE: a constant */
	char *value; /* where the column has none or is empty; or NULL */
	char *list; /* what separates several values of a cell, or NULL */
};

struct meta_table {
	bool core;
	char *row_type;
	char *encoding;
	char delimiter;
	char quote; /* '\0': treat quotes as ordinary characters */
	uint64_t header_lines;
	char **files;
	size_t nfiles;
	size_t key; /* column of the id or coreid, or META_NONE */
	struct meta_field *fields;
	size_t nfields;
};

struct meta {
	struct meta_table *tables; /* in the order of the document */
	size_t n;
};

struct meta_reader;

/* Fills the zeroed `meta`, which stays the caller's and must outlive it. */
struct meta_reader *meta_reader_new(struct meta *meta);

/* Takes the next bytes; false on failure. */
bool meta_put(struct meta_reader *reader, struct slice bytes);

/* Nothing follows; false if the document cannot be used. */
bool meta_finish(struct meta_reader *reader);

/* "line 3: what is wrong", or NULL. */
const char *meta_failure(const struct meta_reader *reader);
void meta_reader_free(struct meta_reader *reader);

/* An empty table at the end, with the guide's defaults. */
struct meta_table *meta_add_table(struct meta *meta);
struct meta_field *meta_add_field(struct meta_table *table);
void meta_add_file(struct meta_table *table, struct slice name);
void meta_free(struct meta *meta);

#endif
