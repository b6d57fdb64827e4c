/* SPDX-License-Identifier: MIT */
#include "base/diag.h"
#include "batch.h"

struct statement *
batch_statement(struct batch *batch, enum list list)
{
	struct statement *statement = &batch->statements[batch->nstatements++];

	if (batch->nstatements > STATEMENTS_MOST)
		die("too many tables refer to pictures");
	statement->list = list;
	return statement;
}

void
batch_add(struct batch *batch, enum list list, struct slice text)
{
	struct buf *texts = &batch->lists[list];

	if (text.n == 0)
		return;
	if (texts->n > 0)
		buf_put(texts, ",\n", 2);
	buf_put_slice(texts, text);
	if (texts->n > batch->most)
		batch->most = texts->n;
}

void
batch_flush(struct batch *batch, struct output *out)
{
	for (size_t i = 0; i < batch->nstatements; i++) {
		const struct statement *s = &batch->statements[i];

		if (batch->lists[s->list].n == 0)
			continue;
		output_put(out, buf_slice(&s->before));
		output_put(out, buf_slice(&batch->lists[s->list]));
		output_put(out, buf_slice(&s->after));
	}
	for (int i = 0; i < NLISTS; i++)
		buf_clear(&batch->lists[i]);
	batch->rows = batch->most = 0;
}

void
batch_free(struct batch *batch)
{
	for (size_t i = 0; i < batch->nstatements; i++) {
		buf_free(&batch->statements[i].before);
		buf_free(&batch->statements[i].after);
	}
	for (int i = 0; i < NLISTS; i++)
		buf_free(&batch->lists[i]);
}
