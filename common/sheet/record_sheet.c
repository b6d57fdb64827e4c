/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "registry/column.h"
#include "sheet/archive.h"
#include "sheet/cell_text.h"
#include "sheet/record_archive.h"
#include "sheet/record_sheet.h"
#include "sheet/sheet.h"
#include "stream/mistaken.h"
#include "stream/stream.h"
#include "text/counted.h"

enum { PEEK = 1 << 16 };

/* Of the columns' names in a message. */
enum { NAMES_SHOWN = 40 };

struct record_sheet {
	char *operand[1];
	struct stream_in *in; /* NULL for a spreadsheet */
	struct block block;
	size_t row; /* of the block, to be read next */
	struct sheet *sheet;
	struct record_archive *archive;
	bool lenient;
	uint64_t line;
	uint64_t left_out;
	struct buf reason; /* of the first row left out, with its line */
	struct slice *header;
	struct buf texts; /* of the header */
	size_t n;
	struct slice *values;
	struct buf *unescaped;
};

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
	return slice_has_word(line, '\t', SLICE("occid")) ||
	    !looks_quoted(text);
}

/* The whole lines of the text: characters are not cut. */
static struct slice
whole_lines(struct slice text)
{
	const char *end = memrchr(text.at, '\n', text.n);

	return (struct slice){
	    text.at, end != NULL ? (size_t)(end - text.at) + 1 : text.n};
}

static bool
looks_like_stream(struct slice text)
{
	size_t n = sizeof ARCHIVE_MAGIC - 1;

	if (text.n >= n && memcmp(text.at, ARCHIVE_MAGIC, n) == 0)
		return false;
	return mistaken_for_sheet(text) == NULL && begins_stream(text) &&
	    utf8_valid(whole_lines(text));
}

/* What no other table has: options for sheets are not for it. */
static bool
is_surely_stream(struct slice text)
{
	const char *end = memchr(text.at, '\n', text.n);
	struct slice line = {
	    text.at, end != NULL ? (size_t)(end - text.at) : text.n};

	return slice_has_word(line, '\t', SLICE("occid")) ||
	    slice_has_word(line, '\t', SLICE("problems"));
}

/* Are these options that cannot be meant for a stream? */
static bool
passes_over(const struct sheet_options *options)
{
	return options->shared && options->csv.delimiter != '\t' &&
	    !options->csv.lenient && !options->csv.unquoted;
}

