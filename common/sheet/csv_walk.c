/* SPDX-License-Identifier: MIT */
#include "sheet/csv_parts.h"

/* Longer rows are not read by their marks. */
enum { ROW_MOST = 1 << 20 };

struct walker {
	struct marks *marks;
	struct csv_batch *batch;
	struct slice text;
	size_t row; /* where it begins */
	bool quotes; /* have a meaning */
	size_t i; /* of the mark at hand */
	size_t mark; /* its offset */
	size_t at; /* where the cell begins */
	size_t n; /* cells so far */
	uint64_t lines; /* line ends in quotes */
	bool stray; /* quotes in cells of a TAB file that begin without one */
	bool quoted; /* there is a cell in quotes */
	bool doubled; /* there is one with quotes in it */
};

/* Finds the mark at hand; false if the text has no more. */
static bool
find_mark(struct walker *w)
{
	struct marks *marks = w->marks;

	while (w->i == marks->n) {
		w->i -= marks->next;
		if (!marks_more(marks, w->text))
			return false;
	}
	w->mark = marks->at[w->i];
	return true;
}

static bool
step(struct walker *w)
{
	w->i++;
	return find_mark(w);
}

static bool
is_at(const struct walker *w, size_t at, char c)
{
	return w->text.at[at] == c;
}

/* From an opening quote to the mark after the closing one. */
static enum csv_walk
walk_quoted(struct walker *w, size_t *end)
{
	char quote = w->marks->quote, newline = w->marks->newline;

	for (;;) {
		if (!step(w))
			return CSV_NOT_WHOLE;
		*end = w->mark;
		if (!is_at(w, *end, quote)) {
			w->lines += is_at(w, *end, newline);
			continue;
		}
		if (!step(w))
			return CSV_NOT_WHOLE;
		if (w->mark != *end + 1 || !is_at(w, w->mark, quote))
			break;
		w->doubled = true;
	}
	if (w->mark == *end + 1 ||
	    (w->mark == *end + 2 && is_at(w, *end + 1, '\r') &&
		is_at(w, w->mark, newline)))
		return CSV_WALKED;
	return CSV_ODD;
}

/* To the mark after a cell without quotes, unless they stand in a TAB file. */
static enum csv_walk
walk_plain(struct walker *w, size_t *end)
{
	while (w->quotes && is_at(w, w->mark, w->marks->quote)) {
		if (w->marks->delimiter != '\t' || w->quoted)
			return CSV_ODD;
		w->stray = true;
		if (!step(w))
			return CSV_NOT_WHOLE;
	}
	*end = w->mark;
	if (is_at(w, *end, w->marks->newline) && *end > w->row &&
	    is_at(w, *end - 1, '\r'))
		--*end;
	return CSV_WALKED;
}

static enum csv_walk
walk_cell(struct walker *w, struct slice *cell)
{
	size_t end = w->at + 1;
	enum csv_walk walk;

	if (!w->quotes || w->mark != w->at ||
	    !is_at(w, w->at, w->marks->quote)) {
		walk = walk_plain(w, &end);
		*cell = (struct slice){w->text.at + w->at, end - w->at};
		return walk;
	}
	if (w->stray)
		return CSV_ODD;
	w->quoted = true;
	walk = walk_quoted(w, &end);
	*cell = (struct slice){w->text.at + w->at + 1, end - w->at - 1};
	return walk;
}

static enum csv_walk
walk_cells(struct walker *w)
{
	struct csv_batch *batch = w->batch;

	for (;;) {
		struct slice cell;
		enum csv_walk walk = walk_cell(w, &cell);

		if (walk != CSV_WALKED)
			return walk;
		if (w->n == CSV_CELLS_MOST || w->mark - w->row > ROW_MOST)
			return CSV_ODD;
		if (batch->cells_room - batch->ncells <= w->n)
			csv_batch_room(batch, w->n + 1);
		batch->cells[batch->ncells + w->n++] = cell;
		if (is_at(w, w->mark, w->marks->newline))
			return CSV_WALKED;
		w->at = w->mark + 1;
		if (!step(w))
			return CSV_NOT_WHOLE;
	}
}

/* One quote for two, in all cells of the row. */
static void
join_quotes(const struct walker *w, char *text)
{
	char quote = w->marks->quote;

	for (size_t i = 0; i < w->n; i++) {
		struct slice *cell = &w->batch->cells[w->batch->ncells + i];
		const char *from = cell->at, *end = from + cell->n;
		char *to = text + (from - text);

		if (memchr(from, quote, cell->n) == NULL)
			continue;
		while (from < end) {
			from += *from == quote;
			*to++ = *from++;
		}
		cell->n = (size_t)(to - cell->at);
	}
}

enum csv_walk
csv_walk_row(struct marks *marks, struct buf *text, size_t at,
    struct csv_batch *batch, struct csv_walked *walked)
{
	struct walker w = {.marks = marks,
	    .batch = batch,
	    .text = buf_slice(text),
	    .row = at,
	    .at = at,
	    .quotes = marks->quote != marks->delimiter};
	enum csv_walk walk;

	marks_skip(marks, at);
	w.i = marks->next;
	walk = find_mark(&w) ? walk_cells(&w) : CSV_NOT_WHOLE;
	if (walk == CSV_NOT_WHOLE && text->n - at > ROW_MOST)
		return CSV_ODD;
	if (walk != CSV_WALKED)
		return walk;
	if (w.doubled)
		join_quotes(&w, text->at);
	marks->next = w.i + 1;
	*walked = (struct csv_walked){w.n, w.mark + 1, 1 + w.lines};
	return CSV_WALKED;
}
