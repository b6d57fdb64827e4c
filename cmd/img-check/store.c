/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "diag.h"
#include "mem.h"
#include "nameless.h"
#include "store.h"

enum { FIRST_ROOM = 1024, WRITE_AT_ONCE = 1 << 16, READ_AT_ONCE = 4096 };

struct slot {
	uint64_t key;
	uint64_t entry; /* value and kind; 0 is an empty slot */
};

struct store {
	struct slot *slots;
	size_t n, room; /* room is a power of two */
	int fd;
	uint64_t written;
	struct buf unwritten;
};

struct store *
store_open(void)
{
	struct store *store = mem_array(1, sizeof *store);

	store->room = FIRST_ROOM;
	store->slots = mem_array(store->room, sizeof *store->slots);
	store->fd = nameless_open();
	return store;
}

void
store_close(struct store *store)
{
	close(store->fd);
	free(store->slots);
	buf_free(&store->unwritten);
	free(store);
}

uint64_t
store_key(struct slice url)
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
grow(struct store *store)
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

struct store_entry
store_get(const struct store *store, uint64_t key)
{
	uint64_t entry = find(store->slots, store->room, key)->entry;

	return (struct store_entry){(enum store_kind)(entry & 3), entry >> 2};
}

void
store_set(struct store *store, uint64_t key, struct store_entry entry)
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
flush(struct store *store)
{
	struct buf *bytes = &store->unwritten;

	nameless_write(store->fd, store->written, bytes->at, bytes->n);
	store->written += bytes->n;
	buf_clear(bytes);
}

uint64_t
store_write(struct store *store, struct slice record)
{
	uint64_t where = store->written + store->unwritten.n;

	buf_put_slice(&store->unwritten, record);
	buf_put_char(&store->unwritten, '\n');
	if (store->unwritten.n >= WRITE_AT_ONCE)
		flush(store);
	return where;
}

void
store_read_line(int fd, uint64_t offset, struct buf *line)
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
store_read(struct store *store, uint64_t where, struct buf *record)
{
	buf_clear(record);
	if (where >= store->written)
		flush(store);
	store_read_line(store->fd, where, record);
}
