/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "sink/rejects.h"
#include "row_cells.h"
#include "row_keys.h"
#include "row_known.h"
#include "row_picture.h"
#include "row_record.h"
#include "row_texts.h"
#include "row_update.h"

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
	buf_free(&p->folder);
	known_picture_free(&p->there);
	row_tags_free(&p->tags);
	free(p);
}

void
row_begin(struct preparer *p, const struct block *block)
{
	struct slice rows = block_row(block, 0);
	struct slice last = block_row(block, block->nrows - 1);

	rows.n = (size_t)(last.at + last.n - rows.at);
	/* As bytes_are_plain() of each row would say. */
	p->all_plain =
	    block->printable && memchr(rows.at, '\'', rows.n) == NULL;
}

static enum reject_reason
judge(struct preparer *p, enum kind *kind)
{
	enum reject_reason reason;
	uint64_t id;

	/* What is to go may be as bad as it likes. */
	reason = p->plan->remove ? REJECT_REASON_NOT : row_record_verdict(p);
	if (reason == REJECT_REASON_NOT)
		reason = row_known_named(p);
	if (reason == REJECT_REASON_NOT)
		reason = row_record_judge(p, kind);
	if (reason == REJECT_REASON_NOT)
		reason = row_record_collection(p);
	if (reason == REJECT_REASON_NOT)
		reason =
		    p->plan->remove ? REJECT_REASON_NOT : row_picture_judge(p);
	if (reason == REJECT_REASON_NOT)
		reason = row_known_judge(p, *kind);
	if (reason == REJECT_REASON_NOT && p->plan->remove &&
	    (p->known == KNOWN_NOT || !row_known_id(p, &id)))
		reason = REJECT_REASON_NOT_THERE;
	return reason;
}

static void
put_accepted(struct preparer *p, struct prepared *head, struct buf *out)
{
	head->id = p->occid;
	if (p->plan->remove) {
		row_put_removal(p, head, out);
		return;
	}
	if (p->plan->tags)
		row_tags_settle(&p->tags, p->plan,
		    p->cells[p->cells[C_TAGS].n > 0 ? C_TAGS : C_TAG],
		    p->cells[C_VIEW], p->cells[C_NAME]);
	if (head->kind == KIND_CREATE)
		row_keys_record(p, head);
	row_keys_find(p, head);
	if (p->known != KNOWN_NOT)
		row_known_settle(p, head);
	head->picture = p->picture;
	if (head->kind == KIND_UPDATE)
		row_put_update(p, head, out);
	else
		row_put_new(p, head->kind, head, out);
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
	head->rejected = (uint32_t)(out->n - text);
	text = out->n;
	if (taken && head->file.rank > 1)
		rejects_put(p->rejects, block, row, REJECT_REASON_DERIVATIVE_OF,
		    p->column, out);
	head->as_derivative = (uint32_t)(out->n - text);
	text = out->n;
	if (taken && head->md5_key > 0)
		rejects_put(p->rejects, block, row, REJECT_REASON_OTHER_BYTES,
		    p->column, out);
	head->as_other = (uint32_t)(out->n - text);
}

/* Zeros up to where the next head can be. */
static void
pad(struct buf *out, size_t start)
{
	size_t missing = (start - out->n) % sizeof(size_t);

	memset(buf_room(out, sizeof(size_t)), 0, sizeof(size_t));
	out->n += missing;
}

void
row_prepare(
    struct preparer *p, const struct block *block, size_t row, struct buf *out)
{
	struct prepared head = p->blank;
	size_t start = out->n;
	uint32_t size;

	buf_room(out, sizeof head);
	out->n += sizeof head;
	row_cells_fetch(p, block, row);
	head.reason = judge(p, &head.kind);
	head.collid = p->collid;
	if (head.reason == REJECT_REASON_NOT)
		put_accepted(p, &head, out);
	if (p->rejects != NULL)
		put_rejects(p, block, row, &head, out);
	pad(out, start);
	memcpy(out->at + start, &head, sizeof head);
	/* By itself: what has just been written is not copied as fast. */
	size = (uint32_t)(out->n - start);
	memcpy(out->at + start + offsetof(struct prepared, size), &size,
	    sizeof size);
}
