/* SPDX-License-Identifier: MIT */
#include "collections.h"

void
collections_free(struct collections *collections)
{
	for (size_t i = 0; i < COLLECTIONS_KNOWN; i++)
		buf_free(&collections->lately[i]);
}

static struct slice
folder_of(struct slice name)
{
	const char *slash = memrchr(name.at, '/', name.n);

	return (struct slice){
	    name.at, slash != NULL ? (size_t)(slash - name.at) : 0};
}

bool
collections_have(const struct collections *collections, struct slice name)
{
	struct slice folder = folder_of(name);

	for (size_t i = 0; i < COLLECTIONS_KNOWN && folder.n > 0; i++)
		if (slice_equal(buf_slice(&collections->lately[i]), folder))
			return true;
	return folder.n == 0 && collections->base;
}

void
collections_add(struct collections *collections, struct slice name)
{
	struct buf *to =
	    &collections->lately[collections->next++ % COLLECTIONS_KNOWN];

	collections->base = true;
	buf_clear(to);
	buf_put_slice(to, folder_of(name));
}
