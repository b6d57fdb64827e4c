/* SPDX-License-Identifier: MIT */
/* Bytes at offsets, of a file or in memory. */
#ifndef IMG_BYTE_SOURCE_H
#define IMG_BYTE_SOURCE_H

#include <errno.h>
#include <stdint.h>
#include <unistd.h>

#include "base/io.h"
#include "base/slice.h"

struct byte_source {
	struct slice bytes; /* at NULL: the file's */
	int fd;
};

/*
 * The errno of what failed since it was last set to 0, in any thread (libvips
 * has its own): that the disk gives nothing is no property of the picture.
 */
extern _Atomic int byte_source_error;

/* Copies up to n bytes from an offset; returns how many there were. */
static inline size_t
byte_source_read(
    const struct byte_source *view, uint64_t offset, void *to, size_t n)
{
	ssize_t got;

	if (view->bytes.at != NULL) {
		if (offset >= view->bytes.n)
			return 0;
		if (n > view->bytes.n - (size_t)offset)
			n = view->bytes.n - (size_t)offset;
		memcpy(to, view->bytes.at + offset, n);
		return n;
	}
	got = io_read_at(view->fd, to, n, offset);
	if (got < 0)
		byte_source_error = errno;
	return got > 0 ? (size_t)got : 0;
}

#endif
