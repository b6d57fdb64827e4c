/* SPDX-License-Identifier: MIT */
#include "base/ascii.h"
#include "sheet/cell_text.h"
#include "sheet/number_list.h"

/* What separators begin with: 1 where the byte is always one, 2 where it may be
 * part of a number. */
static const unsigned char begins[256] = {[';'] = 1,
    ['|'] = 1,
    ['\n'] = 1,
    [','] = 2,
    ['/'] = 2,
    ['&'] = 2,
    ['+'] = 2,
    [' '] = 2};

/* The length of a separator at the beginning that is always one; or 0. */
static size_t
certain(struct slice s)
{
	return begins[(unsigned char)*s.at] == 1;
}

/* The length of the word that it begins with, of so many; or 0. */
static size_t
word(struct slice s, const char *const words[], size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (ascii_begins(s, words[i]))
			return strlen(words[i]);
	return 0;
}

/* The same of all separators. */
static size_t
any(struct slice s)
{
	static const char *const words[] = {
	    " and ", " und ", " et ", " y ", " e "};

	if (*s.at == ' ')
		return word(s, words, sizeof words / sizeof *words);
	return begins[(unsigned char)*s.at] > 0;
}

/* The same of those after which a number may be shortened, or another one that
 * was meant: nothing is cut there. */
static size_t
loose(struct slice s)
{
	static const char *const words[] = {" or ", " oder ", " ou ", " o ",
	    " to ", " bis ", " through ", " hasta "};

	if (*s.at == '+' || *s.at == '&')
		return 1;
	if (*s.at != ' ')
		return 0;
	return any(s) + word(s, words, sizeof words / sizeof *words);
}

typedef size_t separator(struct slice s);

/* Takes the next part, which may be empty; false at the end. */
static bool
next_part(struct slice *rest, struct slice *part, separator *separates)
{
	if (rest->at == NULL)
		return false;
	*part = (struct slice){rest->at, 0};
	while (part->n < rest->n) {
		size_t n = separates(slice_from(*rest, part->n));

		if (n > 0) {
			*rest = slice_from(*rest, part->n + n);
			return true;
		}
		part->n++;
	}
	*rest = SLICE_NONE;
	return true;
}

/* The parts if each has a digit; 0 if one has none. */
static size_t
cut(struct slice cell, separator *separates, struct slice parts[])
{
	struct slice part;
	size_t n = 0;

	while (next_part(&cell, &part, separates)) {
		part = cell_text(part);
		if (part.n == 0)
			continue;
		if (n == NUMBER_LIST_MOST || !ascii_has_digit(part))
			return 0;
		parts[n++] = part;
	}
	return n;
}

/* Letters are the same, and digits as many; `letters` if there are some. */
static bool
is_alike(struct slice a, struct slice b, bool *letters)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++) {
		*letters = *letters || ascii_is_letter(a.at[i]);
		if (ascii_is_digit(a.at[i]) ? !ascii_is_digit(b.at[i])
					    : a.at[i] != b.at[i])
			return false;
	}
	return true;
}

static bool
are_alike(const struct slice parts[], size_t n, bool *letters)
{
	*letters = false;
	for (size_t i = 1; i < n; i++)
		if (!is_alike(parts[0], parts[i], letters))
			return false;
	return true;
}

/* Most cells have none of the separators. */
static bool
may_be_list(struct slice cell)
{
	for (size_t i = 0; i < cell.n; i++)
		if (begins[(unsigned char)cell.at[i]] > 0 &&
		    (any(slice_from(cell, i)) > 0 ||
			loose(slice_from(cell, i)) > 0))
			return true;
	return false;
}

static size_t
cut_list(struct slice cell, struct slice numbers[NUMBER_LIST_MOST])
{
	bool letters;
	size_t n = cut(cell, certain, numbers);

	if (n > 1)
		return n;
	n = cut(cell, any, numbers);
	if (n > 1 && are_alike(numbers, n, &letters) && letters)
		return n;
	numbers[0] = cell;
	return 1;
}

static bool
is_doubtful(struct slice cell)
{
	struct slice parts[NUMBER_LIST_MOST];
	bool letters;
	size_t n;

	if (cut(cell, certain, parts) > 1)
		return false;
	n = cut(cell, loose, parts);
	/* "1.23E+08" is no list. */
	if (n > 1 && parts[0].n > 3 &&
	    ascii_is_digit(parts[0].at[parts[0].n - 1]))
		return true;
	n = cut(cell, any, parts);
	/* "12,345" and "1/2" are numbers. */
	return n > 1 && parts[0].n > 3 && are_alike(parts, n, &letters) &&
	    !letters;
}

size_t
number_list(
    struct slice cell, struct slice numbers[NUMBER_LIST_MOST], bool *doubtful)
{
	size_t n;

	*doubtful = false;
	numbers[0] = cell;
	if (!may_be_list(cell))
		return 1;
	n = cut_list(cell, numbers);
	*doubtful = n == 1 && is_doubtful(cell);
	return n;
}

size_t
number_doubts(struct slice value, const char *codes[NUMBER_DOUBTS_MOST])
{
	struct slice parts[NUMBER_LIST_MOST];
	size_t n = number_check(value, codes);
	bool doubtful;

	if (number_list(value, parts, &doubtful) < 2 && !doubtful)
		return n;
	/* Lines of their own are what a list is made of. */
	if (n > 0 && memchr(value.at, '\n', value.n) != NULL &&
	    strcmp(codes[n - 1], "number-blank") == 0)
		n--;
	codes[n++] = "number-list";
	return n;
}
