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
