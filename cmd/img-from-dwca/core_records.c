/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/table.h"
#include "core_records.h"
#include "spill.h"

/*
 * A record in the spill: a flag, the lengths of the id and the values,
 * and their bytes. The table holds for each the offset + 1, and above it some
 * bits of the id's hash: half of what a base/table needs, as all are known
 * when it is made.
 */
enum { NPARTS = 1 + NRECORD_VALUES, OFFSET_BITS = 40, HEAD = 1 + 4 * NPARTS };
#define OFFSET_MASK ((UINT64_C(1) << OFFSET_BITS) - 1)

struct core_records {
	struct spill spill;
	size_t n;
	uint64_t *table; /* made when all are there */
	size_t room;
};

struct core_records *
core_records_new(void)
{
	struct core_records *records = mem_array(1, sizeof *records);

	records->spill.fd = -1;
	return records;
}

static void
put_part(struct buf *out, struct slice part)
{
	buf_put_slice(out, part);
}

void
core_records_add(struct core_records *records, struct slice id,
    const struct slice values[NRECORD_VALUES])
{
	struct buf *out = &records->spill.bytes;
	uint32_t lengths[NPARTS] = {(uint32_t)id.n};

	for (size_t i = 0; i < NRECORD_VALUES; i++)
		lengths[i + 1] = (uint32_t)values[i].n;
	buf_put_char(out, 0);
	buf_put(out, (const char *)lengths, sizeof lengths);
	put_part(out, id);
	for (size_t i = 0; i < NRECORD_VALUES; i++)
		put_part(out, values[i]);
	spill_settle(&records->spill);
	records->n++;
}

/* The record at the offset; returns its size, 0 at the end. */
static size_t
read_record(struct core_records *records, uint64_t offset, struct slice *id,
    struct record *record)
{
	struct slice head = spill_read(&records->spill, offset, HEAD);
	uint32_t lengths[NPARTS];
	size_t size = HEAD;
	struct slice whole;

	if (head.n == 0)
		return 0;
	memcpy(lengths, head.at + 1, sizeof lengths);
	for (size_t i = 0; i < NPARTS; i++)
		size += lengths[i];
	whole = spill_read(&records->spill, offset, size);
	record->several = whole.at[0] != 0;
	*id = (struct slice){whole.at + HEAD, lengths[0]};
	whole.at += HEAD + lengths[0];
	for (size_t i = 0; i < NRECORD_VALUES; i++) {
		record->values[i] = (struct slice){whole.at, lengths[i + 1]};
		whole.at += lengths[i + 1];
	}
	return size;
}

/* The upper half of the hash, so many times the room, by 2^32. */
static size_t
slot(const struct core_records *records, uint64_t hash)
{
	return (size_t)((hash >> 32) * records->room >> 32);
}

static size_t
next_slot(const struct core_records *records, size_t at)
{
	return at + 1 < records->room ? at + 1 : 0;
}

/* False if the entry is of another id than that with the hash. */
static bool
may_be(uint64_t entry, uint64_t hash)
{
	return ((entry ^ (hash << OFFSET_BITS)) & ~OFFSET_MASK) == 0;
}

/*
 * The slot of the id: that of the record, its offset in *offset, or a free
 * one.
 */
static size_t
find_slot(struct core_records *records, struct slice id, uint64_t hash,
    struct record *record, uint64_t *offset)
{
	size_t at = slot(records, hash);

	for (; records->table[at] != 0; at = next_slot(records, at)) {
		struct slice other;

		if (!may_be(records->table[at], hash))
			continue;
		*offset = (records->table[at] & OFFSET_MASK) - 1;
		read_record(records, *offset, &other, record);
		if (slice_equal(id, other))
			return at;
	}
	return at;
}

static bool
same_values(const struct record *a, const struct record *b)
{
	for (size_t i = 0; i < RECORD_ZEROS; i++)
		if (!slice_equal(a->values[i], b->values[i]))
			return false;
	return true;
}

/* Copies what the spill has shown, so that it may be asked again. */
static void
keep(struct buf *copy, struct slice *id, struct record *record)
{
	size_t n = id->n;

	buf_clear(copy);
	for (size_t i = 0; i < NRECORD_VALUES; i++)
		n += record->values[i].n;
	buf_put(copy, id->at, n);
	id->at = buf_slice(copy).at;
	n = id->n;
	for (size_t i = 0; i < NRECORD_VALUES; i++) {
		record->values[i].at = id->at + n;
		n += record->values[i].n;
	}
}

static void
index_record(struct core_records *records, uint64_t offset, struct slice id,
    const struct record *record)
{
	uint64_t hash = table_key(id), first = 0;
	struct record other;
	size_t at = find_slot(records, id, hash, &other, &first);

	if (records->table[at] == 0)
		records->table[at] = (hash << OFFSET_BITS) | (offset + 1);
	else if (!same_values(record, &other))
		spill_patch(&records->spill, first, 1);
}

/* Fetches the slots of the records that follow; returns the last one's end. */
static uint64_t
look_ahead(struct core_records *records, uint64_t offset)
{
	struct record record;
	struct slice id;
	size_t size;

	for (size_t i = 0; i < CORE_RECORDS_EXPECTED; i++) {
		size = read_record(records, offset, &id, &record);
		if (size == 0)
			break;
		__builtin_prefetch(
		    &records->table[slot(records, table_key(id))], 1);
		offset += size;
	}
	return offset;
}

static void
make_table(struct core_records *records)
{
	struct record record;
	struct buf copy = {0};
	struct slice id;
	uint64_t offset = 0, ahead = 0;
	size_t size;

	records->room = records->n + records->n / 3 + 8;
	records->table = mem_table(records->room, sizeof *records->table);
	for (;;) {
		if (offset >= ahead && records->spill.fd < 0)
			ahead = look_ahead(records, offset);
		size = read_record(records, offset, &id, &record);
		if (size == 0)
			break;
		keep(&copy, &id, &record);
		index_record(records, offset, id, &record);
		offset += size;
	}
	buf_free(&copy);
}

/* Fetches the record that is most likely meant. */
static void
fetch(const struct core_records *records, uint64_t hash)
{
	size_t at = slot(records, hash);

	while (records->table[at] != 0 && !may_be(records->table[at], hash))
		at = next_slot(records, at);
	if (records->table[at] != 0)
		spill_expect(
		    &records->spill, (records->table[at] & OFFSET_MASK) - 1);
}

void
core_records_expect(
    struct core_records *records, const struct slice ids[], size_t n)
{
	uint64_t hashes[CORE_RECORDS_EXPECTED];

	if (records->table == NULL)
		make_table(records);
	for (size_t i = 0; i < n; i++) {
		hashes[i] = table_key(ids[i]);
		__builtin_prefetch(&records->table[slot(records, hashes[i])]);
	}
	for (size_t i = 0; i < n; i++)
		fetch(records, hashes[i]);
}

bool
core_records_find(
    struct core_records *records, struct slice id, struct record *record)
{
	uint64_t hash = table_key(id), offset;

	if (records->table == NULL)
		make_table(records);
	return records->table[find_slot(records, id, hash, record, &offset)] !=
	    0;
}

void
core_records_free(struct core_records *records)
{
	if (records == NULL)
		return;
	spill_free(&records->spill);
	free(records->table);
	free(records);
}
