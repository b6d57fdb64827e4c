/* SPDX-License-Identifier: MIT */
#include "literal.h"
#include "row_texts.h"

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
void
row_put_digits(struct buf *out, struct slice digits)
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
void
row_put_guard(struct preparer *p, struct buf *out)
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
		row_put_guard(p, out);
		return;
	}
	if (p->plan->collid == 0) {
		buf_put_number(out, p->collid);
		buf_put(out, ", ", 2);
	}
	put_quoted(out, p->record_uuid);
}

void
row_put_value(
    struct preparer *p, enum target_id id, struct slice value, struct buf *out)
{
	if (p->plan->targets[id].number)
		row_put_digits(out, value);
	else
		put_text(p, out, value);
}

static void
put_facts(struct preparer *p, struct buf *out)
{
	for (int i = 0; i < 3; i++) {
		bool whole = p->facts[i].bytes.n > 0 && p->facts[i].md5.n > 0;

		row_put_digits(out, whole ? p->facts[i].bytes : SLICE(""));
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
		row_put_value(p, p->plan->varying[i],
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
void
row_put_more_tags(struct preparer *p, struct buf *out)
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

void
row_put_tags(
    struct preparer *p, enum kind kind, struct prepared *head, struct buf *out)
{
	size_t start = out->n;

	if (!p->plan->tags)
		return;
	if (kind == KIND_UPDATE)
		row_put_more_tags(p, out);
	else
		put_new_tags(p, kind, out);
	head->lists[LIST_TAGS] = (uint32_t)(out->n - start);
	start = out->n;
	if (p->plan->undo)
		return;
	buf_put_slice(out, buf_slice(&p->tags.unknown));
	head->lists[LIST_UNKNOWN_TAGS] = (uint32_t)(out->n - start);
}

void
row_put_new(
    struct preparer *p, enum kind kind, struct prepared *head, struct buf *out)
{
	size_t start = out->n;

	put_picture(p, kind, out);
	head->lists[LIST_ROWS] = (uint32_t)(out->n - start);
	start = out->n;
	put_check(p, kind, out);
	head->lists[LIST_CHECKS] = (uint32_t)(out->n - start);
	start = out->n;
	put_metadata(p, kind, out);
	head->lists[LIST_FACTS] = (uint32_t)(out->n - start);
	row_put_tags(p, kind, head, out);
	if (kind != KIND_CREATE)
		return;
	start = out->n;
	put_record(p, out);
	head->lists[LIST_RECORDS] = (uint32_t)(out->n - start);
	start = out->n;
	put_numbers(p, out);
	head->lists[LIST_NUMBERS] = (uint32_t)(out->n - start);
}
