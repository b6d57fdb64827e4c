/* SPDX-License-Identifier: MIT */
/*
 * What must be known of every record: its occid, its collection, its own
 * recordID and its catalogue number; 10 bytes and the text (a UUID as 16
 * bytes).
 *
 * A record may come in several rows, so one occid may have several facts. A
 * fact goes by a number, which stays good for the program's life.
 */
#ifndef IMG_FACTS_H
#define IMG_FACTS_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "slice.h"

/* Bytes of the longest recordID and of the longest number. */
enum { FACTS_TEXT_MOST = 254 };

struct fact {
	uint32_t occid;
	uint32_t collid; /* 0: the row does not say it */
	struct slice number;
	struct slice id; /* 16 bytes if `uuid` */
	bool uuid;
};

struct facts; /* all of them; add to it from several threads */

/* Where one thread adds; zero-initialise. */
struct facts_writer {
	char *at;
	size_t room;
	uint32_t chunk;
};

struct facts *facts_new(void);
void facts_free(struct facts *facts);

/* The texts may have FACTS_TEXT_MOST bytes, `id` as it came. Dies if there are
 * too many. */
uint32_t facts_add(
    struct facts *facts, struct facts_writer *writer, const struct fact *fact);

/* Has the memory fetched for a facts_get() to come. */
void facts_prefetch(const struct facts *facts, uint32_t ref);

struct fact facts_get(const struct facts *facts, uint32_t ref);

/* Appends the recordID as it was. */
void facts_put_id(struct buf *out, const struct fact *fact);

/*
 * When all are there: brings the rows of each record together. Costs 8 bytes
 * a fact; not needed where each row tells all of its record.
 */
void facts_sort(struct facts *facts);

/* A fact of the record; false if there is none. After facts_sort(). */
bool facts_find(const struct facts *facts, uint32_t occid, uint32_t *ref);

/*
 * What is known of the record that a fact is of. What the fact lacks comes
 * from the record's other rows after facts_sort(): of several texts the lowest
 * in byte order.
 */
struct fact facts_record(const struct facts *facts, uint32_t ref);

#endif
