/* SPDX-License-Identifier: MIT */
/* The sheet of --names is read, and its rows sorted. */
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/diag.h"
#include "base/mem.h"
#include "base/number.h"
#include "registry/column.h"
#include "sheet/cell_text.h"
#include "sheet/file_names.h"
#include "sheet/number_list.h"
#include "sheet/number_parts.h"
#include "sheet/record_sheet.h"
#include "sheet/url_list.h"
#include "sheet/warnings.h"
#include "sheet/wide.h"
#include "stream/stream.h"
#include "text/collation.h"
#include "text/utf8_nfc.h"
#include "known_number.h"
#include "name_folder.h"
#include "name_sheet_rows.h"
#include "record_reader.h"

enum { NAME, FIRST_NUMBER, ROLES = 5 };

static const char *const roles[ROLES] = {
    "name", "catalogNumber", "otherCatalogNumbers", "occurrenceID", "occid"};
static const enum named_kind kinds[ROLES] = {
    NAMED_NUMBER, NAMED_NUMBER, NAMED_NUMBER, NAMED_OCCURRENCE, NAMED_OCCID};

/* The letters of the header in a list of words. */
static bool
is_alias(struct slice aliases, struct slice header)
{
	char letters[24];
	size_t n = 0;

	for (size_t i = 0; i < header.n && n < sizeof letters; i++)
		if (ascii_is_letter(header.at[i]))
			letters[n++] = ascii_lower(header.at[i]);
	return n > 0 &&
	    slice_has_word(aliases, ' ', (struct slice){letters, n});
}

static size_t
find_description(
    const struct slice header[], size_t n, const struct column *described)
{
	size_t column = record_sheet_find(header, n, described->name);

	for (size_t i = 0; i < n && column == STREAM_NONE; i++)
		if (is_alias(slice_of(described->of_picture), header[i]))
			column = i;
	return column;
}

/* Where the heading of the name's column says the view. */
static const size_t OF_HEADING = STREAM_NONE - 1;

/* A column with names of pictures. */
struct name_column {
	size_t column;
	bool all; /* whatever its cells look like */
	bool stems; /* also names without extension */
	char *view;
};

/* The sheet being read. */
struct reading {
	struct name_sheet *names;
	struct record_sheet *sheet;
	size_t columns[ROLES], extra_columns[NAMED_EXTRAS];
	struct name_column *name_columns;
	size_t nname_columns;
	struct buf extras; /* of the row */
	struct zeros zeros;
	struct number_parts parts;
	struct warnings tell;
};

/* Finds where they are in the sheet. */
static void
find_extras(struct reading *r)
{
	struct name_sheet *names = r->names;
	const struct slice *header = record_sheet_header(r->sheet);
	size_t n = record_sheet_columns(r->sheet), nall;
	const struct column *all = column_all(&nall);
	bool views = false;

	for (size_t i = 0; i < r->nname_columns; i++)
		views = views || r->name_columns[i].view[0] != '\0';
	for (size_t i = 0; i < nall; i++) {
		const char *name = all[i].name;
		size_t column;

		if (all[i].of_picture == NULL)
			continue;
		column = find_description(header, n, &all[i]);
		if (column == STREAM_NONE && views && strcmp(name, "view") == 0)
			column = OF_HEADING;
		if (column == STREAM_NONE)
			continue;
		r->extra_columns[names->nextras] = column;
		names->extras[names->nextras++] = name;
	}
}

static void
add_name_column(struct reading *r, struct name_column column)
{
	r->name_columns = mem_resize(
	    r->name_columns, r->nname_columns + 1, sizeof *r->name_columns);
	r->name_columns[r->nname_columns++] = column;
}

