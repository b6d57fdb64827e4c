/* SPDX-License-Identifier: MIT */
#include <csv.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/io.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/utf8.h"
#include "sheet/cell_text.h"
#include "sheet/csv.h"
#include "sheet/csv_parts.h"
#include "sheet/encoding.h"
#include "text/counted.h"

enum { RAW_BLOCK = 1 << 17, LOOK_AHEAD = 1 << 16, ENTRY_STEP = 1 << 12 };

struct csv {
	char *name;
	csv_read *read;
	void *state;
	int fd; /* its own, or -1 */
	uint64_t bytes;
	uint64_t total;
	struct decoder *decoder;
	char *raw;
	size_t nraw;
	bool ended; /* the text is all there is */
	int read_error;

	struct buf text;
	size_t at; /* where the next row begins */
	size_t
	    quote_at; /* the next quote after that, text.n if none is known */
	uint64_t line;

	struct csv_options options;
	struct dialect dialect;
	bool begun;
	bool by_marks;
	size_t width;
	struct csv_parser parser;
	struct cells cells;
	struct marks marks;
	struct csv_batch *batch; /* being filled: the row at hand comes last */
	struct csv_batch own; /* without a thread */
	struct csv_batch *current; /* being returned */
	struct csv_ahead *ahead;
	bool over;
	size_t nrow; /* cells of the row at hand */
	uint64_t row_line;
	uint64_t fitted; /* rows, the header among them */
	uint64_t row_name; /* of the last row; 0: rows have none */
	const char *assumed;
	struct csv_facts facts;
	char *failure;
	bool mendable;
};

/* Line ends and blanks are the reader's business, not libcsv's. */
static int
never(unsigned char c)
{
	(void)c;
	return 0;
}

static void
parser_start(struct csv *csv)
{
	csv_init(&csv->parser, CSV_STRICT | CSV_STRICT_FINI);
	csv_set_delim(&csv->parser, (unsigned char)csv->dialect.delimiter);
	csv_set_quote(&csv->parser, (unsigned char)csv->options.quote);
	csv_set_space_func(&csv->parser, never);
	csv_set_term_func(&csv->parser, never);
	csv_set_blk_size(&csv->parser, ENTRY_STEP);
}

static ptrdiff_t
read_fd(void *state, char *to, size_t n)
{
	struct csv *csv = state;

	return io_read(csv->fd, to, n);
}

/* Fails without a position. */
static void
fail(struct csv *csv, const char *text)
{
	struct buf message = {0};

	if (csv->failure != NULL)
		return;
	buf_printf(&message, "%s: %s", csv->name, text);
	csv->failure = buf_string(&message);
}

static void
fail_encoding(struct csv *csv)
{
	struct buf text = {0};

	buf_printf(&text, "unknown encoding '%s'", csv->options.encoding);
	fail(csv, buf_string(&text));
	buf_free(&text);
}

static struct csv *
new_reader(const char *name, const struct csv_options *options, int fd)
{
	struct csv *csv = mem_array(1, sizeof *csv);
	bool regular = false;
	struct stat st;

	csv->name = mem_string(name, strlen(name));
	csv->options = *options;
	if (csv->options.quote == 0)
		csv->options.quote = '"';
	csv->fd = fd;
	csv->line = 1;
	csv->width = options->columns;
	csv->raw = mem_alloc(RAW_BLOCK);
	if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
		regular = true;
		csv->total = (uint64_t)st.st_size;
	}
	csv->decoder = decoder_new(options->encoding,
	    options->lenient || options->any_text, regular ? fd : -1);
	parser_start(csv);
	if (csv->decoder == NULL)
		fail_encoding(csv);
	return csv;
}

struct csv *
csv_open(const char *path, const struct csv_options *options)
{
	bool in = strcmp(path, "-") == 0;
	int fd = in ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
	int error = errno;
	struct csv *csv = new_reader(in ? "<stdin>" : path, options, fd);

	csv->read = read_fd;
	csv->state = csv;
	if (fd < 0)
		fail(csv, strerror(error));
	return csv;
}

struct csv *
csv_open_source(const char *name, csv_read *read, void *state,
    const struct csv_options *options)
{
	struct csv *csv = new_reader(name, options, -1);

	csv->read = read;
	csv->state = state;
	return csv;
}

