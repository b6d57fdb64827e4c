/* SPDX-License-Identifier: MIT */
/*
 * What is counted before anything is done: rows whose record is not the one
 * that was exported any more, pictures that somebody has given to another
 * record, or deleted, and those of the batch that are there.
 */
#include "sql.h"

static void
put_count(struct buf *out, const char *when, const char *then, char name)
{
	buf_printf(
	    out, "COUNT(CASE WHEN %s THEN %s END) AS %c", when, then, name);
}

/* Of pictures that the portal had, m, with the record that it should have, o.
 */
static void
put_of_known(struct buf *out, const struct plan *plan)
{
	struct buf when = {0};

	put_count(out, "m.occid = b.occid AND o.occid IS NULL", "1", 'g');
	buf_put_string(out, ",\n  ");
	buf_printf(&when, "m.%s IS NULL OR m.occid = b.occid", plan->key);
	put_count(out, buf_string(&when), "NULL ELSE 1", 'm');
	buf_put_string(out, ",\n  ");
	buf_clear(&when);
	buf_printf(&when, "m.%s IS NULL", plan->key);
	put_count(out, buf_string(&when), "1", 'l');
	buf_printf(out, ",\n  0 AS w\nFROM b LEFT JOIN %s m ON m.%s = b.%s\n",
	    plan->media, plan->key, plan->key);
	buf_free(&when);
}

void
sql_own(struct buf *out, const struct plan *plan)
{
	buf_printf(out,
	    "EXISTS (SELECT 1 FROM %s w WHERE w.recordID = b.recordID)",
	    plan->media);
}

void
sql_moved(struct buf *out, const struct plan *plan, enum kind kind)
{
	buf_printf(out,
	    "EXISTS (SELECT 1 FROM %s r WHERE r.recordID = b.recordID\n"
	    "    AND NOT r.occid %s o.occid)",
	    plan->media, sql_same(plan));
	if (kind == KIND_THERE)
		buf_printf(out,
		    "\n  OR EXISTS (SELECT 1 FROM %s k WHERE k.%s = b.%s\n"
		    "    AND NOT k.occid %s o.occid)",
		    plan->media, plan->key, plan->key, sql_same(plan));
}

static void
put_of_new(struct buf *out, const struct plan *plan, enum kind kind)
{
	struct buf when = {0};

	put_count(out, "o.occid IS NULL", "1", 'g');
	buf_put_string(out, ",\n  ");
	buf_put_string(&when, "o.occid IS NULL THEN NULL WHEN ");
	sql_moved(&when, plan, kind);
	put_count(out, buf_string(&when), "1", 'm');
	buf_put_string(out, ",\n  0 AS l,\n  ");
	buf_clear(&when);
	sql_own(&when, plan);
	put_count(out, buf_string(&when), "1", 'w');
	buf_put_string(out, "\nFROM b\n");
	buf_free(&when);
}

/* The four counts are added to their counters. */
static void
put_begin(struct buf *out, const struct plan *plan)
{
	if (plan->dialect == DIALECT_SQLITE)
		buf_put_string(out,
		    "UPDATE temp.imgpipe SET gone = gone + c.g,"
		    " moved = moved + c.m, lost = lost + c.l, own = own + c.w"
		    " FROM (\n");
}

static void
put_end(struct buf *out, const struct plan *plan)
{
	buf_put_string(out,
	    plan->dialect == DIALECT_SQLITE
		? ") AS c;\n"
		: "\nINTO @g, @m, @l, @w;\n"
		  "SET @gone = @gone + @g, @moved = @moved + @m,"
		  " @lost = @lost + @l, @own = @own + @w;\n");
}

void
check_statement(const struct plan *plan, struct batch *batch, enum kind kind)
{
	struct statement *s = batch_statement(batch, LIST_CHECKS);
	struct buf *after = &s->after;

	put_begin(&s->before, plan);
	sql_with(&s->before, plan, kind, LIST_CHECKS);
	buf_put_string(after, ")\nSELECT ");
	if (kind == KIND_UPDATE || kind == KIND_TAKE)
		put_of_known(after, plan);
	else
		put_of_new(after, plan, kind);
	buf_printf(after, "LEFT JOIN omoccurrences o ON %s AND ",
	    kind == KIND_CREATE ? "o.recordID = b.occurrenceRecordID"
				: "o.occid = b.occid");
	if (kind == KIND_CREATE)
		sql_collection(after, plan);
	else
		sql_guard(after, plan);
	put_end(after, plan);
}
