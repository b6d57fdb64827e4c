/* SPDX-License-Identifier: MIT */
/*
 * Lists in XML: of a bucket, by S3 and its likes or by Azure, of a folder, by
 * nginx or WebDAV, and site maps. XML that is none of these is reported as what
 * it is.
 */
#ifndef IMG_BUCKET_H
#define IMG_BUCKET_H

#include "listing.h"

/* True if the page is XML and not HTML. */
bool bucket_is(struct slice page);

/* As listing_read(), before sorting. */
void bucket_read(struct listing *listing, struct slice start, struct slice url,
    struct slice page);

#endif