void
csv_close(struct csv *csv)
{
	if (csv == NULL)
		return;
	csv_ahead_stop(csv->ahead);
	if (csv->fd >= 0)
		close(csv->fd);
	csv_free(&csv->parser);
	decoder_free(csv->decoder);
	cells_free(&csv->cells);
	marks_free(&csv->marks);
	csv_batch_free(&csv->own);
	buf_free(&csv->text);
	free(csv->raw);
	free(csv->name);
	free(csv->failure);
	free(csv);
}

const char *
csv_failure(const struct csv *csv)
{
	return csv->failure;
}

bool
csv_mendable(const struct csv *csv)
{
	return csv->mendable;
}

void
csv_facts(const struct csv *csv, struct csv_facts *facts)
{
	*facts = csv->facts;
	facts->delimiter = csv->dialect.delimiter;
	facts->line_end = csv->dialect.newline == '\r' ? "CR"
	    : csv->dialect.crlf			       ? "CRLF"
						       : "LF";
	facts->encoding = "unknown";
	if (csv->decoder == NULL)
		return;
	facts->encoding = decoder_encoding(csv->decoder);
	facts->guessed = decoder_guessed(csv->decoder);
	facts->unknown = decoder_unknown(csv->decoder);
	facts->mended = decoder_mended(csv->decoder);
}

bool
csv_waits(const struct csv *csv)
{
	if (csv->current != NULL && csv->current->next < csv->current->n)
		return false;
	if (csv->ahead != NULL)
		return csv_ahead_waits(csv->ahead);
	return csv->text.n == csv->at ||
	    memchr(csv->text.at + csv->at, csv->dialect.newline,
		csv->text.n - csv->at) == NULL;
}

void
csv_position(const struct csv *csv, uint64_t *bytes, uint64_t *total)
{
	*bytes = csv->current != NULL ? csv->current->bytes : 0;
	*total = csv->total;
}

static size_t
count_char(struct slice s, char c)
{
	size_t n = 0;

	while (s.n > 0) {
		const char *found = memchr(s.at, c, s.n);
		size_t step = found != NULL ? (size_t)(found - s.at) + 1 : s.n;

		n += found != NULL;
		s.at += step;
		s.n -= step;
	}
	return n;
}

/* Fails at an offset of the text that is not before the row's beginning. */
static void __attribute__((format(printf, 4, 5)))
fail_at(struct csv *csv, size_t at, bool mendable, const char *format, ...)
{
	const char *text = buf_slice(&csv->text).at;
	size_t start = at;
	struct buf message = {0};
	va_list ap;

	while (start > csv->at && text[start - 1] != csv->dialect.newline)
		start--;
	buf_printf(&message, "%s:%" PRIu64 ":%zu: ", csv->name,
	    csv->line +
		count_char((struct slice){text + csv->at, start - csv->at},
		    csv->dialect.newline),
	    utf8_length((struct slice){text + start, at - start}) + 1);
	va_start(ap, format);
	buf_vprintf(&message, format, ap);
	va_end(ap);
	csv->failure = buf_string(&message);
	csv->mendable = mendable;
}

/* What ended the text before its time: no row after it is whole. */
static bool
broken(struct csv *csv)
{
	const char *trouble = decoder_trouble(csv->decoder);

	if (csv->read_error != 0)
		fail(csv, strerror(csv->read_error));
	else if (trouble != NULL)
		fail_at(csv, csv->text.n, true, "%s", trouble);
	return csv->failure != NULL;
}

static void
seek_quote(struct csv *csv, size_t from)
{
	const char *found = NULL;

	if (from < csv->text.n && !csv->options.unquoted)
		found = memchr(csv->text.at + from, csv->options.quote,
		    csv->text.n - from);
	csv->quote_at =
	    found != NULL ? (size_t)(found - csv->text.at) : csv->text.n;
}

static void
drop_behind(struct csv *csv)
{
	if (csv->at == 0)
		return;
	memmove(csv->text.at, csv->text.at + csv->at, csv->text.n - csv->at);
	csv->text.n -= csv->at;
	csv->quote_at = csv->quote_at > csv->at ? csv->quote_at - csv->at : 0;
	csv->at = 0;
	marks_start(&csv->marks, 0);
}

