/* SPDX-License-Identifier: MIT */
#include <pthread.h>
#include <stdlib.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/uuid.h"
#include "record_table.h"

/* A reference is a chunk's number and the place in it, in pairs of bytes. */
enum {
	CHUNK = RECORD_TABLE_CHUNK,
	CHUNK_BITS = 19,
	CHUNKS = 1 << (32 - CHUNK_BITS)
};
/* Before the texts: occid, collid, length of the recordID (or UUID), of the
 * number, security. */
enum { HEAD = 11, UUID = 255 };

struct record_table {
	pthread_mutex_t growing;
	char *chunks[CHUNKS];
	size_t used[CHUNKS];
	uint32_t nchunks;
	struct record_place
	    *places; /* by occid; NULL before record_table_sort() */
	size_t nplaces;
	bool borrowed; /* chunks and places are another's */
};

struct record_table *
record_table_new(void)
{
	struct record_table *facts = mem_array(1, sizeof *facts);

	pthread_mutex_init(&facts->growing, NULL);
	return facts;
}

void
record_table_free(struct record_table *facts)
{
	for (uint32_t i = 0; i < facts->nchunks && !facts->borrowed; i++)
		free(facts->chunks[i]);
	if (!facts->borrowed)
		free(facts->places);
	pthread_mutex_destroy(&facts->growing);
	free(facts);
}

struct record_table_parts
record_table_parts(const struct record_table *facts)
{
	return (struct record_table_parts){.nchunks = facts->nchunks,
	    .chunks = facts->chunks,
	    .used = facts->used,
	    .places = facts->places,
	    .nplaces = facts->nplaces};
}

struct record_table *
record_table_of_parts(const char *chunks, uint32_t nchunks,
    const struct record_place *places, size_t nplaces)
{
	struct record_table *facts = record_table_new();

	facts->borrowed = true;
	facts->nchunks = nchunks;
	/* Nothing writes to them. */
	for (uint32_t i = 0; i < nchunks && i < CHUNKS; i++)
		facts->chunks[i] =
		    (char *)(uintptr_t)chunks + (size_t)i * CHUNK;
	facts->places = (struct record_place *)(uintptr_t)places;
	facts->nplaces = nplaces;
	return facts;
}

bool
record_table_may_have(uint32_t nchunks, uint32_t ref)
{
	return ref >> CHUNK_BITS < nchunks;
}

static void
begin_chunk(struct record_table *facts, struct record_table_writer *writer)
{
	char *chunk = mem_alloc(CHUNK);

	pthread_mutex_lock(&facts->growing);
	if (facts->nchunks == CHUNKS)
		die("more records than fit (8 GB of numbers)");
	writer->chunk = facts->nchunks++;
	facts->chunks[writer->chunk] = chunk;
	pthread_mutex_unlock(&facts->growing);
	writer->at = chunk;
	writer->room = CHUNK;
}

uint32_t
record_table_add(struct record_table *facts, struct record_table_writer *writer,
    const struct fact *fact)
{
	unsigned char uuid[UUID_BYTES];
	bool packed = uuid_read(uuid, fact->id);
	size_t id_bytes = packed ? UUID_BYTES : fact->id.n;
	size_t n = (HEAD + id_bytes + fact->number.n + 1) & ~(size_t)1;
	uint32_t ref;
	char *at;

	if (writer->room < n)
		begin_chunk(facts, writer);
	at = writer->at;
	ref = writer->chunk << CHUNK_BITS |
	    (uint32_t)((CHUNK - writer->room) / 2);
	memcpy(at, &fact->occid, sizeof fact->occid);
	memcpy(at + 4, &fact->collid, sizeof fact->collid);
	at[8] = (char)(packed ? UUID : fact->id.n);
	at[9] = (char)fact->number.n;
	at[10] = (char)fact->security;
	at += HEAD;
	if (id_bytes > 0)
		memcpy(at, packed ? (char *)uuid : fact->id.at, id_bytes);
	if (fact->number.n > 0)
		memcpy(at + id_bytes, fact->number.at, fact->number.n);
	writer->at += n;
	writer->room -= n;
	facts->used[writer->chunk] = CHUNK - writer->room;
	return ref;
}

