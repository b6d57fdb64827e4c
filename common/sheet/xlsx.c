/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/mem.h"
#include "sheet/archive.h"
#include "sheet/cell_text.h"
#include "sheet/number_format.h"
#include "sheet/workbook.h"
#include "sheet/xlsx.h"
#include "sheet/xlsx_survey.h"
#include "text/xml.h"

/* Bytes unpacked at once, and of a formula looked at. */
enum { CHUNK = 1 << 16, FORMULA_MOST = 1 << 12 };

enum cell_type { NUMBER, SHARED, TEXT, INLINE, BOOLEAN };

/* A cell that waits: its text in the workbook's strings or in `bytes`. */
struct cell {
	bool shared;
	size_t column;
	size_t mark; /* where its bytes begin */
	size_t start;
	size_t n;
	size_t link, nlink; /* in `bytes`: what its formula links to */
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
	uint64_t skip;
	struct xlsx_survey survey;

	/* Rows that were parsed and not yet returned. */
	struct buf bytes;
	struct cell *cells;
	size_t ncells, cells_room;
	struct waiting *rows;
	size_t nrows, rows_room, taken;

	/* The parser's place. */
	struct workbook_space space;
	bool in_data, in_cell, in_value, in_phonetic, in_formula;
	bool has_value, has_inline; /* <v>, <is> */
	uint64_t line;
	size_t row_bytes;
	size_t column;
	enum cell_type type;
	const struct number_format *format;
	struct buf value, formula;
	bool has_links; /* some cell has */

	struct slice *row, *links;
	size_t width; /* 0 before the header */
	uint64_t blank;
	uint64_t merged;
	struct buf first_merged;
	struct buf failure;
};

static void
fail(struct xlsx *x, const char *text)
{
	if (x->failure.n > 0)
		return;
	buf_printf(&x->failure, "%s: %s", x->name, text);
	buf_string(&x->failure);
}

static enum cell_type
type_of(struct slice t)
{
	if (slice_equal(t, SLICE("s")))
		return SHARED;
	if (slice_equal(t, SLICE("b")))
		return BOOLEAN;
	if (slice_equal(t, SLICE("inlineStr")))
		return INLINE;
	return t.n == 0 || slice_equal(t, SLICE("n")) ? NUMBER : TEXT;
}

static void
start_cell(struct xlsx *x, const struct xml_attribute a[], size_t n)
{
	x->in_cell = true;
	x->has_value = x->has_inline = false;
	x->column = xlsx_column(xml_attribute(a, n, "r"), x->column + 1);
	x->type = type_of(xml_attribute(a, n, "t"));
	x->format = workbook_format(
	    &x->book, number_format_read(xml_attribute(a, n, "s")));
	buf_clear(&x->value);
	buf_clear(&x->formula);
	if (x->column >= XLSX_COLUMNS_MOST)
		xml_stop(x->xml, "a cell beyond the last column");
}

/* A cell may have both a value and a text: its type says which counts. */
static void
start_in_cell(struct xlsx *x, struct slice name)
{
	if (slice_is(name, "v")) {
		x->in_value = x->type != INLINE || !x->has_inline;
		x->has_value = true;
	} else if (slice_is(name, "is")) {
		x->has_inline = true;
	} else if (slice_is(name, "t")) {
		x->in_value = x->type == INLINE || !x->has_value;
	} else if (slice_is(name, "f")) {
		x->in_formula = true;
	} else {
		return;
	}
	/* The one that counts replaces the other. */
	if (slice_is(name, x->type == INLINE ? "is" : "v"))
		buf_clear(&x->value);
}

static void
see_merged(struct xlsx *x, struct slice reference)
{
	const char *colon =
	    reference.n > 0 ? memchr(reference.at, ':', reference.n) : NULL;
	size_t n = colon != NULL ? (size_t)(colon - reference.at) : 0;
	uint64_t top = xlsx_row((struct slice){reference.at, n});

	if (colon == NULL || top <= x->survey.line ||
	    xlsx_row(slice_from(reference, n + 1)) <= top)
		return;
	if (x->merged++ == 0)
		buf_put_slice(&x->first_merged, reference);
}

static void
on_start(void *state, struct slice uri, struct slice name,
    const struct xml_attribute a[], size_t n)
{
	struct xlsx *x = state;

	if (!workbook_space_has(&x->space, uri))
		return;
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
	} else if (x->in_cell) {
		start_in_cell(x, name);
	} else if (!x->in_data && slice_equal(name, SLICE("mergeCell"))) {
		see_merged(x, xml_attribute(a, n, "ref"));
	}
}

