/* SPDX-License-Identifier: MIT */
/* What a server asks crawlers to keep away from, RFC 9309. */
#ifndef IMG_ROBOTS_H
#define IMG_ROBOTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

/* So much of a robots.txt is read. */
#define ROBOTS_MOST ((size_t)512 << 10)

struct robots {
	struct robots_rule *rules;
	size_t n, room;
	uint64_t delay; /* Crawl-delay in milliseconds, at most a minute */
};

/* The rules for img-scan, or those for all. {0}
 * allows everything. */
void robots_read(struct robots *robots, struct slice text);
void robots_free(struct robots *robots);

/* By the longest rule that matches; `path` begins with a slash and includes
 * the query. */
bool robots_allow(const struct robots *robots, struct slice path);

#endif
