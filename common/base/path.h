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

/* The same of a string. */
static inline const char *
path_last_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

/* Up to the last "/", with it; empty if there is none. */
static inline struct slice
path_folder(struct slice path)
{
	path.n -= path_last(path).n;
	return path;
}

/*
 * The extension of the last segment, without its dot: what is after the last
 * dot that is not its first character. Empty if there is none.
 */
static inline struct slice
path_extension(struct slice path)
{
	size_t dot = path.n;

	/* Extensions are short: calls of memrchr(3) would take longer. */
	do {
		if (dot == 0 || path.at[dot - 1] == '/')
			return (struct slice){"", 0};
	} while (path.at[--dot] != '.');
	if (dot == 0 || path.at[dot - 1] == '/')
		return (struct slice){"", 0};
	return slice_from(path, dot + 1);
}

#endif
