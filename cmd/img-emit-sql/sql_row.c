/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <strings.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/utf8.h"
#include "net/url.h"
#include "net/url_normal.h"
#include "net/url_secret.h"
#include "sink/accept.h"
#include "sink/known_picture.h"
#include "sink/record_id.h"
#include "sink/rejects.h"
#include "text/utf8_nfc.h"
#include "ascii_checks.h"
#include "identifiers.h"
#include "literal.h"
#include "media_metadata.h"
#include "removal.h"
#include "sql_row.h"
#include "tags.h"

enum { MD5_TEXT = 32 };

/* Bytes and MD5 of the file after one of the three URLs. */
struct facts {
	struct slice bytes, md5;
};

struct preparer {
	const struct plan *plan;
	const struct layout *rejects;
	unsigned char sha1[HASH_SHA1];
	uint32_t exported; /* the last collection found in the export */
	/* The bytes in `name` that follow from the two below it. */
	size_t name_begins;
	enum record_id_kind name_kind;
	uint32_t name_collid;
	/* Of the row at hand. */
	bool guessed; /* its format is only that of the URL */
	bool plain; /* all its fields are bytes_are_plain(), none is escaped */
	bool simple[NTARGETS]; /* of its URLs: is_simple_url() */
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
	struct buf host; /* "https://host/" of the last comparable URL */
	struct known_picture there;
	struct buf occid_there,
	    collid_there; /* of the picture that a row names */
	struct row_tags tags;
};

struct preparer *
row_start(const struct plan *plan, const struct layout *rejects)
{
	struct preparer *p = mem_array(1, sizeof *p);

	p->plan = plan;
	p->rejects = rejects;
	for (int i = 0; i < NCELLS; i++)
		p->cells[i] = SLICE("");
	for (int i = 0; i < NTARGETS; i++)
		p->values[i] = SLICE("");
	return p;
}

void
row_stop(struct preparer *p)
{
	buf_free(&p->scratch);
	buf_free(&p->format);
	buf_free(&p->identifier);
	buf_free(&p->name);
	buf_free(&p->path);
	buf_free(&p->mapped);
	buf_free(&p->alike);
	buf_free(&p->occid_there);
	buf_free(&p->collid_there);
	buf_free(&p->metadata);
	buf_free(&p->host);
	known_picture_free(&p->there);
	row_tags_free(&p->tags);
	free(p);
}

static void
fetch(struct preparer *p, struct row_fields row, const struct plan_field *there,
    size_t n, struct slice *values)
{
	for (size_t i = 0; i < n; i++)
		values[there[i].id] = row_field(&row, there[i].column);
	for (size_t i = 0; i < n && !p->plain; i++)
		values[there[i].id] =
		    stream_unescape(values[there[i].id], &p->scratch);
}

static void
map_url(struct preparer *p, struct slice *url)
{
	for (size_t m = 0; m < p->plan->nmaps; m++) {
		const struct plan_map *map = &p->plan->maps[m];
		size_t start = p->mapped.n;

		if (url->n < map->from.n ||
		    memcmp(url->at, map->from.at, map->from.n) != 0)
			continue;
		buf_put_slice(&p->mapped, map->to);
		buf_put_slice(&p->mapped, slice_from(*url, map->from.n));
		*url =
		    (struct slice){p->mapped.at + start, p->mapped.n - start};
		p->plain = p->plain && bytes_are_plain(map->to);
		return;
	}
}

/* --map: what is written and compared is the new URL. */
static void
map_urls(struct preparer *p)
{
	size_t room = 0;

	for (size_t i = 0; i < p->plan->nurls; i++)
		room += p->values[p->plan->urls[i]].n;
	buf_clear(&p->mapped);
	/* Nothing may move: room for all of them. */
	for (size_t m = 0; m < p->plan->nmaps; m++)
		room += NTARGETS * p->plan->maps[m].to.n;
	buf_room(&p->mapped, room);
	for (size_t i = 0; i < p->plan->nurls; i++)
		map_url(p, &p->values[p->plan->urls[i]]);
}

static void
fetch_all(struct preparer *p, const struct block *block, size_t row)
{
	const struct plan *plan = p->plan;
	struct row_fields fields = block_row_fields(block, row);
	struct slice whole = block_row(block, row);

	p->plain = bytes_are_plain(whole);
	buf_clear(&p->scratch);
	/* Room for every field, some of them twice: nothing may move. */
	if (!p->plain)
		buf_room(&p->scratch, whole.n * 2);
	for (size_t i = 0; i < plan->nfilled; i++)
		p->values[plan->filled[i]] = SLICE("");
	fetch(p, fields, plan->targets_there, plan->ntargets_there, p->values);
	fetch(p, fields, plan->cells_there, plan->ncells_there, p->cells);
	if (plan->nmaps > 0)
		map_urls(p);
	p->column = "";
	p->number = p->other = SLICE("");
}

static enum reject_reason
wrong(struct preparer *p, enum reject_reason reason, const char *column)
{
	p->column = column;
	return reason;
}

static enum reject_reason
judge_verdict(struct preparer *p)
{
	enum reject_reason reason = accept_verdict(p->cells[C_VERDICT]);

	return wrong(
	    p, reason, reason == REJECT_REASON_BAD_VALUE ? "verdict" : "");
}

static enum reject_reason
judge_collection(struct preparer *p)
{
	const struct plan *plan = p->plan;
	struct slice collid = p->cells[C_COLLID];
	uint64_t number;

	p->collid = plan->collid;
	if (collid.n == 0)
		return p->collid != 0 ? REJECT_REASON_NOT
				      : REJECT_REASON_NO_COLLECTION;
	if (!number_read(collid, UINT32_MAX, &number))
		return wrong(p, REJECT_REASON_BAD_VALUE, "collid");
	if (p->collid != 0)
		return number == p->collid ? REJECT_REASON_NOT
					   : REJECT_REASON_OTHER_COLLECTION;
	p->collid = (uint32_t)number;
	if (plan->portal == NULL || p->collid == p->exported)
		return REJECT_REASON_NOT;
	if (!portal_has_collection(plan->portal, p->collid))
		return REJECT_REASON_OTHER_COLLECTION;
	p->exported = p->collid;
	return REJECT_REASON_NOT;
}

