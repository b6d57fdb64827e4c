/* SPDX-License-Identifier: MIT */
/* What the command line asked for. */
#ifndef IMG_DERIVE_SETTINGS_H
#define IMG_DERIVE_SETTINGS_H

#include "image.h"
#include "store_path.h"
#include "store_record.h"

/* Every page of a TIFF, as a row of its own. */
enum { PAGE_ALL = -1 };

struct settings {
	const char *store;
	enum store_path_layout layout;
	const char *suffixes[NSIZES];
	const char *name_by; /* the column that files are named by, or NULL */
	struct image_box boxes[NSIZES]; /* 0 by 0: not made */
	int quality;
	uint64_t max_bytes;
	struct image_limits limits;
	int timeout; /* seconds that decoding a picture may take */
	int page; /* of a TIFF, from 1; 0 for the largest, or PAGE_ALL */
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
