/* SPDX-License-Identifier: MIT */
/*
 * --remove: pictures of the portal are taken out, and their inverse brings them
 * back with every column that the export has.
 */
#ifndef IMG_REMOVAL_H
#define IMG_REMOVAL_H

#include "batch.h"
#include "sql_plan.h"

/* Finds the columns; dies if the export lacks one that would be lost. */
struct removal *removal_new(const struct plan *plan);
void removal_free(struct removal *removal);

/* The statements, or those of the inverse. */
void removal_statements(const struct plan *plan, struct batch *batch);

/* Appends ", v0, v1 …", the names of what removal_put_values() appends. */
void removal_put_names(struct buf *out, const struct plan *plan);

/* Appends ", value, value …" of a picture, by its fields in media.tsv. */
void removal_put_values(struct buf *out, const struct plan *plan,
    const struct slice fields[], struct buf *scratch);

#endif
