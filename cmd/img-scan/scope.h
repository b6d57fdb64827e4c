/* SPDX-License-Identifier: MIT */
/* Which links of a page lead to files and folders below the start. */
#ifndef IMG_SCOPE_H
#define IMG_SCOPE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"

enum link_kind {
	LINK_NONE, /* leads elsewhere, or nowhere */
	LINK_MAYBE, /* a folder or a file without an extension */
	LINK_FILE,
	LINK_FOLDER
};

/* A link longer than this leads nowhere. */
enum { LINK_MOST = 8192 };

/*
 * Appends the URL, without its fragment, in the form in which URLs are compared
 * (url_put_normal). False if it is no web URL, or longer than LINK_MOST.
 */
bool scope_put(struct buf *out, struct slice url);

/*
 * What is below the start: nothing of its authority and the path to its last
 * slash; at NULL if the URL is not below. Both as scope_put() gives them.
 * http and https count as one host.
 */
struct slice scope_below(struct slice start, struct slice url);

/*
 * What a link on the page `page` leads to, by its URL alone. A query on the
 * page's own path is a sort order (LINK_NONE), or, where it names a path below
 * that of the page ("?dir=a/b"), a folder, and where it names a file, a file.
 */
enum link_kind scope_judge(
    struct slice start, struct slice page, struct slice url);

/*
 * What a program hands out: the last parameter of its query, encoded, if that
 * names a file ("get.php?dir=a&file=1.jpg"); at NULL for any other URL.
 */
struct slice scope_handed(struct slice url);

/* Appends the name of that file, decoded; false if there is none. */
bool scope_put_handed(struct buf *out, struct slice url);

/* Appends the path with %XX decoded, but for slashes and NUL. */
void scope_decode(struct buf *out, struct slice path);

#endif
