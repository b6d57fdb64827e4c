/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <sys/stat.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/number.h"
#include "sheet/record_sheet.h"
#include "order.h"
#include "suspect.h"

/* Calls `take` for each row of one file. */
static void
read_file(struct suspect *suspect, const char *path,
    void (*bind)(const struct stream_in *in, size_t columns[]),
    void (*take)(struct suspect *suspect, const struct block *block, size_t row,
	const size_t columns[]))
{
	char *operand[1] = {mem_string(path, strlen(path))};
	struct stream_in *in = stream_open(operand, 1);
	struct block block = {0};
	size_t columns[4];

	bind(in, columns);
	while (stream_next(in, &block))
		for (size_t row = 0; row < block.nrows; row++)
			take(suspect, &block, row, columns);
	block_free(&block);
	stream_close(in);
	free(operand[0]);
}

static void
take_number(struct suspect *suspect, struct slice text)
{
	struct series_number number = trait_number(&suspect->reader, text);

	if (number.series != 0)
		table_add(
		    &suspect->known, order_number(number.series, number.value));
}

/* A stream or a sheet, as img-match takes it. */
static void
read_records(struct suspect *suspect)
{
	static const struct sheet_options options;
	struct record_sheet *sheet =
	    record_sheet_open(suspect->records, &options);
	const struct slice *row, *names = record_sheet_header(sheet);
	size_t n = record_sheet_columns(sheet);
	size_t column = record_sheet_find(names, n, "catalogNumber");
	struct buf there = {0};

	record_sheet_put_names(&there, names, n);
	if (column == STREAM_NONE)
		record_sheet_die(sheet,
		    "no column 'catalogNumber'; there are: %s",
		    buf_string(&there));
	while ((row = record_sheet_next(sheet)) != NULL)
		take_number(suspect, row[column]);
	record_sheet_close(sheet);
	buf_free(&there);
}

static void
bind_media(const struct stream_in *in, size_t columns[])
{
	columns[0] = stream_need(in, "occid");
	columns[1] = stream_column(in, "originalUrl");
	columns[2] = stream_column(in, "url");
	columns[3] = stream_column(in, "mediaMD5");
}

static void
take_medium(struct suspect *suspect, const struct block *block, size_t row,
    const size_t columns[])
{
	struct trait_reader *reader = &suspect->reader;
	struct slice occid = block_field(block, row, columns[0]);
	uint64_t hash, record;

	if (!number_read(occid, UINT32_MAX, &record))
		return;
	for (size_t i = 1; i < 4; i++) {
		struct slice text;

		if (columns[i] == STREAM_NONE)
			continue;
		text = stream_value(
		    block_field(block, row, columns[i]), &reader->value);
		hash = i < 3 ? trait_url(reader, text) : trait_text(text);
		portal_pictures_add(&suspect->pictures, hash, (uint32_t)record);
	}
}

void
suspect_read_known(struct suspect *suspect)
{
	struct stat st;
	struct buf path = {0};

	if (suspect->records != NULL)
		read_records(suspect);
	if (suspect->portal == NULL)
		return;
	buf_put_string(&path, suspect->portal);
	if (stat(suspect->portal, &st) == 0 && S_ISDIR(st.st_mode))
		buf_put_string(&path, "/media.tsv");
	read_file(suspect, buf_string(&path), bind_media, take_medium);
	portal_pictures_sort(&suspect->pictures);
	buf_free(&path);
}
