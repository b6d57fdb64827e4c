/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "sheet/archive.h"
#include "sheet/cell_text.h"
#include "sheet/file_names.h"
#include "sheet/xlsx_survey.h"
#include "text/xml.h"

enum { CHUNK = 1 << 16 };

/* Cells that one link may be for, and a reference to a shared string. */
enum { LINKED_MOST = 1 << 16, INDEX_MOST = 16 };

/* Links in all; Excel has no more than 65,530 in a sheet. */
enum { LINKS_MOST = 1 << 22 };

/* A relation of the sheet: a link's id and target, as places in `texts`. */
struct target {
	size_t id, nid;
	size_t start, n;
};

struct reading {
	struct xlsx_survey *survey;
	struct workbook *book;
	struct xml *xml;
	struct workbook_space space;
	uint64_t skip;
	struct target *targets;
	size_t ntargets;
	size_t said; /* columns, by the sheet's own dimension; 0: unknown */
	bool ended;
	bool in_data, in_text, shared, filled;
	uint64_t line;
	size_t column;
	size_t row_width;
	char index[INDEX_MOST];
	size_t nindex;
};

size_t
xlsx_column(struct slice reference, size_t otherwise)
{
	size_t column = 0, i = 0;

	while (i < reference.n && reference.at[i] >= 'A' &&
	    reference.at[i] <= 'Z' && column <= XLSX_COLUMNS_MOST)
		column = column * 26 + (size_t)(reference.at[i++] - 'A') + 1;
	return i > 0 ? column - 1 : otherwise;
}

uint64_t
xlsx_row(struct slice reference)
{
	uint64_t row;

	while (reference.n > 0 && ascii_is_letter(*reference.at))
		reference = slice_from(reference, 1);
	row = number_format_read(reference);
	return row < UINT64_MAX ? row : 0;
}

void
xlsx_put_reference(struct buf *out, size_t column, uint64_t row)
{
	char letters[8];
	size_t at = sizeof letters;

	do {
		letters[--at] = (char)('A' + column % 26);
		column = column / 26;
	} while (column-- > 0 && at > 0);
	buf_put(out, letters + at, sizeof letters - at);
	buf_put_number(out, row);
}

static void
see_relation(
    void *state, struct slice id, struct slice type, struct slice target)
{
	struct reading *r = state;
	struct buf *texts = &r->survey->texts;
	struct target *to;

	if (!slice_ends(type, "/hyperlink") || target.n == 0)
		return;
	if ((r->ntargets & (r->ntargets + 1)) == 0)
		r->targets = mem_resize(
		    r->targets, 2 * r->ntargets + 2, sizeof *r->targets);
	to = &r->targets[r->ntargets++];
	*to = (struct target){.id = texts->n, .nid = id.n};
	buf_put_slice(texts, id);
	to->start = texts->n;
	file_names_put_link(texts, target);
	to->n = texts->n - to->start;
}

/* The two corners of "A1:B5", which are one in "A1". */
static void
corners(struct slice reference, struct slice *first, struct slice *last)
{
	const char *colon =
	    reference.n > 0 ? memchr(reference.at, ':', reference.n) : NULL;

	*first = *last = reference;
	if (colon == NULL)
		return;
	first->n = (size_t)(colon - reference.at);
	*last = slice_from(reference, first->n + 1);
}

static void
add_link(struct reading *r, uint64_t row, size_t column, size_t start, size_t n)
{
	struct xlsx_survey *s = r->survey;

	if (s->nlinks == s->room) {
		s->room = 2 * s->room + 64;
		s->links = mem_resize(s->links, s->room, sizeof *s->links);
	}
	s->links[s->nlinks++] = (struct xlsx_link){row, column, start, n};
}

/* By id, in the texts. */
static int
compare_targets(const void *a, const void *b, void *texts)
{
	const struct target *p = a, *q = b;

	return slice_compare(
	    (struct slice){(const char *)texts + p->id, p->nid},
	    (struct slice){(const char *)texts + q->id, q->nid});
}

