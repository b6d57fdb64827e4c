/* SPDX-License-Identifier: MIT */
/* A picture's file as it came: opened to be read, and never changed. */
#ifndef IMG_PICTURE_SOURCE_H
#define IMG_PICTURE_SOURCE_H

#include <stdbool.h>

#include "base/buf.h"
#include "picture/hash.h"
#include "picture/picture.h"
#include "byte_source.h"
#include "jpeg.h"
#include "store_record.h"

/* A JPEG of more bytes is not taken into memory. */
#define PICTURE_SOURCE_IN_MEMORY ((size_t)64 << 20)

/* Zero-initialise; the buffers are used again. */
struct picture_source {
	int fd;
	struct stamp stamp;
	char md5[MD5_SIZE]; /* empty unless it was asked for */
	uint32_t page; /* of a TIFF, from 1; 0 as the settings say */
	bool raw; /* `bytes` is the preview of a camera's raw file */
	struct slice bytes; /* a JPEG in memory, or at NULL */
	struct jpeg jpeg; /* of `bytes` */
	struct buf buffer;
	struct picture *picture;
	const struct picture_facts *facts; /* of the file; of `picture` */
};

/*
 * Opens a regular file; returns 0, or an errno value (EISDIR and EINVAL for
 * what is no file). To be closed only if it was opened.
 */
int picture_source_open(struct picture_source *source, const char *path);

/* The same for one that is open; closed if it is refused. */
int picture_source_adopt(struct picture_source *source, int fd);

/*
 * Reads what is needed: a JPEG, or a raw file's preview, into memory; other
 * files are left where they are. With `hash` the MD5 of the file is computed.
 * False with errno if it cannot be read, or with errno 0 if a raw file has no
 * preview or the file changes meanwhile.
 */
bool picture_source_load(struct picture_source *source, struct hash *hash);

/* Reads a GIF to the end of its first frame: all its pixels are there,
 * whatever comes after them. False for other kinds. */
bool picture_source_is_sound(const struct picture_source *source);

bool picture_source_is_png(const struct picture_source *source);

/* A PNG whose pixels are all there as one that nothing is wrong with; false for
 * others. And how many bytes that takes, about; 0 for others. */
bool picture_source_mend(const struct picture_source *source, struct buf *out);
uint64_t picture_source_mended_bytes(const struct picture_source *source);
void picture_source_close(struct picture_source *source);
void picture_source_free(struct picture_source *source);

#endif
