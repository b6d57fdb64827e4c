/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/diag.h"
#include "file/unnamed_file.h"

int
unnamed_file_open(void)
{
	const char *folder = getenv("TMPDIR");
	char *name;
	struct buf path = {0};
	int fd;

	if (folder == NULL || *folder == '\0')
		folder = "/tmp";
	fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd >= 0)
		return fd;
	buf_printf(&path, "%s/img-check.XXXXXX", folder);
	name = buf_string(&path);
	fd = mkostemp(name, O_CLOEXEC);
	if (fd < 0)
		die_errno("%s", name);
	unlink(name);
	buf_free(&path);
	return fd;
}

void
unnamed_file_write(int fd, uint64_t at, const void *bytes, size_t n)
{
	const char *from = bytes;

	while (n > 0) {
		ssize_t done = pwrite(fd, from, n, (off_t)at);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			die_errno("a file in TMPDIR");
		from += done;
		n -= (size_t)done;
		at += (uint64_t)done;
	}
}
