/* SPDX-License-Identifier: MIT */
/* The codes of a GIF's frames, followed to the last: whether they stand for
 * all its pixels. */
#ifndef IMG_GIF_PIXELS_H
#define IMG_GIF_PIXELS_H

#include "picture/picture.h"

enum gif_pixels_state {
	GIF_PIXELS_WHOLE,
	GIF_PIXELS_BROKEN,
	GIF_PIXELS_UNKNOWN /* more pixels than wanted */
};

struct gif_pixels {
	enum gif_pixels_state state; /* of all frames */
	const char *why; /* where that is GIF_PIXELS_BROKEN */
	bool first; /* the first frame is whole */
};

/* Reads the file from its beginning; frames of `most` pixels together. */
struct gif_pixels gif_pixels_look(
    picture_reader *reader, void *context, uint64_t most);

#endif
