/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <strings.h>

#include "base/ascii.h"
#include "base/diag.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/utf8.h"
#include "net/url.h"
#include "net/url_secret.h"
#include "registry/column.h"
#include "sink/accept.h"
#include "cell.h"
#include "import_row.h"

const char *const import_row_names[NVALUES] = {"originalUrl", "url",
    "thumbnailUrl", "archiveUrl", "sourceUrl", "referenceUrl", "format",
    "creator", "caption", "owner", "anatomy", "notes", "sourceIdentifier",
    "rights", "accessRights", "copyright", "hashFunction", "hashValue",
    "mediaMD5", "sortOccurrence"};

/* Further columns that decide. */
enum fact {
	F_VERDICT,
	F_MATCH,
	F_OCCID,
	F_COLLID,
	F_NUMBER,
	F_OTHER,
	F_KEY,
	F_MATCHED_ON,
	F_RULE,
	F_RECORD,
	F_NAME,
	F_LARGE_FILE,
	F_LARGE_FORMAT,
	F_LARGE_MD5,
	NFACTS
};

static const char *const fact_names[NFACTS] = {"verdict", "match", "occid",
    "collid", "catalogNumber", "otherCatalogNumbers", "matchKey", "matchedOn",
    "matchRule", "recordCatalogNumber", "name", "largeFile", "largeFormat",
    "largeMD5"};

struct import_rows {
	const struct import_row_rules *rules;
	size_t values[NVALUES]; /* columns */
	size_t facts[NFACTS];
	size_t most[NVALUES]; /* characters */
	struct slice fact[NFACTS];
	struct buf collection; /* of the rows so far */
	struct buf scratch;
	struct buf identifier;
	struct buf path;
	struct buf urls[NURLS];
};

static size_t
limit_of(const char *name)
{
	const struct column *term = column_find(slice_of(name));

	return term != NULL ? term->most : 0;
}

struct import_rows *
import_rows_new(
    const struct import_row_rules *rules, const struct stream_in *in)
{
	struct import_rows *items = mem_array(1, sizeof *items);

	items->rules = rules;
	for (size_t i = 0; i < NVALUES; i++) {
		items->values[i] = stream_column(in, import_row_names[i]);
		items->most[i] = limit_of(import_row_names[i]);
	}
	for (size_t i = 0; i < NFACTS; i++)
		items->facts[i] = stream_column(in, fact_names[i]);
	return items;
}

void
import_rows_free(struct import_rows *items)
{
	buf_free(&items->collection);
	buf_free(&items->scratch);
	buf_free(&items->identifier);
	buf_free(&items->path);
	for (size_t i = 0; i < NURLS; i++)
		buf_free(&items->urls[i]);
	free(items);
}

/* What the importer takes. */
static bool
is_taken(enum importer importer, enum value value)
{
	switch (importer) {
	case MEDIA_IMPORT: return true;
	case URL_MAP:
		return value == V_ORIGINAL || value == V_WEB ||
		    value == V_THUMBNAIL || value == V_SOURCE;
	case SKELETAL: break;
	}
	return value == V_ORIGINAL;
}

bool
import_rows_have(const struct import_rows *items, enum value value)
{
	if (!is_taken(items->rules->importer, value))
		return false;
	if (items->rules->importer == URL_MAP && value == V_WEB)
		return true;
	if (value == V_ORIGINAL || value == V_FORMAT)
		return true;
	if (value == V_IDENTIFIER && items->facts[F_NAME] != STREAM_NONE)
		return true;
	return items->values[value] != STREAM_NONE;
}

static struct slice
fetch(struct import_rows *items, const struct block *block, size_t row,
    size_t column)
{
	if (column == STREAM_NONE)
		return SLICE("");
	return stream_unescape(
	    block_field(block, row, column), &items->scratch);
}

