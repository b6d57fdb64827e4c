/* SPDX-License-Identifier: MIT */
/*
 * XMP (ISO 16684-1) made again from what is allowed to stay of a picture's
 * metadata: creators, rights, description, keywords and dates.
 */
#ifndef IMG_XMP_WRITE_H
#define IMG_XMP_WRITE_H

#include <stdbool.h>

#include "base/buf.h"
#include "metadata/xmp.h"

/*
 * Appends an XMP packet, or nothing if there is nothing to say; it is at most
 * 32 KiB: what is longest is left out first. The GPS position is in it only if
 * it is wanted.
 */
void xmp_write_put(struct buf *out, const struct xmp *xmp, bool keep_gps);

#endif
