/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/ascii.h"
#include "sheet/cell_text.h"
#include "sheet/number_parts.h"

enum { HEADING_MOST = 40 };

/* Letters alone, in lower case; false if there are too many. */
static bool
put_letters(char text[HEADING_MOST], struct slice heading)
{
	size_t n = 0;

	for (size_t i = 0; i < heading.n; i++) {
		if (!ascii_is_letter(heading.at[i]))
			continue;
		if (n + 1 == HEADING_MOST)
			return false;
		text[n++] = ascii_lower(heading.at[i]);
	}
	text[n] = '\0';
	return true;
}

/* What such a heading begins with; a suffix alone may be a person's. */
static bool
is_of_number(struct slice stem)
{
	static const char *const stems[] = {"cat", "catalog", "catalogue",
	    "catalognumber", "cataloguenumber", "catnumber", "catno", "reg",
	    "colreg", "registration", "registrationnumber", "regno", "acc",
	    "accession", "accessionnumber", "accno", "barcode", "number", "no",
	    "num", "specimennumber", "inventorynumber", "dwccatalognumber"};

	for (size_t i = 0; i < sizeof stems / sizeof *stems; i++)
		if (slice_is(stem, stems[i]))
			return true;
	return false;
}

static bool
is_part(struct slice heading, bool *suffix)
{
	static const char *const ends[] = {"prefix", "suffix", "part"};
	char text[HEADING_MOST];
	struct slice folded;

	if (!put_letters(text, heading))
		return false;
	folded = slice_of(text);
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		if (!slice_ends(folded, ends[i]))
			continue;
		folded.n -= strlen(ends[i]);
		*suffix = i > 0;
		return is_of_number(folded);
	}
	return false;
}

struct number_parts
number_parts_find(const struct slice header[], size_t n)
{
	struct number_parts parts = {0};
	bool suffix;

	for (size_t i = 0; i < n && parts.n < NUMBER_PARTS_MOST; i++)
		if (is_part(header[i], &suffix))
			parts.all[parts.n++] = (struct number_part){i, suffix};
	return parts;
}

bool
number_parts_is_lacking(
    const struct number_part *which, struct slice part, struct slice number)
{
	struct slice place = number;

	if (part.n == 0 || part.n > number.n)
		return part.n > 0;
	if (which->suffix)
		place = slice_from(number, number.n - part.n);
	place.n = part.n;
	return !ascii_equal_slices(part, place);
}

bool
number_parts_lack(const struct number_parts *parts, const struct slice cells[],
    struct slice number)
{
	for (size_t i = 0; i < parts->n && number.n > 0; i++)
		if (number_parts_is_lacking(&parts->all[i],
			cell_text(cells[parts->all[i].column]), number))
			return true;
	return false;
}
