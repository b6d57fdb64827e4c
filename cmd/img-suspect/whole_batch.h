/* SPDX-License-Identifier: MIT */
/* What is found by looking at all rows: pictures, records, folders. */
#ifndef IMG_WHOLE_BATCH_H
#define IMG_WHOLE_BATCH_H

#include "trait.h"

/* A picture that the portal has, by URL or MD5, and its record. */
struct portal_picture {
	uint64_t hash;
	uint32_t occid;
};

struct portal_pictures {
	struct portal_picture *at;
	size_t n, room;
};

/* Adds a picture; a hash of 0 is none. Sorts them when all are there. */
void portal_pictures_add(
    struct portal_pictures *pictures, uint64_t hash, uint32_t occid);
void portal_pictures_sort(struct portal_pictures *pictures);

/* Marks rows whose picture is that of another record too. */
void batch_same_pictures(
    struct trait *traits, size_t n, const struct portal_pictures *pictures);

/* Marks the rows of records with more than `most` pictures. */
void batch_too_many(struct trait *traits, size_t n, size_t most);

/* Marks rows whose date lies far from those of their folder. */
void batch_dates(struct trait *traits, size_t n);

#endif
