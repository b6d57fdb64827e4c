/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <strings.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/number.h"
#include "literal.h"
#include "media_metadata.h"
#include "removal.h"
#include "sql.h"
#include "tags.h"

enum type { TYPE_TEXT, TYPE_NUMBER, TYPE_TIME };

struct kept {
	size_t at; /* in media.tsv */
	const char *column; /* the portal's */
	enum type type;
	bool needed; /* NOT NULL */
	struct limit limit;
};

struct removal {
	struct kept *columns;
	size_t n;
	size_t metadata; /* in media.tsv, or STREAM_NONE */
};

/* What the list calls the values of mediametadata. */
static const char *const values_of[] = {"original", "web", "thumbnail"};

/* What the stream calls a column of the portal's table. */
static const char *
stream_name(const struct plan *plan, const char *column)
{
	if (strcasecmp(column, plan->schema->key) == 0)
		return "mediaID";
	if (strcasecmp(column, "photographer") == 0)
		return "creator";
	return strcasecmp(column, "photographerUid") == 0 ? "creatorUid"
							  : column;
}

static enum type
type_of(const struct portal_column *c)
{
	if (c->length > 0 || *c->charset != '\0')
		return TYPE_TEXT;
	return strcasecmp(c->type, "timestamp") == 0 ||
		strcasecmp(c->type, "datetime") == 0
	    ? TYPE_TIME
	    : TYPE_NUMBER;
}

static void
add(struct removal *r, const struct plan *plan, const struct portal_column *c)
{
	struct kept kept = {.column = c->column, .type = type_of(c)};

	kept.at =
	    portal_media_column(plan->existing, stream_name(plan, c->column));
	if (kept.at == STREAM_NONE)
		die("%s: media.tsv has no column for '%s', which could not be"
		    " brought back",
		    plan->portal_dir, c->column);
	kept.needed = !c->nullable;
	kept.limit.foreign =
	    *c->charset != '\0' && strncasecmp(c->charset, "utf8", 4) != 0;
	r->columns[r->n++] = kept;
}

struct removal *
removal_new(const struct plan *plan)
{
	struct removal *r = mem_array(1, sizeof *r);
	size_t n;
	const struct portal_column *columns = portal_columns(plan->portal, &n);

	r->columns = mem_array(n, sizeof *r->columns);
	for (size_t i = 0; i < n; i++)
		if (strcasecmp(columns[i].table, plan->schema->media) == 0 &&
		    strcasecmp(columns[i].column, plan->schema->key) != 0 &&
		    strcasecmp(columns[i].column, "occid") != 0 &&
		    columns[i].nth == 0)
			add(r, plan, &columns[i]);
	r->metadata = portal_media_column(plan->existing, "mediametadata");
	if (plan->schema->metadata && r->metadata == STREAM_NONE)
		die("%s: media.tsv has no column 'mediametadata': export"
		    " again with this version",
		    plan->portal_dir);
	return r;
}

void
removal_free(struct removal *r)
{
	if (r != NULL)
		free(r->columns);
	free(r);
}

void
removal_put_names(struct buf *out, const struct plan *plan)
{
	for (size_t i = 0; i < plan->removal->n; i++)
		buf_printf(out, ", v%zu", i);
	for (int i = 0; plan->schema->metadata && i < 3; i++)
		buf_printf(out, ", %sBytes, %sMD5, %sMade, %sChanged",
		    values_of[i], values_of[i], values_of[i], values_of[i]);
	if (plan->tags_go)
		buf_put_string(out, ", tags, ours");
}

static void
put_kept(struct buf *out, const struct plan *plan, const struct kept *c,
    struct slice value)
{
	buf_put_string(out, ", ");
	if (value.n == 0)
		buf_put_string(
		    out, c->needed && c->type == TYPE_TEXT ? "''" : "NULL");
	else if (c->type == TYPE_TIME)
		media_metadata_put_time(out, plan, value);
	else if (c->type == TYPE_NUMBER && number_is(value))
		buf_put_slice(out, value);
	else
		literal_put(out, plan->dialect, value);
}

static void
put_metadata(struct buf *out, const struct plan *plan, struct slice all,
    const char *field)
{
	struct media_metadata m = media_metadata_find(all, field);

	buf_put_string(out, ", ");
	buf_put_slice(out, number_is(m.bytes) ? m.bytes : SLICE("NULL"));
	buf_put_string(out, ", ");
	literal_put(out, plan->dialect, m.md5);
	buf_put_string(out, ", ");
	media_metadata_put_time(out, plan, m.made);
	buf_put_string(out, ", ");
	media_metadata_put_time(out, plan, m.changed);
}

void
removal_put_values(struct buf *out, const struct plan *plan,
    const struct slice fields[], struct buf *scratch)
{
	const struct removal *r = plan->removal;

	for (size_t i = 0; i < r->n; i++)
		put_kept(out, plan, &r->columns[i],
		    stream_value(fields[r->columns[i].at], scratch));
	for (int i = 0; plan->schema->metadata && i < 3; i++)
		put_metadata(out, plan,
		    stream_value(fields[r->metadata], scratch),
		    media_metadata_field(i));
}

