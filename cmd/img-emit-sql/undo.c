/* SPDX-License-Identifier: MIT */
/*
 * The statements that take back what a batch put in: rows that are still as
 * they were, and on which nobody has hung anything.
 */
#include <strings.h>

#include "literal.h"
#include "sql.h"
#include "tags.h"

static void
found(const struct plan *plan, struct batch *batch, enum list list,
    const char *table, const char *counter)
{
	struct statement *s = batch_statement(batch, list);

	sql_add(&s->before, plan, counter);
	buf_printf(
	    &s->before, "SELECT COUNT(*) FROM %s WHERE recordID IN (\n", table);
	buf_put_string(&s->after, ")");
	sql_added(&s->after);
}

static bool
has_column(const struct plan *plan, const char *table, const char *column)
{
	return plan->portal == NULL ||
	    portal_find(plan->portal, table, column) != NULL;
}

/*
 * What the portal's own programs fill in where there is nothing: thumbnails and
 * web versions, or why there are none, and what they are.
 */
static bool
is_filled_by_portal(enum target_id id)
{
	return id == T_THUMBNAIL || id == T_WEB || id == T_FORMAT;
}

static void
put_same_value(struct buf *out, const struct plan *plan, enum target_id id)
{
	const struct target *t = &plan->targets[id];

	if (!t->varies && t->standing.n == 0) {
		if (!is_filled_by_portal(id))
			buf_printf(out, "\n  AND m.%s IS NULL", t->column);
		return;
	}
	buf_put_string(out, "\n  AND ");
	if (is_filled_by_portal(id))
		buf_printf(
		    out, "CASE WHEN b.%s IS NULL THEN TRUE ELSE ", t->column);
	if (t->number)
		buf_printf(out, "m.%s", t->column);
	else
		sql_bytes(out, plan, &t->limit, "m.%s", t->column);
	buf_printf(out, " %s ", sql_same(plan));
	if (t->varies)
		buf_printf(out, "b.%s", t->column);
	else if (t->number)
		buf_put_slice(out, t->standing);
	else
		literal_put(out, plan->dialect, t->standing);
	if (is_filled_by_portal(id))
		buf_put_string(out, " END");
}

/* What the portal fills by itself (tid, time stamps) is not looked at. */
static void
put_unchanged(struct buf *out, const struct plan *plan)
{
	const char *const untouched[] = {
	    "dynamicProperties", "defaultDisplay", plan->schema->creator_uid};

	for (int i = 0; i < NTARGETS; i++)
		if (plan->targets[i].column != NULL)
			put_same_value(out, plan, (enum target_id)i);
	for (size_t i = 0; i < sizeof untouched / sizeof *untouched; i++)
		if (has_column(plan, plan->media, untouched[i]))
			buf_printf(out, "\n  AND m.%s IS NULL", untouched[i]);
	buf_put_string(out, "\n  AND m.sortSequence = 50");
	if (plan_is_media(plan))
		buf_put_string(out, "\n  AND m.mediaType = 'image'");
	buf_printf(out, "\n  AND m.username %s ", sql_same(plan));
	literal_put(out, plan->dialect,
	    plan->user != NULL ? slice_of(plan->user) : SLICE(""));
}

static void
put_nothing_in(
    struct buf *out, const char *table, const char *column, const char *what)
{
	buf_put_string(out, "\n  AND NOT EXISTS (SELECT 1 FROM ");
	sql_name(out, table);
	buf_put_string(out, " x WHERE x.");
	sql_name(out, column);
	buf_printf(out, " = %s)", what);
}

static void
put_only_our_metadata(struct buf *out, const struct plan *plan)
{
	const char *same = sql_same(plan);

	buf_put_string(out,
	    "\n  AND NOT EXISTS (SELECT 1 FROM mediametadata d"
	    " WHERE d.mediaID = m.mediaID");
	if (plan->metadata || plan->remove)
		buf_printf(out,
		    "\n    AND NOT (d.field = 'originalUrl'"
		    " AND d.bytes %s b.originalBytes"
		    " AND d.md5sum %s b.originalMD5"
		    "\n      OR d.field = 'url' AND d.bytes %s b.webBytes"
		    " AND d.md5sum %s b.webMD5"
		    "\n      OR d.field = 'thumbnailUrl'"
		    " AND d.bytes %s b.thumbnailBytes"
		    " AND d.md5sum %s b.thumbnailMD5)",
		    same, same, same, same, same, same);
	buf_put_char(out, ')');
}

