/* SPDX-License-Identifier: MIT */
#include <strings.h>

#include "base/ascii.h"
#include "base/number.h"
#include "base/utf8.h"
#include "base/uuid.h"
#include "sheet/cell_text.h"
#include "sheet/file_names.h"
#include "sheet/number_check.h"

static size_t
digits(struct slice s)
{
	size_t n = 0;

	while (n < s.n && ascii_is_digit(s.at[n]))
		n++;
	return n;
}

/* 1.23E+05 or 1.23e5, as programs write it; a person's 1e5 has neither. */
static bool
is_exponent(struct slice s)
{
	size_t n = digits(s);
	bool sign,
	    part = n > 0 && n + 1 < s.n && s.at[n] == '.' &&
	    ascii_is_digit(s.at[n + 1]);

	if (n == 0)
		return false;
	s = slice_from(s, n);
	if (s.n > 0 && (*s.at == '.' || *s.at == ','))
		s = slice_from(s, 1 + digits(slice_from(s, 1)));
	if (s.n < 2 || (*s.at != 'E' && *s.at != 'e'))
		return false;
	sign = s.at[1] == '+' || s.at[1] == '-';
	s = slice_from(s, sign ? 2 : 1);
	return (sign || part) && s.n > 0 && digits(s) == s.n;
}

static bool
is_fraction(struct slice s)
{
	size_t n = digits(s);

	if (n == 0 || n + 1 >= s.n || s.at[n] != '.')
		return false;
	for (size_t i = n + 1; i < s.n; i++)
		if (s.at[i] != '0')
			return false;
	return true;
}

/* Takes a number between two bounds off the front. */
static bool
take_number(struct slice *s, unsigned least, unsigned most)
{
	uint64_t number;

	return digits(*s) <= 4 && number_take(s, most, &number) &&
	    number >= least;
}

static bool
take_month(struct slice *s)
{
	static const char *const months[] = {"jan", "feb", "mar", "apr", "may",
	    "jun", "jul", "aug", "sep", "oct", "nov", "dec"};

	/* "DEC-12" is a collection's number: programs write "Dec-12". */
	if ((s->n > 3 && s->at[3] != '-' && s->at[3] != ' ') ||
	    (s->n > 1 && s->at[1] >= 'A' && s->at[1] <= 'Z'))
		return false;
	for (size_t i = 0; i < 12 && s->n >= 3; i++)
		if (strncasecmp(s->at, months[i], 3) == 0) {
			*s = slice_from(*s, 3);
			return true;
		}
	return false;
}

static bool
take_char(struct slice *s, const char *any)
{
	if (s->n == 0 || strchr(any, *s->at) == NULL)
		return false;
	*s = slice_from(*s, 1);
	return true;
}

/* 12-Mar, 12-Mar-2019, Mar-12 */
static bool
is_named_date(struct slice s)
{
	struct slice t = s;

	if (take_month(&t) && take_char(&t, "- ") && take_number(&t, 0, 2199))
		return t.n == 0;
	if (!take_number(&s, 1, 31) || !take_char(&s, "- ") || !take_month(&s))
		return false;
	return s.n == 0 ||
	    (take_char(&s, "- ") && take_number(&s, 0, 2199) && s.n == 0);
}

/* 12.05.2020, as spreadsheets write it in half of Europe. */
static bool
is_dotted_date(struct slice s)
{
	return digits(s) == 2 && take_number(&s, 1, 31) && take_char(&s, ".") &&
	    digits(s) == 2 && take_number(&s, 1, 12) && take_char(&s, ".") &&
	    digits(s) == 4 && take_number(&s, 1900, 2099) && s.n == 0;
}

/* 08:30, 08:30:00 */
static bool
is_time(struct slice s)
{
	if (digits(s) == 0 || !take_number(&s, 0, 23) || !take_char(&s, ":") ||
	    digits(s) != 2 || !take_number(&s, 0, 59))
		return false;
	return s.n == 0 ||
	    (take_char(&s, ":") && digits(s) == 2 && take_number(&s, 0, 59) &&
		s.n == 0);
}

/* 2019-03-12, 2019-03-12T08:00:00, 3/12/2019, 12/3/19 */
static bool
is_date(struct slice s)
{
	struct slice t = s;

	if (digits(s) == 4 && take_number(&t, 1800, 2199) &&
	    take_char(&t, "-") && digits(t) == 2 && take_number(&t, 1, 12) &&
	    take_char(&t, "-") && digits(t) == 2 && take_number(&t, 1, 31) &&
	    (t.n == 0 || *t.at == 'T' || *t.at == ' '))
		return true;
	t = s;
	if (take_number(&t, 1, 31) && take_char(&t, "/") &&
	    take_number(&t, 1, 31) && take_char(&t, "/") && digits(t) >= 2 &&
	    take_number(&t, 0, 2199) && t.n == 0)
		return true;
	return is_named_date(s) || is_dotted_date(s) || is_time(s);
}

