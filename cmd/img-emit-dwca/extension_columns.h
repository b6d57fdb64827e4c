/* SPDX-License-Identifier: MIT */
/* Which column of the stream goes into which term of the extension. */
#ifndef IMG_EXTENSION_COLUMNS_H
#define IMG_EXTENSION_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>

#include "registry/column.h"
#include "sheet/dwca_meta.h"
#include "sink/defaults.h"
#include "stream/stream.h"

enum extension { AUDIOVISUAL, MULTIMEDIA };

/* What is filled in where the stream has nothing. */
enum filling {
	PLAIN,
	LINK,
	FACT_MD5, /* of the file that is served */
	FACT_HASH_FUNCTION,
	FACT_HASH_VALUE,
	FACT_WIDTH,
	FACT_HEIGHT,
	ALWAYS, /* those that follow are there in any case */
	IDENTIFIER = ALWAYS,
	ACCESS,
	FORMAT,
	TYPE,
	PROVIDER_ID
};

struct extension_column {
	size_t at; /* in the stream; STREAM_NONE if it has none */
	enum filling filling;
	const struct column *column; /* of the registry, or NULL */
	struct slice fallback; /* where a row has nothing, or empty */
	char *term;
	/* Of a table that is added to, and what its lists are cut at; or NULL.
	 */
	const struct dwca_meta_field *field;
};

/* The fields of the extension besides the coreid. */
struct extension_columns_plan {
	enum extension extension;
	struct extension_column *columns;
	size_t n;
};

/*
 * Columns of the stream that are no term but of a known vocabulary get that;
 * others are left out with a warning, and so is what these programs keep about
 * a row among themselves.
 */
void extension_columns_plan(struct extension_columns_plan *plan,
    const struct stream_in *in, enum extension extension,
    const struct defaults *defaults);

/*
 * Puts the fields of a table that is there before those of the plan: what has
 * the same name goes into the same field.
 */
void extension_columns_merge(
    struct extension_columns_plan *plan, const struct dwca_meta_table *table);

/* Where the i-th is in a table whose coreid is in column `key`. */
size_t extension_columns_place(size_t key, size_t i);

void extension_columns_free(struct extension_columns_plan *plan);

#endif
