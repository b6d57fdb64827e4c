/* SPDX-License-Identifier: MIT */
/*
 * What must be known of every record: its occid, its collection, its own
 * recordID and its catalogue number; 11 bytes and the text (a UUID as 16
 * bytes).
 *
 * A record may come in several rows, so one occid may have several facts. A
 * fact goes by a number, which stays good for the program's life.
 */
#ifndef IMG_RECORD_TABLE_H
#define IMG_RECORD_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

/* Bytes of the longest recordID and of the longest number. */
enum { RECORD_TABLE_TEXT_MOST = 254 };

struct fact {
	uint32_t occid;
	uint32_t collid; /* 0: the row does not say it */
	struct slice number;
	struct slice id; /* 16 bytes if `uuid` */
	bool uuid;
	uint8_t security; /* 0: the record is public */
};

struct record_table; /* all of them; add to it from several threads */

/* Where one thread adds; zero-initialise. */
struct record_table_writer {
	char *at;
	size_t room;
	uint32_t chunk;
};

/* The table is in chunks of that size; of a chunk `used` bytes count. */
enum { RECORD_TABLE_CHUNK = 1 << 20 };

/* A place of a record that has been sorted. */
struct record_place {
	uint32_t occid, ref;
};

/* What a sorted table is made of. */
struct record_table_parts {
	uint32_t nchunks;
	char *const *chunks; /* each with RECORD_TABLE_CHUNK bytes */
	const size_t *used;
	const struct record_place *places;
	size_t nplaces;
};

struct record_table_parts record_table_parts(const struct record_table *facts);

/*
 * A table of chunks that follow each other from `chunks` on and of sorted
 * places, which stay the caller's. After the last chunk RECORD_TABLE_ROW_MOST
 * bytes more can be read, so that whatever a chunk has, nothing else is.
 */
enum { RECORD_TABLE_ROW_MOST = 1024 };
struct record_table *record_table_of_parts(const char *chunks, uint32_t nchunks,
    const struct record_place *places, size_t nplaces);

/* True if so many chunks can have a fact of that number. */
bool record_table_may_have(uint32_t nchunks, uint32_t ref);

struct record_table *record_table_new(void);
void record_table_free(struct record_table *facts);

/* The texts may have RECORD_TABLE_TEXT_MOST bytes, `id` as it came. Dies if
 * there are too many. */
uint32_t record_table_add(struct record_table *facts,
    struct record_table_writer *writer, const struct fact *fact);

/* Has the memory fetched for a record_table_get() to come. */
void record_table_prefetch(const struct record_table *facts, uint32_t ref);

struct fact record_table_get(const struct record_table *facts, uint32_t ref);

/* Appends the recordID as it was. */
void record_table_put_id(struct buf *out, const struct fact *fact);

/*
 * When all are there: brings the rows of each record together. Costs 8 bytes
 * a fact; not needed where each row tells all of its record.
 */
void record_table_sort(struct record_table *facts);

/* A fact of the record; false if there is none. After record_table_sort(). */
bool record_table_find(
    const struct record_table *facts, uint32_t occid, uint32_t *ref);

/*
 * What is known of the record that a fact is of. What the fact lacks comes
 * from the record's other rows after record_table_sort(): of several texts the
 * lowest in byte order.
 */
struct fact record_table_record(const struct record_table *facts, uint32_t ref);

#endif
