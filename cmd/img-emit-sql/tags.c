/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdlib.h>
#include <strings.h>

#include "base/ascii.h"
#include "base/diag.h"
#include "base/mem.h"
#include "registry/view.h"
#include "text/counted.h"
#include "sql.h"
#include "tags.h"

const char **
tags_keys(const struct portal *portal, size_t *n)
{
	const struct portal_column *columns;
	size_t ncolumns = 0;
	const char **keys;

	*n = 0;
	columns = portal != NULL ? portal_columns(portal, &ncolumns) : NULL;
	keys = mem_array(ncolumns + NVIEW_TAGS, sizeof *keys);
	for (size_t i = 0; i < ncolumns; i++)
		if (strcasecmp(columns[i].table, "imagetagkey") == 0 &&
		    strcasecmp(columns[i].column, "tagkey") == 0 &&
		    *columns[i].value != '\0')
			keys[(*n)++] = columns[i].value;
	if (*n > 0)
		return keys;
	for (size_t i = 0; i < NVIEW_TAGS; i++)
		keys[(*n)++] = view_tag_keys[i];
	return keys;
}

void
row_tags_free(struct row_tags *tags)
{
	buf_free(&tags->known);
	buf_free(&tags->more);
	buf_free(&tags->unknown);
	buf_free(&tags->chosen);
}

static bool
is_separator(char c)
{
	return c == '|' || c == ';' || c == ',' || c == '\n';
}

/* The next of "A | B; C, D", trimmed; false at the end. */
static bool
next_tag(struct slice *rest, struct slice *tag)
{
	while (rest->n > 0) {
		size_t n = 0;

		while (n < rest->n && !is_separator(rest->at[n]))
			n++;
		*tag = slice_trim((struct slice){rest->at, n});
		*rest = slice_from(*rest, n < rest->n ? n + 1 : n);
		if (tag->n > 0)
			return true;
	}
	return false;
}

static bool
choose(struct row_tags *tags, const struct plan *plan, struct slice tag)
{
	for (size_t i = 0; i < plan->ntag_keys; i++)
		if (ascii_equal(tag, plan->tag_keys[i])) {
			tags->chosen.at[i] = 1;
			return true;
		}
	return false;
}

static void
put_chosen(
    const struct row_tags *tags, const struct plan *plan, struct buf *out)
{
	buf_clear(out);
	for (size_t i = 0; i < plan->ntag_keys; i++) {
		if (!tags->chosen.at[i])
			continue;
		if (out->n == 0)
			buf_put_char(out, '|');
		buf_put_string(out, plan->tag_keys[i]);
		buf_put_char(out, '|');
	}
}

static void
clear(struct row_tags *tags, const struct plan *plan)
{
	buf_clear(&tags->chosen);
	for (size_t i = 0; i < plan->ntag_keys; i++)
		buf_put_char(&tags->chosen, 0);
}

void
row_tags_settle(struct row_tags *tags, const struct plan *plan,
    struct slice list, struct slice view, struct slice name)
{
	struct slice tag;
	unsigned views;

	clear(tags, plan);
	buf_clear(&tags->unknown);
	if (list.n == 0) {
		views = view_tags_of_text(view);
		if (views == 0 && plan->name_tags)
			views = view_tags_of_name(name);
		for (size_t i = 0; i < NVIEW_TAGS; i++)
			if ((views & 1u << i) != 0)
				choose(tags, plan, slice_of(view_tag_keys[i]));
	}
	while (next_tag(&list, &tag)) {
		if (choose(tags, plan, tag))
			continue;
		buf_put_slice(&tags->unknown, tag);
		buf_put_char(&tags->unknown, '\n');
	}
	put_chosen(tags, plan, &tags->known);
	buf_clear(&tags->more);
}

void
row_tags_subtract(
    struct row_tags *tags, const struct plan *plan, struct slice had)
{
	struct slice tag;

	while (next_tag(&had, &tag))
		for (size_t i = 0; i < plan->ntag_keys; i++)
			if (ascii_equal(tag, plan->tag_keys[i]))
				tags->chosen.at[i] = 0;
	put_chosen(tags, plan, &tags->more);
}

/* The list in b has the key. */
static void
put_list_has(
    struct buf *out, const struct plan *plan, const char *list, const char *key)
{
	if (plan->dialect == DIALECT_SQLITE)
		buf_printf(out, "INSTR(%s, '|' || %s || '|') > 0", list, key);
	else
		buf_printf(
		    out, "INSTR(%s, CONCAT('|', %s, '|')) > 0", list, key);
}

static void
put_has(struct buf *out, const struct plan *plan, const char *key)
{
	put_list_has(out, plan, "b.tags", key);
}

