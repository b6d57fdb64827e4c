/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "sheet/archive.h"
#include "sheet/number_format.h"
#include "sheet/workbook.h"
#include "sheet/xlsx.h"
#include "text/xml.h"

/* Columns that a sheet can have, and bytes unpacked at once. */
enum { COLUMNS_MOST = 16384, CHUNK = 1 << 16 };

/* A sheet is not larger than this when unpacked. */
#define SHEET_MOST ((uint64_t)4 << 30)

enum cell_type { NUMBER, SHARED, TEXT, BOOLEAN };

/* A cell that waits: its text in the workbook's strings or in `bytes`. */
struct cell {
	bool shared;
	size_t column;
	size_t start;
	size_t n;
};

/* A row that waits: its cells are those before `end`. */
struct waiting {
	uint64_t line;
	size_t end;
};

struct xlsx {
	char *name;
	struct workbook book;
	struct archive_in *archive;
	struct xml *xml;
	char *chunk;
	bool ended;
	bool lenient;
	uint64_t skip;

	/* Rows that were parsed and not yet returned. */
	struct buf bytes;
	struct cell *cells;
	size_t ncells, cells_room;
	struct waiting *rows;
	size_t nrows, rows_room, taken;

	/* The parser's place. */
	bool in_data, in_cell, in_value, in_phonetic;
	uint64_t line;
	size_t row_bytes;
	size_t column;
	enum cell_type type;
	const struct number_format *format;
	struct buf value;

	struct slice *row;
	size_t row_room;
	size_t width;
	uint64_t blank;
	struct buf failure;
	bool mendable;
};

static void
fail(struct xlsx *x, const char *text)
{
	if (x->failure.n > 0)
		return;
	buf_printf(&x->failure, "%s: %s", x->name, text);
	buf_string(&x->failure);
}

/* The column of a reference such as "AB12", from 0; `otherwise` without. */
static size_t
column_of(struct slice reference, size_t otherwise)
{
	size_t column = 0, i = 0;

	while (i < reference.n && reference.at[i] >= 'A' &&
	    reference.at[i] <= 'Z' && column <= COLUMNS_MOST)
		column = column * 26 + (size_t)(reference.at[i++] - 'A') + 1;
	return i > 0 ? column - 1 : otherwise;
}

static enum cell_type
type_of(struct slice t)
{
	if (slice_equal(t, SLICE("s")))
		return SHARED;
	if (slice_equal(t, SLICE("b")))
		return BOOLEAN;
	return t.n == 0 || slice_equal(t, SLICE("n")) ? NUMBER : TEXT;
}

static void
start_cell(struct xlsx *x, const struct xml_attribute a[], size_t n)
{
	x->in_cell = true;
	x->column = column_of(xml_attribute(a, n, "r"), x->column + 1);
	x->type = type_of(xml_attribute(a, n, "t"));
	x->format = workbook_format(
	    &x->book, number_format_read(xml_attribute(a, n, "s")));
	buf_clear(&x->value);
	if (x->column >= COLUMNS_MOST)
		xml_stop(x->xml, "a cell beyond the last column");
}

static void
on_start(void *state, struct slice uri, struct slice name,
    const struct xml_attribute a[], size_t n)
{
	struct xlsx *x = state;

	(void)uri;
	if (slice_equal(name, SLICE("sheetData"))) {
		x->in_data = true;
	} else if (x->in_data && slice_equal(name, SLICE("row"))) {
		uint64_t line = number_format_read(xml_attribute(a, n, "r"));

		x->line = line < UINT64_MAX ? line : x->line + 1;
		x->column = (size_t)-1;
		x->row_bytes = 0;
	} else if (x->in_data && slice_equal(name, SLICE("c"))) {
		start_cell(x, a, n);
	} else if (slice_equal(name, SLICE("rPh"))) {
		x->in_phonetic = true;
	} else if (x->in_cell &&
	    (slice_equal(name, SLICE("v")) || slice_equal(name, SLICE("t")))) {
		x->in_value = true;
	}
}

static void
on_text(void *state, struct slice text)
{
	struct xlsx *x = state;

	if (!x->in_value || x->in_phonetic)
		return;
	if (x->value.n + text.n > CSV_ROW_MOST)
		xml_stop(x->xml, "a cell that is too large");
	else
		buf_put_slice(&x->value, text);
}

