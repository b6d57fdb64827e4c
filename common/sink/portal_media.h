/* SPDX-License-Identifier: MIT */
/*
 * The pictures that a portal had when it was exported: DIR/media.tsv, mapped,
 * with an index of 16 bytes a row, and 11 to 22 for each key of those asked
 * for: an id, a URL, an MD5. Reading it from several threads is safe.
 */
#ifndef IMG_PORTAL_MEDIA_H
#define IMG_PORTAL_MEDIA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

struct portal_media;

/* What a row can be found by beside its record. */
enum portal_media_key {
	PORTAL_MEDIA_ID, /* mediaID */
	PORTAL_MEDIA_GUID, /* recordID, with or without urn:uuid: */
	PORTAL_MEDIA_SOURCE, /* sourceIdentifier */
	PORTAL_MEDIA_URL, /* originalUrl or url, comparable */
	PORTAL_MEDIA_MD5,
	NPORTAL_MEDIA_KEYS
};

/*
 * Dies if the file cannot be read or lacks a column it needs. `keys` has the
 * bit 1 << key of each key that will be asked for. `domain` is where the
 * portal's own paths are served ("https://portal.example.org"), or empty if
 * nobody knows; it must live as long.
 */
struct portal_media *portal_media_read(
    const char *dir, unsigned keys, struct slice domain);
void portal_media_free(struct portal_media *media);

/* How many columns media.tsv has, and where one is (STREAM_NONE: nowhere). */
size_t portal_media_width(const struct portal_media *media);
size_t portal_media_column(const struct portal_media *media, const char *name);

/* What a picture is known by, as a row has it; empty where it has none. */
struct picture_keys {
	struct slice original, web, md5;
};

/* How the portal's picture was found. */
enum portal_media_found {
	PORTAL_MEDIA_NONE,
	PORTAL_MEDIA_SAME, /* it has one of the URLs, byte for byte */
	PORTAL_MEDIA_SPELLED, /* in another spelling */
	PORTAL_MEDIA_BYTES /* by the MD5 alone: the record's only one */
};

/*
 * A row's question, with what it is compared by; zero-initialise, one for each
 * thread. What a key's text is in must stay until the answers are there.
 */
struct portal_media_query {
	struct picture_keys as_is, alike;
	struct buf original, web, md5, there, value;
};

void portal_media_ask(const struct portal_media *media,
    struct portal_media_query *query, const struct picture_keys *keys);
void portal_media_query_free(struct portal_media_query *query);

/*
 * The fields, still escaped, of the record's picture that has one of the URLs
 * asked for in originalUrl or url, else of the only one that has the MD5.
 * `fields` has room for portal_media_width(). Where no domain is known, the
 * portal's own path is the same as any URL of this record with that path.
 */
enum portal_media_found portal_media_find(const struct portal_media *media,
    struct portal_media_query *query, uint32_t occid, struct slice fields[]);

/*
 * True if one of the record's pictures has this sourceIdentifier, as the portal
 * compares texts. What was asked before is forgotten.
 */
bool portal_media_has_source(const struct portal_media *media,
    struct portal_media_query *query, uint32_t occid, struct slice source);

/* True if a field of media.tsv has the originalUrl, or url, asked for. */
bool portal_media_has(const struct portal_media *media,
    struct portal_media_query *query, struct slice field, bool web);

/*
 * The fields of the only picture of the portal with this id. What was asked
 * before is forgotten.
 */
bool portal_media_find_id(const struct portal_media *media,
    struct portal_media_query *query, enum portal_media_key key,
    struct slice id, struct slice fields[]);

/*
 * True if another record than this one (0: any) has one of the URLs or the MD5
 * asked for; `fields` are those of the picture.
 */
bool portal_media_is_elsewhere(const struct portal_media *media,
    struct portal_media_query *query, uint32_t occid, struct slice fields[]);

#endif
