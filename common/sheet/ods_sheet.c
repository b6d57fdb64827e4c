/* SPDX-License-Identifier: MIT */
#include "base/ascii.h"
#include "sheet/cell_text.h"
#include "sheet/csv.h"
#include "sheet/number_format.h"
#include "sheet/ods_sheet.h"
#include "sheet/xlsx_survey.h"

/* No program writes more rows. */
enum { ROWS_MOST = 1 << 24 };

/* The names of sheets that a message has. */
enum { NAMES_MOST = 1 << 10 };

static bool
is_hidden(const struct ods_sheet *s, struct slice style)
{
	return slice_has_word(buf_slice(&s->hidden), '\n', style);
}

static void
begin_table(struct ods_sheet *s, const struct xml_attribute a[], size_t n)
{
	struct slice name = ods_attribute(a, n, "name");

	s->in_table = true;
	s->ntables++;
	s->line = 0;
	s->repeat = 1;
	s->table.line = s->table.merged = 0;
	s->table.header = s->table.width = 0;
	s->table.number = s->ntables;
	buf_clear(&s->table.first_merged);
	buf_clear(&s->table.name);
	buf_put_slice(&s->table.name, name);
	s->table_named = s->wanted != NULL && slice_is(name, s->wanted);
	s->table_hidden = is_hidden(s, ods_attribute(a, n, "style-name"));
	if (s->names.n < NAMES_MOST)
		buf_printf(&s->names, "%s'%.*s'", s->names.n > 0 ? ", " : "",
		    SLICE_ARG(name));
}

/* A name counts before a number. */
static bool
is_wanted(const struct ods_sheet *s)
{
	if (s->wanted == NULL)
		return !s->table_hidden &&
		    (s->chosen.number == 0 ||
			(s->chosen.line == 0 && s->table.line > 0));
	return s->table_named ||
	    (s->chosen.number == 0 &&
		number_format_read(slice_of(s->wanted)) == s->ntables);
}

/* Empty sheets are not missed. */
static void
see_unread(struct ods_sheet *s)
{
	if (s->wanted == NULL && !s->table_hidden && s->table.line > 0 &&
	    s->unread.n < NAMES_MOST)
		buf_printf(&s->unread, "%s'%.*s'", s->unread.n > 0 ? ", " : "",
		    SLICE_ARG(buf_slice(&s->table.name)));
}

static void
end_table(struct ods_sheet *s)
{
	s->in_table = s->in_row = false;
	if (s->only > 0) {
		s->done = s->ntables == s->only;
		return;
	}
	if (!is_wanted(s)) {
		see_unread(s);
		return;
	}
	buf_free(&s->chosen.name);
	buf_free(&s->chosen.first_merged);
	s->chosen = s->table;
	s->table = (struct ods_chosen){0};
	s->done = s->table_named;
}

static void
begin_row(struct ods_sheet *s, const struct xml_attribute a[], size_t n)
{
	struct slice visibility = ods_attribute(a, n, "visibility");

	s->in_row = true;
	s->row_hidden = visibility.n > 0 && !slice_is(visibility, "visible");
	s->line += s->repeat;
	s->repeat =
	    ods_repeat(a, n, "number-rows-repeated", (size_t)UINT32_MAX);
	s->column = s->row_width = s->row_bytes = 0;
}

static void
see_merged(struct ods_sheet *s, const struct xml_attribute a[], size_t n)
{
	if (s->table.line == 0 ||
	    ods_repeat(a, n, "number-rows-spanned", 1 << 20) < 2 ||
	    s->table.merged++ > 0)
		return;
	xlsx_put_reference(&s->table.first_merged, s->column, s->line);
}

static void
begin_cell(struct ods_sheet *s, struct slice name,
    const struct xml_attribute a[], size_t n)
{
	size_t repeat = ods_repeat(
	    a, n, "number-columns-repeated", 2 * (size_t)XLSX_COLUMNS_MOST);

	if (slice_is(name, "table-cell")) {
		see_merged(s, a, n);
		ods_cell_begin(&s->reading, s->column, repeat, a, n);
		s->in_cell = true;
	}
	s->column += repeat;
	/* Beyond it nothing but empty cells is expected. */
	if (s->column > 2 * (size_t)XLSX_COLUMNS_MOST)
		s->column = 2 * (size_t)XLSX_COLUMNS_MOST;
}

static void
end_cell(struct ods_sheet *s)
{
	struct ods_cell *cell = &s->reading.cell;

	s->in_cell = false;
	ods_cell_end(&s->reading);
	if (cell->formula.n == 0 && cell_text_is_blank(cell->text))
		return;
	if (cell->column + cell->repeat > XLSX_COLUMNS_MOST) {
		xml_stop(s->xml, "a cell beyond the last column");
		return;
	}
	s->row_width = cell->column + cell->repeat;
	s->row_bytes += cell->text.n * cell->repeat;
	if (s->row_bytes > CSV_ROW_MOST)
		xml_stop(s->xml, "a row that is too large");
	else if (s->only > 0 && s->line + s->repeat - 1 > s->skip)
		s->cell_seen(s->state, cell);
}

