/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/ascii.h"
#include "base/number.h"
#include "base/uuid.h"
#include "net/url.h"
#include "sink/accept.h"
#include "row.h"

#define URN "urn:uuid:"

static const char *const names[NROLES] = {"coreid", "occurrenceID",
    "occurrenceRecordID", "occid", "collid", "recordCatalogNumber",
    "catalogNumber", "otherCatalogNumbers", "matchKey", "scientificName",
    "basisOfRecord", "recordSecurity", "verdict", "path", "httpStatus", "match",
    "originalUrl", "url", "sourceIdentifier", "recordID", "format", "problems",
    "mediaMD5", "hashFunction", "hashValue", "pixelXDimension",
    "pixelYDimension", "largeFile", "largeFormat", "largeMD5",
    "largeXDimension", "largeYDimension", "webFile", "webFormat", "webMD5",
    "webXDimension", "webYDimension"};

void
row_bind(struct row *row, const struct row_options *options,
    const struct stream_in *in)
{
	row->options = options;
	fields_bind(&row->fields, in, names, NROLES);
}

void
row_free(struct row *row)
{
	fields_free(&row->fields);
	buf_free(&row->name);
	buf_free(&row->uuid);
	buf_free(&row->guid);
	buf_free(&row->url);
	buf_free(&row->path);
}

void
row_put_url(const struct row *row, struct buf *out, struct slice url)
{
	const char *domain = row->options->media_domain;

	if (url_is_web(url)) {
		buf_put_slice(out, url);
	} else if (domain != NULL && url_is_own_path(url)) {
		buf_put_string(out, domain);
		buf_put_slice(out, url);
	}
}

/* As a portal publishes it. */
static void
read_guid(struct row *row)
{
	struct slice own = row->cells[OCCURRENCE_RECORD_ID];

	row->guid_given = row->cells[OCCURRENCE_ID].n > 0;
	if (row->guid_given || own.n == 0)
		return;
	buf_clear(&row->guid);
	if (uuid_is(own))
		buf_put_string(&row->guid, URN);
	buf_put_slice(&row->guid, own);
	row->cells[OCCURRENCE_ID] = buf_slice(&row->guid);
}

static void
read_number(struct row *row)
{
	struct slice *cells = row->cells;

	if (cells[RECORD_NUMBER].n > 0)
		cells[NUMBER] = cells[RECORD_NUMBER];
	else if (cells[NUMBER].n == 0 && cells[OTHER_NUMBERS].n == 0 &&
	    slice_equal(cells[MATCH], SLICE("none")))
		cells[NUMBER] = cells[MATCH_KEY];
}

/* What was checked is the source that the derivative was made of. */
static void
settle_facts(struct row *row, enum role file)
{
	static const enum role facts[] = {
	    FORMAT_CELL, MEDIA_MD5, WIDTH, HEIGHT};
	struct slice *cells = row->cells;

	if (!accept_serves(row->first, cells[file], &row->path))
		return;
	for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
		cells[facts[i]] = cells[file + 1 + i];
	cells[HASH_FUNCTION] = cells[HASH_VALUE] = SLICE("");
}

void
row_read(struct row *row, const struct block *block, size_t n)
{
	for (size_t i = 0; i < NROLES; i++)
		row->cells[i] = fields_value(&row->fields, block, n, i);
	read_number(row);
	read_guid(row);
	row->cells[URL] = accept_url_value(row->cells[URL]);
	row->cells[WEB_URL] = accept_url_value(row->cells[WEB_URL]);
	row->first = row->cells[row->cells[URL].n > 0 ? URL : WEB_URL];
	settle_facts(
	    row, row->first.at == row->cells[URL].at ? LARGE_FILE : WEB_FILE);
	buf_clear(&row->url);
	row_put_url(row, &row->url, row->first);
	row->cells[URL] = row->url.n > 0 ? buf_slice(&row->url) : row->first;
}

struct slice
row_core_id(const struct row *row)
{
	static const enum role by[] = {
	    COREID, OCCURRENCE_ID, OCCID, NUMBER, OTHER_NUMBERS};

	for (size_t i = 0; i < sizeof by / sizeof *by; i++)
		if (row->cells[by[i]].n > 0)
			return row->cells[by[i]];
	return SLICE("");
}

/* True for what is one picture's in the whole world, not only a file name. */
static bool
is_identifier(struct slice s)
{
	return uuid_is(s) || url_is_web(s) || ascii_begins(s, "urn:") ||
	    ascii_begins(s, "doi:") || ascii_begins(s, "ark:") ||
	    ascii_begins(s, "hdl:") || ascii_begins(s, "lsid:");
}

static void
hash_name(const struct row *row, char text[RECORD_ID_TEXT])
{
	unsigned char sha1[HASH_SHA1];

	hash_sha1(row->name.at, row->name.n, sha1);
	record_id_write(text, sha1);
}

/* As img-emit-sql would name it under the same label. */
static void
put_record_id(struct row *row)
{
	const char *label = row->options->label;
	struct slice owner = row->cells[OCCID];
	uint64_t collid = row->options->collid, given;
	char record[RECORD_ID_TEXT], picture[RECORD_ID_TEXT];

	if (number_read(row->cells[COLLID], UINT32_MAX, &given))
		collid = given;
	if (owner.n == 0) {
		bool numbered =
		    row->cells[NUMBER].n > 0 || row->cells[OTHER_NUMBERS].n > 0;

		record_id_begin(&row->name, RECORD_ID_RECORD, label, collid);
		record_id_put_number(&row->name, row->cells[NUMBER],
		    numbered ? row->cells[OTHER_NUMBERS] : row_core_id(row));
		hash_name(row, record);
		owner = (struct slice){record, sizeof record};
	}
	record_id_begin(&row->name, RECORD_ID_PICTURE, label, collid);
	record_id_put_picture(&row->name, owner, row->first);
	hash_name(row, picture);
	buf_put(&row->uuid, picture, sizeof picture);
}

struct slice
row_picture_id(struct row *row, bool own)
{
	struct slice given = row->cells[RECORD_ID];

	buf_clear(&row->uuid);
	if (!uuid_is(given) && is_identifier(row->cells[SOURCE_ID]) && !own)
		return row->cells[SOURCE_ID];
	buf_put_string(&row->uuid, URN);
	if (uuid_is(given) && !own)
		buf_put_slice(&row->uuid, given);
	else
		put_record_id(row);
	return buf_slice(&row->uuid);
}

bool
row_is_protected(const struct row *row)
{
	struct slice security = row->cells[SECURITY];

	return security.n > 0 && !slice_equal(security, SLICE("0"));
}
