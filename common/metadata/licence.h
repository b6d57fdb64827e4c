/* SPDX-License-Identifier: MIT */
/* Which Creative Commons licence a text names. */
#ifndef IMG_LICENCE_H
#define IMG_LICENCE_H

#include "base/buf.h"
#include "base/slice.h"

enum licence {
	LICENCE_NONE, /* none is spoken of */
	LICENCE_UNCLEAR, /* one is, but not which: no version, or two of them */
	LICENCE_CLEAR
};

/*
 * Looks for one licence in the text: a URL of creativecommons.org in any of
 * its forms, or its name in words or letters with its version ("CC BY-NC 4.0",
 * "Attribution 4.0 International", "CC0"). Appends its canonical URI if it is
 * clear: https://creativecommons.org/licenses/by-nc/4.0/
 */
enum licence licence_find(struct slice text, struct buf *uri);

#endif
