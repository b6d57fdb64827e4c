/* SPDX-License-Identifier: MIT */
/* A list of names: lines, or with -0 names that end in NUL. */
#ifndef IMG_LIST_H
#define IMG_LIST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

struct list {
	const char *source; /* for messages */
	uint64_t line; /* of the name last given */
	/* Its own. */
	int fd;
	char end;
	bool over;
	size_t next;
	struct buf bytes;
};

/* "-" is standard input. Dies if it cannot be opened. */
void list_open(struct list *list, const char *path, bool nul);

/* True if the next name is there without waiting for input. */
bool list_ready(const struct list *list);

/*
 * The next name that is not empty, NUL-terminated, valid until the next call;
 * false at the end. A byte order mark, and a CR at the end of a line, are
 * left out. Dies on a read error, a NUL in a line and an endless name.
 */
bool list_next(struct list *list, struct slice *name);

void list_close(struct list *list);

#endif
