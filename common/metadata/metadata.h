/* SPDX-License-Identifier: MIT */
/* What EXIF, XMP and IPTC together say of a picture. */
#ifndef IMG_METADATA_H
#define IMG_METADATA_H

#include "metadata/exif.h"
#include "metadata/xmp.h"
#include "picture/picture.h"

/* What is between the keywords of a picture, and between several creators. */
#define METADATA_KEYWORDS_BETWEEN " | "
#define METADATA_NAMES_BETWEEN "; "

struct metadata_facts {
	struct exif_facts exif;
	bool xmp_corrupt;
	bool licence_unclear; /* one is spoken of, but not certainly which */
	bool text_unclear; /* a text was left out: what encoding has it? */
	bool text_cut; /* a text was left out: it is too long */
	bool position; /* it says where it was taken */
	int orientation; /* 1 to 8, as browsers turn it; 0 where none is said */
	/* Of each the first there is, in the order EXIF, XMP, IPTC. */
	struct slice creator, copyright, owner, caption, title, date;
	struct slice keywords; /* of one source, each once */
	struct slice rights; /* a Creative Commons URI */
};

struct metadata;

struct metadata *metadata_new(void);
void metadata_free(struct metadata *metadata);

/* Valid until the next call; empty slices where nothing is said. */
struct metadata_facts metadata_read(
    struct metadata *metadata, const struct picture_facts *picture);

/* The XMP of the picture read last, with what only its IPTC says. */
const struct xmp *metadata_xmp(struct metadata *metadata);

#endif
