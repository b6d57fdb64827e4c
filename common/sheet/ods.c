/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "sheet/archive.h"
#include "sheet/cell_text.h"
#include "sheet/formula.h"
#include "sheet/ods.h"
#include "sheet/ods_cell.h"
#include "sheet/ods_sheet.h"
#include "sheet/workbook.h"
#include "sheet/xlsx_survey.h"
#include "text/xml.h"

enum { CHUNK = 1 << 16 };

/* Rows at the top whose cells formulas of others may name, and their bytes. */
enum { TOP_ROWS = 64, TOP_BYTES = 1 << 20 };

/* A cell of a row that waits; its texts are in `bytes`. */
struct cell {
	size_t column, repeat;
	size_t start, n;
	size_t link, nlink;
	size_t formula, nformula; /* what it links to, not yet known */
};

/* A cell of the top rows; its text is in `top_texts`. */
struct top {
	uint64_t line;
	size_t column, start, n;
};

struct waiting {
	uint64_t line, repeat;
	size_t first, end; /* cells */
	bool hidden;
};

struct ods {
	char *name;
	struct archive_in *archive;
	struct xml *xml;
	char *chunk;
	bool ended;
	uint64_t skip;
	struct ods_sheet sheet;
	struct ods_chosen chosen;
	struct buf unread; /* names of other sheets */

	/* Rows that were parsed and not yet returned. */
	struct buf bytes;
	struct cell *cells;
	size_t ncells, cells_room;
	struct waiting *rows;
	size_t nrows, rows_room, taken;
	struct top *top;
	size_t ntop;
	struct buf top_texts;
	uint64_t line; /* of the row that its formulas are looked at in */
	size_t first; /* its first cell */
	uint64_t given; /* of the repeats of the row at `taken` */

	struct slice *row, *links;
	bool has_links;
	uint64_t unpacked; /* bytes and cells of all rows given */
	uint64_t blank;
	uint64_t nhidden, first_hidden; /* rows */
	uint64_t last; /* line of a row */
	struct buf failure;
};

static void
fail(struct ods *ods, const char *text)
{
	if (ods->failure.n > 0)
		return;
	buf_printf(&ods->failure, "%s: %s", ods->name, text);
	buf_string(&ods->failure);
}

bool
ods_is(int fd)
{
	struct archive_in *archive = archive_in_open(fd, XLSX_SHEET_MOST);
	struct slice member;
	bool found = false;

	while (!found && archive_in_next(archive, &member))
		found = workbook_is_part(member, SLICE("content.xml"));
	archive_in_close(archive);
	return found;
}

/* Goes to the part with the sheets; false if there is none. */
static bool
open_content(struct ods *ods, int fd)
{
	struct slice member;

	ods->archive = archive_in_open(fd, XLSX_SHEET_MOST);
	while (archive_in_next(ods->archive, &member))
		if (workbook_is_part(member, SLICE("content.xml")))
			return true;
	fail(ods,
	    archive_in_failure(ods->archive) != NULL
		? archive_in_failure(ods->archive)
		: "no sheets in this OpenDocument file");
	return false;
}

/* False at the end, and at a failure. */
static bool
put_chunk(struct ods *ods)
{
	ptrdiff_t n = archive_in_read(ods->archive, ods->chunk, CHUNK);

	if (n < 0)
		fail(ods, archive_in_failure(ods->archive));
	else if (n == 0)
		xml_finish(ods->xml);
	else
		xml_put(ods->xml, (struct slice){ods->chunk, (size_t)n});
	if (xml_failure(ods->xml) != NULL)
		fail(ods, xml_failure(ods->xml));
	return n > 0 && ods->failure.n == 0;
}

/* First of all: which sheet it is, and how wide. */
static void
survey(struct ods *ods, int fd, const char *sheet)
{
	struct buf there = {0};

	ods->sheet.wanted = sheet;
	ods->sheet.skip = ods->skip;
	ods->xml = xml_open(&ods_sheet_handler, &ods->sheet);
	ods->sheet.xml = ods->xml;
	if (open_content(ods, fd))
		while (!ods->sheet.done && put_chunk(ods))
			continue;
	ods_sheet_take(&ods->sheet, &ods->chosen);
	buf_put_slice(&ods->unread, buf_slice(&ods->sheet.unread));
	if (ods->failure.n == 0 && ods->chosen.number == 0) {
		if (sheet != NULL)
			buf_printf(&there, "no sheet '%s'; there are ", sheet);
		else
			buf_put_string(&there,
			    "all sheets are hidden (--sheet NAME chooses "
			    "one): ");
		buf_put_slice(&there, buf_slice(&ods->sheet.names));
		fail(ods,
		    ods->sheet.names.n > 0
			? buf_string(&there)
			: "no sheets in this OpenDocument file");
	}
	buf_free(&there);
	xml_close(ods->xml);
	ods->xml = NULL;
	archive_in_close(ods->archive);
	ods->archive = NULL;
}

