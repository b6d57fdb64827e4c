/* SPDX-License-Identifier: MIT */
/*
 * A row between the stream and the statements: what is known of it, for the
 * files that find it out one after the other. row_cells fills it; row_record,
 * row_picture and row_known judge it; row_news compares it with what the portal
 * had; row_keys names it; row_texts and row_update write it.
 */
#ifndef IMG_PREPARER_H
#define IMG_PREPARER_H

#include "base/buf.h"
#include "picture/hash.h"
#include "registry/reject_reason.h"
#include "sink/known_picture.h"
#include "sink/record_id.h"
#include "identifiers.h"
#include "literal.h"
#include "sql_plan.h"
#include "sql_row.h"
#include "tags.h"

enum { MD5_TEXT = 32 };

/* Bytes and MD5 of the file after one of the three URLs. */
struct facts {
	struct slice bytes, md5;
};

/* One for each thread; the texts of a row are in it until the next one. */
struct preparer {
	const struct plan *plan;
	const struct layout *rejects;
	struct prepared blank; /* zeros: copied faster than they are set */
	unsigned char sha1[HASH_SHA1];
	uint32_t exported; /* the last collection found in the export */
	/* The bytes in `name` that follow from the two below it. */
	size_t name_begins;
	enum record_id_kind name_kind;
	uint32_t name_collid;
	bool all_plain; /* all rows of the block are `plain` */
	/* Of the row at hand. */
	bool guessed; /* its format is only that of the URL */
	bool plain; /* all its fields are bytes_are_plain(), none is escaped */
	bool simple[NTARGETS]; /* of its URLs: is_simple_url() */
	size_t in_folder[NTARGETS]; /* of its URLs: row_in_folder() */
	struct slice values[NTARGETS];
	struct slice cells[NCELLS];
	struct facts facts[3]; /* of T_ORIGINAL, T_WEB, T_THUMBNAIL */
	enum known known;
	uint64_t picture; /* its MD5, or else its URL, as a hash */
	struct slice number; /* of a record to be made */
	struct slice other;
	struct identifier identifiers[IDENTIFIERS_MOST]; /* what is in it */
	size_t nidentifiers;
	uint32_t occid, collid;
	char record_uuid[RECORD_ID_TEXT], uuid[RECORD_ID_TEXT];
	const char *column; /* that the reason is about, or "" */
	char md5[3][MD5_TEXT];
	struct buf scratch, format, identifier, name, path, mapped, alike;
	struct buf metadata;
	struct buf folder; /* "https://host/…/" of the last comparable URL */
	struct derivative_folder family; /* what it says of its files */
	struct known_picture there;
	struct buf occid_there,
	    collid_there; /* of the picture that a row names */
	struct row_tags tags;
};

/* The reason, with the column that it is about. */
static inline enum reject_reason
row_wrong(struct preparer *p, enum reject_reason reason, const char *column)
{
	p->column = column;
	return reason;
}

/* How many bytes of a URL are the folder of the last comparable one, or 0. */
static inline size_t
row_in_folder(const struct preparer *p, struct slice url)
{
	return p->folder.n > 0 && url.n >= p->folder.n &&
		memcmp(url.at, p->folder.at, p->folder.n) == 0
	    ? p->folder.n
	    : 0;
}

/* Whether the text fits into the portal's column. */
static inline enum reject_reason
row_fit(struct preparer *p, const struct limit *limit, struct slice text,
    const char *column)
{
	if (p->plain && (text.n <= limit->most || limit->most == 0))
		return REJECT_REASON_NOT;
	switch (literal_fit(limit, text)) {
	case FIT_GOOD: break;
	case FIT_TOO_LONG: return row_wrong(p, REJECT_REASON_TOO_LONG, column);
	case FIT_CHARSET: return row_wrong(p, REJECT_REASON_CHARSET, column);
	}
	return REJECT_REASON_NOT;
}

#endif
