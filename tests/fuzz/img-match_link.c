/* SPDX-License-Identifier: MIT */
/*
 * img-match: the first line is a picture's name, the others are the records'
 * numbers. Whatever they are, a link has a reason that the bytes bear out.
 */
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/utf8.h"
#include "text/collation.h"
#include "../../cmd/img-match/decide.h"
#include "../../cmd/img-match/known_number.h"
#include "shared.h"

static struct slice
take_line(struct slice *rest)
{
	const char *end = rest->n > 0 ? memchr(rest->at, '\n', rest->n) : NULL;
	struct slice line = {
	    rest->at, end != NULL ? (size_t)(end - rest->at) : rest->n};

	rest->at += line.n + (end != NULL);
	rest->n -= line.n + (end != NULL);
	return line;
}

static struct records
read_numbers(struct slice numbers)
{
	static const struct sheet_options sheet;
	static const struct records_options options = {
	    .jobs = 1, .sheets = &sheet};
	struct buf text = {0};
	char path[40], *files[] = {path};
	int fd = memfd_create("records", 0);
	struct records records;
	unsigned occid = 0;

	buf_put_string(&text, "occid\tcatalogNumber\n");
	while (numbers.n > 0) {
		struct slice number = take_line(&numbers);

		if (number.n > RECORD_TABLE_TEXT_MOST)
			continue;
		buf_printf(&text, "%u\t", ++occid);
		stream_escape(&text, number);
		buf_put_char(&text, '\n');
	}
	must(write(fd, text.at, text.n) == (ssize_t)text.n);
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	records = records_read(files, 1, &options);
	buf_free(&text);
	close(fd);
	return records;
}

/* How many records have the number, by comparing them all. */
static void
check_link(const struct records *records, struct slice name,
    const struct outcome *outcome)
{
	struct fact fact =
	    record_table_get(records->facts, outcome->records.hit->fact);
	struct buf whole = {0}, number = {0}, key = {0};

	collation_put(&whole, name);
	collation_put(&number, fact.number);
	collation_put(&key, outcome->key);
	must(outcome->records.n == 1 && number.n > 0);
	must(key.n <= whole.n && memcmp(key.at, whole.at, key.n) == 0);
	if (outcome->rule == RULE_PADDED)
		must(key_padded_equal(buf_slice(&key), buf_slice(&number)));
	else
		must(slice_equal(buf_slice(&key), buf_slice(&number)));
	must(!number_is_camera(number_stem(buf_slice(&whole))));
	if (outcome->rule == RULE_BEGINNING)
		must(number_has_digit(buf_slice(&key)));
	buf_free(&whole);
	buf_free(&number);
	buf_free(&key);
}

/* One row with one column, as if it had been read. */
static void
match_name(const struct records *records, struct slice name)
{
	static const struct plan_options options = {.from_name = true,
	    .kinds = 1u << KIND_CATALOG,
	    .columns = {0, STREAM_NONE, STREAM_NONE, STREAM_NONE, STREAM_NONE,
		STREAM_NONE, STREAM_NONE, STREAM_NONE, STREAM_NONE, STREAM_NONE,
		STREAM_NONE, STREAM_NONE, STREAM_NONE, STREAM_NONE, STREAM_NONE,
		STREAM_NONE, STREAM_NONE, STREAM_NONE}};
	struct buf row = {0};
	uint32_t end;
	struct block block = {.nrows = 1, .ncolumns = 1, .ends = &end};
	struct planner planner;
	struct decider decider = {.records = records};
	struct outcome *outcome = calloc(1, sizeof *outcome);
	struct plan plan;

	stream_escape(&row, name);
	block.data = buf_slice(&row).at;
	end = (uint32_t)row.n;
	planner_start(&planner, &options);
	plan = planner_add(&planner, &block, 0);
	decide(&decider, &plan, planner.asks, 0, outcome);
	if (outcome->match == MATCHED)
		check_link(records, name, outcome);
	else
		must(outcome->records.n != 1);
	planner_stop(&planner);
	query_scratch_free(&decider.scratch);
	buf_free(&row);
	free(outcome);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice all = {(const char *)data, size}, name;
	struct records records;
	static bool started;

	if (size > 4096 || !utf8_valid(all) ||
	    (size > 0 && memchr(data, '\0', size) != NULL))
		return 0;
	if (!started)
		key_start();
	started = true;
	name = take_line(&all);
	records = read_numbers(all);
	match_name(&records, name);
	record_table_free(records.facts);
	index_free(records.index);
	return 0;
}