static void
on_text(void *state, struct slice text)
{
	struct xlsx *x = state;

	if (x->in_formula && x->formula.n + text.n <= FORMULA_MOST)
		buf_put_slice(&x->formula, text);
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
	struct cell cell = {
	    .column = x->column, .mark = x->bytes.n, .start = x->bytes.n};
	struct slice value = buf_slice(&x->value);

	if (x->type != TEXT && x->type != INLINE)
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
take_formula(struct xlsx *x, struct cell *cell)
{
	cell->link = x->bytes.n;
	workbook_put_link(&x->bytes, buf_slice(&x->formula));
	cell->nlink = x->bytes.n - cell->link;
	x->has_links = x->has_links || cell->nlink > 0;
}

static void
end_cell(struct xlsx *x)
{
	struct cell cell;

	x->in_cell = false;
	if (x->value.n == 0)
		return;
	if (x->type == TEXT || x->type == INLINE)
		x->value.n = workbook_unescape(x->value.at, x->value.n);
	cell = take_cell(x);
	if (x->formula.n > 0)
		take_formula(x, &cell);
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

	if (!x->in_data || !workbook_space_has(&x->space, uri))
		return;
	if (slice_equal(name, SLICE("f")))
		x->in_formula = false;
	else if (slice_equal(name, SLICE("rPh")))
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
	x->skip = options->skip;
	x->chunk = mem_alloc(CHUNK);
	x->xml = xml_open(&handler, x);
	workbook_read(&x->book, fd, sheet);
	if (x->book.failure.n > 0) {
		fail(x, x->book.failure.at);
		return x;
	}
	xlsx_survey_read(&x->survey, &x->book, fd, x->skip);
	if (x->book.failure.n > 0) {
		fail(x, x->book.failure.at);
		return x;
	}
	x->archive = archive_in_open(fd, XLSX_SHEET_MOST);
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
	xlsx_survey_free(&x->survey);
	workbook_space_free(&x->space);
	buf_free(&x->bytes);
	buf_free(&x->value);
	buf_free(&x->formula);
	buf_free(&x->first_merged);
	buf_free(&x->failure);
	free(x->cells);
	free(x->rows);
	free(x->row);
	free(x->links);
	free(x->chunk);
	free(x->name);
	free(x);
}

/* Lets go of the rows that were returned, not of the one that goes on. */
static void
forget_rows(struct xlsx *x)
{
	size_t done = x->nrows > 0 ? x->rows[x->nrows - 1].end : 0;
	size_t start = done < x->ncells ? x->cells[done].mark : x->bytes.n;

	for (size_t i = done; i < x->ncells; i++) {
		struct cell *cell = &x->cells[i - done];

		*cell = x->cells[i];
		cell->mark -= start;
		cell->link -= cell->nlink > 0 ? start : 0;
		cell->start -= cell->shared ? 0 : start;
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

/* The last cell that has something: how wide the row is. */
static size_t
filled_width(const struct xlsx *x, size_t first, size_t end)
{
	size_t width = 0;

	for (size_t i = first; i < end; i++)
		if (x->cells[i].column >= width &&
		    !cell_text_is_blank(text_of(x, &x->cells[i])))
			width = x->cells[i].column + 1;
	return width;
}

static struct slice
link_of(const struct xlsx *x, const struct cell *cell, uint64_t line)
{
	if (cell->nlink > 0)
		return (struct slice){x->bytes.at + cell->link, cell->nlink};
	return xlsx_survey_link(&x->survey, line, cell->column);
}

/* Puts the cells where they belong. */
static void
spread(struct xlsx *x, size_t first, size_t end, uint64_t line)
{
	bool links = x->has_links || x->survey.nlinks > 0;

	for (size_t i = 0; i < x->width; i++) {
		x->row[i] = SLICE("");
		x->links[i] = SLICE_NONE;
	}
	for (size_t i = first; i < end; i++) {
		const struct cell *cell = &x->cells[i];

		if (cell->column >= x->width)
			continue;
		x->row[cell->column] = text_of(x, cell);
		if (links)
			x->links[cell->column] = link_of(x, cell, line);
	}
}

static void
begin(struct xlsx *x, size_t filled)
{
	x->width = filled > x->survey.width ? filled : x->survey.width;
	x->row = mem_array(x->width, sizeof *x->row);
	x->links = mem_array(x->width, sizeof *x->links);
}

/* A sheet that is wider than it says has cells that nobody expects. */
static void
fit(const struct xlsx *x, struct csv_row *row, uint64_t line, size_t filled)
{
	row->line = line;
	row->n = x->width;
	row->given = filled > x->width ? filled : x->width;
	row->cells = x->row;
	row->assumed =
	    filled > x->width ? "cells beyond the header left out" : NULL;
	row->links = x->has_links || x->survey.nlinks > 0 ? x->links : NULL;
}

bool
xlsx_next(struct xlsx *x, struct csv_row *row)
{
	while (x->failure.n == 0 && (x->taken < x->nrows || read_rows(x))) {
		size_t first = x->taken > 0 ? x->rows[x->taken - 1].end : 0;
		const struct waiting *next = &x->rows[x->taken++];
		size_t filled = filled_width(x, first, next->end);

		if (next->line <= x->skip)
			continue;
		if (filled == 0) {
			x->blank++;
			continue;
		}
		if (x->width == 0)
			begin(x, filled);
		spread(x, first, next->end, next->line);
		fit(x, row, next->line, filled);
		return true;
	}
	return false;
}

const char *
xlsx_failure(const struct xlsx *x)
{
	return x->failure.n > 0 ? x->failure.at : NULL;
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

size_t
xlsx_unheaded(const struct xlsx *x)
{
	return x->survey.width > x->survey.header
	    ? x->survey.width - x->survey.header
	    : 0;
}

uint64_t
xlsx_merged(const struct xlsx *x, struct slice *first)
{
	*first = buf_slice(&x->first_merged);
	return x->merged;
}
