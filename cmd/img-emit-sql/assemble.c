/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/diag.h"
#include "base/mem.h"
#include "text/counted.h"
#include "assemble.h"
#include "picture_set.h"
#include "removal.h"
#include "script.h"
#include "spool.h"
#include "sql.h"
#include "tags.h"

/* A server takes no statement of more than a megabyte where it is old. */
enum { STATEMENT_MOST = 900 * 1024 };

struct collector {
	const struct plan *plan;
	struct rejects *rejects;
	struct batch batches[NKINDS];
	struct seen_keys *pictures, *records;
	struct picture_set *everybodys; /* NULL for the inverse */
	struct derivatives derivatives;
	struct spool *removals; /* records to be undone, or NULL */
	uint32_t *collids; /* sorted */
	size_t ncollids;
	struct script_sums sums;
	struct unknown_tags *unknown;
	uint64_t since_commit;
	struct buf text;
};

struct collector *
collector_new(const struct plan *plan, struct rejects *rejects)
{
	struct collector *c = mem_array(1, sizeof *c);

	c->plan = plan;
	c->rejects = rejects;
	c->pictures = seen_keys_new();
	c->records = seen_keys_new();
	c->unknown = unknown_tags_new();
	if (plan->undo && plan->create)
		c->removals = spool_new();
	if (!plan->undo && !plan->remove)
		c->everybodys = picture_set_new();
	if (plan->remove)
		removal_statements(plan, &c->batches[KIND_TAKE]);
	else if (plan->undo)
		undo_statements(plan, c->batches);
	else
		load_statements(plan, c->batches);
	return c;
}

/* What is needed only while rows come. */
static void
free_seen(struct collector *c)
{
	seen_keys_free(c->pictures);
	seen_keys_free(c->records);
	c->pictures = c->records = NULL;
	if (derivatives_finish(&c->derivatives))
		diag_attention();
	c->derivatives = (struct derivatives){0};
}

void
collector_free(struct collector *c)
{
	for (int i = 0; i < NKINDS; i++)
		batch_free(&c->batches[i]);
	free_seen(c);
	if (unknown_tags_report(c->unknown))
		diag_attention();
	unknown_tags_free(c->unknown);
	spool_free(c->removals);
	picture_set_free(c->everybodys);
	free(c->collids);
	buf_free(&c->text);
	free(c);
}

static void
flush(struct collector *c, struct batch *batch, struct output *out)
{
	const struct plan *plan = c->plan;

	c->since_commit += batch->rows;
	batch_flush(batch, out);
	if (plan->commit_every == 0 || c->since_commit < plan->commit_every)
		return;
	c->since_commit = 0;
	buf_clear(&c->text);
	script_commit(&c->text, plan);
	output_put(out, buf_slice(&c->text));
}

static void
remember_collection(struct collector *c, uint32_t collid)
{
	size_t at = 0;

	while (at < c->ncollids && c->collids[at] < collid)
		at++;
	if (at < c->ncollids && c->collids[at] == collid)
		return;
	c->collids =
	    mem_resize(c->collids, c->ncollids + 1, sizeof *c->collids);
	memmove(c->collids + at + 1, c->collids + at,
	    (c->ncollids - at) * sizeof *c->collids);
	c->collids[at] = collid;
	c->ncollids++;
}

/* What is said of a new record, once however many pictures it has. */
static bool
is_of_record(enum list list)
{
	return list == LIST_NUMBERS || list == LIST_RECORDS;
}

/* A text that is not empty. */
static void
put_in_list(
    struct collector *c, enum kind kind, enum list list, struct slice text)
{
	if (list == LIST_UNKNOWN_TAGS)
		unknown_tags_add(c->unknown, text);
	else if (c->removals != NULL && list == LIST_RECORDS)
		spool_add(c->removals, text);
	else
		batch_add(&c->batches[kind], list, text);
}

static void
flush_full(struct collector *c, struct batch *batch, struct output *out)
{
	batch->rows++;
	if (batch->rows >= c->plan->batch || batch->most >= STATEMENT_MOST)
		flush(c, batch, out);
}

static void
count(struct collector *c, const struct prepared *head)
{
	c->sums.pictures++;
	c->sums.linked += head->kind == KIND_LINK;
	c->sums.there += head->kind == KIND_THERE;
	if (c->everybodys != NULL)
		picture_set_add(c->everybodys, head->picture);
}

static void
accept(struct collector *c, const struct prepared *head, const char *text,
    struct output *out)
{
	bool again = head->kind == KIND_CREATE &&
	    !seen_keys_add(c->records, head->id, &head->record, 1);

