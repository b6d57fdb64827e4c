/* SPDX-License-Identifier: MIT */
/* Rows of the stream into the files of an importer, or into the rejects. */
#ifndef IMG_EMIT_H
#define IMG_EMIT_H

#include "stream/output.h"
#include "stream/stream.h"
#include "import_row.h"

struct emit_options {
	struct import_row_rules rules;
	const char *path; /* of the file to write, or NULL */
	uint64_t bytes_most;
	const char *rejects; /* file, or NULL */
	const char *portal; /* an export: what it has is left out; or NULL */
	struct slice domain; /* of the portal's own paths, or empty */
};

/* Reads the stream to its end and writes all files; the options stay the
 * caller's. True if rows were left out that are no duplicates. */
bool emit_run(const struct emit_options *options, struct stream_in *in);

#endif
