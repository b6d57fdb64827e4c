/* SPDX-License-Identifier: MIT */
/* Which column of the stream goes into which term of the extension. */
#ifndef IMG_EXTENSION_COLUMNS_H
#define IMG_EXTENSION_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>

#include "stream/stream.h"

enum extension { AUDIOVISUAL, MULTIMEDIA };

struct extension_column {
	size_t at; /* in the stream; STREAM_NONE if it has none */
	char *term;
};

/* The fields of the extension behind the coreid. */
struct extension_columns_plan {
	struct extension_column *columns;
	size_t n;
	/* Places of those that are always there. */
	size_t identifier, access, format, type;
};

/*
 * Columns of the stream that are no term get one: those of Darwin Core
 * Archives their own, others urn:x-imgpipe:NAME. What these programs keep
 * about a row among themselves is left out.
 */
void extension_columns_plan(struct extension_columns_plan *plan,
    const struct stream_in *in, enum extension extension);
void extension_columns_free(struct extension_columns_plan *plan);

/* What stands behind the last "/", "#" or ":". */
const char *extension_columns_local(const char *term);

#endif
