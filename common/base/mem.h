/* SPDX-License-Identifier: MIT */
/*
 * Memory that is there or ends the program: every function here dies with
 * exit status 2 when the system has none, so callers never test for NULL.
 * What is returned belongs to the caller, who gives it back with free(3).
 */
#ifndef IMG_MEM_H
#define IMG_MEM_H

#include <stddef.h>
#include <stdlib.h>

/* n bytes, not initialised; n may be 0. */
void *mem_alloc(size_t n);

/*
 * n bytes, not initialised, that begin with a page: what read(2) copies fastest
 * to, by a third where all is in the page cache.
 */
void *mem_aligned(size_t n);

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
 * Whole pages for a large table: `p` of `old` bytes, or NULL and 0, grown to n
 * bytes, where the new ones are zero. Large pages where the system has them,
 * so that looking up at random costs less; nothing is copied where it need not
 * be. Both sizes are powers of two of at least a page. What is returned goes
 * back with mem_pages_free().
 */
void *mem_pages(void *p, size_t old, size_t n);
void mem_pages_free(void *p, size_t n);

/* qsort(3), which must not be given NULL even for nothing. */
static inline void
mem_sort(
    void *at, size_t n, size_t size, int (*compare)(const void *, const void *))
{
	if (n > 1)
		qsort(at, n, size, compare);
}

#endif
