/* SPDX-License-Identifier: MIT */
/* The rows of a batch for an engine: kept in a file until all files are done.
 */
#ifndef IMG_LOT_ROWS_H
#define IMG_LOT_ROWS_H

#include "stream/output.h"
#include "stream/stream.h"
#include "lot.h"
#include "put_names.h"
#include "put_rows.h"

/* Zero-initialise. */
struct lot_rows {
	struct stream_in *in; /* the rows once more, those that are done */
	int spool;
	char name[32]; /* of the spool */
	char *operand;
	char *error; /* what was wrong with the stream, or NULL */
};

/*
 * Reads all rows and runs the engine for their files. Rows from the first one
 * on whose files are not done are left out.
 */
struct lot *lot_rows_run(struct lot_rows *rows, const struct settings *settings,
    struct engine_process *engine, struct put_names *names,
    const struct row_columns *columns, struct stream_in *in);

/* After the rows were written: dies if not all of them were. Frees the lot. */
void lot_rows_end(struct lot_rows *rows, struct lot *lot,
    const struct target *target, struct output *out);

#endif
