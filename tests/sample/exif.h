/* SPDX-License-Identifier: MIT */
/* An EXIF block (EXIF 2.3, TIFF 6.0 in little-endian order) for a JPEG. */
#ifndef SAMPLE_EXIF_H
#define SAMPLE_EXIF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct exif {
	unsigned orientation; /* 1 to 8; 0: none */
	const char *make, *model, *artist, *copyright; /* NULL: none */
	const char *date; /* "YYYY:MM:DD hh:mm:ss" */
	/* What cameras write beside: exposure, lens, maker note, thumbnail. */
	bool camera;
	uint32_t width, height;
	const uint8_t *thumbnail; /* a JPEG */
	size_t thumbnail_bytes;
};

enum { EXIF_MOST = 65533 };

/* The bytes of an APP1 segment, at most EXIF_MOST; returns how many. */
size_t exif_build(uint8_t out[EXIF_MOST], const struct exif *exif);

#endif
