/* SPDX-License-Identifier: MIT */
#ifndef IMG_ARCHIVE_FETCH_H
#define IMG_ARCHIVE_FETCH_H

#include "sheet/dwca_source.h"

/*
 * As `fetch` of the options: downloads a web URL to a temporary file. Dies with
 * what is wrong. Addresses that are not public are refused unless
 * `allow_private`.
 */
int archive_fetch(const char *operand,
    const struct dwca_source_options *options, struct buf *shown);

#endif
