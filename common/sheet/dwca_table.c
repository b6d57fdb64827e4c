/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/mem.h"
#include "base/progress.h"
#include "sheet/archive.h"
#include "sheet/dwca_table.h"
#include "sheet/dwca_terms.h"
#include "text/counted.h"

enum { PROGRESS_EVERY = 1 << 10 };

struct dwca_table {
	struct dwca_source *source;
	const char *folder;
	const struct dwca_meta_table *meta;
	const struct dwca_table_options *options;
	size_t file; /* the next one */
	struct dwca_member *member;
	struct csv *csv;
	struct buf name; /* of the file, for messages */
	struct csv_row row;
	size_t width; /* cells that a row may have */
	uint64_t rows;
	uint64_t narrow; /* rows with fewer cells than the first */
	uint64_t assumed;
	const char *wrong; /* with the row at hand */
	struct buf wide; /* the text of it, if it has too many cells */
};

static bool
is_one_of(const char *name, const char *const list[])
{
	for (size_t i = 0; list[i] != NULL; i++)
		if (strcasecmp(name, list[i]) == 0)
			return true;
	return false;
}

/*
 * What is said to be UTF-8 or Latin-1 is often a mixture of both: what is
 * UTF-8 counts as that, other bytes as Windows-1252. UTF-16 is found out.
 */
static const char *
encoding(const struct dwca_meta_table *meta, struct slice mark)
{
	static const char *const western[] = {"UTF-8", "UTF8", "ISO-8859-1",
	    "ISO8859-1", "ISO_8859-1", "latin1", "latin-1", "windows-1252",
	    "cp1252", "US-ASCII", "ASCII", NULL};
	static const char *const wide[] = {
	    "UTF-16", "UTF16", "UTF-32", "UCS-2", "unicode", NULL};

	if (*meta->encoding == '\0' || is_one_of(meta->encoding, wide) ||
	    slice_equal(mark, SLICE("\xFF\xFE")) ||
	    slice_equal(mark, SLICE("\xFE\xFF")))
		return NULL;
	return is_one_of(meta->encoding, western) ? "UTF-8" : meta->encoding;
}

static struct csv *
open_csv(struct dwca_source *source, const char *name,
    const struct dwca_meta_table *meta,
    const struct dwca_table_options *options, struct dwca_member **member)
{
	struct csv_options csv = {.delimiter = meta->delimiter,
	    .quote = meta->quote,
	    .unquoted = meta->quote == '\0',
	    .lenient = options->lenient || options->marking,
	    .threaded = options->threaded,
	    .any_text = true,
	    .ragged = true,
	    .loose = meta->header_lines};

	*member = dwca_member_open(source, name);
	csv.encoding = encoding(meta, dwca_member_mark(*member));
	return csv_open_source(name, dwca_member_read, *member, &csv);
}

struct csv *
dwca_table_csv(struct dwca_source *source, const char *name,
    const struct dwca_meta_table *meta,
    const struct dwca_table_options *options, struct dwca_member **member)
{
	struct dwca_table_options here = *options;

	here.threaded = false;
	return open_csv(source, name, meta, &here, member);
}

/* Its i-th file becomes the one at hand, by the name that it really has. */
static void
name_file(struct dwca_table *table, size_t i)
{
	const char *file = table->meta->files[i], *found;

	buf_clear(&table->name);
	buf_printf(&table->name, "%s%s", table->folder, file);
	if (!archive_name_is_safe(buf_slice(&table->name)))
		die("%s: meta.xml: '%s' is no file of the archive",
		    dwca_source_name(table->source), file);
	found = dwca_source_find(table->source, buf_string(&table->name));
	if (found == NULL)
		die("%s: meta.xml names '%s', which is not there",
		    dwca_source_name(table->source), table->name.at);
	/* Only letters may be others. */
	memcpy(table->name.at, found, table->name.n);
}

struct dwca_table *
dwca_table_open(struct dwca_source *source, const char *folder,
    const struct dwca_meta_table *meta,
    const struct dwca_table_options *options)
{
	struct dwca_table *table = mem_array(1, sizeof *table);

	table->source = source;
	table->folder = folder;
	table->meta = meta;
	table->options = options;
	if (meta->nfiles == 0)
		die("%s: meta.xml: a table without a file",
		    dwca_source_name(source));
	for (size_t i = 0; i < meta->nfiles; i++)
		name_file(table, i);
	return table;
}

