/* SPDX-License-Identifier: MIT */
/* Private temporary files. */
#ifndef IMG_TEMP_H
#define IMG_TEMP_H

#include "slice.h"

/*
 * A descriptor of a new empty file in TMPDIR, or /tmp, that has no name any
 * more: it is gone when it is closed, however the program ends. Dies if there
 * can be none.
 */
int temp_file(void);

/* Appends all bytes; dies if that fails. */
void temp_write(int fd, struct slice bytes);

#endif
