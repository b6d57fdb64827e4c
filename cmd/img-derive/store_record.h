/* SPDX-License-Identifier: MIT */
/*
 * What the store remembers of a picture: of which source and with which
 * options its derivatives were made. A small text file each, below
 * STORE/.img-derive, where the picture's are below STORE.
 */
#ifndef IMG_STORE_RECORD_H
#define IMG_STORE_RECORD_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/slice.h"

#define STORE_RECORD_FOLDER ".img-derive"

/* A record has at most this many bytes. */
#define STORE_RECORD_MOST ((size_t)12 << 10)

/* Hexadecimal, with NUL. */
enum { MD5_SIZE = 33, KEY_SIZE = 33 };

enum { LARGE, WEB, THUMBNAIL, NSIZES };

/* A file as it was when it was looked at last. */
struct stamp {
	uint64_t bytes;
	int64_t seconds;
	int64_t nanoseconds;
};

/* A file's name with its NUL; names from store_path.h are shorter. */
enum { NAME_SIZE = 160 };

struct derivative {
	char name[NAME_SIZE]; /* empty: not made */
	struct stamp stamp;
	char md5[MD5_SIZE];
	uint32_t width;
	uint32_t height;
};

struct store_record {
	bool there; /* there is one, in whatever state */
	bool complete; /* the derivatives were all made */
	bool blank; /* and have one colour all over */
	char owner[KEY_SIZE]; /* of the source's name; empty: not known */
	char options[KEY_SIZE];
	struct stamp source;
	char md5[MD5_SIZE]; /* the source's, or empty */
	struct derivative files[NSIZES];
	char path[4096]; /* the source's */
};

struct stamp stamp_of(const struct stat *st);
bool stamp_equal(struct stamp a, struct stamp b);

void store_record_put(struct buf *out, const struct store_record *record);

/* `text` ends in a NUL that is not counted.
 * What cannot be understood is there, and nothing more. */
void store_record_parse(struct store_record *record, struct slice text);

#endif
