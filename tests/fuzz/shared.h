/* SPDX-License-Identifier: MIT */
/* What fuzz targets and units share: readers of memory, and what must hold. */
#ifndef IMG_SHARED
#define IMG_SHARED

#include <stdint.h>
#include <stdlib.h>

#include "base/slice.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void
must(bool holds)
{
	if (!holds)
		abort();
}

static inline size_t
read_memory(void *context, uint64_t offset, void *bytes, size_t n)
{
	const struct slice *s = context;

	if (offset >= s->n)
		return 0;
	if (n > s->n - offset)
		n = (size_t)(s->n - offset);
	memcpy(bytes, s->at + offset, n);
	return n;
}

/* Bytes that a csv_source gives in portions of a given size. */
struct portions {
	struct slice left;
	size_t most;
};

static inline ptrdiff_t
give_portion(void *state, char *to, size_t n)
{
	struct portions *p = state;

	if (n > p->most)
		n = p->most;
	if (n > p->left.n)
		n = p->left.n;
	memcpy(to, p->left.at, n);
	p->left.at += n;
	p->left.n -= n;
	return (ptrdiff_t)n;
}

static inline void
must_be_clean(struct slice s)
{
	must(utf8_valid(s));
	for (size_t i = 0; i < s.n; i++)
		must((unsigned char)s.at[i] >= 0x20 && s.at[i] != 0x7F);
}

#endif