static void
read_block(struct csv *csv)
{
	ptrdiff_t n =
	    csv->read(csv->state, csv->raw + csv->nraw, RAW_BLOCK - csv->nraw);
	size_t used;

	if (n < 0)
		csv->read_error = errno != 0 ? errno : EIO;
	csv->ended = n <= 0;
	if (n > 0) {
		csv->nraw += (size_t)n;
		csv->bytes += (uint64_t)n;
	}
	used = decoder_take(csv->decoder, (struct slice){csv->raw, csv->nraw},
	    csv->ended, &csv->text);
	csv->nraw -= used;
	memmove(csv->raw, csv->raw + used, csv->nraw);
	if (decoder_trouble(csv->decoder) != NULL)
		csv->ended = true;
}

/* Reads on; what is before `at` goes. False if there is no more text. */
static bool
fill(struct csv *csv)
{
	size_t before;
	bool searched;

	drop_behind(csv);
	before = csv->text.n;
	searched = csv->quote_at < before;
	while (!csv->ended && csv->text.n == before)
		read_block(csv);
	if (!searched)
		seek_quote(csv, before);
	return csv->text.n > before;
}

/* True if the marks of a row tell all. */
static bool
can_walk(const struct csv *csv)
{
	char delimiter = csv->dialect.delimiter, quote = csv->options.quote;

	return !csv->options.slow && csv->dialect.newline == '\n' &&
	    delimiter != '\n' && delimiter != '\r' &&
	    (csv->options.unquoted ||
		(quote != delimiter && quote != '\n' && quote != '\r'));
}

/* Where the text goes on after so many lines. */
static size_t
behind_lines(struct slice text, uint64_t lines)
{
	size_t at = 0;

	while (lines-- > 0) {
		while (
		    at < text.n && text.at[at] != '\n' && text.at[at] != '\r')
			at++;
		at += at + 1 < text.n && text.at[at] == '\r' &&
		    text.at[at + 1] == '\n';
		at += at < text.n;
	}
	return at;
}

/* Reads ahead, as far as there is something, and sees what it is. */
static void
begin(struct csv *csv)
{
	struct slice text;
	size_t skipped;

	csv->begun = true;
	while (csv->text.n < LOOK_AHEAD && fill(csv))
		;
	text = buf_slice(&csv->text);
	if (text.n > LOOK_AHEAD)
		text.n = LOOK_AHEAD;
	skipped = behind_lines(text, csv->options.skip);
	csv->dialect = dialect_guess(slice_from(text, skipped),
	    csv->options.unquoted ? '\0' : csv->options.quote,
	    csv->ended && text.n == csv->text.n);
	csv->at = skipped + csv->dialect.skip;
	csv->line += csv->options.skip + (csv->dialect.skip > 0);
	if (csv->options.delimiter != 0)
		csv->dialect.delimiter = csv->options.delimiter;
	csv_set_delim(&csv->parser, (unsigned char)csv->dialect.delimiter);
	seek_quote(csv, csv->at);
	csv->marks.delimiter = csv->dialect.delimiter;
	csv->marks.newline = csv->dialect.newline;
	csv->marks.quote =
	    csv->options.unquoted ? csv->dialect.delimiter : csv->options.quote;
	csv->by_marks = can_walk(csv);
	marks_start(&csv->marks, csv->at);
}

/* At the text's end: the last line may have no line end. */
static bool
last_line(struct csv *csv, size_t *end)
{
	if (csv->text.n - csv->at > CSV_ROW_MOST)
		fail_at(csv, csv->at, false, "a row of more than %zu bytes",
		    CSV_ROW_MOST);
	else if (!broken(csv))
		*end = csv->text.n;
	return csv->failure == NULL && *end > csv->at;
}

/* Finds the end of the line at hand; false at the end of the text. */
static bool
find_line(struct csv *csv, size_t *end)
{
	size_t seen = 0;

	for (;;) {
		const char *from = buf_slice(&csv->text).at + csv->at + seen;
		size_t n = csv->text.n - csv->at - seen;
		const char *found =
		    n > 0 ? memchr(from, csv->dialect.newline, n) : NULL;

		if (found != NULL) {
			*end = (size_t)(found - csv->text.at);
			return true;
		}
		seen += n;
		if (seen > CSV_ROW_MOST || !fill(csv))
			return last_line(csv, end);
	}
}