static enum reject_reason
fit(struct preparer *p, const struct limit *limit, struct slice text,
    const char *column)
{
	if (p->plain && (text.n <= limit->most || limit->most == 0))
		return REJECT_REASON_NOT;
	switch (literal_fit(limit, text)) {
	case FIT_GOOD: break;
	case FIT_TOO_LONG: return wrong(p, REJECT_REASON_TOO_LONG, column);
	case FIT_CHARSET: return wrong(p, REJECT_REASON_CHARSET, column);
	}
	return REJECT_REASON_NOT;
}

/* A record is made only for a number that the row itself has. */
static enum reject_reason
judge_new_record(struct preparer *p)
{
	const struct slice *c = p->cells;
	struct accept_number made;
	enum reject_reason reason = accept_new_number(c[C_CATALOG], c[C_OTHER],
	    c[C_KEY], c[C_PROBLEMS], &made, &p->column);

	p->number = made.number;
	p->other = made.other;
	if (reason == REJECT_REASON_NOT)
		reason = fit(p, &p->plan->catalog, p->number, "catalogNumber");
	p->nidentifiers = identifiers_split(p->other, p->identifiers);
	for (size_t i = 0; i < p->nidentifiers && reason == REJECT_REASON_NOT;
	     i++)
		reason = fit(p, &p->plan->other, p->identifiers[i].value,
		    "otherCatalogNumbers");
	return reason;
}

static enum reject_reason
judge_record(struct preparer *p, enum kind *kind)
{
	struct slice match = p->cells[C_MATCH], occid = p->cells[C_OCCID];
	bool none = slice_is(match, "none");
	uint64_t number;
	enum reject_reason reason =
	    accept_record(match, occid, p->plan->create, &p->column);

	*kind = none ? KIND_CREATE : KIND_LINK;
	if (reason != REJECT_REASON_NOT)
		return reason;
	if (none)
		return judge_new_record(p);
	number_read(occid, UINT32_MAX, &number);
	p->occid = (uint32_t)number;
	return fit(p, &p->plan->guid, p->cells[C_GUID], "occurrenceRecordID");
}

/* https, a host, and characters that are legal everywhere in a URL. */
static bool
is_simple_url(struct slice url)
{
	return url.n > 8 && memcmp(url.at, "https://", 8) == 0 &&
	    url.at[8] != '/' &&
	    bytes_are_simple((struct slice){url.at + 8, url.n - 8});
}

/* What is in the portal already may be taken out. */
static enum reject_reason
judge_page(const struct preparer *p, enum target_id id)
{
	const struct slice *c = p->cells;
	bool best =
	    id == T_ORIGINAL || (id == T_WEB && p->values[T_ORIGINAL].n == 0);

	if (p->plan->remove || p->plan->undo ||
	    (id != T_ORIGINAL && id != T_WEB && id != T_THUMBNAIL))
		return REJECT_REASON_NOT;
	return accept_page(p->values[id],
	    best &&
		accept_is_served(c[C_VERDICT], c[C_PATH], c[C_HTTP_STATUS]));
}

static enum reject_reason
judge_url(struct preparer *p, enum target_id id)
{
	struct slice url = p->values[id];
	enum reject_reason reason = REJECT_REASON_NOT;

	p->simple[id] = is_simple_url(url);
	if (url.n == 0)
		return REJECT_REASON_NOT;
	/* A portal's own files may go by their path alone. */
	if (!p->simple[id])
		reason = accept_url(url, true);
	if (reason == REJECT_REASON_NOT)
		reason = judge_page(p, id);
	return reason == REJECT_REASON_NOT
	    ? reason
	    : wrong(p, reason, p->plan->targets[id].name);
}

static void
take_derivative(struct preparer *p, enum cell_id bytes)
{
	p->values[T_FORMAT] = p->cells[bytes + 2];
	p->values[T_WIDTH] = p->cells[bytes + 3];
	p->values[T_HEIGHT] = p->cells[bytes + 4];
	p->values[T_MD5] = p->cells[bytes + 1];
	p->values[T_HASH_FUNCTION] = p->values[T_HASH_VALUE] = SLICE("");
}

/*
 * Each URL gets the facts of the file that it serves, and the row those of
 * the best picture.
 */
static void
settle_facts(struct preparer *p)
{
	const struct slice *c = p->cells;
	struct facts checked = {c[C_BYTES], p->values[T_MD5]};
	struct facts large = {c[C_LARGE_BYTES], c[C_LARGE_MD5]};
	struct facts web = {c[C_WEB_BYTES], c[C_WEB_MD5]};
	bool has_original = p->values[T_ORIGINAL].n > 0;
	bool from_large =
	    accept_serves(p->values[T_ORIGINAL], c[C_LARGE_FILE], &p->path);
	bool from_web =
	    accept_serves(p->values[T_WEB], c[C_WEB_FILE], &p->path);

	p->facts[0] = p->facts[1] = p->facts[2] = (struct facts){0};
	if (has_original)
		p->facts[0] = from_large ? large : checked;
	if (from_web)
		p->facts[1] = web;
	else if (!has_original)
		p->facts[1] = checked;
	else if (slice_equal(p->values[T_WEB], p->values[T_ORIGINAL]))
		p->facts[1] = p->facts[0];
	if (p->values[T_THUMBNAIL].n > 0)
		p->facts[2] =
		    (struct facts){c[C_THUMBNAIL_BYTES], c[C_THUMBNAIL_MD5]};
	if (has_original && from_large)
		take_derivative(p, C_LARGE_BYTES);
	else if (!has_original && from_web)
		take_derivative(p, C_WEB_BYTES);
}

