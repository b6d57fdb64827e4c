/* SPDX-License-Identifier: MIT */
/*
 * The statements that refresh pictures which the portal has, or take that
 * back. In the list, a column holds what is new and column_was what the
 * portal had; both are NULL where nothing changes. A hash that is no longer
 * true is replaced by an empty text, which becomes NULL.
 */
#include "media_metadata.h"
#include "sql.h"
#include "tags.h"

/* NULL and an empty text are the same: an export cannot tell them apart. */
static void
put_has(struct buf *out, const struct plan *plan, const struct target *t,
    const char *suffix)
{
	const char *c = t->column;

	buf_printf(out, "(b.%s IS NULL OR ", c);
	if (t->number)
		buf_printf(
		    out, "m.%s %s b.%s%s)", c, sql_same(plan), c, suffix);
	else {
		sql_bytes(out, plan, &t->limit, "COALESCE(m.%s, '')", c);
		buf_printf(out, " = COALESCE(b.%s%s, ''))", c, suffix);
	}
}

/* The portal has, in all columns that change, what b has in "column"suffix. */
static void
put_all_have(struct buf *out, const struct plan *plan, const char *suffix)
{
	const char *and = "(";

	for (int i = 0; i < NTARGETS; i++)
		if (plan->targets[i].refreshed) {
			buf_put_string(out, and);
			put_has(out, plan, &plan->targets[i], suffix);
			and = "\n    AND ";
		}
	buf_put_string(out, ")");
}

static void
put_joins(struct buf *out, const struct plan *plan)
{
	buf_printf(out,
	    "%s %s m ON m.%s = b.%s AND m.occid = b.occid\n"
	    "%s omoccurrences o ON o.occid = m.occid\n",
	    sql_then(plan), plan->media, plan->key, plan->key, sql_then(plan));
}

/* Those in which somebody has changed what is to be changed. */
static void
stale(const struct plan *plan, struct batch *batch)
{
	struct statement *s = batch_statement(batch, LIST_ROWS);
	struct buf *after = &s->after;

	sql_add(&s->before, plan, "stale");
	sql_with(&s->before, plan, KIND_UPDATE, LIST_ROWS);
	buf_put_string(after, ")\nSELECT COUNT(*) FROM b\n");
	put_joins(after, plan);
	buf_put_string(after, "WHERE ");
	sql_guard(after, plan);
	buf_put_string(after, "\n  AND NOT ");
	put_all_have(after, plan, "_was");
	buf_put_string(after, "\n  AND NOT ");
	put_all_have(after, plan, "");
	sql_added(after);
}

static void
put_assignments(struct buf *out, const struct plan *plan)
{
	const char *m = plan->dialect == DIALECT_SQLITE ? "" : "m.";
	const char *comma = "SET ";

	for (int i = 0; i < NTARGETS; i++) {
		const char *c = plan->targets[i].column;

		if (!plan->targets[i].refreshed)
			continue;
		if (plan->undo)
			buf_printf(out,
			    "%s%s%s = CASE WHEN b.%s IS NULL THEN m.%s"
			    " ELSE b.%s_was END",
			    comma, m, c, c, c, c);
		else if (target_is_hash((enum target_id)i))
			buf_printf(out,
			    "%s%s%s = CASE WHEN b.%s = '' THEN NULL"
			    " ELSE COALESCE(b.%s, m.%s) END",
			    comma, m, c, c, c, c);
		else
			buf_printf(out, "%s%s%s = COALESCE(b.%s, m.%s)", comma,
			    m, c, c, c);
		comma = ",\n  ";
	}
	buf_put_char(out, '\n');
}

static void
refresh(const struct plan *plan, struct batch *batch)
{
	struct statement *s = batch_statement(batch, LIST_ROWS);
	struct buf *before = &s->before, *after = &s->after;

	if (plan->dialect == DIALECT_SQLITE) {
		buf_printf(before, "UPDATE %s AS m\n", plan->media);
		put_assignments(before, plan);
		buf_put_string(before, "FROM (");
		sql_with(before, plan, KIND_UPDATE, LIST_ROWS);
		buf_printf(after,
		    ") SELECT * FROM b) AS b, omoccurrences AS o\n"
		    "WHERE m.%s = b.%s AND o.occid = m.occid\n"
		    "  AND m.occid = b.occid AND ",
		    plan->key, plan->key);
	} else {
		buf_put_string(before, "UPDATE (");
		sql_with(before, plan, KIND_UPDATE, LIST_ROWS);
		buf_put_string(after, ") SELECT * FROM b) b\n");
		put_joins(after, plan);
		put_assignments(after, plan);
		sql_where(after, plan);
	}
	sql_guard(after, plan);
	buf_put_string(after, "\n  AND ");
	put_all_have(after, plan, plan->undo ? "" : "_was");
	buf_put_string(after, ";\n");
	sql_count(after, plan, "updated");
}

void
update_statements(const struct plan *plan, struct batch *batch)
{
	check_statement(plan, batch, KIND_UPDATE);
	stale(plan, batch);
	refresh(plan, batch);
	if (plan->metadata_was != STREAM_NONE)
		media_metadata_statements(plan, batch);
	if (plan->tags)
		tags_of_known(plan, batch);
}
