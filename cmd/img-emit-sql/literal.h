/* SPDX-License-Identifier: MIT */
/*
 * Values as SQL literals that mean the same in every sql_mode, through every
 * client: plain quoted ASCII, or else the bytes in hexadecimal.
 */
#ifndef IMG_LITERAL_H
#define IMG_LITERAL_H

#include "base/buf.h"
#include "base/slice.h"
#include "sql_plan.h"

/* Appends the text, NULL for an empty one. Valid UTF-8. */
void literal_put(struct buf *out, enum dialect dialect, struct slice text);

/* The same after ", ", for a text that is known to be bytes_are_plain(). */
void literal_next_plain(struct buf *out, struct slice text);

/* Whether a portal's column can hold the text without loss. */
enum fit { FIT_GOOD, FIT_TOO_LONG, FIT_CHARSET };
enum fit literal_fit(const struct limit *limit, struct slice text);

/* Appends the text for a comment: harmless whatever it holds. */
void literal_comment(struct buf *out, struct slice text);

#endif
