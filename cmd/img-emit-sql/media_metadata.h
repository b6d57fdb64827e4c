/* SPDX-License-Identifier: MIT */
/* The table mediametadata: bytes and MD5 of the files after a picture's URLs.
 */
#ifndef IMG_MEDIA_METADATA_H
#define IMG_MEDIA_METADATA_H

#include "batch.h"
#include "sql_plan.h"

/* Its fields, in the order of T_ORIGINAL, T_WEB and T_THUMBNAIL. */
enum { MEDIA_METADATA_FIELDS = 3 };
const char *media_metadata_field(int nth);

/* A row of it; at NULL, or empty, where there is none. */
struct media_metadata {
	struct slice bytes, md5, made, changed;
};

/* What the export's column mediametadata has of a field. */
struct media_metadata media_metadata_find(struct slice all, const char *field);

/* Appends "2026-11-30T08:00:00Z" as the database has it, or NULL. */
void media_metadata_put_time(
    struct buf *out, const struct plan *plan, struct slice time);

/* The statements that bring it from one state to another. */
void media_metadata_statements(const struct plan *plan, struct batch *batch);

/* The names of their list's columns. */
void media_metadata_put_names(struct buf *out);

#endif
