/* SPDX-License-Identifier: MIT */
/* Private temporary files. */
#ifndef IMG_TEMPFILE_H
#define IMG_TEMPFILE_H

#include "base/slice.h"

/*
 * A descriptor of a new empty file in TMPDIR, or /tmp, that has no name any
 * more: it is gone when it is closed, however the program ends. Dies if there
 * can be none.
 */
int tempfile_open(void);

/* Appends all bytes; dies if that fails. */
void tempfile_write(int fd, struct slice bytes);

#endif
