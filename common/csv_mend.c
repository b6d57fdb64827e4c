/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "csv.h"
#include "csv_parts.h"
#include "mem.h"

void
cells_clear(struct cells *cells)
{
	buf_clear(&cells->bytes);
	cells->n = 0;
}

bool
cells_end(struct cells *cells)
{
	if (cells->n == CSV_CELLS_MOST)
		return false;
	if (cells->n == cells->room) {
		cells->room = cells->room > 0 ? 2 * cells->room : 64;
		cells->ends =
		    mem_resize(cells->ends, cells->room, sizeof *cells->ends);
	}
	cells->ends[cells->n++] = cells->bytes.n;
	return true;
}

void
cells_free(struct cells *cells)
{
	buf_free(&cells->bytes);
	free(cells->ends);
}

/* Copies a quoted cell from behind its quote; returns its end, 0 if none. */
static size_t
quoted(struct buf *to, struct slice row, size_t at, char delimiter, char quote,
    bool backslash)
{
	for (; at < row.n; at++) {
		char c = row.at[at];
		char next = at + 1 < row.n ? row.at[at + 1] : delimiter;

		if (backslash && c == '\\' && (next == quote || next == '\\')) {
			buf_put_char(to, next);
			at++;
		} else if (c != quote) {
			buf_put_char(to, c);
		} else if (next == delimiter) {
			return at + 1;
		} else {
			buf_put_char(to, c);
			at += next == quote;
		}
	}
	return 0;
}

static size_t
bare(struct buf *to, struct slice row, size_t at, char delimiter)
{
	const char *from = row.at + at;
	const char *end = memchr(from, delimiter, row.n - at);
	size_t n = end != NULL ? (size_t)(end - from) : row.n - at;

	buf_put(to, from, n);
	return at + n;
}

void
mend_split(struct cells *cells, struct slice row, char delimiter, char quote,
    bool backslash, bool *open)
{
	size_t at = 0;

	cells_clear(cells);
	*open = false;
	for (;;) {
		size_t start = cells->bytes.n, end = 0;

		if (!*open && at < row.n && row.at[at] == quote) {
			end = quoted(&cells->bytes, row, at + 1, delimiter,
			    quote, backslash);
			*open = *open || end == 0;
		}
		if (end == 0) {
			cells->bytes.n = start;
			end = bare(&cells->bytes, row, at, delimiter);
		}
		if (!cells_end(cells) || end >= row.n)
			return;
		at = end + 1;
	}
}