	if (c->ncollids == 0 || c->collids[c->ncollids - 1] != head->collid)
		remember_collection(c, head->collid);
	for (int i = 0; i < NLISTS; i++) {
		if (head->lists[i] == 0)
			continue;
		if (!again || !is_of_record((enum list)i))
			put_in_list(c, head->kind, (enum list)i,
			    (struct slice){text, head->lists[i]});
		text += head->lists[i];
	}
	count(c, head);
	flush_full(c, &c->batches[head->kind], out);
}

/* A record can go when all its pictures are gone, so these come last. */
static void
remove_records(struct collector *c, struct output *out)
{
	struct slice line;

	while (spool_next(c->removals, &line)) {
		batch_add(&c->batches[KIND_REMOVE], LIST_RECORDS, line);
		flush_full(c, &c->batches[KIND_REMOVE], out);
	}
	batch_flush(&c->batches[KIND_REMOVE], out);
}

/* False if it has come before, for the same record. */
static bool
see_picture(struct collector *c, const struct prepared *head)
{
	return head->md5_key > 0
	    ? seen_keys_add_marked(
		  c->pictures, head->id, head->keys, head->nkeys)
	    : seen_keys_add(c->pictures, head->id, head->keys, head->nkeys);
}

/* Its URL may have come with an MD5, and not with this one. */
static void
reject_seen(struct collector *c, const struct prepared *head, struct slice row)
{
	struct slice other = {
	    row.at + head->rejected + head->as_derivative, head->as_other};

	if (head->md5_key > 0 &&
	    seen_keys_is_marked(c->pictures, head->id, head->keys[0]) &&
	    !seen_keys_has(c->pictures, head->id, head->keys[head->md5_key]))
		rejects_add(c->rejects, REJECT_REASON_OTHER_BYTES, other);
	else
		rejects_add(c->rejects, REJECT_REASON_DUPLICATE, row);
}

static void
take_row(struct collector *c, const struct prepared *head, struct output *out)
{
	const char *text = (const char *)(head + 1);
	struct slice row = {text, head->rejected};

	for (int i = 0; i < NLISTS; i++)
		row.at += head->lists[i];
	if (head->reason != REJECT_REASON_NOT)
		rejects_add(c->rejects, head->reason, row);
	else if (!see_picture(c, head))
		reject_seen(c, head, row);
	else if (derivatives_add(&c->derivatives, head->file, head->id))
		rejects_add(c->rejects, REJECT_REASON_DERIVATIVE_OF,
		    (struct slice){
			row.at + head->rejected, head->as_derivative});
	else
		accept(c, head, text, out);
}

/* The rows' text begins aligned, and so does each head in it. */
static const struct prepared *
head_at(const char *at)
{
	return (const void *)at;
}

/*
 * Announces the keys of some rows, together, so that memory looks for them
 * together. Returns where the rows end.
 */
static const char *
announce(const struct collector *c, const char *at, const char *end)
{
	enum { ROWS = 8 };

	for (int row = 0; row < ROWS && at < end; row++) {
		const struct prepared *head = head_at(at);

		seen_keys_prefetch(c->pictures, head->id);
		derivatives_expect(&c->derivatives, head->file, head->id);
		at += head->size;
	}
	return at;
}

void
collector_take(void *collector, struct slice rows, struct output *out)
{
	struct collector *c = collector;
	const char *at = rows.at, *end = at + rows.n;
	const char *announced = announce(c, at, end);

	while (at < end) {
		const char *stop = announced;

		announced = announce(c, announced, end);
		for (; at < stop; at += head_at(at)->size)
			take_row(c, head_at(at), out);
	}
}

void
collector_finish(struct collector *c, struct output *out)
{
	c->sums.collids = c->collids;
	c->sums.ncollids = c->ncollids;
	free_seen(c);
	if (c->everybodys != NULL)
		c->sums.shared = picture_set_repeats(c->everybodys);
	for (int i = 0; i < NKINDS; i++)
		batch_flush(&c->batches[i], out);
	if (c->removals != NULL)
		remove_records(c, out);
	buf_clear(&c->text);
	script_foot(&c->text, c->plan, &c->sums);
	output_put(out, buf_slice(&c->text));
}

void
collector_report(const struct collector *c)
{
	if (c->sums.shared > 0)
		warn("%" PRIu64 " of %s on another record of this batch, too "
		     "(same-picture-other-record)",
		    c->sums.shared,
		    COUNTED(c->sums.pictures, "picture is", "pictures are"));
	inform("%s in statements",
	    COUNTED(c->sums.pictures, "picture", "pictures"));
}

uint64_t
collector_accepted(const struct collector *c)
{
	return c->sums.pictures;
}
