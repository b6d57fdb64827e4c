/* SPDX-License-Identifier: MIT */
/* The records of archives as a table for img-match. */
#ifndef IMG_OCCURRENCES_H
#define IMG_OCCURRENCES_H

#include <stdbool.h>
#include <stddef.h>

#include "stream/output.h"
#include "sheet/dwca_package.h"
#include "sheet/dwca_table.h"

/*
 * Writes the header line and all records. `occid` is filled with the core id
 * if that is asked for, or the archive is a portal's. Dies if one has no
 * records.
 */
void occurrences_write(const struct dwca_package packages[], size_t n,
    bool occid, const struct dwca_table_options *options, struct output *out);

#endif
