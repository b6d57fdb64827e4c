/* SPDX-License-Identifier: MIT */
/*
 * read(2) and write(2) that a signal does not cut short. Each returns as
 * POSIX's function does, -1 with errno set on failure, but never EINTR.
 */
#ifndef IMG_IO_H
#define IMG_IO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Up to n bytes, as they come; 0 at the end. */
ssize_t io_read(int fd, void *to, size_t n);

/* All of the n bytes at the offset, fewer only at the end of the file. */
ssize_t io_read_at(int fd, void *to, size_t n, uint64_t offset);

/* All of the bytes; false with errno set if they are not written. */
bool io_write(int fd, const void *from, size_t n);

/* The same at an offset. */
bool io_write_at(int fd, const void *from, size_t n, uint64_t offset);

#endif
