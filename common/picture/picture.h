/* SPDX-License-Identifier: MIT */
/*
 * What kind of picture bytes are, and whether they are all there: types from
 * magic numbers, heads and structure. Nothing is decompressed.
 *
 * A push parser: bytes come in pieces of any size, from a file or from the
 * network, and the pieces make no difference to what is found. Memory is
 * bounded whatever the bytes claim. Facts about the formats are from their
 * specifications: ITU T.81 and CIPA DC-007 (JPEG, MPF), W3C PNG 3, GIF89a,
 * RFC 9649 (WebP), TIFF 6.0, ISO 14496-12 and 23008-12 (HEIF), ISO 15444-1,
 * ISO 18181 (JPEG XL).
 */
#ifndef IMG_PICTURE_H
#define IMG_PICTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"
#include "registry/media_type.h"

struct picture_parser;

/* So many bytes from the beginning are enough to tell the kind. */
#define PICTURE_HEAD ((size_t)1024)

/* The type of what begins with these bytes; NULL if it is not known. */
const struct media_type *picture_sniff(const void *bytes, size_t n);

enum picture_state {
	PICTURE_UNCHECKED, /* a kind whose structure is not looked into */
	PICTURE_WHOLE,
	PICTURE_TRUNCATED, /* ends before its end */
	PICTURE_CORRUPT, /* breaks its format's rules */
	PICTURE_BARE /* sound, but no image in it */
};

struct picture_facts {
	const struct media_type *kind; /* NULL: unknown */
	bool web; /* browsers show this one (a lossless JPEG they do not) */
	uint32_t width; /* pixels as stored; 0 where not known */
	uint32_t height;
	enum picture_state state;
	const char *why; /* in words, where state is not good */
	uint64_t where; /* and at which byte */
	uint64_t trailing; /* bytes after the end of the picture */
	bool extra_cut; /* whole, but what is after it is not */
	/* Only a checksum of a part that no pixel needs is not right, or a
	 * number of restart markers that decoders pass over. */
	bool bad_checksum;
	bool end_missing; /* whole but for what comes after the pixels */
	bool doubtful; /* not whole, but decoding may find all its pixels */
	bool odd; /* browsers show it, but few other programs do */
	const char *undecodable; /* why img-derive cannot decode it, or NULL */
	/* Full-resolution ones of a TIFF, 1 if not known. Of three and more
	 * that are each half of the one before, the first. */
	uint32_t pages;
	uint32_t page; /* the largest of them, counted from 0 with all others */
	uint32_t sub; /* of that page the SubIFD which has it, from 1, or 0 */
	bool animated;
	bool gain_map; /* a second image makes the first one brighter */
	bool several; /* other images follow the first one */
	bool video; /* one follows the picture */
	/* Metadata as it is in the file, empty if there is none; at most
	 * PICTURE_PAYLOAD_MOST each, longer ones are left out. */
	struct buf exif; /* begins with the TIFF header */
	bool exif_unheeded; /* browsers do not turn the picture by it */
	struct buf xmp;
	struct buf iptc; /* IIM records, or Photoshop's 8BIM resources */
};

#define PICTURE_PAYLOAD_MOST ((size_t)1 << 20)

struct picture;

struct picture *picture_new(void);
void picture_free(struct picture *picture);

/*
 * Takes the bytes that make the image of JPEGs, PNGs, GIFs and WebPs, without
 * metadata and containers: what of a file does not change when it is tagged.
 */
typedef void picture_pixels(void *context, const void *bytes, size_t n);

/* Where these bytes go, NULL for nowhere; for all pictures to come. */
void picture_give_pixels(
    struct picture *picture, picture_pixels *pixels, void *context);

/* A new picture; what was found about the last one is gone. */
void picture_begin(struct picture *picture);

void picture_push(struct picture *picture, const void *bytes, size_t n);

/*
 * True when the next bytes would tell no more than whether the picture is
 * whole: kind, size and metadata are known as far as they ever will be.
 */
bool picture_settled(const struct picture *picture);

/* True when the next bytes would tell nothing at all. */
bool picture_done(const struct picture *picture);

/*
 * Reads up to n bytes at an offset, for what lies outside the pushed order;
 * returns how many there are.
 */
typedef size_t picture_reader(
    void *context, uint64_t offset, void *bytes, size_t n);

/*
 * All that will be pushed has been; the whole has `size` bytes. If less was
 * pushed, the rest is judged by its ending only. `reader` may be NULL: then
 * what lies after stays unknown (TIFF directories before their pointer).
 */
void picture_end(struct picture *picture, uint64_t size, picture_reader *reader,
    void *context);

/* Valid until picture_begin() or picture_free(). */
const struct picture_facts *picture_facts(const struct picture *picture);

#endif
