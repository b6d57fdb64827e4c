/* SPDX-License-Identifier: MIT */
/* When a picture was taken, as EXIF, XMP and IPTC write it. */
#ifndef IMG_TAKEN_H
#define IMG_TAKEN_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"

/*
 * Appends an EXIF date (YYYY:MM:DD hh:mm:ss) as YYYY-MM-DDThh:mm:ss. False,
 * and nothing appended, if it is no possible date.
 */
bool taken_put_exif(struct buf *out, struct slice date);

/* Appends an EXIF offset from UTC, "+02:00" or "Z", if it is one. */
void taken_put_offset(struct buf *out, struct slice offset);

/*
 * The same for a date of XMP (ISO 8601): a day, or a time with or without its
 * offset. Months and years alone are no date here.
 */
bool taken_put_xmp(struct buf *out, struct slice date);

/* The same for IPTC's CCYYMMDD and HHMMSS+HHMM, which may be empty. */
bool taken_put_iptc(struct buf *out, struct slice date, struct slice time);

#endif