/* The columns for pictures: "image1, image2" or "front, label". */
static void
find_wide(struct reading *r)
{
	const struct slice *header = record_sheet_header(r->sheet);
	size_t n = record_sheet_columns(r->sheet), name = r->columns[NAME];

	for (size_t i = 0; i < n; i++) {
		struct buf view = {0};
		struct wide wide = wide_read(header[i], &view);

		if (i == name || (wide.picture && !wide.thumbnail))
			add_name_column(r,
			    (struct name_column){.column = i,
				.all = i == name,
				.stems = wide.plain,
				.view = buf_string(&view)});
		else
			buf_free(&view);
		if (i == name)
			r->name_columns[r->nname_columns - 1].view[0] = '\0';
	}
}

static void
find_columns(struct reading *r)
{
	const struct slice *header = record_sheet_header(r->sheet);
	size_t n = record_sheet_columns(r->sheet), *columns = r->columns;
	bool number = false;
	struct buf there = {0};

	for (size_t i = 0; i < ROLES; i++) {
		columns[i] = record_sheet_find(header, n, roles[i]);
		number = number || (i > NAME && columns[i] != STREAM_NONE);
	}
	if (columns[NAME] == STREAM_NONE)
		columns[NAME] = record_sheet_find(header, n, "file");
	if (columns[NAME] == STREAM_NONE)
		columns[NAME] = record_sheet_find(header, n, "path");
	find_wide(r);
	find_extras(r);
	number = number || r->names->nextras > 0;
	if (r->nname_columns > 0 && number)
		return;
	record_sheet_put_names(&there, header, n);
	record_sheet_die(r->sheet, "no column %s; there are: %s",
	    number ? "with names of files (name, filename, file, path)"
		   : "with a number (catalogNumber, barcode, "
		     "otherCatalogNumbers, occurrenceID, occid)",
	    buf_string(&there));
}

static void
add(struct name_sheet *names, struct slice path, const struct named *named,
    struct slice extras, bool early)
{
	struct buf *texts = &names->texts;
	struct slice name = name_folder_take(&path);
	struct name_row *row;

	if (names->n == names->room) {
		names->room = names->room * 2 + 64;
		names->rows =
		    mem_resize(names->rows, names->room, sizeof *names->rows);
	}
	row = &names->rows[names->n++];
	*row =
	    (struct name_row){.at = texts->n, .early = early, .named = *named};
	collation_put(texts, name);
	row->folded.n = texts->n - row->at;
	utf8_nfc(texts, name);
	row->spelled.n = texts->n - row->at - row->folded.n;
	collation_put(texts, path);
	row->folder.n = texts->n - row->at - row->folded.n - row->spelled.n;
	buf_put_slice(texts, named->number);
	buf_put_slice(texts, named->ends[0]);
	buf_put_slice(texts, named->ends[1]);
	buf_put_slice(texts, extras);
	row->extras.n = extras.n;
}

static int
compare(const void *a, const void *b)
{
	const struct name_row *p = a, *q = b;
	int order = slice_compare(p->folded, q->folded);

	if (order == 0)
		order = slice_compare(p->spelled, q->spelled);
	if (order == 0)
		order = name_folder_compare(p->folder, q->folder);
	if (order == 0)
		order = slice_compare(p->named.number, q->named.number);
	for (size_t i = 0; i < 2 && order == 0; i++)
		order = slice_compare(p->named.ends[i], q->named.ends[i]);
	return order != 0 ? order : (int)p->named.kind - (int)q->named.kind;
}

/* Of rows that say the same, the sheet's first comes first. */
static int
compare_lines(const void *a, const void *b)
{
	uint64_t p = ((const struct name_row *)a)->named.line;
	uint64_t q = ((const struct name_row *)b)->named.line;
	int order = compare(a, b);

	return order != 0 ? order : (p > q) - (p < q);
}

