/* SPDX-License-Identifier: MIT */
/*
 * The csv reader: whatever cells are written, in any dialect, encoding and
 * portions of bytes, are read back.
 */
#include <iconv.h>
#include <stdlib.h>

#include "sheet/csv.h"
#include "sheet/encoding.h"
#include "../fuzz/shared.h"
#include "tap.h"

static uint32_t seed = 1;

static uint32_t
below(uint32_t n)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % n;
}

enum { ROWS = 40, CELLS = 5, MANY = 20000 };

/* Cells of random bytes from an alphabet that needs quoting. */
struct sheet {
	struct buf text; /* as it should be read, a NUL after each cell */
	struct buf file;
	char delimiter;
	const char *line_end;
	bool always_quoted;
	size_t rows;
};

static void
put_cell(struct sheet *s, struct slice cell)
{
	bool quoted = s->always_quoted || cell.n == 0;

	for (size_t i = 0; i < cell.n; i++)
		quoted |= strchr("\"\r\n", cell.at[i]) != NULL ||
		    cell.at[i] == s->delimiter;
	if (quoted)
		buf_put_char(&s->file, '"');
	for (size_t i = 0; i < cell.n; i++) {
		if (cell.at[i] == '"')
			buf_put_char(&s->file, '"');
		buf_put_char(&s->file, cell.at[i]);
	}
	if (quoted)
		buf_put_char(&s->file, '"');
}

static void
make(struct sheet *s, bool plain)
{
	static const char *const bits[] = {"a", "Bc", "12", " ", "\xC3\xA9",
	    "\xC3\xB6x", "\"", ",", ";", "\t", "|", "\n", "\r\n", "\\"};
	struct buf cell = {0};

	for (size_t i = 0; i < s->rows * CELLS; i++) {
		size_t n = below(6);

		buf_clear(&cell);
		/* No row is blank, and the header has no delimiters. */
		buf_put_string(&cell,
		    i < CELLS	    ? "name"
			: i % CELLS ? ""
				    : "x");
		for (size_t k = 0; k < n && i >= CELLS; k++)
			buf_put_string(&cell, bits[below(plain ? 6 : 14)]);
		buf_put_slice(&s->text, buf_slice(&cell));
		buf_put_char(&s->text, '\0');
		put_cell(s, buf_slice(&cell));
		if ((i + 1) % CELLS != 0)
			buf_put_char(&s->file, s->delimiter);
		else
			buf_put_string(&s->file, s->line_end);
	}
	buf_free(&cell);
}

/* True if the row is the one that was seen ahead, if one was. */
static bool
as_seen(const struct csv_row *ahead, const struct csv_row *row)
{
	return ahead == NULL ||
	    (ahead->line == row->line && ahead->cells == row->cells);
}

/* Reads the bytes and puts what comes out in the form of sheet.text. */
static bool
read_back(struct slice bytes, size_t portion, const struct sheet *s,
    const struct csv_options *options)
{
	struct portions portions = {bytes, portion};
	struct csv *csv =
	    csv_open_source("test", give_portion, &portions, options);
	const struct csv_row *ahead = NULL;
	struct buf got = {0};
	struct csv_row row;
	bool same = true;

	while (csv_next(csv, &row)) {
		same &= as_seen(ahead, &row);
		for (size_t i = 0; i < row.n; i++) {
			buf_put_slice(&got, row.cells[i]);
			buf_put_char(&got, '\0');
		}
		ahead = csv_peek(csv, 0);
	}
	same &= csv_failure(csv) == NULL &&
	    slice_equal(buf_slice(&got), buf_slice(&s->text));
	if (!same)
		printf("# %s\n",
		    csv_failure(csv) != NULL ? csv_failure(csv) : "differs");
	csv_close(csv);
	buf_free(&got);
	return same;
}

static void
convert(struct buf *to, struct slice from, const char *encoding)
{
	iconv_t cd = iconv_open(encoding, "UTF-8");
	char *in = (char *)(uintptr_t)from.at;
	size_t left = from.n, room = from.n * 4 + 16;
	char *out = buf_room(to, room);
	char *start = out;

	iconv(cd, &in, &left, &out, &room);
	to->n += (size_t)(out - start);
	iconv_close(cd);
}

/* All must read the same. */
static const struct csv_options ways[] = {
    {0}, {.slow = true}, {.threaded = true}};

static bool
round_trip(char delimiter, const char *line_end, const char *encoding,
    bool always_quoted, bool plain)
{
	static const size_t portions[] = {1, 7, 4096};
	struct sheet s = {.delimiter = delimiter,
	    .line_end = line_end,
	    .always_quoted = always_quoted,
	    .rows = ROWS};
	struct buf bytes = {0};
	bool same = true;

	make(&s, plain);
	convert(&bytes, buf_slice(&s.file), encoding);
	for (size_t i = 0; i < 9; i++)
		same &= read_back(
		    buf_slice(&bytes), portions[i / 3], &s, &ways[i % 3]);
	buf_free(&bytes);
	buf_free(&s.text);
	buf_free(&s.file);
	return same;
}