/*
 * What is there if a formula has failed ("#REF!", "#WERT!", "#DIV/0!",
 * "#NAZWA?"; without a mark in some languages), or the column is too narrow.
 */
static bool
is_error(struct slice s)
{
	static const char *const others[] = {"#N/A", "#N/D", "#NV", "#I/T"};
	char last = s.at[s.n - 1];
	size_t n = 1;

	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (slice_equal(s, slice_of(others[i])))
			return true;
	if (s.n > 2 && memcmp(s.at, "###", 3) == 0)
		return true;
	while (n + 1 < s.n &&
	    (ascii_is_letter(s.at[n]) || s.at[n] == '/' || s.at[n] == '0' ||
		(unsigned char)s.at[n] >= 0x80))
		n++;
	return s.n > 3 && n + 1 == s.n && (last == '!' || last == '?');
}

/* The same by LibreOffice: "Err:502". */
static bool
is_error_number(struct slice s)
{
	return s.n == 7 && slice_begins(s, "Err:") &&
	    digits(slice_from(s, 4)) == 3;
}

/* "?" at an end, "*" at its end, "~" or a word for "about" before it; "CA 12"
 * is a collection's. */
static bool
is_unsure(struct slice s)
{
	static const char *const words[] = {"ca. ", "ca ", "ca.", "c. ",
	    "circa ", "approx. ", "approx ", "about ", "prob. ", "probably ",
	    "cf. ", "etwa ", "env. ", "aprox. "};

	if (!ascii_has_digit(s))
		return false;
	if (*s.at == '?' || *s.at == '~' || s.at[s.n - 1] == '?' ||
	    s.at[s.n - 1] == '*')
		return true;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (slice_begins(s, words[i]) &&
		    digits(slice_from(s, strlen(words[i]))) > 0)
			return true;
	return false;
}

/* All of it in brackets, or a number below zero. */
static bool
is_set_apart(struct slice s)
{
	char last = s.at[s.n - 1];

	if (!ascii_has_digit(s))
		return false;
	if ((*s.at == '(' && last == ')') || (*s.at == '[' && last == ']'))
		return memchr(s.at + 1, *s.at, s.n - 1) == NULL;
	return *s.at == '-' && digits(slice_from(s, 1)) == s.n - 1;
}

static const char *
ruined_code(struct slice value)
{
	if (value.n == 0)
		return NULL;
	if (*value.at == '#')
		return is_error(value) ? "number-error" : NULL;
	if (is_error_number(value))
		return "number-error";
	if (!ascii_is_digit(*value.at))
		return is_named_date(value) ? "number-date" : NULL;
	if (is_exponent(value))
		return "number-exponent";
	if (is_fraction(value))
		return "number-fraction";
	return is_date(value) ? "number-date" : NULL;
}

static bool
is_odd_blank(uint32_t c)
{
	return c < ' ' || c == 0x7F || c == 0xA0 || c == 0xAD ||
	    (c >= 0x2000 && c <= 0x200F) || c == 0x202F || c == 0x205F ||
	    c == 0x2060 || c == 0x3000 || c == 0xFEFF;
}

/* Letters of Greek and Cyrillic that have the shape of a Latin one. */
static bool
is_double(uint32_t c)
{
	static const uint16_t letters[] = {0x391, 0x392, 0x395, 0x396, 0x397,
	    0x399, 0x39A, 0x39C, 0x39D, 0x39F, 0x3A1, 0x3A4, 0x3A5, 0x3A7,
	    0x3B9, 0x3BD, 0x3BF, 0x405, 0x406, 0x408, 0x410, 0x412, 0x415,
	    0x41A, 0x41C, 0x41D, 0x41E, 0x420, 0x421, 0x422, 0x423, 0x425,
	    0x430, 0x435, 0x43E, 0x440, 0x441, 0x443, 0x445, 0x455, 0x456,
	    0x458};

	for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
		if (c == letters[i])
			return true;
	return false;
}

static bool
is_lookalike(uint32_t c)
{
	return is_double(c) || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 ||
	    c == 0x2044 || (c >= 0xFF01 && c <= 0xFF5E);
}

