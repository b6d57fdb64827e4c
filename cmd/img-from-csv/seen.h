/* SPDX-License-Identifier: MIT */
/*
 * Which URLs have come already, and with which number: 16 bytes for each in a
 * table that is at least a third and at most two thirds full. Compared by a
 * hash of 64 bits: of ten million URLs two are confused with a probability of
 * 1 in 300,000.
 */
#ifndef SEEN_H
#define SEEN_H

#include <stddef.h>
#include <stdint.h>

#include "slice.h"

struct seen_entry {
	uint64_t url;
	uint32_t number;
	uint32_t line; /* 0: free; what is larger counts as the largest */
};

struct seen {
	struct seen_entry *entries;
	size_t n;
	size_t room; /* a power of two */
};

/* What stands for a URL and for a number. */
uint64_t seen_url(struct slice url);
uint32_t seen_number(struct slice number);

/* Says that the URL will soon be asked for, so that it can be fetched. */
void seen_expect(const struct seen *seen, uint64_t url);

/*
 * The first row with this URL, valid until the next call; NULL if there was
 * none before the one given, which is kept.
 */
const struct seen_entry *seen_add(
    struct seen *seen, uint64_t url, uint32_t number, uint64_t line);

void seen_free(struct seen *seen);

#endif
