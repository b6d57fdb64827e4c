/* SPDX-License-Identifier: MIT */
#include "stream/stream.h"
#include "result_record.h"

void
result_record_free(struct result_record *record)
{
	buf_free(&record->text);
	buf_free(&record->spare);
}

static void
begin(struct result_record *record)
{
	struct buf spare = record->spare;

	record->spare = record->text;
	record->text = spare;
	buf_clear(&record->text);
}

void
result_record_set(struct result_record *record,
    const struct slice values[RESULT_RECORD_FIELDS])
{
	begin(record);
	for (size_t i = 0; i < RESULT_RECORD_FIELDS; i++) {
		buf_put_slice(&record->text, values[i]);
		record->ends[i] = record->text.n;
	}
}

struct slice
result_record_value(const struct result_record *record, size_t field)
{
	size_t start = field > 0 ? record->ends[field - 1] : 0;
	size_t n = record->ends[field] - start;

	return n > 0 ? (struct slice){record->text.at + start, n} : SLICE("");
}

void
result_record_put(const struct result_record *record, struct buf *out)
{
	for (size_t i = 0; i < RESULT_RECORD_FIELDS; i++) {
		if (i > 0)
			buf_put_char(out, '\t');
		stream_escape(out, result_record_value(record, i));
	}
}

bool
result_record_read(struct result_record *record, struct slice line)
{
	size_t i;

	begin(record);
	for (i = 0; i < RESULT_RECORD_FIELDS; i++) {
		const char *tab =
		    line.n > 0 ? memchr(line.at, '\t', line.n) : NULL;
		size_t n = tab != NULL ? (size_t)(tab - line.at) : line.n;
		struct slice field = {line.at, n};
		struct slice value = stream_unescape(field, &record->text);

		/* Without escapes it is the field itself. */
		if (value.at == field.at)
			buf_put_slice(&record->text, value);
		record->ends[i] = record->text.n;
		if (tab == NULL)
			break;
		line.at += n + 1;
		line.n -= n + 1;
	}
	return i == RESULT_RECORD_FIELDS - 1;
}