/* True if a row says what the batch put into the table. */
static bool
is_told(const struct plan *plan, const char *table)
{
	return strcasecmp(table, "mediametadata") == 0 ||
	    ((plan->tags || plan->tags_go) &&
		strcasecmp(table, "imagetag") == 0);
}

/* Tags, keywords, OCR, traits: whatever refers to the picture. */
void
sql_nothing_hung_on(struct buf *out, const struct plan *plan)
{
	static const char *const shipped[] = {"imagetag", "imagekeywords",
	    "specprocessorrawlabels", "tmattributes"};
	const struct portal_column *columns;
	struct buf key = {0};
	size_t n;

	buf_printf(&key, "m.%s", plan->key);
	buf_string(&key);
	if (plan->portal == NULL) {
		for (size_t i = 0; i < sizeof shipped / sizeof *shipped; i++)
			if (!is_told(plan, shipped[i]))
				put_nothing_in(
				    out, shipped[i], plan->key, key.at);
	} else {
		columns = portal_columns(plan->portal, &n);
		for (size_t i = 0; i < n; i++)
			if (portal_refers(
				&columns[i], plan->media, plan->key) &&
			    !is_told(plan, columns[i].table) &&
			    strcasecmp(columns[i].table, plan->media) != 0)
				put_nothing_in(out, columns[i].table,
				    columns[i].column, key.at);
	}
	if (plan->schema->metadata)
		put_only_our_metadata(out, plan);
	if (plan->tags)
		tags_put_only_ours(out, plan);
	if (plan->tags_go)
		tags_put_only_known(out, plan);
	buf_free(&key);
}

/* The picture is with the record that the batch put it on. */
static const char *
where_put(enum kind kind)
{
	return kind == KIND_CREATE ? "\n  AND o.recordID = b.occurrenceRecordID"
				   : "\n  AND m.occid = b.occid";
}

/*
 * From the list to the pictures that the batch put in, m; by --force-undo also
 * to those that somebody has given to another record of the collection.
 */
static void
put_ours(
    struct buf *out, const struct plan *plan, enum kind kind, const char *join)
{
	buf_printf(out,
	    "%s %s m ON m.recordID = b.recordID\n"
	    "%s omoccurrences o ON o.occid = m.occid\n%s",
	    sql_then(plan), plan->schema->media, sql_then(plan), join);
	sql_where(out, plan);
	sql_collection(out, plan);
	if (!plan->force)
		buf_put_string(out, where_put(kind));
}

/* In CASE, so that no index but that of recordID is thought of. */
static void
put_untouched(struct buf *out, const struct plan *plan)
{
	buf_put_string(out, "CASE WHEN TRUE");
	put_unchanged(out, plan);
	sql_nothing_hung_on(out, plan);
}

/* --force-undo: which pictures go although somebody has worked on them. */
static void
told(const struct plan *plan, struct batch *batch, enum kind kind)
{
	struct statement *s = batch_statement(batch, LIST_ROWS);
	struct buf *after = &s->after;

	sql_with(&s->before, plan, kind, LIST_ROWS);
	buf_printf(after,
	    ")\nSELECT 'taken, though worked on' AS what, m.%s,"
	    " COALESCE(m.originalUrl, m.url) AS picture\nFROM b\n",
	    plan->schema->key);
	put_ours(after, plan, kind, "");
	buf_put_string(after, "\n  AND ");
	put_untouched(after, plan);
	buf_put_string(after, where_put(kind));
	buf_put_string(after, " THEN 0 ELSE 1 END;\n");
}

