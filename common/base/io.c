/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <unistd.h>

#include "base/io.h"

ssize_t
io_read(int fd, void *to, size_t n)
{
	ssize_t got;

	do
		got = read(fd, to, n);
	while (got < 0 && errno == EINTR);
	return got;
}

ssize_t
io_read_at(int fd, void *to, size_t n, uint64_t offset)
{
	size_t done = 0;

	/* Offsets come from files; no file is that long. */
	if (offset > INT64_MAX || n > INT64_MAX - offset)
		return 0;
	while (done < n) {
		ssize_t got = pread(
		    fd, (char *)to + done, n - done, (off_t)(offset + done));

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (got == 0)
			break;
		done += (size_t)got;
	}
	return (ssize_t)done;
}

bool
io_write(int fd, const void *from, size_t n)
{
	const char *at = from;

	while (n > 0) {
		ssize_t done = write(fd, at, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return false;
		at += done;
		n -= (size_t)done;
	}
	return true;
}

bool
io_write_at(int fd, const void *from, size_t n, uint64_t offset)
{
	const char *at = from;

	while (n > 0) {
		ssize_t done = pwrite(fd, at, n, (off_t)offset);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return false;
		at += done;
		n -= (size_t)done;
		offset += (uint64_t)done;
	}
	return true;
}
