/* SPDX-License-Identifier: MIT */
/*
 * Which collections of a WebDAV server are known to be there. Only the ones
 * used lately are remembered: files come folder by folder.
 */
#ifndef IMG_COLLECTIONS_H
#define IMG_COLLECTIONS_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"

enum { COLLECTIONS_KNOWN = 32 };

/* Zero-initialise. */
struct collections {
	bool base; /* the one that all files are in is there */
	struct buf lately[COLLECTIONS_KNOWN];
	size_t next;
};

void collections_free(struct collections *collections);

/* The collection that the file of this name is in, from the base on. */
bool collections_have(const struct collections *collections, struct slice name);
void collections_add(struct collections *collections, struct slice name);

#endif
