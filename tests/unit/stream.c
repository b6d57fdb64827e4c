/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/diag.h"
#include "stream/fields.h"
#include "stream/lines.h"
#include "stream/stream.h"
#include "tap.h"

static char path[] = "/tmp/imgpipe-unit-stream.XXXXXX";
static char path2[] = "/tmp/imgpipe-unit-stream.XXXXXX";

static void
write_file(const char *name, struct slice text)
{
	FILE *fp = fopen(name, "wb");

	if (fp == NULL || fwrite(text.at, 1, text.n, fp) != text.n ||
	    fclose(fp) != 0)
		exit(2);
}

/* A small generator of our own: the same everywhere. */
static uint32_t
next_random(void)
{
	static uint32_t state = 2463534242u;

	state ^= state << 13;
	state ^= state >> 17;
	return state ^= state << 5;
}

static void
put_random_value(struct buf *value)
{
	size_t n = next_random() % 40;
	static const char often[] = "\t\n\r\\tnr \"',;";

	for (size_t i = 0; i < n; i++)
		switch (next_random() % 4) {
		case 0:
			buf_put_char(
			    value, often[next_random() % (sizeof often - 1)]);
			break;
		case 1:
			buf_put_char(value, (char)(1 + next_random() % 127));
			break;
		case 2: buf_put_string(value, "\xC3\xA9"); break;
		default: buf_put_string(value, "\xF0\x9F\x8C\xBF");
		}
}

static bool
round_trip(const struct buf *value)
{
	struct buf wire = {0}, back = {0};
	struct slice got;
	bool same, clean;

	stream_escape(&wire, buf_slice(value));
	clean = wire.n == 0 ||
	    (memchr(wire.at, '\t', wire.n) == NULL &&
		memchr(wire.at, '\n', wire.n) == NULL &&
		memchr(wire.at, '\r', wire.n) == NULL);
	got = stream_value(buf_slice(&wire), &back);
	same = slice_equal(got, buf_slice(value));
	buf_free(&wire);
	buf_free(&back);
	return same && clean;
}

static void
test_property(void)
{
	struct buf value = {0};
	bool all = true;

	for (int i = 0; i < 200000; i++) {
		buf_clear(&value);
		put_random_value(&value);
		all = all && round_trip(&value);
	}
	for (int c = 0; c < 256; c++) {
		buf_clear(&value);
		buf_put_char(&value, (char)c);
		all = all && round_trip(&value);
	}
	ok(all, "any bytes escaped and read back are the same");
	for (size_t n = 1, at = 0; n <= 40; at = (at + 1) % n, n += at == 0) {
		buf_clear(&value);
		memset(buf_room(&value, n), 'x', n);
		value.n = n;
		value.at[at] = "\t\n\r\\"[(n + at) % 4];
		all = all && round_trip(&value);
	}
	ok(all, "wherever in the value they stand");
	buf_free(&value);
}

/* The rows of the files, "|" between fields, "/" after rows, the error. */
static void
read_all(char *names[], size_t n, size_t most, struct buf *text)
{
	struct stream_in *in = stream_open(names, n);
	struct block block = {0};

	buf_clear(text);
	while (stream_read(in, &block, most)) {
		block_index(&block);
		for (size_t row = 0; row < block.nrows; row++) {
			for (size_t i = 0; i < block.ncolumns; i++) {
				if (i > 0)
					buf_put_char(text, '|');
				buf_put_slice(
				    text, block_field(&block, row, i));
			}
			buf_put_char(text, '/');
		}
		if (block.error != NULL) {
			buf_put_char(text, '!');
			buf_put_string(text, strchr(block.error, ':'));
			break;
		}
	}
	block_free(&block);
	stream_close(in);
}

struct sample {
	const char *text; /* after the header "a\tb\n" */
	const char *expected;
	const char *name;
};

