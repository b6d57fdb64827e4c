/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/io.h"
#include "base/mem.h"
#include "file/tempfile.h"
#include "sheet/archive.h"
#include "sheet/cell_text.h"
#include "sheet/csv.h"
#include "sheet/ods.h"
#include "sheet/sheet.h"
#include "sheet/xlsx.h"
#include "stream/mistaken.h"
#include "text/counted.h"

/* The first bytes of a file that tell what it is, and a copy's blocks. */
enum { HEAD_MOST = 4096, COPY_BLOCK = 1 << 16 };

struct sheet {
	char *name;
	int fd;
	bool seekable;
	char head[HEAD_MOST]; /* read already, where that cannot be undone */
	size_t nhead;
	size_t head_at;
	struct csv *csv;
	struct xlsx *xlsx;
	struct ods *ods;
	struct buf failure;
};

static void
fail(struct sheet *sheet, const char *text)
{
	buf_printf(&sheet->failure, "%s: %s", sheet->name, text);
	buf_string(&sheet->failure);
}

/* For csv: first the head, then the rest. */
static ptrdiff_t
read_sheet(void *state, char *to, size_t n)
{
	struct sheet *sheet = state;
	size_t left = sheet->nhead - sheet->head_at;

	if (left == 0)
		return io_read(sheet->fd, to, n);
	if (n > left)
		n = left;
	memcpy(to, sheet->head + sheet->head_at, n);
	sheet->head_at += n;
	return (ptrdiff_t)n;
}

/* Enough to tell what it is; a pipe's first bytes are kept. */
static bool
read_head(struct sheet *sheet)
{
	ssize_t n;

	sheet->seekable = lseek(sheet->fd, 0, SEEK_CUR) == 0;
	do {
		n = io_read(sheet->fd, sheet->head + sheet->nhead,
		    sizeof sheet->head - sheet->nhead);
		if (n > 0)
			sheet->nhead += (size_t)n;
	} while (n > 0 && sheet->nhead < 8);
	if (n < 0) {
		fail(sheet,
		    errno == EISDIR ? mistaken_folder(false) : strerror(errno));
		return false;
	}
	if (sheet->seekable && lseek(sheet->fd, 0, SEEK_SET) == 0)
		sheet->head_at = sheet->nhead;
	else
		sheet->seekable = false;
	return true;
}

/* A workbook is read out of order: one from a pipe goes to a nameless file. */
static bool
make_seekable(struct sheet *sheet)
{
	int fd = tempfile_open();
	char *block = mem_alloc(COPY_BLOCK);
	ptrdiff_t n;

	while ((n = read_sheet(sheet, block, COPY_BLOCK)) > 0)
		tempfile_write(fd, (struct slice){block, (size_t)n});
	free(block);
	if (n < 0)
		fail(sheet, strerror(errno));
	close(sheet->fd);
	sheet->fd = fd;
	return sheet->failure.n == 0;
}

static void
open_workbook(struct sheet *sheet, const struct sheet_options *options)
{
	if (ods_is(sheet->fd))
		sheet->ods = ods_open(
		    sheet->fd, sheet->name, options->tab, &options->csv);
	else
		sheet->xlsx = xlsx_open(
		    sheet->fd, sheet->name, options->tab, &options->csv);
}

static void
open_kind(
    struct sheet *sheet, const char *path, const struct sheet_options *options)
{
	struct slice head = {sheet->head, sheet->nhead};
	const char *mistake = mistaken_for_sheet(head);

	if (mistake != NULL) {
		fail(sheet, mistake);
	} else if (head.n >= 4 && memcmp(head.at, ARCHIVE_MAGIC, 4) == 0) {
		if (sheet->seekable || make_seekable(sheet))
			open_workbook(sheet, options);
	} else if (options->tab != NULL && !options->shared) {
		fail(sheet, "not a workbook: it has no sheets to choose from");
	} else if (sheet->seekable) {
		sheet->csv = csv_open(path, &options->csv);
	} else {
		sheet->csv = csv_open_source(
		    sheet->name, read_sheet, sheet, &options->csv);
	}
}