static void
see_cell(void *state, const struct ods_cell *cell)
{
	struct ods *ods = state;
	struct cell *to;

	if (ods->ncells == ods->cells_room) {
		ods->cells_room =
		    ods->cells_room > 0 ? 2 * ods->cells_room : 64;
		ods->cells =
		    mem_resize(ods->cells, ods->cells_room, sizeof *ods->cells);
	}
	to = &ods->cells[ods->ncells++];
	*to = (struct cell){.column = cell->column,
	    .repeat = cell->repeat,
	    .start = ods->bytes.n,
	    .n = cell->text.n,
	    .link = ods->bytes.n + cell->text.n,
	    .nlink = cell->link.n,
	    .formula = ods->bytes.n + cell->text.n + cell->link.n,
	    .nformula = cell->formula.n};
	buf_put_slice(&ods->bytes, cell->text);
	buf_put_slice(&ods->bytes, cell->link);
	buf_put_slice(&ods->bytes, cell->formula);
	ods->has_links = ods->has_links || cell->link.n > 0;
}

static bool
put_row_cell(const struct ods *ods, struct buf *out, size_t column)
{
	for (size_t i = ods->first; i < ods->ncells; i++) {
		const struct cell *cell = &ods->cells[i];

		if (column >= cell->column &&
		    column - cell->column < cell->repeat)
			buf_put(out, ods->bytes.at + cell->start, cell->n);
	}
	return true;
}

static bool
put_cell(void *state, struct buf *out, uint64_t row, size_t column)
{
	const struct ods *ods = state;

	if (row == ods->line)
		return put_row_cell(ods, out, column);
	if (row > ods->line || row > TOP_ROWS)
		return false;
	for (size_t i = 0; i < ods->ntop; i++)
		if (ods->top[i].line == row && ods->top[i].column == column)
			buf_put(out, ods->top_texts.at + ods->top[i].start,
			    ods->top[i].n);
	return true;
}

/* What the row's formulas link to, now that all its cells are known. */
static void
find_links(struct ods *ods)
{
	const struct formula_cells cells = {.put = put_cell, .state = ods};
	struct buf link = {0}, formula = {0};

	for (size_t i = ods->first; i < ods->ncells; i++) {
		struct cell *cell = &ods->cells[i];

		if (cell->nformula == 0)
			continue;
		buf_clear(&link);
		buf_clear(&formula);
		buf_put(
		    &formula, ods->bytes.at + cell->formula, cell->nformula);
		cell->nformula = 0;
		if (!formula_put_link(&link, buf_slice(&formula), &cells))
			continue;
		cell->link = ods->bytes.n;
		cell->nlink = link.n;
		buf_put_slice(&ods->bytes, buf_slice(&link));
		ods->has_links = true;
	}
	buf_free(&link);
	buf_free(&formula);
}

/* Formulas name cells above them, as one with the folder of all pictures. */
static void
keep_top(struct ods *ods)
{
	for (size_t i = ods->first; i < ods->ncells; i++) {
		const struct cell *cell = &ods->cells[i];

		if (ods->top_texts.n + cell->n > TOP_BYTES)
			return;
		if ((ods->ntop & (ods->ntop + 1)) == 0)
			ods->top = mem_resize(
			    ods->top, 2 * ods->ntop + 2, sizeof *ods->top);
		ods->top[ods->ntop++] = (struct top){
		    ods->line, cell->column, ods->top_texts.n, cell->n};
		buf_put(&ods->top_texts, ods->bytes.at + cell->start, cell->n);
	}
}

static void
see_row(void *state, uint64_t line, uint64_t repeat, bool hidden)
{
	struct ods *ods = state;
	size_t first = ods->nrows > 0 ? ods->rows[ods->nrows - 1].end : 0;

	ods->line = line;
	ods->first = first;
	find_links(ods);
	if (line <= TOP_ROWS)
		keep_top(ods);
	if (ods->nrows == ods->rows_room) {
		ods->rows_room = ods->rows_room > 0 ? 2 * ods->rows_room : 64;
		ods->rows =
		    mem_resize(ods->rows, ods->rows_room, sizeof *ods->rows);
	}
	ods->rows[ods->nrows++] =
	    (struct waiting){line, repeat, first, ods->ncells, hidden};
}

struct ods *
ods_open(int fd, const char *name, const char *sheet,
    const struct csv_options *options)
{
	struct ods *ods = mem_array(1, sizeof *ods);

	ods->name = mem_string(name, strlen(name));
	ods->skip = ods->last = options->skip;
	ods->chunk = mem_alloc(CHUNK);
	survey(ods, fd, sheet);
	ods_sheet_free(&ods->sheet);
	if (ods->failure.n > 0)
		return ods;
	ods->sheet = (struct ods_sheet){.only = ods->chosen.number,
	    .skip = ods->skip,
	    .cell_seen = see_cell,
	    .row_seen = see_row,
	    .state = ods};
	ods->xml = xml_open(&ods_sheet_handler, &ods->sheet);
	ods->sheet.xml = ods->xml;
	ods->row = mem_array(ods->chosen.width, sizeof *ods->row);
	ods->links = mem_array(ods->chosen.width, sizeof *ods->links);
	open_content(ods, fd);
	return ods;
}