/*
 * Finds the end of the row: a line end with an even number of quotes before
 * it. False, and *end where the text ends, if the last quote is never closed.
 */
static bool
find_quoted(struct csv *csv, size_t *end)
{
	size_t seen = csv->quote_at - csv->at;
	bool inside = false;

	for (;;) {
		size_t n = csv->text.n - csv->at;
		const char *row = csv->text.at + csv->at;

		for (; seen < n; seen++) {
			if (row[seen] == csv->options.quote)
				inside = !inside;
			else if (row[seen] == csv->dialect.newline && !inside)
				break;
		}
		*end = csv->at + seen;
		if (seen < n)
			return true;
		if (seen > CSV_ROW_MOST || !fill(csv)) {
			*end = csv->text.n;
			return !inside;
		}
	}
}

/* In a TAB file only a cell that begins with a quote is a quoted one. */
static bool
has_quoted_cell(const struct csv *csv, size_t end)
{
	const char *text = csv->text.at;

	if (csv->dialect.delimiter != '\t')
		return true;
	for (size_t i = csv->quote_at; i < end; i++)
		if (text[i] == csv->options.quote &&
		    (i == csv->at || text[i - 1] == '\t'))
			return true;
	return false;
}

static struct slice
line_content(const struct csv *csv, size_t end)
{
	if (csv->dialect.newline == '\n' && end > csv->at &&
	    csv->text.at[end - 1] == '\r')
		end--;
	return (struct slice){csv->text.at + csv->at, end - csv->at};
}

static struct slice *
row_cells(const struct csv *csv)
{
	return csv->batch->cells + csv->batch->ncells;
}

static bool
add_cell(struct csv *csv, struct slice cell)
{
	if (csv->nrow == CSV_CELLS_MOST) {
		fail_at(csv, csv->at, false, "a row of more than %zu cells",
		    CSV_CELLS_MOST);
		return false;
	}
	if (csv->batch->cells_room - csv->batch->ncells <= csv->nrow)
		csv_batch_room(csv->batch, csv->nrow + 1);
	row_cells(csv)[csv->nrow++] = cell;
	return true;
}

static bool
split_plain(struct csv *csv, struct slice row)
{
	char delimiter = csv->dialect.delimiter;
	const char *at = row.at;
	const char *end = row.at + row.n;
	const char *next;

	csv->nrow = 0;
	while ((next = memchr(at, delimiter, (size_t)(end - at))) != NULL) {
		if (!add_cell(csv, (struct slice){at, (size_t)(next - at)}))
			return false;
		at = next + 1;
	}
	return add_cell(csv, (struct slice){at, (size_t)(end - at)});
}

/*
 * A row of one line whose quoted cells have no quotes inside needs no copy.
 * False if it is not as simple as that.
 */
