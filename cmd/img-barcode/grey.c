/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/io.h"
#include "base/mem.h"
#include "grey.h"

/* Rooms above this are given back before the next picture. */
#define ROOM_KEPT ((size_t)64 << 20)

void
grey_resize(struct grey *grey, size_t width, size_t height)
{
	size_t n = width * height;

	if (grey->room < n || (grey->room > ROOM_KEPT && n <= ROOM_KEPT)) {
		free(grey->at);
		grey->at = mem_alloc(n);
		grey->room = n;
	}
	grey->width = width;
	grey->height = height;
}

void
grey_free(struct grey *grey)
{
	free(grey->at);
	*grey = (struct grey){0};
}

/* What libjpeg does not turn to grey (CMYK) libvips does. */
bool
grey_load(int fd, struct grey *grey, struct buf *why)
{
	unsigned char magic[3];
	bool unread = false, mine = false;
	ssize_t n = io_read_at(fd, magic, sizeof magic, 0);

	if (n < (ssize_t)sizeof magic) {
		buf_put_string(why, n < 0 ? strerror(errno) : "empty");
		return false;
	}
	if (magic[0] == 0xFF && magic[1] == 0xD8 && magic[2] == 0xFF &&
	    grey_jpeg_load(fd, grey, &unread, why))
		return true;
	if (unread)
		return false;
	buf_clear(why);
	if (grey_raster_load(fd, grey, &mine, why))
		return true;
	if (mine)
		return false;
	return lseek(fd, 0, SEEK_SET) == 0 && grey_vips_load(fd, grey, why);
}
