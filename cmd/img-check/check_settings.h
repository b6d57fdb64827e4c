/* SPDX-License-Identifier: MIT */
/* What the command line asks for, and the columns that are written. */
#ifndef IMG_CHECK_SETTINGS_H
#define IMG_CHECK_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"
#include "picture/hash.h"
#include "registry/problem.h"

#define CHECK_OWNER "img-check"

struct settings {
	uint64_t max_bytes;
	uint64_t max_pixels;
	const struct hash_kind *hash; /* besides MD5, or NULL */
	bool md5;
	bool quick;
	bool decode;
	bool deep; /* a hash of the image without metadata */
	unsigned readers; /* a set of consumers.h's */
	bool fails; /* exit with 1 for verdicts from fail_on upwards */
	enum severity fail_on;
};

/* In the order in which they are appended. */
enum check_column {
	BYTES,
	MODIFIED,
	FORMAT,
	WIDTH,
	HEIGHT,
	ORIENTATION,
	CREATE_DATE,
	CREATOR,
	COPYRIGHT,
	RIGHTS,
	OWNER,
	CAPTION,
	TITLE,
	KEYWORDS,
	MEDIA_MD5,
	PIXEL_MD5,
	HASH_FUNCTION,
	HASH_VALUE,
	HTTP_STATUS,
	FINAL_URL,
	LAST_MODIFIED,
	ETAG,
	CHECKED,
	BEFORE,
	VERDICT,
	PROBLEMS,
	NCOLUMNS
};

#endif
