/* SPDX-License-Identifier: MIT */
/* Where the files that are named have their URLs. */
#ifndef IMG_PUBLIC_URL_H
#define IMG_PUBLIC_URL_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"

struct public_url_rules {
	const char *base; /* -u, or NULL */
	const char *root; /* --root, or NULL */
};

/* What makes the base useless as the beginning of public URLs, or NULL. */
const char *public_url_base_error(const char *base);

/*
 * Appends the URL that a name in the folder gets in front of it: of the folder
 * `path` itself, or of the one that the file `path` is in. With a root it
 * stands for what is below that; without one a path of a list (`listed`) is
 * taken as it is, relative, and an operand stands for the base. Returns NULL,
 * or why there is no such URL.
 */
const char *public_url_url(const struct public_url_rules *rules,
    struct slice path, bool folder, bool listed, struct buf *url);

#endif
