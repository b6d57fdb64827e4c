/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/diag.h"
#include "file/tempfile.h"

int
tempfile_open(void)
{
	const char *folder = getenv("TMPDIR");
	struct buf path = {0};
	int fd;

	if (folder == NULL || *folder == '\0')
		folder = "/tmp";
	buf_printf(&path, "%s/%s.XXXXXX", folder, diag_program());
	fd = mkostemp(buf_string(&path), O_CLOEXEC);
	if (fd < 0)
		die_errno("%s: no temporary file", folder);
	unlink(path.at);
	buf_free(&path);
	return fd;
}

void
tempfile_write(int fd, struct slice bytes)
{
	while (bytes.n > 0) {
		ssize_t n = write(fd, bytes.at, bytes.n);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			die_errno("temporary file");
		bytes.at += n;
		bytes.n -= (size_t)n;
	}
}
