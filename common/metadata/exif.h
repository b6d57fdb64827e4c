/* SPDX-License-Identifier: MIT */
/*
 * What a picture's EXIF says of it, as clean text. The only door to libexif.
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
	bool unclear; /* a text was left out: its encoding is not certain */
	bool position; /* it says where it was taken */
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

#endif
