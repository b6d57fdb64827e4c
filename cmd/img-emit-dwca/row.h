/* SPDX-License-Identifier: MIT */
/* What a row of the stream says of its picture and record. */
#ifndef IMG_ROW_H
#define IMG_ROW_H

#include <stdbool.h>
#include <stdint.h>

#include "sink/record_id.h"
#include "stream/fields.h"
#include "stream/stream.h"

enum role {
	COREID,
	OCCURRENCE_ID,
	OCCURRENCE_RECORD_ID,
	OCCID,
	COLLID,
	RECORD_NUMBER,
	NUMBER,
	OTHER_NUMBERS,
	MATCH_KEY,
	NAME,
	BASIS_OF_RECORD,
	SECURITY,
	VERDICT,
	PATH,
	HTTP_STATUS,
	MATCH,
	URL,
	WEB_URL,
	SOURCE_ID,
	RECORD_ID,
	FORMAT_CELL,
	PROBLEMS,
	MEDIA_MD5,
	HASH_FUNCTION,
	HASH_VALUE,
	WIDTH,
	HEIGHT,
	/* Facts of what img-derive has made, each in the order of the file's.
	 */
	LARGE_FILE,
	LARGE_FORMAT,
	LARGE_MD5,
	LARGE_WIDTH,
	LARGE_HEIGHT,
	WEB_FILE,
	WEB_FORMAT,
	WEB_MD5,
	WEB_WIDTH,
	WEB_HEIGHT,
	NROLES
};

struct row_options {
	const char *label; /* of the batch, as img-emit-sql has it, or "" */
	uint64_t collid; /* where the row says none */
	const char *media_domain; /* of URLs without a host, or NULL */
};

struct row {
	const struct row_options *options;
	struct fields fields;
	struct slice cells[NROLES];
	struct slice first; /* URL, as the row has it */
	bool guid_given; /* the row has an occurrenceID itself */
	struct buf name, uuid, guid, url, path;
};

/* Zero-initialise; the options stay the caller's. */
void row_bind(struct row *row, const struct row_options *options,
    const struct stream_in *in);
void row_free(struct row *row);

/*
 * Reads the cells, with what they mean: the number is that of the record found,
 * or else the text that was looked up in vain; the URL is the best there is,
 * absolute if the portal's domain is known; format, hashes and size are of the
 * file that it serves; the occurrenceID is the record's own UUID where it has
 * no other.
 */
void row_read(struct row *row, const struct block *block, size_t n);

/* What the picture and its record are linked by; empty if nothing. */
struct slice row_core_id(const struct row *row);

/*
 * What the picture is called for ever: an identifier it came with, or the
 * recordID that img-emit-sql gives it, as urn:uuid:. `own`: never the first.
 * Valid until the next call.
 */
struct slice row_picture_id(struct row *row, bool own);

/* True for a record whose place, or all of it, must not be shown. */
bool row_is_protected(const struct row *row);

/*
 * Appends a URL that others can follow: with the portal's domain put before a
 * path; nothing for what a portal writes instead of one ("empty", "bad url").
 */
void row_put_url(const struct row *row, struct buf *out, struct slice url);

#endif
