/* SPDX-License-Identifier: MIT */
#include <stdbool.h>

#include "base/buf.h"
#include "base/nearest.h"
#include "base/number.h"
#include "base/utf8.h"
#include "registry/column.h"
#include "sink/defaults.h"

/* The column that "name=" at the beginning of the text means. */
static const struct column *
named(const char *text)
{
	size_t n;
	const struct column *all = column_all(&n);

	for (size_t i = 0; i < n; i++) {
		size_t length = strlen(all[i].name);

		if (all[i].defaults &&
		    strncmp(text, all[i].name, length) == 0 &&
		    text[length] == '=')
			return &all[i];
	}
	return NULL;
}

static bool
is_fit(const struct column *column, struct slice value)
{
	uint64_t number;

	return utf8_valid(value) &&
	    (column->kind != COLUMN_NUMBER ||
		number_read(value, 999999999, &number));
}

/* Given twice, the last one counts. */
static void
set(struct defaults *defaults, const char *column, struct slice value)
{
	size_t at = 0;

	while (at < defaults->n && strcmp(defaults->columns[at], column) != 0)
		at++;
	defaults->columns[at] = column;
	defaults->values[at] = value;
	defaults->n = at == defaults->n ? at + 1 : defaults->n;
}

static void
put_names(struct buf *names)
{
	size_t n;
	const struct column *all = column_all(&n);

	for (size_t i = 0; i < n; i++)
		if (all[i].defaults)
			buf_printf(names, "%s%s", names->n > 0 ? ", " : "",
			    all[i].name);
	buf_string(names);
}

/* The column that a sheet's header of that name would be, or that is near. */
static const char *
meant(struct slice name)
{
	size_t n;
	const struct column *all = column_all(&n),
			    *column = column_by_header(name);
	struct nearest near = {.text = name};

	if (column != NULL && column->defaults)
		return column->name;
	for (size_t i = 0; i < n; i++)
		if (all[i].defaults)
			nearest_try(&near, all[i].name);
	return near.name;
}

/* The text has no column that can be filled at its beginning. */
_Noreturn static void
refuse_column(const struct opt *opt, const char *text)
{
	struct slice name = {text, strcspn(text, "=,")};
	const char *column = meant(name);
	struct buf names = {0};

	put_names(&names);
	if (text[name.n] != '=')
		opt_invalid(opt, opt->name, slice_of(text),
		    "COLUMN=VALUE; the columns: %s", names.at);
	if (column != NULL)
		opt_misuse(opt, "invalid --%s: '%.*s': did you mean '%s'?",
		    opt->name, SLICE_ARG(name), column);
	opt_invalid(
	    opt, opt->name, name, "the columns that it fills: %s", names.at);
}

/* "CC0,onwer=Museum of A": a column with a slip is none of the value. */
static void
refuse_slip(const struct opt *opt, struct slice value)
{
	for (size_t i = 0; i + 1 < value.n; i++) {
		const char *next = value.at + i + 1;
		size_t n = strcspn(next, "=, ");

		if (value.at[i] == ',' && i + 1 + n < value.n &&
		    next[n] == '=' && meant((struct slice){next, n}) != NULL)
			refuse_column(opt, next);
	}
}

void
defaults_read(struct defaults *defaults, const struct opt *opt)
{
	const char *list = opt->argument;

	while (*list != '\0') {
		const struct column *column = named(list);
		struct slice value;
		const char *end;

		if (column == NULL)
			refuse_column(opt, list);
		value.at = end = strchr(list, '=') + 1;
		while (*end != '\0' && !(*end == ',' && named(end + 1) != NULL))
			end++;
		value.n = (size_t)(end - value.at);
		refuse_slip(opt, value);
		if (!is_fit(column, value))
			opt_invalid(opt, opt->name, value, "%s: %s",
			    column->name,
			    column->kind == COLUMN_NUMBER ? "a number"
							  : "UTF-8");
		set(defaults, column->name, value);
		list = *end == ',' ? end + 1 : end;
	}
}

struct slice
defaults_value(const struct defaults *defaults, const char *column)
{
	for (size_t i = 0; i < defaults->n; i++)
		if (strcmp(defaults->columns[i], column) == 0)
			return defaults->values[i];
	return SLICE("");
}
