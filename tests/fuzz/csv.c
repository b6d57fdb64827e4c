/* SPDX-License-Identifier: MIT */
/*
 * Delimited text: the rows do not depend on how the bytes come, cells are
 * UTF-8 without NUL, and lenience reads what strictness reads.
 */
#include "csv.h"
#include "shared.h"

static void
check_row(const struct csv_row *row, uint64_t line, size_t width, bool lenient)
{
	must(row->line > line || line == 0);
	must(row->n == width || width == 0);
	must(row->n > 0 && (lenient || row->given <= row->n));
	must(lenient || row->assumed == NULL);
	for (size_t i = 0; i < row->n; i++)
		must(utf8_valid(row->cells[i]) &&
		    memchr(row->cells[i].at, '\0', row->cells[i].n) == NULL);
}

/* Puts all rows in one form; true if the file is good. */
static bool
read_all(struct buf *all, struct slice bytes, size_t portion,
    const struct csv_options *options)
{
	struct portions p = {bytes, portion};
	struct csv *csv = csv_open_source("x", give_portion, &p, options);
	struct csv_row row;
	uint64_t line = 0;
	size_t width = 0;
	bool good;

	while (csv_next(csv, &row)) {
		check_row(&row, line, width, options->lenient);
		line = row.line;
		width = row.n;
		for (size_t i = 0; i < row.n; i++) {
			buf_put_slice(all, row.cells[i]);
			buf_put_char(all, '\0');
		}
	}
	good = csv_failure(csv) == NULL;
	must(good || memcmp(csv_failure(csv), "x:", 2) == 0);
	csv_close(csv);
	return good;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const encodings[] = {
	    NULL, "UTF-8", "UTF-16LE", "WINDOWS-1252"};
	static const char delimiters[] = {0, ',', '\t', ';'};
	struct csv_options options = {0};
	struct slice bytes = {(const char *)data + 1, size - 1};
	struct buf whole = {0}, pieces = {0}, lenient = {0};
	bool good;

	if (size < 1)
		return 0;
	options.encoding = encodings[data[0] & 3];
	options.delimiter = delimiters[data[0] >> 2 & 3];
	options.unquoted = (data[0] & 16) != 0;
	good = read_all(&whole, bytes, SIZE_MAX, &options);
	if (read_all(&pieces, bytes, 1, &options) == good && good)
		must(slice_equal(buf_slice(&whole), buf_slice(&pieces)));
	options.lenient = true;
	if (read_all(&lenient, bytes, SIZE_MAX, &options) && good)
		must(slice_equal(buf_slice(&whole), buf_slice(&lenient)));
	buf_free(&whole);
	buf_free(&pieces);
	buf_free(&lenient);
	return 0;
}