static void
fetch_all(struct import_rows *items, const struct block *block, size_t row,
    struct import_row *item)
{
	*item = (struct import_row){.column = ""};
	/* Room for every field twice: nothing may move. */
	buf_clear(&items->scratch);
	buf_room(&items->scratch, 2 * block_row(block, row).n);
	for (size_t i = 0; i < NVALUES; i++)
		item->values[i] = fetch(items, block, row, items->values[i]);
	for (size_t i = 0; i < NFACTS; i++)
		items->fact[i] = fetch(items, block, row, items->facts[i]);
}

static bool
refuse(struct import_row *item, enum reject_reason reason, const char *column)
{
	if (item->reason == REJECT_REASON_NOT) {
		item->reason = reason;
		item->column = column;
	}
	return false;
}

static bool
judge_collection(struct import_rows *items, struct import_row *item)
{
	struct slice collid = items->fact[F_COLLID];
	uint64_t number = 0;

	if (items->rules->collid == 0 || collid.n == 0)
		return true;
	if (!number_read(collid, UINT64_MAX, &number))
		return refuse(item, REJECT_REASON_BAD_VALUE, "collid");
	return number == items->rules->collid ||
	    refuse(item, REJECT_REASON_OTHER_COLLECTION, "collid");
}

/* The number of a record that is to be made. */
static void
new_number(const struct import_rows *items, struct import_row *item)
{
	const struct slice *fact = items->fact;

	item->by = BY_NUMBER;
	item->number = fact[F_NUMBER];
	if (item->number.n > 0)
		return;
	item->number = fact[F_KEY];
	if (fact[F_OTHER].n > 0) {
		item->by = BY_OTHER;
		item->number = fact[F_OTHER];
	}
}

/* The number by which the importer finds the record again. */
static void
record_number(const struct import_rows *items, struct import_row *item)
{
	const struct slice *fact = items->fact;

	item->by = BY_NUMBER;
	item->number = fact[F_RECORD];
	if (item->number.n > 0)
		return;
	if (fact[F_MATCH].n == 0) {
		item->number = fact[F_NUMBER];
	} else if (slice_is(fact[F_MATCHED_ON], "otherCatalogNumbers") &&
	    slice_is(fact[F_RULE], "exact")) {
		item->by = BY_OTHER;
		item->number = fact[F_KEY];
	}
}

/* The skeletal upload cuts this cell into several identifiers. */
static bool
is_several(struct slice number)
{
	for (size_t i = 0; i < number.n; i++)
		if (strchr(";|,", number.at[i]) != NULL)
			return true;
	return false;
}

static bool
judge_identifier(struct import_rows *items, struct import_row *item)
{
	static const char *const names[NIDENTIFIERS] = {
	    "occid", "catalogNumber", "otherCatalogNumbers"};
	size_t most;

	if (slice_is(items->fact[F_MATCH], "none")) {
		new_number(items, item);
	} else if (items->rules->importer == MEDIA_IMPORT) {
		item->by = BY_OCCID;
		item->number = items->fact[F_OCCID];
	} else {
		record_number(items, item);
	}
	if (item->number.n == 0)
		return refuse(item, REJECT_REASON_NO_NUMBER, "");
	most = limit_of(names[item->by]);
	if (most > 0 && utf8_length(item->number) > most)
		return refuse(item, REJECT_REASON_TOO_LONG, names[item->by]);
	if (!cell_fits_charset(item->number))
		return refuse(item, REJECT_REASON_CHARSET, names[item->by]);
	if (!cell_is_safe(item->number) ||
	    (items->rules->importer == SKELETAL && item->by == BY_OTHER &&
		is_several(item->number)))
		return refuse(item, REJECT_REASON_BAD_VALUE, names[item->by]);
	return true;
}

static const char *
escape_of(enum importer importer, char c)
{
	if (importer == URL_MAP && c == '\'')
		return "%27";
	if (importer != SKELETAL)
		return NULL;
	return c == ',' ? "%2C" : c == ';' ? "%3B" : c == '|' ? "%7C" : NULL;
}