/* The text of the cell that has ended, into the bytes that wait. */
static struct cell
take_cell(struct xlsx *x)
{
	struct cell cell = {.column = x->column, .start = x->bytes.n};
	struct slice value = buf_slice(&x->value);

	if (x->type != TEXT)
		value = slice_trim(value);
	if (x->type == SHARED) {
		cell.shared = true;
		if (!workbook_string(&x->book, number_format_read(value),
			&cell.start, &cell.n))
			xml_stop(x->xml,
			    "a cell whose text is missing in the workbook");
		return cell;
	}
	if (x->type == BOOLEAN)
		buf_put_string(&x->bytes,
		    slice_equal(value, SLICE("1")) ? "TRUE" : "FALSE");
	else if (x->type == NUMBER)
		number_format_put(
		    &x->bytes, value, x->format, x->book.from1904);
	else
		buf_put_slice(&x->bytes, value);
	cell.n = x->bytes.n - cell.start;
	return cell;
}

static void
end_cell(struct xlsx *x)
{
	struct cell cell;

	x->in_cell = false;
	if (x->value.n == 0)
		return;
	if (x->type == TEXT)
		x->value.n = workbook_unescape(x->value.at, x->value.n);
	cell = take_cell(x);
	x->row_bytes += cell.n;
	if (x->row_bytes > CSV_ROW_MOST) {
		xml_stop(x->xml, "a row that is too large");
		return;
	}
	if (x->ncells == x->cells_room) {
		x->cells_room = x->cells_room > 0 ? 2 * x->cells_room : 256;
		x->cells =
		    mem_resize(x->cells, x->cells_room, sizeof *x->cells);
	}
	x->cells[x->ncells++] = cell;
}

static void
end_row(struct xlsx *x)
{
	if (x->nrows == x->rows_room) {
		x->rows_room = x->rows_room > 0 ? 2 * x->rows_room : 64;
		x->rows = mem_resize(x->rows, x->rows_room, sizeof *x->rows);
	}
	x->rows[x->nrows++] = (struct waiting){x->line, x->ncells};
}

static void
on_end(void *state, struct slice uri, struct slice name)
{
	struct xlsx *x = state;

	(void)uri;
	if (!x->in_data)
		return;
	if (slice_equal(name, SLICE("rPh")))
		x->in_phonetic = false;
	else if (slice_equal(name, SLICE("v")) || slice_equal(name, SLICE("t")))
		x->in_value = false;
	else if (slice_equal(name, SLICE("c")) && x->in_cell)
		end_cell(x);
	else if (slice_equal(name, SLICE("row")))
		end_row(x);
	else if (slice_equal(name, SLICE("sheetData")))
		x->in_data = false;
}

static const struct xml_handler handler = {on_start, on_end, on_text};

struct xlsx *
xlsx_open(int fd, const char *name, const char *sheet,
    const struct csv_options *options)
{
	struct xlsx *x = mem_array(1, sizeof *x);
	struct slice member;

	x->name = mem_string(name, strlen(name));
	x->lenient = options->lenient;
	x->skip = options->skip;
	x->chunk = mem_alloc(CHUNK);
	x->xml = xml_open(&handler, x);
	workbook_read(&x->book, fd, sheet);
	if (x->book.failure.n > 0) {
		fail(x, x->book.failure.at);
		return x;
	}
	x->archive = archive_in_open(fd, SHEET_MOST);
	while (archive_in_next(x->archive, &member))
		if (workbook_is_part(member, buf_slice(&x->book.sheet_path)))
			return x;
	fail(x,
	    archive_in_failure(x->archive) != NULL
		? archive_in_failure(x->archive)
		: "the sheet is missing in the workbook");
	return x;
}

void
xlsx_close(struct xlsx *x)
{
	if (x == NULL)
		return;
	archive_in_close(x->archive);
	xml_close(x->xml);
	workbook_free(&x->book);
	buf_free(&x->bytes);
	buf_free(&x->value);
	buf_free(&x->failure);
	free(x->cells);
	free(x->rows);
	free(x->row);
	free(x->chunk);
	free(x->name);
	free(x);
}

