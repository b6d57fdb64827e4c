/* SPDX-License-Identifier: MIT */
/* Records by id: in memory, and more of them than memory may hold. */
#include "base/buf.h"
#include "../../cmd/img-from-dwca/core_records.h"
#include "../../cmd/img-from-dwca/spill.h"
#include "tap.h"

static void
put(struct core_records *records, const char *id, const char *number)
{
	const struct slice identifiers[NRECORD_VALUES] = {
	    slice_of(number), SLICE(""), SLICE("x")};

	core_records_add(records, slice_of(id), identifiers);
}

static void
test_few(void)
{
	struct core_records *records = core_records_new();
	struct record record;

	put(records, "a", "1");
	put(records, "b", "2");
	put(records, "a", "1");
	put(records, "c", "3");
	put(records, "c", "4");
	put(records, "", "5");
	ok(core_records_find(records, SLICE("a"), &record) && !record.several &&
		slice_equal(record.values[CATALOG_NUMBER], SLICE("1")),
	    "a record that comes twice is one");
	ok(core_records_find(records, SLICE("c"), &record) && record.several,
	    "two records with one id are told");
	ok(core_records_find(records, SLICE(""), &record),
	    "the empty id is an id");
	core_records_expect(
	    records, (const struct slice[]){SLICE("b"), SLICE("d")}, 2);
	ok(core_records_find(records, SLICE("b"), &record) &&
		slice_equal(record.values[CATALOG_NUMBER], SLICE("2")),
	    "a record that was expected");
	ok(!core_records_find(records, SLICE("d"), &record), "no such record");
	core_records_free(records);
	records = core_records_new();
	ok(!core_records_find(records, SLICE("a"), &record), "none at all");
	core_records_free(records);
}

/* Each has so much text that they do not fit. */
enum { MANY = 2000, TEXT = 110000 };

static void
test_many(void)
{
	struct core_records *records = core_records_new();
	struct record record;
	struct buf text = {0}, id = {0};
	bool found = true;

	memset(buf_room(&text, TEXT), 'x', TEXT);
	text.n = TEXT;
	buf_string(&text);
	for (unsigned i = 0; i < MANY; i++) {
		buf_clear(&id);
		buf_printf(&id, "id%u", i % (MANY - 1));
		buf_string(&id);
		text.at[i] = 'y';
		put(records, id.at, text.at);
	}
	for (unsigned i = 0; i < MANY - 1; i++) {
		unsigned k = i * 7 % (MANY - 1);

		buf_clear(&id);
		buf_printf(&id, "id%u", k);
		found = found &&
		    core_records_find(records, buf_slice(&id), &record) &&
		    record.values[CATALOG_NUMBER].n == TEXT &&
		    record.values[CATALOG_NUMBER].at[k] == 'y' &&
		    record.values[CATALOG_NUMBER].at[k + 1] == 'x' &&
		    slice_equal(record.values[OCCURRENCE_ID], SLICE("x")) &&
		    record.several == (k == 0);
	}
	ok((size_t)MANY * TEXT > SPILL_MEMORY, "more than memory may hold");
	ok(found, "all are found again, in any order");
	ok(!core_records_find(records, SLICE("id"), &record), "and no other");
	core_records_free(records);
	buf_free(&text);
	buf_free(&id);
}

int
main(void)
{
	test_few();
	test_many();
	return done_testing();
}
