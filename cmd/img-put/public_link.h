/* SPDX-License-Identifier: MIT */
/* A public link that a remote has made of a file: does it give the picture? */
#ifndef IMG_PUBLIC_LINK_H
#define IMG_PUBLIC_LINK_H

#include "base/buf.h"
#include "base/slice.h"

/*
 * Appends the URL of the picture to which the link leads, for good and without
 * a login: the link itself, or what the site documents for it. NULL; or what
 * the link is instead, and what to do, a literal, and nothing is appended.
 */
const char *public_link_put(struct buf *out, struct slice link);

#endif
