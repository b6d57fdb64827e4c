/* SPDX-License-Identifier: MIT */
/* A block of rows: checked, its fields found, its errors placed. */
#include <stdlib.h>

#include "base/ascii.h"
#include "base/diag.h"
#include "base/mem.h"
#include "stream/lines.h"
#include "stream/stream.h"
#include "text/counted.h"

static void
make_room(struct block *block, size_t n)
{
	size_t room = block->ends_room > 0 ? block->ends_room : 1 << 16;

	if (block->ends_room >= n)
		return;
	while (room < n)
		room *= 2;
	free(block->ends);
	block->ends = mem_array(room, sizeof *block->ends);
	block->ends_room = room;
}

/* As there are as many LF as rows, none of them is then inside a row. */
static bool
rows_end_in_lf(const struct block *block)
{
	const uint32_t *last = block->ends + block->ncolumns - 1;

	for (size_t row = 0; row < block->nrows; row++)
		if (block->data[last[row * block->ncolumns]] != '\n')
			return false;
	return true;
}

/* The first row that has not as many fields as there are columns. */
static size_t
first_ragged(const struct block *block, size_t nends)
{
	size_t columns = block->ncolumns;
	size_t whole = nends / columns;
	const uint32_t *end = block->ends;

	if (nends == block->nrows * columns && rows_end_in_lf(block))
		return block->nrows;
	if (whole > block->nrows)
		whole = block->nrows;
	for (size_t row = 0; row < whole; row++, end += columns) {
		for (size_t i = 0; i + 1 < columns; i++)
			if (block->data[end[i]] != '\t')
				return row;
		if (block->data[end[columns - 1]] != '\n')
			return row;
	}
	return whole;
}

static bool
is_name(const struct columns *columns, struct slice cell)
{
	for (size_t i = 0; i < columns->n; i++)
		if (slice_equal(columns->names[i], cell))
			return true;
	return false;
}

static bool
is_word(struct slice cell)
{
	if (cell.n == 0 || !ascii_is_letter(*cell.at))
		return false;
	for (size_t i = 0; i < cell.n; i++)
		if (!ascii_is_letter(cell.at[i]) && !ascii_is_digit(cell.at[i]))
			return false;
	return true;
}

/*
 * How many of a line's cells are names of columns, if all are words; their
 * number goes to *ncells.
 */
static size_t
count_names(const struct columns *columns, struct slice line, size_t *ncells)
{
	size_t cells = 0, names = 0;

	for (;;) {
		const char *tab = memchr(line.at, '\t', line.n);
		struct slice cell = {
		    line.at, tab != NULL ? (size_t)(tab - line.at) : line.n};

		if (!is_word(cell))
			return 0;
		cells++;
		names += is_name(columns, cell);
		if (tab == NULL)
			break;
		line = slice_from(line, cell.n + 1);
	}
	*ncells = cells;
	return names;
}

/*
 * True if a line is a header, of this stream or of one like it: words only, all
 * of them names of columns, or at least two and the half.
 */
static bool
is_header(const struct columns *columns, struct slice line)
{
	size_t cells = 0, names = count_names(columns, line, &cells);

	return names > 0 &&
	    (names == cells || (names >= 2 && 2 * names >= cells));
}

static void
fail_header(struct block *block, size_t row)
{
	block_fail(block, row,
	    "a second header line: give the files as operands instead of "
	    "joining them with cat(1)");
}

/*
 * A header in the middle. Its line is as long as the first one's where the
 * columns are the same in any order, or begins with the same name.
 */
static void
find_header(struct block *block)
{
	const struct columns *columns = block->columns;
	struct slice first = columns->names[0];
	const uint32_t *end = block->ends;
	size_t start = 0;

	for (size_t row = 0; row < block->nrows; row++) {
		size_t next = (size_t)end[columns->n - 1] + 1;
		struct slice line = {block->data + start, next - 1 - start};

		if ((line.n == block->header_length ||
			(*line.at == *first.at && end[0] - start == first.n)) &&
		    is_header(columns, line)) {
			fail_header(block, row);
			return;
		}
		start = next;
		end += columns->n;
	}
}

static void
fail_ragged(struct block *block, size_t row)
{
	size_t at = row * block->ncolumns;
	size_t start = at > 0 ? (size_t)block->ends[at - 1] + 1 : 0;
	const char *from = block->data + start;
	const char *end = memchr(from, '\n', block->length - start);
	size_t fields = 1, cells;

	for (const char *c = from; c < end; c++)
		fields += *c == '\t';
	/* It is wrong anyway: another stage's header has more columns. */
	if (count_names(block->columns,
		(struct slice){from, (size_t)(end - from)}, &cells) >= 2) {
		fail_header(block, row);
		return;
	}
	block_fail(block, row, "%s where the header has %zu",
	    COUNTED(fields, "field", "fields"), block->ncolumns);
}

static void
check_text(struct block *block)
{
	size_t at, row;
	const char *wrong =
	    lines_wrong((struct slice){block->data, block->length}, &at);

	if (wrong == NULL)
		return;
	row = lines_count(block->data, at);
	if (row <= block->nrows)
		block_fail(block, row, "%s", wrong);
}

/* Writes the rows again in the order of the first operand's columns. */
static void
put_in_order(struct block *block)
{
	uint32_t *ends =
	    mem_array(block->nrows * block->ncolumns + 1, sizeof *ends);
	size_t n = 0;

	buf_clear(&block->ordered);
	for (size_t row = 0; row < block->nrows; row++)
		for (size_t i = 0; i < block->ncolumns; i++) {
			buf_put_slice(&block->ordered,
			    block_field(block, row, block->order[i]));
			ends[n++] = (uint32_t)block->ordered.n;
			buf_put_char(&block->ordered,
			    i + 1 < block->ncolumns ? '\t' : '\n');
		}
	free(block->ends);
	block->ends = ends;
	block->ends_room = n;
	block->data = buf_slice(&block->ordered).at;
	block->length = block->ordered.n;
	block->order = NULL;
}

bool
block_index(struct block *block)
{
	size_t nends, row;

	if (block->nrows == 0)
		return block->error == NULL;
	make_room(block, block->length + 16);
	nends = lines_split(
	    block->data, block->length, block->ends, &block->printable);
	row = first_ragged(block, nends);
	if (row < block->nrows)
		fail_ragged(block, row);
	find_header(block);
	if (!block->printable)
		check_text(block);
	if (block->order != NULL && block->nrows > 0)
		put_in_order(block);
	return block->error == NULL;
}

static char *placed(const struct block *block, size_t row, const char *format,
    va_list ap) __attribute__((format(printf, 3, 0)));

static char *
placed(const struct block *block, size_t row, const char *format, va_list ap)
{
	struct buf text = {0};

	buf_printf(&text, "%s:%" PRIu64 ": ", block->source, block->line + row);
	buf_vprintf(&text, format, ap);
	return buf_string(&text);
}

void
block_fail(struct block *block, size_t row, const char *format, ...)
{
	va_list ap;

	free(block->error);
	va_start(ap, format);
	block->error = placed(block, row, format, ap);
	va_end(ap);
	block->nrows = row;
}

void
block_free(struct block *block)
{
	buf_free(&block->bytes);
	buf_free(&block->ordered);
	free(block->ends);
	free(block->error);
	*block = (struct block){0};
}
