/* SPDX-License-Identifier: MIT */
/*
 * Workbooks. Input that begins like a zip file is read as it is. Any other is
 * the parts of a workbook, separated by NUL, and packed without compression:
 * the sheet, the strings, the styles and the workbook.
 */
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "sheet/archive.h"
#include "sheet/xlsx.h"
#include "packed.h"
#include "shared.h"

static void
pack_parts(struct packed *zip, struct slice parts)
{
	static const char *const names[] = {"xl/worksheets/sheet1.xml",
	    "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"};
	static const char workbook[] =
	    "<workbook xmlns:r='r'><sheets><sheet name='A' r:id='a'/>"
	    "</sheets></workbook>";
	static const char relations[] =
	    "<r><Relationship Id='a' Target='worksheets/sheet1.xml'/>"
	    "<Relationship Type='/sharedStrings' Target='sharedStrings.xml'/>"
	    "<Relationship Type='/styles' Target='styles.xml'/></r>";
	struct slice part;
	size_t i = 0;

	packed_add(zip, "xl/_rels/workbook.xml.rels", slice_of(relations));
	for (; i < 4 && parts.n > 0; i++) {
		const char *end = memchr(parts.at, '\0', parts.n);
		size_t n = end != NULL ? (size_t)(end - parts.at) : parts.n;

		part = (struct slice){parts.at, n};
		packed_add(zip, names[i], part);
		n += end != NULL;
		parts.at += n;
		parts.n -= n;
	}
	if (i < 4)
		packed_add(zip, names[3], slice_of(workbook));
	packed_finish(zip);
}

static void
read_sheet(int fd, bool lenient)
{
	struct csv_options options = {.lenient = lenient};
	struct xlsx *xlsx = xlsx_open(fd, "x", NULL, &options);
	struct csv_row row;
	size_t width = 0;

	while (xlsx_next(xlsx, &row)) {
		if (row.n == 0 || (width > 0 && row.n != width))
			abort();
		width = row.n;
		for (size_t i = 0; i < row.n; i++)
			if (!utf8_valid(row.cells[i]))
				abort();
	}
	xlsx_close(xlsx);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice bytes = {(const char *)data, size};
	struct packed zip = {0};
	int fd = memfd_create("xlsx", 0);

	if (size >= 4 && memcmp(data, ARCHIVE_MAGIC, 4) == 0)
		buf_put_slice(&zip.file, bytes);
	else
		pack_parts(&zip, bytes);
	if (fd >= 0 &&
	    write(fd, zip.file.at, zip.file.n) == (ssize_t)zip.file.n) {
		read_sheet(fd, false);
		read_sheet(fd, true);
	}
	if (fd >= 0)
		close(fd);
	packed_free(&zip);
	return 0;
}