/* Deletes what refers to the pictures by one column. */
static void
put_hung_on(struct batch *batch, const struct plan *plan, enum kind kind,
    const struct portal_column *c)
{
	struct statement *s = batch_statement(batch, LIST_ROWS);
	struct buf *before = &s->before, *after = &s->after, join = {0};
	bool sqlite = plan->dialect == DIALECT_SQLITE;

	if (sqlite) {
		buf_put_string(before, "DELETE FROM ");
		sql_name(before, c->table);
		buf_put_string(before, " WHERE ");
		sql_name(before, c->column);
		buf_put_string(before, " IN (\n");
	} else {
		buf_put_string(before, "DELETE x FROM (");
		buf_put_string(&join, "JOIN ");
		sql_name(&join, c->table);
		buf_put_string(&join, " x ON x.");
		sql_name(&join, c->column);
		buf_printf(&join, " = m.%s\n", plan->schema->key);
	}
	sql_with(before, plan, kind, LIST_ROWS);
	if (sqlite)
		buf_printf(after, ")\nSELECT m.%s FROM b\n", plan->schema->key);
	else
		buf_put_string(after, ") SELECT * FROM b) b\n");
	put_ours(after, plan, kind, buf_string(&join));
	buf_put_string(after, sqlite ? ");\n" : ";\n");
	sql_count(after, plan, "facts");
	buf_free(&join);
}

/* --force-undo: what hangs on them and does not go by itself. */
static void
hung_on(const struct plan *plan, struct batch *batch, enum kind kind)
{
	size_t n;
	const struct portal_column *columns = portal_columns(plan->portal, &n);

	for (size_t i = 0; i < n; i++) {
		const struct portal_column *c = &columns[i];

		if (portal_refers(c, plan->schema->media, plan->schema->key) &&
		    strcasecmp(c->table, plan->schema->media) != 0 &&
		    strcasecmp(c->on_delete, "CASCADE") != 0 &&
		    strcasecmp(c->on_delete, "SET NULL") != 0)
			put_hung_on(batch, plan, kind, c);
	}
}

static void
pictures(const struct plan *plan, struct batch *batch, enum kind kind)
{
	struct statement *s;
	bool sqlite = plan->dialect == DIALECT_SQLITE;

	if (plan->force) {
		told(plan, batch, kind);
		hung_on(plan, batch, kind);
	}
	s = batch_statement(batch, LIST_ROWS);
	if (sqlite)
		buf_printf(&s->before, "DELETE FROM %s WHERE %s IN (\n",
		    plan->schema->media, plan->schema->key);
	else
		buf_put_string(&s->before, "DELETE m FROM (");
	sql_with(&s->before, plan, kind, LIST_ROWS);
	if (sqlite)
		buf_printf(
		    &s->after, ")\nSELECT m.%s FROM b\n", plan->schema->key);
	else
		buf_put_string(&s->after, ") SELECT * FROM b) b\n");
	put_ours(&s->after, plan, kind, "");
	if (!plan->force) {
		buf_put_string(&s->after, "\n  AND ");
		put_untouched(&s->after, plan);
		buf_put_string(&s->after, " THEN 1 END");
	}
	buf_put_string(&s->after, sqlite ? ");\n" : ";\n");
	sql_count(&s->after, plan, "deleted");
}

/* Columns that are filled when a record is made, or that fill themselves. */
static bool
is_ours(const char *column)
{
	static const char *const ours[] = {"occid", "collid", "basisOfRecord",
	    "catalogNumber", "processingStatus", "recordEnteredBy", "recordID",
	    "dateEntered", "dateLastModified", "initialTimestamp"};

	for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
		if (strcasecmp(column, ours[i]) == 0)
			return true;
	return false;
}

static bool
is_number_type(const char *type)
{
	static const char *const numbers[] = {"int", "integer", "bigint",
	    "smallint", "tinyint", "mediumint", "decimal", "numeric", "float",
	    "double", "real", "bit"};

	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		if (strncasecmp(type, numbers[i], strlen(numbers[i])) == 0)
			return true;
	return false;
}

