/* SPDX-License-Identifier: MIT */
/*
 * EXIF (CIPA DC-008) made again from what is allowed to stay: who, when, with
 * what, under which rights. Not taken over are thumbnails, the orientation,
 * maker notes, and GPS positions unless they are wanted. Values are copied as
 * they are, in the byte order they came in.
 */
#ifndef IMG_EXIF_WRITE_H
#define IMG_EXIF_WRITE_H

#include <stdbool.h>

#include "base/buf.h"
#include "byte_source.h"

struct exif_contents {
	bool position; /* there is a GPS directory with more than a version */
};

/*
 * Looks into a structure that begins with the TIFF header: an EXIF payload, a
 * TIFF file, or a camera's raw file. What cannot be read is not there.
 */
struct exif_contents exif_write_look(const struct byte_source *view);

/*
 * Appends a new EXIF payload, beginning with its TIFF header; nothing if
 * there is nothing to say. It is at most 32 KiB.
 */
void exif_write_put(
    struct buf *out, const struct byte_source *view, bool keep_gps);

#endif
