/* SPDX-License-Identifier: MIT */
/* Where the files that are named have their URLs. */
#ifndef SCAN_PLACE_H
#define SCAN_PLACE_H

#include <stdbool.h>

#include "buf.h"
#include "slice.h"

struct place_rules {
	const char *base; /* -u, or NULL */
	const char *root; /* --root, or NULL */
};

/* What makes the base useless as the beginning of public URLs, or NULL. */
const char *place_base_error(const char *base);

/*
 * Appends the URL that a name in the folder gets in front of it: of the folder
 * `path` itself, or of the one that the file `path` is in. With a root it
 * stands for what is below that; without one a path of a list (`listed`) is
 * taken as it is, relative, and an operand stands for the base. Returns NULL,
 * or why there is no such URL.
 */
const char *place_url(const struct place_rules *rules, struct slice path,
    bool folder, bool listed, struct buf *url);

#endif
