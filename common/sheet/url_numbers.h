/* SPDX-License-Identifier: MIT */
/*
 * Which URLs have come already, and with which number: 16 bytes for each in a
 * table that is at least a third and at most two thirds full. Compared by a
 * hash of 64 bits: of ten million URLs two are confused with a probability of
 * 1 in 300,000.
 */
#ifndef IMG_URL_NUMBERS_H
#define IMG_URL_NUMBERS_H

#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

struct url_numbers_entry {
	uint64_t url;
	uint32_t number;
	uint32_t line; /* 0: free; what is larger counts as the largest */
};

struct url_numbers {
	struct url_numbers_entry *entries;
	size_t n;
	size_t room; /* a power of two */
};

/* What stands for a URL and for a number. */
uint64_t url_numbers_url(struct slice url);
uint32_t url_numbers_number(struct slice number);

/* Says that the URL will soon be asked for, so that it can be fetched. */
void url_numbers_expect(const struct url_numbers *seen, uint64_t url);

/*
 * The first row with this URL, valid until the next call; NULL if there was
 * none before the one given, which is kept.
 */
const struct url_numbers_entry *url_numbers_add(
    struct url_numbers *seen, uint64_t url, uint32_t number, uint64_t line);

/* The number given for the URL, 0 if there was none. */
uint32_t url_numbers_find(const struct url_numbers *seen, uint64_t url);

/*
 * Keeps the least number (not 0) that has been given for the URL, and returns
 * the one before; 0 if there was none.
 */
uint32_t url_numbers_least(
    struct url_numbers *seen, uint64_t url, uint32_t number);

void url_numbers_free(struct url_numbers *seen);

#endif
