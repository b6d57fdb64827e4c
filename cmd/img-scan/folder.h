/* SPDX-License-Identifier: MIT */
/*
 * One folder: its wanted entries, sorted as their paths will be. Folders are
 * counted references; the last one gives descriptor and memory back. All in
 * the main thread; other threads read what is held for them.
 */
#ifndef IMG_FOLDER_H
#define IMG_FOLDER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"
#include "counts.h"
#include "file_filter.h"

enum entry_kind { ENTRY_FILE, ENTRY_LINKED, ENTRY_FOLDER };

struct entry {
	uint64_t key; /* the bytes that decide the order, mostly */
	uint32_t at; /* of the name, NUL-terminated, in the folder's names */
	uint16_t length;
	uint8_t kind;
};

struct folder {
	int fd; /* -1 while closed to save descriptors */
	dev_t device;
	ino_t inode;
	struct buf names;
	struct entry *entries;
	size_t n, room;
	size_t held;
	/* The walk's own. */
	size_t next;
	size_t path_n, shown_n, url_n;
	struct folder *spare;
};

/* How entries are chosen. */
struct folder_rules {
	struct file_filter *pick;
	bool follow; /* symbolic links */
	bool deepest; /* no folders below this one */
};

/* Folders to be used again. {0} to begin with. */
struct folder_pool {
	struct folder *spare;
};

/* A folder on an open descriptor, which it takes over; held once. */
struct folder *folder_new(struct folder_pool *pool, int fd);
void folder_hold(struct folder *folder);
void folder_release(struct folder_pool *pool, struct folder *folder);
void folder_pool_free(struct folder_pool *pool);

/*
 * Reads and sorts the entries. `path` is the folder's path with its slash,
 * for messages, `below` its end below the operand. What cannot be used is
 * named on standard error.
 */
void folder_read(struct folder *folder, const struct folder_rules *rules,
    struct slice path, struct slice below, struct counts *tally);

static inline const char *
folder_name(const struct folder *folder, const struct entry *entry)
{
	return folder->names.at + entry->at;
}

#endif
