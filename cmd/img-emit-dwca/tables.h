/* SPDX-License-Identifier: MIT */
/* Rows of the stream to the tables of the archive, or to the rejects. */
#ifndef IMG_TABLES_H
#define IMG_TABLES_H

#include <stdbool.h>

#include "sheet/archive.h"
#include "sink/defaults.h"
#include "stream/stream.h"
#include "extension_columns.h"
#include "row.h"

struct tables_options {
	struct row_options row;
	enum extension extension;
	bool create; /* rows that matched none are taken too */
	bool include_protected;
	bool importable; /* a portal's import takes the archive */
	const char *portal; /* its export, or NULL */
	const char *into; /* an archive that is added to, or NULL */
	bool replace; /* its pictures make way */
	bool lenient; /* it may break rules, as csv_options */
	const char *basis, *institution, *collection; /* NULL: empty */
	const char *rejects; /* file, or NULL */
	struct defaults defaults;
};

struct tables;

/* Reads the stream to its end; the options stay the caller's. */
struct tables *tables_read(
    const struct tables_options *options, struct stream_in *in);

/* Writes them as members, after meta.xml, which says what they are. */
void tables_pack(struct tables *tables, struct archive_out *archive);

/* Tells what was left out; true if that needs attention. Frees. */
bool tables_end(struct tables *tables);

#endif
