/* SPDX-License-Identifier: MIT */
/* What fuzz targets share: a reader of memory, and what clean text is. */
#ifndef IMG_FUZZ_SHARED_H
#define IMG_FUZZ_SHARED_H

#include <stdint.h>
#include <stdlib.h>

#include "slice.h"
#include "utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

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

static inline void
must_be_clean(struct slice s)
{
	if (!utf8_valid(s))
		abort();
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.at[i] < 0x20 || s.at[i] == 0x7F)
			abort();
}

#endif