static _Noreturn void
end_with(const struct dwca_table *table)
{
	const char *failure = dwca_member_failure(table->member);

	if (table->options->output != NULL)
		output_flush(table->options->output);
	if (failure != NULL)
		die("%s: %s: %s", dwca_source_name(table->source),
		    table->name.at, failure);
	die("%s: %s%s", dwca_source_name(table->source),
	    csv_failure(table->csv),
	    csv_mendable(table->csv) ? " (--lenient reads on)" : "");
}

static void
close_file(struct dwca_table *table)
{
	csv_close(table->csv);
	dwca_member_close(table->member);
	table->csv = NULL;
	table->member = NULL;
}

/* Tells what was doubtful about the file. */
static void
tell_doubts(const struct dwca_table *table)
{
	const char *source = dwca_source_name(table->source);
	bool utf8 = strcasecmp(table->meta->encoding, "UTF-8") == 0;
	struct csv_facts facts;

	csv_facts(table->csv, &facts);
	if (facts.mended > 0 && utf8)
		warn("%s: %s: %s not UTF-8, as meta.xml says: read as "
		     "Windows-1252",
		    source, table->name.at,
		    COUNTED(facts.mended, "character is", "characters are"));
	if (table->narrow > 0)
		warn("%s: %s: %s with fewer cells than the first", source,
		    table->name.at, COUNTED(table->narrow, "row", "rows"));
	if (table->assumed > 0)
		warn("%s: %s: %s read leniently", source, table->name.at,
		    COUNTED(table->assumed, "row", "rows"));
	inform("%s: %s: %s, %s, %s", source, table->name.at,
	    COUNTED(table->rows, "row", "rows"), facts.encoding,
	    facts.line_end);
}

static void
end_file(struct dwca_table *table)
{
	if (!table->options->ahead)
		tell_doubts(table);
	table->rows = table->narrow = table->assumed = 0;
	close_file(table);
}

static bool
next_file(struct dwca_table *table)
{
	const struct dwca_meta_table *meta = table->meta;

	if (table->file == meta->nfiles)
		return false;
	name_file(table, table->file++);
	table->csv = open_csv(table->source, buf_string(&table->name), meta,
	    table->options, &table->member);
	table->width = 0;
	return true;
}

static bool
blank(struct slice cell)
{
	for (size_t i = 0; i < cell.n; i++)
		if (cell.at[i] != ' ' && cell.at[i] != '\t')
			return false;
	return true;
}

static bool
is_named(const struct dwca_table *table, size_t index, const char *term)
{
	struct slice local = dwca_term_local(term), name;

	if (index >= table->row.n)
		return false;
	name = table->row.cells[index];
	return name.n >= local.n && local.n > 0 &&
	    strncasecmp(name.at + name.n - local.n, local.at, local.n) == 0 &&
	    (name.n == local.n ||
		strchr(":/#\"", name.at[name.n - local.n - 1]) != NULL);
}

/* Tells of a field whose name is above another column. */
static void
check_header(const struct dwca_table *table)
{
	const struct dwca_meta_table *meta = table->meta;

	for (size_t i = 0; i < meta->nfields; i++) {
		const struct dwca_meta_field *field = &meta->fields[i];

		if (field->index == DWCA_NONE ||
		    is_named(table, field->index, field->term))
			continue;
		for (size_t k = 0; k < table->row.n; k++)
			if (is_named(table, k, field->term)) {
				warn("%s: %s: '%s' is above column %zu, "
				     "but is column %zu by meta.xml, which "
				     "counts",
				    dwca_source_name(table->source),
				    table->name.at,
				    dwca_term_local(field->term).at, k + 1,
				    field->index + 1);
				return;
			}
	}
}