static bool
split_simple(struct csv *csv, struct slice row)
{
	char delimiter = csv->dialect.delimiter, quote = csv->options.quote;
	const char *at = row.at;
	const char *end = row.at + row.n;

	csv->nrow = 0;
	for (;; at++) {
		bool quoted = at < end && *at == quote;
		const char *from = at + quoted;
		const char *to = memchr(
		    from, quoted ? quote : delimiter, (size_t)(end - from));

		if (to == NULL && quoted)
			return false;
		if (to == NULL)
			to = end;
		if (!quoted && memchr(from, quote, (size_t)(to - from)) != NULL)
			return false;
		if (!add_cell(csv, (struct slice){from, (size_t)(to - from)}))
			return false;
		at = to + quoted;
		if (at == end)
			return true;
		if (*at != delimiter)
			return false;
	}
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

/*
 * The cells that were put together become the row, in the place of what they
 * were made of, which they fit into.
 */
static bool
use_cells(struct csv *csv)
{
	size_t start = 0;
	char *row = csv->text.at + csv->at;

	if (csv->cells.bytes.n > 0)
		memcpy(row, csv->cells.bytes.at, csv->cells.bytes.n);
	csv->nrow = 0;
	for (size_t i = 0; i < csv->cells.n; i++) {
		size_t end = csv->cells.ends[i];

		if (!add_cell(csv, (struct slice){row + start, end - start}))
			return false;
		start = end;
	}
	return true;
}

/* Where the quote is that opens the last cell of an unclosed row. */
static size_t
opening(const struct csv *csv, struct slice row)
{
	size_t open = 0, closed = (size_t)-1;
	bool inside = false;

	for (size_t i = 0; i < row.n; i++) {
		if (row.at[i] != csv->options.quote)
			continue;
		if (inside)
			closed = i;
		else if (closed == (size_t)-1 || i != closed + 1)
			open = i;
		inside = !inside;
	}
	return open;
}

static void
fail_quote(struct csv *csv, struct slice row, size_t at)
{
	char quote = csv->options.quote;

	if (at >= row.n)
		fail_at(csv, csv->at + opening(csv, row), true,
		    "a quote that is never closed");
	else if (row.at[at] == quote)
		fail_at(csv, csv->at + at, true,
		    "a quote inside a cell that does not begin with one");
	else if (at >= 2 && row.at[at - 2] == '\\')
		fail_at(csv, csv->at + at - 1, true,
		    "a backslash before a quote: quotes in a cell are doubled");
	else
		fail_at(csv, csv->at + at, true, "text after a closing quote");
}

/* Strictly by libcsv; on failure *at is the offset of what broke the rules. */
static bool
split_quoted(struct csv *csv, struct slice row, size_t *at)
{
	cells_clear(&csv->cells);
	*at = csv_parse(
	    &csv->parser, row.at, row.n, put_cell, end_row, &csv->cells);
	if (*at == row.n &&
	    csv_fini(&csv->parser, put_cell, end_row, &csv->cells) == 0)
		return true;
	csv_free(&csv->parser);
	parser_start(csv);
	return false;
}

/* Is there a blank beside a quote that has the cell's end after it? */
static bool
has_blanks(const struct csv *csv, struct slice row)
{
	char before = csv->dialect.delimiter, quote = csv->options.quote;
	bool blank = false;

	for (size_t i = 0; i < row.n; i++) {
		char c = row.at[i];

		if (c != csv->dialect.delimiter && slice_is_space(c)) {
			blank = true;
			continue;
		}
		if (blank &&
		    ((before == csv->dialect.delimiter && c == quote) ||
			(before == quote && c == csv->dialect.delimiter)))
			return true;
		before = c;
		blank = false;
	}
	return blank && before == quote;
}

/* One way to read a bent row: true if it comes out as wide as the others. */
static bool
try_mend(struct csv *csv, struct slice row, enum mend_way way)
{
	static const char *const said[MEND_WAYS] = {
	    [MEND_QUOTES] = "stray quotes taken as text",
	    [MEND_BACKSLASHES] = "backslashes taken as escapes",
	    [MEND_BLANKS] = "blanks beside quotes left out",
	};
	bool open;

	if ((way == MEND_BACKSLASHES &&
		memmem(row.at, row.n, "\\\"", 2) == NULL) ||
	    (way == MEND_BLANKS && !has_blanks(csv, row)))
		return false;
	mend_split(&csv->cells, row, csv->dialect.delimiter, csv->options.quote,
	    way, &open);
	csv->assumed = said[way];
	return !open && (csv->width == 0 || csv->cells.n == csv->width);
}

static bool
try_all(struct csv *csv, struct slice row)
{
	return try_mend(csv, row, MEND_BACKSLASHES) ||
	    try_mend(csv, row, MEND_BLANKS) || try_mend(csv, row, MEND_QUOTES);
}

/* Reads the row at hand leniently, and returns where it ends. */
static size_t
mend(struct csv *csv, size_t end)
{
	const char *text = csv->text.at;
	const char *found =
	    memchr(text + csv->at, csv->dialect.newline, end - csv->at);
	size_t line = found != NULL ? (size_t)(found - text) : end;

	if (try_all(csv, line_content(csv, line)))
		return line;
	if (line < end && try_all(csv, line_content(csv, end)))
		return end;
	try_mend(csv, line_content(csv, line), MEND_QUOTES);
	return line;
}

/* A line whatever its quotes say. */
static bool
take_loose(struct csv *csv, size_t end)
{
	bool open;

	mend_split(&csv->cells, line_content(csv, end), csv->dialect.delimiter,
	    csv->options.quote, MEND_QUOTES, &open);
	return use_cells(csv);
}

static bool
take_quoted(struct csv *csv, size_t *end)
{
	bool closed = find_quoted(csv, end);
	struct slice row = line_content(csv, *end);
	size_t at = row.n;

	if (csv->failure != NULL || (*end == csv->text.n && broken(csv)))
		return false;
	if (*end - csv->at > CSV_ROW_MOST)
		closed = false;
	if (!split_quoted(csv, row, &at) || !closed) {
		if (!csv->options.lenient) {
			fail_quote(csv, row, at);
			return false;
		}
		*end = mend(csv, *end);
	}
	csv->line +=
	    count_char((struct slice){csv->text.at + csv->at, *end - csv->at},
		csv->dialect.newline);
	return use_cells(csv);
}

/* The next row of the file, blank or not, whatever it is like. */
static bool
take_any(struct csv *csv)
{
	size_t end = csv->at;
	bool taken, loose;

	csv->assumed = NULL;
	if (!find_line(csv, &end))
		return false;
	if (csv->dialect.newline == '\r' && csv->text.at[csv->at] == '\n')
		csv->at++;
	if (csv->quote_at < csv->at)
		seek_quote(csv, csv->at);
	csv->row_line = csv->line;
	loose = csv->line <= csv->options.loose;
	if (csv->options.slow && !csv->options.unquoted && csv->quote_at >= end)
		csv->quote_at = csv->at;
	if (csv->quote_at >= end || !has_quoted_cell(csv, end)) {
		taken = split_plain(csv, line_content(csv, end));
	} else if ((loose || !csv->options.slow) &&
	    split_simple(csv, line_content(csv, end))) {
		taken = true;
	} else if (loose) {
		taken = take_loose(csv, end);
	} else {
		taken = take_quoted(csv, &end);
	}
	csv->at = end < csv->text.n ? end + 1 : end;
	csv->line++;
	return taken;
}

/* The row at hand, if it keeps all the rules. */
static enum csv_walk
take_marked(struct csv *csv)
{
	struct csv_walked walked;
	enum csv_walk walk;

	if (!csv->by_marks || csv->line <= csv->options.loose)
		return CSV_ODD;
	walk =
	    csv_walk_row(&csv->marks, &csv->text, csv->at, csv->batch, &walked);
	if (walk != CSV_WALKED)
		return walk;
	csv->assumed = NULL;
	csv->nrow = walked.cells;
	csv->row_line = csv->line;
	csv->line += walked.lines;
	csv->at = walked.end;
	return CSV_WALKED;
}

/* True if the row at hand can be taken without more text. */
static bool
is_whole(const struct csv *csv)
{
	struct slice left = slice_from(buf_slice(&csv->text), csv->at);
	const char *end = memchr(left.at, csv->dialect.newline, left.n);
	bool inside = false;

	if (end == NULL)
		return false;
	if (csv->options.unquoted ||
	    memchr(left.at, csv->options.quote, (size_t)(end - left.at)) ==
		NULL)
		return true;
	for (size_t i = 0; i < left.n; i++) {
		if (left.at[i] == csv->dialect.newline && !inside)
			return true;
		inside ^= left.at[i] == csv->options.quote;
	}
	return false;
}

/* The next row, blank or not; false if there is none that can be had now. */
static bool
take_row(struct csv *csv)
{
	bool first = csv->batch->n == 0;
	enum csv_walk walk = take_marked(csv);

	while (walk == CSV_NOT_WHOLE && first && fill(csv))
		walk = take_marked(csv);
	if (walk == CSV_WALKED)
		return true;
	if (!first && (walk == CSV_NOT_WHOLE || !is_whole(csv)))
		return false;
	return take_any(csv);
}

static bool
blank_from(const struct csv *csv, size_t i)
{
	while (i < csv->nrow && cell_text_is_blank(row_cells(csv)[i]))
		i++;
	return i == csv->nrow;
}

static void
fail_width(struct csv *csv)
{
	struct buf message = {0};

	buf_printf(&message, "%s:%" PRIu64 ": %s where the first row has %zu",
	    csv->name, csv->row_line, COUNTED(csv->nrow, "cell", "cells"),
	    csv->width);
	csv->failure = buf_string(&message);
	csv->mendable = true;
}

/*
 * R's write.table() gives its row names, numbers that rise, no heading: then
 * all rows but the header are a cell wider, and that cell is the first. Asked
 * of tables with TABs, which are in no cell by mistake.
 */
static bool
has_row_name(struct csv *csv)
{
	uint64_t name;

	if (csv->fitted == 0 || csv->nrow != csv->width + 1 ||
	    csv->options.ragged || csv->dialect.delimiter != '\t' ||
	    (csv->fitted > 1 && csv->row_name == 0) ||
	    !number_read(row_cells(csv)[0], UINT32_MAX, &name) ||
	    name <= csv->row_name)
		return false;
	csv->row_name = name;
	csv->facts.row_names = true;
	return true;
}

/* Old programs of DOS end a file with a Ctrl-Z. */
static void
drop_file_end(struct csv *csv)
{
	struct slice *last;

	if (!csv->ended || csv->at < csv->text.n || csv->nrow == 0)
		return;
	last = &row_cells(csv)[csv->nrow - 1];
	if (last->n > 0 && last->at[last->n - 1] == '\x1A')
		last->n--;
}

/* Puts the row at hand into the batch, as wide as the others. */
static bool
fit(struct csv *csv)
{
	struct csv_batch *batch = csv->batch;
	bool named = has_row_name(csv);
	size_t given = csv->nrow - named;

	if (csv->width == 0 || csv->options.ragged)
		csv->width = given;
	if (csv->row_name > 0 && !named) {
		fail_width(csv);
		return false;
	}
	csv->fitted++;
	if (!named && given > csv->width && blank_from(csv, csv->width))
		given = csv->width;
	if (given > csv->width && !csv->options.lenient) {
		fail_width(csv);
		return false;
	}
	if (given > csv->width && csv->assumed == NULL)
		csv->assumed = "cells beyond the header left out";
	csv->facts.padded += given < csv->width;
	while (csv->nrow < csv->width)
		if (!add_cell(csv, SLICE("")))
			return false;
	if (batch->n == batch->room)
		csv_batch_more_rows(batch);
	batch->rows[batch->n++] = (struct csv_row){.line = csv->row_line,
	    .n = csv->width,
	    .given = given,
	    .cells = row_cells(csv) + named,
	    .assumed = csv->assumed};
	batch->ncells += csv->nrow;
	return true;
}

/* The batch gets the text that its rows are in; what is left begins again. */
static void
hand_over(struct csv *csv, struct csv_batch *batch)
{
	struct buf text = csv->text;

	csv->text = batch->text;
	batch->text = text;
	batch->bytes = csv->bytes;
	buf_clear(&csv->text);
	buf_put(&csv->text, text.at + csv->at, text.n - csv->at);
	csv->quote_at = csv->quote_at > csv->at ? csv->quote_at - csv->at : 0;
	csv->at = 0;
	marks_start(&csv->marks, 0);
}

/* All rows that are there, at least one; false at the end. */
static bool
read_batch(void *state, struct csv_batch *batch)
{
	struct csv *csv = state;

	csv->batch = batch;
	csv_batch_clear(batch);
	if (csv->failure != NULL)
		return false;
	if (!csv->begun)
		begin(csv);
	while (take_row(csv)) {
		drop_file_end(csv);
		if (blank_from(csv, 0))
			csv->facts.blank++;
		else if (!fit(csv))
			break;
	}
	if (batch->n > 0)
		hand_over(csv, batch);
	return batch->n > 0;
}

static struct csv_batch *
next_batch(struct csv *csv)
{
	if (csv->options.threaded && csv->ahead == NULL)
		csv->ahead = csv_ahead_start(read_batch, csv);
	if (csv->ahead != NULL)
		return csv_ahead_next(csv->ahead);
	return read_batch(csv, &csv->own) ? &csv->own : NULL;
}

bool
csv_next(struct csv *csv, struct csv_row *row)
{
	struct csv_batch *batch = csv->current;

	if (csv->over)
		return false;
	if (batch == NULL || batch->next == batch->n)
		batch = csv->current = next_batch(csv);
	csv->over = batch == NULL;
	if (csv->over)
		return false;
	*row = batch->rows[batch->next++];
	csv->facts.rows++;
	return true;
}

const struct csv_row *
csv_peek(const struct csv *csv, size_t k)
{
	const struct csv_batch *batch = csv->current;

	if (batch == NULL || batch->n - batch->next <= k)
		return NULL;
	return &batch->rows[batch->next + k];
}
