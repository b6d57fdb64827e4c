/* SPDX-License-Identifier: MIT */
/*
 * The verdict on one picture from its bytes, wherever they come from: push
 * them all, or until judge_settled() if a quick look is enough, then end.
 */
#ifndef IMG_JUDGE_H
#define IMG_JUDGE_H

#include "picture/picture.h"
#include "check_settings.h"

/* The problems that this tool can find, in the order they are written. */
enum finding {
	MISSING,
	UNREADABLE,
	READ_ERROR,
	NOT_A_FILE,
	EMPTY,
	NOT_A_PICTURE,
	NO_IMAGE,
	TRUNCATED,
	CORRUPT,
	CHANGED,
	NO_DECODER,
	NOT_WEB,
	BAD_CHECKSUM,
	END_MISSING,
	TOO_MANY_PIXELS,
	BMP,
	ODD_FORMAT,
	EXTENSION_LIES,
	TOO_BIG,
	ROTATED,
	EXTRA_CUT,
	TRAILING_DATA,
	BAD_DATE,
	EXIF_CORRUPT,
	XMP_CORRUPT,
	LICENCE_UNKNOWN,
	TEXT_TOO_LONG,
	ENCODING_UNCLEAR,
	GPS,
	NOT_DECODED,
	ANIMATED,
	SEVERAL_PAGES,
	SEVERAL_IMAGES,
	GAIN_MAP,
	MOTION_PHOTO,
	TINY,
	SYMBIOTA_FORMAT,
	IDIGBIO_FORMAT,
	IDIGBIO_EXTENSION,
	GBIF_FORMAT,
	GBIF_EXTENSION,
	NFINDINGS
};

struct judge;

struct judge *judge_new(const struct settings *settings);
void judge_free(struct judge *judge);

void judge_begin(struct judge *judge);
void judge_push(struct judge *judge, const void *bytes, size_t n);

/* True when nothing more is to be learnt but whether it is whole. */
bool judge_settled(const struct judge *judge);

/* True when no more bytes need to be pushed: this is no picture. */
bool judge_is_hopeless(const struct judge *judge);

/* The same, also where all is known and no hash is wanted. */
bool judge_is_done(const struct judge *judge);

/*
 * The end of the bytes, of which there are `size` in all; picture.h says what
 * the reader is for. `name` is what the picture goes by, for its extension.
 */
void judge_end(struct judge *judge, uint64_t size, picture_reader *reader,
    void *context, struct slice name);

/* Something that was found by whoever brings the bytes. */
void judge_find(struct judge *judge, enum finding finding);

/*
 * Sets values[FORMAT] to values[HASH_VALUE] to what was found, empty where
 * nothing is known; valid until judge_begin(). `codes` gets the problems.
 */
void judge_values(
    struct judge *judge, struct slice values[NCOLUMNS], struct buf *codes);

/* Appends, in words, what is wrong with it and where; false if nothing is. */
bool judge_say(const struct judge *judge, struct buf *out);

#endif