static enum reject_reason
check_facts(struct preparer *p)
{
	static const char *const bytes[] = {
	    "bytes", "webBytes", "thumbnailBytes"};
	static const char *const md5[] = {"mediaMD5", "webMD5", "thumbnailMD5"};
	uint64_t number;

	for (int i = 0; i < 3; i++) {
		if (p->facts[i].bytes.n > 0 &&
		    !number_read(p->facts[i].bytes, INT64_MAX, &number))
			return wrong(p, REJECT_REASON_BAD_VALUE, bytes[i]);
		if (p->facts[i].md5.n == 0)
			continue;
		if (p->facts[i].md5.n != MD5_TEXT ||
		    !bytes_lower_md5(p->facts[i].md5.at, p->md5[i]))
			return wrong(p, REJECT_REASON_BAD_VALUE, md5[i]);
		p->facts[i].md5 = (struct slice){p->md5[i], MD5_TEXT};
	}
	p->values[T_MD5] = p->facts[p->values[T_ORIGINAL].n > 0 ? 0 : 1].md5;
	return REJECT_REASON_NOT;
}

static enum reject_reason
check_value(struct preparer *p, enum target_id id)
{
	const struct target *t = &p->plan->targets[id];
	struct slice value = p->values[id];
	uint64_t number;

	if (value.n == 0)
		return REJECT_REASON_NOT;
	if (t->number)
		return number_read(value, INT32_MAX, &number)
		    ? REJECT_REASON_NOT
		    : wrong(p, REJECT_REASON_BAD_VALUE, t->name);
	return fit(p, &t->limit, value, t->name);
}

static void
settle_empty(struct preparer *p, enum target_id id)
{
	struct slice standing = p->plan->targets[id].standing;

	p->values[id] = standing;
	p->plain = p->plain && bytes_are_plain(standing);
}

/* No row is left out for a value that nobody has asked for. */
static void
settle_identifier(struct preparer *p)
{
	const struct limit *limit =
	    &p->plan->targets[T_SOURCE_IDENTIFIER].limit;
	struct slice made;

	if (p->values[T_SOURCE_IDENTIFIER].n > 0 || p->cells[C_NAME].n == 0)
		return;
	buf_clear(&p->identifier);
	buf_put_string(&p->identifier, "filename: ");
	buf_put_slice(&p->identifier, p->cells[C_NAME]);
	made = buf_slice(&p->identifier);
	if ((p->plain && made.n <= limit->most) ||
	    literal_fit(limit, made) == FIT_GOOD)
		p->values[T_SOURCE_IDENTIFIER] = made;
}

static void
settle_values(struct preparer *p)
{
	const struct plan *plan = p->plan;

	settle_facts(p);
	settle_identifier(p);
	for (size_t i = 0; i < plan->nvarying; i++)
		if (p->values[plan->varying[i]].n == 0)
			settle_empty(p, plan->varying[i]);
}

/* What the best of the URLs serves. */
static enum reject_reason
judge_type(struct preparer *p)
{
	bool web = p->values[T_ORIGINAL].n == 0;
	struct accept_type type;
	enum reject_reason reason;

	accept_find_type(p->values[T_FORMAT],
	    p->values[web ? T_WEB : T_ORIGINAL], &type, &p->format);
	p->guessed = p->values[T_FORMAT].n == 0 ||
	    !slice_is(slice_of(type.column), "format");
	reason = accept_type(&type, MEDIA_BROWSERS, true);
	if (reason != REJECT_REASON_NOT)
		return wrong(p, reason,
		    web && slice_is(slice_of(type.column), "originalUrl")
			? "url"
			: type.column);
	if (accept_is_other_media(
		&type, p->cells[C_TYPE], p->cells[C_PROBLEMS]))
		return wrong(p, REJECT_REASON_NOT_A_PICTURE,
		    p->cells[C_TYPE].n > 0 ? "type" : "problems");
	p->values[T_FORMAT] = type.format;
	return accept_says_picture(p->cells[C_MEDIA_TYPE])
	    ? REJECT_REASON_NOT
	    : wrong(p, REJECT_REASON_NOT_A_PICTURE, "mediaType");
}

static enum reject_reason
judge_picture(struct preparer *p)
{
	static const enum target_id urls[] = {T_ORIGINAL, T_WEB, T_THUMBNAIL};
	enum reject_reason reason = REJECT_REASON_NOT;

	for (size_t i = 0; i < sizeof urls / sizeof *urls; i++)
		p->values[urls[i]] = accept_url_value(p->values[urls[i]]);
	if (p->values[T_ORIGINAL].n == 0 && p->values[T_WEB].n == 0)
		return REJECT_REASON_NO_URL;
	settle_values(p);
	for (size_t i = 0; i < p->plan->nurls && reason == REJECT_REASON_NOT;
	     i++)
		reason = judge_url(p, p->plan->urls[i]);
	if (reason == REJECT_REASON_NOT)
		reason = judge_type(p);
	for (size_t i = 0; i < p->plan->nvarying && reason == REJECT_REASON_NOT;
	     i++)
		reason = check_value(p, p->plan->varying[i]);
	return reason == REJECT_REASON_NOT ? check_facts(p) : reason;
}

/* True if the picture that was found has a number. */
static bool
has_id(struct preparer *p, uint64_t *id)
{
	return number_read(
	    known_picture_had(
		&p->there, portal_media_column(p->plan->existing, "mediaID")),
	    UINT32_MAX, id);
}

/* What the portal had of it when it was exported. */
static enum reject_reason
judge_known(struct preparer *p, enum kind kind)
{
	const struct plan *plan = p->plan;
	struct known_row row;

	p->known = KNOWN_NOT;
	if (plan->existing == NULL)
		return REJECT_REASON_NOT;
	row = (struct known_row){.occid = kind == KIND_CREATE ? 0 : p->occid,
	    .id = p->cells[C_MEDIA_ID],
	    .guid = p->cells[C_RECORD_ID],
	    .source = plan->update || plan->remove
		? p->values[T_SOURCE_IDENTIFIER]
		: SLICE(""),
	    .keys = {p->values[T_ORIGINAL], p->values[T_WEB], p->values[T_MD5]},
	    .elsewhere = !plan->shared && !plan->undo && !plan->remove};
	p->known = known_picture_find(&p->there, plan->existing, &row);
	if (p->known == KNOWN_SPELLED && !plan->update && !plan->remove &&
	    known_picture_has_other_md5(
		&p->there, plan->existing, row.keys.md5))
		return REJECT_REASON_OTHER_BYTES;
	return p->known == KNOWN_ELSEWHERE ? REJECT_REASON_OTHER_RECORD
					   : REJECT_REASON_NOT;
}

