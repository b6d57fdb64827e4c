/* SPDX-License-Identifier: MIT */
/*
 * A row of the stream as an importer of the portal will take it, or the
 * reason why it would refuse, cut or misread it.
 */
#ifndef ITEM_H
#define ITEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "stream.h"

/* The importers: Extended Data Import, URL mapping file, skeletal upload. */
enum importer { MEDIA_IMPORT, URL_MAP, SKELETAL };

/* What identifies the specimen; exactly one of them is used. */
enum identifier { BY_OCCID, BY_NUMBER, BY_OTHER, NIDENTIFIERS };

enum value {
	V_ORIGINAL,
	V_WEB,
	V_THUMBNAIL,
	V_ARCHIVE,
	V_SOURCE,
	V_REFERENCE,
	V_FORMAT,
	V_CREATOR,
	V_CAPTION,
	V_OWNER,
	V_ANATOMY,
	V_NOTES,
	V_IDENTIFIER,
	V_RIGHTS,
	V_ACCESS,
	V_COPYRIGHT,
	V_HASH_FUNCTION,
	V_HASH_VALUE,
	V_MD5,
	V_SORT,
	NVALUES,
	NURLS = V_FORMAT
};

/* The stream's and the importer's name of each. */
extern const char *const item_names[NVALUES];

struct item {
	const char *reason; /* NULL: it is taken */
	const char *column; /* that the reason is about, or "" */
	enum identifier by;
	struct slice number; /* the identifier's value */
	struct slice values[NVALUES];
};

struct item_rules {
	enum importer importer;
	bool create; /* numbers without a record are taken too */
	uint64_t collid; /* 0: any */
};

struct items;

/* Rules and stream stay the caller's and must outlive it. */
struct items *items_new(
    const struct item_rules *rules, const struct stream_in *in);
void items_free(struct items *items);

/* True if the importer takes the column and the stream has it, or items have
 * it anyway. */
bool items_have(const struct items *items, enum value value);

/* Judges a row; the slices are valid until the next call. */
void items_judge(struct items *items, const struct block *block, size_t row,
    struct item *item);

#endif
