/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/io.h"
#include "base/mem.h"
#include "base/number.h"
#include "sheet/cell_text.h"
#include "sheet/csv_reader.h"
#include "sheet/encoding.h"
#include "text/counted.h"

enum { LOOK_AHEAD = 1 << 16 };

static ptrdiff_t
read_fd(void *state, char *to, size_t n)
{
	struct csv *csv = state;

	return io_read(csv->fd, to, n);
}

static void
fail_encoding(struct csv *csv)
{
	struct buf text = {0};

	buf_printf(&text, "unknown encoding '%s'", csv->options.encoding);
	csv_fail(csv, buf_string(&text));
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
	csv->raw = mem_alloc(CSV_RAW_BLOCK);
	if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
		regular = true;
		csv->total = (uint64_t)st.st_size;
	}
	csv->decoder = decoder_new(options->encoding,
	    options->lenient || options->any_text, regular ? fd : -1);
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
		csv_fail(csv, strerror(error));
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
	csv_strict_free(csv->strict);
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
after_lines(struct slice text, uint64_t lines)
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
	while (csv->text.n < LOOK_AHEAD && csv_fill(csv))
		;
	text = buf_slice(&csv->text);
	if (text.n > LOOK_AHEAD)
		text.n = LOOK_AHEAD;
	skipped = after_lines(text, csv->options.skip);
	csv->dialect = dialect_guess(slice_from(text, skipped),
	    csv->options.unquoted ? '\0' : csv->options.quote,
	    csv->ended && text.n == csv->text.n);
	csv->at = skipped + csv->dialect.skip;
	csv->line += csv->options.skip + (csv->dialect.skip > 0);
	if (csv->options.delimiter != 0)
		csv->dialect.delimiter = csv->options.delimiter;
	csv->strict =
	    csv_strict_new(csv->dialect.delimiter, csv->options.quote);
	csv_seek_quote(csv, csv->at);
	csv->marks.delimiter = csv->dialect.delimiter;
	csv->marks.newline = csv->dialect.newline;
	csv->marks.quote =
	    csv->options.unquoted ? csv->dialect.delimiter : csv->options.quote;
	csv->by_marks = can_walk(csv);
	marks_start(&csv->marks, csv->at);
}

static bool
blank_from(const struct csv *csv, size_t i)
{
	while (i < csv->nrow && cell_text_is_blank(csv_row_cells(csv)[i]))
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
	    !number_read(csv_row_cells(csv)[0], UINT32_MAX, &name) ||
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
	last = &csv_row_cells(csv)[csv->nrow - 1];
	if (last->n > 0 && last->at[last->n - 1] == '\x1A')
		last->n--;
}

/* Where the file was cut off, or copied while it was being written. */
static bool
is_cut(struct csv *csv, size_t given)
{
	bool fewest = given < csv->fewest;

	if (csv->fitted == 0 || fewest)
		csv->fewest = given;
	return csv->fitted > 0 && fewest && csv->facts.unended;
}

/* Puts the row at hand into the batch, as wide as the others. */
static bool
fit(struct csv *csv)
{
	struct csv_batch *batch = csv->batch;
	bool named = has_row_name(csv), cut;
	size_t given = csv->nrow - named;

	if (csv->width == 0 || csv->options.ragged)
		csv->width = given;
	if (csv->row_name > 0 && !named) {
		fail_width(csv);
		return false;
	}
	cut = is_cut(csv, given);
	csv->fitted++;
	if (!named && given > csv->width && blank_from(csv, csv->width))
		given = csv->width;
	if (given > csv->width && !csv->options.lenient) {
		fail_width(csv);
		return false;
	}
	if (given > csv->width && csv->assumed == NULL)
		csv->assumed = "cells beyond the header left out";
	if (cut)
		csv->assumed = "the file ends in the middle of it";
	csv->facts.padded += given < csv->width;
	while (csv->nrow < csv->width)
		if (!csv_add_cell(csv, SLICE("")))
			return false;
	if (batch->n == batch->room)
		csv_batch_more_rows(batch);
	batch->rows[batch->n++] = (struct csv_row){.line = csv->row_line,
	    .n = csv->width,
	    .given = given,
	    .cells = csv_row_cells(csv) + named,
	    .assumed = csv->assumed,
	    .cut = cut};
	batch->ncells += csv->nrow;
	return true;
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
	while (csv_take_row(csv)) {
		drop_file_end(csv);
		if (blank_from(csv, 0))
			csv->facts.blank++;
		else if (!fit(csv))
			break;
	}
	if (batch->n > 0)
		csv_hand_over(csv, batch);
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
