/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "stream/fields.h"

void
fields_bind(struct fields *fields, const struct stream_in *in,
    const char *const names[], size_t n)
{
	fields_free(fields);
	fields->n = n;
	fields->at = mem_array(n, sizeof *fields->at);
	fields->scratch = mem_array(n, sizeof *fields->scratch);
	for (size_t i = 0; i < n; i++)
		fields->at[i] = stream_column(in, names[i]);
}

void
fields_free(struct fields *fields)
{
	for (size_t i = 0; i < fields->n; i++)
		buf_free(&fields->scratch[i]);
	free(fields->at);
	free(fields->scratch);
	*fields = (struct fields){0};
}

void
fields_split(struct slice row, struct slice fields[], size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *tab =
		    row.n > 0 ? memchr(row.at, '\t', row.n) : NULL;

		fields[i] = row;
		if (tab != NULL)
			fields[i].n = (size_t)(tab - row.at);
		row = slice_from(row, fields[i].n + (tab != NULL));
	}
}
