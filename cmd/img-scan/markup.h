/* SPDX-License-Identifier: MIT */
/* The links of an HTML page. */
#ifndef IMG_MARKUP_H
#define IMG_MARKUP_H

#include "listing.h"

/* As listing_read(), before sorting. */
void markup_read(struct listing *listing, struct slice start, struct slice url,
    const char *charset, struct slice page);

#endif
