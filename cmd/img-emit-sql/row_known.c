/* SPDX-License-Identifier: MIT */
#include "base/number.h"
#include "row_keys.h"
#include "row_known.h"
#include "row_news.h"

bool
row_known_id(struct preparer *p, uint64_t *id)
{
	return number_read(
	    known_picture_had(
		&p->there, portal_media_column(p->plan->existing, "mediaID")),
	    UINT32_MAX, id);
}

enum reject_reason
row_known_judge(struct preparer *p, enum kind kind)
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

/* The picture that a row without a record names. */
static enum reject_reason
find_named(struct preparer *p)
{
	const struct portal_media *all = p->plan->existing;
	struct slice id = p->cells[C_MEDIA_ID], guid = p->cells[C_RECORD_ID];
	bool several = false;

	if (id.n > 0 || guid.n > 0)
		return known_picture_named(&p->there, all, id, guid)
		    ? REJECT_REASON_NOT
		    : REJECT_REASON_NOT_THERE;
	if (known_picture_sourced(
		&p->there, all, p->values[T_SOURCE_IDENTIFIER]))
		return REJECT_REASON_NOT;
	if (known_picture_owned(&p->there, all, p->values[T_ORIGINAL],
		p->values[T_WEB], &several))
		return several ? REJECT_REASON_AMBIGUOUS : REJECT_REASON_NOT;
	/* What is new has to be matched. */
	return p->plan->remove ? REJECT_REASON_NOT_THERE
			       : REJECT_REASON_NO_RECORD;
}

enum reject_reason
row_known_named(struct preparer *p)
{
	const struct plan *plan = p->plan;
	enum reject_reason reason;

	if (!plan->named)
		return REJECT_REASON_NOT;
	if (plan->cells[C_OCCID] == STREAM_NONE)
		p->cells[C_OCCID] = SLICE("");
	if (plan->cells[C_COLLID] == STREAM_NONE)
		p->cells[C_COLLID] = SLICE("");
	if (p->cells[C_OCCID].n > 0 || p->cells[C_MATCH].n > 0)
		return REJECT_REASON_NOT;
	reason = find_named(p);
	if (reason != REJECT_REASON_NOT)
		return reason;
	fill(p, C_OCCID, "occid", &p->occid_there);
	fill(p, C_COLLID, "collid", &p->collid_there);
	return REJECT_REASON_NOT;
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
void
row_known_settle(struct preparer *p, struct prepared *head)
{
	struct picture_keys keys = {
	    p->values[T_ORIGINAL], p->values[T_WEB], p->values[T_MD5]};
	bool other = p->known != KNOWN_BY_ID &&
	    known_picture_is_other_version(&p->there, p->plan->existing, &keys);
	uint64_t id;

	if (!row_known_id(p, &id))
		return;
	/* The inverse looks for what carries the batch's name. */
	if (p->known != KNOWN_AS_IS && !p->plan->undo)
		head->kind = KIND_THERE;
	if (other)
		return;
	if (p->plan->update || p->known != KNOWN_AS_IS)
		row_keys_add_there(p, id, head);
	if (p->plan->update &&
	    ((int)has_more_tags(p) | (int)row_news_any(p) |
		(int)row_news_metadata_outdated(p)))
		head->kind = KIND_UPDATE;
}