static const struct sample samples[] = {
    {"", "", "header only"},
    {"1\t2\n3\t4\n", "1|2/3|4/", "two rows"},
    {"\t\n", "|/", "empty fields"},
    {"1\t2\n3\t4",
	"1|2/!:3: the last line has no LF: the program that wrote it did not end well",
	"last LF missing"},
    {"1\t2\n3\n", "1|2/!:3: 1 field where the header has 2", "short row"},
    {"1\t2\t3\n", "!:2: 3 fields where the header has 2", "long row"},
    {"1\n2\t3\t4\n", "!:2: 1 field where the header has 2",
	"a short row before a long one"},
    {"1\t2\t3\n4\n", "!:2: 3 fields where the header has 2",
	"a long row before a short one"},
    {"1\t2\n\n3\t4\n", "1|2/!:3: 1 field where the header has 2", "blank line"},
    {"1\t2\r\n",
	"!:2: a raw CR: lines end in LF, and a CR in a value is written \\r",
	"CRLF"},
    {"1\ta\\tb\\n\\r\\\\\n", "1|a\\tb\\n\\r\\\\/", "escapes"},
    {"1\t2\n1\tC:\\new\\x\n",
	"1|2/!:3: an unknown escape: only \\t \\n \\r \\\\ are allowed",
	"unknown escape"},
    {"1\\\t2\n", "!:2: an unknown escape: only \\t \\n \\r \\\\ are allowed",
	"backslash before TAB"},
    {"1\t2\\\n", "!:2: an unknown escape: only \\t \\n \\r \\\\ are allowed",
	"backslash before LF"},
    {"1\t\xC3\xA9\n2\t\xC3\n", "1|\xC3\xA9/!:3: invalid UTF-8",
	"invalid UTF-8"},
    {"1\t\xED\xA0\x80\n", "!:2: invalid UTF-8", "surrogate"},
    {"1\n\xFF\t2\n", "!:2: 1 field where the header has 2",
	"the first of two errors counts"},
    {"\xFF\t2\n1\n", "!:2: invalid UTF-8", "and in the other order"},
};

static void
test_samples(void)
{
	struct buf file = {0}, text = {0};
	char *names[] = {path};

	for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
		buf_clear(&file);
		buf_put_string(&file, "a\tb\n");
		buf_put_string(&file, samples[i].text);
		write_file(path, buf_slice(&file));
		for (size_t most = 0; most < 3; most++) {
			read_all(names, 1, most, &text);
			is_slice(buf_slice(&text),
			    slice_of(samples[i].expected), samples[i].name);
		}
	}
	write_file(path, SLICE("a\tb\n1\t\0\n"));
	read_all(names, 1, 0, &text);
	is_slice(buf_slice(&text), SLICE("!:2: a NUL byte"), "NUL");
	buf_free(&file);
	buf_free(&text);
}

static void
test_operands(void)
{
	char *names[] = {path, path2};
	struct buf text = {0};

	write_file(path, SLICE("a\tb\tc\n1\t2\t3\n"));
	write_file(path2, SLICE("c\ta\tb\n30\t10\t\\t\n33\t11\t22\n"));
	read_all(names, 2, 0, &text);
	is_slice(buf_slice(&text), SLICE("1|2|3/10|\\t|30/11|22|33/"),
	    "operands are put into the first one's order");
	write_file(path2, SLICE("c\ta\tb\n30\t10\n"));
	read_all(names, 2, 0, &text);
	is_slice(buf_slice(&text),
	    SLICE("1|2|3/!:2: 2 fields where the header has 3"),
	    "the position is that of the second operand");
	write_file(path2, SLICE("c\ta\tx\n"));
	read_all(names, 2, 0, &text);
	ok(memmem(text.at, text.n, "column 'b'", 10) != NULL,
	    "other columns are an error");
	write_file(path2, SLICE(""));
	read_all(names, 2, 0, &text);
	ok(memmem(text.at, text.n, "empty", 5) != NULL,
	    "an empty operand is an error");
	buf_free(&text);
}

/* Rows of every length around the sizes of blocks and vectors. */
static void
test_lengths(void)
{
	struct buf file = {0}, expected = {0}, text = {0};
	char *names[] = {path};

	buf_put_string(&file, "a\tb\n");
	for (size_t n = 0; n < 3000; n++) {
		for (size_t i = 0; i < n % 700; i++)
			buf_put_char(&file, (char)('a' + (n + i) % 26));
		buf_put_char(&file, '\t');
		buf_put_number(&file, n);
		buf_put_char(&file, '\n');
	}
	for (size_t i = 4; i < file.n; i++)
		buf_put_char(&expected,
		    file.at[i] == '\t'	     ? '|'
			: file.at[i] == '\n' ? '/'
					     : file.at[i]);
	write_file(path, buf_slice(&file));
	for (size_t most = 0; most < 8; most += 7) {
		read_all(names, 1, most, &text);
		ok(slice_equal(buf_slice(&text), buf_slice(&expected)),
		    "rows of all lengths");
	}
	buf_free(&file);
	buf_free(&expected);
	buf_free(&text);
}

