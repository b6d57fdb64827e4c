/* SPDX-License-Identifier: MIT */
/* A row of the text cut into its cells. */
#include <string.h>

#include "sheet/csv_reader.h"

/* In a TAB file only a cell that begins with a quote is a quoted one. */
static bool
has_quoted_cell(const struct csv *csv, size_t end)
{
	const char *text = csv->text.at;

	if (csv->dialect.delimiter != '\t')
		return true;
	for (size_t i = csv->quote_at; i < end; i++)
		if (text[i] == csv->options.quote &&
		    (i == csv->at || text[i - 1] == '\t'))
			return true;
	return false;
}

bool
csv_add_cell(struct csv *csv, struct slice cell)
{
	if (csv->nrow == CSV_CELLS_MOST) {
		csv_fail_at(csv, csv->at, false, "a row of more than %zu cells",
		    CSV_CELLS_MOST);
		return false;
	}
	if (csv->batch->cells_room - csv->batch->ncells <= csv->nrow)
		csv_batch_room(csv->batch, csv->nrow + 1);
	csv_row_cells(csv)[csv->nrow++] = cell;
	return true;
}

static bool
split_plain(struct csv *csv, struct slice row)
{
	char delimiter = csv->dialect.delimiter;
	const char *at = row.at;
	const char *end = row.at + row.n;
	const char *next;

	csv->nrow = 0;
	while ((next = memchr(at, delimiter, (size_t)(end - at))) != NULL) {
		if (!csv_add_cell(csv, (struct slice){at, (size_t)(next - at)}))
			return false;
		at = next + 1;
	}
	return csv_add_cell(csv, (struct slice){at, (size_t)(end - at)});
}

/*
 * A row of one line whose quoted cells have no quotes inside needs no copy.
 * False if it is not as simple as that.
 */
static bool
split_simple(struct csv *csv, struct slice row)
{
	char delimiter = csv->dialect.delimiter, quote = csv->options.quote;
	const char *at = row.at;
	const char *end = row.at + row.n;

	csv->nrow = 0;
	for (;; at++) {
		bool quoted = at < end && *at == quote;
		const char *from = at + quoted;
		const char *to = memchr(
		    from, quoted ? quote : delimiter, (size_t)(end - from));

		if (to == NULL && quoted)
			return false;
		if (to == NULL)
			to = end;
		if (!quoted && memchr(from, quote, (size_t)(to - from)) != NULL)
			return false;
		if (!csv_add_cell(
			csv, (struct slice){from, (size_t)(to - from)}))
			return false;
		at = to + quoted;
		if (at == end)
			return true;
		if (*at != delimiter)
			return false;
	}
}

/*
 * The cells that were put together become the row, in the place of what they
 * were made of, which they fit into.
 */
static bool
use_cells(struct csv *csv)
{
	size_t start = 0;
	char *row = csv->text.at + csv->at;

	if (csv->cells.bytes.n > 0)
		memcpy(row, csv->cells.bytes.at, csv->cells.bytes.n);
	csv->nrow = 0;
	for (size_t i = 0; i < csv->cells.n; i++) {
		size_t end = csv->cells.ends[i];

		if (!csv_add_cell(
			csv, (struct slice){row + start, end - start}))
			return false;
		start = end;
	}
	return true;
}

/* Where the quote is that opens the last cell of an unclosed row. */
static size_t
opening(const struct csv *csv, struct slice row)
{
	size_t open = 0, closed = (size_t)-1;
	bool inside = false;

	for (size_t i = 0; i < row.n; i++) {
		if (row.at[i] != csv->options.quote)
			continue;
		if (inside)
			closed = i;
		else if (closed == (size_t)-1 || i != closed + 1)
			open = i;
		inside = !inside;
	}
	return open;
}

