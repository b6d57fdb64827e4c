/* SPDX-License-Identifier: MIT */
/* The statements that put pictures in. */
#include <ctype.h>

#include "base/diag.h"
#include "literal.h"
#include "sql.h"
#include "tags.h"

static void
put_columns(struct buf *out, const struct plan *plan)
{
	buf_printf(out, "INSERT INTO %s (occid, tid, recordID", plan->media);
	if (plan_is_media(plan))
		buf_put_string(out, ", mediaType");
	if (plan->user != NULL)
		buf_put_string(out, ", username");
	for (int i = 0; i < NTARGETS; i++) {
		const struct target *t = &plan->targets[i];

		if (t->varies || (t->column != NULL && t->standing.n > 0))
			buf_printf(out, ", %s", t->column);
	}
	buf_put_string(out, ")\n");
}

static void
put_standing(struct buf *out, const struct plan *plan, const struct target *t)
{
	buf_put_string(out, ", ");
	if (t->number)
		buf_put_slice(out, t->standing);
	else
		literal_put(out, plan->dialect, t->standing);
}

static void
put_values(struct buf *out, const struct plan *plan)
{
	buf_put_string(out, ")\nSELECT o.occid, o.tidInterpreted, b.recordID");
	if (plan_is_media(plan))
		buf_put_string(out, ", 'image'");
	if (plan->user != NULL) {
		buf_put_string(out, ", ");
		literal_put(out, plan->dialect, slice_of(plan->user));
	}
	for (int i = 0; i < NTARGETS; i++) {
		const struct target *t = &plan->targets[i];

		if (t->varies)
			buf_printf(out, ", b.%s", t->column);
		else if (t->column != NULL && t->standing.n > 0)
			put_standing(out, plan, t);
	}
	buf_put_char(out, '\n');
}

/* One of the row's URLs is in the portal's column. */
static void
put_url_is_in(struct buf *out, const struct plan *plan, enum target_id id)
{
	const struct target *t = plan->targets;

	sql_bytes(out, plan, NULL, "m.%s", t[id].column);
	buf_put_string(out, " IN (");
	if (t[T_ORIGINAL].varies)
		buf_printf(out, "b.%s", t[T_ORIGINAL].column);
	if (t[T_WEB].varies)
		buf_printf(out, "%sb.%s", t[T_ORIGINAL].varies ? ", " : "",
		    t[T_WEB].column);
	buf_put_char(out, ')');
}

static void
put_not_there(struct buf *out, const struct plan *plan)
{
	buf_printf(out,
	    "NOT EXISTS (SELECT 1 FROM %s m WHERE m.occid = o.occid\n"
	    "    AND (m.recordID = b.recordID OR ",
	    plan->media);
	put_url_is_in(out, plan, T_ORIGINAL);
	buf_put_string(out, "\n      OR ");
	put_url_is_in(out, plan, T_WEB);
	if (plan->targets[T_MD5].varies)
		buf_put_string(
		    out, "\n      OR LOWER(m.mediaMD5) = b.mediaMD5");
	buf_put_string(out, "))");
}

/* Counts in passing: a list of records to count costs a tenth. */
static void
put_counting(struct buf *out, const struct plan *plan)
{
	buf_put_string(out, "WHERE @ok AND IF(");
	sql_guard(out, plan);
	buf_put_string(out, "\n  AND (@records := @records + 1) > 0,\n  NOT (");
	sql_own(out, plan);
	buf_put_string(out, "\n    AND CASE WHEN ");
	sql_moved(out, plan, KIND_LINK);
	buf_put_string(out,
	    "\n      THEN (@moved := @moved + 1) ELSE (@own := @own + 1) END"
	    " > 0)\n  AND ");
	put_not_there(out, plan);
	buf_put_string(out, ", FALSE)");
}

