/* SPDX-License-Identifier: MIT */
/* What decoders do not say of a picture, and its colours depend on. */
#ifndef IMG_LOOK_H
#define IMG_LOOK_H

#include <stdbool.h>

#include "picture/raster.h"
#include "byte_source.h"

enum { PHOTOMETRIC_NONE = UINT16_MAX }; /* what samples mean is not said */

struct look {
	uint64_t across, down; /* pixels of a PNG or TIFF, 0 for others */
	double gamma; /* of a PNG without a profile; 0 if it tells none */
	unsigned primaries, transfer; /* of a PNG, ITU-T H.273; 0 for none */
	/* The first frame of a GIF, where it does not fill the canvas. */
	bool framed;
	uint32_t left, top, width, height;
	/* Of a page of a TIFF. */
	bool tiff;
	bool no_page; /* it has not so many */
	bool reduced; /* a smaller version, or a mask, of another one */
	int orientation; /* 1 to 8, or 0 for none */
	uint16_t photometric, compression, bits, samples, format, planar;
	bool tiled;
	int alpha; /* the sample that is alpha, or -1 */
	bool unspecified; /* one that is no colour, and no alpha either */
	bool premultiplied;
	uint64_t part; /* bytes of its largest strip or tile, unpacked */
};

/* Reads what is there; of a TIFF what is said of this part. */
void look_at(
    struct look *look, const struct byte_source *view, struct tiff_part part);

enum { TIFF_PAGES_MOST = 1000 };

/* Pages of a TIFF, counted from 1, in their order. */
struct tiff_pages {
	uint16_t n;
	uint16_t at[TIFF_PAGES_MOST];
};

/* True if a file that begins so may be a TIFF; `n` bytes, 4 are enough. */
bool look_is_tiff(const void *bytes, size_t n);

/*
 * The pages of a TIFF that are pictures of their own: not smaller versions or
 * masks of others, as picture_facts counts them; of three and more that are
 * each half of the one before, the first. None if it is no TIFF. False if there
 * are too many.
 */
bool look_pages(struct tiff_pages *pages, const struct byte_source *view);

#endif
