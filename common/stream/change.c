/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "stream/change.h"

#define BETWEEN "; "

void
change_put(struct buf *before, const char *name, struct slice value)
{
	if (before->n > 0)
		buf_put_string(before, BETWEEN);
	if (*name != '\0')
		buf_printf(before, "%s=", name);
	buf_put_slice(before, value);
}

bool
change_next(struct slice *rest, struct slice *name, struct slice *value)
{
	const char *end, *equals;
	struct slice entry = *rest;

	if (rest->n == 0)
		return false;
	end = memmem(rest->at, rest->n, BETWEEN, strlen(BETWEEN));
	if (end != NULL)
		entry.n = (size_t)(end - rest->at);
	*rest = end != NULL ? slice_from(*rest, entry.n + strlen(BETWEEN))
			    : SLICE("");
	equals = memchr(entry.at, '=', entry.n);
	*name = SLICE("");
	*value = entry;
	if (equals == NULL || equals == entry.at)
		return true;
	*name = (struct slice){entry.at, (size_t)(equals - entry.at)};
	*value = slice_from(entry, name->n + 1);
	return true;
}
