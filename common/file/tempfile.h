/* SPDX-License-Identifier: MIT */
/*
 * Temporary files without a name, in TMPDIR, or in /tmp where it is not set:
 * they are gone when they are closed, however the program ends.
 */
#ifndef IMG_TEMPFILE_H
#define IMG_TEMPFILE_H

#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

/* The descriptor of a new, empty one, to read and write; dies on failure. */
int tempfile_open(void);

/* Appends all bytes; dies on failure. */
void tempfile_write(int fd, struct slice bytes);

/* Writes all bytes at an offset; dies on failure. */
void tempfile_write_at(int fd, uint64_t at, const void *bytes, size_t n);

#endif
