/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/io.h"
#include "file/tempfile.h"

static const char *
folder(void)
{
	const char *name = getenv("TMPDIR");

	return name != NULL && *name != '\0' ? name : "/tmp";
}

/* For file systems that have no O_TMPFILE. */
static int
open_named(void)
{
	struct buf path = {0};
	int fd;

	buf_printf(&path, "%s/%s.XXXXXX", folder(), diag_program());
	fd = mkostemp(buf_string(&path), O_CLOEXEC);
	if (fd < 0)
		die_errno("%s: a temporary file cannot be made", folder());
	unlink(path.at);
	buf_free(&path);
	return fd;
}

static int
open_one(void)
{
	int fd = open(folder(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	return fd >= 0 ? fd : open_named();
}

/* What was made ahead, the last one first. */
enum { RESERVED_MOST = 64 };
static int reserved[RESERVED_MOST];
static atomic_size_t nreserved;

void
tempfile_reserve(size_t n)
{
	while (nreserved < n && nreserved < RESERVED_MOST) {
		reserved[nreserved] = open_one();
		nreserved++;
	}
}

int
tempfile_open(void)
{
	size_t n = atomic_load(&nreserved);

	while (n > 0)
		if (atomic_compare_exchange_weak(&nreserved, &n, n - 1))
			return reserved[n - 1];
	return open_one();
}

void
tempfile_write(int fd, struct slice bytes)
{
	if (!io_write(fd, bytes.at, bytes.n))
		die_errno("%s: temporary file", folder());
}

void
tempfile_write_at(int fd, uint64_t at, const void *bytes, size_t n)
{
	if (!io_write_at(fd, bytes, n, at))
		die_errno("%s: temporary file", folder());
}
