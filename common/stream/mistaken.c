/* SPDX-License-Identifier: MIT */
#include "base/ascii.h"
#include "stream/mistaken.h"

#define PICTURE "a picture, not a stream: img-scan lists pictures"
#define PAGE "a web page, not a stream: was it saved in place of a file?"
#define SHEET \
	"not a stream but a spreadsheet, it seems: img-from-csv makes one of it"
#define BOOK "a workbook, not a stream: img-from-csv makes one of it"

static const struct {
	size_t at, n;
	const char *bytes, *text;
} kinds[] = {
    {0, 3, "\xFF\xD8\xFF", PICTURE},
    {0, 8, "\x89PNG\r\n\x1A\n", PICTURE},
    {0, 4, "GIF8", PICTURE},
    {0, 4, "II*\0", PICTURE},
    {0, 4, "MM\0*", PICTURE},
    {0, 4, "II+\0", PICTURE},
    {0, 4, "MM\0+", PICTURE},
    {0, 4, "8BPS", PICTURE},
    {0, 8, "FUJIFILM", PICTURE},
    {0, 4, "\xFF\x4F\xFF\x51", PICTURE},
    {0, 2, "\xFF\x0A", PICTURE},
    {4, 4, "ftyp", PICTURE},
    {4, 4, "jP  ", PICTURE},
    {4, 4, "JXL ", PICTURE},
    {8, 4, "WEBP", PICTURE},
    {6, 4, "\0\0\0\0", NULL}, /* "BM", see below */
    {0, 8, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
	"an old Excel workbook (.xls), not a stream: save it as .xlsx or CSV, "
	"then img-from-csv makes one of it"},
    {0, 4, "%PDF", "a PDF, not a stream"},
    {0, 2, "\x1F\x8B", "compressed, not a stream: unpack it with gzip -d"},
    {0, 3, "BZh", "compressed, not a stream: unpack it with bzip2 -d"},
    {0, 6,
	"\xFD"
	"7zXZ\0",
	"compressed, not a stream: unpack it with xz -d"},
    {0, 4, "\x28\xB5\x2F\xFD",
	"compressed, not a stream: unpack it with zstd -d"},
    {0, 15, "SQLite format 3",
	"an SQLite database, not a stream: img-portal-export --sqlite reads a "
	"portal's"},
    {0, 2, "\xFF\xFE", SHEET},
    {0, 2, "\xFE\xFF", SHEET},
};

static const char *
zip(struct slice head)
{
	static const char *const books[] = {
	    "[Content_Types].xml", "_rels/", "xl/", "vnd.oasis.opendocument"};

	for (size_t i = 0; i < sizeof books / sizeof *books; i++)
		if (slice_contains(head, books[i]))
			return BOOK;
	return "a zip file, not a stream: img-from-dwca reads a Darwin Core "
	       "Archive; unpack pictures, and img-scan lists them";
}

/* The first line of a sheet: no TAB, but commas or semicolons; or quotes. */
static bool
is_sheet(struct slice line)
{
	size_t marks = 0;

	if (slice_begins(line, "\xEF\xBB\xBF\""))
		return true;
	if (memchr(line.at, '\t', line.n) != NULL)
		return line.n > 0 && *line.at == '"';
	for (size_t i = 0; i < line.n; i++)
		marks += line.at[i] == ',' || line.at[i] == ';';
	return marks > 0;
}

static const char *
text(struct slice head)
{
	const char *end;
	struct slice line = head, start = slice_trim(head);

	if (ascii_begins(start, "<!doctype html") ||
	    ascii_begins(start, "<html"))
		return PAGE;
	if (start.n > 1 &&
	    (*start.at == '{' ||
		(*start.at == '[' && slice_contains(start, "{"))))
		return "JSON, not a stream: 'mlr --ijson --otsv cat' makes one "
		       "of it";
	end = head.n > 0 ? memchr(head.at, '\n', head.n) : NULL;
	if (end != NULL)
		line.n = (size_t)(end - head.at);
	return is_sheet(line) ? SHEET : NULL;
}

const char *
mistaken_for_stream(struct slice head)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (head.n >= kinds[i].at + kinds[i].n &&
		    memcmp(head.at + kinds[i].at, kinds[i].bytes, kinds[i].n) ==
			0 &&
		    (kinds[i].text != NULL || slice_begins(head, "BM")))
			return kinds[i].text != NULL ? kinds[i].text : PICTURE;
	return slice_begins(head, "PK\3\4") ? zip(head) : text(head);
}

const char *
mistaken_folder(bool records)
{
	return records ? "a folder: its records are in occurrences.tsv"
		       : "a folder: img-scan lists the pictures in it";
}