static const char *
locate(const struct record_table *facts, uint32_t ref)
{
	return facts->chunks[ref >> CHUNK_BITS] +
	    (size_t)(ref & ((1u << CHUNK_BITS) - 1)) * 2;
}

void
record_table_prefetch(const struct record_table *facts, uint32_t ref)
{
	__builtin_prefetch(locate(facts, ref));
}

struct fact
record_table_get(const struct record_table *facts, uint32_t ref)
{
	const char *at = locate(facts, ref);
	struct fact fact = {0};
	unsigned char id = (unsigned char)at[8];

	memcpy(&fact.occid, at, sizeof fact.occid);
	memcpy(&fact.collid, at + 4, sizeof fact.collid);
	fact.security = (uint8_t)at[10];
	fact.uuid = id == UUID;
	fact.id = (struct slice){at + HEAD, fact.uuid ? UUID_BYTES : id};
	fact.number =
	    (struct slice){at + HEAD + fact.id.n, (unsigned char)at[9]};
	return fact;
}

void
record_table_put_id(struct buf *out, const struct fact *fact)
{
	if (!fact->uuid) {
		buf_put_slice(out, fact->id);
		return;
	}
	uuid_write(
	    buf_room(out, UUID_TEXT), (const unsigned char *)fact->id.at);
	out->n += UUID_TEXT;
}

static size_t
bytes_of(const struct record_table *facts, uint32_t ref)
{
	struct fact fact = record_table_get(facts, ref);

	return (HEAD + fact.id.n + fact.number.n + 1) & ~(size_t)1;
}

/* Calls of it in order visit every fact; counts them if there is no room. */
static size_t
list_places(const struct record_table *facts, struct record_place *places)
{
	size_t n = 0;

	for (uint32_t i = 0; i < facts->nchunks; i++) {
		for (size_t at = 0; at < facts->used[i]; n++) {
			uint32_t ref = i << CHUNK_BITS | (uint32_t)(at / 2);

			if (places != NULL)
				places[n] = (struct record_place){
				    record_table_get(facts, ref).occid, ref};
			at += bytes_of(facts, ref);
		}
	}
	return n;
}

static int
compare_places(const void *a, const void *b)
{
	const struct record_place *p = a, *q = b;

	return p->occid != q->occid
	    ? (p->occid > q->occid) - (p->occid < q->occid)
	    : (p->ref > q->ref) - (p->ref < q->ref);
}

void
record_table_sort(struct record_table *facts)
{
	facts->nplaces = list_places(facts, NULL);
	facts->places = mem_array(facts->nplaces + 1, sizeof *facts->places);
	list_places(facts, facts->places);
	for (size_t i = 1; i < facts->nplaces; i++) {
		if (compare_places(&facts->places[i - 1], &facts->places[i]) >
		    0) {
			mem_sort(facts->places, facts->nplaces,
			    sizeof *facts->places, compare_places);
			break;
		}
	}
}

/* The first place of the occid, or where it would be. */
static size_t
find(const struct record_table *facts, uint32_t occid)
{
	size_t low = 0, high = facts->nplaces;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (facts->places[middle].occid < occid)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool
record_table_find(
    const struct record_table *facts, uint32_t occid, uint32_t *ref)
{
	size_t at = find(facts, occid);

	if (at == facts->nplaces || facts->places[at].occid != occid)
		return false;
	*ref = facts->places[at].ref;
	return true;
}

static bool
better(struct slice candidate, struct slice there)
{
	return candidate.n > 0 &&
	    (there.n == 0 || slice_compare(candidate, there) < 0);
}

struct fact
record_table_record(const struct record_table *facts, uint32_t ref)
{
	struct fact fact = record_table_get(facts, ref);
	bool number = fact.number.n == 0, id = fact.id.n == 0;

	if ((!number && !id) || facts->places == NULL)
		return fact;
	for (size_t i = find(facts, fact.occid);
	     i < facts->nplaces && facts->places[i].occid == fact.occid; i++) {
		struct fact other =
		    record_table_get(facts, facts->places[i].ref);

		if (other.security > fact.security)
			fact.security = other.security;
		if (number && better(other.number, fact.number))
			fact.number = other.number;
		if (id && better(other.id, fact.id)) {
			fact.id = other.id;
			fact.uuid = other.uuid;
		}
	}
	return fact;
}
