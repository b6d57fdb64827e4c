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
 * next, or of the one before. */
static size_t
fitting(const struct slips *slips, size_t first, bool next)
{
	size_t i = first;

	for (; i + 1 < slips->n; i++) {
		const struct slip_row *row = &slips->rows[i + !next];
		const struct slip_row *other = &slips->rows[i + next];

		if (row->number == 0 || row->number != other->name)
			break;
	}
	return i - first;
}

void
slips_report(struct slips *slips)
{
	if (slips->n > 0)
		mem_sort(slips->rows, slips->n, sizeof *slips->rows, compare);
	for (size_t i = 0; i < slips->n; i++) {
		size_t next = fitting(slips, i, true);
		size_t before = fitting(slips, i, false);
		size_t pairs = next > before ? next : before;

		if (pairs < PAIRS_LEAST)
			continue;
		warn("%s:%" PRIu64 ": from this row on the numbers are those "
		     "of the %s row's picture (%zu rows): the sheet has "
		     "slipped by a row",
		    slips->rows[i].file, slips->rows[i].line,
		    next > before ? "next" : "previous", pairs + 1);
		diag_attention();
		return;
	}
}
