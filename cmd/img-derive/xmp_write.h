/* SPDX-License-Identifier: MIT */
/*
 * XMP (ISO 16684-1) made anew from what is allowed to stay of a picture's XMP
 * and IPTC: creators, rights, description and dates.
 */
#ifndef IMG_XMP_WRITE_H
#define IMG_XMP_WRITE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"

/*
 * Appends an XMP packet, or nothing if there is nothing to say; it is at most
 * 32 KiB. `iptc` are Photoshop's 8BIM resources or bare IIM records. The GPS
 * position of the XMP is among it if wanted. Damaged XMP is as none.
 */
void rights_put(
    struct buf *out, struct slice xmp, struct slice iptc, bool keep_gps);

#endif
