/* SPDX-License-Identifier: MIT */
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/mem.h"

/* Smaller tables do not need large pages. */
enum { LARGE_TABLE = 4 << 20 };

void *
mem_alloc(size_t n)
{
	void *p = malloc(n > 0 ? n : 1);

	if (p == NULL)
		die("out of memory (%zu bytes)", n);
	return p;
}

void *
mem_aligned(size_t n)
{
	void *p;

	if (posix_memalign(&p, 4096, n > 0 ? n : 1) != 0)
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

	if (n * size >= LARGE_TABLE)
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

/* The size of a large page where there are any. */
static const size_t LARGE = (size_t)2 << 20;

/* Maps n bytes at a multiple of LARGE: more, and what is around them goes. */
static void *
map_aligned(size_t n)
{
	char *p = mmap(NULL, n + LARGE, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	size_t before = LARGE - (uintptr_t)p % LARGE;

	if (p == MAP_FAILED)
		die("out of memory (%zu bytes)", n);
	munmap(p, before);
	if (before < LARGE)
		munmap(p + before + n, LARGE - before);
	return p + before;
}

/* The pages at `from` take the place of those at `to`. */
static void
move_pages(void *to, void *from, size_t n)
{
#ifdef MREMAP_FIXED
	if (mremap(from, n, n, MREMAP_MAYMOVE | MREMAP_FIXED, to) != to)
		die("out of memory (%zu bytes)", n);
#else
	memcpy(to, from, n);
	munmap(from, n);
#endif
}

void *
mem_pages(void *p, size_t old, size_t n)
{
	char *pages = map_aligned(n);

	if (old > 0)
		move_pages(pages, p, old);
#ifdef MADV_HUGEPAGE
	if (n >= LARGE)
		madvise(pages, n, MADV_HUGEPAGE);
#endif
	return pages;
}

void
mem_pages_free(void *p, size_t n)
{
	munmap(p, n);
}