static void
fail_to_open(struct sheet *sheet, const char *path)
{
	struct buf why = {0};

	mistaken_put_error(&why, path, errno);
	fail(sheet, buf_string(&why));
	buf_free(&why);
}

struct sheet *
sheet_open(const char *path, const struct sheet_options *options)
{
	struct sheet *sheet = mem_array(1, sizeof *sheet);
	bool in = strcmp(path, "-") == 0;
	const char *name = in ? "<stdin>" : path;

	sheet->name = mem_string(name, strlen(name));
	sheet->fd = in ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
	if (in)
		mistaken_terminal();
	if (sheet->fd < 0)
		fail_to_open(sheet, path);
	else if (read_head(sheet))
		open_kind(sheet, path, options);
	return sheet;
}

void
sheet_close(struct sheet *sheet)
{
	if (sheet == NULL)
		return;
	csv_close(sheet->csv);
	xlsx_close(sheet->xlsx);
	ods_close(sheet->ods);
	if (sheet->fd >= 0)
		close(sheet->fd);
	buf_free(&sheet->failure);
	free(sheet->name);
	free(sheet);
}

bool
sheet_next(struct sheet *sheet, struct csv_row *row)
{
	if (sheet->xlsx != NULL)
		return xlsx_next(sheet->xlsx, row);
	if (sheet->ods != NULL)
		return ods_next(sheet->ods, row);
	return sheet->csv != NULL && csv_next(sheet->csv, row);
}

const char *
sheet_failure(const struct sheet *sheet)
{
	if (sheet->failure.n > 0)
		return sheet->failure.at;
	if (sheet->xlsx != NULL)
		return xlsx_failure(sheet->xlsx);
	if (sheet->ods != NULL)
		return ods_failure(sheet->ods);
	return sheet->csv != NULL ? csv_failure(sheet->csv) : NULL;
}

bool
sheet_mendable(const struct sheet *sheet)
{
	return sheet->csv != NULL && csv_mendable(sheet->csv);
}

const char *
sheet_name(const struct sheet *sheet)
{
	return sheet->name;
}

const char *
sheet_tab(const struct sheet *sheet)
{
	if (sheet->ods != NULL)
		return ods_sheet(sheet->ods);
	return sheet->xlsx != NULL ? xlsx_sheet(sheet->xlsx) : NULL;
}

bool
sheet_encoding_unknown(const struct sheet *sheet)
{
	struct csv_facts facts = {0};

	if (sheet->csv != NULL)
		csv_facts(sheet->csv, &facts);
	return facts.unknown;
}

static void
report_text(const struct sheet *sheet, const struct csv_facts *facts)
{
	const char *name = sheet->name;
	char delimiter[4] = {facts->delimiter};

	inform("%s: %s, delimiter %s, line ends %s%s", name, facts->encoding,
	    facts->delimiter == '\t' ? "TAB" : delimiter, facts->line_end,
	    facts->unended ? ", none after the last row" : "");
	if (facts->guessed)
		warn("%s: not UTF-8: read as %s (--encoding NAME sets another)",
		    name, facts->encoding);
	if (facts->row_names)
		warn("%s: a column of row names, as R writes them, has no "
		     "heading: left out",
		    name);
	if (facts->mended > 0)
		warn("%s: %s not %s, and left out or replaced", name,
		    COUNTED(facts->mended, "character is", "characters are"),
		    facts->encoding);
}

void
sheet_report_others(const struct sheet *sheet)
{
	struct slice others = SLICE("");

	if (sheet->ods != NULL)
		others = ods_unread(sheet->ods);
	else if (sheet->xlsx != NULL)
		others = xlsx_unread(sheet->xlsx);
	if (others.n > 0)
		warn("%s: only the sheet '%s' is read; further sheets: %.*s "
		     "(--sheet NAME chooses)",
		    sheet->name, sheet_tab(sheet), SLICE_ARG(others));
}

