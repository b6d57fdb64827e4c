/* SPDX-License-Identifier: MIT */
/* What a picture's IPTC records say of it: IPTC-IIM 4.2. */
#ifndef IMG_IPTC_H
#define IMG_IPTC_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"

/* Clean text. The items of lists end in LF. Zero-initialise; the buffers are
 * used again. */
struct iptc {
	struct buf creators; /* 2:80, a list */
	struct buf keywords; /* 2:25, a list */
	struct buf copyright; /* 2:116 */
	struct buf caption; /* 2:120 */
	struct buf title; /* 2:5 */
	struct buf headline; /* 2:105 */
	struct buf date; /* 2:55 and 2:60, as the stream has dates */
	struct buf day, time; /* as they came */
	bool unclear; /* a text was left out: its encoding is not certain */
	bool cut; /* one was too long */
};

void iptc_free(struct iptc *iptc);

/*
 * Reads IIM records, bare or in Photoshop's resources, in the encoding that
 * they say they have (1:90).
 */
void iptc_read(struct iptc *iptc, struct slice payload);

/*
 * Appends Photoshop resources with the records of the payload that iptc_read()
 * looks at, as they are; nothing if there are none.
 */
void iptc_copy(struct buf *out, struct slice payload);

#endif
