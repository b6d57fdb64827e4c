/* SPDX-License-Identifier: MIT */
#include "literal.h"
#include "removal.h"
#include "row_keys.h"
#include "row_known.h"
#include "row_news.h"
#include "row_texts.h"
#include "row_update.h"

static void
put_change(struct preparer *p, enum target_id id, struct buf *out)
{
	bool changed = row_news_changes(p, id);

	if (row_news_outdated(p, id))
		buf_put_string(out, ", ''");
	else
		row_put_value(p, id, changed ? p->values[id] : SLICE(""), out);
	if (!changed || p->plan->targets[id].number) {
		row_put_digits(out, changed ? row_news_had(p, id) : SLICE(""));
		return;
	}
	buf_put(out, ", ", 2);
	literal_put(out, p->plan->dialect, row_news_had(p, id));
}

static void
put_there(struct preparer *p, struct buf *out)
{
	size_t at = portal_media_column(p->plan->existing, "mediaID");

	buf_put_char(out, '(');
	buf_put_slice(out, p->there.fields[at]);
	buf_put(out, ", ", 2);
	row_put_guard(p, out);
}

static void
put_metadata_state(
    struct preparer *p, const struct media_metadata *m, struct buf *out)
{
	row_put_digits(out, m->bytes);
	buf_put(out, ", ", 2);
	literal_put(out, p->plan->dialect, m->md5);
}

/* The URL that the picture has in a column, after the update or before it. */
static struct slice
url_of(struct preparer *p, enum target_id id, bool before)
{
	if (!before && p->plan->targets[id].refreshed &&
	    row_news_changes(p, id))
		return p->values[id];
	return row_news_had(p, id);
}

static void
put_changed_metadata(struct preparer *p, int nth, bool more, struct buf *out)
{
	const struct plan *plan = p->plan;
	struct media_metadata is, was = row_news_metadata_was(p, nth);

	if (!row_news_metadata(p, nth, &was, &is))
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

/* The picture as it must be when the statements run. */
static void
put_check(struct preparer *p, struct prepared *head, struct buf *out)
{
	size_t start = out->n;

	put_there(p, out);
	buf_put_char(out, ')');
	head->lists[LIST_CHECKS] = (uint32_t)(out->n - start);
}

void
row_put_update(struct preparer *p, struct prepared *head, struct buf *out)
{
	size_t start = out->n;
	bool changed = row_news_any(p),
	     outdated = row_news_metadata_outdated(p);

	if (changed) {
		put_there(p, out);
		for (int i = 0; i < NTARGETS; i++)
			if (p->plan->targets[i].refreshed)
				put_change(p, (enum target_id)i, out);
		buf_put_char(out, ')');
	}
	head->lists[LIST_ROWS] = (uint32_t)(out->n - start);
	put_check(p, head, out);
	start = out->n;
	for (int i = 0; (changed || outdated) && i < MEDIA_METADATA_FIELDS &&
	     p->plan->metadata_was != STREAM_NONE;
	     i++)
		put_changed_metadata(p, i, out->n > start, out);
	head->lists[LIST_FACTS] = (uint32_t)(out->n - start);
	row_put_tags(p, KIND_UPDATE, head, out);
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
void
row_put_removal(struct preparer *p, struct prepared *head, struct buf *out)
{
	size_t start = out->n;
	uint64_t id = 0;

	head->kind = KIND_TAKE;
	row_known_id(p, &id);
	row_keys_add_there(p, id, head);
	put_there(p, out);
	removal_put_values(out, p->plan, p->there.fields, &p->there.value);
	if (p->plan->tags_go)
		put_tags_that_go(p, out);
	buf_put_char(out, ')');
	head->lists[LIST_ROWS] = (uint32_t)(out->n - start);
	put_check(p, head, out);
	start = out->n;
	if (p->plan->tags_go && p->plan->undo)
		row_put_more_tags(p, out);
	head->lists[LIST_TAGS] = (uint32_t)(out->n - start);
}
