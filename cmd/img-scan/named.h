/* SPDX-License-Identifier: MIT */
/*
 * What is named, on the command line or in a list: a folder or a file here, or
 * a folder or a picture on the web.
 */
#ifndef SCAN_NAMED_H
#define SCAN_NAMED_H

#include "crawl.h"
#include "crew.h"
#include "list.h"
#include "place.h"
#include "walk.h"

struct named_rules {
	struct place_rules place;
	uint64_t min_age;
	bool pages; /* every URL is a folder, whatever its end */
};

struct named {
	struct named_rules rules;
	struct walk *walk;
	struct crew *crew;
	struct crawl *crawl;
	struct output *out;
	struct tally *tally;
	struct buf url, row;
};

/*
 * Writes the rows of what is called `name`, NUL-terminated; `list` is where it
 * stands, NULL for an operand. What cannot be listed is named on standard
 * error, and the program's exit status becomes 1.
 */
void named_scan(
    struct named *named, struct slice name, const struct list *list);

#endif