static void
put_same(struct buf *out, const struct plan *plan)
{
	for (size_t i = 0; i < plan->removal->n; i++) {
		const struct kept *c = &plan->removal->columns[i];

		buf_put_string(out, "\n  AND ");
		if (c->type == TYPE_TEXT) {
			sql_bytes(out, plan, &c->limit, "COALESCE(m.%s, '')",
			    c->column);
			buf_printf(out, " = COALESCE(b.v%zu, '')", i);
		} else
			buf_printf(out, "m.%s %s b.v%zu", c->column,
			    sql_same(plan), i);
	}
}

static void
take_out(const struct plan *plan, struct batch *batch)
{
	struct statement *s = batch_statement(batch, LIST_ROWS);
	struct buf *before = &s->before, *after = &s->after;
	const char *key = plan->schema->key;
	bool sqlite = plan->dialect == DIALECT_SQLITE;

	if (sqlite)
		buf_printf(before, "DELETE FROM %s WHERE %s IN (\n",
		    plan->schema->media, key);
	else
		buf_put_string(before, "DELETE m FROM (");
	sql_with(before, plan, KIND_TAKE, LIST_ROWS);
	if (sqlite)
		buf_printf(after, ")\nSELECT m.%s FROM b\n", key);
	else
		buf_put_string(after, ") SELECT * FROM b) b\n");
	buf_printf(after,
	    "%s %s m ON m.%s = b.%s AND m.occid = b.occid\n"
	    "%s omoccurrences o ON o.occid = m.occid\n",
	    sql_then(plan), plan->schema->media, key, key, sql_then(plan));
	sql_where(after, plan);
	sql_guard(after, plan);
	buf_put_string(after, "\n  AND CASE WHEN TRUE");
	put_same(after, plan);
	sql_nothing_hung_on(after, plan);
	buf_put_string(after, sqlite ? " THEN 1 END);\n" : " THEN 1 END;\n");
	sql_count(after, plan, "deleted");
}

static void
bring_back(const struct plan *plan, struct batch *batch)
{
	struct statement *s = batch_statement(batch, LIST_ROWS);
	struct buf *before = &s->before, *after = &s->after;
	const struct removal *r = plan->removal;
	const char *key = plan->schema->key;

	buf_printf(
	    before, "INSERT INTO %s (%s, occid", plan->schema->media, key);
	for (size_t i = 0; i < r->n; i++)
		buf_printf(before, ", %s", r->columns[i].column);
	buf_put_string(before, ")\n");
	sql_with(before, plan, KIND_TAKE, LIST_ROWS);
	buf_printf(after, ")\nSELECT b.%s, o.occid", key);
	for (size_t i = 0; i < r->n; i++)
		buf_printf(after, ", b.v%zu", i);
	buf_printf(after, "\nFROM b %s omoccurrences o ON o.occid = b.occid\n",
	    sql_then(plan));
	sql_where(after, plan);
	sql_guard(after, plan);
	buf_printf(after,
	    "\n  AND NOT EXISTS (SELECT 1 FROM %s k WHERE k.%s = b.%s);\n",
	    plan->schema->media, key, key);
	sql_count(after, plan, "inserted");
}

static void
bring_metadata_back(const struct plan *plan, struct batch *batch)
{
	struct statement *s = batch_statement(batch, LIST_ROWS);
	struct buf *after = &s->after;

	buf_put_string(&s->before,
	    "INSERT INTO mediametadata (mediaID, field, bytes, md5sum,"
	    " created_at, updated_at)\n");
	sql_with(&s->before, plan, KIND_TAKE, LIST_ROWS);
	buf_put_string(after, ")");
	for (int i = 0; i < 3; i++) {
		const char *v = values_of[i];

		buf_printf(after,
		    "%s\nSELECT m.mediaID, '%s', b.%sBytes, b.%sMD5, b.%sMade,"
		    " b.%sChanged\nFROM b %s media m ON m.mediaID = b.mediaID"
		    " AND m.occid = b.occid\n",
		    i > 0 ? "\nUNION ALL" : "", media_metadata_field(i), v, v,
		    v, v, sql_then(plan));
		sql_where(after, plan);
		buf_printf(after,
		    "b.%sBytes IS NOT NULL AND NOT EXISTS (SELECT 1 FROM"
		    " mediametadata d\n    WHERE d.mediaID = m.mediaID"
		    " AND d.field = '%s')",
		    v, media_metadata_field(i));
	}
	buf_put_string(after, ";\n");
	sql_count(after, plan, "facts");
}

void
removal_statements(const struct plan *plan, struct batch *batch)
{
	check_statement(plan, batch, KIND_TAKE);
	if (!plan->undo) {
		take_out(plan, batch);
		return;
	}
	if (plan->tags_go)
		tags_note_gone(plan, batch);
	bring_back(plan, batch);
	if (plan->tags_go)
		tags_bring_back(plan, batch);
	if (plan->schema->metadata)
		bring_metadata_back(plan, batch);
}
