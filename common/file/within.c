/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "within.h"

static bool
is_below(const char *folder, struct slice parent)
{
	size_t n = strlen(folder);
	struct buf name = {0};
	char *there;
	bool below;

	buf_put_slice(&name, parent.n > 0 ? parent : SLICE("."));
	there = realpath(buf_string(&name), NULL);
	/* The root's name ends in its slash. */
	below = there != NULL && strncmp(there, folder, n) == 0 &&
	    (there[n] == '\0' || there[n] == '/' || folder[n - 1] == '/');
	free(there);
	buf_free(&name);
	return below;
}

bool
within_folder(struct within *within, const char *folder, struct slice path)
{
	struct slice parent = path;

	if (folder == NULL)
		return false;
	parent.n -= path_last(path).n;
	if (within->known && slice_equal(parent, buf_slice(&within->asked)))
		return within->was;
	buf_clear(&within->asked);
	buf_put_slice(&within->asked, parent);
	within->known = true;
	within->was = is_below(folder, parent);
	return within->was;
}

void
within_free(struct within *within)
{
	buf_free(&within->asked);
}
