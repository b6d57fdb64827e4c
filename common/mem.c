/* SPDX-License-Identifier: MIT */
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "diag.h"
#include "mem.h"

/* Smaller tables do not need large pages. */
enum { LARGE = 4 << 20 };

void *
mem_alloc(size_t n)
{
	void *p = malloc(n > 0 ? n : 1);

	if (p == NULL)
		die("out of memory (%zu bytes)", n);
	return p;
}

void *
mem_array(size_t n, size_t size)
{
	void *p = calloc(n > 0 ? n : 1, size > 0 ? size : 1);

	if (p == NULL)
		die("out of memory (%zu times %zu bytes)", n, size);
	return p;
}

void *
mem_table(size_t n, size_t size)
{
	char *table = mem_array(n, size);
#ifdef MADV_HUGEPAGE
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	size_t before = (size_t)(-(uintptr_t)table & (page - 1));

	if (n * size >= LARGE)
		madvise(table + before,
		    (n * size - before) & ~(size_t)(page - 1), MADV_HUGEPAGE);
#endif
	return table;
}

void *
mem_resize(void *p, size_t n, size_t size)
{
	p = reallocarray(p, n > 0 ? n : 1, size > 0 ? size : 1);
	if (p == NULL)
		die("out of memory (%zu times %zu bytes)", n, size);
	return p;
}

char *
mem_string(const char *s, size_t n)
{
	char *copy = mem_alloc(n + 1);

	if (n > 0)
		memcpy(copy, s, n);
	copy[n] = '\0';
	return copy;
}

void
mem_keep(void)
{
#ifdef __GLIBC__
	mallopt(M_ARENA_MAX, 1);
	mallopt(M_TRIM_THRESHOLD, INT_MAX);
	mallopt(M_MMAP_THRESHOLD, 1 << 30);
	mallopt(M_TOP_PAD, 64 << 20);
#endif
}
