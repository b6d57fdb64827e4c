/* SPDX-License-Identifier: MIT */
/* Parts of a path, of a file or a URL without its query. */
#ifndef IMG_PATH_H
#define IMG_PATH_H

#include <stddef.h>
#include <string.h>

#include "base/slice.h"

/* What is after the last "/", or all of it. */
static inline struct slice
path_last(struct slice path)
{
	const char *slash = path.n > 0 ? memrchr(path.at, '/', path.n) : NULL;

	return slash != NULL ? slice_from(path, (size_t)(slash - path.at) + 1)
			     : path;
}

/*
 * The extension of the last segment, without its dot: what is after the last
 * dot that is not its first character. Empty if there is none.
 */
static inline struct slice
path_extension(struct slice path)
{
	struct slice name = path_last(path);
	const char *dot =
	    name.n > 1 ? memrchr(name.at + 1, '.', name.n - 1) : NULL;

	return dot != NULL ? slice_from(name, (size_t)(dot - name.at) + 1)
			   : (struct slice){"", 0};
}

#endif
