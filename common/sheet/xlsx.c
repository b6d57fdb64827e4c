/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/mem.h"
#include "sheet/archive.h"
#include "sheet/cell_text.h"
#include "sheet/formula.h"
#include "sheet/number_format.h"
#include "sheet/workbook.h"
#include "sheet/xlsx.h"
#include "sheet/xlsx_survey.h"
#include "text/xml.h"

/* Bytes unpacked at once, of a formula looked at, and formulas that several
 * cells share. */
enum { CHUNK = 1 << 16, FORMULA_MOST = 1 << 12, SHARED_MOST = 1 << 16 };

/* Rows at the top whose cells formulas of others may name, and their bytes. */
enum { TOP_ROWS = 64, TOP_BYTES = 1 << 20 };

static const struct number_format general;

enum cell_type { NUMBER, SHARED, TEXT, INLINE, BOOLEAN };

/* A cell that waits: its text in the workbook's strings or in `bytes`. */
struct cell {
	bool shared;
	size_t column;
	size_t mark; /* where its bytes begin */
	size_t start;
	size_t n;
	size_t raw, nraw; /* in `bytes`: a number without its format */
	size_t link, nlink; /* in `bytes`: its formula, and then its link */
	int64_t rows, columns; /* from the formula's own place */
};

/* A formula that is that of several cells. */
struct shared {
	char *text;
	size_t n;
	uint64_t line;
	size_t column;
};

/* A cell of the top rows; its text is in `top_texts`. */
struct top {
	uint64_t line;
	size_t column, start, n;
};

/* A row that waits: its cells are those before `end`. */
struct waiting {
	uint64_t line;
	size_t end;
	bool hidden;
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
	bool has_value, has_inline, has_formula; /* <v>, <is>, <f> */
	uint64_t line;
	bool hidden; /* the row is */
	size_t row_bytes;
	uint64_t given; /* bytes of all cells: many may have one long text */
	size_t column;
	enum cell_type type;
	const struct number_format *format;
	struct buf value, formula;
	uint64_t shares; /* the number of a shared formula, or UINT64_MAX */
	struct shared *shared;
	size_t nshared;
	bool has_links; /* some cell has */
	struct top *top;
	size_t ntop;
	struct buf top_texts;

