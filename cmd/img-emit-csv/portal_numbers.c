/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/table.h"
#include "stream/stream.h"
#include "text/collation.h"
#include "portal_numbers.h"

enum {
	C_OCCID,
	C_COLLECTION,
	C_NUMBER,
	C_OTHER,
	C_OBSERVER,
	C_SECURITY,
	NCOLUMNS
};

struct portal_numbers {
	struct table first; /* occids by number */
	struct table several; /* numbers of more than one */
	struct table observed; /* occids */
	struct table
	    secured; /* occids: of several rows of a record one says it */
	struct buf collection; /* of the first record */
	bool collections; /* there are others */
	size_t columns[NCOLUMNS];
	struct buf key, value;
};

static uint64_t
key_of(struct portal_numbers *numbers, struct slice collection,
    enum identifier by, struct slice number)
{
	buf_clear(&numbers->key);
	buf_put_slice(&numbers->key, collection);
	buf_put_char(&numbers->key, by == BY_OTHER ? 'o' : 'c');
	/* As the portal compares numbers. */
	collation_put(&numbers->key, number);
	return table_key(buf_slice(&numbers->key));
}

static uint64_t
occid_key(uint32_t occid)
{
	return table_key_number(0, occid);
}

static void
add_number(struct portal_numbers *numbers, struct slice collection,
    enum identifier by, struct slice escaped, uint32_t occid)
{
	uint64_t key, *first;

	if (escaped.n == 0)
		return;
	buf_clear(&numbers->value);
	key = key_of(
	    numbers, collection, by, stream_value(escaped, &numbers->value));
	first = table_value(&numbers->first, key);
	if (*first == 0)
		*first = occid;
	else if (*first != occid)
		table_add(&numbers->several, key);
}

static void
add_row(struct portal_numbers *numbers, const struct block *block, size_t row)
{
	struct slice cells[NCOLUMNS];
	uint64_t occid;

	for (size_t i = 0; i < NCOLUMNS; i++)
		cells[i] = numbers->columns[i] != STREAM_NONE
		    ? block_field(block, row, numbers->columns[i])
		    : SLICE("");
	if (!number_read(cells[C_OCCID], UINT32_MAX, &occid) || occid == 0)
		return;
	if (numbers->first.n == 0 && numbers->collection.n == 0)
		buf_put_slice(&numbers->collection, cells[C_COLLECTION]);
	numbers->collections |=
	    !slice_equal(buf_slice(&numbers->collection), cells[C_COLLECTION]);
	add_number(numbers, cells[C_COLLECTION], BY_NUMBER, cells[C_NUMBER],
	    (uint32_t)occid);
	add_number(numbers, cells[C_COLLECTION], BY_OTHER, cells[C_OTHER],
	    (uint32_t)occid);
	if (cells[C_OBSERVER].n > 0)
		table_add(&numbers->observed, occid_key((uint32_t)occid));
	if (cells[C_SECURITY].n > 0)
		table_add(&numbers->secured, occid_key((uint32_t)occid));
}

static void
read_rows(struct portal_numbers *numbers, char *path)
{
	static const char *const names[NCOLUMNS] = {"occid", "collid",
	    "catalogNumber", "otherCatalogNumbers", "observerUid",
	    "recordSecurity"};
	struct stream_in *in = stream_open(&path, 1);
	struct block block = {0};

	stream_need(in, "occid");
	for (size_t i = 0; i < NCOLUMNS; i++)
		numbers->columns[i] = stream_column(in, names[i]);
	while (stream_read(in, &block, 0)) {
		block_index(&block);
		for (size_t row = 0; row < block.nrows; row++)
			add_row(numbers, &block, row);
		if (block.error != NULL)
			die("%s", block.error);
	}
	block_free(&block);
	stream_close(in);
}

struct portal_numbers *
portal_numbers_read(const char *dir)
{
	struct portal_numbers *numbers = NULL;
	struct buf path = {0};

	buf_printf(&path, "%s/occurrences.tsv", dir);
	if (access(buf_string(&path), F_OK) == 0) {
		numbers = mem_array(1, sizeof *numbers);
		numbers->several.set = numbers->observed.set = true;
		numbers->secured.set = true;
		read_rows(numbers, buf_string(&path));
	}
	buf_free(&path);
	return numbers;
}

void
portal_numbers_free(struct portal_numbers *numbers)
{
	if (numbers == NULL)
		return;
	table_free(&numbers->first);
	table_free(&numbers->several);
	table_free(&numbers->observed);
	table_free(&numbers->secured);
	buf_free(&numbers->collection);
	buf_free(&numbers->key);
	buf_free(&numbers->value);
	free(numbers);
}

enum reject_reason
portal_numbers_find(struct portal_numbers *numbers,
    const struct import_row *item, uint32_t *occid)
{
	struct slice collection = item->collection;
	uint64_t key, own;

	*occid = 0;
	if (collection.n == 0) {
		/* Which of several is not known here. */
		if (numbers->collections)
			return REJECT_REASON_NOT;
		collection = buf_slice(&numbers->collection);
	}
	key = key_of(numbers, collection, item->by, item->number);
	if (!table_has(&numbers->first, key))
		return REJECT_REASON_NO_RECORD;
	*occid = (uint32_t)table_get(&numbers->first, key);
	if (table_has(&numbers->several, key))
		return REJECT_REASON_AMBIGUOUS;
	return number_read(item->occid, UINT32_MAX, &own) && own != *occid
	    ? REJECT_REASON_AMBIGUOUS
	    : REJECT_REASON_NOT;
}

bool
portal_numbers_observed(const struct portal_numbers *numbers, uint32_t occid)
{
	return table_has(&numbers->observed, occid_key(occid));
}

bool
portal_numbers_unsecured(const struct portal_numbers *numbers, uint32_t occid)
{
	return numbers->columns[C_SECURITY] != STREAM_NONE &&
	    !table_has(&numbers->secured, occid_key(occid));
}
