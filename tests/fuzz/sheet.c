/* SPDX-License-Identifier: MIT */
/*
 * A sheet of whatever kind, by its whole way: found out, surveyed, read and
 * reported. The input's parts are separated by NUL: a part with a name on its
 * first line, "xl/workbook.xml", goes into a zip file; an input without such a
 * part is a file as it is. A first line of "k" reads the k-th sheet.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/ascii.h"
#include "base/diag.h"
#include "sheet/sheet.h"
#include "packed.h"
#include "shared.h"

/* Parts of a file that are looked at. */
enum { PARTS_MOST = 16, PATH_ROOM = 64 };

static bool
is_name(struct slice name)
{
	return name.n > 4 && name.n < 100 && slice_contains(name, ".") &&
	    (ascii_ends(name, ".xml") || ascii_ends(name, ".rels"));
}

/* Puts the parts into the zip file; false if there is none with a name. */
static bool
pack(struct packed *zip, struct slice parts)
{
	char name[128];

	while (parts.n > 0 && zip->n < PARTS_MOST) {
		const char *end = memchr(parts.at, '\0', parts.n);
		struct slice part = parts, first;
		const char *line;

		if (end != NULL)
			part.n = (size_t)(end - parts.at);
		line = part.n > 0 ? memchr(part.at, '\n', part.n) : NULL;
		first = part;
		first.n = line != NULL ? (size_t)(line - part.at) : 0;
		if (!is_name(first))
			return false;
		memcpy(name, first.at, first.n);
		name[first.n] = '\0';
		packed_add(zip, name, slice_from(part, first.n + 1));
		parts = slice_from(parts, part.n + (end != NULL));
	}
	packed_finish(zip);
	return true;
}

static bool
is_header(const struct slice *cells, size_t n)
{
	for (size_t i = 0; i < n; i++)
		must(utf8_valid(cells[i]));
	return n > 1 && slice_is(cells[1], "originalUrl");
}

static void
read_rows(const char *path, const struct sheet_options *options)
{
	struct sheet *sheet = sheet_open(path, options);
	struct csv_row row;
	size_t width = 0;
	uint64_t line = 0;

	while (sheet_next(sheet, &row)) {
		must(row.n > 0 && (width == 0 || row.n == width));
		must(row.line > line);
		line = row.line;
		width = row.n;
		for (size_t i = 0; i < row.n; i++) {
			must(utf8_valid(row.cells[i]));
			must(row.links == NULL || row.links[i].at == NULL ||
			    utf8_valid(row.links[i]));
		}
	}
	if (sheet_failure(sheet) == NULL) {
		sheet_report_others(sheet);
		sheet_report(sheet);
	}
	sheet_close(sheet);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice bytes = {(const char *)data, size};
	struct sheet_options options = {.shared = true};
	struct packed zip = {0};
	char path[PATH_ROOM], tab[2] = "";
	int fd = memfd_create("sheet", 0);

	diag_verbosity(-1);
	if (size > 2 && data[1] == '\n' && ascii_is_digit((char)data[0])) {
		tab[0] = (char)data[0];
		options.tab = tab;
		bytes = slice_from(bytes, 2);
	}
	if (!pack(&zip, bytes)) {
		buf_clear(&zip.file);
		buf_put_slice(&zip.file, bytes);
	}
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	if (fd >= 0 &&
	    write(fd, buf_slice(&zip.file).at, zip.file.n) ==
		(ssize_t)zip.file.n) {
		read_rows(path, &options);
		options.csv.skip = sheet_title_rows(path, &options, is_header);
		options.csv.lenient = true;
		read_rows(path, &options);
	}
	if (fd >= 0)
		close(fd);
	packed_free(&zip);
	return 0;
}
