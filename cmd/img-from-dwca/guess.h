/* SPDX-License-Identifier: MIT */
#ifndef GUESS_H
#define GUESS_H

#include "meta.h"
#include "source.h"
#include "table.h"

/*
 * The tables of an archive without meta.xml, from the header lines of its
 * text files. Dies if none is a table of records or pictures.
 */
void guess_tables(struct meta *meta, struct source *source,
    const struct table_options *options);

#endif
