/* SPDX-License-Identifier: MIT */
/* Cells with names of picture files: "IMG_1.jpg; IMG_2.jpg". */
#ifndef IMG_FILE_NAMES_H
#define IMG_FILE_NAMES_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"

/* True if it has a picture's extension and is no URL. */
bool file_names_is_picture(struct slice text);

/* True if it may be one that was written without extension: "IMG_0042". */
bool file_names_may_be(struct slice text);

/* The names of a cell; what is no list of pictures' names is a single one. */
struct file_names {
	struct slice rest;
	const char *separators;
};

struct file_names file_names_of(struct slice cell);

/* Takes the next; false at the end. */
bool file_names_next(struct file_names *names, struct slice *name);

/* The name alone of a path that is one of a disk, and not below the pictures:
 * C:\x\a.jpg, /x/a.jpg, ../a.jpg. */
struct slice file_names_base(struct slice name);

/* Appends what a cell links to; of a file, its path as it is on the disk:
 * "my%20photo.jpg" is "my photo.jpg". */
void file_names_put_link(struct buf *out, struct slice target);

#endif