static void
test_round_trips(void)
{
	static const char delimiters[] = ",;\t|";
	static const char *const line_ends[] = {"\n", "\r\n", "\r"};
	static const char *const encodings[] = {
	    "UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "ISO-8859-1"};
	char name[64];

	for (size_t e = 0; e < 6; e++)
		for (size_t l = 0; l < 3; l++) {
			bool same = true;

			for (size_t d = 0; d < 16; d++)
				same &=
				    round_trip(delimiters[d % 4], line_ends[l],
					encodings[e], d / 4 % 2 > 0, d / 8 > 0);
			snprintf(name, sizeof name, "%s, line end %zu",
			    encodings[e], l);
			ok(same, name);
		}
}

static struct csv *
open_text(struct portions *p, const char *text, bool lenient)
{
	struct csv_options options = {.lenient = lenient};

	*p = (struct portions){slice_of(text), 3};
	return csv_open_source("t", give_portion, p, &options);
}

static void
test_lines(void)
{
	struct portions p;
	struct csv *csv =
	    open_text(&p, "\n\na,b\n\"1\n2\",x\n , \nlast,\"\"\"\"", false);
	struct csv_facts facts;
	struct csv_row row;

	ok(csv_next(csv, &row) && row.line == 3, "blank lines before");
	ok(csv_next(csv, &row) && row.line == 4, "a row of two lines");
	ok(csv_next(csv, &row) && row.line == 7, "and the one behind");
	is_slice(row.cells[1], SLICE("\""), "a quote alone");
	ok(!csv_next(csv, &row) && csv_failure(csv) == NULL, "the end");
	ok(!csv_next(csv, &row), "stays the end");
	csv_facts(csv, &facts);
	ok(facts.rows == 3 && facts.blank == 3, "are counted");
	csv_close(csv);
}

static void
test_failure(const char *text, const char *failure, bool mendable)
{
	struct portions p;
	struct csv *csv = open_text(&p, text, false);
	struct csv_row row;

	while (csv_next(csv, &row))
		;
	is_slice(slice_of(csv_failure(csv)), slice_of(failure), failure);
	ok(csv_mendable(csv) == mendable, "lenience");
	ok(!csv_next(csv, &row), "nothing follows");
	csv_close(csv);
}

/* A row beyond the limit is refused, and memory does not follow the file. */
static ptrdiff_t
give_for_ever(void *state, char *to, size_t n)
{
	(void)state;
	memset(to, 'x', n);
	return (ptrdiff_t)n;
}

/* More than is read at once. */
static void
test_many(void)
{

	for (size_t i = 0; i < 6; i++) {
		struct sheet s = {.delimiter = i % 2 ? '\t' : ',',
		    .line_end = "\r\n",
		    .rows = MANY};

		make(&s, false);
		ok(read_back(buf_slice(&s.file), 100000, &s, &ways[i / 2]),
		    "many rows");
		buf_free(&s.text);
		buf_free(&s.file);
	}
}

/* Rows of any length, as wide as a file may have them. */
static void
test_long(void)
{
	for (size_t i = 0; i < 6; i++) {
		struct sheet s = {.delimiter = ',', .line_end = "\n"};
		size_t length = i % 2 ? 3000000 : 100000;
		struct buf cell = {0};

		for (size_t k = 0; k < length / 5; k++)
			buf_put(&cell, "ab\"\n,", 5);
		for (size_t k = 0; k < 12; k++) {
			struct slice one =
			    k / 4 == 1 ? buf_slice(&cell) : SLICE("x");

			buf_put_slice(&s.text, one);
			buf_put_char(&s.text, '\0');
			put_cell(&s, one);
			buf_put_string(&s.file, k % 4 == 3 ? "\n" : ",");
		}
		ok(read_back(buf_slice(&s.file), 4096, &s, &ways[i / 2]),
		    "long rows");
		buf_free(&cell);
		buf_free(&s.text);
		buf_free(&s.file);
	}
}

static void
test_early_end(void)
{
	struct csv_options options = {.threaded = true};
	struct sheet s = {.delimiter = ',', .line_end = "\n", .rows = MANY};
	struct csv_row row;

	make(&s, true);
	for (int rows = 0; rows < 2; rows++) {
		struct portions p = {buf_slice(&s.file), 100000};
		struct csv *csv =
		    csv_open_source("t", give_portion, &p, &options);

		ok(rows == 0 || csv_next(csv, &row), "closed before the end");
		csv_close(csv);
	}
	buf_free(&s.text);
	buf_free(&s.file);
}

static void
test_endless(void)
{
	struct csv_options options = {0};
	struct csv *csv = csv_open_source("t", give_for_ever, NULL, &options);
	struct csv_row row;

	ok(!csv_next(csv, &row), "an endless line is refused");
	ok(strstr(csv_failure(csv), "more than") != NULL, "and told");
	csv_close(csv);
}

int
main(void)
{
	test_round_trips();
	test_lines();
	test_failure("a\n\"b\n", "t:2:1: a quote that is never closed", true);
	test_failure(
	    "a,b\n\"1\n2\"x,\n", "t:3:3: text after a closing quote", true);
	test_failure("\xC3\xA9,b\n\xC3\xA9\xC3\xA9\"\n",
	    "t:2:3: a quote inside a cell that does not begin with one", true);
	test_many();
	test_long();
	test_early_end();
	test_endless();
	return done_testing();
}
