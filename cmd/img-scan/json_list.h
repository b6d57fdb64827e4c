/* SPDX-License-Identifier: MIT */
/*
 * Lists in JSON: of a folder, by nginx or Caddy, or of a bucket, by the API of
 * Google Cloud Storage. Other JSON is reported as such.
 */
#ifndef IMG_JSON_LIST_H
#define IMG_JSON_LIST_H

#include "listing.h"

/* True if the page begins as JSON does. */
bool json_list_is(struct slice page);

/* As listing_read(), before sorting. */
void json_list_read(struct listing *listing, struct slice start,
    struct slice url, struct slice page);

/*
 * True for the URL of a list of that API; appends the URL below which the files
 * of the bucket are public.
 */
bool json_list_put_bucket(struct buf *out, struct slice url);

#endif
