/* SPDX-License-Identifier: MIT */
/*
 * What is known of each URL that was asked for, so that it is asked once: a
 * key and a place of 16 bytes in memory (up to 40 while the table grows), and
 * the rest in a file in TMPDIR that has no name and goes with the program.
 */
#ifndef IMG_CHECK_STORE_H
#define IMG_CHECK_STORE_H

#include <stdint.h>

#include "buf.h"
#include "slice.h"

struct store;

enum store_kind {
	STORE_NOTHING,
	STORE_ASKING, /* value: the caller's */
	STORE_KNOWN, /* value: from store_write() */
	STORE_EARLIER /* value: the caller's, an offset in an earlier output */
};

/* value is below 2^62. */
struct store_entry {
	enum store_kind kind;
	uint64_t value;
};

struct store *store_open(void);
void store_close(struct store *store);

/* Keys may meet by chance: what is found must be compared with the URL. */
uint64_t store_key(struct slice url);

struct store_entry store_get(const struct store *store, uint64_t key);
void store_set(struct store *store, uint64_t key, struct store_entry entry);

/* Keeps a record, without LF, and returns where it is. */
uint64_t store_write(struct store *store, struct slice record);

/* Replaces what is in `record` by the one at `where`. */
void store_read(struct store *store, uint64_t where, struct buf *record);

/* Appends the line at the offset of a file, without its LF. */
void store_read_line(int fd, uint64_t offset, struct buf *line);

#endif