static const struct target *
find_target(const struct reading *r, const struct target *key)
{
	size_t low = 0, high = r->ntargets;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = compare_targets(
		    &r->targets[middle], key, r->survey->texts.at);

		if (order == 0)
			return &r->targets[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

static const struct target *
target_of(struct reading *r, struct slice id)
{
	struct buf *texts = &r->survey->texts;
	struct target key = {.id = texts->n, .nid = id.n};
	const struct target *found = NULL;

	buf_put_slice(texts, id);
	if (r->ntargets > 0)
		found = find_target(r, &key);
	texts->n = key.id;
	return found;
}

/* What is after the "#" of a URL is kept apart from it. */
static void
add_place(struct buf *texts, struct target *target, struct slice place)
{
	size_t start = texts->n;

	for (size_t i = 0; i < target->n; i++)
		buf_put_char(texts, texts->at[target->start + i]);
	buf_put_char(texts, '#');
	buf_put_slice(texts, place);
	target->start = start;
	target->n = texts->n - start;
}

static void
add_hyperlink(struct reading *r, const struct xml_attribute a[], size_t n)
{
	struct slice id = SLICE(""), first, last;
	struct slice place = xml_attribute(a, n, "location");
	const struct target *target;
	size_t left, right, cells = 0;
	struct target whole;

	for (size_t i = 0; i < n; i++)
		if (a[i].uri.n > 0 && slice_is(a[i].name, "id"))
			id = a[i].value;
	target = target_of(r, id);
	if (target == NULL)
		return;
	whole = *target;
	if (place.n > 0)
		add_place(&r->survey->texts, &whole, place);
	corners(xml_attribute(a, n, "ref"), &first, &last);
	left = xlsx_column(first, 0);
	right = xlsx_column(last, 0);
	for (uint64_t row = xlsx_row(first); row <= xlsx_row(last); row++)
		for (size_t c = left; c <= right; c++)
			if (row > 0 && cells++ < LINKED_MOST &&
			    r->survey->nlinks < LINKS_MOST)
				add_link(r, row, c, whole.start, whole.n);
			else
				return;
}

static void
start_cell(struct reading *r, const struct xml_attribute a[], size_t n)
{
	r->column = xlsx_column(xml_attribute(a, n, "r"), r->column + 1);
	r->shared = slice_is(xml_attribute(a, n, "t"), "s");
	r->filled = false;
	r->nindex = 0;
}

static void
on_start(void *state, struct slice uri, struct slice name,
    const struct xml_attribute a[], size_t n)
{
	struct reading *r = state;

	if (!workbook_space_has(&r->space, uri))
		return;
	if (slice_is(name, "dimension")) {
		struct slice first, last;

		corners(xml_attribute(a, n, "ref"), &first, &last);
		r->said = xlsx_column(last, (size_t)-1) + 1;
	} else if (slice_is(name, "sheetData")) {
		r->in_data = true;
	} else if (slice_is(name, "hyperlink")) {
		add_hyperlink(r, a, n);
	} else if (r->in_data && slice_is(name, "row")) {
		uint64_t line = number_format_read(xml_attribute(a, n, "r"));

		r->line = line < UINT64_MAX ? line : r->line + 1;
		r->column = (size_t)-1;
		r->row_width = 0;
	} else if (r->in_data && slice_is(name, "c")) {
		start_cell(r, a, n);
	} else if (slice_is(name, "v") || slice_is(name, "t")) {
		r->in_text = r->in_data;
	}
}

static void
on_text(void *state, struct slice text)
{
	struct reading *r = state;

	if (!r->in_text || r->column < r->row_width)
		return;
	if (!r->shared) {
		r->filled = r->filled || !cell_text_is_blank(text);
		return;
	}
	for (size_t i = 0; i < text.n && r->nindex < sizeof r->index; i++)
		r->index[r->nindex++] = text.at[i];
}

static void
end_cell(struct reading *r)
{
	struct slice index = slice_trim((struct slice){r->index, r->nindex});
	size_t start, n;

	if (r->shared &&
	    workbook_string(r->book, number_format_read(index), &start, &n))
		r->filled = !cell_text_is_blank(
		    (struct slice){buf_slice(&r->book->strings).at + start, n});
	if (r->filled && r->column >= r->row_width &&
	    r->column < XLSX_COLUMNS_MOST)
		r->row_width = r->column + 1;
}

/* The header tells whether the rest must be read. */
static void
end_row(struct reading *r)
{
	struct xlsx_survey *s = r->survey;

	if (r->line <= r->skip || r->row_width == 0)
		return;
	if (s->header == 0) {
		s->line = r->line;
		s->header = r->row_width;
		r->ended = r->ntargets == 0 && r->said == s->header;
	}
	if (r->row_width > s->width)
		s->width = r->row_width;
}

static void
on_end(void *state, struct slice uri, struct slice name)
{
	struct reading *r = state;

	if (!r->in_data || !workbook_space_has(&r->space, uri))
		return;
	if (slice_is(name, "v") || slice_is(name, "t"))
		r->in_text = false;
	else if (slice_is(name, "c"))
		end_cell(r);
	else if (slice_is(name, "row"))
		end_row(r);
	else if (slice_is(name, "sheetData"))
		r->in_data = false;
}

/* What is wrong with the sheet is left to whoever reads its rows. */
static void
read_sheet(struct reading *r, struct archive_in *archive)
{
	static const struct xml_handler handler = {on_start, on_end, on_text};
	char *chunk = mem_alloc(CHUNK);
	ptrdiff_t n;

	r->xml = xml_open(&handler, r);
	while (!r->ended && (n = archive_in_read(archive, chunk, CHUNK)) > 0)
		if (!xml_put(r->xml, (struct slice){chunk, (size_t)n}))
			break;
	xml_close(r->xml);
	free(chunk);
}

static int
compare(const void *a, const void *b)
{
	const struct xlsx_link *p = a, *q = b;

	if (p->row != q->row)
		return p->row < q->row ? -1 : 1;
	return (p->column > q->column) - (p->column < q->column);
}

void
xlsx_survey_read(
    struct xlsx_survey *survey, struct workbook *book, int fd, uint64_t skip)
{
	struct reading r = {.survey = survey, .book = book, .skip = skip};
	struct archive_in *archive;
	struct slice member;

	workbook_relations(
	    book, fd, buf_slice(&book->sheet_path), see_relation, &r);
	if (r.ntargets > 0)
		qsort_r(r.targets, r.ntargets, sizeof *r.targets,
		    compare_targets, survey->texts.at);
	archive = archive_in_open(fd, XLSX_SHEET_MOST);
	while (archive_in_next(archive, &member))
		if (workbook_is_part(member, buf_slice(&book->sheet_path))) {
			read_sheet(&r, archive);
			break;
		}
	archive_in_close(archive);
	if (survey->nlinks > 0)
		mem_sort(survey->links, survey->nlinks, sizeof *survey->links,
		    compare);
	workbook_space_free(&r.space);
	free(r.targets);
}

void
xlsx_survey_free(struct xlsx_survey *survey)
{
	free(survey->links);
	buf_free(&survey->texts);
}

struct slice
xlsx_survey_link(const struct xlsx_survey *survey, uint64_t row, size_t column)
{
	struct xlsx_link key = {.row = row, .column = column};
	const struct xlsx_link *found = NULL;

	if (survey->nlinks > 0)
		found = bsearch(
		    &key, survey->links, survey->nlinks, sizeof key, compare);
	if (found == NULL)
		return SLICE_NONE;
	return (struct slice){
	    buf_slice(&survey->texts).at + found->start, found->n};
}
