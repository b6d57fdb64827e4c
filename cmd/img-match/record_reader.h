/* SPDX-License-Identifier: MIT */
/* The collection's records, as far as matching needs them. */
#ifndef IMG_RECORD_READER_H
#define IMG_RECORD_READER_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#include "sheet/record_sheet.h"
#include "sheet/sheet_options.h"
#include "index.h"
#include "record_table.h"

/* What a collection calls itself: an institutionCode or collectionCode of its
 * records, in comparable form. */
enum { RECORDS_CODES = 32, RECORDS_CODE_MOST = 16 };

struct records_code {
	uint32_t collid; /* 0: the records do not say it */
	size_t n;
	char text[RECORDS_CODE_MOST];
};

struct records_codes {
	struct records_code code[RECORDS_CODES];
	size_t n;
	bool more; /* than fit: none of them is used */
};

struct records {
	struct record_table *facts;
	struct index *index;
	uint64_t rows;
	uint32_t collid; /* of one of them; 0: nothing says a collection */
	bool several; /* collections */
	bool no_occid; /* each row is a record of its own, by a running number
			* in place of the occid; `id` may be its occurrenceID */
	struct records_codes codes;
	bool guarded; /* some are protected */
	uint64_t left_out; /* rows of streams */
	bool occurs[UCHAR_MAX + 1]; /* in a catalogNumber's comparable form */
};

struct records_options {
	size_t jobs;
	const uint32_t
	    *collids; /* only records of these; all, if there are none */
	size_t ncollids;
	bool by_occurrence; /* occurrenceIDs and recordIDs will be looked up */
	bool by_occid; /* occids will be looked up */
	bool trust_id; /* `id` is the portal's occid */
	bool progress;
	const struct sheet_options *sheets; /* how each file is read */
};

/*
 * Reads files of records, img-streams or sheets: several rows for a record,
 * each with an identifier of it, in any order. Rows that say no record are
 * left out and counted; it dies if all of a file's are such. Dies with a
 * message that lists the columns if a file has no identifier, or no collid
 * although collections are given. Files without occid (or `id` of a portal's
 * export: see there) are not mixed with others: each row is a record, known by
 * a running number that is not to be written. Facts and index are the caller's,
 * to be freed.
 */
struct records records_read(
    char *const files[], size_t n, const struct records_options *options);

/* Parses an occid or collid; false if it is none. */
bool records_occid(struct slice text, uint32_t *occid);

/* The numbers in a cell of otherCatalogNumbers. */
struct records_others {
	struct slice cell;
	struct slice rest;
	struct slice value; /* after a name, to come next */
	bool begun;
};

/*
 * The next number of a cell that may hold several: "name: value; value". The
 * whole cell comes first, parts with a name come with it and without. Begin
 * with only `cell` set; false when there is no more. What has no digit (s.n.,
 * none) or nothing but zeros is no number.
 */
bool records_other(struct records_others *others, struct slice *number);

/*
 * True if the code, in comparable form, is that of one collection only, which
 * goes to *collid: 0 if the records do not say it, but have no other code.
 */
bool records_code(
    const struct records_codes *codes, struct slice code, uint32_t *collid);

/* The UUID of "urn:uuid:…", any other text as it is. */
struct slice records_occurrence(struct slice text);

#endif
