/* SPDX-License-Identifier: MIT */
/* Bytes at offsets, of a file or in memory. */
#ifndef IMG_BYTE_SOURCE_H
#define IMG_BYTE_SOURCE_H

#include <stdint.h>
#include <unistd.h>

#include "base/slice.h"

struct byte_source {
	struct slice bytes; /* at NULL: the file's */
	int fd;
};

/* Copies up to n bytes from an offset; returns how many there were. */
static inline size_t
byte_source_read(
    const struct byte_source *view, uint64_t offset, void *to, size_t n)
{
	size_t done = 0;

	if (view->bytes.at != NULL) {
		if (offset >= view->bytes.n)
			return 0;
		if (n > view->bytes.n - (size_t)offset)
			n = view->bytes.n - (size_t)offset;
		memcpy(to, view->bytes.at + offset, n);
		return n;
	}
	while (done < n) {
		ssize_t got = pread(view->fd, (char *)to + done, n - done,
		    (off_t)(offset + done));

		if (got <= 0)
			break;
		done += (size_t)got;
	}
	return done;
}

#endif
