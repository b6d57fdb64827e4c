/* SPDX-License-Identifier: MIT */
/* Records of the store: whatever is read, writing and reading it again gives
 * the same. */
#include "../../cmd/img-derive/store_record.h"
#include "shared.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct buf text = {0}, again = {0};
	struct store_record record;

	buf_put(&text, (const char *)data, n);
	buf_string(&text);
	store_record_parse(&record, buf_slice(&text));
	if (*record.owner != '\0') {
		buf_clear(&text);
		store_record_put(&text, &record);
		buf_string(&text);
		store_record_parse(&record, buf_slice(&text));
		store_record_put(&again, &record);
		if (!slice_equal(buf_slice(&text), buf_slice(&again)))
			abort();
	}
	buf_free(&text);
	buf_free(&again);
	return 0;
}
