/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/io.h"
#include "base/mem.h"
#include "file/number_file.h"
#include "file/tempfile.h"

enum { ROOM_FIRST = 1 << 9, ROOM_MOST = 1 << 13 };

/* Moves what is in memory to the end of the file. */
static void
spill(struct number_file *file)
{
	if (file->written == 0)
		file->fd = tempfile_open();
	tempfile_write(file->fd,
	    (struct slice){
		(const char *)file->numbers, file->n * sizeof *file->numbers});
	file->written += file->n;
	file->n = 0;
}

void
number_file_grow(struct number_file *file)
{
	if (file->room == ROOM_MOST) {
		spill(file);
		return;
	}
	file->room = file->room > 0 ? 2 * file->room : ROOM_FIRST;
	file->numbers =
	    mem_resize(file->numbers, file->room, sizeof *file->numbers);
}

size_t
number_file_read(
    const struct number_file *file, uint64_t at, uint64_t *to, size_t n)
{
	uint64_t end = file->written + (at < file->written ? 0 : file->n);
	size_t size;

	if (n > end - at)
		n = (size_t)(end - at);
	size = n * sizeof *to;
	if (n > 0 && at >= file->written)
		memcpy(to, file->numbers + (at - file->written), size);
	else if (n > 0 &&
	    io_read_at(file->fd, to, size, at * sizeof *to) != (ssize_t)size)
		die_errno("a temporary file cannot be read");
	return n;
}

void
number_file_free(struct number_file *file)
{
	if (file->written > 0)
		close(file->fd);
	free(file->numbers);
	*file = (struct number_file){0};
}
