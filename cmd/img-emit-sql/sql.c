/* SPDX-License-Identifier: MIT */
#include "base/diag.h"
#include "media_metadata.h"
#include "removal.h"
#include "sql.h"

void
sql_bytes(struct buf *out, const struct plan *plan, const struct limit *limit,
    const char *format, ...)
{
	bool sqlite = plan->dialect == DIALECT_SQLITE;
	bool convert = !sqlite && limit != NULL && limit->foreign;
	va_list ap;

	if (!sqlite)
		buf_put_string(out, convert ? "BINARY CONVERT(" : "BINARY ");
	va_start(ap, format);
	buf_vprintf(out, format, ap);
	va_end(ap);
	if (sqlite)
		buf_put_string(out, " COLLATE BINARY");
	else if (convert)
		buf_put_string(out, " USING utf8mb4)");
}

const char *
sql_same(const struct plan *plan)
{
	return plan->dialect == DIALECT_SQLITE ? "IS" : "<=>";
}

const char *
sql_then(const struct plan *plan)
{
	return plan->dialect == DIALECT_SQLITE ? "CROSS JOIN" : "STRAIGHT_JOIN";
}

void
sql_where(struct buf *out, const struct plan *plan)
{
	buf_put_string(
	    out, plan->dialect == DIALECT_SQLITE ? "WHERE " : "WHERE @ok AND ");
}

void
sql_collection(struct buf *out, const struct plan *plan)
{
	if (plan->collid != 0)
		buf_printf(out, "o.collid + 0 = %" PRIu32, plan->collid);
	else
		buf_put_string(out, "o.collid + 0 = b.collid");
}

void
sql_guard(struct buf *out, const struct plan *plan)
{
	sql_collection(out, plan);
	buf_put_string(out, "\n  AND (b.occurrenceRecordID IS NULL OR ");
	sql_bytes(out, plan, &plan->guid, "o.recordID");
	buf_put_string(out,
	    " = b.occurrenceRecordID)\n"
	    "  AND (b.recordCatalogNumber IS NULL OR ");
	sql_bytes(out, plan, &plan->catalog, "o.catalogNumber");
	buf_put_string(out, " = b.recordCatalogNumber)");
}

void
sql_count(struct buf *out, const struct plan *plan, const char *counter)
{
	if (plan->dialect == DIALECT_SQLITE)
		buf_printf(out,
		    "UPDATE temp.imgpipe SET %s = %s + changes();\n", counter,
		    counter);
	else
		buf_printf(out,
		    "SET @%s = @%s + ROW_COUNT(),"
		    " @ok = @ok AND ROW_COUNT() >= 0;\n",
		    counter, counter);
}

void
sql_add(struct buf *out, const struct plan *plan, const char *counter)
{
	if (plan->dialect == DIALECT_SQLITE)
		buf_printf(out, "UPDATE temp.imgpipe SET %s = %s + (\n",
		    counter, counter);
	else
		buf_printf(out, "SET @%s = @%s + (\n", counter, counter);
}

void
sql_added(struct buf *out)
{
	buf_put_string(out, ");\n");
}

static void
put_record_columns(struct buf *out, const struct plan *plan, enum kind kind)
{
	if (kind == KIND_UPDATE || kind == KIND_THERE || kind == KIND_TAKE)
		buf_printf(out, "%s, ", plan->key);
	if (kind != KIND_CREATE)
		buf_put_string(
		    out, plan->collid != 0 ? "occid, " : "occid, collid, ");
	else if (plan->collid == 0)
		buf_put_string(out, "collid, ");
	buf_put_string(out, "occurrenceRecordID");
	if (kind != KIND_CREATE)
		buf_put_string(out, ", recordCatalogNumber");
}

static void
put_row_columns(struct buf *out, const struct plan *plan, enum kind kind)
{
	put_record_columns(out, plan, kind);
	if (kind == KIND_TAKE) {
		removal_put_names(out, plan);
		return;
	}
	if (kind != KIND_UPDATE)
		buf_put_string(out, ", recordID");
	for (int i = 0; i < NTARGETS; i++) {
		const struct target *t = &plan->targets[i];

		if (kind == KIND_UPDATE && t->refreshed)
			buf_printf(out, ", %s, %s_was", t->column, t->column);
		if (kind != KIND_UPDATE && t->varies)
			buf_printf(out, ", %s", t->column);
	}
	if (kind != KIND_UPDATE && plan->undo && plan->metadata)
		buf_put_string(out,
		    ", originalBytes, originalMD5, webBytes, webMD5"
		    ", thumbnailBytes, thumbnailMD5");
	if (kind != KIND_UPDATE && plan->undo && plan->tags)
		buf_put_string(out, ", tags");
}

void
sql_with(
    struct buf *out, const struct plan *plan, enum kind kind, enum list list)
{
	buf_put_string(out, "WITH b (");
	switch (list) {
	case LIST_ROWS: put_row_columns(out, plan, kind); break;
	case LIST_CHECKS:
		put_record_columns(out, plan, kind);
		if (kind != KIND_UPDATE && kind != KIND_TAKE)
			buf_put_string(out, ", recordID");
		break;
	case LIST_FACTS:
		if (kind == KIND_UPDATE) {
			media_metadata_put_names(out);
			break;
		}
		if (kind != KIND_CREATE)
			buf_put_string(out, "occid, ");
		buf_put_string(out, "recordID, field, bytes, md5sum");
		break;
	case LIST_TAGS:
		if (kind == KIND_UPDATE || kind == KIND_TAKE)
			buf_printf(out, "%s, occid, tags", plan->key);
		else
			buf_put_string(out,
			    kind == KIND_CREATE ? "recordID, tags"
						: "occid, recordID, tags");
		break;
	case LIST_RECORDS:
		if (plan->collid == 0)
			buf_put_string(out, "collid, ");
		buf_put_string(
		    out, "recordID, catalogNumber, otherCatalogNumbers");
		break;
	case LIST_NUMBERS:
		buf_put_string(
		    out, "recordID, identifierValue, identifierName");
		break;
	case LIST_UNKNOWN_TAGS:
	case NLISTS: break;
	}
	buf_put_string(out, ") AS (VALUES\n");
}

void
sql_name(struct buf *out, const char *name)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789_$";

	if (*name == '\0' || name[strspn(name, letters)] != '\0')
		die("schema.tsv: no name for a table or column: '%s'", name);
	buf_printf(out, "`%s`", name);
}