static void
put_insert(struct buf *out, const struct plan *plan, const char *time)
{
	buf_printf(
	    out, "INSERT INTO imagetag (%s, keyValue%s)\n", plan->key, time);
}

/* The portal's keys that the text of b has, for pictures m without them. */
static void
put_select(struct buf *out, const struct plan *plan, const char *time,
    const char *join)
{
	buf_printf(out, ")\nSELECT m.%s, k.tagkey%s\nFROM b %s %s m ON %s\n%s",
	    plan->key, time, sql_then(plan), plan->media, join, sql_then(plan));
	buf_put_string(out, " imagetagkey k ON ");
	put_has(out, plan, "k.tagkey");
	buf_put_char(out, '\n');
	sql_where(out, plan);
	buf_printf(out,
	    "NOT EXISTS (SELECT 1 FROM imagetag x\n"
	    "    WHERE x.%s = m.%s AND x.keyValue = k.tagkey)",
	    plan->key, plan->key);
}

void
tags_put_newest(struct buf *out, const struct plan *plan)
{
	buf_printf(out,
	    plan->dialect == DIALECT_SQLITE
		? "UPDATE temp.imgpipe SET newest = (SELECT COALESCE(MAX(%s), 0)"
		  " FROM %s);\n"
		: "SET @newest = (SELECT COALESCE(MAX(%s), 0) FROM %s);\n",
	    plan->key, plan->media);
}

void
tags_of_new(const struct plan *plan, struct batch *batch, enum kind kind)
{
	struct statement *s = batch_statement(batch, LIST_TAGS);

	/* A tag that came with its picture has the picture's own time. */
	put_insert(&s->before, plan, ", initialTimestamp");
	sql_with(&s->before, plan, kind, LIST_TAGS);
	put_select(&s->after, plan, ", m.initialTimestamp",
	    kind == KIND_CREATE
		? "m.recordID = b.recordID"
		: "m.recordID = b.recordID AND m.occid = b.occid");
	/* A tag that somebody has taken away does not come back. */
	buf_printf(&s->after, "\n  AND m.%s > %s;\n", plan->key,
	    plan->dialect == DIALECT_SQLITE
		? "(SELECT newest FROM temp.imgpipe)"
		: "@newest");
	sql_count(&s->after, plan, "tags");
}

static void
put_join(struct buf *out, const struct plan *plan)
{
	buf_printf(
	    out, "m.%s = b.%s AND m.occid = b.occid", plan->key, plan->key);
}

static void
take_away(const struct plan *plan, struct batch *batch)
{
	struct statement *s = batch_statement(batch, LIST_TAGS);
	struct buf *before = &s->before, *after = &s->after;
	bool sqlite = plan->dialect == DIALECT_SQLITE;

	buf_put_string(before,
	    sqlite ? "DELETE FROM imagetag WHERE imageTagID IN (\n"
		   : "DELETE x FROM (");
	sql_with(before, plan, KIND_UPDATE, LIST_TAGS);
	buf_printf(after, "%s%s %s m ON ",
	    sqlite ? ")\nSELECT x.imageTagID FROM b\n"
		   : ") SELECT * FROM b) b\n",
	    sql_then(plan), plan->media);
	put_join(after, plan);
	buf_printf(after, "\n%s imagetag x ON x.%s = m.%s AND ", sql_then(plan),
	    plan->key, plan->key);
	put_has(after, plan, "x.keyValue");
	buf_put_char(after, '\n');
	sql_where(after, plan);
	buf_printf(after, "x.imageBoundingBox IS NULL AND x.notes IS NULL%s;\n",
	    sqlite ? ")" : "");
	sql_count(after, plan, "tags");
}

static void
put_in(const struct plan *plan, struct batch *batch)
{
	struct statement *s = batch_statement(batch, LIST_TAGS);
	struct buf join = {0};

	put_insert(&s->before, plan, "");
	sql_with(&s->before, plan, KIND_UPDATE, LIST_TAGS);
	put_join(&join, plan);
	put_select(&s->after, plan, "", buf_string(&join));
	buf_put_string(&s->after, ";\n");
	sql_count(&s->after, plan, "tags");
	buf_free(&join);
}

void
tags_of_known(const struct plan *plan, struct batch *batch)
{
	if (plan->undo)
		take_away(plan, batch);
	else
		put_in(plan, batch);
}

void
tags_put_list(struct buf *out, struct slice list)
{
	struct slice tag;

	while (next_tag(&list, &tag)) {
		if (out->n == 0)
			buf_put_char(out, '|');
		buf_put_slice(out, tag);
		buf_put_char(out, '|');
	}
}

/* No tag with a box or notes, nor one for which what follows does not hold. */
static void
put_only(struct buf *out, const struct plan *plan)
{
	buf_printf(out,
	    "\n  AND NOT EXISTS (SELECT 1 FROM imagetag x WHERE x.%s = m.%s"
	    "\n    AND NOT (x.imageBoundingBox IS NULL AND x.notes IS NULL"
	    " AND ",
	    plan->key, plan->key);
}

