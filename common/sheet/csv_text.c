/* SPDX-License-Identifier: MIT */
/* The text of the file that is at hand, and where in it something is wrong. */
#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "base/utf8.h"
#include "sheet/csv_reader.h"
#include "sheet/encoding.h"

void
csv_fail(struct csv *csv, const char *text)
{
	struct buf message = {0};

	if (csv->failure != NULL)
		return;
	buf_printf(&message, "%s: %s", csv->name, text);
	csv->failure = buf_string(&message);
}

uint64_t
csv_count_lines(const struct csv *csv, size_t end)
{
	struct slice s = {buf_slice(&csv->text).at + csv->at, end - csv->at};
	uint64_t n = 0;

	while (s.n > 0) {
		const char *found = memchr(s.at, csv->dialect.newline, s.n);
		size_t step = found != NULL ? (size_t)(found - s.at) + 1 : s.n;

		n += found != NULL;
		s.at += step;
		s.n -= step;
	}
	return n;
}

void
csv_fail_at(struct csv *csv, size_t at, bool mendable, const char *format, ...)
{
	const char *text = buf_slice(&csv->text).at;
	size_t start = at;
	struct buf message = {0};
	va_list ap;

	while (start > csv->at && text[start - 1] != csv->dialect.newline)
		start--;
	buf_printf(&message, "%s:%" PRIu64 ":%zu: ", csv->name,
	    csv->line + csv_count_lines(csv, start),
	    utf8_length((struct slice){text + start, at - start}) + 1);
	va_start(ap, format);
	buf_vprintf(&message, format, ap);
	va_end(ap);
	csv->failure = buf_string(&message);
	csv->mendable = mendable;
}

bool
csv_is_broken(struct csv *csv)
{
	const char *trouble = decoder_trouble(csv->decoder);

	if (csv->read_error != 0)
		csv_fail(csv, strerror(csv->read_error));
	else if (trouble != NULL)
		csv_fail_at(csv, csv->text.n, true, "%s", trouble);
	return csv->failure != NULL;
}

void
csv_seek_quote(struct csv *csv, size_t from)
{
	const char *found = NULL;

	if (from < csv->text.n && !csv->options.unquoted)
		found = memchr(csv->text.at + from, csv->options.quote,
		    csv->text.n - from);
	csv->quote_at =
	    found != NULL ? (size_t)(found - csv->text.at) : csv->text.n;
}

static void
drop_done(struct csv *csv)
{
	if (csv->at == 0)
		return;
	memmove(csv->text.at, csv->text.at + csv->at, csv->text.n - csv->at);
	csv->text.n -= csv->at;
	csv->quote_at = csv->quote_at > csv->at ? csv->quote_at - csv->at : 0;
	csv->at = 0;
	marks_start(&csv->marks, 0);
}

static void
read_block(struct csv *csv)
{
	ptrdiff_t n = csv->read(
	    csv->state, csv->raw + csv->nraw, CSV_RAW_BLOCK - csv->nraw);
	size_t used;

	if (n < 0)
		csv->read_error = errno != 0 ? errno : EIO;
	csv->ended = n <= 0;
	if (n > 0) {
		csv->nraw += (size_t)n;
		csv->bytes += (uint64_t)n;
	}
	used = decoder_take(csv->decoder, (struct slice){csv->raw, csv->nraw},
	    csv->ended, &csv->text);
	csv->nraw -= used;
	memmove(csv->raw, csv->raw + used, csv->nraw);
	if (decoder_trouble(csv->decoder) != NULL)
		csv->ended = true;
}

bool
csv_fill(struct csv *csv)
{
	size_t before;
	bool searched;

	drop_done(csv);
	before = csv->text.n;
	searched = csv->quote_at < before;
	while (!csv->ended && csv->text.n == before)
		read_block(csv);
	if (!searched)
		csv_seek_quote(csv, before);
	return csv->text.n > before;
}

/* At the text's end: the last line may have no line end. */
static bool
last_line(struct csv *csv, size_t *end)
{
	if (csv->text.n - csv->at > CSV_ROW_MOST)
		csv_fail_at(csv, csv->at, false, "a row of more than %zu bytes",
		    CSV_ROW_MOST);
	else if (!csv_is_broken(csv))
		*end = csv->text.n;
	return csv->failure == NULL && *end > csv->at;
}

bool
csv_find_line(struct csv *csv, size_t *end)
{
	size_t seen = 0;

	for (;;) {
		const char *from = buf_slice(&csv->text).at + csv->at + seen;
		size_t n = csv->text.n - csv->at - seen;
		const char *found =
		    n > 0 ? memchr(from, csv->dialect.newline, n) : NULL;

		if (found != NULL) {
			*end = (size_t)(found - csv->text.at);
			return true;
		}
		seen += n;
		if (seen > CSV_ROW_MOST || !csv_fill(csv))
			return last_line(csv, end);
	}
}

bool
csv_find_quoted(struct csv *csv, size_t *end)
{
	size_t seen = csv->quote_at - csv->at;
	bool inside = false;

	for (;;) {
		size_t n = csv->text.n - csv->at;
		const char *row = csv->text.at + csv->at;

		for (; seen < n; seen++) {
			if (row[seen] == csv->options.quote)
				inside = !inside;
			else if (row[seen] == csv->dialect.newline && !inside)
				break;
		}
		*end = csv->at + seen;
		if (seen < n)
			return true;
		if (seen > CSV_ROW_MOST || !csv_fill(csv)) {
			*end = csv->text.n;
			return !inside;
		}
	}
}

struct slice
csv_line(const struct csv *csv, size_t end)
{
	if (csv->dialect.newline == '\n' && end > csv->at &&
	    csv->text.at[end - 1] == '\r')
		end--;
	return (struct slice){csv->text.at + csv->at, end - csv->at};
}

void
csv_hand_over(struct csv *csv, struct csv_batch *batch)
{
	struct buf text = csv->text;

	csv->text = batch->text;
	batch->text = text;
	batch->bytes = csv->bytes;
	buf_clear(&csv->text);
	buf_put(&csv->text, text.at + csv->at, text.n - csv->at);
	csv->quote_at = csv->quote_at > csv->at ? csv->quote_at - csv->at : 0;
	csv->at = 0;
	marks_start(&csv->marks, 0);
}
