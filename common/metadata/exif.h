/* SPDX-License-Identifier: MIT */
/*
 * What a picture's EXIF says of it. The only door to libexif.
 *
 * Text comes as UTF-8 whatever it was: what is not valid UTF-8 is taken as
 * Windows-1252, the superset of Latin-1 that cameras and editors write.
 * Runs of control characters become one blank; blanks at the ends go. So the
 * values are clean, but for the stream's escapes.
 */
#ifndef IMG_EXIF_H
#define IMG_EXIF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/slice.h"

struct exif_facts {
	bool corrupt; /* parts of it could not be read */
	bool bad_date; /* there is a date that cannot be */
	int orientation; /* 1 to 8; 0 where it does not say */
	struct slice date; /* DateTimeOriginal, YYYY-MM-DDThh:mm:ss[+hh:mm] */
	struct slice artist;
	struct slice description;
	struct slice
	    copyright; /* "photographer; editor" where both are there */
};

struct exif;

struct exif *exif_new(void);
void exif_free(struct exif *exif);

/*
 * Reads a payload, which begins with the TIFF header. The facts are valid
 * until the next call; empty slices where there is nothing.
 */
struct exif_facts exif_read(struct exif *exif, const void *payload, size_t n);

/*
 * Appends `text` as clean UTF-8 text, by the rule above; for metadata of
 * other kinds too.
 */
void exif_put_text(struct buf *out, struct slice text);

#endif
