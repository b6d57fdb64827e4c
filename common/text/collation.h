/* SPDX-License-Identifier: MIT */
#ifndef IMG_COLLATION_H
#define IMG_COLLATION_H

#include "base/buf.h"
#include "base/slice.h"

/*
 * Appends the form in which texts are compared: normal form C, each code
 * point replaced by its weight in utf8_general_ci (as UTF-8), blanks at the
 * end left out. `text` must be valid UTF-8. Two texts are equal to a portal
 * after normalisation if and only if their forms are the same bytes.
 */
void collation_put(struct buf *out, struct slice text);

#endif
