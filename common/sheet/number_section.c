/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/ascii.h"
#include "sheet/number_section.h"

/* Sections for numbers; a fourth is for text. */
enum { SECTIONS = 3, LIMIT_MOST = 32 };

/* Excel shows no longer denominators, and none of a larger number. */
enum { DENOMINATOR_DIGITS = 4 };
#define FRACTION_MOST 1e15
#define EXACT 1e-12

size_t
number_section_literal(struct slice code, struct slice *text)
{
	const char *end;

	*text = SLICE_NONE;
	switch (*code.at) {
	case '"':
		end = memchr(code.at + 1, '"', code.n - 1);
		if (end == NULL)
			return code.n;
		*text =
		    (struct slice){code.at + 1, (size_t)(end - code.at) - 1};
		return text->n + 2;
	case '\\':
	case '_':
	case '*':
		if (*code.at == '\\' && code.n > 1)
			*text = (struct slice){code.at + 1, 1};
		return code.n > 1 ? 2 : 1;
	case '-':
	case ' ':
	case '(':
	case ')':
	case ':':
	case '!':
	case '&':
	case '\'':
	case '~':
	case '=': *text = (struct slice){code.at, 1}; return 1;
	case '[':
		end = memchr(code.at, ']', code.n);
		return end != NULL ? (size_t)(end - code.at) + 1 : code.n;
	default: return 0;
	}
}

bool
number_section_next(struct slice *code, struct slice *section)
{
	struct slice text;
	size_t n = 0;

	if (code->at == NULL)
		return false;
	while (n < code->n && code->at[n] != ';') {
		size_t literal =
		    number_section_literal(slice_from(*code, n), &text);

		n += literal > 0 ? literal : 1;
	}
	*section = (struct slice){code->at, n};
	*code = n < code->n ? slice_from(*code, n + 1) : SLICE_NONE;
	return true;
}

/* "[<=100]": a section is for the numbers that are so. */
struct condition {
	bool less, more, equal;
	double limit;
};

/* The condition of the section, perhaps after a colour; false if none. */
static bool
parse_condition(struct slice section, struct condition *c)
{
	char text[LIMIT_MOST];
	struct slice all;
	size_t n = 0;

	while (section.n > 2 && *section.at == '[' &&
	    strchr("<>=", section.at[1]) == NULL)
		section =
		    slice_from(section, number_section_literal(section, &all));
	if (section.n < 3 || *section.at != '[')
		return false;
	*c = (struct condition){0};
	section = slice_from(section, 1);
	for (; section.n > 0 && strchr("<>=", *section.at) != NULL;
	     section = slice_from(section, 1)) {
		c->less |= *section.at == '<';
		c->more |= *section.at == '>';
		c->equal |= *section.at == '=';
	}
	while (n < section.n && section.at[n] != ']' && n + 1 < sizeof text) {
		text[n] = section.at[n];
		n++;
	}
	text[n] = '\0';
	c->limit = strtod(text, NULL);
	return true;
}

static bool
meets(const struct condition *c, double value)
{
	return (c->less && value < c->limit) || (c->more && value > c->limit) ||
	    (c->equal && value >= c->limit && value <= c->limit);
}

/* Is it met by numbers below 0 alone? */
static bool
is_negative(const struct condition *c)
{
	return !c->more && (c->equal ? c->limit < 0 : c->limit <= 0);
}

/* Without conditions: positive, negative, zero. */
static struct slice
section_by_sign(
    const struct slice sections[], size_t n, double value, bool *minus)
{
	if (value < 0 && n > 1) {
		*minus = false;
		return sections[1];
	}
	return sections[n > 2 && value >= 0 && value <= 0 ? 2 : 0];
}

struct slice
number_section_of(struct slice code, double value, bool *minus)
{
	struct slice sections[SECTIONS] = {code}, section;
	struct condition condition;
	size_t n = 0, conditions = 0;

	while (n < SECTIONS && number_section_next(&code, &section))
		if (n == 0 || memchr(section.at, '@', section.n) == NULL)
			sections[n++] = section;
	*minus = value < 0;
	for (size_t i = 0; i < n && i < 2; i++) {
		if (!parse_condition(sections[i], &condition))
			continue;
		conditions++;
		*minus = value < 0 && !is_negative(&condition);
		if (meets(&condition, value))
			return sections[i];
	}
	*minus = value < 0;
	if (conditions == 0)
		return section_by_sign(sections, n, value, minus);
	/* The second is for numbers below 0, unless it says otherwise. */
	if (n > 2 && value < 0 && !parse_condition(sections[1], &condition)) {
		*minus = false;
		return sections[1];
	}
	return sections[n - 1];
}

