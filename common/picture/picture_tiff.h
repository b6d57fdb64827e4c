/* SPDX-License-Identifier: MIT */
/*
 * What the parts of the TIFF parser share. For picture_tiff*.c alone.
 *
 * picture_tiff.c goes from directory to directory, picture_tiff_field.c reads
 * their entries, picture_tiff_page.c finds the page that is the picture, and
 * picture_tiff_exif.c makes an EXIF of the values that were kept.
 */
#ifndef IMG_PICTURE_TIFF_H
#define IMG_PICTURE_TIFF_H

#include "picture/picture_parse.h"

/* What a directory is: tiff.ifd, tiff_job.ifd. */
enum { TIFF_MAIN, TIFF_SUB, TIFF_PAGE, TIFF_EXIF, TIFF_GPS };

/* What is to be read: tiff_job.kind. */
enum {
	TIFF_DIRECTORY,
	TIFF_LIST, /* of offsets of SubIFDs */
	TIFF_VALUE,
	TIFF_LARGEST, /* of the offsets of strips or tiles */
	TIFF_LENGTH, /* of the strip or tile with that */
	TIFF_DEPTH,
	TIFF_FORMAT
};

/* At most so many SubIFDs are looked at. */
enum { TIFF_SUBS = 16 };

/* Tags. */
enum {
	TIFF_NEW_SUBFILE_TYPE = 254,
	TIFF_SUBFILE_TYPE = 255,
	TIFF_WIDTH = 256,
	TIFF_HEIGHT = 257,
	TIFF_BITS = 258,
	TIFF_COMPRESSION = 259,
	TIFF_PHOTOMETRIC = 262,
	TIFF_DESCRIPTION = 270,
	TIFF_MAKE = 271,
	TIFF_STRIP_OFFSETS = 273,
	TIFF_ORIENTATION = 274,
	TIFF_STRIP_COUNTS = 279,
	TIFF_PLANAR = 284,
	TIFF_ARTIST = 315,
	TIFF_TILE_OFFSETS = 324,
	TIFF_TILE_COUNTS = 325,
	TIFF_SUB_IFDS = 330,
	TIFF_SAMPLE_FORMAT = 339,
	TIFF_JPEG_OFFSET = 513,
	TIFF_JPEG_LENGTH = 514,
	TIFF_XMP = 700,
	TIFF_COPYRIGHT = 33432,
	TIFF_IPTC = 33723,
	TIFF_PHOTOSHOP = 34377,
	TIFF_EXIF_IFD = 34665,
	TIFF_GPS_IFD = 34853,
	TIFF_DNG_VERSION = 50706,
	TIFF_GPS_LATITUDE_REF = 1,
	TIFF_GPS_LONGITUDE = 4,
	TIFF_DATE_ORIGINAL = 36867,
	TIFF_OFFSET_ORIGINAL = 36881
};

/* An entry taken apart; `at` is where its value is in the file. */
struct tiff_field {
	uint16_t tag, type;
	uint64_t count, at, first;
	const uint8_t *inside; /* the value, where it is in the entry */
	size_t n;
};

/* A number of n bytes, 1, 2, 4 or 8, in the file's order. */
static inline uint64_t
tiff_number(const struct tiff *t, const uint8_t *b, size_t n)
{
	switch (n) {
	case 1: return b[0];
	case 2: return t->big ? be16(b) : le16(b);
	case 4: return t->big ? be32(b) : le32(b);
	default: return t->big ? be64(b) : le64(b);
	}
}

/* Bytes of an element of a type; 0 for types that TIFF does not have. */
static inline size_t
tiff_size_of(uint64_t type)
{
	static const uint8_t sizes[] = {
	    0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};

	return type < sizeof sizes ? sizes[type] : 0;
}

/* Bytes of an offset. */
static inline size_t
tiff_pointer(const struct tiff *t)
{
	return t->wide ? 8 : 4;
}

/* Something to be read when its place comes by; of TIFF_JOBS at once, those
 * too many are left out. */
void tiff_add_job(struct picture *p, struct tiff_job job);
void tiff_add_directory(
    struct picture *p, uint64_t offset, uint8_t ifd, uint8_t sub);

/* Reads an entry of the directory at hand: what it says of the picture, and
 * what is to be read elsewhere. */
void tiff_see_entry(struct picture *p, const uint8_t *b);

/* True in the directory whose metadata is the picture's: the first page of full
 * resolution. */
bool tiff_is_described(const struct tiff *t);

/* The bits of a sample. */
void tiff_see_depth(struct picture *p, uint64_t bits);

/* A page, or a SubIFD, has been read. */
void tiff_count_page(struct tiff *t);
void tiff_see_sub(struct tiff *t);

/* At the end: makes facts.kind the raw format that it is, and page, pages, sub
 * and the size those of the picture. */
void tiff_name_kind(struct picture *p);
void tiff_choose_page(struct picture *p);

/* The bytes put next into tiff.values are the value of a job of a known type;
 * of these, TIFF_VALUES at most. */
void tiff_add_value(struct tiff *t, const struct tiff_job *job);

/* Makes facts.exif of the values that were kept, as if from a JPEG; leaves it
 * empty if there are none. */
void tiff_make_exif(struct picture *p);

#endif
