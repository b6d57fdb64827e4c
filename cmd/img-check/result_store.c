/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/table.h"
#include "file/tempfile.h"
#include "result_store.h"

enum { WRITE_AT_ONCE = 1 << 16, READ_AT_ONCE = 4096 };

struct result_store {
	struct table entries; /* of each URL the value, and its kind */
	int fd;
	uint64_t written;
	struct buf unwritten;
};

struct result_store *
result_store_open(void)
{
	struct result_store *store = mem_array(1, sizeof *store);

	store->fd = tempfile_open();
	return store;
}

void
result_store_close(struct result_store *store)
{
	close(store->fd);
	table_free(&store->entries);
	buf_free(&store->unwritten);
	free(store);
}

struct result_store_entry
result_store_get(const struct result_store *store, uint64_t key)
{
	uint64_t entry = table_get(&store->entries, key);

	return (struct result_store_entry){
	    (enum result_store_kind)(entry & 3), entry >> 2};
}

void
result_store_set(
    struct result_store *store, uint64_t key, struct result_store_entry entry)
{
	*table_value(&store->entries, key) =
	    entry.value << 2 | (uint64_t)entry.kind;
}

static void
flush(struct result_store *store)
{
	struct buf *bytes = &store->unwritten;

	tempfile_write_at(store->fd, store->written, bytes->at, bytes->n);
	store->written += bytes->n;
	buf_clear(bytes);
}

uint64_t
result_store_write(struct result_store *store, struct slice record)
{
	uint64_t where = store->written + store->unwritten.n;

	buf_put_slice(&store->unwritten, record);
	buf_put_char(&store->unwritten, '\n');
	if (store->unwritten.n >= WRITE_AT_ONCE)
		flush(store);
	return where;
}

void
result_store_read_line(int fd, uint64_t offset, struct buf *line)
{
	for (;;) {
		char *to = buf_room(line, READ_AT_ONCE);
		ssize_t n = pread(fd, to, READ_AT_ONCE, (off_t)offset);
		const char *end = n > 0 ? memchr(to, '\n', (size_t)n) : NULL;

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			die_errno("an earlier answer");
		line->n += end != NULL ? (size_t)(end - to) : (size_t)n;
		if (end != NULL || n == 0)
			return;
		offset += (uint64_t)n;
	}
}

void
result_store_read(
    struct result_store *store, uint64_t where, struct buf *record)
{
	buf_clear(record);
	if (where >= store->written)
		flush(store);
	result_store_read_line(store->fd, where, record);
}
