/* SPDX-License-Identifier: MIT */
/*
 * What is named, on the command line or in a list: a folder or a file here, or
 * a folder or a picture on the web.
 */
#ifndef IMG_OPERAND_H
#define IMG_OPERAND_H

#include "crawl.h"
#include "list.h"
#include "public_url.h"
#include "stat_pool.h"
#include "walk.h"

struct operand_rules {
	struct public_url_rules place;
	uint64_t min_age;
	bool any_file; /* files that are no pictures by their names, too */
	bool pages; /* every URL is a folder, whatever its end */
};

struct operand {
	struct operand_rules rules;
	struct walk *walk;
	struct stat_pool *crew;
	struct crawl *crawl;
	struct output *out;
	struct counts *tally;
	struct buf url, row, line, codes;
};

void operand_free(struct operand *named);

/*
 * Writes the rows of what is called `name`, NUL-terminated; `list` is where it
 * is, NULL for an operand. What cannot be listed is named on standard
 * error, and the program's exit status becomes 1.
 */
void operand_scan(
    struct operand *named, struct slice name, const struct list *list);

#endif