static bool
has_control(struct slice ascii)
{
	for (size_t i = 0; i < ascii.n; i++)
		if (ascii.at[i] < ' ' || ascii.at[i] == 0x7F)
			return true;
	return false;
}

static const char *
letters_code(struct slice value)
{
	if (utf8_ascii(value))
		return has_control(value) ? "number-blank" : NULL;
	while (value.n > 0) {
		uint32_t c = utf8_take(&value);

		if (is_odd_blank(c))
			return "number-blank";
		if (is_lookalike(c))
			return "number-lookalike";
	}
	return NULL;
}

/* An identifier of something else: of a record, or of what is on the web. */
static bool
is_identifier(struct slice s)
{
	struct slice inside = s;

	if (s.n > 2 && *s.at == '{' && s.at[s.n - 1] == '}')
		inside = (struct slice){s.at + 1, s.n - 2};
	return uuid_is(inside) || ascii_begins(s, "urn:") ||
	    ascii_begins(s, "http://") || ascii_begins(s, "https://");
}

/* As spreadsheets show them in the languages of many collections. */
static bool
is_truth_value(struct slice s)
{
	static const char *const words[] = {"true", "false", "wahr", "falsch",
	    "vrai", "faux", "verdadero", "verdadeiro", "falso", "vero"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (ascii_equal(s, words[i]))
			return true;
	return false;
}

/* A file, a path of a disk, a truth value, an identifier, or text of a web
 * page, from another column. */
static bool
is_other_text(struct slice s)
{
	const char *entity;

	if (s.n == 0)
		return false;
	entity = memchr(s.at, '&', s.n);
	if (file_names_is_picture(s) || is_identifier(s) ||
	    ascii_begins(s, "file:") ||
	    (s.n > 2 && ascii_is_letter(*s.at) && s.at[1] == ':' &&
		strchr("/\\", s.at[2]) != NULL) ||
	    is_truth_value(s) || *s.at == '{' || slice_begins(s, "[\"") ||
	    slice_begins(s, "[{"))
		return true;
	return entity != NULL &&
	    memchr(entity, ';', s.n - (size_t)(entity - s.at)) != NULL &&
	    (slice_contains(s, "&amp;") || slice_contains(s, "&nbsp;") ||
		slice_contains(s, "&lt;") || slice_contains(s, "&gt;") ||
		slice_contains(s, "&quot;") || slice_contains(s, "&#"));
}

/* Nothing but zeros, and what may be between them. */
static bool
is_zero(struct slice value)
{
	bool zero = false;

	for (size_t i = 0; i < value.n; i++) {
		if (value.at[i] != '0' && strchr("-._/ ", value.at[i]) == NULL)
			return false;
		zero = zero || value.at[i] == '0';
	}
	return zero;
}

/*
 * Letters and digits, one that is no zero among them: most numbers, and nothing
 * that is looked for here is made of these alone.
 */
static bool
is_ordinary(struct slice s)
{
	bool digit = false;

	for (size_t i = 0; i < s.n; i++)
		if (s.at[i] >= '1' && s.at[i] <= '9')
			digit = true;
		else if (s.at[i] != '0' && !ascii_is_letter(s.at[i]))
			return false;
	return digit;
}

size_t
number_check(struct slice value, const char *codes[NUMBER_CHECK_MOST])
{
	const char *code;
	bool nothing;
	size_t n = 0;

	if (value.n == 0 || is_ordinary(value))
		return 0;
	code = ruined_code(value);
	nothing = cell_text_is_nothing(value);
	if (code == NULL && (nothing || is_zero(value)))
		code = "number-none";
	if (code == NULL && is_other_text(value))
		code = "number-text";
	if (code == NULL && (is_unsure(value) || is_set_apart(value)))
		code = "number-unsure";
	if (code != NULL)
		codes[n++] = code;
	code = nothing ? NULL : letters_code(value);
	if (code != NULL)
		codes[n++] = code;
	return n;
}

void
zeros_see(struct zeros *zeros, struct slice value)
{
	zeros->rows++;
	if (value.n > 1 && *value.at == '0' && digits(value) == value.n)
		zeros->width = value.n;
	if (zeros->rows <= ZEROS_WAIT && zeros->first == 0)
		zeros->first = zeros->width;
}

bool
number_check_digits(struct slice value)
{
	return value.n > 0 && *value.at != '0' && digits(value) == value.n;
}

bool
zeros_lost(const struct zeros *zeros, struct slice value)
{
	return value.n < zeros->width && number_check_digits(value);
}

bool
zeros_wait(const struct zeros *zeros)
{
	return zeros->width == 0 && zeros->rows < ZEROS_WAIT;
}