static void
report_workbook(const struct sheet *sheet)
{
	const struct xlsx *xlsx = sheet->xlsx;
	const struct ods *ods = sheet->ods;
	struct slice first;
	uint64_t unsaved, line;
	uint64_t hidden =
	    ods != NULL ? ods_hidden(ods, &line) : xlsx_hidden(xlsx, &line);
	size_t unheaded = ods != NULL ? ods_unheaded(ods) : xlsx_unheaded(xlsx);
	uint64_t merged =
	    ods != NULL ? ods_merged(ods, &first) : xlsx_merged(xlsx, &first);

	inform("%s: workbook, sheet '%s'", sheet->name, sheet_tab(sheet));
	if (unheaded > 0)
		warn("%s: %s right of the last heading: named by number",
		    sheet->name, COUNTED(unheaded, "column", "columns"));
	if (merged > 0) {
		warn("%s: %s several rows, the first %.*s: only the uppermost "
		     "row has the value; unmerge the cells and fill them down",
		    sheet->name,
		    COUNTED(merged, "merged cell spans", "merged cells span"),
		    SLICE_ARG(first));
		diag_attention();
	}
	if (hidden > 0)
		warn("%s: %s hidden, perhaps by a filter, the first on line "
		     "%" PRIu64
		     ": read as the others; delete what is not meant",
		    sheet->name, COUNTED(hidden, "row is", "rows are"), line);
	unsaved = ods == NULL ? xlsx_unsaved(xlsx, &first) : 0;
	if (unsaved > 0) {
		warn("%s: %s no result in the file, the first in %.*s: such "
		     "cells are read as empty; open the workbook with a "
		     "spreadsheet program and save it",
		    sheet->name,
		    COUNTED(unsaved, "formula has", "formulas have"),
		    SLICE_ARG(first));
		diag_attention();
	}
}

bool
sheet_report(const struct sheet *sheet)
{
	struct csv_facts facts = {0};
	uint64_t blank;

	if (sheet->csv != NULL) {
		csv_facts(sheet->csv, &facts);
		report_text(sheet, &facts);
		blank = facts.blank;
	} else {
		report_workbook(sheet);
		blank = sheet->ods != NULL ? ods_blank(sheet->ods)
					   : xlsx_blank(sheet->xlsx);
	}
	if (blank > 0)
		warn("%s: %s left out", sheet->name,
		    COUNTED(blank, "blank row", "blank rows"));
	return facts.mended > 0;
}

bool
sheet_waits(const struct sheet *sheet)
{
	return sheet->csv != NULL && !sheet->seekable && csv_waits(sheet->csv);
}

void
sheet_position(const struct sheet *sheet, uint64_t *bytes, uint64_t *total)
{
	*bytes = *total = 0;
	if (sheet->csv != NULL)
		csv_position(sheet->csv, bytes, total);
}

/* Is the first row after those passed over a header? */
static bool
has_header(const char *path, const struct sheet_options *options,
    bool (*is_header)(const struct slice *cells, size_t n))
{
	struct sheet *sheet = sheet_open(path, options);
	struct csv_row row;
	size_t filled = 0;
	bool found = false;

	if (sheet_next(sheet, &row)) {
		for (size_t i = 0; i < row.n; i++)
			filled += !cell_text_is_blank(row.cells[i]);
		found = (options->csv.skip == 0 || filled > 1) &&
		    is_header(row.cells, row.n);
	}
	sheet_close(sheet);
	return found;
}

size_t
sheet_title_rows(const char *path, const struct sheet_options *options,
    bool (*is_header)(const struct slice *cells, size_t n))
{
	struct sheet_options mild = *options;
	struct stat st;

	if (options->csv.skip > 0 || strcmp(path, "-") == 0 ||
	    stat(path, &st) < 0 || !S_ISREG(st.st_mode))
		return 0;
	mild.csv.lenient = true;
	for (size_t i = 0; i <= SHEET_TITLE_MOST; i++) {
		mild.csv.skip = i;
		if (has_header(path, &mild, is_header))
			return i;
	}
	return 0;
}
