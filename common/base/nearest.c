/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/ascii.h"
#include "base/nearest.h"

enum { LONGEST = 40, SLIPS_MOST = 2 };

/* As it is compared. */
static char
folded(char c)
{
	return c == '_' || c == ' ' ? '-' : ascii_lower(c);
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Slips from one text to the other, by rows of the usual table. */
static size_t
slips(struct slice text, struct slice name)
{
	size_t rows[3][LONGEST + 1];
	size_t *before = rows[0], *last = rows[1], *now = rows[2];

	for (size_t j = 0; j <= name.n; j++)
		last[j] = j;
	for (size_t i = 1; i <= text.n; i++) {
		size_t *spare = before;
		char c = folded(text.at[i - 1]);

		now[0] = i;
		for (size_t j = 1; j <= name.n; j++) {
			char d = folded(name.at[j - 1]);

			now[j] = least(last[j - 1] + (c != d),
			    least(last[j], now[j - 1]) + 1);
			if (i > 1 && j > 1 && c == folded(name.at[j - 2]) &&
			    d == folded(text.at[i - 2]))
				now[j] = least(now[j], before[j - 2] + 1);
		}
		before = last;
		last = now;
		now = spare;
	}
	return last[name.n];
}

void
nearest_try(struct nearest *nearest, const char *name)
{
	struct slice other = slice_of(name);
	size_t n, most = least(nearest->text.n / 3, SLIPS_MOST);

	if (nearest->text.n > LONGEST || other.n > LONGEST)
		return;
	n = slips(nearest->text, other);
	if (n > most || (nearest->name != NULL && n >= nearest->slips))
		return;
	nearest->name = name;
	nearest->slips = n;
}