bool
number_section_is_name(struct slice section, double value)
{
	struct slice text;
	struct condition condition;
	bool named = false, zero = value >= 0 && value <= 0;

	while (section.n > 0) {
		size_t n = number_section_literal(section, &text);

		/* Places that show no zero. */
		if (n == 0 && zero && strchr("#?,", *section.at) != NULL)
			n = 1;
		if (n == 0)
			return false;
		if (parse_condition(section, &condition) && !condition.less &&
		    !condition.more)
			named = true;
		section = slice_from(section, n);
	}
	return named || zero;
}

bool
number_section_is_fraction(struct slice section)
{
	struct slice text;
	bool places = false;

	for (size_t i = 0; i < section.n;) {
		size_t n =
		    number_section_literal(slice_from(section, i), &text);
		char c = section.at[i];

		if (n > 0) {
			i += n;
			continue;
		}
		if (c == '/')
			return places;
		if (c != '#' && c != '?' && c != '0' && c != ',')
			return false;
		places = true;
		i++;
	}
	return false;
}

/* The parts of a section: "before # ?/16 after". */
struct fraction {
	struct slice before, after;
	bool whole; /* the whole number goes before it */
	uint64_t denominator; /* 0: the best of so many digits */
	size_t digits;
};

static size_t
places_at(struct slice s)
{
	size_t n = 0;

	while (n < s.n && strchr("#?0,", s.at[n]) != NULL)
		n++;
	return n;
}

static struct fraction
parse_fraction(struct slice section)
{
	struct fraction f = {0};
	struct slice rest = section, text;
	size_t n;

	while (rest.n > 0 && places_at(rest) == 0) {
		n = number_section_literal(rest, &text);
		rest = slice_from(rest, n > 0 ? n : 1);
	}
	f.before = (struct slice){section.at, section.n - rest.n};
	rest = slice_from(rest, places_at(rest));
	while (rest.n > 0 && *rest.at != '/') {
		n = number_section_literal(rest, &text);
		f.whole = true;
		rest = slice_from(rest, n > 0 ? n : 1);
	}
	rest = slice_from(rest, rest.n > 0);
	while (
	    rest.n > 0 && (ascii_is_digit(*rest.at) || places_at(rest) > 0)) {
		if (ascii_is_digit(*rest.at) && f.denominator < 100000)
			f.denominator =
			    f.denominator * 10 + (uint64_t)(*rest.at - '0');
		f.digits++;
		rest = slice_from(rest, 1);
	}
	f.after = rest;
	return f;
}

/* The nearest fraction with a denominator of no more than that. */
static void
approximate(double value, uint64_t most, uint64_t *above, uint64_t *below)
{
	double best = INFINITY;

	for (uint64_t d = 1; d <= most && best > EXACT; d++) {
		double numerator = (double)(uint64_t)(value * (double)d + 0.5);
		double error = fabs(value - numerator / (double)d);

		if (error >= best - EXACT)
			continue;
		best = error;
		*above = (uint64_t)numerator;
		*below = d;
	}
}

void
number_section_put_literals(struct buf *out, struct slice code)
{
	struct slice text;

	while (code.n > 0) {
		size_t n = number_section_literal(code, &text);

		if (text.at != NULL)
			buf_put_slice(out, text);
		code = slice_from(code, n > 0 ? n : 1);
	}
}

static void
put_ratio(struct buf *out, const struct fraction *f, double value)
{
	uint64_t whole = f->whole ? (uint64_t)value : 0, most = 9;
	uint64_t above = 0, below = f->denominator;

	for (size_t i = 1; i < f->digits && i < DENOMINATOR_DIGITS; i++)
		most = most * 10 + 9;
	value -= (double)whole;
	if (below > 0)
		above = (uint64_t)(value * (double)below + 0.5);
	else
		approximate(value, most, &above, &below);
	if (f->whole && above == below) {
		whole++;
		above = 0;
	}
	if (f->whole && (whole > 0 || above == 0))
		buf_printf(out, "%" PRIu64, whole);
	if (f->whole && above == 0)
		return;
	buf_printf(
	    out, "%s%" PRIu64 "/%" PRIu64, whole > 0 ? " " : "", above, below);
}

void
number_section_put_fraction(struct buf *out, struct slice section, double value)
{
	struct fraction f = parse_fraction(section);

	if (value >= FRACTION_MOST) {
		buf_printf(out, "%.15G", value);
		return;
	}
	number_section_put_literals(out, f.before);
	put_ratio(out, &f, value);
	number_section_put_literals(out, f.after);
}
