/* SPDX-License-Identifier: MIT */
/*
 * What a workbook's cell may have: a formula, a number's format and a number,
 * a line each. A link is as long as it is only where the formula is one; a
 * format without places leaves a number as it is; doubts are codes that exist.
 */
#include "registry/problem.h"
#include "sheet/file_names.h"
#include "sheet/formula.h"
#include "sheet/number_format.h"
#include "sheet/number_list.h"
#include "shared.h"

static bool
put(void *state, struct buf *out, uint64_t row, size_t column)
{
	must(row > 0);
	if (column % 7 == 3)
		return false;
	buf_put_slice(out, *(struct slice *)state);
	return true;
}

static bool
put_named(void *state, struct buf *out, struct slice heading)
{
	buf_put_slice(out, heading);
	return put(state, out, 1, heading.n);
}

static struct slice
take_line(struct slice *rest)
{
	const char *end = rest->n > 0 ? memchr(rest->at, '\n', rest->n) : NULL;
	struct slice line = {
	    rest->at, end != NULL ? (size_t)(end - rest->at) : rest->n};

	*rest = slice_from(*rest, line.n + (end != NULL));
	return line;
}

static void
try_formula(struct slice formula, struct slice cell)
{
	struct formula_cells cells = {.put = put,
	    .put_named = put_named,
	    .state = &cell,
	    .rows = (int64_t)formula.n - 9,
	    .columns = 1};
	struct buf out = {0};
	bool found;

	buf_put_string(&out, "before");
	found = formula_put_link(&out, formula, &cells);
	must(!found || (out.n > 6 && formula_has_link(formula)));
	must(found || out.n == 6);
	must(memcmp(out.at, "before", 6) == 0);
	buf_free(&out);
}

static void
try_format(struct slice code, struct slice number)
{
	struct number_format format = number_format_parse(code), general = {0};
	struct buf shown = {0}, plain = {0};

	number_format_put(&shown, number, &format, code.n % 2 == 1);
	number_format_put(&plain, number, &general, false);
	must(format.places > 0 || format.date || format.time ||
	    slice_equal(buf_slice(&shown), buf_slice(&plain)));
	buf_clear(&shown);
	number_format_put_text(&shown, number, &format);
	must(format.text[0] != '\0' || slice_equal(buf_slice(&shown), number));
	buf_free(&shown);
	buf_free(&plain);
}

static void
try_number(struct slice number)
{
	const char *codes[NUMBER_DOUBTS_MOST];
	size_t n = number_doubts(number, codes);
	struct file_names names = file_names_of(number);
	struct slice name;
	struct buf link = {0};

	for (size_t i = 0; i < n; i++)
		must(problem_find(slice_of(codes[i])) != NULL);
	while (file_names_next(&names, &name)) {
		must(name.n > 0 && name.at >= number.at &&
		    name.at + name.n <= number.at + number.n);
		must(file_names_base(name).n > 0);
	}
	file_names_put_link(&link, number);
	must(link.n <= number.n);
	buf_free(&link);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice rest = {(const char *)data, size};
	struct slice formula = take_line(&rest), code = take_line(&rest);

	if (!utf8_valid((struct slice){(const char *)data, size}))
		return 0;
	try_formula(formula, rest);
	try_format(code, rest);
	try_number(rest);
	return 0;
}
