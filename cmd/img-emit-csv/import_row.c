/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <strings.h>

#include "base/ascii.h"
#include "base/diag.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/number.h"
#include "base/utf8.h"
#include "net/url.h"
#include "net/url_secret.h"
#include "registry/column.h"
#include "sink/accept.h"
#include "stream/fields.h"
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
	F_PATH,
	F_HTTP_STATUS,
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
	F_PROBLEMS,
	F_SECURITY,
	F_MEDIA_TYPE,
	F_TYPE,
	F_LARGE_FILE,
	F_LARGE_FORMAT,
	F_LARGE_MD5,
	F_WEB_FILE,
	F_WEB_FORMAT,
	F_WEB_MD5,
	NFACTS
};

static const char *const fact_names[NFACTS] = {"verdict", "path", "httpStatus",
    "match", "occid", "collid", "catalogNumber", "otherCatalogNumbers",
    "matchKey", "matchedOn", "matchRule", "recordCatalogNumber", "name",
    "problems", "recordSecurity", "mediaType", "type", "largeFile",
    "largeFormat", "largeMD5", "webFile", "webFormat", "webMD5"};

struct import_rows {
	const struct import_row_rules *rules;
	struct fields values, facts;
	const struct column *columns[NVALUES]; /* of the registry */
	struct slice fact[NFACTS];
	uint64_t spoilt;
	bool web_only; /* the row has no originalUrl */
	struct buf collection; /* of the rows so far */
	struct buf identifier;
	struct buf path;
	struct buf format;
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
	fields_bind(&items->values, in, import_row_names, NVALUES);
	fields_bind(&items->facts, in, fact_names, NFACTS);
	for (size_t i = 0; i < NVALUES; i++)
		items->columns[i] = column_find(slice_of(import_row_names[i]));
	return items;
}

void
import_rows_free(struct import_rows *items)
{
	buf_free(&items->collection);
	fields_free(&items->values);
	fields_free(&items->facts);
	buf_free(&items->identifier);
	buf_free(&items->path);
	buf_free(&items->format);
	for (size_t i = 0; i < NURLS; i++)
		buf_free(&items->urls[i]);
	free(items);
}

