/* SPDX-License-Identifier: MIT */
#include <csv.h>
#include <stdlib.h>

#include "base/mem.h"
#include "sheet/csv_parts.h"
#include "sheet/csv_strict.h"

enum { ENTRY_STEP = 1 << 12 };

struct csv_strict {
	struct csv_parser parser;
	char delimiter, quote;
};

/* Line ends and blanks are the reader's business, not libcsv's. */
static int
never(unsigned char c)
{
	(void)c;
	return 0;
}

static void
parser_start(struct csv_strict *strict)
{
	csv_init(&strict->parser, CSV_STRICT | CSV_STRICT_FINI);
	csv_set_delim(&strict->parser, (unsigned char)strict->delimiter);
	csv_set_quote(&strict->parser, (unsigned char)strict->quote);
	csv_set_space_func(&strict->parser, never);
	csv_set_term_func(&strict->parser, never);
	csv_set_blk_size(&strict->parser, ENTRY_STEP);
}

struct csv_strict *
csv_strict_new(char delimiter, char quote)
{
	struct csv_strict *strict = mem_alloc(sizeof *strict);

	*strict = (struct csv_strict){.delimiter = delimiter, .quote = quote};
	parser_start(strict);
	return strict;
}

static void
put_cell(void *bytes, size_t n, void *data)
{
	struct cells *cells = data;

	buf_put(&cells->bytes, bytes, n);
	cells_end(cells);
}

static void
end_row(int c, void *data)
{
	(void)c;
	(void)data;
}

bool
csv_strict_split(struct csv_strict *strict, struct slice row,
    struct cells *cells, size_t *at)
{
	cells_clear(cells);
	*at =
	    csv_parse(&strict->parser, row.at, row.n, put_cell, end_row, cells);
	if (*at == row.n &&
	    csv_fini(&strict->parser, put_cell, end_row, cells) == 0)
		return true;
	csv_free(&strict->parser);
	parser_start(strict);
	return false;
}

void
csv_strict_free(struct csv_strict *strict)
{
	if (strict == NULL)
		return;
	csv_free(&strict->parser);
	free(strict);
}
