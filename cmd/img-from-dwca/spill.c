/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/io.h"
#include "file/tempfile.h"
#include "spill.h"

enum { WRITE_PIECE = 1 << 20, NEAR = 1 << 17, NEXT = 1 << 16, FAR = 1 << 10 };

/* Of the processor's caches. */
enum { LINE = 64 };

static void
write_out(struct spill *spill)
{
	if (spill->fd < 0)
		spill->fd = tempfile_open();
	tempfile_write(spill->fd, buf_slice(&spill->bytes));
	spill->written += spill->bytes.n;
	buf_clear(&spill->bytes);
}

void
spill_settle(struct spill *spill)
{
	if (spill->bytes.n < WRITE_PIECE ||
	    (spill->fd < 0 && spill->bytes.n < SPILL_MEMORY))
		return;
	write_out(spill);
	if (spill->bytes.room > 2 * WRITE_PIECE)
		buf_free(&spill->bytes);
}

static void
load(struct spill *spill, uint64_t offset, size_t n)
{
	ssize_t got;

	buf_clear(&spill->window);
	spill->from = offset;
	buf_room(&spill->window, n);
	got = io_read_at(spill->fd, spill->window.at, n, offset);
	if (got < 0)
		die_errno("temporary file");
	spill->window.n = (size_t)got;
}

/* Records of neighbours are mostly neighbours: then much is read at once. */
static struct slice
read_file(struct spill *spill, uint64_t offset, size_t n)
{
	uint64_t end = spill->from + spill->window.n;

	if (offset < spill->from || offset + n > end) {
		bool ahead = offset >= spill->from && offset < end + NEAR;
		size_t least = ahead ? NEXT : FAR;

		load(spill, offset, n > least ? n : least);
		end = spill->from + spill->window.n;
	}
	if (offset + n > end)
		return SLICE("");
	return (struct slice){spill->window.at + (offset - spill->from), n};
}

struct slice
spill_read(struct spill *spill, uint64_t offset, size_t n)
{
	if (spill->fd >= 0 && spill->bytes.n > 0)
		write_out(spill);
	if (spill->fd >= 0)
		return read_file(spill, offset, n);
	if (offset + n > spill->bytes.n)
		return SLICE("");
	return (struct slice){spill->bytes.at + offset, n};
}

void
spill_expect(const struct spill *spill, uint64_t offset)
{
	if (spill->fd >= 0 || offset >= spill->bytes.n)
		return;
	__builtin_prefetch(spill->bytes.at + offset);
	if (spill->bytes.n - offset > LINE)
		__builtin_prefetch(spill->bytes.at + offset + LINE);
}

void
spill_patch(struct spill *spill, uint64_t offset, char byte)
{
	if (spill->fd < 0) {
		spill->bytes.at[offset] = byte;
		return;
	}
	tempfile_write_at(spill->fd, offset, &byte, 1);
	if (offset >= spill->from && offset < spill->from + spill->window.n)
		spill->window.at[offset - spill->from] = byte;
}

void
spill_free(struct spill *spill)
{
	buf_free(&spill->bytes);
	buf_free(&spill->window);
	if (spill->fd >= 0)
		close(spill->fd);
	*spill = (struct spill){.fd = -1};
}