/* Fills a cell that the row has not got with what the portal had. */
static void
fill(struct preparer *p, enum cell_id cell, const char *name, struct buf *text)
{
	size_t at = portal_media_column(p->plan->existing, name);

	if (p->cells[cell].n > 0 || at == STREAM_NONE)
		return;
	buf_clear(text);
	buf_put_slice(text, known_picture_had(&p->there, at));
	p->cells[cell] = buf_slice(text);
}

/* A row that only names its picture is of the record that has it. */
static enum reject_reason
settle_named(struct preparer *p)
{
	const struct plan *plan = p->plan;
	struct slice id = p->cells[C_MEDIA_ID], guid = p->cells[C_RECORD_ID];

	if (!plan->named)
		return REJECT_REASON_NOT;
	if (plan->cells[C_OCCID] == STREAM_NONE)
		p->cells[C_OCCID] = SLICE("");
	if (plan->cells[C_COLLID] == STREAM_NONE)
		p->cells[C_COLLID] = SLICE("");
	if (p->cells[C_OCCID].n > 0 || p->cells[C_MATCH].n > 0 ||
	    (id.n == 0 && guid.n == 0))
		return REJECT_REASON_NOT;
	if (!known_picture_named(&p->there, plan->existing, id, guid))
		return REJECT_REASON_NOT_THERE;
	fill(p, C_OCCID, "occid", &p->occid_there);
	fill(p, C_COLLID, "collid", &p->collid_there);
	return REJECT_REASON_NOT;
}

static enum reject_reason
judge(struct preparer *p, enum kind *kind)
{
	enum reject_reason reason;
	uint64_t id;

	/* What is to go may be as bad as it likes. */
	reason = p->plan->remove ? REJECT_REASON_NOT : judge_verdict(p);
	if (reason == REJECT_REASON_NOT)
		reason = settle_named(p);
	if (reason == REJECT_REASON_NOT)
		reason = judge_record(p, kind);
	if (reason == REJECT_REASON_NOT)
		reason = judge_collection(p);
	if (reason == REJECT_REASON_NOT)
		reason = p->plan->remove ? REJECT_REASON_NOT : judge_picture(p);
	if (reason == REJECT_REASON_NOT)
		reason = judge_known(p, *kind);
	if (reason == REJECT_REASON_NOT && p->plan->remove &&
	    (p->known == KNOWN_NOT || !has_id(p, &id)))
		reason = REJECT_REASON_NOT_THERE;
	return reason;
}

/* Rows after each other mostly have names with the same beginning. */
static void
begin_name(struct preparer *p, enum record_id_kind kind)
{
	if (p->name_begins > 0 && p->name_kind == kind &&
	    p->name_collid == p->collid) {
		p->name.n = p->name_begins;
		return;
	}
	record_id_begin(&p->name, kind, p->plan->label, p->collid);
	p->name_begins = p->name.n;
	p->name_kind = kind;
	p->name_collid = p->collid;
}

static struct key
hash_name(struct preparer *p)
{
	hash_sha1(p->name.at, p->name.n, p->sha1);
	return key_of_hash(p->sha1);
}

static void
name_record(struct preparer *p, struct prepared *head)
{
	begin_name(p, RECORD_ID_RECORD);
	record_id_put_number(&p->name, p->number, p->other);
	head->record = hash_name(p);
	head->id = (uint32_t)head->record.low;
	record_id_write(p->record_uuid, p->sha1);
}

/* Hashes what a picture of the record under this URL is called. */
static struct key
name_picture(struct preparer *p, const struct prepared *head, struct slice url)
{
	struct slice record = {p->record_uuid, RECORD_ID_TEXT};

	if (head->kind != KIND_CREATE) {
		record = p->cells[C_OCCID];
		while (*record.at == '0')
			record = slice_from(record, 1);
	}
	begin_name(p, RECORD_ID_PICTURE);
	record_id_put_picture(&p->name, record, url);
	return hash_name(p);
}

/* Some of the bits of an MD5 in hexadecimal, which are random. */
static uint64_t
half_of(struct slice md5, int nth)
{
	uint64_t word, next;

	memcpy(&word, md5.at + nth * 16, sizeof word);
	memcpy(&next, md5.at + nth * 16 + 8, sizeof next);
	return word ^ next << 4;
}

/* True if the host of a simple URL cannot be written otherwise. */
static bool
has_comparable_host(struct preparer *p, struct slice url)
{
	size_t i = 8;

	/* Rows after each other mostly have the same. */
	if (p->host.n > 0 && url.n >= p->host.n &&
	    memcmp(url.at, p->host.at, p->host.n) == 0)
		return true;
	while (i < url.n && url.at[i] != '/') {
		if (url.at[i] >= 'A' && url.at[i] <= 'Z')
			return false;
		i++;
	}
	if (i == url.n || url.at[i - 1] == '.')
		return false;
	buf_clear(&p->host);
	buf_put(&p->host, url.at, i + 1);
	return true;
}

/* True for most URLs: nothing in it can be written otherwise. */
static bool
is_comparable(struct preparer *p, enum target_id id)
{
	struct slice url = p->values[id];

	if (!p->simple[id] || !has_comparable_host(p, url))
		return false;
	for (const char *dot = url.at + p->host.n;
	     (dot = memchr(dot, '.', (size_t)(url.at + url.n - dot))) != NULL;
	     dot++)
		if (dot[-1] == '/')
			return false;
	return true;
}

static struct slice
comparable(struct preparer *p, enum target_id id)
{
	if (is_comparable(p, id))
		return p->values[id];
	buf_clear(&p->alike);
	url_put_comparable(&p->alike, p->values[id], p->plan->media_domain);
	return buf_slice(&p->alike);
}

