/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "code_cell.h"

/* Words of one code, at most. */
enum { JOINED_MOST = 6 };

static const char separators[] = " ,;|";

static bool
separates(char c)
{
	return c != '\0' && strchr(separators, c) != NULL;
}

static void
split(struct code_cell *cell)
{
	struct slice rest = cell->cell;

	while (cell->nwords < CODE_WORDS) {
		bool joined = cell->nwords > 0;
		size_t n = 0;

		for (; rest.n > 0 && separates(*rest.at);
		     rest = slice_from(rest, 1))
			joined = joined && *rest.at == ' ';
		if (rest.n == 0)
			return;
		while (n < rest.n && !separates(rest.at[n]))
			n++;
		cell->words[cell->nwords] = (struct slice){rest.at, n};
		cell->joined[cell->nwords++] = joined;
		rest = slice_from(rest, n);
	}
}

void
code_cell_open(struct code_cell *cell, struct slice codes, struct slice types)
{
	memset(cell, 0, sizeof *cell);
	cell->cell = slice_trim_blanks(codes);
	cell->ncodes = slice_count_words(types, ' ');
	split(cell);
	if (cell->ncodes > cell->nwords)
		cell->ncodes = 0;
	cell->n = cell->nwords;
}

/* True if the words from `first` on may be one code. */
static bool
may_be_one(const struct code_cell *cell)
{
	if (cell->n == cell->nwords)
		return cell->ncodes < 2;
	if (cell->ncodes == 1 || cell->n > JOINED_MOST ||
	    (cell->ncodes > 1 && cell->n > cell->nwords - cell->ncodes + 1))
		return false;
	for (size_t i = cell->first + 1; i < cell->first + cell->n; i++)
		if (!cell->joined[i])
			return false;
	return true;
}

static struct slice
text_of(const struct code_cell *cell)
{
	const struct slice *first = &cell->words[cell->first];
	const struct slice *last = first + cell->n - 1;

	if (cell->n == cell->nwords)
		return cell->cell;
	return (struct slice){
	    first->at, (size_t)(last->at - first->at) + last->n};
}

bool
code_cell_next(struct code_cell *cell, struct code_text *text)
{
	for (; cell->n > 0; cell->n--, cell->first = 0)
		while (cell->first + cell->n <= cell->nwords) {
			bool one = may_be_one(cell);

			*text = (struct code_text){text_of(cell),
			    (unsigned char)cell->first, (unsigned char)cell->n};
			cell->first++;
			if (one)
				return true;
		}
	return false;
}

struct slice
code_cell_only(const struct code_cell *cell)
{
	return cell->ncodes == 1 || (cell->ncodes == 0 && cell->nwords == 1)
	    ? cell->cell
	    : SLICE("");
}
