/* SPDX-License-Identifier: MIT */
/* Pictures in shades of grey, one byte a pixel, rows without gaps. */
#ifndef IMG_GREY_H
#define IMG_GREY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* More are not decoded. */
#define GREY_PIXELS_MOST ((uint64_t)400 << 20)

struct grey {
	uint8_t *at;
	size_t width, height;
	size_t room;
};

/* To be called once, before grey_load(), and before walls. */
void grey_start(const char *program);

/*
 * Decodes the file, as it is stored: not turned by its EXIF. What is broken in
 * it is grey. False if there is no picture, and `why` says the reason. The room
 * is used again; free with grey_free().
 */
bool grey_load(int fd, struct grey *grey, struct buf *why);

/* Room for that many pixels, whose values are what was there. */
void grey_resize(struct grey *grey, size_t width, size_t height);
void grey_free(struct grey *grey);

static inline const uint8_t *
grey_row(const struct grey *grey, size_t y)
{
	return grey->at + y * grey->width;
}

/* For grey_load(). *unread: the system does not give the file. */
bool grey_jpeg_load(int fd, struct grey *grey, bool *unread, struct buf *why);
/* *mine: it is of a kind that this is for. */
bool grey_raster_load(int fd, struct grey *grey, bool *mine, struct buf *why);
bool grey_vips_load(int fd, struct grey *grey, struct buf *why);

#endif
