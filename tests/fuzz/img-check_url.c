/* SPDX-License-Identifier: MIT */
/* Mended URLs are legal and stay so; records come back as they were. */
#include "../../cmd/img-check/result_record.h"
#include "../../cmd/img-check/url_rules.h"
#include "shared.h"

static void
check_repair(struct slice url)
{
	struct buf once = {0}, twice = {0}, codes = {0};

	url_rules_put(url_rules_find(url), &codes);
	if (url_rules_repair(url, &once)) {
		/* It may still be a path alone, or that of a page. */
		buf_clear(&codes);
		url_rules_put(url_rules_find(buf_slice(&once)), &codes);
		must(strstr(buf_string(&codes), "url-illegal") == NULL &&
		    strstr(codes.at, "url-scheme") == NULL);
		must(url_rules_repair(buf_slice(&once), &twice));
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
	struct slice values[RESULT_RECORD_FIELDS] = {0}, value;
	struct result_record record = {0}, again = {0};
	struct buf line = {0};

	for (size_t i = 0;
	     i < RESULT_RECORD_FIELDS && slice_word(&text, '\0', &value); i++)
		values[i] = value;
	result_record_set(&record, values);
	result_record_put(&record, &line);
	must(result_record_read(&again, buf_slice(&line)));
	for (size_t i = 0; i < RESULT_RECORD_FIELDS; i++)
		must(slice_equal(result_record_value(&record, i),
		    result_record_value(&again, i)));
	result_record_free(&record);
	result_record_free(&again);
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
