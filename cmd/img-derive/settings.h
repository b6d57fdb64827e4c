/* SPDX-License-Identifier: MIT */
/* What the command line asked for. */
#ifndef IMG_SETTINGS_H
#define IMG_SETTINGS_H

#include "image.h"
#include "place.h"
#include "record.h"

struct settings {
	const char *store;
	enum place_layout layout;
	const char *suffixes[NSIZES];
	struct image_box boxes[NSIZES]; /* 0 by 0: not made */
	int quality;
	uint64_t max_bytes;
	uint64_t max_pixels;
	bool sharpen;
	bool keep_gps;
	bool use_existing;
	bool hardlink;
	bool replace;
	bool dry_run;
};

static inline bool
is_made(const struct settings *settings, int size)
{
	return settings->boxes[size].width > 0;
}

#endif
