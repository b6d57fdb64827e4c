/* SPDX-License-Identifier: MIT */
/*
 * The pictures that a portal had when it was exported: DIR/media.tsv, mapped,
 * with an index of 16 bytes a row. Reading it from several threads is safe.
 */
#ifndef IMG_PORTAL_MEDIA_H
#define IMG_PORTAL_MEDIA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

struct portal_media;

/* Dies if the file cannot be read or lacks a column it needs. */
struct portal_media *portal_media_read(const char *dir);
void portal_media_free(struct portal_media *existing);

/* How many columns media.tsv has, and where one is (STREAM_NONE: nowhere). */
size_t portal_media_width(const struct portal_media *existing);
size_t portal_media_column(
    const struct portal_media *existing, const char *name);

/* What a picture is known by; empty where it has none. */
struct picture_keys {
	struct slice original, web, md5;
};

/*
 * The fields, still escaped, of the record's picture that has one of the URLs
 * in originalUrl or url, else of the only one that has the MD5. `fields` has
 * room for portal_media_width(). False if there is none.
 */
bool portal_media_find(const struct portal_media *existing, uint32_t occid,
    const struct picture_keys *keys, struct slice fields[]);

#endif