static void
pictures(const struct plan *plan, struct batch *batch, enum kind kind)
{
	struct statement *s = batch_statement(batch, LIST_ROWS);
	struct buf *after = &s->after;

	if (plan->tags)
		tags_put_newest(&s->before, plan);
	put_columns(&s->before, plan);
	sql_with(&s->before, plan, kind, LIST_ROWS);
	put_values(after, plan);
	buf_printf(after, "FROM b %s omoccurrences o ON %s\n", sql_then(plan),
	    kind == KIND_CREATE ? "o.recordID = b.occurrenceRecordID"
				: "o.occid = b.occid");
	if (plan_counts_in_passing(plan) && kind == KIND_LINK)
		put_counting(after, plan);
	else {
		sql_where(after, plan);
		if (kind == KIND_CREATE)
			sql_collection(after, plan);
		else
			sql_guard(after, plan);
		buf_put_string(after, "\n  AND ");
		put_not_there(after, plan);
		buf_put_string(after, "\n  AND NOT (");
		sql_moved(after, plan, kind);
		buf_put_char(after, ')');
		if (kind == KIND_THERE)
			buf_printf(after,
			    "\n  AND NOT EXISTS (SELECT 1 FROM %s k"
			    " WHERE k.%s = b.%s)",
			    plan->media, plan->key, plan->key);
	}
	buf_put_string(after, ";\n");
	sql_count(after, plan, "inserted");
}

static void
metadata(const struct plan *plan, struct batch *batch, enum kind kind)
{
	struct statement *s = batch_statement(batch, LIST_FACTS);
	struct buf *after = &s->after;

	buf_put_string(&s->before,
	    "INSERT INTO mediametadata (mediaID, field, bytes, md5sum)\n");
	sql_with(&s->before, plan, kind, LIST_FACTS);
	buf_printf(after,
	    ")\nSELECT m.mediaID, b.field, b.bytes, b.md5sum\n"
	    "FROM b %s media m ON m.recordID = b.recordID%s\n",
	    sql_then(plan),
	    kind != KIND_CREATE ? " AND m.occid = b.occid" : "");
	sql_where(after, plan);
	buf_put_string(after,
	    "NOT EXISTS (SELECT 1 FROM mediametadata d\n"
	    "    WHERE d.mediaID = m.mediaID AND d.field = b.field);\n");
	sql_count(after, plan, "facts");
}

static bool
is_word(const char *s)
{
	while (isalnum((unsigned char)*s) || *s == '_')
		s++;
	return *s == '\0';
}

/* Compared as the portal does, so that its index can be used. */
static void
put_equals(struct buf *out, const struct plan *plan, const char *table,
    const char *left, const char *column, const char *right)
{
	const struct portal_column *c = plan->portal != NULL
	    ? portal_find(plan->portal, table, column)
	    : NULL;

	buf_printf(out, "%s.%s = ", left, column);
	if (plan->dialect == DIALECT_SQLITE || c == NULL ||
	    *c->charset == '\0' || *c->collation == '\0') {
		buf_put_string(out, right);
		return;
	}
	if (!is_word(c->charset) || !is_word(c->collation))
		die("schema.tsv: no character set or collation: '%s' '%s'",
		    c->charset, c->collation);
	buf_printf(out, "CONVERT(%s USING %s) COLLATE %s", right, c->charset,
	    c->collation);
}

static void
put_no_such_record(struct buf *out, const struct plan *plan)
{
	static const char occurrences[] = "omoccurrences";

	buf_put_string(out,
	    "NOT EXISTS (SELECT 1 FROM omoccurrences o\n"
	    "    WHERE o.recordID = b.recordID)\n"
	    "  AND NOT EXISTS (SELECT 1 FROM omoccurrences o\n"
	    "    WHERE o.collid + 0 = c.collID AND ");
	put_equals(
	    out, plan, occurrences, "o", "catalogNumber", "b.catalogNumber");
	buf_put_string(out,
	    ")\n  AND (b.catalogNumber IS NOT NULL\n"
	    "    OR NOT EXISTS (SELECT 1 FROM omoccurrences o\n"
	    "      WHERE o.collid + 0 = c.collID AND ");
	put_equals(out, plan, occurrences, "o", "otherCatalogNumbers",
	    "b.otherCatalogNumbers");
	buf_put_string(out,
	    ")\n    AND NOT EXISTS (SELECT 1 FROM omoccuridentifiers i\n"
	    "      JOIN omoccurrences o ON o.occid = i.occid\n"
	    "      WHERE o.collid + 0 = c.collID AND ");
	put_equals(out, plan, "omoccuridentifiers", "i", "identifierValue",
	    "b.otherCatalogNumbers");
	buf_put_string(out, "));\n");
	sql_count(out, plan, "created");
}

