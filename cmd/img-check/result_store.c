/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/mem.h"
#include "file/tempfile.h"
#include "result_store.h"

enum { FIRST_ROOM = 1024, WRITE_AT_ONCE = 1 << 16, READ_AT_ONCE = 4096 };

struct slot {
	uint64_t key;
	uint64_t entry; /* value and kind; 0 is an empty slot */
};

struct result_store {
	struct slot *slots;
	size_t n, room; /* room is a power of two */
	int fd;
	uint64_t written;
	struct buf unwritten;
};

struct result_store *
result_store_open(void)
{
	struct result_store *store = mem_array(1, sizeof *store);

	store->room = FIRST_ROOM;
	store->slots = mem_array(store->room, sizeof *store->slots);
	store->fd = tempfile_open();
	return store;
}

void
result_store_close(struct result_store *store)
{
	close(store->fd);
	free(store->slots);
	buf_free(&store->unwritten);
	free(store);
}

uint64_t
result_store_key(struct slice url)
{
	uint64_t key = 0xcbf29ce484222325u;

	for (size_t i = 0; i < url.n; i++)
		key = (key ^ (unsigned char)url.at[i]) * 0x100000001b3u;
	key ^= key >> 33;
	key *= 0xff51afd7ed558ccdu;
	return key ^ key >> 33;
}

static struct slot *
find(struct slot *slots, size_t room, uint64_t key)
{
	size_t at = (size_t)key & (room - 1);

	while (slots[at].entry != 0 && slots[at].key != key)
		at = (at + 1) & (room - 1);
	return &slots[at];
}

static void
grow(struct result_store *store)
{
	size_t room = 2 * store->room;
	struct slot *slots = mem_array(room, sizeof *slots);

	for (size_t i = 0; i < store->room; i++)
		if (store->slots[i].entry != 0)
			*find(slots, room, store->slots[i].key) =
			    store->slots[i];
	free(store->slots);
	store->slots = slots;
	store->room = room;
}

struct result_store_entry
result_store_get(const struct result_store *store, uint64_t key)
{
	uint64_t entry = find(store->slots, store->room, key)->entry;

	return (struct result_store_entry){
	    (enum result_store_kind)(entry & 3), entry >> 2};
}

void
result_store_set(
    struct result_store *store, uint64_t key, struct result_store_entry entry)
{
	struct slot *slot;

	if (store->n >= store->room / 8 * 7)
		grow(store);
	slot = find(store->slots, store->room, key);
	store->n += slot->entry == 0;
	slot->key = key;
	slot->entry = entry.value << 2 | (uint64_t)entry.kind;
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
