/* SPDX-License-Identifier: MIT */
#include "picture/decodable.h"

/* Of raw files the preview is decoded, whatever made them. */
static const char *const decodable[] = {"image/jpeg", "image/png", "image/gif",
    "image/webp", "image/bmp", "image/tiff", "image/jp2", "image/j2c",
    "image/jxl", "image/heic", "image/heif", "image/avif",
    "image/x-portable-anymap", "image/vnd.radiance",
    "image/vnd.adobe.photoshop"};
static const char *const raw[] = {"image/x-adobe-dng", "image/x-canon-cr2",
    "image/x-canon-cr3", "image/x-canon-crw", "image/x-nikon-nef",
    "image/x-sony-arw", "image/x-olympus-orf", "image/x-fuji-raf",
    "image/x-panasonic-rw2", "image/x-pentax-pef", "image/x-samsung-srw",
    "image/x-minolta-mrw", "image/x-sigma-x3f"};
static const char *const odd[] = {"image/svg+xml", "image/vnd.microsoft.icon"};

static bool
is_listed(const char *mime, const char *const list[], size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(mime, list[i]) == 0)
			return true;
	return false;
}

#define IS_LISTED(kind, list) \
	is_listed((kind)->mime, list, sizeof(list) / sizeof *(list))

bool
picture_is_odd(const struct picture_facts *facts)
{
	return facts->odd || IS_LISTED(facts->kind, odd);
}

const char *
picture_undecodable(const struct picture_facts *facts)
{
	if (facts->undecodable != NULL)
		return facts->undecodable;
	return IS_LISTED(facts->kind, decodable) || IS_LISTED(facts->kind, raw)
	    ? NULL
	    : "no decoder for this kind";
}
