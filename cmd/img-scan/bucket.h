/* SPDX-License-Identifier: MIT */
/* The XML that S3 and its likes list a bucket with. */
#ifndef IMG_BUCKET_H
#define IMG_BUCKET_H

#include "listing.h"

/* True if the page begins like XML that may be such a list. */
bool bucket_is(struct slice page);

/* As listing_read(), before sorting. */
void bucket_read(struct listing *listing, struct slice start, struct slice url,
    struct slice page);

#endif
