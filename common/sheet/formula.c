/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/ascii.h"
#include "base/number.h"
#include "sheet/formula.h"
#include "sheet/number_format.h"

/* Calls within calls, and what an address may have. */
enum { DEPTH_MOST = 16, TEXT_MOST = 1 << 13, ARGUMENTS = 4 };

/* What is left to be read. */
struct reader {
	struct slice left;
	const struct formula_cells *cells;
	int depth;
};

static bool put_expression(struct reader *r, struct buf *out);

static void
skip_blanks(struct reader *r)
{
	r->left = slice_trim(r->left);
}

static bool
take(struct reader *r, const char *any)
{
	skip_blanks(r);
	if (r->left.n == 0 || strchr(any, *r->left.at) == NULL)
		return false;
	r->left = slice_from(r->left, 1);
	return true;
}

/* "a ""quoted"" text" */
static bool
put_text(struct reader *r, struct buf *out)
{
	struct slice *left = &r->left;

	*left = slice_from(*left, 1);
	while (left->n > 0) {
		bool quote = *left->at == '"';

		if (quote && (left->n < 2 || left->at[1] != '"')) {
			*left = slice_from(*left, 1);
			return true;
		}
		buf_put_char(out, *left->at);
		*left = slice_from(*left, quote ? 2 : 1);
	}
	return false;
}

static bool
put_number(struct reader *r, struct buf *out)
{
	struct slice *left = &r->left;

	while (left->n > 0 && (ascii_is_digit(*left->at) || *left->at == '.')) {
		buf_put_char(out, *left->at);
		*left = slice_from(*left, 1);
	}
	return true;
}

/* "$A$2" or "A2" at the front; false, and nothing taken, if it is none. */
static bool
take_reference(struct slice *left, const struct formula_cells *cells,
    uint64_t *row, size_t *column)
{
	struct slice s = *left;
	bool fixed[2] = {false, false};
	int64_t at[2] = {0, 0};
	size_t n = 0;

	fixed[0] = s.n > 0 && *s.at == '$';
	s = slice_from(s, fixed[0]);
	for (; n < s.n && n < 4 && ascii_is_letter(s.at[n]); n++)
		at[0] = at[0] * 26 + (ascii_lower(s.at[n]) - 'a') + 1;
	if (n == 0 || n > 3)
		return false;
	s = slice_from(s, n);
	fixed[1] = s.n > 0 && *s.at == '$';
	s = slice_from(s, fixed[1]);
	for (n = 0; n < s.n && n < 9 && ascii_is_digit(s.at[n]); n++)
		at[1] = at[1] * 10 + (s.at[n] - '0');
	if (n == 0 || n > 8)
		return false;
	at[0] += fixed[0] ? 0 : cells->columns;
	at[1] += fixed[1] ? 0 : cells->rows;
	if (at[0] < 1 || at[1] < 1)
		return false;
	*column = (size_t)at[0] - 1;
	*row = (uint64_t)at[1];
	*left = slice_from(s, n);
	return true;
}

static bool
put_cell(struct reader *r, struct buf *out)
{
	uint64_t row;
	size_t column;

	return take_reference(&r->left, r->cells, &row, &column) &&
	    r->cells->put(r->cells->state, out, row, column);
}

/* [.A2] of .ods; [@Number] and [[#This Row],[Number]] of a table. */
static bool
put_bracketed(struct reader *r, struct buf *out)
{
	static const char this_row[] = "[[#This Row],[";
	const char *end = memchr(r->left.at, ']', r->left.n);
	struct slice name;

	if (slice_begins(r->left, "[.")) {
		r->left = slice_from(r->left, 2);
		return put_cell(r, out) && take(r, "]");
	}
	if (slice_begins(r->left, this_row)) {
		name = slice_from(r->left, sizeof this_row - 1);
		end = memmem(name.at, name.n, "]]", 2);
	} else if (slice_begins(r->left, "[@") && end != NULL) {
		name = slice_from(r->left, 2);
	} else {
		return false;
	}
	if (end == NULL)
		return false;
	name.n = (size_t)(end - name.at);
	r->left = slice_from(r->left, (size_t)(end - r->left.at));
	while (r->left.n > 0 && *r->left.at == ']')
		r->left = slice_from(r->left, 1);
	return r->cells->put_named != NULL &&
	    r->cells->put_named(r->cells->state, out, name);
}