static void
records(const struct plan *plan, struct batch *batch)
{
	struct statement *s = batch_statement(batch, LIST_RECORDS);
	struct buf *after = &s->after;

	buf_put_string(&s->before,
	    "INSERT INTO omoccurrences (collid, basisOfRecord, catalogNumber,"
	    " processingStatus,\n  recordEnteredBy, recordID, dateEntered)\n");
	sql_with(&s->before, plan, KIND_CREATE, LIST_RECORDS);
	buf_put_string(after,
	    ")\nSELECT c.collID,\n"
	    "  CASE WHEN c.collType LIKE '%Observations'"
	    " THEN 'HumanObservation'\n"
	    "    WHEN c.collType LIKE 'Fossil%' THEN 'FossilSpecimen'\n"
	    "    ELSE 'PreservedSpecimen' END,\n"
	    "  b.catalogNumber, 'unprocessed', ");
	literal_put(after, plan->dialect, slice_of(plan->user));
	buf_printf(after, ", b.recordID, %s\nFROM b %s omcollections c ON ",
	    plan->dialect == DIALECT_SQLITE ? "datetime('now', 'localtime')"
					    : "NOW()",
	    sql_then(plan));
	if (plan->collid != 0)
		buf_printf(after, "c.collID = %" PRIu32 "\n", plan->collid);
	else
		buf_put_string(after, "c.collID = b.collid\n");
	sql_where(after, plan);
	put_no_such_record(after, plan);
}

static void
identifiers(const struct plan *plan, struct batch *batch)
{
	struct statement *s = batch_statement(batch, LIST_NUMBERS);
	struct buf *after = &s->after;

	buf_put_string(&s->before,
	    "INSERT INTO omoccuridentifiers (occid, identifierValue,"
	    " identifierName, modifiedUid)\n");
	sql_with(&s->before, plan, KIND_CREATE, LIST_NUMBERS);
	buf_printf(after,
	    ")\nSELECT o.occid, b.identifierValue,"
	    " COALESCE(b.identifierName, ''), %s\n"
	    "FROM b %s omoccurrences o ON o.recordID = b.recordID\n",
	    plan->uid, sql_then(plan));
	sql_where(after, plan);
	buf_put_string(after,
	    "NOT EXISTS (SELECT 1 FROM omoccuridentifiers i\n"
	    "    WHERE i.occid = o.occid);\n");
	sql_count(after, plan, "facts");
}

static void
load(const struct plan *plan, struct batch batches[NKINDS], enum kind kind)
{
	struct batch *batch = &batches[kind];

	if (kind == KIND_CREATE) {
		records(plan, batch);
		identifiers(plan, batch);
	}
	if (kind != KIND_LINK || !plan_counts_in_passing(plan))
		check_statement(plan, batch, kind);
	pictures(plan, batch, kind);
	if (plan->metadata)
		metadata(plan, batch, kind);
	if (plan->tags)
		tags_of_new(plan, batch, kind);
}

void
load_statements(const struct plan *plan, struct batch batches[NKINDS])
{
	load(plan, batches, KIND_LINK);
	if (plan->existing != NULL)
		load(plan, batches, KIND_THERE);
	if (plan->create)
		load(plan, batches, KIND_CREATE);
	if (plan->update)
		update_statements(plan, &batches[KIND_UPDATE]);
}