/* What the portal has is a picture of its own. */
static bool
may_be_derivative(const struct preparer *p, enum target_id id)
{
	return id == T_ORIGINAL && p->cells[C_MEDIA_ID].n == 0 &&
	    !p->plan->undo && !p->plan->remove;
}

static void
add_url(struct preparer *p, struct prepared *head, enum target_id id)
{
	bool first = head->nkeys == 0;
	struct slice url = p->values[id], alike = comparable(p, id);
	bool same = alike.at == url.at || slice_equal(alike, url);
	struct key key;

	if (may_be_derivative(p, id) &&
	    (alike.at == url.at || memchr(url.at, '?', url.n) == NULL))
		head->file = derivative_mark_comparable(alike);
	if (first && p->values[T_MD5].n == 0)
		p->picture = hash_key_text(&p->plan->hash, 0, alike);
	if (first || same)
		key = name_picture(p, head, url);
	if (first)
		record_id_write(p->uuid, p->sha1);
	if (!same)
		key = name_picture(p, head, alike);
	head->keys[head->nkeys++] = key;
}

/* The first URL names the picture; both, and the MD5, are what it has. */
static void
find_keys(struct preparer *p, struct prepared *head)
{
	struct slice original = p->values[T_ORIGINAL], web = p->values[T_WEB];
	struct slice md5 = p->values[T_MD5];

	if (original.n > 0)
		add_url(p, head, T_ORIGINAL);
	if (web.n > 0 && !slice_equal(web, original))
		add_url(p, head, T_WEB);
	if (md5.n > 0)
		p->picture = hash_key_hash(
		    &p->plan->hash, half_of(md5, 0), half_of(md5, 1));
	if (md5.n == 0)
		return;
	head->md5_key = head->nkeys;
	head->keys[head->nkeys++] = key_of_hex(
	    md5.at, head->kind == KIND_CREATE ? head->record.low : p->occid);
}

/* The next of a list: after ", ". */
static void
put_text(struct preparer *p, struct buf *out, struct slice text)
{
	if (p->plain) {
		literal_next_plain(out, text);
		return;
	}
	buf_put(out, ", ", 2);
	literal_put(out, p->plan->dialect, text);
}

static void
put_quoted(struct buf *out, const char uuid[RECORD_ID_TEXT])
{
	buf_put_char(out, '\'');
	buf_put(out, uuid, RECORD_ID_TEXT);
	buf_put_char(out, '\'');
}

/* The next number of a list. */
static void
put_digits(struct buf *out, struct slice digits)
{
	char *at;

	if (digits.n == 0)
		digits = SLICE("NULL");
	if (out->room - out->n < digits.n + 2)
		buf_room(out, digits.n + 2);
	at = out->at + out->n;
	memcpy(at, ", ", 2);
	memcpy(at + 2, digits.at, digits.n);
	out->n += digits.n + 2;
}

/* The record as it was when it was exported. */
static void
put_guard(struct preparer *p, struct buf *out)
{
	struct slice guid = p->cells[C_GUID];

	buf_put_slice(out, p->cells[C_OCCID]);
	if (p->plan->collid == 0) {
		buf_put(out, ", ", 2);
		buf_put_number(out, p->collid);
	}
	put_text(p, out, guid);
	put_text(p, out, guid.n > 0 ? SLICE("") : p->cells[C_NUMBER]);
}

static void
put_record_of(struct preparer *p, enum kind kind, struct buf *out)
{
	if (kind == KIND_THERE) {
		buf_put_slice(out,
		    p->there.fields[portal_media_column(
			p->plan->existing, "mediaID")]);
		buf_put(out, ", ", 2);
	}
	if (kind != KIND_CREATE) {
		put_guard(p, out);
		return;
	}
	if (p->plan->collid == 0) {
		buf_put_number(out, p->collid);
		buf_put(out, ", ", 2);
	}
	put_quoted(out, p->record_uuid);
}

static void
put_value(
    struct preparer *p, enum target_id id, struct slice value, struct buf *out)
{
	if (p->plan->targets[id].number)
		put_digits(out, value);
	else
		put_text(p, out, value);
}

static void
put_facts(struct preparer *p, struct buf *out)
{
	for (int i = 0; i < 3; i++) {
		bool whole = p->facts[i].bytes.n > 0 && p->facts[i].md5.n > 0;

		put_digits(out, whole ? p->facts[i].bytes : SLICE(""));
		put_text(p, out, whole ? p->facts[i].md5 : SLICE(""));
	}
}

static void
put_tags(struct preparer *p, struct buf *out)
{
	literal_put(out, p->plan->dialect, buf_slice(&p->tags.known));
}

static void
put_picture(struct preparer *p, enum kind kind, struct buf *out)
{
	buf_put_char(out, '(');
	put_record_of(p, kind, out);
	buf_put(out, ", ", 2);
	put_quoted(out, p->uuid);
	for (size_t i = 0; i < p->plan->nvarying; i++)
		put_value(p, p->plan->varying[i],
		    p->values[p->plan->varying[i]], out);
	if (p->plan->undo && p->plan->metadata)
		put_facts(p, out);
	if (p->plan->undo && p->plan->tags) {
		buf_put(out, ", ", 2);
		put_tags(p, out);
	}
	buf_put_char(out, ')');
}

static void
put_check(struct preparer *p, enum kind kind, struct buf *out)
{
	if (p->plan->undo) {
		put_quoted(out, p->uuid);
		return;
	}
	if (kind == KIND_LINK && plan_counts_in_passing(p->plan))
		return;
	buf_put_char(out, '(');
	put_record_of(p, kind, out);
	buf_put(out, ", ", 2);
	put_quoted(out, p->uuid);
	buf_put_char(out, ')');
}

static void
put_metadata(struct preparer *p, enum kind kind, struct buf *out)
{
	static const char *const fields[] = {
	    ", 'originalUrl', ", ", 'url', ", ", 'thumbnailUrl', "};
	size_t start = out->n;

	if (p->plan->undo || !p->plan->metadata)
		return;
	for (int i = 0; i < 3; i++) {
		if (p->facts[i].bytes.n == 0 || p->facts[i].md5.n == 0)
			continue;
		buf_put_string(out, out->n > start ? ",\n(" : "(");
		if (kind != KIND_CREATE) {
			buf_put_slice(out, p->cells[C_OCCID]);
			buf_put(out, ", ", 2);
		}
		put_quoted(out, p->uuid);
		buf_put_string(out, fields[i]);
		buf_put_slice(out, p->facts[i].bytes);
		put_text(p, out, p->facts[i].md5);
		buf_put_char(out, ')');
	}
}