static void
put_replaced(
    struct buf *out, struct slice text, struct slice old, struct slice new)
{
	while (text.n > 0) {
		bool here = old.n > 0 && text.n >= old.n &&
		    memcmp(text.at, old.at, old.n) == 0;

		buf_put_slice(out, here ? new : (struct slice){text.at, 1});
		text = slice_from(text, here ? old.n : 1);
	}
}

static void
put_encoded(struct buf *out, struct slice text)
{
	for (size_t i = 0; i < text.n; i++) {
		char c = text.at[i];

		if (ascii_is_letter(c) || ascii_is_digit(c) ||
		    (c != '\0' && strchr("-_.~", c) != NULL))
			buf_put_char(out, c);
		else
			buf_printf(out, "%%%02X", (unsigned char)c);
	}
}

/* Blanks within count as one, and at both ends as none. */
static void
put_trimmed(struct buf *out, struct slice text)
{
	struct slice word;
	bool first = true;

	while (slice_word(&text, ' ', &word)) {
		if (!first)
			buf_put_char(out, ' ');
		buf_put_slice(out, word);
		first = false;
	}
}

static void
put_case(struct buf *out, struct slice text, bool upper)
{
	for (size_t i = 0; i < text.n; i++) {
		char c = text.at[i];

		if (upper && c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		buf_put_char(out, upper ? c : ascii_lower(c));
	}
}

static void
put_formatted(struct buf *out, struct slice number, struct slice code)
{
	struct number_format format = number_format_parse(code);

	number_format_put(out, number, &format, false);
}

/* The result of a function; false if it is not known, or has too few. */
static bool
put_result(struct buf *out, struct slice name, const struct slice a[], size_t n)
{
	if (ascii_begins(name, "_xlfn."))
		name = slice_from(name, sizeof "_xlfn." - 1);
	if (ascii_equal(name, "CONCATENATE") || ascii_equal(name, "CONCAT"))
		for (size_t i = 0; i < n; i++)
			buf_put_slice(out, a[i]);
	else if (ascii_equal(name, "TEXT") && n == 2)
		put_formatted(out, a[0], a[1]);
	else if (ascii_equal(name, "LOWER") && n == 1)
		put_case(out, a[0], false);
	else if (ascii_equal(name, "UPPER") && n == 1)
		put_case(out, a[0], true);
	else if (ascii_equal(name, "TRIM") && n == 1)
		put_trimmed(out, a[0]);
	else if (ascii_equal(name, "SUBSTITUTE") && n == 3)
		put_replaced(out, a[0], a[1], a[2]);
	else if (ascii_equal(name, "ENCODEURL") && n == 1)
		put_encoded(out, a[0]);
	else
		return false;
	return true;
}

/* The arguments up to the ")", one after the other; those of CONCATENATE may
 * be many, and are one text. */
static bool
put_call(struct reader *r, struct buf *out, struct slice name)
{
	struct buf texts = {0};
	size_t ends[ARGUMENTS], n = 0, start = 0;
	struct slice a[ARGUMENTS];
	bool good = true, more = !take(r, ")");

	while (good && more) {
		good = put_expression(r, &texts) &&
		    (n < ARGUMENTS || ascii_begins(name, "CONCAT"));
		if (good && n == ARGUMENTS)
			n--;
		if (good)
			ends[n++] = texts.n;
		more = good && take(r, ",;");
		good = good && (more || take(r, ")"));
	}
	for (size_t i = 0; good && i < n; i++) {
		a[i] = (struct slice){
		    buf_slice(&texts).at + start, ends[i] - start};
		start = ends[i];
	}
	good = good && put_result(out, name, a, n);
	buf_free(&texts);
	return good;
}

/* A cell, or a function's call. */
static bool
put_word(struct reader *r, struct buf *out)
{
	struct slice name = {r->left.at, 0};

	while (name.n < r->left.n &&
	    (ascii_is_letter(r->left.at[name.n]) ||
		ascii_is_digit(r->left.at[name.n]) ||
		r->left.at[name.n] == '_' || r->left.at[name.n] == '.'))
		name.n++;
	if (name.n < r->left.n && r->left.at[name.n] == '(') {
		r->left = slice_from(r->left, name.n + 1);
		return put_call(r, out, name);
	}
	if (name.n < r->left.n && r->left.at[name.n] == '[') {
		r->left = slice_from(r->left, name.n);
		return put_bracketed(r, out);
	}
	return put_cell(r, out);
}

static bool
put_term(struct reader *r, struct buf *out)
{
	skip_blanks(r);
	if (r->left.n == 0 || out->n > TEXT_MOST)
		return false;
	if (*r->left.at == '"')
		return put_text(r, out);
	if (ascii_is_digit(*r->left.at))
		return put_number(r, out);
	if (*r->left.at == '[')
		return put_bracketed(r, out);
	if (take(r, "("))
		return put_expression(r, out) && take(r, ")");
	return put_word(r, out);
}

static bool
put_expression(struct reader *r, struct buf *out)
{
	bool good = r->depth++ < DEPTH_MOST;

	do
		good = good && put_term(r, out);
	while (good && take(r, "&"));
	r->depth--;
	return good;
}

/* What follows the first call of that function which is not in a text; at NULL
 * if there is none. */
static struct slice
find_call(struct slice formula, const char *call)
{
	bool quoted = false;

	for (size_t i = 0; i < formula.n; i++) {
		struct slice left = slice_from(formula, i);

		quoted = quoted != (*left.at == '"');
		if (!quoted && ascii_begins(left, call) &&
		    (i == 0 || !ascii_is_letter(left.at[-1])))
			return slice_from(left, strlen(call));
	}
	return SLICE_NONE;
}

/* A picture in the cell says more than the page that it leads to. */
static const char *
link_call(struct slice formula)
{
	static const char *const calls[] = {"IMAGE(", "HYPERLINK("};

	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
		if (find_call(formula, calls[i]).at != NULL)
			return calls[i];
	return NULL;
}

/* Google's for what Excel does not have: the formula itself, as a text. False
 * if it is none. */
static bool
put_dummy(struct buf *out, struct slice formula)
{
	struct reader r = {.left = find_call(formula, "DUMMYFUNCTION(")};

	return r.left.n > 0 && *r.left.at == '"' && put_text(&r, out) &&
	    link_call(buf_slice(out)) != NULL;
}

bool
formula_has_link(struct slice formula)
{
	struct buf inner = {0};
	bool has = link_call(formula) != NULL || put_dummy(&inner, formula);

	buf_free(&inner);
	return has;
}

static bool
put_link(struct buf *out, struct slice formula, const char *call,
    const struct formula_cells *cells)
{
	struct reader r = {.left = find_call(formula, call), .cells = cells};
	size_t start = out->n;
	bool good =
	    find_call(r.left, call).at == NULL && put_expression(&r, out);

	skip_blanks(&r);
	if (good && r.left.n > 0 && strchr(",;)", *r.left.at) != NULL &&
	    out->n > start)
		return true;
	out->n = start;
	return false;
}

bool
formula_put_link(
    struct buf *out, struct slice formula, const struct formula_cells *cells)
{
	const char *call = link_call(formula);
	struct buf inner = {0};
	bool put = false;

	if (call != NULL) {
		put = put_link(out, formula, call, cells);
	} else if (put_dummy(&inner, formula)) {
		formula = buf_slice(&inner);
		put = put_link(out, formula, link_call(formula), cells);
	}
	buf_free(&inner);
	return put;
}