/* Gives the texts their addresses, sorts, and drops what is twice. */
static void
finish(struct name_sheet *names)
{
	size_t kept = 0;

	for (size_t i = 0; i < names->n; i++) {
		struct name_row *row = &names->rows[i];

		row->folded.at = names->texts.at + row->at;
		row->spelled.at = row->folded.at + row->folded.n;
		row->folder.at = row->spelled.at + row->spelled.n;
		row->named.number.at = row->folder.at + row->folder.n;
		row->named.ends[0].at =
		    row->named.number.at + row->named.number.n;
		row->named.ends[1].at =
		    row->named.ends[0].at + row->named.ends[0].n;
		row->extras.at = row->named.ends[1].at + row->named.ends[1].n;
	}
	mem_sort(names->rows, names->n, sizeof *names->rows, compare_lines);
	for (size_t i = 0; i < names->n; i++)
		if (kept == 0 ||
		    compare(&names->rows[kept - 1], &names->rows[i]) != 0)
			names->rows[kept++] = names->rows[i];
	names->n = kept;
	names->named = mem_array(kept, sizeof *names->named);
	names->users = mem_array(kept, sizeof *names->users);
	names->used = mem_array(kept, sizeof *names->used);
	names->endings.set = true;
	for (size_t i = 0; i < kept; i++) {
		names->named[i] = names->rows[i].named;
		name_folder_note(&names->endings, names->rows[i].folder);
	}
}

static void
add_doubt(struct named *named, const char *code)
{
	size_t i = 0;

	while (i < NAMED_DOUBTS && named->doubts[i] != NULL)
		i++;
	if (i < NAMED_DOUBTS)
		named->doubts[i] = code;
}

/* Two prefixes are none: which one is meant is not known. */
static void
find_ends(struct reading *r, const struct slice *row, struct named *named)
{
	for (size_t i = 0; i < r->parts.n && named->number.n > 0; i++) {
		const struct number_part *which = &r->parts.all[i];
		struct slice part = cell_text(row[which->column]);
		struct slice *end = &named->ends[which->suffix];

		if (!number_parts_is_lacking(which, part, named->number))
			continue;
		if (end->n > 0) {
			named->ends[0] = named->ends[1] = SLICE("");
			return;
		}
		*end = part;
	}
}

static void
find_doubts(struct reading *r, const struct slice *row, struct named *named)
{
	struct slice parts[NUMBER_LIST_MOST];
	const char *codes[NUMBER_CHECK_MOST];
	size_t n = number_check(named->number, codes);
	bool doubtful;

	for (size_t i = 0; i < n; i++)
		add_doubt(named, codes[i]);
	number_list(named->number, parts, &doubtful);
	if (doubtful)
		add_doubt(named, "number-list");
	if (number_parts_lack(&r->parts, row, named->number))
		add_doubt(named, "number-parts");
	find_ends(r, row, named);
	zeros_see(&r->zeros, named->number);
	if (zeros_lost(&r->zeros, named->number))
		add_doubt(named, "number-zeros");
}

static void
add_number(struct reading *r, const struct slice *row, struct slice name,
    struct slice number, size_t role)
{
	struct slice header = record_sheet_header(r->sheet)[r->columns[role]];
	struct named named = {.number = number,
	    .ends = {SLICE(""), SLICE("")},
	    .kind = kinds[role],
	    .line = record_sheet_line(r->sheet)};
	bool early = false;

	if (role == FIRST_NUMBER) {
		find_doubts(r, row, &named);
		early = zeros_wait(&r->zeros) && number_check_digits(number);
	}
	for (size_t i = 0; i < NAMED_DOUBTS && named.doubts[i] != NULL; i++)
		warnings_doubt(&r->tell, record_sheet_line(r->sheet),
		    named.doubts[i], header, number);
	add(r->names, name, &named, buf_slice(&r->extras), early);
}

/* False if the row has nothing there. */
static bool
take_extras(
    struct reading *r, const struct slice *row, const struct name_column *name)
{
	bool any = false;

	buf_clear(&r->extras);
	for (size_t i = 0; i < r->names->nextras; i++) {
		const char *what = r->names->extras[i];
		size_t column = r->extra_columns[i];
		struct slice value =
		    column == OF_HEADING ? SLICE("") : cell_text(row[column]);

		/* "Order" may be that of the plant. */
		if (!record_sheet_is_sure(r->sheet, value) ||
		    memchr(value.at, '\0', value.n) != NULL ||
		    (strcmp(what, "sortOccurrence") == 0 && !number_is(value)))
			value = SLICE("");
		any = any || value.n > 0;
		if (value.n == 0 && strcmp(what, "view") == 0)
			value = slice_of(name->view);
		buf_put_slice(&r->extras, value);
		buf_put_char(&r->extras, '\0');
	}
	return any;
}

