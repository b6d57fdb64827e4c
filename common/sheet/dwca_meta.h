/* SPDX-License-Identifier: MIT */
/*
 * meta.xml: what the tables of a Darwin Core Archive are, after the Darwin
 * Core text guide (http://rs.tdwg.org/dwc/terms/guides/text/). What the guide
 * gives a default for has it here.
 */
#ifndef IMG_DWCA_META_H
#define IMG_DWCA_META_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

/* No column, or no such thing. */
#define DWCA_NONE ((size_t)-1)

struct dwca_meta_field {
	char *term;
	size_t index; /* of the column from 0; DWCA_NONE: a constant */
	char *value; /* where the column has none or is empty; or NULL */
	char *list; /* what separates several values of a cell, or NULL */
};

struct dwca_meta_table {
	bool core;
	char *row_type;
	char *encoding;
	char delimiter;
	char quote; /* '\0': treat quotes as ordinary characters */
	uint64_t header_lines;
	char **files;
	size_t nfiles;
	size_t key; /* column of the id or coreid, or DWCA_NONE */
	struct dwca_meta_field *fields;
	size_t nfields;
};

struct dwca_meta {
	struct dwca_meta_table *tables; /* in the order of the document */
	size_t n;
};

struct dwca_meta_reader;

/* Fills the zeroed `meta`, which stays the caller's and must outlive it. */
struct dwca_meta_reader *dwca_meta_reader_new(struct dwca_meta *meta);

/* Takes the next bytes; false on failure. */
bool dwca_meta_put(struct dwca_meta_reader *reader, struct slice bytes);

/* Nothing follows; false if the document cannot be used. */
bool dwca_meta_finish(struct dwca_meta_reader *reader);

/* "line 3: what is wrong", or NULL. */
const char *dwca_meta_failure(const struct dwca_meta_reader *reader);
void dwca_meta_reader_free(struct dwca_meta_reader *reader);

/* An empty table at the end, with the guide's defaults. */
struct dwca_meta_table *dwca_meta_add_table(struct dwca_meta *meta);
struct dwca_meta_field *dwca_meta_add_field(struct dwca_meta_table *table);
void dwca_meta_add_file(struct dwca_meta_table *table, struct slice name);
void dwca_meta_free(struct dwca_meta *meta);

#endif
