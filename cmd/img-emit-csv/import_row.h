/* SPDX-License-Identifier: MIT */
/*
 * A row of the stream as an importer of the portal will take it, or the
 * reason why it would refuse, cut or misread it.
 */
#ifndef IMG_IMPORT_ROW_H
#define IMG_IMPORT_ROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "registry/reject_reason.h"
#include "sink/defaults.h"
#include "stream/stream.h"
#include "importer.h"

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
extern const char *const import_row_names[NVALUES];

struct import_row {
	enum reject_reason reason;
	const char *column; /* that the reason is about, or "" */
	bool created; /* its record is to be made */
	struct slice occid, collection; /* of its record, or empty */
	enum identifier by;
	struct slice number; /* the identifier's value */
	struct slice values[NVALUES];
};

struct import_row_rules {
	enum importer importer;
	const struct importer_version *version;
	bool create; /* numbers without a record are taken too */
	bool include_protected;
	uint64_t collid; /* 0: any */
	struct defaults defaults;
};

struct import_rows;

/* Rules and stream stay the caller's and must outlive it. */
struct import_rows *import_rows_new(
    const struct import_row_rules *rules, const struct stream_in *in);
void import_rows_free(struct import_rows *items);

/* True if the importer takes the column and the stream has it, or items have
 * it anyway. */
bool import_rows_have(const struct import_rows *items, enum value value);

/* True if the importer has a place for the stream's column. */
bool import_row_takes(const struct import_row_rules *rules, const char *column);

/* Rows so far with a text in which the importer puts backslashes. */
uint64_t import_rows_spoilt(const struct import_rows *items);

/* Judges a row; the slices are valid until the next call. */
void import_rows_judge(struct import_rows *items, const struct block *block,
    size_t row, struct import_row *item);

#endif