	struct slice *row, *links;
	size_t width; /* 0 before the header */
	uint64_t blank;
	uint64_t nhidden, first_hidden;
	uint64_t merged;
	struct buf first_merged;
	uint64_t unsaved; /* formulas without a result */
	struct buf first_unsaved;
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
	x->has_value = x->has_inline = x->has_formula = false;
	x->shares = UINT64_MAX;
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
start_in_cell(
    struct xlsx *x, struct slice name, const struct xml_attribute a[], size_t n)
{
	if (slice_is(name, "v")) {
		x->in_value = x->type != INLINE || !x->has_inline;
		x->has_value = true;
	} else if (slice_is(name, "is")) {
		x->has_inline = true;
	} else if (slice_is(name, "t")) {
		x->in_value = x->type == INLINE || !x->has_value;
	} else if (slice_is(name, "f")) {
		x->in_formula = x->has_formula = true;
		x->shares = number_format_read(xml_attribute(a, n, "si"));
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
		x->hidden = workbook_is_true(xml_attribute(a, n, "hidden"));
		x->column = (size_t)-1;
		x->row_bytes = 0;
	} else if (x->in_data && slice_equal(name, SLICE("c"))) {
		start_cell(x, a, n);
	} else if (slice_equal(name, SLICE("rPh"))) {
		x->in_phonetic = true;
	} else if (x->in_cell) {
		start_in_cell(x, name, a, n);
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

static struct slice
text_of(const struct xlsx *x, const struct cell *cell)
{
	const struct buf *in = cell->shared ? &x->book.strings : &x->bytes;

	return (struct slice){buf_slice(in).at + cell->start, cell->n};
}

static bool
is_formatted(const struct number_format *format)
{
	return format->date || format->time || format->places > 0;
}

/* A string of the workbook as this cell's format shows it. */
static void
format_shared(struct xlsx *x, struct cell *cell)
{
	struct slice text = text_of(x, cell);

	cell->shared = false;
	cell->start = x->bytes.n;
	number_format_put_text(&x->bytes, text, x->format);
	cell->n = x->bytes.n - cell->start;
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
		else if (x->format->text[0] != '\0')
			format_shared(x, &cell);
		return cell;
	}
	if (x->type == BOOLEAN)
		buf_put_string(&x->bytes,
		    slice_equal(value, SLICE("1")) ? "TRUE" : "FALSE");
	else if (x->type == NUMBER)
		number_format_put(
		    &x->bytes, value, x->format, x->book.from1904);
	else
		number_format_put_text(&x->bytes, value, x->format);
	cell.n = x->bytes.n - cell.start;
	if (x->type == NUMBER && is_formatted(x->format)) {
		cell.raw = x->bytes.n;
		number_format_put(&x->bytes, value, &general, false);
		cell.nraw = x->bytes.n - cell.raw;
	}
	return cell;
}

/* Keeps a formula that others are to share. */
static void
keep_shared(struct xlsx *x)
{
	struct slice text = buf_slice(&x->formula);
	size_t i = (size_t)x->shares;

	if (x->shares >= SHARED_MOST || !formula_has_link(text))
		return;
	while (x->nshared <= i) {
		x->shared =
		    mem_resize(x->shared, x->nshared + 1, sizeof *x->shared);
		x->shared[x->nshared++] = (struct shared){0};
	}
	free(x->shared[i].text);
	x->shared[i] = (struct shared){
	    mem_string(text.at, text.n), text.n, x->line, x->column};
}

/* Its formula waits until the whole row is known. */
static void
take_formula(struct xlsx *x, struct cell *cell)
{
	struct slice text = buf_slice(&x->formula);

	if (text.n > 0) {
		keep_shared(x);
	} else if (x->shares < x->nshared && x->shared[x->shares].n > 0) {
		const struct shared *shared = &x->shared[x->shares];

		text = (struct slice){shared->text, shared->n};
		cell->rows = (int64_t)x->line - (int64_t)shared->line;
		cell->columns = (int64_t)x->column - (int64_t)shared->column;
	}
	if (!formula_has_link(text))
		return;
	cell->link = x->bytes.n;
	buf_put_slice(&x->bytes, text);
	cell->nlink = text.n;
}

/* A program may leave it to others to find out what a formula gives. */
static void
see_unsaved(struct xlsx *x)
{
	if (x->unsaved++ == 0)
		xlsx_put_reference(&x->first_unsaved, x->column, x->line);
}

static void
end_cell(struct xlsx *x)
{
	struct cell cell;

	x->in_cell = false;
	if (x->value.n == 0 && !x->has_formula)
		return;
	if (x->type == TEXT || x->type == INLINE)
		x->value.n = workbook_unescape(x->value.at, x->value.n);
	cell = take_cell(x);
	if (x->has_formula)
		take_formula(x, &cell);
	if (x->value.n == 0 && cell.nlink == 0) {
		/* A text may be empty, a number may not. */
		if (x->type == NUMBER || (!x->has_value && !x->has_inline))
			see_unsaved(x);
		return;
	}
	x->row_bytes += cell.n;
	x->given += cell.n;
	if (x->given > XLSX_SHEET_MOST) {
		xml_stop(x->xml, "a sheet that is too large");
		return;
	}
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

/* What a formula sees of a cell. */
static struct slice
raw_text(const struct xlsx *x, const struct cell *cell)
{
	if (cell->nraw > 0)
		return (struct slice){x->bytes.at + cell->raw, cell->nraw};
	return text_of(x, cell);
}

static bool
put_row_cell(struct xlsx *x, struct buf *out, size_t column)
{
	size_t first = x->nrows > 0 ? x->rows[x->nrows - 1].end : 0;

	for (size_t i = first; i < x->ncells; i++)
		if (x->cells[i].column == column) {
			buf_put_slice(out, raw_text(x, &x->cells[i]));
			return true;
		}
	return true;
}

static bool
put_cell(void *state, struct buf *out, uint64_t row, size_t column)
{
	struct xlsx *x = state;

	if (row == x->line)
		return put_row_cell(x, out, column);
	if (row > x->line || row > TOP_ROWS)
		return false;
	for (size_t i = 0; i < x->ntop; i++)
		if (x->top[i].line == row && x->top[i].column == column) {
			buf_put(out, x->top_texts.at + x->top[i].start,
			    x->top[i].n);
			return true;
		}
	return false;
}

static bool
put_named(void *state, struct buf *out, struct slice heading)
{
	struct xlsx *x = state;

	for (size_t i = 0; i < x->ntop; i++)
		if (x->top[i].line == x->survey.line &&
		    slice_equal(heading,
			(struct slice){
			    x->top_texts.at + x->top[i].start, x->top[i].n}))
			return put_row_cell(x, out, x->top[i].column);
	return false;
}

/* What the row's formulas link to, now that all its cells are known. */
static void
find_links(struct xlsx *x, size_t first)
{
	struct buf formula = {0};

	for (size_t i = first; i < x->ncells; i++) {
		struct cell *cell = &x->cells[i];
		struct formula_cells cells = {.put = put_cell,
		    .put_named = put_named,
		    .state = x,
		    .rows = cell->rows,
		    .columns = cell->columns};
		struct buf link = {0};

		if (cell->nlink == 0)
			continue;
		buf_clear(&formula);
		buf_put(&formula, x->bytes.at + cell->link, cell->nlink);
		formula_put_link(&link, buf_slice(&formula), &cells);
		cell->link = x->bytes.n;
		cell->nlink = link.n;
		buf_put_slice(&x->bytes, buf_slice(&link));
		x->has_links = x->has_links || link.n > 0;
		buf_free(&link);
	}
	buf_free(&formula);
}

/* Formulas name cells above them, as one with the folder of all pictures. */
static void
keep_top(struct xlsx *x, size_t first)
{
	for (size_t i = first; i < x->ncells; i++) {
		struct slice text = raw_text(x, &x->cells[i]);

		if (x->top_texts.n + text.n > TOP_BYTES)
			return;
		if ((x->ntop & (x->ntop + 1)) == 0)
			x->top =
			    mem_resize(x->top, 2 * x->ntop + 2, sizeof *x->top);
		x->top[x->ntop++] = (struct top){
		    x->line, x->cells[i].column, x->top_texts.n, text.n};
		buf_put_slice(&x->top_texts, text);
	}
}

static void
end_row(struct xlsx *x)
{
	size_t first = x->nrows > 0 ? x->rows[x->nrows - 1].end : 0;

	find_links(x, first);
	if (x->line <= TOP_ROWS)
		keep_top(x, first);
	if (x->nrows == x->rows_room) {
		x->rows_room = x->rows_room > 0 ? 2 * x->rows_room : 64;
		x->rows = mem_resize(x->rows, x->rows_room, sizeof *x->rows);
	}
	x->rows[x->nrows++] = (struct waiting){x->line, x->ncells, x->hidden};
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
	for (size_t i = 0; i < x->nshared; i++)
		free(x->shared[i].text);
	free(x->shared);
	free(x->top);
	buf_free(&x->top_texts);
	buf_free(&x->first_merged);
	buf_free(&x->first_unsaved);
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
		cell->raw -= cell->nraw > 0 ? start : 0;
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

/* The last cell that has something: how wide the row is. */
static size_t
filled_width(const struct xlsx *x, size_t first, size_t end)
{
	size_t width = 0;

	for (size_t i = first; i < end; i++)
		if (x->cells[i].column >= width &&
		    (x->cells[i].nlink > 0 ||
			!cell_text_is_blank(text_of(x, &x->cells[i]))))
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
		if (next->hidden && x->nhidden++ == 0)
			x->first_hidden = next->line;
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

struct slice
xlsx_unread(const struct xlsx *x)
{
	return buf_slice(&x->book.unread);
}

uint64_t
xlsx_blank(const struct xlsx *x)
{
	return x->blank;
}

uint64_t
xlsx_hidden(const struct xlsx *x, uint64_t *first)
{
	*first = x->first_hidden;
	return x->nhidden;
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

uint64_t
xlsx_unsaved(const struct xlsx *x, struct slice *first)
{
	*first = buf_slice(&x->first_unsaved);
	return x->unsaved;
}
