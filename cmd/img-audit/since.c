/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/progress.h"
#include "stream/change.h"
#include "stream/fields.h"
#include "net/url_normal.h"
#include "text/counted.h"
#include "audit.h"

/* What is compared; the first two say which picture it is. */
static const char *const names[] = {"path", "originalUrl", "verdict",
    "mediaMD5", "bytes", "httpStatus", "problems"};

enum { NNAMES = sizeof names / sizeof *names, FIRST_COMPARED = 2 };

struct comparison {
	size_t at[NNAMES];
	size_t ncolumns;
	struct slice *fields[2]; /* before, now */
	struct buf line, before;
	uint64_t changed;
};

static void
read_rows(struct audit *audit, const struct comparison *comparison,
    struct stream_in *in)
{
	struct block block = {0};

	while (stream_next(in, &block)) {
		bool old = block.source == audit->since;

		for (size_t row = 0; row < block.nrows; row++) {
			buf_clear(&audit->key);
			for (size_t i = 0; i < FIRST_COMPARED; i++)
				if (comparison->at[i] != STREAM_NONE &&
				    audit->key.n == 0)
					url_put_comparable(&audit->key,
					    block_field(
						&block, row, comparison->at[i]),
					    audit->domain);
			buf_clear(&audit->value);
			buf_put_char(&audit->value, old ? '0' : '1');
			buf_put_slice(&audit->value, block_row(&block, row));
			sorter_add(audit->files, buf_slice(&audit->key),
			    buf_slice(&audit->value));
		}
		progress_add(block.nrows);
	}
	block_free(&block);
}

/* The row, if it is another than before; either may be empty. */
static void
compare(struct comparison *comparison, struct slice before, struct slice now,
    struct output *out)
{
	struct buf *line = &comparison->line;
	struct slice shown = now.n > 0 ? now : before;
	size_t start;

	if (shown.n == 0)
		return;
	buf_clear(line);
	buf_clear(&comparison->before);
	buf_put_slice(line, shown);
	buf_put_char(line, '\t');
	start = line->n;
	if (before.n == 0 || now.n == 0) {
		buf_put_string(line, now.n > 0 ? "new" : "gone");
	} else {
		fields_split(
		    before, comparison->fields[0], comparison->ncolumns);
		fields_split(now, comparison->fields[1], comparison->ncolumns);
	}
	for (size_t i = FIRST_COMPARED; i < NNAMES && before.n > 0 && now.n > 0;
	     i++) {
		size_t at = comparison->at[i];

		if (at == STREAM_NONE ||
		    slice_equal(
			comparison->fields[0][at], comparison->fields[1][at]))
			continue;
		buf_printf(line, "%s%s", line->n > start ? " " : "", names[i]);
		change_put(
		    &comparison->before, names[i], comparison->fields[0][at]);
	}
	if (line->n == start)
		return;
	buf_put_char(line, '\t');
	buf_put_slice(line, buf_slice(&comparison->before));
	buf_put_char(line, '\n');
	output_put(out, buf_slice(line));
	comparison->changed++;
}

static void
put_header(const struct columns *columns, struct output *out)
{
	struct buf line = {0};

	for (size_t i = 0; i < columns->n; i++) {
		buf_put_slice(&line, columns->names[i]);
		buf_put_char(&line, '\t');
	}
	buf_put_string(&line, "change\t" CHANGE_BEFORE "\n");
	output_put(out, buf_slice(&line));
	buf_free(&line);
}

void
since_run(struct audit *audit, struct stream_in *in, struct output *out)
{
	struct comparison comparison = {.ncolumns = stream_columns(in)->n};
	struct buf key = {0}, row[2] = {{0}, {0}};
	struct slice next, value;

	for (size_t i = 0; i < NNAMES; i++)
		comparison.at[i] = stream_column(in, names[i]);
	for (size_t i = 0; i < 2; i++)
		comparison.fields[i] = mem_array(
		    comparison.ncolumns, sizeof *comparison.fields[i]);
	put_header(stream_columns(in), out);
	read_rows(audit, &comparison, in);
	while (sorter_next(audit->files, &next, &value)) {
		size_t when = *value.at == '1';

		if (!slice_equal(next, buf_slice(&key)) || row[when].n > 0) {
			compare(&comparison, buf_slice(&row[0]),
			    buf_slice(&row[1]), out);
			buf_clear(&row[0]);
			buf_clear(&row[1]);
		}
		buf_clear(&key);
		buf_put_slice(&key, next);
		buf_put_slice(&row[when], slice_from(value, 1));
	}
	if (row[0].n + row[1].n > 0)
		compare(
		    &comparison, buf_slice(&row[0]), buf_slice(&row[1]), out);
	sum_up(comparison.changed == 0, "%s changed, new or gone",
	    COUNTED(comparison.changed, "picture", "pictures"));
	for (size_t i = 0; i < 2; i++) {
		free(comparison.fields[i]);
		buf_free(&row[i]);
	}
	buf_free(&key);
	buf_free(&comparison.line);
	buf_free(&comparison.before);
}
