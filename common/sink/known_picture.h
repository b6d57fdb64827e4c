/* SPDX-License-Identifier: MIT */
/* What a portal had, at its export, of the picture that a row is. */
#ifndef IMG_KNOWN_PICTURE_H
#define IMG_KNOWN_PICTURE_H

#include "sink/portal_media.h"

enum known {
	KNOWN_NOT, /* it has none such */
	KNOWN_AS_IS, /* one with its URL as it is, or its only one with the MD5
		      */
	KNOWN_SPELLED, /* one with its URL in another spelling */
	KNOWN_BY_ID, /* the one that the row names */
	KNOWN_ELSEWHERE /* not with this record, but with another */
};

/* The keys that all of this asks for, but for the last two. */
enum {
	KNOWN_KEYS = 1u << PORTAL_MEDIA_ID | 1u << PORTAL_MEDIA_GUID,
	KNOWN_KEYS_ELSEWHERE = 1u << PORTAL_MEDIA_URL | 1u << PORTAL_MEDIA_MD5
};

/* A row's values, empty where it has none. */
struct known_row {
	uint32_t occid; /* 0: of a record that is to be made */
	struct slice id, guid; /* mediaID, recordID */
	struct slice source; /* sourceIdentifier, if it counts */
	struct picture_keys keys;
	bool elsewhere; /* whether other records are asked, too */
};

/* Zero-initialise; one for each thread. */
struct known_picture {
	struct portal_media_query query;
	struct buf value;
	struct slice *fields; /* of the row of media.tsv, still escaped */
};

void known_picture_free(struct known_picture *known);

/* Looks for the row's picture. */
enum known known_picture_find(struct known_picture *known,
    const struct portal_media *media, const struct known_row *row);

/*
 * Looks for the picture with this mediaID, or else recordID, whoever's it is.
 * True if the portal has it, and the two do not contradict each other.
 */
bool known_picture_named(struct known_picture *known,
    const struct portal_media *media, struct slice id, struct slice guid);

/* The only picture with this sourceIdentifier, whoever's it is. */
bool known_picture_sourced(struct known_picture *known,
    const struct portal_media *media, struct slice source);

/*
 * A picture with one of these URLs, in any spelling, whoever's it is; *several
 * if more than one record has some. The keys asked for must have that of URLs.
 */
bool known_picture_owned(struct known_picture *known,
    const struct portal_media *media, struct slice original, struct slice web,
    bool *several);

/* What the picture that was found had in a column; until the next call. */
struct slice known_picture_had(struct known_picture *known, size_t column);

/*
 * True if both the row and the picture that was found have an MD5, and not the
 * same: what was taken for one by its URL's spelling may be two.
 */
bool known_picture_has_other_md5(struct known_picture *known,
    const struct portal_media *media, struct slice md5);

/*
 * True if the row's picture is the smaller or larger version of the one that
 * was found: its best URL is in the other column there, in some spelling.
 */
bool known_picture_is_other_version(struct known_picture *known,
    const struct portal_media *media, const struct picture_keys *keys);

#endif