/* The tags of a picture that is put in; the inverse has them with the rest. */
static void
put_new_tags(struct preparer *p, enum kind kind, struct buf *out)
{
	if (p->tags.known.n == 0 || p->plan->undo)
		return;
	buf_put_char(out, '(');
	if (kind != KIND_CREATE) {
		buf_put_slice(out, p->cells[C_OCCID]);
		buf_put(out, ", ", 2);
	}
	put_quoted(out, p->uuid);
	buf_put(out, ", ", 2);
	put_tags(p, out);
	buf_put_char(out, ')');
}

/* What is compared with the portal's: the first, or for the inverse all. */
static void
put_identifiers(struct preparer *p, struct buf *out)
{
	if (p->nidentifiers == 0 || !p->plan->undo) {
		put_text(p, out,
		    p->nidentifiers > 0 ? p->identifiers[0].value : SLICE(""));
		return;
	}
	buf_clear(&p->identifier);
	identifiers_put(&p->identifier, p->identifiers, p->nidentifiers);
	put_text(p, out, buf_slice(&p->identifier));
}

static void
put_record(struct preparer *p, struct buf *out)
{
	buf_put_char(out, '(');
	if (p->plan->collid == 0) {
		buf_put_number(out, p->collid);
		buf_put(out, ", ", 2);
	}
	put_quoted(out, p->record_uuid);
	put_text(p, out, p->number);
	put_identifiers(p, out);
	buf_put_char(out, ')');
}

static void
put_numbers(struct preparer *p, struct buf *out)
{
	if (p->plan->undo) {
		put_quoted(out, p->record_uuid);
		return;
	}
	for (size_t i = 0; i < p->nidentifiers; i++) {
		buf_put_string(out, i > 0 ? ",\n(" : "(");
		put_quoted(out, p->record_uuid);
		put_text(p, out, p->identifiers[i].value);
		put_text(p, out, p->identifiers[i].name);
		buf_put_char(out, ')');
	}
}

/* The tags that a picture is given which the portal has. */
static void
put_more_tags(struct preparer *p, struct buf *out)
{
	if (p->tags.more.n == 0)
		return;
	buf_put_char(out, '(');
	buf_put_slice(out,
	    p->there.fields[portal_media_column(p->plan->existing, "mediaID")]);
	buf_put(out, ", ", 2);
	buf_put_slice(out, p->cells[C_OCCID]);
	buf_put(out, ", ", 2);
	literal_put(out, p->plan->dialect, buf_slice(&p->tags.more));
	buf_put_char(out, ')');
}

static void
put_tag_lists(
    struct preparer *p, enum kind kind, struct prepared *head, struct buf *out)
{
	size_t start = out->n;

	if (!p->plan->tags)
		return;
	if (kind == KIND_UPDATE)
		put_more_tags(p, out);
	else
		put_new_tags(p, kind, out);
	head->lists[LIST_TAGS] = out->n - start;
	start = out->n;
	if (p->plan->undo)
		return;
	buf_put_slice(out, buf_slice(&p->tags.unknown));
	head->lists[LIST_UNKNOWN_TAGS] = out->n - start;
}

static void
put_new(
    struct preparer *p, enum kind kind, struct prepared *head, struct buf *out)
{
	size_t start = out->n;

	put_picture(p, kind, out);
	head->lists[LIST_ROWS] = out->n - start;
	start = out->n;
	put_check(p, kind, out);
	head->lists[LIST_CHECKS] = out->n - start;
	start = out->n;
	put_metadata(p, kind, out);
	head->lists[LIST_FACTS] = out->n - start;
	put_tag_lists(p, kind, head, out);
	if (kind != KIND_CREATE)
		return;
	start = out->n;
	put_record(p, out);
	head->lists[LIST_RECORDS] = out->n - start;
	start = out->n;
	put_numbers(p, out);
	head->lists[LIST_NUMBERS] = out->n - start;
}

/* What the picture in the portal had in the column. */
static struct slice
had(struct preparer *p, enum target_id id)
{
	return known_picture_had(&p->there, p->plan->targets[id].existing);
}

static bool
differ(struct slice a, struct slice b)
{
	return a.n > 0 && b.n > 0 && !slice_equal(a, b);
}

/* What mediametadata had of a file. */
static struct media_metadata
metadata_was(struct preparer *p, int nth)
{
	size_t column = p->plan->metadata_was;

	return column == STREAM_NONE
	    ? (struct media_metadata){0}
	    : media_metadata_find(
		  stream_value(p->there.fields[column], &p->metadata),
		  media_metadata_field(nth));
}

static bool
has_problem(struct slice problems, const char *wanted)
{
	struct slice code;

	while (slice_word(&problems, ' ', &code))
		if (slice_is(code, wanted))
			return true;
	return false;
}

/* The URL whose file the facts and hashes are of. */
static int
best_url(const struct preparer *p)
{
	return p->values[T_ORIGINAL].n > 0 ? T_ORIGINAL : T_WEB;
}

static bool
is_same_md5(struct slice a, struct slice b)
{
	return a.n == b.n && strncasecmp(a.at, b.at, a.n) == 0;
}

/* True if row and portal have the fact, and not the same. */
static bool
fact_differs(struct preparer *p, enum target_id id)
{
	const struct target *t = &p->plan->targets[id];

	if (!t->refreshed || p->values[id].n == 0 || had(p, id).n == 0)
		return false;
	return id == T_MD5 ? !is_same_md5(p->values[id], had(p, id))
			   : differ(p->values[id], had(p, id));
}

/* True if the row shows that the URL serves another file than it did: what was
 * known of its bytes is not true of it. */
