/* SPDX-License-Identifier: MIT */
/* Rows of archives to rows of the stream, one for each picture. */
#ifndef IMG_ARCHIVE_PICTURES_H
#define IMG_ARCHIVE_PICTURES_H

#include <stdbool.h>
#include <stddef.h>

#include "stream/output.h"
#include "sheet/dwca_package.h"
#include "sheet/dwca_table.h"

struct archive_pictures;

/*
 * The columns are those that the packages need together; these stay the
 * caller's. With `occid` the core ids go into that column too. Reads the
 * records ahead where they may be protected.
 */
struct archive_pictures *archive_pictures_new(
    const struct dwca_package packages[], size_t n, bool occid,
    const struct dwca_table_options *options, struct output *out);

/* Writes the header line. */
void archive_pictures_header(struct archive_pictures *pictures);

/* Writes a row for each picture of the archive. */
void archive_pictures_write(struct archive_pictures *pictures,
    const struct dwca_package *package,
    const struct dwca_table_options *options);

/* Tells the summary, and frees. */
void archive_pictures_end(struct archive_pictures *pictures);

#endif
