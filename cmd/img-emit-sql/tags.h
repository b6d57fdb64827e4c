/* SPDX-License-Identifier: MIT */
/*
 * The portal's tags of pictures (imagetag): which of its keys a row means, and
 * the statements that put them in and take them back. In statements the tags
 * of a picture are one text, "|HasLabel|HasOrganism|".
 */
#ifndef IMG_TAGS_H
#define IMG_TAGS_H

#include "batch.h"
#include "sql_plan.h"

/* Zero-initialise; one for each thread. */
struct row_tags {
	struct buf known, more; /* the texts, or nothing */
	struct buf unknown; /* words that are no key, with LF after each */
	struct buf chosen; /* a byte for each key */
};

void row_tags_free(struct row_tags *tags);

/* The tags that a row says, by its columns tags and view and its name. */
void row_tags_settle(struct row_tags *tags, const struct plan *plan,
    struct slice list, struct slice view, struct slice name);

/* Sets `more`: without those of the export, "HasLabel | HasOrganism". */
void row_tags_subtract(
    struct row_tags *tags, const struct plan *plan, struct slice had);

/* The portal's keys, for plan_settle(); free(3) gives them back. */
const char **tags_keys(const struct portal *portal, size_t *n);

/* Before pictures are put in: the newest one that is there. */
void tags_put_newest(struct buf *out, const struct plan *plan);

/* For pictures of the batch that were put in after that. */
void tags_of_new(const struct plan *plan, struct batch *batch, enum kind kind);

/* For pictures that the portal has: put in, or with --undo taken away. */
void tags_of_known(const struct plan *plan, struct batch *batch);

/*
 * The condition that the picture m has no other tags than those of b, and
 * nothing that people add to a tag.
 */
void tags_put_only_ours(struct buf *out, const struct plan *plan);

/*
 * --remove: the tags of a picture that goes are in b.tags, as the export has
 * them, and in b.ours those that its row says. The condition that the picture m
 * has no others than these and those that came with it: ours are those of the
 * row, and what a picture of img-emit-sql got as it was put in.
 */
void tags_put_only_known(struct buf *out, const struct plan *plan);

/* "A | B" as it is compared: "|A|B|"; nothing of nothing. */
void tags_put_list(struct buf *out, struct slice list);

/* Before pictures are brought back, which are not there; and after it: those
 * get their tags again. */
void tags_note_gone(const struct plan *plan, struct batch *batch);
void tags_bring_back(const struct plan *plan, struct batch *batch);

/* Words that no key is called by, counted over all rows. */
struct unknown_tags;
struct unknown_tags *unknown_tags_new(void);
void unknown_tags_free(struct unknown_tags *unknown);
void unknown_tags_add(struct unknown_tags *unknown, struct slice words);

/* Warns of them, if there are any; false if there are none. */
bool unknown_tags_report(const struct unknown_tags *unknown);

#endif