void
ods_close(struct ods *ods)
{
	if (ods == NULL)
		return;
	archive_in_close(ods->archive);
	xml_close(ods->xml);
	ods_sheet_free(&ods->sheet);
	buf_free(&ods->chosen.name);
	buf_free(&ods->chosen.first_merged);
	buf_free(&ods->unread);
	buf_free(&ods->bytes);
	buf_free(&ods->failure);
	free(ods->top);
	buf_free(&ods->top_texts);
	free(ods->cells);
	free(ods->rows);
	free(ods->row);
	free(ods->links);
	free(ods->chunk);
	free(ods->name);
	free(ods);
}

/* Parses on until whole rows wait; false at the end. */
static bool
read_rows(struct ods *ods)
{
	size_t done = ods->nrows > 0 ? ods->rows[ods->nrows - 1].end : 0;
	size_t start =
	    done < ods->ncells ? ods->cells[done].start : ods->bytes.n;

	/* The row that goes on is kept. */
	for (size_t i = done; i < ods->ncells; i++) {
		ods->cells[i - done] = ods->cells[i];
		ods->cells[i - done].start -= start;
		ods->cells[i - done].link -= start;
		ods->cells[i - done].formula -= start;
	}
	ods->ncells -= done;
	ods->bytes.n -= start;
	if (ods->bytes.n > 0)
		memmove(ods->bytes.at, ods->bytes.at + start, ods->bytes.n);
	ods->nrows = ods->taken = 0;
	while (ods->nrows == 0 && !ods->ended && ods->failure.n == 0)
		ods->ended = ods->sheet.done || !put_chunk(ods);
	return ods->nrows > 0;
}

/* Puts the cells where they belong. */
static void
spread(struct ods *ods, const struct waiting *row)
{
	const char *bytes = buf_slice(&ods->bytes).at;

	for (size_t i = 0; i < ods->chosen.width; i++) {
		ods->row[i] = SLICE("");
		ods->links[i] = SLICE_NONE;
	}
	for (size_t i = row->first; i < row->end; i++) {
		const struct cell *cell = &ods->cells[i];

		for (size_t k = 0; k < cell->repeat; k++) {
			size_t to = cell->column + k;

			if (to >= ods->chosen.width)
				break;
			ods->row[to] =
			    (struct slice){bytes + cell->start, cell->n};
			if (cell->nlink > 0)
				ods->links[to] = (struct slice){
				    bytes + cell->link, cell->nlink};
			ods->unpacked += cell->n;
		}
	}
	ods->unpacked += ods->chosen.width;
}

/* The row at `taken`, once more as often as it is repeated. */
static bool
give(struct ods *ods, struct csv_row *row)
{
	const struct waiting *next = &ods->rows[ods->taken];

	spread(ods, next);
	if (ods->unpacked > XLSX_SHEET_MOST) {
		fail(ods, "a sheet that is too large");
		return false;
	}
	*row = (struct csv_row){.line = next->line + ods->given,
	    .n = ods->chosen.width,
	    .given = ods->chosen.width,
	    .cells = ods->row,
	    .links = ods->has_links ? ods->links : NULL};
	ods->blank += row->line > ods->last ? row->line - ods->last - 1 : 0;
	ods->last = row->line;
	if (next->hidden && ods->nhidden++ == 0)
		ods->first_hidden = row->line;
	if (++ods->given >= next->repeat) {
		ods->given = 0;
		ods->taken++;
	}
	return true;
}

bool
ods_next(struct ods *ods, struct csv_row *row)
{
	if (ods->failure.n > 0 || ods->chosen.width == 0)
		return false;
	if (ods->taken == ods->nrows && !read_rows(ods))
		return false;
	return give(ods, row);
}

const char *
ods_failure(const struct ods *ods)
{
	return ods->failure.n > 0 ? ods->failure.at : NULL;
}

const char *
ods_sheet(const struct ods *ods)
{
	return ods->chosen.name.n > 0 ? ods->chosen.name.at : "";
}

uint64_t
ods_blank(const struct ods *ods)
{
	return ods->blank;
}

struct slice
ods_unread(const struct ods *ods)
{
	return buf_slice(&ods->unread);
}

uint64_t
ods_hidden(const struct ods *ods, uint64_t *first)
{
	*first = ods->first_hidden;
	return ods->nhidden;
}

size_t
ods_unheaded(const struct ods *ods)
{
	return ods->chosen.width > ods->chosen.header
	    ? ods->chosen.width - ods->chosen.header
	    : 0;
}

uint64_t
ods_merged(const struct ods *ods, struct slice *first)
{
	*first = buf_slice(&ods->chosen.first_merged);
	return ods->chosen.merged;
}
