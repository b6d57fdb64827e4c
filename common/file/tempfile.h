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

/* Makes the next n now, as later it may not be allowed; dies on failure. To be
 * called before there are threads. */
void tempfile_reserve(size_t n);

/* Appends all bytes; dies on failure. */
void tempfile_write(int fd, struct slice bytes);

/* Writes all bytes at an offset; dies on failure. */
void tempfile_write_at(int fd, uint64_t at, const void *bytes, size_t n);

#endif
