/* SPDX-License-Identifier: MIT */
/*
 * Goes through a folder and all below it, in the order of `LC_ALL=C sort` on
 * the paths, and gives the files to the crew.
 */
#ifndef IMG_WALK_H
#define IMG_WALK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"
#include "counts.h"
#include "file_filter.h"
#include "folder.h"
#include "stat_pool.h"

struct walk_rules {
	struct file_filter *pick;
	bool follow; /* symbolic links */
	uint64_t depth_most; /* levels of folders; 0: no limit */
	bool several; /* folders may be named twice */
};

struct walk;

/* What is given stays the caller's and outlives the walk. */
struct walk *walk_new(const struct walk_rules *rules, struct stat_pool *crew,
    struct folder_pool *pool, struct counts *tally);
void walk_free(struct walk *walk);

/*
 * The folder `path`, NUL-terminated, and what is below it. `url` is the
 * URL of the folder with its slash, at NULL for none. A folder that was listed
 * already is left out with a word. False with errno if it cannot be opened;
 * what goes wrong below it is named on standard error.
 */
bool walk_folder(struct walk *walk, const char *path, struct slice url);

#endif
