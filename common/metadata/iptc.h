/* SPDX-License-Identifier: MIT */
/* What a picture's IPTC records say of it: IPTC-IIM 4.2. */
#ifndef IMG_IPTC_H
#define IMG_IPTC_H

#include "base/buf.h"
#include "base/slice.h"

struct iptc {
	struct buf creator; /* 2:80, several joined by "; " */
	struct buf copyright; /* 2:116 */
	struct buf caption; /* 2:120 */
};

void iptc_free(struct iptc *iptc);

/* Reads IIM records, bare or in Photoshop's resources; clean text. */
void iptc_read(struct iptc *iptc, struct slice payload);

#endif