static void
lay_out(const char *const own[], size_t nown, const struct slice values[],
    struct buf *text)
{
	char *names[] = {path};
	struct stream_in *in = stream_open(names, 1);
	struct layout *layout = layout_new(stream_columns(in), own, nown);
	struct block block = {0};

	buf_clear(text);
	layout_header(layout, text);
	while (stream_read(in, &block, 0) && block_index(&block))
		for (size_t row = 0; row < block.nrows; row++)
			layout_row(layout, &block, row, values, text);
	block_free(&block);
	layout_free(layout);
	stream_close(in);
}

static void
test_layout(void)
{
	static const char *const own[] = {"x", "b", "y"};
	const struct slice values[] = {SLICE("\t"), SLICE("B"), SLICE("")};
	const struct slice none[] = {SLICE_NONE, SLICE_NONE, SLICE_NONE};
	struct buf text = {0};

	write_file(path, SLICE("a\tb\tc\n1\t2\t\\n\n"));
	lay_out(own, 3, values, &text);
	is_slice(buf_slice(&text), SLICE("a\tb\tc\tx\ty\n1\tB\t\\n\t\\t\t\n"),
	    "own columns in place or at the right");
	lay_out(own, 3, none, &text);
	is_slice(buf_slice(&text), SLICE("a\tb\tc\tx\ty\n1\t2\t\\n\t\t\n"),
	    "no value leaves what is there");
	lay_out(own, 0, NULL, &text);
	is_slice(buf_slice(&text), SLICE("a\tb\tc\n1\t2\t\\n\n"),
	    "nothing of its own: a copy");
	buf_free(&text);
}

/* All LF, so that whatever is summed up in bytes would overflow. */
static void
test_count(void)
{
	static char lines[10000];
	bool all = true;

	memset(lines, '\n', sizeof lines);
	for (size_t n = 0; n <= sizeof lines; n++)
		all &= lines_count(lines, n) == n;
	ok(all, "lines are counted, however many");
}

static void
test_fields(void)
{
	static const char *const names[] = {"c", "none", "a"};
	char *operand[] = {path};
	struct fields fields = {0};
	struct block block = {0};
	struct slice escaped, other, parts[3];
	struct stream_in *in;

	write_file(path, SLICE("a\tb\tc\n1\t2\tx\\ty\nn\\n\t\tz\n"));
	in = stream_open(operand, 1);
	fields_bind(&fields, in, names, 3);
	ok(fields_have(&fields, 0) && !fields_have(&fields, 1),
	    "columns that are there, and one that is not");
	ok(stream_read(in, &block, 0) && block_index(&block), "rows");
	escaped = fields_value(&fields, &block, 0, 0);
	other = fields_value(&fields, &block, 1, 2);
	is_slice(escaped, SLICE("x\ty"), "a value without its escapes");
	is_slice(other, SLICE("n\n"), "another one, and the first stays");
	is_slice(fields_raw(&fields, &block, 0, 0), SLICE("x\\ty"),
	    "as it is in the stream");
	ok(fields_value(&fields, &block, 0, 1).n == 0, "no column, no value");
	fields_split(block_row(&block, 0), parts, 3);
	is_slice(parts[2], SLICE("x\\ty"), "the last field of a row");
	fields_split(SLICE("1\t"), parts, 3);
	ok(slice_equal(parts[0], SLICE("1")) && parts[1].n == 0 &&
		parts[2].n == 0,
	    "a row that is too short");
	fields_free(&fields);
	block_free(&block);
	stream_close(in);
}

/* Every byte at every place of a vector, and after the last whole one. */
static void
test_printable(void)
{
	enum { N = 40 };
	char lines[N];
	uint32_t ends[N + 16];
	bool all = true;

	for (int c = 0; c < 256; c++)
		for (size_t at = 0; at < N; at++) {
			bool end = c == '\t' || c == '\n', printable;

			memset(lines, 'a', sizeof lines);
			lines[at] = (char)c;
			all = all &&
			    lines_split(lines, N, ends, &printable) == end &&
			    (!end || ends[0] == at) &&
			    printable ==
				(end || (c >= ' ' && c <= '~' && c != '\\'));
		}
	ok(all, "what is printable, and where fields end");
}

int
main(void)
{
	test_count();
	test_printable();
	diag_init("unit-stream");
	if (close(mkstemp(path)) < 0 || close(mkstemp(path2)) < 0)
		return 2;
	test_property();
	test_samples();
	test_operands();
	test_lengths();
	test_layout();
	test_fields();
	unlink(path);
	unlink(path2);
	return done_testing() + diag_status();
}
