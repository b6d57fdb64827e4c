/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "sheet/csv_reader.h"

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

/* Ways to read a row that breaks the rules. */
enum mend_way {
	MEND_QUOTES, /* those that do not end a cell are text */
	MEND_BACKSLASHES, /* and in quotes \" and \\ stand for " and \ */
	MEND_BLANKS, /* and those before and after quotes are nothing */
	MEND_WAYS
};

/* The row being split, and how. */
struct bent {
	struct slice row;
	char delimiter;
	char quote;
	enum mend_way way;
};

/* Behind the blanks at a place, if they count for nothing. */
static size_t
after_blanks(const struct bent *b, size_t at)
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
		size_t end = after_blanks(b, at + 1);

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

/*
 * Splits a row that breaks the rules: a quoted cell ends at a quote that has
 * a delimiter or the row's end after it. A quoted cell that never ends is
 * text with its quote, and so are all after it; *open says that there was
 * one.
 */
static void
mend_split(struct cells *cells, struct slice row, char delimiter, char quote,
    enum mend_way way, bool *open)
{
	struct bent b = {row, delimiter, quote, way};
	size_t at = 0;

	cells_clear(cells);
	*open = false;
	for (;;) {
		size_t start = cells->bytes.n, end = 0;
		size_t text = after_blanks(&b, at);

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

/* Is there a blank beside a quote that has the cell's end after it? */
static bool
has_blanks(const struct csv *csv, struct slice row)
{
	char before = csv->dialect.delimiter, quote = csv->options.quote;
	bool blank = false;

	for (size_t i = 0; i < row.n; i++) {
		char c = row.at[i];

		if (c != csv->dialect.delimiter && slice_is_space(c)) {
			blank = true;
			continue;
		}
		if (blank &&
		    ((before == csv->dialect.delimiter && c == quote) ||
			(before == quote && c == csv->dialect.delimiter)))
			return true;
		before = c;
		blank = false;
	}
	return blank && before == quote;
}

/* One way to read a bent row: true if it comes out as wide as the others. */
static bool
try_mend(struct csv *csv, struct slice row, enum mend_way way)
{
	static const char *const said[MEND_WAYS] = {
	    [MEND_QUOTES] = "stray quotes taken as text",
	    [MEND_BACKSLASHES] = "backslashes taken as escapes",
	    [MEND_BLANKS] = "blanks beside quotes left out",
	};
	bool open;

	if ((way == MEND_BACKSLASHES &&
		memmem(row.at, row.n, "\\\"", 2) == NULL) ||
	    (way == MEND_BLANKS && !has_blanks(csv, row)))
		return false;
	mend_split(&csv->cells, row, csv->dialect.delimiter, csv->options.quote,
	    way, &open);
	csv->assumed = said[way];
	return !open && (csv->width == 0 || csv->cells.n == csv->width);
}

static bool
try_all(struct csv *csv, struct slice row)
{
	return try_mend(csv, row, MEND_BACKSLASHES) ||
	    try_mend(csv, row, MEND_BLANKS) || try_mend(csv, row, MEND_QUOTES);
}

size_t
csv_mend(struct csv *csv, size_t end)
{
	const char *text = csv->text.at;
	const char *found =
	    memchr(text + csv->at, csv->dialect.newline, end - csv->at);
	size_t line = found != NULL ? (size_t)(found - text) : end;

	if (try_all(csv, csv_line(csv, line)))
		return line;
	if (line < end && try_all(csv, csv_line(csv, end)))
		return end;
	try_mend(csv, csv_line(csv, line), MEND_QUOTES);
	return line;
}

void
csv_split_loose(struct csv *csv, size_t end)
{
	bool open;

	mend_split(&csv->cells, csv_line(csv, end), csv->dialect.delimiter,
	    csv->options.quote, MEND_QUOTES, &open);
}