/* Tells of names in a row that meta.xml does not leave out. */
static void
check_no_header(const struct dwca_table *table)
{
	const struct dwca_meta_table *meta = table->meta;
	size_t n = 0;

	for (size_t i = 0; i < meta->nfields; i++) {
		const struct dwca_meta_field *field = &meta->fields[i];

		if (field->index == DWCA_NONE)
			continue;
		if (!is_named(table, field->index, field->term))
			return;
		n++;
	}
	if (n > 0)
		warn("%s: %s:%" PRIu64 ": names of columns, but by meta.xml "
		     "it is a row (ignoreHeaderLines=\"%" PRIu64 "\"), which "
		     "counts",
		    dwca_source_name(table->source), table->name.at,
		    table->row.line, meta->header_lines);
}

/* As wide as the header or the first row, and as meta.xml wants it. */
static void
find_width(struct dwca_table *table)
{
	if (table->width == 0)
		table->width = table->row.n;
	for (size_t i = 0; i < table->meta->nfields; i++) {
		size_t index = table->meta->fields[i].index;

		if (index != DWCA_NONE && index >= table->width)
			table->width = index + 1;
	}
}

/* Of the row with n cells, more than it may have. */
static void
take_wide(struct dwca_table *table, size_t n)
{
	buf_clear(&table->wide);
	buf_printf(&table->wide, "%s where the first row has %zu",
	    COUNTED(n, "cell", "cells"), table->width);
	table->wrong = buf_string(&table->wide);
	if (table->options->lenient || table->options->marking)
		return;
	if (table->options->output != NULL)
		output_flush(table->options->output);
	die("%s: %s:%" PRIu64 ": %s (--lenient reads on)",
	    dwca_source_name(table->source), table->name.at, table->row.line,
	    table->wrong);
}

static void
tell_cut(const struct dwca_table *table)
{
	if (table->options->ahead)
		return;
	warn("%s: %s:%" PRIu64 ": the file ends in the middle of this row: get "
	     "the whole archive",
	    dwca_source_name(table->source), table->name.at, table->row.line);
	diag_attention();
}

/* A row with more cells than the others is most likely a broken one. */
static void
check_row(struct dwca_table *table)
{
	const struct csv_row *row = &table->row;
	size_t n = row->n;

	if (table->rows == 0)
		find_width(table);
	table->wrong = row->assumed;
	table->narrow += n < table->width;
	while (n > table->width && blank(row->cells[n - 1]))
		n--;
	if (n > table->width)
		take_wide(table, n);
	if (table->options->marking || table->wrong == NULL)
		return;
	if (row->cut)
		tell_cut(table);
	else
		table->assumed++;
}

bool
dwca_table_next(struct dwca_table *table)
{
	while (table->csv != NULL || next_file(table)) {
		if (!csv_next(table->csv, &table->row)) {
			if (csv_failure(table->csv) != NULL)
				end_with(table);
			end_file(table);
			continue;
		}
		if (table->row.line <= table->meta->header_lines) {
			table->width = table->row.n;
			if (table->row.line == table->meta->header_lines &&
			    !table->options->ahead)
				check_header(table);
			continue;
		}
		check_row(table);
		if (table->rows == 0 && !table->options->ahead)
			check_no_header(table);
		if (++table->rows % PROGRESS_EVERY == 0)
			progress_add(PROGRESS_EVERY);
		return true;
	}
	return false;
}

const char *
dwca_table_wrong(const struct dwca_table *table, uint64_t *line)
{
	*line = table->row.line;
	return table->wrong;
}

static struct slice
cell(const struct csv_row *row, size_t index)
{
	return index < row->n ? row->cells[index] : SLICE("");
}

struct slice
dwca_table_key(const struct dwca_table *table)
{
	return slice_trim(cell(&table->row, table->meta->key));
}

struct slice
dwca_table_value(
    const struct dwca_table *table, const struct dwca_meta_field *field)
{
	struct slice value = cell(&table->row, field->index);

	if (value.n == 0 && field->value != NULL)
		return slice_of(field->value);
	return value;
}

struct slice
dwca_table_peek(const struct dwca_table *table, size_t k, size_t index)
{
	const struct csv_row *row =
	    table->csv != NULL ? csv_peek(table->csv, k) : NULL;

	return row != NULL ? slice_trim(cell(row, index)) : SLICE_NONE;
}

void
dwca_table_close(struct dwca_table *table)
{
	if (table == NULL)
		return;
	close_file(table);
	buf_free(&table->name);
	buf_free(&table->wide);
	free(table);
}
