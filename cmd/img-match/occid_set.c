/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "occid_set.h"

enum { PAGES = 1 << 16, PAGE_BITS = 1 << 16, BITS = 8 };

struct occid_set {
	unsigned char *pages[PAGES];
};

struct occid_set *
occid_set_new(void)
{
	return mem_array(1, sizeof(struct occid_set));
}

void
occid_set_free(struct occid_set *set)
{
	for (size_t i = 0; i < PAGES; i++)
		free(set->pages[i]);
	free(set);
}

void
occid_set_add(struct occid_set *set, uint32_t occid)
{
	unsigned char **page = &set->pages[occid / PAGE_BITS];
	uint32_t bit = occid % PAGE_BITS;

	if (*page == NULL)
		*page = mem_array(PAGE_BITS / BITS, 1);
	(*page)[bit / BITS] |= (unsigned char)(1u << bit % BITS);
}

bool
occid_set_has(const struct occid_set *set, uint32_t occid)
{
	const unsigned char *page = set->pages[occid / PAGE_BITS];
	uint32_t bit = occid % PAGE_BITS;

	return page != NULL && (page[bit / BITS] >> bit % BITS & 1) != 0;
}