static void
add_without_number(struct reading *r, struct slice name)
{
	struct named named = {.number = SLICE(""),
	    .ends = {SLICE(""), SLICE("")},
	    .kind = NAMED_NOTHING,
	    .line = record_sheet_line(r->sheet)};

	add(r->names, name, &named, buf_slice(&r->extras), false);
}

/* The first of the row's numbers that is not empty, and where it is. */
static struct slice
number_of(const struct reading *r, const struct slice *row, size_t *role)
{
	struct slice number = SLICE("");

	for (*role = FIRST_NUMBER; *role < ROLES; (*role)++) {
		if (r->columns[*role] != STREAM_NONE)
			number = cell_text(row[r->columns[*role]]);
		if (number.n > 0)
			break;
	}
	return number;
}

static void
add_name(struct reading *r, const struct slice *row,
    const struct name_column *column, struct slice name)
{
	struct slice numbers[NUMBER_LIST_MOST];
	size_t role, n = 1;
	bool doubtful;
	struct slice number = number_of(r, row, &role);

	if (number.n == 0) {
		if (take_extras(r, row, column) &&
		    record_sheet_is_sure(r->sheet, name))
			add_without_number(r, name);
		return;
	}
	if (!record_sheet_is_sure(r->sheet, name) ||
	    !record_sheet_is_sure(r->sheet, number)) {
		record_sheet_leave_out(r->sheet,
		    "characters that could not be read (--encoding names the "
		    "encoding): '%.*s', '%.*s'",
		    SLICE_ARG(name), SLICE_ARG(number));
		return;
	}
	take_extras(r, row, column);
	numbers[0] = number;
	if (role == FIRST_NUMBER)
		n = number_list(number, numbers, &doubtful);
	for (size_t i = 0; i < n; i++)
		add_number(r, row, name, numbers[i], role);
}

static void
add_row(struct reading *r, const struct slice *row)
{
	for (size_t i = 0; i < r->nname_columns; i++) {
		const struct name_column *column = &r->name_columns[i];
		struct file_names list =
		    file_names_of(url_list_trim(row[column->column]));
		struct slice name;

		while (file_names_next(&list, &name))
			if (column->all || file_names_is_picture(name) ||
			    (column->stems && file_names_may_be(name)))
				add_name(r, row, column, name);
	}
}

/* Rows before the first number with zeros. */
static void
doubt_early(struct reading *r)
{
	for (size_t i = 0; i < r->names->n; i++) {
		struct name_row *row = &r->names->rows[i];

		if (row->early && row->named.number.n < r->zeros.first)
			add_doubt(&row->named, "number-zeros");
	}
}

struct name_sheet *
name_sheet_read(const char *file, const struct sheet_options *options)
{
	struct reading r = {.sheet = record_sheet_open(file, options)};
	const struct slice *row;

	r.names = mem_array(1, sizeof *r.names);
	find_columns(&r);
	r.parts = number_parts_find(
	    record_sheet_header(r.sheet), record_sheet_columns(r.sheet));
	r.tell.file = record_sheet_name(r.sheet);
	while ((row = record_sheet_next(r.sheet)) != NULL)
		add_row(&r, row);
	doubt_early(&r);
	warnings_rest(&r.tell);
	record_sheet_close(r.sheet);
	buf_free(&r.extras);
	for (size_t i = 0; i < r.nname_columns; i++)
		free(r.name_columns[i].view);
	free(r.name_columns);
	finish(r.names);
	return r.names;
}

void
name_sheet_free(struct name_sheet *names)
{
	free(names->rows);
	free(names->named);
	free(names->users);
	free(names->used);
	table_free(&names->endings);
	buf_free(&names->texts);
	free(names);
}
