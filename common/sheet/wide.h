/* SPDX-License-Identifier: MIT */
/*
 * Sheets with a column for each picture of a record: "image1", "image2";
 * "Image URL", "Image URL 2"; "front", "label", "back". What a heading says.
 */
#ifndef IMG_WIDE_H
#define IMG_WIDE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"

struct wide {
	bool picture; /* of a picture, if its cells are URLs or names */
	bool plain; /* and it says so, and no more than which view */
	bool thumbnail; /* of one that is small */
	bool numbered;
};

/* Reads a heading, and appends what is left of it as the view: "Label image"
 * is of a picture, and the view is "Label". */
struct wide wide_read(struct slice heading, struct buf *view);

#endif