bool
record_sheet_is_stream(const char *path, const struct sheet_options *options)
{
	char *text;
	bool is_stream = true;
	struct stat st;
	ssize_t n;
	int fd;

	if ((options->given && !passes_over(options)) ||
	    record_archive_is(path))
		return false;
	if (strcmp(path, "-") == 0 || stat(path, &st) < 0 ||
	    !S_ISREG(st.st_mode) || st.st_size == 0)
		return !options->given;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return !options->given;
	text = mem_alloc(PEEK);
	n = read(fd, text, PEEK);
	if (n > 0) {
		struct slice head = {text, (size_t)n};

		is_stream = looks_like_stream(head) &&
		    (!options->given || is_surely_stream(head));
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

static _Noreturn void
die_empty(const struct record_sheet *sheet)
{
	const char *tab = sheet_tab(sheet->sheet);

	if (tab != NULL)
		die("%s: the sheet '%s' is empty: it has no header (--sheet "
		    "NAME chooses another)",
		    sheet->operand[0], tab);
	die("%s: empty", sheet->operand[0]);
}

/* A row that names an identifier, or a picture's file. */
static bool
is_header(const struct slice *cells, size_t n)
{
	static const char *const names[] = {"catalogNumber",
	    "otherCatalogNumbers", "occurrenceID", "occid", "name", NULL};

	for (size_t i = 0; i < n; i++) {
		const struct column *column = column_by_header(cells[i]);

		for (size_t k = 0; column != NULL && names[k] != NULL; k++)
			if (strcmp(column->name, names[k]) == 0)
				return true;
	}
	return false;
}

static void
open_sheet(struct record_sheet *sheet, const struct sheet_options *options)
{
	struct sheet_options mild = *options;
	struct csv_row row;
	size_t title = sheet_title_rows(sheet->operand[0], options, is_header);

	sheet->lenient = options->csv.lenient;
	mild.csv.lenient = true;
	if (title > 0 && !options->again)
		warn(
		    "%s: %s before the header left out (--skip N sets how many)",
		    sheet->operand[0], COUNTED(title, "row", "rows"));
	if (title > 0)
		mild.csv.skip = title;
	sheet->sheet = sheet_open(sheet->operand[0], &mild);
	if (sheet_next(sheet->sheet, &row))
		keep_header(sheet, row.cells, row.n);
	else if (sheet_failure(sheet->sheet) != NULL)
		die("%s", sheet_failure(sheet->sheet));
	else
		die_empty(sheet);
	if (!options->again)
		sheet_report_others(sheet->sheet);
	sheet->line = row.line;
}

/* Its meta.xml says how it is written, and not options. */
static void
open_archive(struct record_sheet *sheet, const struct sheet_options *options)
{
	const struct csv_options *csv = &options->csv;
	const struct slice *names;
	size_t n;

	if (!options->shared &&
	    (options->tab != NULL || csv->delimiter != '\0' ||
		csv->encoding != NULL || csv->skip > 0 || csv->unquoted))
		die("%s: a Darwin Core Archive, whose meta.xml says how its "
		    "tables are written: of the options for sheets only "
		    "--lenient is for it",
		    sheet->operand[0]);
	sheet->lenient = csv->lenient;
	sheet->archive = record_archive_open(sheet->operand[0], options);
	names = record_archive_header(sheet->archive, &n);
	keep_header(sheet, names, n);
}

struct record_sheet *
record_sheet_open(const char *path, const struct sheet_options *options)
{
	struct record_sheet *sheet = mem_array(1, sizeof *sheet);

	sheet->operand[0] = mem_string(path, strlen(path));
	if (record_sheet_is_stream(path, options)) {
		sheet->in = stream_open(sheet->operand, 1);
		keep_header(sheet, stream_columns(sheet->in)->names,
		    stream_columns(sheet->in)->n);
	} else if (record_archive_is(path)) {
		open_archive(sheet, options);
	} else {
		open_sheet(sheet, options);
	}
	return sheet;
}

void
record_sheet_discard(struct record_sheet *sheet)
{
	if (sheet->in != NULL)
		stream_close(sheet->in);
	sheet_close(sheet->sheet);
	record_archive_close(sheet->archive);
	for (size_t i = 0; i < sheet->n; i++)
		buf_free(&sheet->unescaped[i]);
	free(sheet->unescaped);
	free(sheet->values);
	free(sheet->header);
	buf_free(&sheet->texts);
	buf_free(&sheet->reason);
	block_free(&sheet->block);
	free(sheet->operand[0]);
	free(sheet);
}

void
record_sheet_close(struct record_sheet *sheet)
{
	if (sheet->sheet != NULL)
		sheet_report(sheet->sheet);
	if (sheet->left_out > 0) {
		warn("%s: %s left out, the first on line %s",
		    record_sheet_name(sheet),
		    COUNTED(sheet->left_out, "row", "rows"),
		    buf_string(&sheet->reason));
		diag_attention();
	}
	record_sheet_discard(sheet);
}

uint64_t
record_sheet_line(const struct record_sheet *sheet)
{
	return sheet->line;
}

const char *
record_sheet_name(const struct record_sheet *sheet)
{
	return sheet->archive != NULL ? record_archive_name(sheet->archive)
				      : sheet->operand[0];
}

bool
record_sheet_is_sure(const struct record_sheet *sheet, struct slice value)
{
	if (sheet->in != NULL || utf8_ascii(value))
		return true;
	return !cell_text_is_damaged(value) &&
	    (sheet->sheet == NULL || !sheet_encoding_unknown(sheet->sheet));
}

void
record_sheet_leave_out(struct record_sheet *sheet, const char *format, ...)
{
	va_list ap;

	if (sheet->left_out++ > 0)
		return;
	buf_printf(&sheet->reason, "%" PRIu64 ": ", sheet->line);
	va_start(ap, format);
	buf_vprintf(&sheet->reason, format, ap);
	va_end(ap);
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

size_t
record_sheet_find(const struct slice names[], size_t n, const char *name)
{
	const struct column *term = column_find(slice_of(name));

	for (size_t i = 0; i < n; i++)
		if (names[i].n == strlen(name) &&
		    strncasecmp(names[i].at, name, names[i].n) == 0)
			return i;
	for (size_t i = 0; i < n && term != NULL; i++)
		if (column_by_header(names[i]) == term)
			return i;
	return STREAM_NONE;
}

void
record_sheet_put_names(struct buf *out, const struct slice names[], size_t n)
{
	const char *separator =
	    n == 1 ? sheet_options_separator(names[0]) : NULL;

	for (size_t i = 0; i < n && i < NAMES_SHOWN; i++) {
		buf_put_string(out, i > 0 ? ", " : "");
		buf_put_slice(out, names[i]);
	}
	if (n > NAMES_SHOWN)
		buf_printf(out, " and %zu more", n - NAMES_SHOWN);
	if (sheet_options_title(names, n))
		buf_put_string(
		    out, " (a title, it seems: --skip N leaves N lines out)");
	if (separator != NULL)
		buf_printf(
		    out, " (%s seems to be the delimiter: -d)", separator);
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

/* The next row that keeps the rules, or all of them if lenient. */
static const struct slice *
next_of_sheet(struct record_sheet *sheet)
{
	struct csv_row row;

	while (sheet_next(sheet->sheet, &row)) {
		sheet->line = row.line;
		if (row.assumed == NULL || sheet->lenient)
			return row.cells;
		if (row.given > row.n)
			record_sheet_leave_out(sheet,
			    "%s where the first row has %zu (--lenient reads "
			    "the row without the further cells)",
			    COUNTED(row.given, "cell", "cells"), row.n);
		else
			record_sheet_leave_out(sheet,
			    "%s (--lenient reads the row so)", row.assumed);
	}
	if (sheet_failure(sheet->sheet) != NULL)
		die("%s", sheet_failure(sheet->sheet));
	return NULL;
}

static const struct slice *
next_of_archive(struct record_sheet *sheet)
{
	const struct slice *values;
	const char *wrong;

	while ((values = record_archive_next(
		    sheet->archive, &sheet->line, &wrong)) != NULL) {
		if (wrong == NULL || sheet->lenient)
			return values;
		record_sheet_leave_out(
		    sheet, "%s (--lenient reads the row so)", wrong);
	}
	return NULL;
}

const struct slice *
record_sheet_next(struct record_sheet *sheet)
{
	if (sheet->archive != NULL)
		return next_of_archive(sheet);
	return sheet->in != NULL ? next_of_stream(sheet) : next_of_sheet(sheet);
}

void
record_sheet_die_unread(const struct record_sheet *sheet)
{
	if (sheet->left_out > 0)
		die("%s:%.*s", record_sheet_name(sheet),
		    SLICE_ARG(buf_slice(&sheet->reason)));
}

void
record_sheet_die(struct record_sheet *sheet, const char *format, ...)
{
	struct buf text = {0};
	va_list ap;

	buf_printf(
	    &text, "%s:%" PRIu64 ": ", record_sheet_name(sheet), sheet->line);
	va_start(ap, format);
	buf_vprintf(&text, format, ap);
	va_end(ap);
	record_sheet_discard(sheet);
	die("%s", buf_string(&text));
}
