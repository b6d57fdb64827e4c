/* SPDX-License-Identifier: MIT */
/* JPEG XL by its reference decoder. The only door to libjxl. */
#ifndef IMG_JXL_H
#define IMG_JXL_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"
#include "picture/picture.h"

struct jxl_image {
	uint32_t width, height; /* upright, as its head says */
	unsigned bands; /* 1 or 3 of colour */
	bool alpha; /* one band more */
	unsigned extra; /* other channels */
	uint8_t *samples; /* of 8 bits; malloc'ed, or NULL */
	struct buf profile; /* ICC */
};

bool jxl_begins(struct slice bytes);

/* Each appends to `why` what is wrong, and returns false. */
bool jxl_head(struct slice bytes, struct jxl_image *image, struct buf *why);

/* The first frame, to its last pixel. */
bool jxl_decode(struct slice bytes, struct jxl_image *image, struct buf *why);

enum jxl_end { JXL_WHOLE, JXL_CUT, JXL_BROKEN, JXL_UNKNOWN };

/* Decodes all frames to the end, as far as that takes no more memory. */
enum jxl_end jxl_walk(picture_reader *reader, void *context, uint64_t memory);

#endif
