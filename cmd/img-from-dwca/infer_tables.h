/* SPDX-License-Identifier: MIT */
#ifndef IMG_INFER_TABLES_H
#define IMG_INFER_TABLES_H

#include "archive_source.h"
#include "meta.h"
#include "table.h"

/*
 * The tables of an archive without meta.xml, from the header lines of its
 * text files. Dies if none is a table of records or pictures.
 */
void guess_tables(struct meta *meta, struct archive_source *source,
    const struct table_options *options);

#endif
