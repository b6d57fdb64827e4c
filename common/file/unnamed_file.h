/* SPDX-License-Identifier: MIT */
/* Files without a name, in TMPDIR: they go with the program. */
#ifndef IMG_UNNAMED_FILE_H
#define IMG_UNNAMED_FILE_H

#include <stddef.h>
#include <stdint.h>

/* A descriptor to read and write. Dies if none can be made. */
int unnamed_file_open(void);

/* Writes all of it at the offset, or dies. */
void unnamed_file_write(int fd, uint64_t at, const void *bytes, size_t n);

#endif
