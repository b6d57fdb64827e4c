/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/mem.h"
#include "file/tempfile.h"
#include "lot_rows.h"

struct collecting {
	struct lot *lot;
	struct put_names *names;
	const struct row_columns *columns;
	struct row_reader reader;
	struct buf text; /* of the spool, not yet written */
	uint64_t written;
};

/* What cannot be sent at all the rows themselves will tell. */
static void
collect_row(struct collecting *all, const struct block *block, size_t row)
{
	struct put_names *names = all->names;
	char md5[33];

	if (!row_read(&all->reader, all->columns, block, row))
		return;
	if (put_names_root(names, buf_string(&all->reader.store)) != NULL)
		return;
	if (names->trouble.n > 0)
		die("%s", buf_string(&names->trouble));
	for (int i = 0; i < NSIZES; i++) {
		struct slice given = buf_slice(&all->reader.files[i]);
		size_t column = all->columns->md5[i];

		if (given.n > 0 && column != STREAM_NONE &&
		    put_names_file(names, given) == NULL &&
		    put_names_md5(block_field(block, row, column), md5))
			lot_add(all->lot, buf_slice(&names->name), md5,
			    all->written + all->text.n);
	}
}

static void
put_header(struct buf *text, const struct columns *columns)
{
	for (size_t i = 0; i < columns->n; i++) {
		buf_put_string(text, i > 0 ? "\t" : "");
		buf_put_slice(text, columns->names[i]);
	}
	buf_put_char(text, '\n');
}

static void
collect(struct collecting *all, struct lot_rows *rows, struct stream_in *in)
{
	struct block block = {0};

	put_header(&all->text, stream_columns(in));
	while (rows->error == NULL && stream_read(in, &block, 0)) {
		block_index(&block);
		for (size_t row = 0; row < block.nrows; row++) {
			collect_row(all, &block, row);
			buf_put_slice(&all->text, block_row(&block, row));
			buf_put_char(&all->text, '\n');
		}
		tempfile_write(rows->spool, buf_slice(&all->text));
		all->written += all->text.n;
		buf_clear(&all->text);
		if (block.error != NULL)
			rows->error =
			    mem_string(block.error, strlen(block.error));
	}
	tempfile_write(rows->spool, buf_slice(&all->text));
	block_free(&block);
}

/* By its name among this process's open files, as it has no other. */
static struct stream_in *
open_again(struct lot_rows *rows)
{
	rows->operand = rows->name;
	snprintf(
	    rows->name, sizeof rows->name, "/proc/self/fd/%d", rows->spool);
	return stream_open(&rows->operand, 1);
}

struct lot *
lot_rows_run(struct lot_rows *rows, const struct settings *settings,
    struct engine_process *engine, struct put_names *names,
    const struct row_columns *columns, struct stream_in *in)
{
	struct collecting all = {.lot = lot_new(settings, engine),
	    .names = names,
	    .columns = columns};
	uint64_t undone;

	rows->spool = tempfile_open();
	collect(&all, rows, in);
	row_reader_free(&all.reader);
	buf_free(&all.text);
	if (names->root >= 0)
		lot_run(all.lot, names->root, names->store.at);
	undone = lot_undone(all.lot);
	if (undone != UINT64_MAX && ftruncate(rows->spool, (off_t)undone) != 0)
		die_errno("a temporary file");
	rows->in = open_again(rows);
	return all.lot;
}

void
lot_rows_end(struct lot_rows *rows, struct lot *lot,
    const struct target *target, struct output *out)
{
	const char *trouble = lot_trouble(lot);

	stream_close(rows->in);
	close(rows->spool);
	if (trouble == NULL && rows->error == NULL) {
		lot_free(lot);
		return;
	}
	output_flush(out);
	if (trouble != NULL)
		die("%.*s: %s", SLICE_ARG(buf_slice(&target->name)), trouble);
	die("%s", rows->error);
}
