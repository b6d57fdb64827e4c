/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/mem.h"
#include "slip.h"

/* Pairs of rows that must fit one after the other: two rows that were
 * exchanged make one. */
enum { PAIRS_LEAST = 2 };

/* Rows that a sheet may have slipped by, and the least that show that a column
 * has been sorted. */
enum { SLIP_MOST = 10, SHUFFLED_LEAST = 10 };

void
slips_add(struct slips *slips, const struct slip_row *row)
{
	if (slips->n == slips->room) {
		slips->room = slips->room * 2 + 64;
		slips->rows =
		    mem_resize(slips->rows, slips->room, sizeof *slips->rows);
	}
	slips->rows[slips->n++] = *row;
}

void
slips_join(struct slips *slips, const struct slips *others)
{
	for (size_t i = 0; i < others->n; i++)
		slips_add(slips, &others->rows[i]);
}

void
slips_free(struct slips *slips)
{
	free(slips->rows);
}

static int
compare(const void *a, const void *b)
{
	const struct slip_row *p = a, *q = b;
	int order = strcmp(p->file, q->file);

	if (order != 0)
		return order;
	if (p->line != q->line)
		return p->line < q->line ? -1 : 1;
	return (p->name > q->name) - (p->name < q->name);
}

/* How many pairs from there on fit: the number of one row is the name of the
 * one so many rows after it, or before it. */
static size_t
fitting(const struct slips *slips, size_t first, size_t by, bool after)
{
	size_t i = first;

	for (; i + by < slips->n; i++) {
		const struct slip_row *row = &slips->rows[after ? i : i + by];
		const struct slip_row *other = &slips->rows[after ? i + by : i];

		if (row->number == 0 || row->number != other->name ||
		    strcmp(row->file, other->file) != 0)
			break;
	}
	return i - first;
}

/* A run of rows that have slipped, which begins there. */
struct run {
	size_t pairs, by;
	bool after;
};

static struct run
longest(const struct slips *slips, size_t first)
{
	struct run run = {0};

	for (size_t by = 1; by <= SLIP_MOST; by++)
		for (int after = 1; after >= 0; after--) {
			size_t n = fitting(slips, first, by, after == 1);

			if (n > run.pairs)
				run = (struct run){n, by, after == 1};
		}
	return run;
}

static void
report_run(const struct slip_row *row, const struct run *run)
{
	const char *where = run->after ? "after" : "before";

	if (run->by == 1)
		warn("%s:%" PRIu64 ": from this row on the numbers are those "
		     "of the %s row's picture (%zu rows): the sheet has "
		     "slipped by a row",
		    row->file, row->line, run->after ? "next" : "previous",
		    run->pairs + 1);
	else
		warn("%s:%" PRIu64 ": from this row on the numbers are those "
		     "of the picture %zu rows %s it (%zu rows): the sheet has "
		     "slipped by %zu rows",
		    row->file, row->line, run->by, where, run->pairs + run->by,
		    run->by);
	diag_attention();
}

static int
compare_records(const void *a, const void *b)
{
	uint32_t p = *(const uint32_t *)a, q = *(const uint32_t *)b;

	return (p > q) - (p < q);
}

/* Are the numbers of all these rows, but for a few, names of others of them? */
static bool
is_shuffled(const struct slips *slips)
{
	uint32_t *names = mem_array(slips->n, sizeof *names);
	size_t found = 0;

	for (size_t i = 0; i < slips->n; i++)
		names[i] = slips->rows[i].name;
	mem_sort(names, slips->n, sizeof *names, compare_records);
	for (size_t i = 0; i < slips->n; i++)
		found += slips->rows[i].number != 0 &&
		    bsearch(&slips->rows[i].number, names, slips->n,
			sizeof *names, compare_records) != NULL;
	free(names);
	return slips->n >= SHUFFLED_LEAST && found * 10 >= slips->n * 9;
}

void
slips_report(struct slips *slips)
{
	if (slips->n > 0)
		mem_sort(slips->rows, slips->n, sizeof *slips->rows, compare);
	for (size_t i = 0; i < slips->n; i++) {
		struct run run = longest(slips, i);

		if (run.pairs < PAIRS_LEAST || run.pairs < run.by)
			continue;
		report_run(&slips->rows[i], &run);
		return;
	}
	if (!is_shuffled(slips))
		return;
	warn("%s:%" PRIu64 ": from this row on %zu rows have each other's "
	     "numbers: one column of the sheet may have been sorted without "
	     "the others",
	    slips->rows[0].file, slips->rows[0].line, slips->n);
	diag_attention();
}
