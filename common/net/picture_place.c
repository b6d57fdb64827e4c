/* SPDX-License-Identifier: MIT */
#include "base/path.h"
#include "net/picture_place.h"
#include "net/url_normal.h"

bool
picture_place(struct slice path, struct slice url, struct buf *scratch,
    struct slice *folder, struct slice *name)
{
	*folder = path;
	if (path.n == 0) {
		if (url.n == 0 || memchr(url.at, '?', url.n) != NULL)
			return false;
		buf_clear(scratch);
		url_put_comparable(scratch, url, SLICE(""));
		*folder = buf_slice(scratch);
	}
	*name = path_last(*folder);
	folder->n -= name->n;
	return name->n > 0;
}

struct slice
picture_stem(struct slice name)
{
	struct slice extension = path_extension(name);

	if (extension.n > 0)
		name.n -= extension.n + 1;
	return name;
}
