/* SPDX-License-Identifier: MIT */
#include "base/number.h"
#include "literal.h"
#include "media_metadata.h"
#include "sql.h"

const char *
media_metadata_field(int nth)
{
	static const char *const fields[] = {
	    "originalUrl", "url", "thumbnailUrl"};

	return fields[nth];
}

/* A word of "field bytes md5 made changed"; "-" is none. */
static struct slice
next_word(struct slice *rest)
{
	struct slice word;

	if (!slice_word(rest, ' ', &word) || slice_equal(word, SLICE("-")))
		return SLICE("");
	return word;
}

struct media_metadata
media_metadata_find(struct slice all, const char *field)
{
	struct media_metadata found = {0};
	struct slice one;

	while (slice_word(&all, ';', &one)) {
		if (!slice_equal(next_word(&one), slice_of(field)))
			continue;
		found.bytes = next_word(&one);
		found.md5 = next_word(&one);
		found.made = next_word(&one);
		found.changed = next_word(&one);
		break;
	}
	/* It becomes a number in a statement. */
	return number_is(found.bytes) ? found : (struct media_metadata){0};
}

void
media_metadata_put_time(
    struct buf *out, const struct plan *plan, struct slice time)
{
	struct buf text = {0};

	if (time.n > 0 && time.at[time.n - 1] == 'Z')
		time.n--;
	if (time.n > 0)
		buf_put_slice(&text, time);
	for (size_t i = 0; i < text.n; i++)
		if (text.at[i] == 'T')
			text.at[i] = ' ';
	literal_put(out, plan->dialect, buf_slice(&text));
	buf_free(&text);
}

void
media_metadata_put_names(struct buf *out)
{
	buf_put_string(out,
	    "mediaID, occid, field, file, fromBytes, fromMD5, toBytes, toMD5,"
	    " toMade, toChanged");
}

/* From the list to pictures that serve the file by now. */
static void
put_pictures(struct buf *out, const struct plan *plan)
{
	buf_printf(out,
	    "FROM b %s media m ON m.mediaID = b.mediaID AND m.occid = b.occid\n"
	    "  AND ",
	    sql_then(plan));
	sql_bytes(out, plan, &plan->targets[T_ORIGINAL].limit,
	    "CASE b.field WHEN 'originalUrl' THEN m.originalUrl"
	    " WHEN 'url' THEN m.url ELSE m.thumbnailUrl END");
	buf_put_string(out, " = b.file\n");
}

static void
put_is_from(struct buf *out, const struct plan *plan)
{
	buf_printf(out, "d.bytes = b.fromBytes AND d.md5sum %s b.fromMD5",
	    sql_same(plan));
}

/* Takes rows away that are about a file which is not there any more. */
static void
drop(const struct plan *plan, struct batch *batch)
{
	struct statement *s = batch_statement(batch, LIST_FACTS);
	struct buf *before = &s->before, *after = &s->after;
	bool sqlite = plan->dialect == DIALECT_SQLITE;

	buf_put_string(before,
	    sqlite ? "DELETE FROM mediametadata WHERE (mediaID, field) IN (\n"
		   : "DELETE FROM d USING mediametadata d JOIN (\n");
	sql_with(before, plan, KIND_UPDATE, LIST_FACTS);
	buf_put_string(after, ")\nSELECT ");
	buf_put_string(after,
	    sqlite ? "d.mediaID, d.field "
		   : "b.mediaID, b.field, b.fromBytes, b.fromMD5 ");
	put_pictures(after, plan);
	if (sqlite) {
		buf_put_string(after,
		    "JOIN mediametadata d ON d.mediaID = m.mediaID"
		    " AND d.field = b.field\nWHERE b.toBytes IS NULL AND ");
		put_is_from(after, plan);
		buf_put_string(after, ");\n");
	} else {
		buf_put_string(after,
		    "WHERE b.toBytes IS NULL) b ON b.mediaID = d.mediaID"
		    " AND b.field = d.field\nWHERE @ok AND ");
		put_is_from(after, plan);
		buf_put_string(after, ";\n");
	}
	sql_count(after, plan, "facts");
}

static void
put_values(struct buf *out, const struct plan *plan, const char *d)
{
	buf_printf(out, "SET %sbytes = b.toBytes, %smd5sum = b.toMD5", d, d);
	if (plan->undo)
		buf_printf(out,
		    ", %screated_at = b.toMade, %supdated_at = b.toChanged", d,
		    d);
	buf_put_char(out, '\n');
}

static void
change(const struct plan *plan, struct batch *batch)
{
	struct statement *s = batch_statement(batch, LIST_FACTS);
	struct buf *before = &s->before, *after = &s->after;
	bool sqlite = plan->dialect == DIALECT_SQLITE;

	if (sqlite) {
		buf_put_string(before, "UPDATE mediametadata AS d\n");
		put_values(before, plan, "");
		buf_put_string(before, "FROM (");
	} else
		buf_put_string(before, "UPDATE mediametadata d JOIN (");
	sql_with(before, plan, KIND_UPDATE, LIST_FACTS);
	buf_put_string(after, ")\nSELECT b.* ");
	put_pictures(after, plan);
	buf_put_string(after, "WHERE b.toBytes IS NOT NULL) AS b");
	if (!sqlite) {
		buf_put_string(
		    after, " ON b.mediaID = d.mediaID AND b.field = d.field\n");
		put_values(after, plan, "d.");
		buf_put_string(after, "WHERE @ok AND ");
	} else
		buf_put_string(after,
		    "\nWHERE b.mediaID = d.mediaID AND b.field = d.field AND ");
	put_is_from(after, plan);
	buf_put_string(after, ";\n");
	sql_count(after, plan, "facts");
}

static void
put_in(const struct plan *plan, struct batch *batch)
{
	struct statement *s = batch_statement(batch, LIST_FACTS);
	struct buf *after = &s->after;

	buf_printf(&s->before,
	    "INSERT INTO mediametadata (mediaID, field, bytes, md5sum%s)\n",
	    plan->undo ? ", created_at, updated_at" : "");
	sql_with(&s->before, plan, KIND_UPDATE, LIST_FACTS);
	buf_printf(after,
	    ")\nSELECT m.mediaID, b.field, b.toBytes, b.toMD5%s\n",
	    plan->undo ? ", b.toMade, b.toChanged" : "");
	put_pictures(after, plan);
	sql_where(after, plan);
	buf_put_string(after,
	    "b.fromBytes IS NULL AND b.toBytes IS NOT NULL\n"
	    "  AND NOT EXISTS (SELECT 1 FROM mediametadata d"
	    " WHERE d.mediaID = m.mediaID AND d.field = b.field);\n");
	sql_count(after, plan, "facts");
}

void
media_metadata_statements(const struct plan *plan, struct batch *batch)
{
	drop(plan, batch);
	change(plan, batch);
	put_in(plan, batch);
}
