/* SPDX-License-Identifier: MIT */
/* Rows of archives to rows of the stream, one for each picture. */
#ifndef PICTURES_H
#define PICTURES_H

#include <stdbool.h>
#include <stddef.h>

#include "output.h"
#include "package.h"
#include "table.h"

struct pictures;

/*
 * The columns are those that the packages need together; these stay the
 * caller's. With `occid` the core ids go into that column too.
 */
struct pictures *pictures_new(
    const struct package packages[], size_t n, bool occid, struct output *out);

/* Writes the header line. */
void pictures_header(struct pictures *pictures);

/* Writes a row for each picture of the archive. */
void pictures_write(struct pictures *pictures, const struct package *package,
    const struct table_options *options);

/* Tells the summary, and frees. */
void pictures_end(struct pictures *pictures);

#endif
