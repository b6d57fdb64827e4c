/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "sheet/csv.h"
#include "sheet/csv_parts.h"

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

/* The row being split, and how. */
struct bent {
	struct slice row;
	char delimiter;
	char quote;
	enum mend_way way;
};

/* Behind the blanks at a place, if they count for nothing. */
static size_t
behind_blanks(const struct bent *b, size_t at)
{
	if (b->way == MEND_BLANKS)
		while (at < b->row.n && b->row.at[at] != b->delimiter &&
		    slice_is_space(b->row.at[at]))
			at++;
	return at;
}

static bool
ends_cell(const struct bent *b, size_t at)
{
	return at >= b->row.n || b->row.at[at] == b->delimiter;
}

/* Copies a quoted cell from after its quote; returns its end, 0 if none. */
static size_t
quoted(struct buf *to, const struct bent *b, size_t at)
{
	for (; at < b->row.n; at++) {
		char c = b->row.at[at];
		char next =
		    at + 1 < b->row.n ? b->row.at[at + 1] : b->delimiter;
		size_t end = behind_blanks(b, at + 1);

		if (b->way == MEND_BACKSLASHES && c == '\\' &&
		    (next == b->quote || next == '\\')) {
			buf_put_char(to, next);
			at++;
		} else if (c != b->quote) {
			buf_put_char(to, c);
		} else if (ends_cell(b, end)) {
			return end;
		} else {
			buf_put_char(to, c);
			at += next == b->quote;
		}
	}
	return 0;
}

static size_t
bare(struct buf *to, const struct bent *b, size_t at)
{
	const char *from = b->row.at + at;
	const char *end = memchr(from, b->delimiter, b->row.n - at);
	size_t n = end != NULL ? (size_t)(end - from) : b->row.n - at;

	buf_put(to, from, n);
	return at + n;
}

void
mend_split(struct cells *cells, struct slice row, char delimiter, char quote,
    enum mend_way way, bool *open)
{
	struct bent b = {row, delimiter, quote, way};
	size_t at = 0;

	cells_clear(cells);
	*open = false;
	for (;;) {
		size_t start = cells->bytes.n, end = 0;
		size_t text = behind_blanks(&b, at);

		if (!*open && text < row.n && row.at[text] == quote) {
			end = quoted(&cells->bytes, &b, text + 1);
			*open = *open || end == 0;
		}
		if (end == 0) {
			cells->bytes.n = start;
			end = bare(&cells->bytes, &b, at);
		}
		if (!cells_end(cells) || end >= row.n)
			return;
		at = end + 1;
	}
}
