/* SPDX-License-Identifier: MIT */
#ifndef IMG_ARCHIVE_FETCH_H
#define IMG_ARCHIVE_FETCH_H

#include <stdbool.h>

/*
 * Downloads a web URL to a temporary file (file/tempfile.h) and returns its
 * descriptor. Dies with what is wrong. Addresses that are not public are
 * refused unless `allow_private`.
 */
int fetch(const char *url, bool allow_private);

#endif
