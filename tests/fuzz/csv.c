/* SPDX-License-Identifier: MIT */
/*
 * Delimited text: the rows do not depend on how the bytes come, cells are
 * UTF-8 without NUL, and lenience reads what strictness reads.
 */
#include "sheet/csv.h"
#include "shared.h"

static void
check_row(const struct csv_row *row, uint64_t line, size_t width, bool lenient)
{
	must(row->line > line || line == 0);
	must(row->n == width || width == 0);
	must(row->n > 0 && (lenient || row->given <= row->n));
	must(lenient || row->cut || row->assumed == NULL);
	for (size_t i = 0; i < row->n; i++)
		must(utf8_valid(row->cells[i]) &&
		    memchr(row->cells[i].at, '\0', row->cells[i].n) == NULL);
}

/*
 * Puts all rows in one form, and what else is known of them in another; true
 * if the file is good.
 */
static bool
read_all(struct buf *all, struct buf *rest, struct slice bytes, size_t portion,
    const struct csv_options *options)
{
	struct portions p = {bytes, portion};
	struct csv *csv = csv_open_source("x", give_portion, &p, options);
	struct csv_row row;
	uint64_t line = 0;
	size_t width = 0;
	bool good;

	while (csv_next(csv, &row)) {
		check_row(
		    &row, line, options->ragged ? 0 : width, options->lenient);
		line = row.line;
		width = row.n;
		for (size_t i = 0; i < row.n; i++) {
			buf_put_slice(all, row.cells[i]);
			buf_put_char(all, '\0');
		}
		buf_put(rest, (const char *)&row.line, sizeof row.line);
		buf_put(rest, (const char *)&row.given, sizeof row.given);
		buf_put_string(
		    rest, row.assumed != NULL ? row.assumed : "kept");
	}
	good = csv_failure(csv) == NULL;
	buf_put_string(rest, good ? "good" : csv_failure(csv));
	must(good || memcmp(csv_failure(csv), "x:", 2) == 0);
	csv_close(csv);
	return good;
}

/* The same with each row by libcsv, and with a thread. */
static void
check_others(struct slice bytes, struct csv_options options,
    const struct buf *all, const struct buf *rest)
{
	for (int i = 0; i < 2; i++) {
		struct buf other = {0}, other_rest = {0};

		options.slow = i == 0;
		options.threaded = i == 1 && bytes.n % 64 == 0;
		read_all(&other, &other_rest, bytes, SIZE_MAX, &options);
		must(slice_equal(buf_slice(all), buf_slice(&other)));
		must(slice_equal(buf_slice(rest), buf_slice(&other_rest)));
		buf_free(&other);
		buf_free(&other_rest);
	}
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
	struct buf rest = {0}, pieces_rest = {0}, lenient_rest = {0};
	bool good;

	if (size < 1)
		return 0;
	options.encoding = encodings[data[0] & 3];
	options.delimiter = delimiters[data[0] >> 2 & 3];
	options.unquoted = (data[0] & 16) != 0;
	options.ragged = (data[0] & 32) != 0;
	options.loose = data[0] >> 6;
	good = read_all(&whole, &rest, bytes, SIZE_MAX, &options);
	check_others(bytes, options, &whole, &rest);
	if (read_all(&pieces, &pieces_rest, bytes, 1, &options) == good && good)
		must(slice_equal(buf_slice(&whole), buf_slice(&pieces)));
	options.lenient = true;
	if (read_all(&lenient, &lenient_rest, bytes, SIZE_MAX, &options) &&
	    good && options.loose == 0)
		must(slice_equal(buf_slice(&whole), buf_slice(&lenient)));
	check_others(bytes, options, &lenient, &lenient_rest);
	buf_free(&whole);
	buf_free(&pieces);
	buf_free(&lenient);
	buf_free(&rest);
	buf_free(&pieces_rest);
	buf_free(&lenient_rest);
	return 0;
}