/* What the importer takes. */
static bool
is_taken(const struct import_row_rules *rules, enum value value)
{
	switch (rules->importer) {
	case MEDIA_IMPORT:
		return !importer_loses(rules->version, import_row_names[value]);
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
	if (!is_taken(items->rules, value))
		return false;
	if (items->rules->importer == URL_MAP && value == V_WEB)
		return true;
	if (value == V_ORIGINAL || value == V_FORMAT)
		return true;
	if (value == V_IDENTIFIER && fields_have(&items->facts, F_NAME))
		return true;
	return fields_have(&items->values, value) ||
	    defaults_value(&items->rules->defaults, import_row_names[value]).n >
	    0;
}

bool
import_row_takes(const struct import_row_rules *rules, const char *column)
{
	for (int i = 0; i < NVALUES; i++)
		if (strcmp(import_row_names[i], column) == 0)
			return is_taken(rules, (enum value)i);
	return false;
}

uint64_t
import_rows_spoilt(const struct import_rows *items)
{
	return items->spoilt;
}

static void
set_default(struct import_row *item, const char *column, struct slice value)
{
	for (int i = 0; i < NVALUES; i++)
		if (item->values[i].n == 0 &&
		    strcmp(import_row_names[i], column) == 0)
			item->values[i] = value;
}

static void
fetch_all(struct import_rows *items, const struct block *block, size_t row,
    struct import_row *item)
{
	*item = (struct import_row){.column = ""};
	for (size_t i = 0; i < NVALUES; i++)
		item->values[i] = fields_value(&items->values, block, row, i);
	for (size_t i = 0; i < items->rules->defaults.n; i++)
		set_default(item, items->rules->defaults.columns[i],
		    items->rules->defaults.values[i]);
	for (size_t i = 0; i < NFACTS; i++)
		items->fact[i] = fields_value(&items->facts, block, row, i);
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

static bool
judge_protection(const struct import_rows *items, struct import_row *item)
{
	struct slice security = items->fact[F_SECURITY];

	return items->rules->include_protected || security.n == 0 ||
	    slice_is(security, "0") ||
	    refuse(item, REJECT_REASON_PROTECTED, "recordSecurity");
}

/* The number of a record that is to be made. */
static bool
new_number(const struct import_rows *items, struct import_row *item)
{
	const struct slice *fact = items->fact;
	const char *column = "";
	struct accept_number made;
	enum reject_reason reason = accept_new_number(fact[F_NUMBER],
	    fact[F_OTHER], fact[F_KEY], fact[F_PROBLEMS], &made, &column);

	item->created = true;
	item->by = made.number.n > 0 ? BY_NUMBER : BY_OTHER;
	item->number = made.number.n > 0 ? made.number : made.other;
	return reason == REJECT_REASON_NOT || refuse(item, reason, column);
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
		if (!new_number(items, item))
			return false;
	} else if (items->rules->version->by_occid &&
	    items->fact[F_OCCID].n > 0) {
		item->by = BY_OCCID;
		item->number = items->fact[F_OCCID];
	} else {
		record_number(items, item);
	}
	/* The importers take a zero for nothing. */
	if (item->number.n == 0 || slice_is(item->number, "0"))
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
escape_of(const struct import_row_rules *rules, char c)
{
	if (c == '\'' &&
	    (rules->importer == URL_MAP || rules->version->escapes))
		return "%27";
	if (rules->importer != SKELETAL)
		return NULL;
	return c == ',' ? "%2C" : c == ';' ? "%3B" : c == '|' ? "%7C" : NULL;
}

/* What the importer would cut at or escape is percent-encoded. */
static struct slice
settle_url(const struct import_rows *items, struct slice url, struct buf *out)
{
	buf_clear(out);
	for (size_t i = 0; i < url.n; i++) {
		const char *escape = escape_of(items->rules, url.at[i]);

		if (escape != NULL)
			buf_put_string(out, escape);
		else
			buf_put_char(out, url.at[i]);
	}
	return buf_slice(out);
}

/* The importer makes the last part a name of 150 characters at most. */
static bool
is_name_too_long(const struct import_rows *items, struct slice url)
{
	struct slice path = url;

	for (size_t i = 0; i < path.n; i++)
		if (path.at[i] == '?' || path.at[i] == '#')
			path.n = i;
	return items->rules->importer == SKELETAL &&
	    utf8_length(path_last(path)) > items->columns[V_IDENTIFIER]->most;
}

/* The row's own URL, in the place of originalUrl, is the one that was checked.
 */
static enum reject_reason
judge_page(const struct import_rows *items, struct slice url, enum value i)
{
	const struct slice *fact = items->fact;

	if (i != V_ORIGINAL && i != V_WEB && i != V_THUMBNAIL)
		return REJECT_REASON_NOT;
	return accept_page(url,
	    i == V_ORIGINAL &&
		accept_is_served(
		    fact[F_VERDICT], fact[F_PATH], fact[F_HTTP_STATUS]));
}

static bool
judge_url(struct import_rows *items, struct import_row *item, enum value i)
{
	struct slice url = item->values[i];
	enum reject_reason reason;

	if (url.n == 0)
		return true;
	reason = accept_url(url, true);
	if (reason == REJECT_REASON_NOT)
		reason = judge_page(items, url, i);
	if (reason != REJECT_REASON_NOT)
		return refuse(item, reason, import_row_names[i]);
	item->values[i] = settle_url(items, url, &items->urls[i]);
	return !is_name_too_long(items, item->values[i]) ||
	    refuse(item, REJECT_REASON_TOO_LONG, import_row_names[i]);
}

static bool
judge_urls(struct import_rows *items, struct import_row *item)
{
	struct slice *values = item->values;

	for (int i = V_ORIGINAL; i <= V_THUMBNAIL; i++)
		values[i] = accept_url_value(values[i]);
	items->web_only = values[V_ORIGINAL].n == 0;
	if (items->web_only) {
		values[V_ORIGINAL] = values[V_WEB];
		values[V_WEB] = SLICE("");
	}
	if (values[V_ORIGINAL].n == 0)
		return refuse(item, REJECT_REASON_NO_URL, "");
	for (int i = 0; i < NURLS; i++)
		if (is_taken(items->rules, (enum value)i) &&
		    !judge_url(items, item, (enum value)i))
			return false;
	/* The importer would write the word "empty" there. */
	if (items->rules->importer == URL_MAP && values[V_WEB].n == 0)
		values[V_WEB] = values[V_ORIGINAL];
	return true;
}

/* The facts of a derivative, where the URL serves one. */
static void
settle_facts(struct import_rows *items, struct import_row *item)
{
	enum fact file = items->web_only ? F_WEB_FILE : F_LARGE_FILE;

	if (!accept_serves(
		item->values[V_ORIGINAL], items->fact[file], &items->path))
		return;
	item->values[V_FORMAT] = items->fact[file + 1];
	item->values[V_MD5] = items->fact[file + 2];
	item->values[V_HASH_FUNCTION] = SLICE("");
	item->values[V_HASH_VALUE] = SLICE("");
}

static enum reject_reason
judge_type(const struct import_rows *items, const struct accept_type *type)
{
	const struct import_row_rules *rules = items->rules;
	enum reject_reason reason = accept_type(type,
	    rules->version->takers ? rules->version->takers : MEDIA_BROWSERS,
	    false);

	if (reason == REJECT_REASON_NOT && rules->importer != MEDIA_IMPORT &&
	    type->meaning.group != MEDIA_PICTURE)
		return REJECT_REASON_NOT_A_PICTURE;
	if (reason == REJECT_REASON_NOT && rules->importer == URL_MAP &&
	    type->meaning.type != media_type_get(MEDIA_JPEG))
		return REJECT_REASON_NOT_ACCEPTED;
	return reason;
}

/* The importer asks the URL's server where it does not know the extension. */
static bool
is_extension_known(const struct import_rows *items, struct slice url)
{
	struct slice list, word;

	if (items->rules->version->extensions == NULL)
		return true;
	for (size_t i = 0; i < url.n; i++)
		if (url.at[i] == '?' || url.at[i] == '#')
			url.n = i;
	list = slice_of(items->rules->version->extensions);
	while (slice_word(&list, ' ', &word))
		if (ascii_equal_slices(word, path_extension(url)))
			return true;
	return false;
}

static bool
judge_format(struct import_rows *items, struct import_row *item)
{
	struct slice url = item->values[V_ORIGINAL];
	const char *name = items->web_only ? "url" : "originalUrl";
	struct accept_type type;
	enum reject_reason reason;

	settle_facts(items, item);
	accept_find_type(item->values[V_FORMAT], url, &type, &items->format);
	reason = judge_type(items, &type);
	if (reason != REJECT_REASON_NOT)
		return refuse(item, reason, type.by_url ? name : "format");
	if (type.meaning.group == MEDIA_PICTURE &&
	    accept_is_other_media(
		&type, items->fact[F_TYPE], items->fact[F_PROBLEMS]))
		return refuse(item, REJECT_REASON_NOT_A_PICTURE,
		    items->fact[F_TYPE].n > 0 ? "type" : "problems");
	if (type.meaning.group == MEDIA_PICTURE &&
	    !accept_says_picture(items->fact[F_MEDIA_TYPE]))
		return refuse(item, REJECT_REASON_NOT_A_PICTURE, "mediaType");
	item->values[V_FORMAT] = type.format;
	return is_extension_known(items, url) ||
	    refuse(item, REJECT_REASON_NOT_ACCEPTED, name);
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
	if (utf8_length(made) <= items->columns[V_IDENTIFIER]->most &&
	    cell_fits_charset(made))
		item->values[V_IDENTIFIER] = made;
}

static bool
judge_value(
    const struct import_rows *items, struct import_row *item, enum value i)
{
	struct slice value = item->values[i];
	enum reject_reason reason = accept_value(items->columns[i], value);

	if (reason == REJECT_REASON_NOT && !cell_fits_charset(value))
		reason = REJECT_REASON_CHARSET;
	/* The importer takes a zero for nothing. */
	if (reason == REJECT_REASON_NOT &&
	    (!cell_is_safe(value) || slice_is(value, "0")))
		reason = REJECT_REASON_BAD_VALUE;
	return reason == REJECT_REASON_NOT ||
	    refuse(item, reason, import_row_names[i]);
}

/* Some versions put a backslash before each of these. */
static bool
is_escaped(struct slice value)
{
	for (size_t i = 0; i < value.n; i++)
		if (strchr("'\"\\", value.at[i]) != NULL)
			return true;
	return false;
}

static bool
judge_values(struct import_rows *items, struct import_row *item)
{
	bool spoilt = false;

	settle_identifier(items, item);
	for (int i = 0; i < NVALUES; i++) {
		if (!is_taken(items->rules, (enum value)i))
			continue;
		if (!judge_value(items, item, (enum value)i))
			return false;
		spoilt = spoilt || is_escaped(item->values[i]);
	}
	items->spoilt += items->rules->version->escapes && spoilt;
	return true;
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
		die("rows of collections %.*s and %.*s: give the collection of "
		    "the file with -c",
		    SLICE_ARG(buf_slice(&items->collection)),
		    SLICE_ARG(collid));
}

void
import_rows_judge(struct import_rows *items, const struct block *block,
    size_t row, struct import_row *item)
{
	enum reject_reason reason;
	const char *column = "";

	fetch_all(items, block, row, item);
	reason = accept_verdict(items->fact[F_VERDICT]);
	if (reason == REJECT_REASON_BAD_VALUE)
		column = "verdict";
	if (reason == REJECT_REASON_NOT)
		reason = accept_record(items->fact[F_MATCH],
		    items->fact[F_OCCID], items->rules->create, NULL, &column);
	/* The importers find a record by its number, too. */
	if (reason != REJECT_REASON_NOT && reason != REJECT_REASON_NO_OCCID) {
		refuse(item, reason, column);
		return;
	}
	item->occid = items->fact[F_OCCID];
	item->collection = items->fact[F_COLLID];
	if (judge_collection(items, item) && judge_protection(items, item) &&
	    judge_identifier(items, item) && judge_urls(items, item) &&
	    judge_format(items, item) && judge_values(items, item))
		stay_in_collection(items);
}