static void
end_row(struct ods_sheet *s)
{
	uint64_t line = s->line, repeat = s->repeat;

	s->in_row = false;
	if (s->row_width == 0 || line + repeat - 1 <= s->skip)
		return;
	if (line + repeat - 1 > ROWS_MOST) {
		xml_stop(s->xml, "a row beyond the last");
		return;
	}
	if (line <= s->skip) {
		repeat -= s->skip + 1 - line;
		line = s->skip + 1;
	}
	if (s->only > 0) {
		s->row_seen(s->state, line, repeat, s->row_hidden);
		return;
	}
	if (s->table.line == 0) {
		s->table.line = line;
		s->table.header = s->row_width;
	}
	if (s->row_width > s->table.width)
		s->table.width = s->row_width;
}

/* The names of styles that hide a sheet. */
static void
see_style(struct ods_sheet *s, struct slice name,
    const struct xml_attribute a[], size_t n)
{
	if (slice_is(name, "style")) {
		buf_clear(&s->style);
		buf_put_slice(&s->style, ods_attribute(a, n, "name"));
		buf_put_char(&s->style, '\n');
	} else if (slice_is(name, "table-properties") &&
	    slice_is(ods_attribute(a, n, "display"), "false") &&
	    s->hidden.n < CSV_ROW_MOST) {
		buf_put_slice(&s->hidden, buf_slice(&s->style));
	}
}

/* Comments, shapes with texts of their own, phonetic readings, tables within
 * a cell, rows within a row: none of it is the cell's text, nor the sheet's. */
static bool
is_aside(const struct ods_sheet *s, struct slice uri, struct slice name)
{
	if (ods_is_table(uri))
		return s->in_cell || slice_is(name, "table") ||
		    slice_is(name, "shapes") ||
		    (s->in_row && slice_is(name, "table-row"));
	if (ods_is_text(uri))
		return slice_is(name, "ruby-text") || slice_is(name, "note");
	return s->in_cell || slice_ends(uri, ":xmlns:drawing:1.0") ||
	    slice_is(name, "annotation");
}

static void
on_start(void *state, struct slice uri, struct slice name,
    const struct xml_attribute a[], size_t n)
{
	struct ods_sheet *s = state;

	if (s->done)
		return;
	if (s->skipped > 0 || (s->in_table && is_aside(s, uri, name))) {
		s->skipped++;
	} else if (!s->in_table) {
		if (ods_is_table(uri) && slice_is(name, "table"))
			begin_table(s, a, n);
		else
			see_style(s, name, a, n);
	} else if (s->only > 0 && s->ntables != s->only) {
		return;
	} else if (ods_is_text(uri)) {
		if (s->in_cell)
			ods_cell_element(&s->reading, name, a, n);
	} else if (slice_is(name, "table-row")) {
		begin_row(s, a, n);
	} else if (slice_is(name, "table-cell") ||
	    slice_is(name, "covered-table-cell")) {
		begin_cell(s, name, a, n);
	}
}

static void
on_end(void *state, struct slice uri, struct slice name)
{
	struct ods_sheet *s = state;

	if (s->done || !s->in_table)
		return;
	if (s->skipped > 0) {
		s->skipped--;
	} else if (ods_is_text(uri)) {
		if (s->in_cell)
			ods_cell_element_end(&s->reading, name);
	} else if (!ods_is_table(uri)) {
		return;
	} else if (slice_is(name, "table")) {
		end_table(s);
	} else if (s->only > 0 && s->ntables != s->only) {
		return;
	} else if (slice_is(name, "table-cell") && s->in_cell) {
		end_cell(s);
	} else if (slice_is(name, "table-row")) {
		end_row(s);
	}
}

static void
on_text(void *state, struct slice text)
{
	struct ods_sheet *s = state;

	if (s->done || !s->in_cell || s->skipped > 0)
		return;
	if (s->reading.shown.n + text.n > CSV_ROW_MOST)
		xml_stop(s->xml, "a cell that is too large");
	else
		ods_cell_text(&s->reading, text);
}

const struct xml_handler ods_sheet_handler = {on_start, on_end, on_text};

void
ods_sheet_take(struct ods_sheet *sheet, struct ods_chosen *chosen)
{
	buf_string(&sheet->chosen.name);
	*chosen = sheet->chosen;
	sheet->chosen = (struct ods_chosen){0};
}

void
ods_sheet_free(struct ods_sheet *sheet)
{
	buf_free(&sheet->names);
	buf_free(&sheet->unread);
	buf_free(&sheet->hidden);
	buf_free(&sheet->style);
	buf_free(&sheet->chosen.name);
	buf_free(&sheet->chosen.first_merged);
	buf_free(&sheet->table.name);
	buf_free(&sheet->table.first_merged);
	ods_cell_free(&sheet->reading);
}
