/* SPDX-License-Identifier: MIT */
#include "base/ascii.h"
#include "base/utf8.h"
#include "sheet/cell_text.h"

/* ="00123" */
static struct slice
without_formula(struct slice value)
{
	if (value.n < 3 || memcmp(value.at, "=\"", 2) != 0 ||
	    memchr(value.at + 2, '"', value.n - 2) != value.at + value.n - 1)
		return value;
	return slice_trim((struct slice){value.at + 2, value.n - 3});
}

/* '00123, but not 'Alba' and not 's-Gravenhage */
static struct slice
without_apostrophe(struct slice value)
{
	if (value.n < 2 || *value.at != '\'' || value.at[1] < '0' ||
	    value.at[1] > '9' || value.at[value.n - 1] == '\'')
		return value;
	return slice_from(value, 1);
}

struct slice
cell_text(struct slice cell)
{
	enum { NULL_MOST = sizeof "NULL" - 1 };
	struct slice value;

	/* As most cells are: nothing to take away, and no word for nothing. */
	if (cell.n > NULL_MOST && ascii_is_letter(*cell.at) &&
	    !slice_is_space(cell.at[cell.n - 1]))
		return cell;
	value = slice_trim(cell);
	if (value.n > 0 && *value.at == '=')
		value = without_formula(value);
	else if (value.n > 0 && *value.at == '\'')
		value = without_apostrophe(value);
	return slice_is_null(value) ? SLICE("") : value;
}

bool
cell_text_is_blank(struct slice cell)
{
	static const char no_break[] = "\xC2\xA0"; /* U+00A0 */

	while (cell.n > 0) {
		bool wide = slice_begins(cell, no_break);

		if (!wide && !slice_is_space(*cell.at))
			return false;
		cell = slice_from(cell, wide ? 2 : 1);
	}
	return true;
}

bool
cell_text_is_nothing(struct slice text)
{
	static const char *const words[] = {"-", "--", "---", "?", "??", ".",
	    "/", "*", "n/a", "na", "n.a.", "n.a", "n/d", "nd", "n.d.", "none",
	    "null", "nil", "nan", "unknown", "unk", "unk.", "unnumbered",
	    "s.n.", "s.n", "sn", "s/n", "s. n.", "sine numero", "no number",
	    "no number.", "without number", "not available", "not applicable",
	    "missing", "tbd", "sin numero", "ohne nummer", "o. nr.",
	    "sans numero", "#n/a", "\xE2\x80\x93", "\xE2\x80\x94",
	    "sin n\xC3\xBAmero", "sans num\xC3\xA9ro", NULL};
	enum { LONGEST = sizeof "not applicable" - 1 };

	text = slice_trim(text);
	/* No word has a digit. */
	if (text.n == 0 || text.n > LONGEST || ascii_has_digit(text))
		return false;
	for (size_t i = 0; words[i] != NULL; i++)
		if (*words[i] == ascii_lower(*text.at) &&
		    ascii_equal(text, words[i]))
			return true;
	return false;
}

bool
cell_text_is_damaged(struct slice value)
{
	if (utf8_ascii(value))
		return false;
	while (value.n > 0) {
		uint32_t c = utf8_take(&value);

		if (c == 0xFFFD || (c >= 0x80 && c < 0xA0))
			return true;
	}
	return false;
}
