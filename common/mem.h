/* SPDX-License-Identifier: MIT */
/*
 * Memory that is there or ends the program: every function here dies with
 * exit status 2 when the system has none, so callers never test for NULL.
 * What is returned belongs to the caller, who gives it back with free(3).
 */
#ifndef IMG_MEM_H
#define IMG_MEM_H

#include <stddef.h>

/* n bytes, not initialised; n may be 0. */
void *mem_alloc(size_t n);

/* n elements of the given size, all bytes zero; the product may overflow. */
void *mem_array(size_t n, size_t size);

/*
 * The same for a table that is looked up all over: in large pages, where the
 * system has them.
 */
void *mem_table(size_t n, size_t size);

/* p resized to n elements of the given size; p may be NULL. */
void *mem_resize(void *p, size_t n, size_t size);

/* A NUL-terminated copy of the n bytes at s. */
char *mem_string(const char *s, size_t n);

/*
 * From now on freed memory is kept for use by any thread, instead of going
 * back to the system: for programs whose tables grow by doubling, where the
 * system would zero the same pages again and again. Call before threads
 * start. Where the C library has no such setting it does nothing.
 */
void mem_keep(void);

#endif
