/* SPDX-License-Identifier: MIT */
/*
 * A source's derivatives, in memory. Each worker has one renderer. Nothing is
 * decoded that need not be: a JPEG that is upright, sRGB and small enough is
 * taken as it is; where only its metadata or its rotation are in the way, they
 * are changed without touching the pixels.
 */
#ifndef IMG_RENDER_H
#define IMG_RENDER_H

#include "derive_settings.h"
#include "picture_source.h"

struct renderer;

struct rendered {
	struct slice bytes; /* at NULL: not made */
	bool as_it_is; /* the bytes are the whole source file's */
	bool blank; /* one colour all over */
	uint32_t width;
	uint32_t height;
};

/* For as long as the process lives. */
struct renderer *render_new(const struct settings *settings);

/* In place of a code: nothing is wrong with the picture, but the system lacks
 * what it takes, as the text for people says. The run cannot go on. */
extern const char render_fault[];

/*
 * Renders all sizes that are wanted; returns NULL, or the code of what is
 * wrong with the source, with a text for people in *why. `existing` are
 * loaded sources to be used for a size as they are, if they can be; NULL
 * where there is none. What is in `rendered` is valid until the next call,
 * or until the source is loaded again.
 */
const char *render(struct renderer *renderer,
    const struct picture_source *source,
    const struct picture_source *const existing[NSIZES],
    struct rendered rendered[NSIZES], struct buf *why);

/* The same as far as it can be told without decoding: NULL, or the code. */
const char *render_look_ahead(struct renderer *renderer,
    const struct picture_source *source, struct buf *why);

#endif
