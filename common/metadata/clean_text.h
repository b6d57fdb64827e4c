/* SPDX-License-Identifier: MIT */
/*
 * Texts of metadata as clean UTF-8: runs of control characters and blanks are
 * one blank, blanks at the ends go. So the values are clean, but for the
 * stream's escapes.
 *
 * EXIF and old IPTC do not say which encoding their text has. What is not
 * UTF-8 is read only where it can mean one thing: letters that Western and
 * Central European code pages have in the same place, in words that these
 * languages could write. A wrong name is worse than none.
 */
#ifndef IMG_CLEAN_TEXT_H
#define IMG_CLEAN_TEXT_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"

/*
 * Appends the text. False, with nothing appended, if it is not UTF-8 and its
 * encoding is not certain.
 */
bool clean_text_put(struct buf *out, struct slice text);

/* The encodings that a text can be said to have. */
enum charset {
	CHARSET_UNKNOWN, /* it is not said: as clean_text_put() */
	CHARSET_UTF_8,
	CHARSET_LATIN_1,
	CHARSET_LATIN_2,
	CHARSET_CYRILLIC, /* ISO 8859-5 */
	CHARSET_LATIN_5,
	CHARSET_LATIN_9,
	CHARSET_OTHER /* one that is not read */
};

/*
 * The same where the encoding is said. False if the bytes are not of it; ASCII
 * is read whatever is said.
 */
bool clean_text_put_as(
    struct buf *out, struct slice text, enum charset charset);

#endif
