/* SPDX-License-Identifier: MIT */
/*
 * Goes through a folder on the web and all below it, page by page, and writes
 * the rows of its files in the order of their URLs.
 */
#ifndef IMG_CRAWL_H
#define IMG_CRAWL_H

#include <stdbool.h>

#include "stream/output.h"
#include "counts.h"
#include "file_filter.h"
#include "page_fetch.h"

struct crawl_rules {
	struct file_filter *pick;
	uint64_t depth_most; /* levels of folders; 0: no limit */
	uint64_t pages_most; /* of an operand */
	bool ignore_robots;
	struct fetch_rules fetch;
};

struct crawl;

/* What is given stays the caller's. */
struct crawl *crawl_new(
    const struct crawl_rules *rules, struct output *out, struct counts *tally);
void crawl_free(struct crawl *crawl);

/*
 * The folder `url` and what is below it. NULL, or why nothing was asked for; a
 * page that cannot be read is named on standard error.
 */
const char *crawl_folder(struct crawl *crawl, struct slice url);

/* True if the path of the URL ends in a slash. */
bool crawl_is_folder(struct slice url);

#endif
