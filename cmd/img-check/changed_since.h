/* SPDX-License-Identifier: MIT */
/* What the stream said of a picture against what is found now. */
#ifndef IMG_CHANGED_SINCE_H
#define IMG_CHANGED_SINCE_H

#include "base/buf.h"
#include "check_settings.h"

/*
 * Compares size, pixels and hashes. `there` is the row, `before` its cell of
 * that name, `found` what is written (SLICE_NONE: the row's value stays). A
 * value in `before` is older than the row's and counts in its place, so that
 * a change is seen until that cell is emptied. The cell's new text goes to
 * `out`: what has changed, and what is no longer known. True if something is
 * known to have changed.
 */
bool changed_since(const struct slice there[NCOLUMNS], struct slice before,
    const struct slice found[NCOLUMNS], struct buf *out);

/* Is a column one of those that only an earlier check or the portal knows? */
bool changed_since_is_checked(const size_t there[NCOLUMNS]);

#endif
