/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "diag.h"
#include "fold.h"
#include "mem.h"
#include "names.h"
#include "number.h"
#include "records.h"
#include "sheet.h"
#include "stream.h"
#include "utf8.h"

/* A row of the sheet, its texts as places in one buffer while that grows. */
struct row {
	struct slice folded, spelled;
	size_t at; /* of the texts: folded, spelled, number */
	struct named named;
};

struct names {
	struct row *rows; /* by comparable form, spelling, number */
	struct named *named; /* of each row, side by side for names_find() */
	size_t n, room;
	struct buf texts;
};

enum { NAME, FIRST_NUMBER, ROLES = 5 };

static const char *const roles[ROLES] = {
    "name", "catalogNumber", "otherCatalogNumbers", "occurrenceID", "occid"};
static const enum named_kind kinds[ROLES] = {
    NAMED_NUMBER, NAMED_NUMBER, NAMED_NUMBER, NAMED_OCCURRENCE, NAMED_OCCID};

static void
find_columns(struct sheet *sheet, size_t columns[])
{
	const struct slice *header = sheet_header(sheet);
	size_t n = sheet_columns(sheet);
	struct buf there = {0};
	bool number = false;

	for (size_t i = 0; i < ROLES; i++) {
		columns[i] = records_column(header, n, roles[i]);
		number = number || (i > NAME && columns[i] != STREAM_NONE);
	}
	if (columns[NAME] == STREAM_NONE)
		columns[NAME] = records_column(header, n, "file");
	if (columns[NAME] != STREAM_NONE && number)
		return;
	sheet_put_names(&there, header, n);
	sheet_die(sheet, "no column %s; there are: %s",
	    number ? "'name'" : "with a number (catalogNumber, ...)",
	    buf_string(&there));
}

static struct slice
last_segment(struct slice path)
{
	for (size_t i = path.n; i > 0; i--)
		if (path.at[i - 1] == '/' || path.at[i - 1] == '\\')
			return (struct slice){path.at + i, path.n - i};
	return path;
}

static void
add(struct names *names, struct slice name, struct slice number,
    enum named_kind kind)
{
	struct buf *texts = &names->texts;
	struct row *row;

	if (names->n == names->room) {
		names->room = names->room * 2 + 64;
		names->rows =
		    mem_resize(names->rows, names->room, sizeof *names->rows);
	}
	row = &names->rows[names->n];
	*row = (struct row){.at = texts->n};
	names->n++;
	fold_put(texts, name);
	row->folded.n = texts->n - row->at;
	utf8_nfc(texts, name);
	row->spelled.n = texts->n - row->at - row->folded.n;
	buf_put_slice(texts, number);
	row->named = (struct named){{NULL, number.n}, kind};
}

static int
compare(const void *a, const void *b)
{
	const struct row *p = a, *q = b;
	int order = slice_compare(p->folded, q->folded);

	if (order == 0)
		order = slice_compare(p->spelled, q->spelled);
	if (order == 0)
		order = slice_compare(p->named.number, q->named.number);
	return order != 0 ? order : (int)p->named.kind - (int)q->named.kind;
}

/* Gives the texts their addresses, sorts, and drops what stands twice. */
static void
finish(struct names *names)
{
	size_t kept = 0;

	for (size_t i = 0; i < names->n; i++) {
		struct row *row = &names->rows[i];

		row->folded.at = names->texts.at + row->at;
		row->spelled.at = row->folded.at + row->folded.n;
		row->named.number.at = row->spelled.at + row->spelled.n;
	}
	qsort(names->rows, names->n, sizeof *names->rows, compare);
	for (size_t i = 0; i < names->n; i++)
		if (kept == 0 ||
		    compare(&names->rows[kept - 1], &names->rows[i]) != 0)
			names->rows[kept++] = names->rows[i];
	names->n = kept;
	names->named = mem_array(kept, sizeof *names->named);
	for (size_t i = 0; i < kept; i++)
		names->named[i] = names->rows[i].named;
}

struct names *
names_read(const char *file)
{
	struct sheet *sheet = sheet_open(file);
	struct names *names;
	size_t columns[ROLES];
	const struct slice *row;

	find_columns(sheet, columns);
	names = mem_array(1, sizeof *names);
	while ((row = sheet_next(sheet)) != NULL) {
		struct slice name = last_segment(row[columns[NAME]]);
		size_t i = FIRST_NUMBER;

		while (i < ROLES &&
		    (columns[i] == STREAM_NONE || row[columns[i]].n == 0))
			i++;
		if (i < ROLES && name.n > 0)
			add(names, name, row[columns[i]], kinds[i]);
	}
	sheet_close(sheet);
	finish(names);
	return names;
}

void
names_free(struct names *names)
{
	free(names->rows);
	free(names->named);
	buf_free(&names->texts);
	free(names);
}

/* The first row that is not below the form and, if given, the spelling. */
static size_t
lower_bound(
    const struct names *names, struct slice folded, struct slice spelled)
{
	size_t low = 0, high = names->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct row *row = &names->rows[middle];
		int order = slice_compare(row->folded, folded);

		if (order == 0)
			order = slice_compare(row->spelled, spelled);
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* How many rows from there on have the same spelling. */
static size_t
same_spelling(const struct names *names, size_t first)
{
	size_t last = first;

	while (last < names->n &&
	    slice_equal(names->rows[last].spelled, names->rows[first].spelled))
		last++;
	return last - first;
}

static size_t
find_one(const struct names *names, struct slice folded, struct slice spelled,
    size_t *n)
{
	size_t first = lower_bound(names, folded, spelled), last;

	*n = 0;
	if (first < names->n &&
	    slice_equal(names->rows[first].folded, folded) &&
	    slice_equal(names->rows[first].spelled, spelled)) {
		*n = same_spelling(names, first);
		return first;
	}
	first = lower_bound(names, folded, SLICE(""));
	if (first == names->n ||
	    !slice_equal(names->rows[first].folded, folded))
		return first;
	last = first + same_spelling(names, first);
	if (last == names->n || !slice_equal(names->rows[last].folded, folded))
		*n = last - first;
	return first;
}

const struct named *
names_find(const struct names *names, struct slice name, struct buf *scratch,
    size_t *n)
{
	struct slice folded, spelled, stem;
	size_t first, nfolded;

	buf_clear(scratch);
	fold_put(scratch, name);
	nfolded = scratch->n;
	utf8_nfc(scratch, name);
	folded = (struct slice){scratch->at, nfolded};
	spelled = (struct slice){scratch->at + nfolded, scratch->n - nfolded};
	*n = 0;
	if (nfolded == 0)
		return names->named;
	first = find_one(names, folded, spelled, n);
	stem = number_stem(folded);
	if (*n == 0 && stem.n < folded.n) {
		size_t cut = folded.n - stem.n;

		/* Extensions are ASCII: as long in either form. */
		spelled.n = spelled.n > cut ? spelled.n - cut : 0;
		first = find_one(names, stem, spelled, n);
	}
	return names->named + first;
}
