/* SPDX-License-Identifier: MIT */
/*
 * What is known of each URL that was asked for, so that it is asked once: a
 * place of a base/table in memory, and the rest in a file in TMPDIR that has no
 * name and goes with the program.
 */
#ifndef IMG_RESULT_STORE_H
#define IMG_RESULT_STORE_H

#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

struct result_store;

enum result_store_kind {
	RESULT_STORE_NOTHING,
	RESULT_STORE_ASKING, /* value: the caller's */
	RESULT_STORE_KNOWN, /* value: from result_store_write() */
	RESULT_STORE_EARLIER /* value: the caller's, an offset in an earlier
				output */
};

/* value is below 2^62. */
struct result_store_entry {
	enum result_store_kind kind;
	uint64_t value;
};

struct result_store *result_store_open(void);
void result_store_close(struct result_store *store);

/*
 * By table_key() of a URL. Keys may meet by chance: what is found must be
 * compared with the URL.
 */
struct result_store_entry result_store_get(
    const struct result_store *store, uint64_t key);
void result_store_set(
    struct result_store *store, uint64_t key, struct result_store_entry entry);

/* Keeps a record, without LF, and returns where it is. */
uint64_t result_store_write(struct result_store *store, struct slice record);

/* Replaces what is in `record` by the one at `where`. */
void result_store_read(
    struct result_store *store, uint64_t where, struct buf *record);

/* Appends the line at the offset of a file, without its LF. */
void result_store_read_line(int fd, uint64_t offset, struct buf *line);

#endif