static bool
is_other_file(struct preparer *p)
{
	int best = best_url(p);

	return has_problem(p->cells[C_PROBLEMS], "changed-since") ||
	    differ(p->facts[best].bytes, metadata_was(p, best).bytes) ||
	    fact_differs(p, T_WIDTH) || fact_differs(p, T_HEIGHT) ||
	    fact_differs(p, T_MD5);
}

/* True for a hash that the row does not replace, though it is not true. */
static bool
is_outdated(struct preparer *p, enum target_id id)
{
	return target_is_hash(id) && p->values[id].n == 0 &&
	    p->plan->targets[id].refreshed && had(p, id).n > 0 &&
	    is_other_file(p);
}

static bool
changes(struct preparer *p, enum target_id id)
{
	struct slice value = p->values[id], was = had(p, id);

	if (is_outdated(p, id))
		return true;
	/* A guess is no news of a picture that is there. */
	if (id == T_FORMAT && p->guessed)
		return false;
	if (id == T_MD5 && was.n == value.n)
		return !is_same_md5(was, value);
	return value.n > 0 && !slice_equal(value, was);
}

static void
put_change(struct preparer *p, enum target_id id, struct buf *out)
{
	bool changed = changes(p, id);

	if (is_outdated(p, id))
		buf_put_string(out, ", ''");
	else
		put_value(p, id, changed ? p->values[id] : SLICE(""), out);
	if (!changed || p->plan->targets[id].number) {
		put_digits(out, changed ? had(p, id) : SLICE(""));
		return;
	}
	buf_put(out, ", ", 2);
	literal_put(out, p->plan->dialect, had(p, id));
}

static void
put_there(struct preparer *p, struct buf *out)
{
	size_t at = portal_media_column(p->plan->existing, "mediaID");

	buf_put_char(out, '(');
	buf_put_slice(out, p->there.fields[at]);
	buf_put(out, ", ", 2);
	put_guard(p, out);
}

static void
put_metadata_state(
    struct preparer *p, const struct media_metadata *m, struct buf *out)
{
	put_digits(out, m->bytes);
	buf_put(out, ", ", 2);
	literal_put(out, p->plan->dialect, m->md5);
}

/* The URL that the picture has in a column, after the update or before it. */
static struct slice
url_of(struct preparer *p, enum target_id id, bool before)
{
	if (!before && p->plan->targets[id].refreshed && changes(p, id))
		return p->values[id];
	return had(p, id);
}

/*
 * What mediametadata is to have of a file, if the row knows better: bytes and
 * MD5, or nothing where it is another file.
 */
static bool
metadata_changes(struct preparer *p, int nth, const struct media_metadata *was,
    struct media_metadata *is)
{
	*is = (struct media_metadata){
	    .bytes = p->facts[nth].bytes, .md5 = p->facts[nth].md5};
	if (is->bytes.n > 0 && is->md5.n > 0)
		return !slice_equal(is->bytes, was->bytes) ||
		    !slice_equal(is->md5, was->md5);
	if (differ(is->md5, was->md5) || differ(is->bytes, was->bytes) ||
	    (nth == best_url(p) && was->md5.n > 0 && is_other_file(p))) {
		*is = (struct media_metadata){0};
		return true;
	}
	return false;
}

/* True if the portal has of a file what is not true of it any more. */
static bool
has_outdated_metadata(struct preparer *p)
{
	for (int i = 0; i < MEDIA_METADATA_FIELDS; i++) {
		struct media_metadata is, was = metadata_was(p, i);

		if (metadata_changes(p, i, &was, &is) && is.md5.n == 0)
			return true;
	}
	return false;
}

static void
put_changed_metadata(struct preparer *p, int nth, bool more, struct buf *out)
{
	const struct plan *plan = p->plan;
	struct media_metadata is, was = metadata_was(p, nth);

	if (!metadata_changes(p, nth, &was, &is))
		return;
	buf_put_string(out, more ? ",\n(" : "(");
	buf_put_slice(out,
	    p->there.fields[portal_media_column(plan->existing, "mediaID")]);
	buf_put(out, ", ", 2);
	buf_put_slice(out, p->cells[C_OCCID]);
	buf_printf(out, ", '%s', ", media_metadata_field(nth));
	literal_put(
	    out, plan->dialect, url_of(p, (enum target_id)nth, plan->undo));
	put_metadata_state(p, plan->undo ? &is : &was, out);
	put_metadata_state(p, plan->undo ? &was : &is, out);
	buf_put(out, ", ", 2);
	media_metadata_put_time(out, plan, was.made);
	buf_put(out, ", ", 2);
	media_metadata_put_time(out, plan, was.changed);
	buf_put_char(out, ')');
}

/* What is a number in the portal's tables is one in the export. */
static bool
has_numbers(struct preparer *p)
{
	uint64_t number;

	for (int i = 0; i < NTARGETS; i++) {
		const struct target *t = &p->plan->targets[i];

		if (!t->refreshed || !t->number)
			continue;
		if (had(p, (enum target_id)i).n > 0 &&
		    !number_read(had(p, (enum target_id)i), INT64_MAX, &number))
			return false;
	}
	return true;
}

/* True if the portal does not know all of the picture. */
static bool
is_changed(struct preparer *p)
{
	for (int i = 0; i < NTARGETS; i++)
		if (p->plan->targets[i].refreshed &&
		    changes(p, (enum target_id)i))
			return has_numbers(p);
	return false;
}

static void
put_update(struct preparer *p, struct prepared *head, struct buf *out)
{
	size_t start = out->n;
	bool changed = is_changed(p), outdated = has_outdated_metadata(p);

	if (changed) {
		put_there(p, out);
		for (int i = 0; i < NTARGETS; i++)
			if (p->plan->targets[i].refreshed)
				put_change(p, (enum target_id)i, out);
		buf_put_char(out, ')');
	}
	head->lists[LIST_ROWS] = out->n - start;
	start = out->n;
	put_there(p, out);
	buf_put_char(out, ')');
	head->lists[LIST_CHECKS] = out->n - start;
	start = out->n;
	for (int i = 0; (changed || outdated) && i < MEDIA_METADATA_FIELDS &&
	     p->plan->metadata_was != STREAM_NONE;
	     i++)
		put_changed_metadata(p, i, out->n > start, out);
	head->lists[LIST_FACTS] = out->n - start;
	put_tag_lists(p, KIND_UPDATE, head, out);
}

