/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "sheet/cell_text.h"
#include "sheet/file_names.h"
#include "peek.h"

static struct slice *
copy_cells(struct peek *peek, const struct slice *cells, size_t n)
{
	struct slice *copies = mem_array(n, sizeof *copies);

	peek->cells[peek->ncells++] = copies;
	for (size_t i = 0; i < n; i++)
		copies[i] = cells[i].n > 0 ? arena_copy(&peek->texts, cells[i])
					   : cells[i];
	return copies;
}

static void
keep(struct peek *peek, const struct csv_row *row)
{
	struct csv_row *to = &peek->rows[peek->n++];

	*to = *row;
	to->cells = copy_cells(peek, row->cells, row->n);
	if (row->links != NULL)
		to->links = copy_cells(peek, row->links, row->n);
}

bool
peek_read(struct peek *peek, struct sheet *sheet)
{
	struct csv_row row;

	while (peek->n <= PEEK_MOST && (peek->n == 0 || !sheet_waits(sheet)) &&
	    sheet_next(sheet, &row))
		keep(peek, &row);
	peek->taken = 1;
	return peek->n > 0;
}

void
peek_free(struct peek *peek)
{
	for (size_t i = 0; i < peek->ncells; i++)
		free(peek->cells[i]);
	arena_free(&peek->texts);
}

bool
peek_next(struct peek *peek, struct sheet *sheet, struct csv_row *row)
{
	if (peek->taken >= peek->n)
		return sheet_next(sheet, row);
	*row = peek->rows[peek->taken++];
	return true;
}

static struct slice
link_of(const struct csv_row *row, size_t column)
{
	struct slice link = row->links != NULL ? row->links[column] : SLICE("");

	return link.n > 0 && *link.at != '#' && !ascii_begins(link, "mailto:")
	    ? link
	    : SLICE("");
}

struct slice
peek_url(const struct csv_row *row, size_t column)
{
	struct slice text = cell_text(row->cells[column]);
	struct slice link = link_of(row, column);

	return link.n > 0 && !slice_contains(text, "://") ? link : text;
}

struct slice
peek_name(const struct csv_row *row, size_t column)
{
	struct slice text = cell_text(row->cells[column]);
	struct slice link = link_of(row, column);

	return file_names_is_picture(link) && !file_names_is_picture(text)
	    ? link
	    : text;
}

static bool
is_url(struct slice text)
{
	return ascii_begins(text, "http://") || ascii_begins(text, "https://");
}

static bool
are_files(struct slice cell)
{
	struct file_names names = file_names_of(cell);
	struct slice name;

	while (file_names_next(&names, &name))
		if (!file_names_is_picture(name))
			return false;
	return true;
}

struct peek_cells
peek_cells(const struct peek *peek, size_t column)
{
	struct peek_cells cells = {0};

	for (size_t i = 1; i < peek->n; i++) {
		const struct csv_row *row = &peek->rows[i];
		struct slice text = peek_url(row, column);

		if (text.n == 0 || cell_text_is_nothing(text))
			continue;
		cells.filled++;
		if (is_url(text))
			cells.urls++;
		else if (are_files(peek_name(row, column)))
			cells.files++;
		else if (file_names_may_be(text))
			cells.stems++;
	}
	return cells;
}
