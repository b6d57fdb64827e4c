/* SPDX-License-Identifier: MIT */
/* Rows of the stream to the two tables of the archive, or to the rejects. */
#ifndef IMG_TABLES_H
#define IMG_TABLES_H

#include <stdbool.h>

#include "sheet/archive.h"
#include "stream/stream.h"
#include "extension_columns.h"

struct tables_options {
	enum extension extension;
	bool create; /* rows that matched none are taken too */
	const char *basis, *institution, *collection; /* NULL: empty */
	const char *rejects; /* file, or NULL */
};

struct tables;

/* Reads the stream to its end; the options stay the caller's. */
struct tables *tables_read(
    const struct tables_options *options, struct stream_in *in);

/* The terms of the core behind its id, NULL at the end. */
const char *const *tables_core(const struct tables *tables);
const struct extension_columns_plan *tables_plan(const struct tables *tables);

/* Writes both as members. */
void tables_pack(struct tables *tables, struct archive_out *archive);

/* Tells what was left out; true if that needs attention. Frees. */
bool tables_end(struct tables *tables);

#endif
