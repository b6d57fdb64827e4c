/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "sheet/archive.h"
#include "sheet/csv.h"
#include "stream/stream.h"
#include "record_sheet.h"

enum { PEEK = 1 << 16 };

struct record_sheet {
	char *operand[1];
	struct stream_in *in; /* NULL for a spreadsheet */
	struct block block;
	size_t row; /* of the block, to be read next */
	struct csv *csv;
	uint64_t line;
	struct slice *header;
	struct buf texts; /* of the header */
	size_t n;
	struct slice *values;
	struct buf *unescaped;
};

static bool
has_column(struct slice header, struct slice name)
{
	struct slice column;

	while (slice_word(&header, '\t', &column))
		if (slice_equal(column, name))
			return true;
	return false;
}

/* What no stream has, and no header of one. */
static bool
looks_quoted(struct slice text)
{
	return memchr(text.at, '\r', text.n) != NULL ||
	    memmem(text.at, text.n, "\t\"", 2) != NULL ||
	    memmem(text.at, text.n, "\n\"", 2) != NULL;
}

static bool
begins_stream(struct slice text)
{
	const char *end = memchr(text.at, '\n', text.n);
	struct slice line = {
	    text.at, end != NULL ? (size_t)(end - text.at) : text.n};

	if (memchr(line.at, '\t', line.n) == NULL || !utf8_valid(line) ||
	    memchr(line.at, '"', line.n) != NULL ||
	    memchr(line.at, '\0', line.n) != NULL || looks_quoted(line) ||
	    (line.n >= 3 && memcmp(line.at, "\xEF\xBB\xBF", 3) == 0))
		return false;
	return has_column(line, SLICE("occid")) || !looks_quoted(text);
}

static void
refuse_mistaken(const char *path, struct slice text)
{
	size_t n = sizeof ARCHIVE_MAGIC - 1;
	const char *what = csv_mistaken(text);

	if (text.n >= n && memcmp(text.at, ARCHIVE_MAGIC, n) == 0)
		what = "a workbook, or an archive: save the sheet as CSV, or "
		       "get the records by img-from-dwca --occurrences";
	if (what != NULL)
		die("%s: %s", path, what);
}

bool
record_sheet_is_stream(const char *path)
{
	char *text;
	bool is_stream = true;
	struct stat st;
	ssize_t n;
	int fd;

	if (strcmp(path, "-") == 0 || stat(path, &st) < 0 ||
	    !S_ISREG(st.st_mode) || st.st_size == 0)
		return true;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return true;
	text = mem_alloc(PEEK);
	n = read(fd, text, PEEK);
	if (n > 0) {
		refuse_mistaken(path, (struct slice){text, (size_t)n});
		is_stream = begins_stream((struct slice){text, (size_t)n});
	}
	free(text);
	close(fd);
	return is_stream;
}

/* The reader of spreadsheets gives its rows only until the next one. */
static void
keep_header(struct record_sheet *sheet, const struct slice *names, size_t n)
{
	size_t at = 0;

	sheet->n = n;
	sheet->line = 1;
	sheet->header = mem_array(n, sizeof *sheet->header);
	sheet->values = mem_array(n, sizeof *sheet->values);
	sheet->unescaped = mem_array(n, sizeof *sheet->unescaped);
	for (size_t i = 0; i < n; i++)
		buf_put_slice(&sheet->texts, names[i]);
	for (size_t i = 0; i < n; i++) {
		sheet->header[i] = (struct slice){
		    sheet->texts.at != NULL ? sheet->texts.at + at : "",
		    names[i].n};
		at += names[i].n;
	}
}

static void
open_csv(struct record_sheet *sheet)
{
	static const struct csv_options options = {0};
	struct csv_row row;

	sheet->csv = csv_open(sheet->operand[0], &options);
	if (csv_next(sheet->csv, &row))
		keep_header(sheet, row.cells, row.n);
	else if (csv_failure(sheet->csv) != NULL)
		die("%s", csv_failure(sheet->csv));
	else
		die("%s: empty", sheet->operand[0]);
}

struct record_sheet *
record_sheet_open(const char *path)
{
	struct record_sheet *sheet = mem_array(1, sizeof *sheet);

	sheet->operand[0] = mem_string(path, strlen(path));
	if (record_sheet_is_stream(path)) {
		sheet->in = stream_open(sheet->operand, 1);
		keep_header(sheet, stream_columns(sheet->in)->names,
		    stream_columns(sheet->in)->n);
	} else {
		open_csv(sheet);
	}
	return sheet;
}

void
record_sheet_close(struct record_sheet *sheet)
{
	if (sheet->in != NULL)
		stream_close(sheet->in);
	if (sheet->csv != NULL)
		csv_close(sheet->csv);
	for (size_t i = 0; i < sheet->n; i++)
		buf_free(&sheet->unescaped[i]);
	free(sheet->unescaped);
	free(sheet->values);
	free(sheet->header);
	buf_free(&sheet->texts);
	block_free(&sheet->block);
	free(sheet->operand[0]);
	free(sheet);
}

const struct slice *
record_sheet_header(const struct record_sheet *sheet)
{
	return sheet->header;
}

size_t
record_sheet_columns(const struct record_sheet *sheet)
{
	return sheet->n;
}

void
record_sheet_put_names(struct buf *out, const struct slice names[], size_t n)
{
	for (size_t i = 0; i < n; i++) {
		buf_put_string(out, i > 0 ? ", " : "");
		buf_put_slice(out, names[i]);
	}
}

static const struct slice *
next_of_stream(struct record_sheet *sheet)
{
	while (sheet->row == sheet->block.nrows) {
		if (sheet->block.error != NULL)
			die("%s", sheet->block.error);
		if (!stream_read(sheet->in, &sheet->block, 0))
			return NULL;
		block_index(&sheet->block);
		sheet->row = 0;
	}
	for (size_t i = 0; i < sheet->n; i++)
		sheet->values[i] =
		    stream_value(block_field(&sheet->block, sheet->row, i),
			&sheet->unescaped[i]);
	sheet->line = sheet->block.line + sheet->row++;
	return sheet->values;
}

const struct slice *
record_sheet_next(struct record_sheet *sheet)
{
	struct csv_row row;

	if (sheet->in != NULL)
		return next_of_stream(sheet);
	if (csv_next(sheet->csv, &row)) {
		sheet->line = row.line;
		return row.cells;
	}
	if (csv_failure(sheet->csv) != NULL)
		die("%s", csv_failure(sheet->csv));
	return NULL;
}

void
record_sheet_die(struct record_sheet *sheet, const char *format, ...)
{
	struct buf text = {0};
	va_list ap;

	buf_printf(&text, "%s:%" PRIu64 ": ", sheet->operand[0], sheet->line);
	va_start(ap, format);
	buf_vprintf(&text, format, ap);
	va_end(ap);
	record_sheet_close(sheet);
	die("%s", buf_string(&text));
}
