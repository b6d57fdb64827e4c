/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/number.h"
#include "sink/portal_records.h"
#include "stream/stream.h"

struct entry {
	uint32_t occid;
	uint64_t at; /* of its values in the text, each with a TAB after it */
};

struct portal_records {
	struct buf text; /* still escaped, so that TABs end the values */
	struct entry *entries; /* by occid, then as they came */
	size_t n, room;
};

static void
add(struct portal_records *records, uint32_t occid, const struct slice *values)
{
	if (records->n == records->room) {
		records->room = records->room * 2 + 1024;
		records->entries = mem_resize(
		    records->entries, records->room, sizeof *records->entries);
	}
	records->entries[records->n++] = (struct entry){occid, records->text.n};
	for (int i = 0; i < NPORTAL_RECORD_COLUMNS; i++) {
		buf_put_slice(&records->text, values[i]);
		buf_put_char(&records->text, '\t');
	}
}

/* A record has a row for each of its numbers, one after the other. */
static void
add_rows(struct portal_records *records, const struct block *block,
    size_t occid, const size_t *columns)
{
	for (size_t row = 0; row < block->nrows; row++) {
		struct slice values[NPORTAL_RECORD_COLUMNS];
		size_t any = 0;
		uint64_t number;

		for (int i = 0; i < NPORTAL_RECORD_COLUMNS; i++) {
			values[i] = columns[i] != STREAM_NONE
			    ? block_field(block, row, columns[i])
			    : SLICE("");
			any += values[i].n;
		}
		if (any == 0 ||
		    !number_read(
			block_field(block, row, occid), UINT32_MAX, &number) ||
		    (records->n > 0 &&
			records->entries[records->n - 1].occid == number))
			continue;
		add(records, (uint32_t)number, values);
	}
}

static int
compare(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->occid != y->occid)
		return x->occid < y->occid ? -1 : 1;
	return (x->at > y->at) - (x->at < y->at);
}

struct portal_records *
portal_records_read(const char *dir)
{
	static const char *const names[NPORTAL_RECORD_COLUMNS] = {
	    "scientificName", "basisOfRecord", "recordSecurity"};
	struct portal_records *records = mem_array(1, sizeof *records);
	size_t occid, columns[NPORTAL_RECORD_COLUMNS];
	struct buf path = {0};
	struct block block = {0};
	struct stream_in *in;
	char *operand;

	buf_printf(&path, "%s/occurrences.tsv", dir);
	operand = buf_string(&path);
	in = stream_open(&operand, 1);
	occid = stream_need(in, "occid");
	for (int i = 0; i < NPORTAL_RECORD_COLUMNS; i++)
		columns[i] = stream_column(in, names[i]);
	while (stream_next(in, &block))
		add_rows(records, &block, occid, columns);
	block_free(&block);
	stream_close(in);
	buf_free(&path);
	if (records->n > 0)
		mem_sort(records->entries, records->n, sizeof *records->entries,
		    compare);
	return records;
}

void
portal_records_free(struct portal_records *records)
{
	if (records == NULL)
		return;
	buf_free(&records->text);
	free(records->entries);
	free(records);
}

struct slice
portal_records_value(const struct portal_records *records, uint32_t occid,
    enum portal_record_column column, struct buf *scratch)
{
	size_t low = 0, high = records->n;
	struct slice rest, value = SLICE("");

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (records->entries[middle].occid < occid)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == records->n || records->entries[low].occid != occid)
		return value;
	rest = slice_from((struct slice){records->text.at, records->text.n},
	    records->entries[low].at);
	for (int i = 0; i <= (int)column; i++) {
		const char *end = memchr(rest.at, '\t', rest.n);

		value = (struct slice){rest.at, (size_t)(end - rest.at)};
		rest = slice_from(rest, value.n + 1);
	}
	return stream_value(value, scratch);
}