/* True if the picture gets tags that it did not have. */
static bool
has_more_tags(struct preparer *p)
{
	const struct plan *plan = p->plan;

	if (!plan->tags || plan->tags_were == STREAM_NONE)
		return false;
	row_tags_subtract(
	    &p->tags, plan, known_picture_had(&p->there, plan->tags_were));
	return p->tags.more.n > 0;
}

/*
 * Decides what becomes of a row whose picture the portal had. No two rows may
 * refresh the same picture, nor may one that another is.
 */
static void
settle_known(struct preparer *p, struct prepared *head)
{
	struct picture_keys keys = {
	    p->values[T_ORIGINAL], p->values[T_WEB], p->values[T_MD5]};
	bool other = p->known != KNOWN_BY_ID &&
	    known_picture_is_other_version(&p->there, p->plan->existing, &keys);
	uint64_t id;

	if (!has_id(p, &id))
		return;
	/* The inverse looks for what carries the batch's name. */
	if (p->known != KNOWN_AS_IS && !p->plan->undo)
		head->kind = KIND_THERE;
	if (other)
		return;
	if (p->plan->update || p->known != KNOWN_AS_IS)
		head->keys[head->nkeys++] =
		    key_of_hex("ffffffffffffffffffffffffffffffff", id);
	if (p->plan->update &&
	    ((int)has_more_tags(p) | (int)is_changed(p) |
		(int)has_outdated_metadata(p)))
		head->kind = KIND_UPDATE;
}

/*
 * The picture's tags as the export has them, and what the row says of it: what
 * it was put in with, unless it comes from the export itself.
 */
static void
put_tags_that_go(struct preparer *p, struct buf *out)
{
	const struct plan *plan = p->plan;
	bool own = p->cells[C_MEDIA_ID].n == 0;

	row_tags_settle(&p->tags, plan,
	    own ? p->cells[p->cells[C_TAGS].n > 0 ? C_TAGS : C_TAG] : SLICE(""),
	    own ? p->cells[C_VIEW] : SLICE(""),
	    own ? p->cells[C_NAME] : SLICE(""));
	tags_put_list(
	    &p->tags.more, known_picture_had(&p->there, plan->tags_were));
	buf_put(out, ", ", 2);
	literal_put(out, plan->dialect, buf_slice(&p->tags.more));
	buf_put(out, ", ", 2);
	literal_put(out, plan->dialect, buf_slice(&p->tags.known));
}

/* The picture with all its columns, so that it can be brought back. */
static void
put_removal(struct preparer *p, struct prepared *head, struct buf *out)
{
	size_t start = out->n;
	uint64_t id = 0;

	head->kind = KIND_TAKE;
	has_id(p, &id);
	head->keys[head->nkeys++] =
	    key_of_hex("ffffffffffffffffffffffffffffffff", id);
	put_there(p, out);
	removal_put_values(out, p->plan, p->there.fields, &p->there.value);
	if (p->plan->tags_go)
		put_tags_that_go(p, out);
	buf_put_char(out, ')');
	head->lists[LIST_ROWS] = out->n - start;
	start = out->n;
	put_there(p, out);
	buf_put_char(out, ')');
	head->lists[LIST_CHECKS] = out->n - start;
	start = out->n;
	if (p->plan->tags_go && p->plan->undo)
		put_more_tags(p, out);
	head->lists[LIST_TAGS] = out->n - start;
}

static void
put_accepted(struct preparer *p, struct prepared *head, struct buf *out)
{
	head->id = p->occid;
	if (p->plan->remove) {
		put_removal(p, head, out);
		return;
	}
	if (p->plan->tags)
		row_tags_settle(&p->tags, p->plan,
		    p->cells[p->cells[C_TAGS].n > 0 ? C_TAGS : C_TAG],
		    p->cells[C_VIEW], p->cells[C_NAME]);
	if (head->kind == KIND_CREATE)
		name_record(p, head);
	find_keys(p, head);
	if (p->known != KNOWN_NOT)
		settle_known(p, head);
	head->picture = p->picture;
	if (head->kind == KIND_UPDATE)
		put_update(p, head, out);
	else
		put_new(p, head->kind, head, out);
}

/* The row for the file of rejects, by each reason that it can still have. */
static void
put_rejects(const struct preparer *p, const struct block *block, size_t row,
    struct prepared *head, struct buf *out)
{
	bool taken = head->reason == REJECT_REASON_NOT;
	size_t text = out->n;

	rejects_put(p->rejects, block, row,
	    taken ? REJECT_REASON_DUPLICATE : head->reason, p->column, out);
	head->rejected = out->n - text;
	text = out->n;
	if (taken && head->file.rank > 1)
		rejects_put(p->rejects, block, row, REJECT_REASON_DERIVATIVE_OF,
		    p->column, out);
	head->as_derivative = out->n - text;
	text = out->n;
	if (taken && head->md5_key > 0)
		rejects_put(p->rejects, block, row, REJECT_REASON_OTHER_BYTES,
		    p->column, out);
	head->as_other = out->n - text;
}

void
row_prepare(
    struct preparer *p, const struct block *block, size_t row, struct buf *out)
{
	struct prepared head = {0};
	size_t start = out->n, size;

	buf_room(out, sizeof head);
	out->n += sizeof head;
	fetch_all(p, block, row);
	head.reason = judge(p, &head.kind);
	head.collid = p->collid;
	if (head.reason == REJECT_REASON_NOT)
		put_accepted(p, &head, out);
	if (p->rejects != NULL)
		put_rejects(p, block, row, &head, out);
	while ((out->n - start) % sizeof head.size != 0)
		buf_put_char(out, '\0');
	memcpy(out->at + start, &head, sizeof head);
	/* By itself: what has just been written is not copied as fast. */
	size = out->n - start;
	memcpy(out->at + start + offsetof(struct prepared, size), &size,
	    sizeof size);
}
