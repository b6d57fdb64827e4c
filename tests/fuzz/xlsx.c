/* SPDX-License-Identifier: MIT */
/*
 * Workbooks. Input that begins like a zip file is read as it is. Any other is
 * the parts of a workbook, separated by NUL, and packed without compression:
 * the sheet, the strings, the styles and the workbook.
 */
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/buf.h"
#include "sheet/archive.h"
#include "sheet/xlsx.h"
#include "shared.h"

static uint32_t
crc32_of(struct slice s)
{
	uint32_t crc = 0xFFFFFFFFu;

	for (size_t i = 0; i < s.n; i++) {
		crc ^= (unsigned char)s.at[i];
		for (int k = 0; k < 8; k++)
			crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320u : 0);
	}
	return ~crc;
}

static void
put_le(struct buf *buf, uint32_t number, int n)
{
	for (; n > 0; n--, number >>= 8)
		buf_put_char(buf, (char)(number & 0xFF));
}

/* What the local and the central header have in common. */
static void
put_facts(struct buf *buf, const char *name, struct slice part)
{
	put_le(buf, 20, 2);
	put_le(buf, 0, 2);
	put_le(buf, 0, 2);
	put_le(buf, 0x00210000, 4);
	put_le(buf, crc32_of(part), 4);
	put_le(buf, (uint32_t)part.n, 4);
	put_le(buf, (uint32_t)part.n, 4);
	put_le(buf, (uint32_t)strlen(name), 2);
	put_le(buf, 0, 2);
}

struct zip {
	struct buf file;
	struct buf central;
	uint32_t n;
};

static void
pack(struct zip *zip, const char *name, struct slice part)
{
	uint32_t offset = (uint32_t)zip->file.n;

	buf_put(&zip->file, "PK\3\4", 4);
	put_facts(&zip->file, name, part);
	buf_put_string(&zip->file, name);
	buf_put_slice(&zip->file, part);
	buf_put(&zip->central, "PK\1\2", 4);
	put_le(&zip->central, 20, 2);
	put_facts(&zip->central, name, part);
	put_le(&zip->central, 0, 4);
	put_le(&zip->central, 0, 2);
	put_le(&zip->central, 0, 4);
	put_le(&zip->central, offset, 4);
	buf_put_string(&zip->central, name);
	zip->n++;
}

static void
finish(struct zip *zip)
{
	uint32_t offset = (uint32_t)zip->file.n;

	buf_put_slice(&zip->file, buf_slice(&zip->central));
	buf_put(&zip->file, "PK\5\6", 4);
	put_le(&zip->file, 0, 4);
	put_le(&zip->file, zip->n, 2);
	put_le(&zip->file, zip->n, 2);
	put_le(&zip->file, (uint32_t)zip->central.n, 4);
	put_le(&zip->file, offset, 4);
	put_le(&zip->file, 0, 2);
}

static void
pack_parts(struct zip *zip, struct slice parts)
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

	pack(zip, "xl/_rels/workbook.xml.rels", slice_of(relations));
	for (; i < 4 && parts.n > 0; i++) {
		const char *end = memchr(parts.at, '\0', parts.n);
		size_t n = end != NULL ? (size_t)(end - parts.at) : parts.n;

		part = (struct slice){parts.at, n};
		pack(zip, names[i], part);
		n += end != NULL;
		parts.at += n;
		parts.n -= n;
	}
	if (i < 4)
		pack(zip, names[3], slice_of(workbook));
	finish(zip);
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
	struct zip zip = {0};
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
	buf_free(&zip.file);
	buf_free(&zip.central);
	return 0;
}