/* What the importer would cut at or escape is percent-encoded. */
static struct slice
settle_url(const struct import_rows *items, struct slice url, struct buf *out)
{
	buf_clear(out);
	for (size_t i = 0; i < url.n; i++) {
		const char *escape =
		    escape_of(items->rules->importer, url.at[i]);

		if (escape != NULL)
			buf_put_string(out, escape);
		else
			buf_put_char(out, url.at[i]);
	}
	return buf_slice(out);
}

static bool
judge_url(struct import_rows *items, struct import_row *item, enum value i)
{
	struct slice url = item->values[i];
	struct url parts;

	if (url.n == 0)
		return true;
	if (url_parse(url, &parts) != NULL || !url_is_web(url))
		return refuse(item, REJECT_REASON_BAD_URL, import_row_names[i]);
	if (url_is_secret(url))
		return refuse(
		    item, REJECT_REASON_SECRET_URL, import_row_names[i]);
	item->values[i] = settle_url(items, url, &items->urls[i]);
	return true;
}

static bool
judge_urls(struct import_rows *items, struct import_row *item)
{
	struct slice *values = item->values;

	if (values[V_ORIGINAL].n == 0) {
		values[V_ORIGINAL] = values[V_WEB];
		values[V_WEB] = SLICE("");
	}
	if (values[V_ORIGINAL].n == 0)
		return refuse(item, REJECT_REASON_NO_URL, "");
	for (int i = 0; i < NURLS; i++)
		if (is_taken(items->rules->importer, (enum value)i) &&
		    !judge_url(items, item, (enum value)i))
			return false;
	/* The importer would write the word "empty" there. */
	if (items->rules->importer == URL_MAP && values[V_WEB].n == 0)
		values[V_WEB] = values[V_ORIGINAL];
	return true;
}

/* True if the URL's path ends in the file, so that it is what is served. */
static bool
serves(struct import_rows *items, struct slice url, struct slice file)
{
	struct slice path;

	if (file.n == 0)
		return false;
	buf_clear(&items->path);
	if (*file.at != '/')
		buf_put_char(&items->path, '/');
	url_put_path(&items->path, file);
	path = buf_slice(&items->path);
	return url.n >= path.n &&
	    memcmp(url.at + url.n - path.n, path.at, path.n) == 0;
}

/* The extensions that all importers take for a picture they accept. */
static const struct kind {
	const char *extension;
	const char *format;
} kinds[] = {
    {"jpg", "image/jpeg"},
    {"jpeg", "image/jpeg"},
    {"png", "image/png"},
    {"gif", "image/gif"},
    {"bmp", "image/bmp"},
};

enum { NKINDS = sizeof kinds / sizeof *kinds };

/* The kind that the extension of the URL's path says, or NULL. */
static const struct kind *
kind_of(struct slice url)
{
	struct url parts;
	const char *dot;

	url_parse(url, &parts);
	dot =
	    parts.path.n > 0 ? memrchr(parts.path.at, '.', parts.path.n) : NULL;
	if (dot == NULL)
		return NULL;
	for (size_t i = 0; i < NKINDS; i++) {
		size_t n = (size_t)(parts.path.at + parts.path.n - dot) - 1;

		if (n == strlen(kinds[i].extension) &&
		    strncasecmp(dot + 1, kinds[i].extension, n) == 0)
			return &kinds[i];
	}
	return NULL;
}

static bool
is_format(struct slice format)
{
	for (size_t i = 0; i < NKINDS; i++)
		if (slice_is(format, kinds[i].format))
			return true;
	return false;
}