void
tags_put_only_known(struct buf *out, const struct plan *plan)
{
	put_only(out, plan);
	put_list_has(out, plan, "COALESCE(b.tags, '')", "x.keyValue");
	buf_put_string(out, "\n      AND (");
	put_list_has(out, plan, "COALESCE(b.ours, '')", "x.keyValue");
	buf_put_string(out,
	    " OR SUBSTR(m.recordID, 15, 1) = '5'\n"
	    "        AND x.initialTimestamp = m.initialTimestamp)))");
}

void
tags_note_gone(const struct plan *plan, struct batch *batch)
{
	struct statement *s = batch_statement(batch, LIST_TAGS);
	bool sqlite = plan->dialect == DIALECT_SQLITE;

	buf_put_string(&s->before,
	    sqlite ? "UPDATE temp.imgpipe SET newest = (\n"
		   : "SET @newest = (\n");
	sql_with(&s->before, plan, KIND_TAKE, LIST_TAGS);
	buf_printf(&s->after,
	    ")\nSELECT GROUP_CONCAT(b.%s) FROM b\nWHERE NOT EXISTS"
	    " (SELECT 1 FROM %s m WHERE m.%s = b.%s));\n",
	    plan->key, plan->media, plan->key, plan->key);
}

void
tags_bring_back(const struct plan *plan, struct batch *batch)
{
	struct statement *s = batch_statement(batch, LIST_TAGS);
	struct buf *after = &s->after;

	buf_printf(&s->before,
	    "INSERT INTO imagetag (%s, keyValue, initialTimestamp)\n",
	    plan->key);
	sql_with(&s->before, plan, KIND_TAKE, LIST_TAGS);
	buf_printf(after,
	    ")\nSELECT m.%s, k.tagkey, m.initialTimestamp\nFROM b %s %s m ON"
	    " m.%s = b.%s AND m.occid = b.occid\n%s imagetagkey k ON ",
	    plan->key, sql_then(plan), plan->media, plan->key, plan->key,
	    sql_then(plan));
	put_has(after, plan, "k.tagkey");
	buf_put_char(after, '\n');
	sql_where(after, plan);
	buf_printf(after,
	    plan->dialect == DIALECT_SQLITE
		? "INSTR(',' || (SELECT newest FROM temp.imgpipe) || ',',"
		  " ',' || m.%s || ',') > 0;\n"
		: "FIND_IN_SET(m.%s, @newest) > 0;\n",
	    plan->key);
	sql_count(after, plan, "tags");
}

void
tags_put_only_ours(struct buf *out, const struct plan *plan)
{
	put_only(out, plan);
	buf_put_string(out, "b.tags IS NOT NULL AND ");
	put_has(out, plan, "x.keyValue");
	buf_put_string(out, "))");
}

struct unknown {
	char *word;
	uint64_t n;
};

/* More words than these are counted together. */
enum { WORDS_MOST = 20 };

struct unknown_tags {
	struct unknown words[WORDS_MOST];
	size_t n;
	uint64_t others;
};

struct unknown_tags *
unknown_tags_new(void)
{
	return mem_array(1, sizeof(struct unknown_tags));
}

void
unknown_tags_free(struct unknown_tags *unknown)
{
	for (size_t i = 0; i < unknown->n; i++)
		free(unknown->words[i].word);
	free(unknown);
}

static void
add_word(struct unknown_tags *unknown, struct slice word)
{
	for (size_t i = 0; i < unknown->n; i++)
		if (slice_is(word, unknown->words[i].word)) {
			unknown->words[i].n++;
			return;
		}
	if (unknown->n == WORDS_MOST)
		unknown->others++;
	else
		unknown->words[unknown->n++] =
		    (struct unknown){mem_string(word.at, word.n), 1};
}

void
unknown_tags_add(struct unknown_tags *unknown, struct slice words)
{
	struct slice word;

	while (slice_word(&words, '\n', &word))
		add_word(unknown, word);
}

bool
unknown_tags_report(const struct unknown_tags *unknown)
{
	struct buf list = {0};

	if (unknown->n == 0)
		return false;
	for (size_t i = 0; i < unknown->n; i++)
		buf_printf(&list, "%s'%s' (%" PRIu64 ")", i > 0 ? ", " : "",
		    unknown->words[i].word, unknown->words[i].n);
	if (unknown->others > 0)
		buf_printf(
		    &list, ", %s", COUNTED(unknown->others, "other", "others"));
	warn("tags that the portal does not have are left out: %s",
	    buf_string(&list));
	buf_free(&list);
	return true;
}
