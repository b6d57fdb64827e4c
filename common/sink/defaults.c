/* SPDX-License-Identifier: MIT */
#include <stdbool.h>

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

const char *
defaults_read(struct defaults *defaults, const char *list)
{
	while (*list != '\0') {
		const struct column *column = named(list);
		struct slice value;
		const char *end;

		if (column == NULL)
			return list;
		value.at = end = strchr(list, '=') + 1;
		while (*end != '\0' && !(*end == ',' && named(end + 1) != NULL))
			end++;
		value.n = (size_t)(end - value.at);
		if (!is_fit(column, value))
			return list;
		set(defaults, column->name, value);
		list = *end == ',' ? end + 1 : end;
	}
	return NULL;
}

struct slice
defaults_value(const struct defaults *defaults, const char *column)
{
	for (size_t i = 0; i < defaults->n; i++)
		if (strcmp(defaults->columns[i], column) == 0)
			return defaults->values[i];
	return SLICE("");
}