static void
fail_quote(struct csv *csv, struct slice row, size_t at)
{
	char quote = csv->options.quote;

	if (at >= row.n)
		csv_fail_at(csv, csv->at + opening(csv, row), true,
		    "a quote that is never closed");
	else if (row.at[at] == quote)
		csv_fail_at(csv, csv->at + at, true,
		    "a quote inside a cell that does not begin with one");
	else if (at >= 2 && row.at[at - 2] == '\\')
		csv_fail_at(csv, csv->at + at - 1, true,
		    "a backslash before a quote: quotes in a cell are doubled");
	else
		csv_fail_at(
		    csv, csv->at + at, true, "text after a closing quote");
}

static bool
take_quoted(struct csv *csv, size_t *end)
{
	bool closed = csv_find_quoted(csv, end);
	struct slice row = csv_line(csv, *end);
	size_t at = row.n;

	if (csv->failure != NULL || (*end == csv->text.n && csv_is_broken(csv)))
		return false;
	if (*end - csv->at > CSV_ROW_MOST)
		closed = false;
	if (!csv_strict_split(csv->strict, row, &csv->cells, &at) || !closed) {
		if (!csv->options.lenient) {
			fail_quote(csv, row, at);
			return false;
		}
		*end = csv_mend(csv, *end);
	}
	csv->line += csv_count_lines(csv, *end);
	return use_cells(csv);
}

/* The next row of the file, blank or not, whatever it is like. */
static bool
take_any(struct csv *csv)
{
	size_t end = csv->at;
	bool taken, loose;

	csv->assumed = NULL;
	if (!csv_find_line(csv, &end))
		return false;
	if (csv->dialect.newline == '\r' && csv->text.at[csv->at] == '\n')
		csv->at++;
	if (csv->quote_at < csv->at)
		csv_seek_quote(csv, csv->at);
	csv->row_line = csv->line;
	loose = csv->line <= csv->options.loose;
	if (csv->options.slow && !csv->options.unquoted && csv->quote_at >= end)
		csv->quote_at = csv->at;
	if (csv->quote_at >= end || !has_quoted_cell(csv, end)) {
		taken = split_plain(csv, csv_line(csv, end));
	} else if ((loose || !csv->options.slow) &&
	    split_simple(csv, csv_line(csv, end))) {
		taken = true;
	} else if (loose) {
		csv_split_loose(csv, end);
		taken = use_cells(csv);
	} else {
		taken = take_quoted(csv, &end);
	}
	csv->facts.unended = end == csv->text.n;
	csv->at = end < csv->text.n ? end + 1 : end;
	csv->line++;
	return taken;
}

/* The row at hand, if it keeps all the rules. */
static enum csv_walk
take_marked(struct csv *csv)
{
	struct csv_walked walked;
	enum csv_walk walk;

	if (!csv->by_marks || csv->line <= csv->options.loose)
		return CSV_ODD;
	walk =
	    csv_walk_row(&csv->marks, &csv->text, csv->at, csv->batch, &walked);
	if (walk != CSV_WALKED)
		return walk;
	csv->assumed = NULL;
	csv->nrow = walked.cells;
	csv->row_line = csv->line;
	csv->line += walked.lines;
	csv->at = walked.end;
	return CSV_WALKED;
}

/* True if the row at hand can be taken without more text. */
static bool
is_whole(const struct csv *csv)
{
	struct slice left = slice_from(buf_slice(&csv->text), csv->at);
	const char *end = memchr(left.at, csv->dialect.newline, left.n);
	bool inside = false;

	if (end == NULL)
		return false;
	if (csv->options.unquoted ||
	    memchr(left.at, csv->options.quote, (size_t)(end - left.at)) ==
		NULL)
		return true;
	for (size_t i = 0; i < left.n; i++) {
		if (left.at[i] == csv->dialect.newline && !inside)
			return true;
		inside ^= left.at[i] == csv->options.quote;
	}
	return false;
}

bool
csv_take_row(struct csv *csv)
{
	bool first = csv->batch->n == 0;
	enum csv_walk walk = take_marked(csv);

	while (walk == CSV_NOT_WHOLE && first && csv_fill(csv))
		walk = take_marked(csv);
	if (walk == CSV_WALKED)
		return true;
	if (!first && (walk == CSV_NOT_WHOLE || !is_whole(csv)))
		return false;
	return take_any(csv);
}