static bool
judge_format(struct import_rows *items, struct import_row *item)
{
	struct slice *format = &item->values[V_FORMAT];
	const struct kind *kind = kind_of(item->values[V_ORIGINAL]);

	if (serves(
		items, item->values[V_ORIGINAL], items->fact[F_LARGE_FILE])) {
		*format = items->fact[F_LARGE_FORMAT];
		item->values[V_MD5] = items->fact[F_LARGE_MD5];
		item->values[V_HASH_FUNCTION] = SLICE("");
		item->values[V_HASH_VALUE] = SLICE("");
	}
	if (format->n == 0 && kind != NULL)
		*format = slice_of(kind->format);
	else if (slice_is(*format, "image/jpg"))
		*format = SLICE("image/jpeg");
	if (format->n > 0 &&
	    (format->n < 6 || memcmp(format->at, "image/", 6) != 0))
		return refuse(item, REJECT_REASON_NOT_A_PICTURE, "format");
	if (!is_format(*format) ||
	    (items->rules->importer == URL_MAP &&
		!slice_is(*format, "image/jpeg")))
		return refuse(item, REJECT_REASON_NOT_ACCEPTED, "format");
	if (items->rules->importer == SKELETAL && kind == NULL)
		return refuse(item, REJECT_REASON_NOT_ACCEPTED, "originalUrl");
	return true;
}

static bool
is_digits(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.at[i] < '0' || s.at[i] > '9')
			return false;
	return s.n <= 9;
}

static void
settle_identifier(struct import_rows *items, struct import_row *item)
{
	struct slice made;

	if (item->values[V_IDENTIFIER].n > 0 || items->fact[F_NAME].n == 0)
		return;
	buf_clear(&items->identifier);
	buf_put_string(&items->identifier, "filename: ");
	buf_put_slice(&items->identifier, items->fact[F_NAME]);
	made = buf_slice(&items->identifier);
	if (utf8_length(made) <= items->most[V_IDENTIFIER] &&
	    cell_fits_charset(made))
		item->values[V_IDENTIFIER] = made;
}

static bool
judge_values(struct import_rows *items, struct import_row *item)
{
	settle_identifier(items, item);
	for (size_t i = 0; i < NVALUES; i++) {
		size_t most = items->most[i];

		if (!is_taken(items->rules->importer, (enum value)i))
			continue;
		if (most > 0 && utf8_length(item->values[i]) > most)
			return refuse(
			    item, REJECT_REASON_TOO_LONG, import_row_names[i]);
		if (!cell_fits_charset(item->values[i]))
			return refuse(
			    item, REJECT_REASON_CHARSET, import_row_names[i]);
		if (!cell_is_safe(item->values[i]))
			return refuse(
			    item, REJECT_REASON_BAD_VALUE, import_row_names[i]);
	}
	return is_digits(item->values[V_SORT]) ||
	    refuse(item, REJECT_REASON_BAD_VALUE, "sortOccurrence");
}

/* The portal takes all rows of a file for those of one collection. */
static void
stay_in_collection(struct import_rows *items)
{
	struct slice collid = items->fact[F_COLLID];

	if (collid.n == 0)
		return;
	if (items->collection.n == 0)
		buf_put_slice(&items->collection, collid);
	if (!slice_equal(buf_slice(&items->collection), collid))
		die("rows of collections %.*s and %.*s: a file is for one, -c "
		    "says which",
		    SLICE_ARG(buf_slice(&items->collection)),
		    SLICE_ARG(collid));
}

void
import_rows_judge(struct import_rows *items, const struct block *block,
    size_t row, struct import_row *item)
{
	enum reject_reason reason;

	fetch_all(items, block, row, item);
	reason = accept_refusal(items->fact[F_VERDICT], items->fact[F_MATCH],
	    items->fact[F_OCCID], items->rules->create);
	if (reason != REJECT_REASON_NOT) {
		refuse(item, reason, "");
		return;
	}
	if (judge_collection(items, item) && judge_identifier(items, item) &&
	    judge_urls(items, item) && judge_format(items, item) &&
	    judge_values(items, item))
		stay_in_collection(items);
}
