/* SPDX-License-Identifier: MIT */
/* Reading an img-stream(5): operands, headers, blocks of whole lines. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/ascii.h"
#include "base/diag.h"
#include "base/io.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "stream/lines.h"
#include "stream/mistaken.h"
#include "stream/stream.h"

/* What is read at once: large enough to hide the call, small enough to stay
 * in a processor's cache until a worker has it. */
enum { READ_SIZE = 256 * 1024 };

struct stream_in {
	char *const *operands;
	size_t noperands;
	size_t next; /* operand */
	int fd; /* -1 between operands */
	bool at_end; /* of this operand */
	const char *source;
	uint64_t line; /* of the first byte that waits */
	uint64_t rows;
	struct buf waiting; /* read and not yet given out */
	size_t given; /* bytes of it that were given out */
	struct buf header; /* of the first operand, without LF */
	struct columns columns;
	size_t *order; /* this operand's column for each of `columns` */
	char *error; /* ends the stream */
	uint64_t bytes, total;
};

static void fail(struct stream_in *in, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void
fail(struct stream_in *in, const char *format, ...)
{
	struct buf text = {0};
	va_list ap;

	va_start(ap, format);
	buf_vprintf(&text, format, ap);
	va_end(ap);
	in->error = buf_string(&text);
}

/* Bytes in all the operands, 0 if one of them is no regular file. */
static uint64_t
total_size(char *const operands[], size_t n)
{
	uint64_t total = 0;
	struct stat st;

	for (size_t i = 0; i < n; i++) {
		bool standard = strcmp(operands[i], "-") == 0;
		int rc = standard ? fstat(STDIN_FILENO, &st)
				  : stat(operands[i], &st);

		if (rc < 0 || !S_ISREG(st.st_mode))
			return 0;
		total += (uint64_t)st.st_size;
	}
	return total;
}

static void
fail_to_open(struct stream_in *in, const char *path)
{
	struct buf why = {0};

	mistaken_put_error(&why, path, errno);
	fail(in, "%s: %s", path, buf_string(&why));
	buf_free(&why);
}

static void
open_next(struct stream_in *in)
{
	const char *path = in->operands[in->next++];

	in->at_end = false;
	in->line = 1;
	if (strcmp(path, "-") == 0) {
		in->source = "<stdin>";
		in->fd = STDIN_FILENO;
		mistaken_terminal();
		return;
	}
	in->source = path;
	in->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (in->fd < 0)
		fail_to_open(in, path);
	else
		posix_fadvise(in->fd, 0, 0, POSIX_FADV_SEQUENTIAL);
}

static void
close_operand(struct stream_in *in)
{
	if (in->fd > STDIN_FILENO)
		close(in->fd);
	in->fd = -1;
}

/* Reads once after what waits. False at the end or on error. */
static bool
fill(struct stream_in *in)
{
	ssize_t n;

	if (in->at_end || in->error != NULL)
		return false;
	if (in->given > 0) {
		in->waiting.n -= in->given;
		memmove(
		    in->waiting.at, in->waiting.at + in->given, in->waiting.n);
		in->given = 0;
	}
	buf_room(&in->waiting, READ_SIZE);
	n = io_read(in->fd, in->waiting.at + in->waiting.n, READ_SIZE);
	if (n < 0)
		fail(in, "%s: %s", in->source, strerror(errno));
	if (n <= 0) {
		in->at_end = true;
		return false;
	}
	in->waiting.n += (size_t)n;
	in->bytes += (uint64_t)n;
	return true;
}

static void
fail_unfinished(struct stream_in *in)
{
	fail(in,
	    "%s:%" PRIu64
	    ": the last line has no LF: the program that wrote it did not end "
	    "well",
	    in->source, in->line);
}

static bool
has_line(const struct stream_in *in, size_t from)
{
	size_t n = in->waiting.n - from;

	return n > 0 && memchr(in->waiting.at + from, '\n', n) != NULL;
}

/* Waits for a whole line; false if none is to come. */
static bool
await_line(struct stream_in *in)
{
	size_t seen = in->given;

	while (!has_line(in, seen)) {
		size_t before = in->waiting.n - in->given;

		if (before > STREAM_ROW_MOST) {
			fail(in, "%s:%" PRIu64 ": a row of more than %zu bytes",
			    in->source, in->line, STREAM_ROW_MOST);
			return false;
		}
		if (!fill(in)) {
			if (in->error == NULL && before > 0)
				fail_unfinished(in);
			return false;
		}
		seen = in->given + before;
	}
	return true;
}

/* The names of a header line: slices of it. */
static struct columns
split_header(struct slice header)
{
	struct columns columns = {0};

	for (;;) {
		const char *tab =
		    header.n > 0 ? memchr(header.at, '\t', header.n) : NULL;
		size_t n = tab != NULL ? (size_t)(tab - header.at) : header.n;

		columns.names = mem_resize(
		    columns.names, columns.n + 1, sizeof *columns.names);
		columns.names[columns.n++] = (struct slice){header.at, n};
		if (tab == NULL)
			return columns;
		header.at += n + 1;
		header.n -= n + 1;
	}
}

static size_t
find_column(const struct columns *columns, struct slice name)
{
	for (size_t i = 0; i < columns->n; i++)
		if (slice_equal(columns->names[i], name))
			return i;
	return STREAM_NONE;
}

static int
compare_names(const void *a, const void *b)
{
	return slice_compare(
	    *(const struct slice *)a, *(const struct slice *)b);
}

static void
check_names(struct stream_in *in, const struct columns *columns)
{
	struct slice *sorted = mem_array(columns->n, sizeof *sorted);

	memcpy(sorted, columns->names, columns->n * sizeof *sorted);
	mem_sort(sorted, columns->n, sizeof *sorted, compare_names);
	for (size_t i = 0; i < columns->n && in->error == NULL; i++) {
		if (sorted[i].n == 0)
			fail(in, "%s:1: a column without a name", in->source);
		else if (i > 0 && slice_equal(sorted[i], sorted[i - 1]))
			fail(in, "%s:1: column '%.*s' twice", in->source,
			    SLICE_ARG(sorted[i]));
	}
	free(sorted);
}

/* Takes the header line of this operand off what waits; without LF. */
static struct slice
take_header(struct stream_in *in)
{
	struct slice header = {0};
	const char *wrong;

	if (in->error != NULL)
		return header;
	if (!await_line(in)) {
		if (in->error == NULL)
			fail(in,
			    "%s: empty, without a header line: the program "
			    "that wrote it may have failed",
			    in->source);
		return header;
	}
	header.at = in->waiting.at + in->given;
	header.n = (size_t)((char *)memchr(
				header.at, '\n', in->waiting.n - in->given) -
	    header.at);
	in->given += header.n + 1;
	wrong = header.n >= 3 && memcmp(header.at, "\xEF\xBB\xBF", 3) == 0
	    ? "a byte order mark before the header"
	    : slice_ends(header, "\r")
	    ? "lines end in CR LF, as on Windows, not in LF: \"tr -d '\\r'\" "
	      "mends it"
	    : lines_wrong(header, NULL);
	if (wrong != NULL)
		fail(in, "%s:1: %s", in->source, wrong);
	in->line = 2;
	return header;
}

/* Is it a folder, and one that img-portal-export has written? */
static const char *
folder_given(const struct stream_in *in)
{
	struct buf path = {0};
	struct stat st;
	bool records;

	if (fstat(in->fd, &st) < 0 || !S_ISDIR(st.st_mode))
		return NULL;
	buf_printf(&path, "%s/occurrences.tsv", in->source);
	records = access(buf_string(&path), F_OK) == 0;
	buf_free(&path);
	return mistaken_folder(records);
}

/* A header that is plainly none, and what people give in place of a stream,
 * have a message of their own. */
static void
explain_mistake(struct stream_in *in, const struct columns *columns)
{
	const char *what = NULL;

	if (in->error == NULL && columns->n != 1)
		return;
	if (in->error != NULL && in->fd >= 0)
		what = folder_given(in);
	if (what == NULL && in->waiting.n > 0)
		what = mistaken_for_stream(buf_slice(&in->waiting));
	if (what == NULL)
		return;
	free(in->error);
	in->error = NULL;
	fail(in, "%s: %s", in->source, what);
}

static void
first_header(struct stream_in *in)
{
	struct slice header = take_header(in);

	if (in->error == NULL) {
		buf_put_slice(&in->header, header);
		in->columns = split_header(buf_slice(&in->header));
		check_names(in, &in->columns);
	}
	explain_mistake(in, &in->columns);
}

/* Finds the order of a further operand's columns, which must be the same. */
static void
further_header(struct stream_in *in)
{
	struct slice header = take_header(in);
	struct columns columns;

	free(in->order);
	in->order = NULL;
	if (in->error != NULL)
		explain_mistake(in, &in->columns);
	if (in->error != NULL || slice_equal(header, buf_slice(&in->header)))
		return;
	columns = split_header(header);
	check_names(in, &columns);
	explain_mistake(in, &columns);
	in->order = mem_array(in->columns.n, sizeof *in->order);
	for (size_t i = 0; i < in->columns.n && in->error == NULL; i++) {
		in->order[i] = find_column(&columns, in->columns.names[i]);
		if (in->order[i] == STREAM_NONE)
			fail(in, "%s:1: column '%.*s' of %s is missing here",
			    in->source, SLICE_ARG(in->columns.names[i]),
			    in->operands[0]);
	}
	for (size_t i = 0; i < columns.n && in->error == NULL; i++)
		if (find_column(&in->columns, columns.names[i]) == STREAM_NONE)
			fail(in, "%s:1: column '%.*s' is not in %s", in->source,
			    SLICE_ARG(columns.names[i]), in->operands[0]);
	free(columns.names);
}

struct stream_in *
stream_open(char *const operands[], size_t n)
{
	static char standard[] = "-";
	static char *const only_standard[] = {standard};
	struct stream_in *in = mem_array(1, sizeof *in);

	in->operands = n > 0 ? operands : only_standard;
	in->noperands = n > 0 ? n : 1;
	in->total = total_size(in->operands, in->noperands);
	open_next(in);
	first_header(in);
	if (in->error != NULL)
		die("%s", in->error);
	return in;
}

void
stream_close(struct stream_in *in)
{
	close_operand(in);
	buf_free(&in->waiting);
	buf_free(&in->header);
	free(in->columns.names);
	free(in->order);
	free(in->error);
	free(in);
}

const struct columns *
stream_columns(const struct stream_in *in)
{
	return &in->columns;
}

size_t
stream_column(const struct stream_in *in, const char *name)
{
	return find_column(&in->columns, slice_of(name));
}

size_t
stream_need(const struct stream_in *in, const char *name)
{
	size_t column = stream_column(in, name);
	struct buf there = {0};
	const char *writer = mistaken_column(name);
	struct nearest near = {.text = slice_of(name)};

	if (column != STREAM_NONE)
		return column;
	for (size_t i = 0; i < in->columns.n; i++) {
		const char *other =
		    mem_string(in->columns.names[i].at, in->columns.names[i].n);

		buf_printf(&there, "%s%s", i > 0 ? ", " : " ", other);
		nearest_try(&near, other);
	}
	if (near.name != NULL && (writer == NULL || near.slips == 0))
		die("%s:1: no column '%s': did you mean '%s'?", in->source,
		    name, near.name);
	die("%s:1: no column '%s'%s%s%s; there are:%s", in->source, name,
	    writer != NULL ? " (" : "", writer != NULL ? writer : "",
	    writer != NULL ? ")" : "", buf_string(&there));
}

void
stream_position(const struct stream_in *in, uint64_t *bytes, uint64_t *total)
{
	*bytes = in->bytes - (in->waiting.n - in->given);
	*total = in->total;
}

/* All whole lines that wait: the buffer changes hands, the rest is copied. */
static void
give_all(struct stream_in *in, struct block *block)
{
	struct buf taken = in->waiting;
	const char *end = memrchr(taken.at, '\n', taken.n);
	size_t length = (size_t)(end - taken.at) + 1;

	in->waiting = block->bytes;
	buf_clear(&in->waiting);
	buf_put(&in->waiting, taken.at + length, taken.n - length);
	block->bytes = taken;
	block->data = taken.at + in->given;
	block->length = length - in->given;
	block->nrows = lines_count(block->data, block->length);
	in->given = 0;
}

static void
give_some(struct stream_in *in, struct block *block, size_t most)
{
	const char *from = in->waiting.at + in->given;
	size_t there = in->waiting.n - in->given;
	const char *to = from;
	size_t nrows = 0;

	while (nrows < most) {
		const char *lf = memchr(to, '\n', there - (size_t)(to - from));

		if (lf == NULL)
			break;
		to = lf + 1;
		nrows++;
	}
	buf_clear(&block->bytes);
	buf_put(&block->bytes, from, (size_t)(to - from));
	block->data = block->bytes.at;
	block->length = (size_t)(to - from);
	block->nrows = nrows;
	in->given += block->length;
}

static void
give_error(struct stream_in *in, struct block *block)
{
	block->length = 0;
	block->nrows = 0;
	block->error = in->error;
	in->error = NULL;
	in->next = in->noperands;
	in->at_end = true;
	in->waiting.n = in->given = 0;
	close_operand(in);
}

/* Goes on to the operand that has a row; false if there is none. */
static bool
await_row(struct stream_in *in)
{
	while (!await_line(in)) {
		if (in->error != NULL || in->next == in->noperands)
			return false;
		close_operand(in);
		in->waiting.n = in->given = 0;
		open_next(in);
		further_header(in);
		if (in->error != NULL)
			return false;
	}
	return true;
}

bool
stream_read(struct stream_in *in, struct block *block, size_t most)
{
	bool row = await_row(in);

	block->source = in->source;
	block->line = in->line;
	block->first = in->rows;
	block->ncolumns = in->columns.n;
	block->columns = &in->columns;
	block->header_length = in->header.n;
	free(block->error);
	block->error = NULL;
	if (!row) {
		if (in->error == NULL)
			return false;
		give_error(in, block);
		return true;
	}
	if (most == 0)
		give_all(in, block);
	else
		give_some(in, block, most);
	block->order = in->order;
	in->line += block->nrows;
	in->rows += block->nrows;
	return true;
}

bool
stream_next(struct stream_in *in, struct block *block)
{
	if (block->error != NULL)
		die("%s", block->error);
	if (!stream_read(in, block, 0))
		return false;
	block_index(block);
	return true;
}