static void
put_still_skeletal(struct buf *out, const struct plan *plan)
{
	const struct portal_column *columns;
	size_t n;

	sql_bytes(out, plan, &plan->catalog, "o.catalogNumber");
	buf_printf(out,
	    " %s b.catalogNumber\n"
	    "  AND o.processingStatus = 'unprocessed'\n"
	    "  AND o.recordEnteredBy = ",
	    sql_same(plan));
	literal_put(out, plan->dialect, slice_of(plan->user));
	columns = portal_columns(plan->portal, &n);
	for (size_t i = 0; i < n; i++) {
		const struct portal_column *c = &columns[i];

		if (strcasecmp(c->table, "omoccurrences") != 0 ||
		    is_ours(c->column))
			continue;
		buf_put_string(out, "\n  AND (o.");
		sql_name(out, c->column);
		buf_put_string(out, " IS NULL");
		if (c->length > 0 || is_number_type(c->type)) {
			buf_put_string(out, " OR o.");
			sql_name(out, c->column);
			buf_put_string(out, c->length > 0 ? " = ''" : " = 0");
		}
		buf_put_char(out, ')');
	}
}

/* The list in b has all the record's identifiers, each with its name. */
static void
put_only_our_identifiers(struct buf *out, const struct plan *plan)
{
	bool sqlite = plan->dialect == DIALECT_SQLITE;
	struct limit bytes = {.foreign = true};

	buf_put_string(out,
	    "\n  AND NOT EXISTS (SELECT 1 FROM omoccuridentifiers i"
	    " WHERE i.occid = o.occid\n    AND COALESCE(INSTR(");
	sql_bytes(out, plan, &bytes, "b.otherCatalogNumbers");
	buf_put_string(out, ", ");
	sql_bytes(out, plan, &bytes,
	    sqlite ? "('|' || CASE WHEN i.identifierName = '' THEN '' ELSE"
		     " i.identifierName || ': ' END || i.identifierValue ||"
		     " '|')"
		   : "CONCAT('|', CASE WHEN i.identifierName = '' THEN '' ELSE"
		     " CONCAT(i.identifierName, ': ') END, i.identifierValue,"
		     " '|')");
	buf_put_string(out, "), 0) = 0)");
}

static void
put_nothing_on_record(struct buf *out, const struct plan *plan)
{
	const struct portal_column *columns;
	size_t n;

	columns = portal_columns(plan->portal, &n);
	for (size_t i = 0; i < n; i++)
		if (portal_refers(&columns[i], "omoccurrences", "occid") &&
		    strcasecmp(columns[i].table, "omoccurrences") != 0 &&
		    strcasecmp(columns[i].table, "omoccuridentifiers") != 0)
			put_nothing_in(out, columns[i].table, columns[i].column,
			    "o.occid");
	put_only_our_identifiers(out, plan);
}

static void
records(const struct plan *plan, struct batch *batch)
{
	struct statement *s = batch_statement(batch, LIST_RECORDS);
	struct buf *before = &s->before, *after = &s->after;
	bool sqlite = plan->dialect == DIALECT_SQLITE;

	buf_put_string(before,
	    sqlite ? "DELETE FROM omoccurrences WHERE occid IN (\n"
		   : "DELETE o FROM (");
	sql_with(before, plan, KIND_CREATE, LIST_RECORDS);
	buf_printf(after, "%s%s omoccurrences o ON o.recordID = b.recordID\n",
	    sqlite ? ")\nSELECT o.occid FROM b\n" : ") SELECT * FROM b) b\n",
	    sql_then(plan));
	sql_where(after, plan);
	sql_collection(after, plan);
	buf_put_string(after, "\n  AND CASE WHEN ");
	put_still_skeletal(after, plan);
	put_nothing_on_record(after, plan);
	buf_put_string(after, sqlite ? " THEN 1 END);\n" : " THEN 1 END;\n");
	sql_count(after, plan, "records_deleted");
}

void
undo_statements(const struct plan *plan, struct batch batches[NKINDS])
{
	struct batch *create = &batches[KIND_CREATE];

	found(plan, &batches[KIND_LINK], LIST_CHECKS, plan->media, "found");
	pictures(plan, &batches[KIND_LINK], KIND_LINK);
	if (plan->create) {
		found(plan, create, LIST_NUMBERS, "omoccurrences",
		    "records_found");
		found(plan, create, LIST_CHECKS, plan->media, "found");
		pictures(plan, create, KIND_CREATE);
		records(plan, &batches[KIND_REMOVE]);
	}
	if (plan->update)
		update_statements(plan, &batches[KIND_UPDATE]);
}
