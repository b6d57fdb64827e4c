/* SPDX-License-Identifier: MIT */
/* What EXIF, XMP and IPTC together say of a picture. */
#ifndef IMG_METADATA_H
#define IMG_METADATA_H

#include "metadata/exif.h"
#include "picture/picture.h"

struct metadata_facts {
	struct exif_facts exif;
	bool xmp_corrupt;
	bool licence_unclear; /* one is spoken of, but not certainly which */
	/* Of each the first there is, in the order EXIF, XMP, IPTC. */
	struct slice creator, copyright, owner, caption;
	struct slice rights; /* a Creative Commons URI */
};

struct metadata;

struct metadata *metadata_new(void);
void metadata_free(struct metadata *metadata);

/* Valid until the next call; empty slices where nothing is said. */
struct metadata_facts metadata_read(
    struct metadata *metadata, const struct picture_facts *picture);

#endif
