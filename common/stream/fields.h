/* SPDX-License-Identifier: MIT */
/*
 * The columns that a program looks at, by name, and their values in a row. A
 * column that the input has not is an empty value everywhere.
 */
#ifndef IMG_FIELDS_H
#define IMG_FIELDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/slice.h"
#include "stream/stream.h"

/* Zero-initialise, fields_free(); one for each thread. */
struct fields {
	size_t n;
	size_t *at; /* columns of the input, STREAM_NONE where it has none */
	struct buf *scratch; /* of each: what had to be unescaped */
};

/* Finds the columns; the names are not kept. */
void fields_bind(struct fields *fields, const struct stream_in *in,
    const char *const names[], size_t n);
void fields_free(struct fields *fields);

static inline bool
fields_have(const struct fields *fields, size_t i)
{
	return fields->at[i] != STREAM_NONE;
}

/* A field as it is in the stream, escaped; `column` may be STREAM_NONE. */
static inline struct slice
field_of(const struct block *block, size_t row, size_t column)
{
	return column == STREAM_NONE ? SLICE("")
				     : block_field(block, row, column);
}

static inline struct slice
fields_raw(const struct fields *fields, const struct block *block, size_t row,
    size_t i)
{
	return field_of(block, row, fields->at[i]);
}

/*
 * The value of column i: valid as long as the block, and until the same
 * column is asked for again.
 */
static inline struct slice
fields_value(
    struct fields *fields, const struct block *block, size_t row, size_t i)
{
	return stream_value(
	    fields_raw(fields, block, row, i), &fields->scratch[i]);
}

/* The fields of a row without LF that has n columns; missing ones are empty. */
void fields_split(struct slice row, struct slice fields[], size_t n);

#endif
