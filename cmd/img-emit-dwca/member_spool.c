/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/io.h"
#include "base/mem.h"
#include "file/tempfile.h"
#include "member_spool.h"

enum { BLOCK = 1 << 18 };

void
member_spool_open(struct member_spool *spool)
{
	*spool = (struct member_spool){.fd = tempfile_open()};
}

static void
flush(struct member_spool *spool)
{
	spool->size += spool->bytes.n;
	tempfile_write(spool->fd, buf_slice(&spool->bytes));
	buf_clear(&spool->bytes);
}

void
member_spool_settle(struct member_spool *spool)
{
	if (spool->bytes.n >= BLOCK)
		flush(spool);
}

void
member_spool_pack(
    struct member_spool *spool, const char *name, struct archive_out *archive)
{
	char *block = mem_alloc(BLOCK);
	uint64_t at = 0;

	flush(spool);
	archive_out_member(archive, name, spool->size);
	while (at < spool->size) {
		ssize_t n = io_read_at(spool->fd, block, BLOCK, at);

		if (n <= 0)
			die_errno("temporary file");
		archive_out_write(archive, (struct slice){block, (size_t)n});
		at += (uint64_t)n;
	}
	free(block);
	close(spool->fd);
	buf_free(&spool->bytes);
}
