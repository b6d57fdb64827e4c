/* SPDX-License-Identifier: MIT */
/*
 * What a row becomes: the reason why it is left out, or the texts that go
 * into the lists of the statements, with the keys by which a second row of
 * the same picture is known. Done by several threads; nothing here depends on
 * other rows.
 */
#ifndef IMG_SQL_ROW_H
#define IMG_SQL_ROW_H

#include "base/buf.h"
#include "registry/reject_reason.h"
#include "sink/derivative_of.h"
#include "stream/stream.h"
#include "seen_keys.h"
#include "sql_plan.h"

/* Which statements a row goes to. */
enum kind {
	KIND_LINK, /* a picture for a record that is there */
	KIND_CREATE, /* a picture for a record that is made for it */
	KIND_THERE, /* a picture that the portal had, known by its id */
	KIND_UPDATE, /* such a picture that is changed */
	KIND_TAKE, /* such a picture that is taken out */
	KIND_REMOVE, /* no row: the records to be undone, at the end */
	NKINDS
};

/* The lists of values in the statements of a kind. */
enum list {
	LIST_ROWS, /* the pictures */
	LIST_CHECKS, /* what is counted: records, or pictures to undo */
	LIST_FACTS, /* for mediametadata */
	LIST_TAGS, /* the tags of each picture */
	LIST_UNKNOWN_TAGS, /* no statement's: words, with LF after each */
	LIST_RECORDS, /* the records to make, or to undo */
	LIST_NUMBERS, /* the identifiers of new records; to undo: what is
			 counted */
	NLISTS
};

/* Two URLs, the MD5, the picture in the portal. */
enum { ROW_KEYS = SEEN_KEYS_ADD_MOST };

/*
 * The head of a prepared row; the lists' texts follow it, then `rejected`, and
 * what aligns the next head. One thread writes it and another one reads it, so
 * that each of its bytes costs time.
 */
struct prepared {
	uint32_t size; /* in all, a multiple of a size_t's */
	enum kind kind;
	enum reject_reason reason;
	uint32_t collid;
	uint32_t id; /* of the record: its occid, or of its key's bits */
	uint16_t nkeys;
	uint16_t md5_key; /* which of them is its MD5's, after a URL's; or 0 */
	uint64_t keys[ROW_KEYS];
	uint64_t record; /* the key of a record to be made */
	uint64_t picture; /* what it is whosever it is: a hash */
	struct derivative_mark file; /* which one of its picture's it is */
	uint32_t lists[NLISTS]; /* lengths */
	/* The row for the file of rejects, for REJECT_REASON_DUPLICATE if
	 * `reason` is REJECT_REASON_NOT; nothing if there is no such file. */
	uint32_t rejected;
	/* The same for REJECT_REASON_DERIVATIVE_OF, if it can become that. */
	uint32_t as_derivative;
	/* And for REJECT_REASON_OTHER_BYTES, after both. */
	uint32_t as_other;
};

/* One for each thread. `rejects` is NULL if there is no file of rejects. */
struct preparer;
struct preparer *row_start(
    const struct plan *plan, const struct layout *rejects);
void row_stop(struct preparer *preparer);

/* Before the rows of a block, which has some. */
void row_begin(struct preparer *preparer, const struct block *block);

/* Appends a row as a struct prepared and its texts. */
void row_prepare(struct preparer *preparer, const struct block *block,
    size_t row, struct buf *out);

#endif
