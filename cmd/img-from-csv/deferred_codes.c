/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdlib.h>

#include "base/mem.h"
#include "deferred_codes.h"

/* How many rows ahead a URL is fetched. */
enum { AHEAD = 16 };

void
batch_add(struct batch *batch, const struct deferred_row *row)
{
	if (batch->n == batch->room) {
		batch->room = batch->room > 0 ? 2 * batch->room : 256;
		batch->late =
		    mem_resize(batch->late, batch->room, sizeof *batch->late);
	}
	batch->late[batch->n++] = *row;
}

void
batch_free(struct batch *batch)
{
	free(batch->late);
	buf_free(&batch->rows);
}

uint32_t
deferred_number(struct slice number)
{
	uint32_t key = (uint32_t)table_key(number);

	return number.n == 0 ? 0 : key | 1;
}

/* Has the row's URL come before? The code, or NULL. */
static const char *
look_up(struct deferred *late, const struct deferred_row *row,
    const struct buf *rows)
{
	uint32_t line =
	    row->line < UINT32_MAX ? (uint32_t)row->line : UINT32_MAX;
	uint32_t first_line, first_number;
	uint64_t *first;
	struct buf text = {0};
	const char *code;

	if (row->url_n == 0)
		return NULL;
	first = table_value(&late->seen, row->url);
	if (*first == 0) {
		*first = (uint64_t)line << 32 | row->number;
		return NULL;
	}
	first_line = (uint32_t)(*first >> 32);
	first_number = (uint32_t)*first;
	/* Of one row it is a picture of several specimens. */
	if (first_line == line && first_number != row->number)
		return NULL;
	code =
	    row->number == 0 || first_number == 0 || first_number == row->number
	    ? "url-twice"
	    : "url-two-numbers";
	buf_printf(&text, "first on line %" PRIu32 ": %.*s", first_line,
	    (int)row->url_n, rows->at + row->url_at);
	warnings_doubt(
	    &late->tell, row->line, code, SLICE_NONE, buf_slice(&text));
	buf_free(&text);
	return code;
}

static const char *
lost_zeros(struct deferred *late, const struct deferred_row *row, size_t width)
{
	if (row->number_n == 0 || row->number_n >= width)
		return NULL;
	if (row->line != late->reported)
		warnings_doubt(&late->tell, row->line, "number-zeros",
		    SLICE_NONE, SLICE(""));
	late->reported = row->line;
	return "number-zeros";
}

/* Copies up to the end of the row's codes and appends the code. */
static void
mark(struct deferred *late, struct deferred_row *row, const struct buf *rows,
    size_t *done, const char *code)
{
	if (code == NULL)
		return;
	buf_put(&late->marked, rows->at + *done, row->codes_end - *done);
	*done = row->codes_end;
	if (!row->bare)
		buf_put_char(&late->marked, ' ');
	buf_put_string(&late->marked, code);
	row->bare = false;
}

void
deferred_settle(struct deferred *late, struct batch *batch)
{
	struct buf *rows = &batch->rows;
	size_t done = 0;

	buf_clear(&late->marked);
	for (size_t i = 0; i < batch->n; i++) {
		struct deferred_row *row = &batch->late[i];

		if (i + AHEAD < batch->n)
			table_expect(&late->seen, batch->late[i + AHEAD].url);
		mark(late, row, rows, &done,
		    lost_zeros(late, row, batch->width));
		mark(late, row, rows, &done, look_up(late, row, rows));
	}
	batch->n = 0;
	if (late->marked.n == 0)
		return;
	buf_put(&late->marked, rows->at + done, rows->n - done);
	buf_clear(rows);
	buf_put_slice(rows, buf_slice(&late->marked));
}

void
deferred_free(struct deferred *late)
{
	table_free(&late->seen);
	buf_free(&late->marked);
}