/* Lets go of the rows that were returned, not of the one that goes on. */
static void
forget_rows(struct xlsx *x)
{
	size_t done = x->nrows > 0 ? x->rows[x->nrows - 1].end : 0;
	size_t start = x->bytes.n;

	for (size_t i = x->ncells; i > done; i--)
		if (!x->cells[i - 1].shared)
			start = x->cells[i - 1].start;
	for (size_t i = done; i < x->ncells; i++) {
		x->cells[i - done] = x->cells[i];
		if (!x->cells[i].shared)
			x->cells[i - done].start -= start;
	}
	x->bytes.n -= start;
	if (x->bytes.n > 0)
		memmove(x->bytes.at, x->bytes.at + start, x->bytes.n);
	x->ncells -= done;
	x->nrows = x->taken = 0;
}

/* Parses on until rows wait; false at the end. */
static bool
read_rows(struct xlsx *x)
{
	forget_rows(x);
	while (x->nrows == 0 && !x->ended && x->failure.n == 0) {
		ptrdiff_t n = archive_in_read(x->archive, x->chunk, CHUNK);

		x->ended = n <= 0;
		if (n < 0)
			fail(x, archive_in_failure(x->archive));
		else if (n == 0)
			xml_finish(x->xml);
		else
			xml_put(x->xml, (struct slice){x->chunk, (size_t)n});
		if (xml_failure(x->xml) != NULL)
			fail(x, xml_failure(x->xml));
	}
	return x->nrows > 0;
}

static struct slice
text_of(const struct xlsx *x, const struct cell *cell)
{
	const struct buf *in = cell->shared ? &x->book.strings : &x->bytes;

	return (struct slice){buf_slice(in).at + cell->start, cell->n};
}

static bool
is_blank(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.at[i] != ' ' && s.at[i] != '\t' && s.at[i] != '\n')
			return false;
	return true;
}

/* Puts the cells where they belong; returns the width of what is filled. */
static size_t
spread(struct xlsx *x, size_t first, size_t end)
{
	size_t width = 0;

	for (size_t i = first; i < end; i++)
		if (!is_blank(text_of(x, &x->cells[i])) &&
		    x->cells[i].column >= width)
			width = x->cells[i].column + 1;
	if (width > x->row_room || x->width > x->row_room) {
		x->row_room = width > x->width ? width : x->width;
		x->row = mem_resize(x->row, x->row_room, sizeof *x->row);
	}
	for (size_t i = 0; i < width || i < x->width; i++)
		x->row[i] = SLICE("");
	for (size_t i = first; i < end; i++)
		if (x->cells[i].column < width)
			x->row[x->cells[i].column] = text_of(x, &x->cells[i]);
	return width;
}

static bool
fit(struct xlsx *x, struct csv_row *row, uint64_t line, size_t filled)
{
	if (x->width == 0)
		x->width = filled;
	if (filled > x->width && !x->lenient) {
		buf_printf(&x->failure,
		    "%s:%" PRIu64 ": %zu cells where the first row has %zu",
		    x->name, line, filled, x->width);
		buf_string(&x->failure);
		x->mendable = true;
		return false;
	}
	row->line = line;
	row->n = x->width;
	row->given = filled > x->width ? filled : x->width;
	row->cells = x->row;
	row->assumed =
	    filled > x->width ? "cells beyond the header left out" : NULL;
	return true;
}

bool
xlsx_next(struct xlsx *x, struct csv_row *row)
{
	while (x->failure.n == 0 && (x->taken < x->nrows || read_rows(x))) {
		size_t first = x->taken > 0 ? x->rows[x->taken - 1].end : 0;
		const struct waiting *next = &x->rows[x->taken++];
		size_t filled = spread(x, first, next->end);

		if (next->line <= x->skip)
			continue;
		if (filled > 0)
			return fit(x, row, next->line, filled);
		x->blank++;
	}
	return false;
}

const char *
xlsx_failure(const struct xlsx *x)
{
	return x->failure.n > 0 ? x->failure.at : NULL;
}

bool
xlsx_mendable(const struct xlsx *x)
{
	return x->mendable;
}

const char *
xlsx_sheet(const struct xlsx *x)
{
	return x->book.sheet_name.n > 0 ? x->book.sheet_name.at : "";
}

uint64_t
xlsx_blank(const struct xlsx *x)
{
	return x->blank;
}
