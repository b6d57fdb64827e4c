/* SPDX-License-Identifier: MIT */
/* Mended URLs are legal and stay so; records come back as they were. */
#include "../../cmd/img-check/record.h"
#include "../../cmd/img-check/urlrules.h"
#include "shared.h"

static void
check_repair(struct slice url)
{
	struct buf once = {0}, twice = {0}, codes = {0};

	urlrules_put(urlrules_find(url), &codes);
	if (urlrules_repair(url, &once)) {
		must(urlrules_allow(urlrules_find(buf_slice(&once))));
		must(urlrules_repair(buf_slice(&once), &twice));
		must(slice_equal(buf_slice(&once), buf_slice(&twice)));
	}
	buf_free(&once);
	buf_free(&twice);
	buf_free(&codes);
}

/* The text between NULs as values. */
static void
check_record(struct slice text)
{
	struct slice values[RECORD_FIELDS] = {0}, value;
	struct record record = {0}, again = {0};
	struct buf line = {0};

	for (size_t i = 0; i < RECORD_FIELDS && slice_word(&text, '\0', &value);
	     i++)
		values[i] = value;
	record_set(&record, values);
	record_put(&record, &line);
	must(record_read(&again, buf_slice(&line)));
	for (size_t i = 0; i < RECORD_FIELDS; i++)
		must(slice_equal(
		    record_value(&record, i), record_value(&again, i)));
	record_free(&record);
	record_free(&again);
	buf_free(&line);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice text = {(const char *)data, size};

	check_repair(text);
	check_record(text);
	return 0;
}
